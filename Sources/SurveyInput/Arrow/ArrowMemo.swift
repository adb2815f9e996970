/// What keys met lately were found to mean: strata, clusters and answers repeat, and a look here is cheaper than
/// one into a dictionary. A key is a number's bits, a view as it stands, or a text.
///
/// In plain memory, so that a loop over rows touches neither a reference count nor an array.
final class ArrowMemo {
  struct Entry {
    var low: UInt64 = 0
    var high: UInt64 = 0
    /// Bytes of a text; a number and a view as it stands have lengths of their own, which no text has.
    var length: Int32 = ArrowMemo.free
    var code: Int32 = 0
    /// Where a text of more than 16 bytes is kept.
    var offset = 0
  }

  static let free: Int32 = -1
  static let number: Int32 = -2
  static let view: Int32 = -3

  private(set) var entries: UnsafeMutablePointer<Entry>
  /// The codes of small numbers by their bits, ``unknown`` where none was met: most keys that are numbers count from 1.
  let small: UnsafeMutablePointer<Int32>
  static let smallCount: UInt64 = 1 << 13
  /// No code; -1 is a missing answer.
  static let unknown: Int32 = -2
  /// The slot is the upper bits of the hash.
  private(set) var shift: UInt64
  private var count = 512
  private var misses = 0
  private var texts: [UInt8] = []

  private static let mostEntries = 1 << 16
  private static let mostTextBytes = 1 << 20

  init() {
    entries = .allocate(capacity: count)
    entries.initialize(repeating: Entry(), count: count)
    shift = 64 - 9
    small = .allocate(capacity: Int(Self.smallCount))
    small.initialize(repeating: Self.unknown, count: Int(Self.smallCount))
  }

  deinit {
    entries.deallocate()
    small.deallocate()
  }

  func removeAll() {
    small.update(repeating: Self.unknown, count: Int(Self.smallCount))
    entries.update(repeating: Entry(), count: count)
    texts.removeAll(keepingCapacity: true)
    misses = 0
  }

  @inline(__always)
  static func slot(_ low: UInt64, _ high: UInt64, _ shift: UInt64) -> Int {
    let mixed = (low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
    return Int(truncatingIfNeeded: ((mixed ^ (mixed &>> 32)) &* 0x9E37_79B9_7F4A_7C15) &>> shift)
  }

  func remember(_ low: UInt64, _ high: UInt64, _ length: Int32, _ code: Int32) {
    growWhereCrowded()
    entries[Self.slot(low, high, shift)] = Entry(low: low, high: high, length: length, code: code)
  }

  /// The code of a text that was met lately.
  @inline(__always)
  func code(of text: UnsafeRawBufferPointer) -> Int32? {
    guard let words = Self.words(text) else { return nil }
    let entry = entries + Self.slot(words.low, words.high, shift)
    if entry.pointee.low != words.low || entry.pointee.high != words.high
      || Int(entry.pointee.length) != text.count
    {
      return nil
    }
    if text.count > 16, !isKept(text, at: entry.pointee.offset) { return nil }
    return entry.pointee.code
  }

  func remember(_ text: UnsafeRawBufferPointer, _ code: Int32) {
    guard let words = Self.words(text) else { return }
    growWhereCrowded()
    var entry = Entry(
      low: words.low, high: words.high, length: Int32(truncatingIfNeeded: text.count), code: code)
    if text.count > 16 {
      if texts.count + text.count > Self.mostTextBytes { removeAll() }
      entry.offset = texts.count
      texts.append(contentsOf: text)
    }
    entries[Self.slot(words.low, words.high, shift)] = entry
  }

  /// The first and the last eight bytes, which say all of a text of up to 16 bytes together with its length; `nil`
  /// for texts that are too long to be kept.
  @inline(__always)
  private static func words(_ text: UnsafeRawBufferPointer) -> (low: UInt64, high: UInt64)? {
    let count = text.count
    if count >= 8 {
      if count > 4096 { return nil }
      return (
        text.loadUnaligned(as: UInt64.self), text.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      )
    }
    if count >= 4 {
      let first = UInt64(text.loadUnaligned(as: UInt32.self))
      return (first << 32 | UInt64(text.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)), 0)
    }
    var word: UInt64 = 0
    for byte in text { word = word << 8 | UInt64(byte) }
    return (word, 0)
  }

  private func isKept(_ text: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    texts.withUnsafeBytes { kept in
      // The first and the last eight bytes have been compared.
      var place = 8
      while place < text.count - 8 {
        let mine = text.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        let other = kept.loadUnaligned(fromByteOffset: offset + place, as: UInt64.self)
        if mine != other { return false }
        place += 8
      }
      return true
    }
  }

  /// Keys that push each other out make room for themselves, up to a bound.
  private func growWhereCrowded() {
    misses += 1
    if misses < count || count >= Self.mostEntries { return }
    entries.deallocate()
    count *= 4
    shift -= 2
    entries = .allocate(capacity: count)
    entries.initialize(repeating: Entry(), count: count)
    texts.removeAll(keepingCapacity: true)
    misses = 0
  }
}
