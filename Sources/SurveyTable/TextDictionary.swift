/// Distinct texts numbered from 0 in the order they were met.
///
/// Batches of one pass share a dictionary, so that a code means the same text in all of them. The order of
/// codes depends on the order of rows and therefore never reaches a result: results are sorted by text.
package final class TextDictionary {
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  private var slots: [Int32]
  private var mask: Int
  private let seed: UInt64
  // Short texts (up to eight bytes, the usual answer code) are compared as one word.
  private var words: [UInt64] = []

  package init() {
    slots = [Int32](repeating: -1, count: 64)
    mask = 63
    // A random seed per dictionary, so that nobody can prepare a file whose keys all collide.
    seed = UInt64.random(in: .min ... .max)
  }

  /// The same texts under the same codes, apart from what is added to either later.
  package init(copying other: TextDictionary) {
    (bytes, ends, words) = (other.bytes, other.ends, other.words)
    (slots, mask, seed) = (other.slots, other.mask, other.seed)
  }

  /// Counts how often the dictionary was emptied: codes given out before are void.
  package private(set) var generation = 0

  package var count: Int { words.count }

  package var byteCount: Int { bytes.count + count * 24 }

  /// Forgets all texts. Only whoever reads the batches may do so, between two of them: a source notices by
  /// `generation` and numbers its texts from 0 again.
  package func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends = [0]
    words.removeAll(keepingCapacity: true)
    slots = [Int32](repeating: -1, count: 64)
    mask = 63
    generation += 1
  }

  /// The text of a code; the empty text for a code that was never given out.
  package subscript(code: Int32) -> String {
    let index = Int(code)
    guard index >= 0, index < count else { return "" }
    return String(decoding: bytes[ends[index]..<ends[index + 1]], as: UTF8.self)
  }

  package func withBytes<R>(of code: Int32, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    let index = Int(code)
    guard index >= 0, index < count else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    let range = ends[index]..<ends[index + 1]
    return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// The code of `text`, new or old.
  package func code(of text: UnsafeRawBufferPointer) -> Int32 {
    let word = Self.prefixWord(text)
    var slot = hash(text, word) & mask
    while true {
      let candidate = slots[slot]
      if candidate < 0 { break }
      if matches(Int(candidate), text, word) { return candidate }
      slot = (slot + 1) & mask
    }
    let code = Int32(truncatingIfNeeded: count)
    slots[slot] = code
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    words.append(word)
    if count * 2 > slots.count { grow() }
    return code
  }

  /// For each code here that of the same text in `other`, new or old.
  package func codes(in other: TextDictionary) -> [Int32] {
    (0..<count).map { index in
      bytes.withUnsafeBytes {
        other.code(of: UnsafeRawBufferPointer(rebasing: $0[ends[index]..<ends[index + 1]]))
      }
    }
  }

  package func code(of text: String) -> Int32 {
    var text = text
    return text.withUTF8 { code(of: UnsafeRawBufferPointer($0)) }
  }

  /// The code of `text` where it has been met.
  package func existingCode(of text: String) -> Int32? {
    var text = text
    return text.withUTF8 { utf8 in
      let raw = UnsafeRawBufferPointer(utf8)
      let word = Self.prefixWord(raw)
      var slot = hash(raw, word) & mask
      while slots[slot] >= 0 {
        if matches(Int(slots[slot]), raw, word) { return slots[slot] }
        slot = (slot + 1) & mask
      }
      return nil
    }
  }

  @inline(__always)
  private func matches(_ index: Int, _ text: UnsafeRawBufferPointer, _ word: UInt64) -> Bool {
    let start = ends[index]
    let length = ends[index + 1] - start
    if words[index] != word || length != text.count { return false }
    if length <= 8 { return true }
    return bytes.withUnsafeBytes { stored in
      UnsafeRawBufferPointer(rebasing: stored[start..<start + length]).elementsEqual(text)
    }
  }

  @inline(__always)
  private static func prefixWord(_ text: UnsafeRawBufferPointer) -> UInt64 {
    let count = text.count
    if count >= 8 { return text.loadUnaligned(as: UInt64.self) }
    if count >= 4 {
      // Both ends, which overlap: together all bytes, whatever their number.
      let first = text.loadUnaligned(as: UInt32.self)
      let last = text.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
      return UInt64(first) | UInt64(last) << 32
    }
    if count == 0 { return 0 }
    return UInt64(text[0]) | UInt64(text[count / 2]) << 8 | UInt64(text[count - 1]) << 16
  }

  @inline(__always)
  private func hash(_ text: UnsafeRawBufferPointer, _ word: UInt64) -> Int {
    if text.count <= 8 {
      var mixed = (word ^ seed) &* 0x9E37_79B9_7F4A_7C15
      mixed ^= mixed >> 32
      mixed = (mixed &+ UInt64(text.count) &+ seed) &* 0xD6E8_FEB8_6659_FD93
      return Int(truncatingIfNeeded: (mixed ^ (mixed >> 32)) & 0x7FFF_FFFF_FFFF)
    }
    var hasher = Hasher()
    hasher.combine(seed)
    hasher.combine(bytes: text)
    return hasher.finalize() & Int.max
  }

  private static let manySlots = 1 << 20

  private func grow() {
    // Where every text is another one, half of the time would go into growing by two.
    let size = slots.count * (slots.count < Self.manySlots ? 4 : 2)
    mask = size - 1
    slots = [Int32](repeating: -1, count: size)
    for index in 0..<count {
      let range = ends[index]..<ends[index + 1]
      let start = bytes.withUnsafeBytes { stored in
        hash(UnsafeRawBufferPointer(rebasing: stored[range]), words[index])
      }
      var slot = start & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(truncatingIfNeeded: index)
    }
  }
}
