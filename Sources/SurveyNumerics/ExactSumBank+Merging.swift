extension ExactSumBank {
  /// Adds the sums of another bank: its row r to row `places[r]`, its column c to column `columns[c]` (to column c
  /// where `columns` is `nil`). Rows and columns must have been made (``ensureRows(_:)``, ``ensureColumns(_:)``);
  /// a row with a negative place is left out.
  ///
  /// Exact sums have one value whatever the order, so that states of chunks, threads and machines may meet in any.
  package mutating func add(_ other: ExactSumBank, rows places: [Int32], columns ownColumns: [Int]? = nil) {
    for column in 0..<other.columns {
      let own = ownColumns?[column] ?? column
      guard own < columns else { continue }
      merge(other.coarse, \.coarse, of: other, column, into: own, places)
      merge(other.fine, \.fine, of: other, column, into: own, places)
    }
    for (index, sum) in other.spilled {
      let (row, column) = (index / other.stride, index % other.stride)
      guard row < places.count, column < other.columns, places[row] >= 0 else { continue }
      let own = ownColumns?[column] ?? column
      guard own < columns, Int(places[row]) < rows else { continue }
      spilled[Int(places[row]) * stride + own, default: SuperAccumulator()].add(sum)
    }
  }

  private mutating func merge(
    _ theirs: Tier, _ tier: WritableKeyPath<ExactSumBank, Tier>, of other: ExactSumBank, _ column: Int,
    into own: Int, _ places: [Int32]
  ) {
    let grid = theirs.grids[column]
    if theirs.cells.isEmpty || grid == Self.unset { return }
    if self[keyPath: tier].cells.isEmpty {
      self[keyPath: tier].cells = [Int128](repeating: 0, count: coarse.cells.count)
    }
    if self[keyPath: tier].grids[own] == Self.unset { self[keyPath: tier].grids[own] = grid }
    if grid < self[keyPath: tier].grids[own] { refine(tier, column: own, to: grid) }
    let shift = grid - self[keyPath: tier].grids[own]
    // Held alone while it changes: a way through the key path for each cell would take most of the time.
    var cells: [Int128] = []
    swap(&cells, &self[keyPath: tier].cells)
    var left: [(index: Int, cell: Int128)] = []
    for row in 0..<min(other.rows, places.count) where places[row] >= 0 && Int(places[row]) < rows {
      let cell = theirs.cells[row * other.stride + column]
      if cell == 0 { continue }
      let index = Int(places[row]) * stride + own
      if shift >= 0, 128 - cell.magnitude.leadingZeroBitCount + shift < 126 {
        let (sum, overflow) = cells[index].addingReportingOverflow(cell << Int128(shift))
        if !overflow {
          cells[index] = sum
          continue
        }
      }
      left.append((index, cell))
    }
    swap(&cells, &self[keyPath: tier].cells)
    for (index, cell) in left { spilled[index, default: SuperAccumulator()].add(cell, exponent: grid) }
  }

  /// Makes the units of a column smaller where every cell has room for it.
  mutating func refine(_ tier: WritableKeyPath<ExactSumBank, Tier>, column: Int, to wanted: Int) {
    let shift = self[keyPath: tier].grids[column] - wanted
    guard shift > 0, shift < 100 else { return }
    for row in 0..<rows {
      let cell = self[keyPath: tier].cells[row * stride + column]
      if 128 - cell.magnitude.leadingZeroBitCount + shift > Self.usableBits { return }
    }
    for row in 0..<rows { self[keyPath: tier].cells[row * stride + column] <<= Int128(shift) }
    self[keyPath: tier].grids[column] = wanted
  }
}
