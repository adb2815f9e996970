import SurveyTable

// What a cell's text means, as in a CSV file.

/// `text` without the spaces and tabs around it, ideographic (U+3000) and no-break (U+00A0) spaces included.
func trimmed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
  var (start, end) = (0, text.count)
  while start < end {
    if isSpace(text[start]) {
      start += 1
    } else if end - start >= 2, text[start] == 0xC2, text[start + 1] == 0xA0 {
      start += 2
    } else if end - start >= 3, text[start] == 0xE3, text[start + 1] == 0x80, text[start + 2] == 0x80 {
      start += 3
    } else {
      break
    }
  }
  while start < end {
    if isSpace(text[end - 1]) {
      end -= 1
    } else if end - start >= 2, text[end - 2] == 0xC2, text[end - 1] == 0xA0 {
      end -= 2
    } else if end - start >= 3, text[end - 3] == 0xE3, text[end - 2] == 0x80, text[end - 1] == 0x80 {
      end -= 3
    } else {
      break
    }
  }
  return UnsafeRawBufferPointer(rebasing: text[start..<end])
}

/// Which texts of one column stand for no answer.
struct ArrowMissing {
  let numbers: [Double]
  private let texts: [[UInt8]]

  init(_ codes: MissingCodes) {
    numbers = codes.numbers
    texts = codes.texts.map { Array($0.utf8) }
  }

  /// For a text without spaces around it.
  func contains(_ text: UnsafeRawBufferPointer) -> Bool {
    if text.isEmpty { return true }
    if text.count == 2, text[0] == UInt8(ascii: "N"), text[1] == UInt8(ascii: "A") { return true }
    if texts.isEmpty, numbers.isEmpty { return false }
    if texts.contains(where: { $0.count == text.count && $0.elementsEqual(text) }) { return true }
    if numbers.isEmpty { return false }
    guard let number = parseNumber(text) ?? parseWrittenNumber(text)?.value else { return false }
    return numbers.contains(number)
  }

  func contains(_ number: Double) -> Bool { !numbers.isEmpty && numbers.contains(number) }
}

/// Codes of keys met lately: strata and clusters repeat, and a look here is cheaper than one into the dictionary.
/// A key is a number's bits, or a text of up to 16 bytes.
struct ArrowMemo {
  struct Key: Equatable {
    var low: UInt64
    var high: UInt64 = 0
    /// Bytes of a text; -1 for a number.
    var length = -1
  }

  private var keys: [Key]
  private var codes: [Int32]

  init() {
    keys = Array(repeating: Key(low: 0, length: -2), count: 1024)
    codes = Array(repeating: -1, count: 1024)
  }

  mutating func removeAll() { self = ArrowMemo() }

  @inline(__always)
  static func slot(_ key: Key) -> Int {
    let mixed = (key.low ^ (key.high &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
    return Int(truncatingIfNeeded: mixed &>> 54)
  }

  @inline(__always)
  func code(of key: Key) -> Int32? {
    let slot = Self.slot(key)
    return keys[slot] == key ? codes[slot] : nil
  }

  mutating func remember(_ key: Key, _ code: Int32) {
    let slot = Self.slot(key)
    keys[slot] = key
    codes[slot] = code
  }

  /// A text as a key; `nil` where it is too long.
  @inline(__always)
  static func key(_ text: UnsafeRawBufferPointer) -> Key? {
    guard text.count <= 16 else { return nil }
    var key = Key(low: 0, length: text.count)
    if text.count >= 8 {
      key.low = text.loadUnaligned(as: UInt64.self)
      // The last eight bytes, which may repeat some of the first: still no two texts of one length have both.
      key.high = text.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self)
    } else {
      for byte in text { key.low = key.low << 8 | UInt64(byte) }
    }
    return key
  }
}
