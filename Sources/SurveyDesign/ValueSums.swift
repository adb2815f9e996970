import SurveyNumerics
import SurveyTable

/// The distribution of one column: Σw of each distinct number in each cell, and what order statistics and the
/// variances of indicators need besides.
///
/// ```
/// number ─▶ code ─┐
///                 ├─ (cell, code) ─▶ entry: Σw, Σw² where rows are the units, rows, smallest and largest weight
/// cell ───────────┘
/// ```
/// Answers in codes share a handful of entries in each unit. Of a continuous column nearly every row has an entry of
/// its own, so that memory grows with rows, but never faster; see ``byteCount``.
struct ValueSums {
  /// Distinct numbers by the two halves of their bits.
  private var numbers = KeyTable()
  /// (cell, number) to an entry.
  private var entries = KeyTable()
  /// One row for each entry: Σw, and Σw² where rows are the units.
  private(set) var bank: ExactSumBank
  private(set) var rows: [Int] = []
  /// The weights that stand first and last among equal answers, which are taken in the order of their weights.
  private(set) var smallest: [Double] = []
  private(set) var largest: [Double] = []

  init(squares: Bool) { bank = ExactSumBank(columns: squares ? 2 : 1) }

  var count: Int { rows.count }
  var numberCount: Int { numbers.count }
  private var hasSquares: Bool { bank.columns > 1 }

  func cell(_ entry: Int) -> Int { Int(entries.pair(at: entry).0) }
  func code(_ entry: Int) -> Int32 { entries.pair(at: entry).1 }

  func number(code: Int) -> Double {
    let (high, low) = numbers.pair(at: code)
    return Double(bitPattern: UInt64(UInt32(bitPattern: high)) << 32 | UInt64(UInt32(bitPattern: low)))
  }

  /// Bytes that these sums and the distributions made of them take at the most. Both counts have 32 bits.
  var byteCount: Int { entries.count * bytesOfEntry + numbers.count * Self.bytesOfNumber }

  /// A key with its place in a table of keys (24), its rows and two weights (24), its sums (32 each); and in the
  /// distribution of its domain the sum, the rows, the two weights and the number, beside what they are gathered from.
  private var bytesOfEntry: Int { 48 + 32 * bank.columns + 204 }
  /// A key with its place.
  private static let bytesOfNumber = 24
  /// Where no two rows share a number: 308, and 340 where rows are the units.
  private var mostBytesOfRow: Int { bytesOfEntry + Self.bytesOfNumber }

  /// Adds a batch: row i belongs to cell `cells[i]`, −1 for none.
  ///
  /// Errors: `limitExceeded` where the numbers of all cells would pass the memory limit; nothing is summed then.
  mutating func add(
    _ column: NumberColumn, cells: [Int32], weights: [Double], item: String, limits: ResourceLimits
  ) throws(SurveyStatsError) {
    let places = column.isSmall ? places(column.answers, cells) : places(column.values, column.valid, cells)
    try check(item: item, limits)
    makeEntries()
    for row in places.indices where places[row] >= 0 {
      let (entry, weight) = (Int(places[row]), weights[row])
      bank.add(weight, row: entry, column: 0)
      if hasSquares { bank.addProduct(weight, weight, row: entry, column: 1) }
      rows[entry] &+= 1
      if weight < smallest[entry] { smallest[entry] = weight }
      if weight > largest[entry] { largest[entry] = weight }
    }
  }

  /// The entry of each row of small answers, −1 for none.
  private mutating func places(_ answers: [Int8], _ cells: [Int32]) -> [Int32] {
    var codes = [Int32](repeating: -1, count: 256)
    var places = [Int32](repeating: -1, count: cells.count)
    for row in cells.indices where cells[row] >= 0 && answers[row] != NumberColumn.missing {
      let slot = Int(answers[row]) + 128
      if codes[slot] < 0 { codes[slot] = code(of: Double(answers[row])) }
      places[row] = entries.index(of: cells[row], codes[slot])
    }
    return places
  }

  private mutating func places(_ values: [Double], _ valid: [UInt8], _ cells: [Int32]) -> [Int32] {
    var places = [Int32](repeating: -1, count: cells.count)
    for row in cells.indices where cells[row] >= 0 && valid[row] != 0 {
      places[row] = entries.index(of: cells[row], code(of: values[row]))
    }
    return places
  }

  private mutating func code(of number: Double) -> Int32 {
    // A negative zero is no other answer than zero.
    let bits = (number == 0 ? 0 : number).bitPattern
    return numbers.index(
      of: Int32(truncatingIfNeeded: bits >> 32), Int32(truncatingIfNeeded: bits))
  }

  private mutating func makeEntries() {
    let added = entries.count - rows.count
    bank.ensureRows(entries.count)
    rows.append(contentsOf: repeatElement(0, count: added))
    smallest.append(contentsOf: repeatElement(.infinity, count: added))
    largest.append(contentsOf: repeatElement(0, count: added))
  }

  private func check(item: String, _ limits: ResourceLimits) throws(SurveyStatsError) {
    if fits(limits) { return }
    throw SurveyStatsError(
      .limitExceeded,
      "'\(item)' has so many different numbers that its distribution by unit and group would pass the memory limit of \(limits.memoryBytes) bytes (it takes up to \(mostBytesOfRow) bytes a row); ask for fewer items at a time, round the answers, or raise the memory limit (memory-limit)",
      chinese:
        "「\(item)」之相異數值過多，其分布所需記憶體將超過上限 \(limits.memoryBytes) 位元組（每列至多 \(mostBytesOfRow) 位元組）；請減少題項、將數值四捨五入，或提高上限（memory-limit）"
    )
  }

  func fits(_ limits: ResourceLimits) -> Bool {
    byteCount <= limits.memoryBytes && entries.count < Int(Int32.max) - ColumnBatch.capacity
  }

  /// Adds the sums of other rows, whose cell c is cell `cells[c]` here.
  mutating func add(_ other: ValueSums, cells: [Int32]) {
    let codes = (0..<other.numbers.count).map { code(of: other.number(code: $0)) }
    let places = (0..<other.count).map { entry in
      entries.index(of: cells[other.cell(entry)], codes[Int(other.code(entry))])
    }
    makeEntries()
    bank.add(other.bank, rows: places)
    for (entry, place) in places.enumerated() {
      let own = Int(place)
      rows[own] += other.rows[entry]
      smallest[own] = min(smallest[own], other.smallest[entry])
      largest[own] = max(largest[own], other.largest[entry])
    }
  }
}

extension TermSums {
  /// Adds a batch to a `distribution`; other terms are added by ``add(_:cells:domains:isWhole:weights:)``.
  ///
  /// Errors: those of ``ValueSums``.
  mutating func addDistribution(
    _ column: NumberColumn, cells: [Int32], domains: [Int32], weights: RowWeights, limits: ResourceLimits
  ) throws(SurveyStatsError) {
    try values?.add(column, cells: cells, weights: weights.values, item: term.items[0], limits: limits)
    let isThere = column.valid
    for row in cells.indices where cells[row] >= 0 && isThere[row] != 0 {
      valid[Int(domains[row])] &+= 1
      sums.add(weights.values[row], row: Int(cells[row]), column: 0)
    }
  }
}
