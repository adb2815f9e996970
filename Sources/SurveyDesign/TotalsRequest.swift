import SurveyTable

/// What a statistic needs summed for each unit and domain. Every statistic is a smooth function of these
/// totals.
package struct TotalsRequest: Sendable {
  package var terms: [TotalsTerm]
  /// Columns whose combinations of answers are the domains.
  package var by: [String]
  /// The condition that all domains share.
  package var condition: DomainExpression?
  /// Whether Σwy² is wanted as well (design effects).
  package var squares: Bool
  /// Whether products between terms, and between the functions of a `computed` term, are wanted (covariances
  /// in designs whose units are the rows).
  package var crossMoments: Bool
  /// Whether the totals keep the names of the clusters, to compare them with another table's.
  package var clusterNames = false
  /// Columns whose combinations of answers the sums of weights are wanted by, over all rows of positive weight
  /// (``DesignTotals/answerCells``); not for a design that is calibrated already.
  package var weightCells: [String] = []
  /// Whether totals are kept for each unit; else for each stratum, which says as much about estimates and
  /// nothing about variances and degrees of freedom, and takes less memory where there are many clusters.
  package var unitTotals: Bool

  /// Whether the rows that gave each answer of `levels` terms are counted as well, unweighted.
  package var answerRows = false

  /// Bytes that the totals of one thread may take before `tooManyAtOnce` is thrown, for whoever can ask for fewer terms
  /// at a time.
  package var largestBytes: Int?
  /// Bytes that the totals of all rows may take before `tooManyAtOnce` is thrown, however many threads there are.
  package var mostBytes: Int?
  /// Whether only the combinations of unit and group are wanted; the columns of the terms are read all the same, and
  /// kept for the next passes in so many bytes where there is room.
  package var countsOnly = false
  package var keptBytes = 0

  package init(
    terms: [TotalsTerm], by: [String] = [], condition: DomainExpression? = nil, squares: Bool = false,
    crossMoments: Bool = false, unitTotals: Bool = true
  ) {
    self.terms = terms
    self.by = by
    self.condition = condition
    self.squares = squares
    self.crossMoments = crossMoments
    self.unitTotals = unitTotals
  }
}

/// A group of totals over the same valid answers. The columns of a term are what its totals are called by:
///
/// | term | column 0 | column 1 … |
/// |---|---|---|
/// | `numbers` | Σw | Σwy |
/// | `levels` | Σw of valid answers | Σw of the first answer met … |
/// | `joint` | Σw of rows where all are there | Σwy of the first item … |
/// | `products` | Σw of rows where all are there | Σwy of each item, then Σwy·y at ``productColumn(_:_:of:)`` |
/// | `computed` | Σw of rows where all are there | Σwf of the first function … |
/// | `distribution` | Σw of valid answers | none: its numbers are asked for by ``DesignTotals/distributions(term:)`` |
package enum TotalsTerm: Sendable {
  case numbers(String)
  case levels(String)
  case joint([String])
  /// For covariances between items. It has totals only: no variance can be asked of it where the rows are
  /// the units.
  case products([String])
  case computed(RowFunctions)
  /// Every distinct number with its weights, for quantiles.
  case distribution(String)

  /// What messages call the place where the user named the columns.
  var role: String {
    if case .joint = self { "expression" } else { "items" }
  }

  var items: [String] {
    switch self {
    case .numbers(let item), .levels(let item), .distribution(let item): [item]
    case .joint(let items), .products(let items): items
    case .computed(let functions): functions.items
    }
  }

  /// The column of a `products` term of `count` items that sums the product of items `i` and `j`.
  package static func productColumn(_ i: Int, _ j: Int, of count: Int) -> Int {
    1 + count + triangle(min(i, j), max(i, j), width: count)
  }

  /// How many columns a `products` term of `count` items has.
  package static func productColumns(of count: Int) -> Int { 1 + count + count * (count + 1) / 2 }

  /// Where the pair of columns `a` ≤ `b` stands in an upper triangle of `width` columns, row by row.
  static func triangle(_ a: Int, _ b: Int, width: Int) -> Int {
    a * width - a * (a - 1) / 2 + (b - a)
  }
}

/// Numbers that a statistic makes of each row's answers, once a first pass has told it its totals: influence
/// values as a rule.
///
/// Where the rows are the units, the variance of a statistic of degree two needs totals of degree four, of
/// which k items have some k⁴/24. A second pass over the rows needs one column for each statistic.
package struct RowFunctions: Sendable {
  package var items: [String]
  /// How many numbers a row gives.
  package var count: Int
  /// The domains of the first pass: their answers to the columns of `by`.
  package var domains: [[String]]
  /// Gets the answers of a row to all items and the place of its domain in `domains`, and fills in all numbers, which
  /// must be finite. The answers are its own to overwrite: an array for each row would cost more than the arithmetic.
  /// Rows of other domains have the place −1: the data changed, which whoever asked finds out when the pass has ended.
  package var evaluate: Evaluation

  package typealias Evaluation =
    @Sendable (
      _ answers: inout [Double], _ domain: Int, _ numbers: inout [Double]
    ) -> Void

  package init(items: [String], count: Int, domains: [[String]], evaluate: @escaping Evaluation) {
    self.items = items
    self.count = count
    self.domains = domains
    self.evaluate = evaluate
  }
}
