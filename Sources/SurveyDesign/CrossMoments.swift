import SurveyNumerics
import SurveyTable

/// Sums over rows of products between the columns of two different terms, for covariances in designs whose
/// rows are the units. A pair of columns gets its place when a row first holds both.
struct CrossMoments {
  let first: Int
  let second: Int
  private var places = KeyTable()
  private var bank = ExactSumBank(columns: 0)

  init(first: Int, second: Int) {
    self.first = first
    self.second = second
  }

  mutating func add(
    _ a: BatchColumn, _ b: BatchColumn, cells: [Int32], weights: [Double], cellCount: Int,
    limits: ResourceLimits
  ) throws(SurveyStatsError) {
    bank.ensureRows(cellCount)
    for row in cells.indices {
      let cell = Int(cells[row])
      if cell < 0 { continue }
      let weight = weights[row]
      switch (a, b) {
      case (.numbers(let x), .numbers(let y)):
        if x.valid[row] == 0 || y.valid[row] == 0 { continue }
        let wx = DoubleDouble.exactProduct(weight, x.values[row])
        let wy = DoubleDouble.exactProduct(weight, y.values[row])
        try add(DoubleDouble.exactProduct(weight, weight), 0, 0, cell, limits)
        try add(wy * weight, 0, 1, cell, limits)
        try add(wx * weight, 1, 0, cell, limits)
        try add(wx * wy, 1, 1, cell, limits)
      case (.codes(let x), .codes(let y)):
        if x.codes[row] < 0 || y.codes[row] < 0 { continue }
        try add(
          DoubleDouble.exactProduct(weight, weight), x.codes[row], y.codes[row], cell, limits)
      default:
        return
      }
    }
  }

  private mutating func add(
    _ value: DoubleDouble, _ a: Int32, _ b: Int32, _ cell: Int, _ limits: ResourceLimits
  ) throws(SurveyStatsError) {
    let place = Int(places.index(of: a, b))
    if place >= bank.columns {
      try limits.checkMemory(
        bytes: ExactSumBank.bytes(rows: bank.rows, columns: (place + 1) * 2), for: "the covariance")
      bank.ensureColumns(place + 1)
    }
    bank.add(value, row: cell, column: place)
  }

  /// Every pair of columns that met, with its place.
  var pairs: [(a: Int, b: Int, place: Int)] {
    (0..<places.count).map { place in
      let (a, b) = places.pair(at: place)
      return (Int(a), Int(b), place)
    }
  }

  func value(cell: Int, place: Int) -> DoubleDouble { bank.value(row: cell, column: place) }
}
