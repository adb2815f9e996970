/// Pairs of small numbers numbered from 0 in the order they were met: (stratum, cluster) to a unit,
/// (unit, domain) to a cell.
struct KeyTable {
  private(set) var keys: [UInt64] = []
  private var slots: [Int32]
  private var mask: Int
  private var lastKey: UInt64 = .max
  private var lastIndex: Int32 = -1
  private let seed = UInt64.random(in: .min ... .max)

  init() {
    slots = [Int32](repeating: -1, count: 256)
    mask = 255
  }

  var count: Int { keys.count }

  @inline(__always)
  mutating func index(of first: Int32, _ second: Int32) -> Int32 {
    let key = UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    if key == lastKey, lastIndex >= 0 { return lastIndex }
    lastKey = key
    lastIndex = find(key)
    return lastIndex
  }

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
