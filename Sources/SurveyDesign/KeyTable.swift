/// Pairs of small numbers numbered from 0 in the order they were met: (stratum, cluster) to a unit,
/// (unit, domain) to a cell.
struct KeyTable {
  private(set) var keys: [UInt64] = []
  private var slots: [Int32]
  private var mask: Int
  private var lastKey: UInt64 = .max
  private var lastIndex: Int32 = -1
  /// Indices by first and second number where both are small enough, which spares the search; −1 is not known.
  private var dense = [Int32](repeating: -1, count: 64)
  private var denseRows = 8
  private var denseColumns = 8
  private let seed = UInt64.random(in: .min ... .max)

  init() {
    slots = [Int32](repeating: -1, count: 256)
    mask = 255
  }

  var count: Int { keys.count }

  @inline(__always)
  mutating func index(of first: Int32, _ second: Int32) -> Int32 {
    let (row, column) = (Int(UInt32(bitPattern: first)), Int(UInt32(bitPattern: second)))
    if row < denseRows, column < denseColumns {
      let known = dense[row &* denseColumns &+ column]
      if known >= 0 { return known }
    }
    return search(first, second)
  }

  /// The index of each pair of two columns, new ones numbered row by row; −1 where one of the two is negative.
  mutating func indices(of firsts: [Int32], _ seconds: [Int32]) -> [Int32] {
    let count = min(firsts.count, seconds.count)
    return [Int32](unsafeUninitializedCapacity: count) { indices, made in
      firsts.withUnsafeBufferPointer { firsts in
        seconds.withUnsafeBufferPointer { seconds in
          var row = 0
          while row < count {
            // Held for as many rows as are known already: growing moves the table.
            row = dense.withUnsafeBufferPointer { [denseRows, denseColumns] dense in
              for row in row..<count {
                let (first, second) = (Int(firsts[row]), Int(seconds[row]))
                if first | second < 0 {
                  indices[row] = -1
                  continue
                }
                guard first < denseRows, second < denseColumns else { return row }
                let known = dense[first &* denseColumns &+ second]
                if known < 0 { return row }
                indices[row] = known
              }
              return count
            }
            if row < count {
              indices[row] = search(firsts[row], seconds[row])
              row += 1
            }
          }
        }
      }
      made = count
    }
  }

  @inline(never)
  private mutating func search(_ first: Int32, _ second: Int32) -> Int32 {
    let (row, column) = (Int(UInt32(bitPattern: first)), Int(UInt32(bitPattern: second)))
    let key = UInt64(row) << 32 | UInt64(column)
    if makeDense(row, column) {
      let index = find(key)
      dense[row * denseColumns + column] = index
      return index
    }
    if key == lastKey, lastIndex >= 0 { return lastIndex }
    lastKey = key
    lastIndex = find(key)
    return lastIndex
  }

  /// Makes room for a pair in the dense table, which grows to a mebibyte at the most.
  private mutating func makeDense(_ row: Int, _ column: Int) -> Bool {
    var (rows, columns) = (denseRows, denseColumns)
    guard row < Self.largestDense, column < Self.largestDense else { return false }
    while rows <= row { rows *= 2 }
    while columns <= column { columns *= 2 }
    if rows == denseRows, columns == denseColumns { return true }
    guard rows * columns <= Self.largestDense else { return false }
    var larger = [Int32](repeating: -1, count: rows * columns)
    for row in 0..<denseRows {
      for column in 0..<denseColumns { larger[row * columns + column] = dense[row * denseColumns + column] }
    }
    (dense, denseRows, denseColumns) = (larger, rows, columns)
    return true
  }

  private static let largestDense = 1 << 18

  func pair(at index: Int) -> (Int32, Int32) {
    let key = keys[index]
    return (Int32(truncatingIfNeeded: key >> 32), Int32(truncatingIfNeeded: key))
  }

  private mutating func find(_ key: UInt64) -> Int32 {
    var slot = hash(key) & mask
    while slots[slot] >= 0 {
      if keys[Int(slots[slot])] == key { return slots[slot] }
      slot = (slot + 1) & mask
    }
    let index = Int32(truncatingIfNeeded: keys.count)
    slots[slot] = index
    keys.append(key)
    if keys.count * 2 > slots.count { grow() }
    return index
  }

  private func hash(_ key: UInt64) -> Int {
    var mixed = (key ^ seed) &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 29
    mixed = mixed &* 0xBF58_476D_1CE4_E5B9
    return Int(truncatingIfNeeded: (mixed ^ (mixed >> 32)) >> 1)
  }

  private mutating func grow() {
    let size = slots.count * 2
    mask = size - 1
    slots = [Int32](repeating: -1, count: size)
    for (index, key) in keys.enumerated() {
      var slot = hash(key) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(truncatingIfNeeded: index)
    }
  }
}
