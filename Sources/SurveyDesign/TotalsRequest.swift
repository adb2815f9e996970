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
  /// Whether products between terms are wanted (covariances in designs whose units are the rows).
  package var crossMoments: Bool
  /// Whether the totals keep the names of the clusters, to compare them with another table's.
  package var clusterNames = false

  package init(
    terms: [TotalsTerm], by: [String] = [], condition: DomainExpression? = nil, squares: Bool = false,
    crossMoments: Bool = false
  ) {
    self.terms = terms
    self.by = by
    self.condition = condition
    self.squares = squares
    self.crossMoments = crossMoments
  }
}

/// A group of totals over the same valid answers. The columns of a term are what its totals are called by:
///
/// | term | column 0 | column 1 … |
/// |---|---|---|
/// | `numbers` | Σw | Σwy |
/// | `levels` | Σw of valid answers | Σw of the first answer met … |
/// | `joint` | Σw of rows where all are there | Σwy of the first item … |
package enum TotalsTerm: Sendable, Hashable {
  case numbers(String)
  case levels(String)
  case joint([String])

  /// What messages call the place where the user named the columns.
  var role: String {
    if case .joint = self { "expression" } else { "items" }
  }

  var items: [String] {
    switch self {
    case .numbers(let item), .levels(let item): [item]
    case .joint(let items): items
    }
  }
}
