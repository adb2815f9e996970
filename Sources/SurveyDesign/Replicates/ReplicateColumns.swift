import SurveyNumerics

/// The columns of one domain that statistics need in replicates, each once, and what they make of them.
struct ReplicateColumns {
  private let totals: DesignTotals
  private let domain: Int
  private let cells: [DesignTotals.Cell]
  private let rows: [Int]
  private(set) var table: UnitColumns
  private var known: [Key: Int] = [:]

  private struct Key: Hashable {
    var term: Int
    var column: Int
  }

  init(_ totals: DesignTotals, domain: Int) {
    self.totals = totals
    self.domain = domain
    cells = totals.cells[domain]
    rows = cells.map(\.index)
    table = UnitColumns(units: cells.map(\.group))
  }

  /// What a statistic makes of the replicates of its columns, which are added here.
  mutating func formula(of statistic: ReplicatedStatistic) -> Formula {
    let term = statistic.term
    switch statistic.function {
    case .total(let column):
      return .total(place(term, column), sum: Self.sum(numbers(term, column)))
    case .ratio(let column, let factor):
      let weights = place(term, 0)
      guard let column else { return .residual(nil, weights: weights) }
      // y − Rw of each unit, with R in twice the precision: the ratio of a replicate less R is its sum over that of w,
      // and a large common level of the answers costs no digits.
      let ratio =
        totals.total(term: term, column: column, domain: domain)
        / totals.total(term: term, column: 0, domain: domain)
      let sums = totals.terms[term].sums
      var residuals = DoubleDoubleColumn(count: rows.count)
      residuals.add(sums.values(rows: rows, column: column), times: factor)
      residuals.add(sums.values(rows: rows, column: 0), times: -(ratio * factor))
      return .residual(table.add(scaled(residuals)), weights: weights)
    case .function(let last, let function):
      let columns = (0...max(last, 0)).map { place(term, $0) }
      let sums = (0...max(last, 0)).map { Self.sum(numbers(term, $0)) }
      return .function(columns, estimate: function(sums), function)
    }
  }

  private mutating func place(_ term: Int, _ column: Int) -> Int {
    let key = Key(term: term, column: column)
    if let place = known[key] { return place }
    let place = table.add(numbers(term, column))
    known[key] = place
    return place
  }

  private func numbers(_ term: Int, _ column: Int) -> [Double] {
    scaled(totals.terms[term].sums.values(rows: rows, column: column))
  }

  private func scaled(_ column: DoubleDoubleColumn) -> [Double] {
    if cells.allSatisfy(\.isUnscaled) { return column.high }
    return cells.enumerated().map { (column[$0] * $1.scale).rounded }
  }

  private static func sum(_ numbers: [Double]) -> Double { numbers.reduce(0, +) }

  /// A statistic as a function of replicated columns.
  enum Formula {
    case total(Int, sum: Double)
    /// The deviation of a ratio: the residuals' total over the weights'; no residuals where the ratio is always 0.
    case residual(Int?, weights: Int)
    case function([Int], estimate: Double, @Sendable (_ totals: [Double]) -> Double)

    /// How far the statistic is from its estimate in each replicate, not finite where it is not defined.
    func deviations(in columns: ReplicatedColumns, replicates: Int) -> [Double] {
      switch self {
      case .total(let column, let sum):
        return (0..<replicates).map { columns[column, $0] - sum }
      case .residual(let column, let weights):
        return (0..<replicates).map { replicate in
          let weight = columns[weights, replicate]
          guard weight > 0 else { return .nan }
          return column.map { columns[$0, replicate] / weight } ?? 0
        }
      case .function(let places, let estimate, let function):
        var totals = [Double](repeating: 0, count: places.count)
        return (0..<replicates).map { replicate in
          for (index, place) in places.enumerated() { totals[index] = columns[place, replicate] }
          return function(totals) - estimate
        }
      }
    }
  }
}
