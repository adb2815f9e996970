import CSurveyShims

/// Many exact sums side by side: `rows` × `columns` cells, each the exact sum of what was added to it.
///
/// ```
/// value ─ fits the coarse grid of its column ─▶ 128-bit count of units of 2^coarse   (nearly all values)
///       ─ fits the fine grid ────────────────▶ 128-bit count of units of 2^fine      (rounding errors of
///       │                                                                             products, small values)
///       └ neither ───────────────────────────▶ superaccumulator of the cell          (rare)
/// ```
/// A sum is the three together, exact whatever comes. Because an exact sum has one value, neither the grids
/// nor the order of additions can show in a result. Adding takes a few nanoseconds; reading rounds once to
/// about 106 bits.
package struct ExactSumBank: Sendable {
  package private(set) var columns: Int
  package private(set) var rows = 0
  private(set) var stride: Int
  var coarse = Tier()
  /// Laid out when the first value needs it.
  var fine = Tier()
  var spilled: [Int: SuperAccumulator] = [:]

  /// The cells of one grid per column.
  struct Tier: Sendable {
    var cells: [Int128] = []
    var grids: [Int] = []
    /// How often each column's grid was made finer.
    var refinements: [UInt8] = []
  }

  /// The grid of a column before its first value.
  static let unset = Int.max
  /// Every double is a multiple of 2^-1074: no grid need be finer.
  private static let finestGrid = -1074
  private static let mostRefinements: UInt8 = 6
  /// Bits below the first value's last bit: values so much smaller still fit the grid.
  private static let coarseMargin = 12
  private static let fineMargin = 36
  /// Values are placed below this bit, so that some 2^20 of the largest fit before a cell is emptied.
  static let usableBits = 107

  package init(columns: Int) {
    self.columns = columns
    stride = max(columns, 1)
    coarse.grids = [Int](repeating: Self.unset, count: stride)
    coarse.refinements = [UInt8](repeating: 0, count: stride)
    fine.grids = coarse.grids
    fine.refinements = coarse.refinements
  }

  /// Sums that stand elsewhere as whole multiples of 2^`grid`, `cell(row, column)` each.
  init(rows: Int, columns: Int, grid: Int, cell: (Int, Int) -> Int128) {
    self.init(columns: columns)
    self.rows = rows
    coarse.cells.reserveCapacity(rows * stride)
    for row in 0..<rows {
      for column in 0..<columns { coarse.cells.append(cell(row, column)) }
    }
    for column in 0..<columns { coarse.grids[column] = grid }
  }

  package var byteCount: Int { (coarse.cells.count + fine.cells.count) * 16 + spilled.count * 700 }

  /// Bytes that `rows` × `columns` cells may take.
  package static func bytes(rows: Int, columns: Int) -> Int {
    let (cells, overflow) = rows.multipliedReportingOverflow(by: columns)
    if overflow || cells > Int.max / 32 { return Int.max }
    return cells * 32
  }

  package mutating func ensureRows(_ count: Int) {
    if count <= rows { return }
    let added = (count - rows) * stride
    coarse.cells.append(contentsOf: repeatElement(0, count: added))
    if !fine.cells.isEmpty { fine.cells.append(contentsOf: repeatElement(0, count: added)) }
    rows = count
  }

  /// Makes room for more columns; the distance between rows doubles, so that growing stays cheap.
  package mutating func ensureColumns(_ count: Int) {
    if count <= columns { return }
    if count > stride {
      let newStride = max(count, stride * 2)
      coarse.restride(from: stride, to: newStride, rows: rows, columns: columns)
      fine.restride(from: stride, to: newStride, rows: rows, columns: columns)
      let oldStride = stride
      spilled = Dictionary(
        uniqueKeysWithValues: spilled.map { (key, sum) in
          (key / oldStride * newStride + key % oldStride, sum)
        })
      stride = newStride
    }
    columns = count
  }

  /// Adds a finite `value` to one cell exactly.
  @inline(__always)
  package mutating func add(_ value: Double, row: Int, column: Int) {
    if coarse.add(value, index: row &* stride &+ column, column: column) { return }
    addFine(value, row: row, column: column)
  }

  /// Adds a · b exactly: its rounded product and the rounding error.
  @inline(__always)
  package mutating func addProduct(_ a: Double, _ b: Double, row: Int, column: Int) {
    add(DoubleDouble.exactProduct(a, b), row: row, column: column)
  }

  @inline(__always)
  package mutating func add(_ value: DoubleDouble, row: Int, column: Int) {
    add(value.high, row: row, column: column)
    if value.low != 0 { addFine(value.low, row: row, column: column) }
  }

  private mutating func addFine(_ value: Double, row: Int, column: Int) {
    let index = row * stride + column
    if index < fine.cells.count, fine.add(value, index: index, column: column) { return }
    addSlowly(value, index: index, column: column)
  }

  private mutating func addSlowly(_ value: Double, index: Int, column: Int) {
    guard value.isFinite, value != 0 else { return }
    let parts = BinaryParts(value)
    if coarse.grids[column] == Self.unset {
      // As if the first value had all its 53 bits.
      coarse.grids[column] = max(
        parts.exponent - (53 - parts.width) - Self.coarseMargin, Self.finestGrid)
    }
    if parts.exponent >= coarse.grids[column] {
      if let emptied = coarse.place(parts, index: index, column: column) {
        if emptied != 0 { spill(emptied, exponent: coarse.grids[column], index: index) }
        return
      }
    } else {
      if fine.cells.isEmpty { fine.cells = [Int128](repeating: 0, count: coarse.cells.count) }
      let wanted = max(parts.exponent - Self.fineMargin, Self.finestGrid)
      if fine.grids[column] == Self.unset { fine.grids[column] = wanted }
      if parts.exponent < fine.grids[column] { refineFineGrid(column: column, to: wanted) }
      if parts.exponent >= fine.grids[column],
        let emptied = fine.place(parts, index: index, column: column)
      {
        if emptied != 0 { spill(emptied, exponent: fine.grids[column], index: index) }
        return
      }
    }
    spilled[index, default: SuperAccumulator()].add(value)
  }

  private mutating func spill(_ cell: Int128, exponent: Int, index: Int) {
    spilled[index, default: SuperAccumulator()].add(cell, exponent: exponent)
  }

  /// Makes the units of a column smaller where every cell has room for it, a few times at the most: it costs
  /// a pass over the cells.
  private mutating func refineFineGrid(column: Int, to wanted: Int) {
    guard fine.refinements[column] < Self.mostRefinements else { return }
    fine.refinements[column] += 1
    let shift = fine.grids[column] - wanted
    guard shift > 0, shift < 100 else { return }
    for row in 0..<rows {
      let cell = fine.cells[row * stride + column]
      if 128 - cell.magnitude.leadingZeroBitCount + shift > Self.usableBits { return }
    }
    for row in 0..<rows { fine.cells[row * stride + column] <<= Int128(shift) }
    fine.grids[column] = wanted
  }

  /// The coarse cells and grids in the open, for loops over a batch whose cells all exist.
  @inline(__always)
  mutating func withCoarseCells(_ body: (UnsafeMutablePointer<Int128>, [Int], Int) -> Void) {
    let grids = coarse.grids
    let stride = stride
    coarse.cells.withUnsafeMutableBufferPointer { cells in
      if let base = cells.baseAddress { body(base, grids, stride) }
    }
  }

  /// The fine cells as well; `nil` where no value needed them yet.
  @inline(__always)
  mutating func withBothTiers(
    _ body: (UnsafeMutablePointer<Int128>, [Int], UnsafeMutablePointer<Int128>?, [Int], Int) -> Void
  ) {
    let (coarseGrids, fineGrids) = (coarse.grids, fine.grids)
    let stride = stride
    let hasFine = !fine.cells.isEmpty
    coarse.cells.withUnsafeMutableBufferPointer { coarseCells in
      fine.cells.withUnsafeMutableBufferPointer { fineCells in
        if let base = coarseCells.baseAddress {
          body(base, coarseGrids, hasFine ? fineCells.baseAddress : nil, fineGrids, stride)
        }
      }
    }
  }

  /// Adds the exact sum of a cell, times a whole number below 2^16, to a wide sum.
  func add(row: Int, column: Int, times factor: Int, to sum: inout SuperAccumulator) {
    guard row < rows, column < columns, factor != 0 else { return }
    let index = row * stride + column
    func add(_ cell: Int128, grid: Int) {
      if cell == 0 { return }
      // In two halves, so that the product has room.
      let high = cell >> 64
      sum.add((cell - high << 64) * Int128(factor), exponent: grid)
      sum.add(high * Int128(factor), exponent: grid + 64)
    }
    add(coarse.cells[index], grid: coarse.grids[column])
    if index < fine.cells.count { add(fine.cells[index], grid: fine.grids[column]) }
    if let wide = spilled[index] { sum.add(wide, times: factor) }
  }

  /// The exact sum of a cell, rounded to about 106 bits.
  package func value(row: Int, column: Int) -> DoubleDouble {
    guard row < rows, column < columns else { return .zero }
    let index = row * stride + column
    let coarseCell = coarse.cells[index]
    let fineCell = index < fine.cells.count ? fine.cells[index] : 0
    let wide = spilled.isEmpty ? nil : spilled[index]
    if wide == nil {
      if fineCell == 0, coarseCell == 0 { return .zero }
      let value = Self.value(
        of: coarseCell, grid: coarse.grids[column], and: fineCell, grid: fine.grids[column])
      if let value { return value }
    }
    var sum = wide ?? SuperAccumulator()
    if coarseCell != 0 { sum.add(coarseCell, exponent: coarse.grids[column]) }
    if fineCell != 0 { sum.add(fineCell, exponent: fine.grids[column]) }
    return sum.value
  }

  /// `coarse` units of 2^`grid` and `fine` units of 2^`fineGrid`: the nearest Double and the nearest Double to what is
  /// left, which are what a superaccumulator gives some thirty times slower. `nil` where the two do not fit together, and
  /// near the ends of the range of Double, where the two halves would round twice.
  static func value(of coarse: Int128, grid: Int, and fine: Int128, grid fineGrid: Int) -> DoubleDouble? {
    guard grid > -850, grid < 800 else { return nil }
    let shift = fine == 0 ? 1 : grid &- fineGrid
    guard shift > 0, shift < 128 else { return nil }
    var value = DoubleDouble.zero
    let fits = withUnsafePointer(to: coarse) { coarse in
      withUnsafePointer(to: fine) { fine in
        survey_read_pair(coarse, fine, Int32(grid), Int32(shift), &value.high, &value.low)
      }
    }
    return fits != 0 ? value : nil
  }
}

