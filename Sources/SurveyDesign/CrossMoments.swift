import SurveyNumerics
import SurveyTable

/// Sums over rows of products between the columns of two different terms, for covariances in designs whose
/// rows are the units.
struct CrossMoments {
  let first: Int
  let second: Int
  /// Two `numbers` terms have four pairs of columns, in this order; of two `levels` terms a pair of answers
  /// gets its place when a row first holds both.
  private static let numberPairs = [(0, 0), (0, 1), (1, 0), (1, 1)]
  private var places: KeyTable?
  private var bank: ExactSumBank

  init(first: Int, second: Int, of term: TotalsTerm) {
    self.first = first
    self.second = second
    if case .levels = term {
      places = KeyTable()
      bank = ExactSumBank(columns: 0)
    } else {
      bank = ExactSumBank(columns: Self.numberPairs.count)
    }
  }

  mutating func add(
    _ a: BatchColumn, _ b: BatchColumn, cells: [Int32], weights: RowWeights, cellCount: Int,
    limits: ResourceLimits
  ) throws(SurveyStatsError) {
    try limits.checkMemory(
      bytes: ExactSumBank.bytes(rows: cellCount, columns: max(bank.columns, 1)), for: "the covariance")
    bank.ensureRows(cellCount)
    switch (a, b) {
    case (.numbers(let x), .numbers(let y)):
      bank.addCrossMoments(x.values, y.values, valid: (x.valid, y.valid), cells: cells, weights: weights)
    case (.codes(let x), .codes(let y)):
      try addPairs(x, y, cells, weights, limits)
    default:
      break
    }
  }

  private mutating func addPairs(
    _ a: CodeColumn, _ b: CodeColumn, _ cells: [Int32], _ weights: RowWeights, _ limits: ResourceLimits
  ) throws(SurveyStatsError) {
    for row in cells.indices where cells[row] >= 0 && a.codes[row] >= 0 && b.codes[row] >= 0 {
      guard let place = places?.index(of: a.codes[row], b.codes[row]) else { return }
      if Int(place) >= bank.columns {
        let columns = (Int(place) + 1) * 2
        try limits.checkMemory(
          bytes: ExactSumBank.bytes(rows: bank.rows, columns: columns), for: "the covariance")
        bank.ensureColumns(Int(place) + 1)
      }
      let weight = weights.values[row]
      bank.addProduct(weight, weight, row: Int(cells[row]), column: Int(place))
    }
  }

  /// Every pair of columns that met, with its place.
  var pairs: [(a: Int, b: Int, place: Int)] {
    guard let places else {
      return Self.numberPairs.enumerated().map { ($0.element.0, $0.element.1, $0.offset) }
    }
    return (0..<places.count).map { place in
      let (a, b) = places.pair(at: place)
      return (Int(a), Int(b), place)
    }
  }

  func value(cell: Int, place: Int) -> DoubleDouble { bank.value(row: cell, column: place) }
}
