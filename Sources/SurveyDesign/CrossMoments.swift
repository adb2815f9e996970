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

  /// Adds the products of another pass over other rows; `codes` translates the answers of both terms.
  mutating func add(_ other: CrossMoments, cells: [Int32], codes: (first: [Int32], second: [Int32])) {
    bank.ensureRows(Int(cells.max() ?? -1) + 1)
    guard let theirs = other.places else {
      bank.add(other.bank, rows: cells)
      return
    }
    var columns: [Int] = []
    for place in 0..<theirs.count {
      let (a, b) = theirs.pair(at: place)
      columns.append(Int(places?.index(of: codes.first[Int(a)], codes.second[Int(b)]) ?? 0))
    }
    while columns.count < other.bank.columns { columns.append(.max) }
    bank.ensureColumns(places?.count ?? 0)
    bank.add(other.bank, rows: cells, columns: columns)
  }

  func bytes(cells: Int) -> Int { ExactSumBank.bytes(rows: cells, columns: bank.columns) }

  /// Σ over rows of coefficient · coefficient · w², the coefficients being those of each row's contributions.
  /// A row that gave answer l to a `levels` term contributes to column 0 and to l's.
  func product(
    _ a: LinearStatistic, _ b: LinearStatistic, terms: [TermSums], cell: Int
  ) -> DoubleDouble {
    var sum = DoubleDouble.zero
    guard let places else {
      for (place, (i, j)) in Self.numberPairs.enumerated() {
        sum += a[i] * b[j] * bank.value(row: cell, column: place)
      }
      return sum
    }
    for place in sortedPlaces(places, terms) {
      let (i, j) = places.pair(at: place)
      sum += (a[0] + a[Int(i) + 1]) * (b[0] + b[Int(j) + 1]) * bank.value(row: cell, column: place)
    }
    return sum
  }

  /// Places in the order of the answers' texts: the order in which they were met must not show.
  private func sortedPlaces(_ places: KeyTable, _ terms: [TermSums]) -> [Int] {
    let (left, right) = (terms[first].dictionary, terms[second].dictionary)
    let keys = (0..<places.count).map { place in
      let (i, j) = places.pair(at: place)
      return [left?[i] ?? "", right?[j] ?? ""]
    }
    return keys.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
  }
}

extension LinearStatistic {
  /// The coefficient of a column, 0 where the statistic does not use it.
  subscript(column: Int) -> DoubleDouble {
    for (own, coefficient) in coefficients where own == column { return coefficient }
    return .zero
  }
}
