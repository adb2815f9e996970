/// Many exact sums side by side: `rows` × `columns` cells, each the exact sum of what was added to it.
///
/// A cell is a 128-bit integer that counts units of 2^`grid` (one grid for each column, found from the values
/// themselves). What a cell cannot hold goes to a superaccumulator beside it, so that the sum stays exact
/// whatever comes. Because an exact sum has one value, the grid, the order of additions and the order of
/// merges cannot show in a result. Adding takes a few nanoseconds; reading rounds once to about 106 bits.
package struct ExactSumBank: Sendable {
  package private(set) var columns: Int
  package private(set) var rows = 0
  private var stride: Int
  private var cells: [Int128] = []
  private var grids: [Int]
  private var spilled: [Int: SuperAccumulator] = [:]

  /// The grid of a column before its first value.
  private static let unset = Int.min
  /// Bits left below the first value's last bit, so that most later values fit the same grid.
  private static let margin = 12
  /// Cells keep this many bits free above a new value before it is worth refining a grid.
  private static let usableBits = 120

  package init(columns: Int) {
    self.columns = columns
    stride = max(columns, 1)
    grids = [Int](repeating: Self.unset, count: stride)
  }

  package var byteCount: Int { cells.count * 16 + spilled.count * 700 }

  /// Bytes that `rows` × `columns` cells would take.
  package static func bytes(rows: Int, columns: Int) -> Int {
    let (cells, overflow) = rows.multipliedReportingOverflow(by: columns)
    if overflow || cells > Int.max / 16 { return Int.max }
    return cells * 16
  }

  package mutating func ensureRows(_ count: Int) {
    if count <= rows { return }
    cells.append(contentsOf: repeatElement(0, count: (count - rows) * stride))
    rows = count
  }

  /// Makes room for more columns; the distance between rows doubles, so that growing stays cheap.
  package mutating func ensureColumns(_ count: Int) {
    if count <= columns { return }
    if count > stride {
      let newStride = max(count, stride * 2)
      var moved = [Int128](repeating: 0, count: rows * newStride)
      for row in 0..<rows {
        for column in 0..<columns { moved[row * newStride + column] = cells[row * stride + column] }
      }
      let oldStride = stride
      spilled = Dictionary(
        uniqueKeysWithValues: spilled.map { (key, sum) in
          (key / oldStride * newStride + key % oldStride, sum)
        })
      cells = moved
      grids += [Int](repeating: Self.unset, count: newStride - stride)
      stride = newStride
    }
    columns = count
  }

  /// Adds a finite `value` to one cell exactly.
  @inline(__always)
  package mutating func add(_ value: Double, row: Int, column: Int) {
    let bits = value.bitPattern
    let biased = Int(truncatingIfNeeded: (bits >> 52) & 0x7FF)
    let grid = grids[column]
    let shift = biased &- 1075 &- grid
    // The usual value: normal, and its last bit on the grid or above it.
    if biased != 0, shift >= 0, shift < 64 {
      let mantissa = Int128(truncatingIfNeeded: bits & 0xF_FFFF_FFFF_FFFF | 1 << 52)
      let placed = mantissa &<< Int128(truncatingIfNeeded: shift)
      let index = row &* stride &+ column
      let (sum, overflow) =
        value < 0
        ? cells[index].subtractingReportingOverflow(placed) : cells[index].addingReportingOverflow(placed)
      if !overflow {
        cells[index] = sum
        return
      }
    }
    addSlowly(value, row: row, column: column)
  }

  /// Adds a · b exactly (its rounded product and the rounding error).
  @inline(__always)
  package mutating func addProduct(_ a: Double, _ b: Double, row: Int, column: Int) {
    let product = a * b
    let error = (-product).addingProduct(a, b)
    add(product, row: row, column: column)
    if error != 0 { add(error, row: row, column: column) }
  }

  @inline(__always)
  package mutating func add(_ value: DoubleDouble, row: Int, column: Int) {
    add(value.high, row: row, column: column)
    if value.low != 0 { add(value.low, row: row, column: column) }
  }

  private mutating func addSlowly(_ value: Double, row: Int, column: Int) {
    guard value.isFinite, value != 0 else { return }
    let bits = value.bitPattern
    let biased = Int((bits >> 52) & 0x7FF)
    let fraction = bits & 0xF_FFFF_FFFF_FFFF
    var mantissa = biased == 0 ? fraction : fraction | 1 << 52
    var exponent = max(biased, 1) - 1075
    let zeros = mantissa.trailingZeroBitCount
    mantissa >>= UInt64(zeros)
    exponent += zeros
    let width = 64 - mantissa.leadingZeroBitCount

    if grids[column] == Self.unset { grids[column] = exponent - (53 - min(width, 53)) - Self.margin }
    if exponent < grids[column] { refineGrid(of: column, to: exponent - Self.margin) }
    let index = row * stride + column
    let shift = exponent - grids[column]
    if shift >= 0, shift + width < Self.usableBits {
      let placed = Int128(mantissa) << Int128(shift)
      let (sum, overflow) =
        value < 0
        ? cells[index].subtractingReportingOverflow(placed) : cells[index].addingReportingOverflow(placed)
      if !overflow {
        cells[index] = sum
        return
      }
      // The cell is full: empty it into the wide sum and begin again.
      spilled[index, default: SuperAccumulator()].add(cells[index], exponent: grids[column])
      cells[index] = value < 0 ? -placed : placed
      return
    }
    spilled[index, default: SuperAccumulator()].add(value)
  }

  /// Makes the units of a column smaller where every cell has room for it.
  private mutating func refineGrid(of column: Int, to wanted: Int) {
    let current = grids[column]
    let shift = current - wanted
    guard shift > 0, shift < 100 else { return }
    var widest = 0
    for row in 0..<rows {
      let cell = cells[row * stride + column]
      widest = max(widest, 128 - cell.magnitude.leadingZeroBitCount)
    }
    // Sixteen bits stay free, or the cells would soon be full.
    guard widest + shift <= Self.usableBits - 16 else { return }
    for row in 0..<rows { cells[row * stride + column] <<= Int128(shift) }
    grids[column] = wanted
  }

  /// The exact sum of a cell, rounded to about 106 bits.
  package func value(row: Int, column: Int) -> DoubleDouble {
    guard row < rows, column < columns else { return .zero }
    let index = row * stride + column
    let cell = cells[index]
    if var wide = spilled[index] {
      if cell != 0 { wide.add(cell, exponent: grids[column]) }
      return wide.value
    }
    if cell == 0 { return .zero }
    let high = Double(cell)
    let low = Double(cell - Int128(high))
    let grid = grids[column]
    if grid < -900 || grid > 800 {
      // Near the ends of the range of Double the two halves would round twice.
      var wide = SuperAccumulator()
      wide.add(cell, exponent: grid)
      return wide.value
    }
    return DoubleDouble(
      Double(sign: .plus, exponent: grid, significand: high),
      Double(sign: .plus, exponent: grid, significand: low))
  }
}