/// A finite number that is not 0 as ±mantissa · 2^exponent with an odd mantissa.
struct BinaryParts {
  var mantissa: UInt64
  var exponent: Int
  var isNegative: Bool
  var width: Int { 64 - mantissa.leadingZeroBitCount }

  init(_ value: Double) {
    let bits = value.bitPattern
    let biased = Int((bits >> 52) & 0x7FF)
    let fraction = bits & 0xF_FFFF_FFFF_FFFF
    mantissa = biased == 0 ? fraction : fraction | 1 << 52
    let zeros = mantissa.trailingZeroBitCount
    mantissa >>= UInt64(zeros)
    exponent = max(biased, 1) - 1075 + zeros
    isNegative = value < 0
  }
}

extension ExactSumBank.Tier {
  /// Adds the usual value: normal, its last bit on the grid or above it. False where it does not fit.
  @inline(__always)
  mutating func add(_ value: Double, index: Int, column: Int) -> Bool {
    let bits = value.bitPattern
    let biased = Int(truncatingIfNeeded: (bits >> 52) & 0x7FF)
    let shift = biased &- 1075 &- grids[column]
    guard biased != 0, shift >= 0, shift < 54 else { return false }
    let mantissa = Int128(truncatingIfNeeded: bits & 0xF_FFFF_FFFF_FFFF | 1 << 52)
    let placed = mantissa &<< Int128(truncatingIfNeeded: shift)
    let (sum, overflow) =
      value < 0
      ? cells[index].subtractingReportingOverflow(placed) : cells[index].addingReportingOverflow(placed)
    if overflow { return false }
    cells[index] = sum
    return true
  }

  /// Adds a value on or above the grid. `nil` where it is too large for the grid; else what a full cell had
  /// to give up, 0 as a rule.
  mutating func place(_ parts: BinaryParts, index: Int, column: Int) -> Int128? {
    let shift = parts.exponent - grids[column]
    guard shift + parts.width < ExactSumBank.usableBits else { return nil }
    let magnitude = Int128(parts.mantissa) << Int128(shift)
    let placed = parts.isNegative ? -magnitude : magnitude
    let (sum, overflow) = cells[index].addingReportingOverflow(placed)
    if !overflow {
      cells[index] = sum
      return 0
    }
    let emptied = cells[index]
    cells[index] = placed
    return emptied
  }

  mutating func restride(from old: Int, to new: Int, rows: Int, columns: Int) {
    grids += [Int](repeating: ExactSumBank.unset, count: new - old)
    refinements += [UInt8](repeating: 0, count: new - old)
    if cells.isEmpty { return }
    var moved = [Int128](repeating: 0, count: rows * new)
    for row in 0..<rows {
      for column in 0..<columns { moved[row * new + column] = cells[row * old + column] }
    }
    cells = moved
  }
}
