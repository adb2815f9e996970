import SurveyNumerics
import SurveyTable

/// Writes the parts of a state, numbers with their lowest byte first.
package struct StateWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func integer<Number: FixedWidthInteger>(_ value: Number) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> Number(shift)))
    }
  }

  /// A count, which no state has 2^32 of: every limit of the library lies below.
  mutating func count(_ value: Int) { integer(UInt32(clamping: value)) }

  mutating func total(_ value: Int) { integer(UInt64(clamping: value)) }

  mutating func double(_ value: Double) { integer(value.bitPattern) }

  package mutating func text(_ value: String) {
    count(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  package mutating func raw(_ value: [UInt8]) { bytes.append(contentsOf: value) }

  /// Sixteen bits of length and sign, the exponent, the odd whole number.
  mutating func exact(_ number: ExactNumber) {
    integer(UInt16(truncatingIfNeeded: number.magnitude.count) | (number.isNegative ? 1 << 15 : 0))
    if number.magnitude.isEmpty { return }
    integer(Int16(truncatingIfNeeded: number.exponent))
    bytes.append(contentsOf: number.magnitude)
  }
}

/// Reads the parts of a state from bytes of which nothing is believed: every count is held against the bytes that are
/// left before anything is laid out for it.
package struct StateReader {
  private let bytes: ArraySlice<UInt8>
  package private(set) var place: Int
  private let name: String

  package init(_ bytes: ArraySlice<UInt8>, name: String) {
    self.bytes = bytes
    self.name = name
    place = bytes.startIndex
  }

  /// The last eight bytes as a number.
  package static func trailingHash(of bytes: [UInt8]) -> UInt64 {
    bytes.suffix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  var isAtEnd: Bool { place == bytes.endIndex }

  func failure(_ english: String, _ chinese: String) -> SurveyStatsError {
    SurveyStatsError(
      .malformedData, "\(name): byte \(place - bytes.startIndex): \(english)",
      chinese: "\(name)：第 \(place - bytes.startIndex) 位元組：\(chinese)")
  }

  package func damaged(_ what: String) -> SurveyStatsError {
    failure("not a state as survey-stats writes it: \(what)", "不是有效之彙總檔（\(what)）")
  }

  package mutating func take(_ count: Int) throws(SurveyStatsError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.endIndex - place else {
      throw failure("the state ends too early; copy it again", "彙總檔不完整，請重新複製")
    }
    defer { place += count }
    return bytes[place..<place + count]
  }

  package mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws(SurveyStatsError)
    -> Number
  {
    var value: Number = 0
    for (index, byte) in try take(Number.bitWidth / 8).enumerated() {
      value |= Number(truncatingIfNeeded: UInt64(byte)) << Number(8 * index)
    }
    return value
  }

  /// A count of parts of at least `size` bytes each.
  mutating func count(of size: Int) throws(SurveyStatsError) -> Int {
    let value = Int(try integer(UInt32.self))
    guard value <= (bytes.endIndex - place) / max(1, size) else {
      throw failure(
        "\(value) parts cannot stand in the \(bytes.endIndex - place) bytes that are left", "數量超過剩餘之內容")
    }
    return value
  }

  mutating func total() throws(SurveyStatsError) -> Int {
    let value = try integer(UInt64.self)
    // Sums of a thousand states stay within range.
    guard value < 1 << 52 else { throw damaged("a count of \(value)") }
    return Int(value)
  }

  /// An index below `count`.
  mutating func index(below count: Int) throws(SurveyStatsError) -> Int {
    let value = Int(try integer(UInt32.self))
    guard value < count else { throw damaged("number \(value) of \(count)") }
    return value
  }

  mutating func double() throws(SurveyStatsError) -> Double { Double(bitPattern: try integer(UInt64.self)) }

  package mutating func text() throws(SurveyStatsError) -> String {
    let count = try count(of: 1)
    let taken = try take(count)
    guard let text = String(validating: taken, as: UTF8.self) else { throw damaged("text that is not UTF-8") }
    return text
  }

  /// Texts in strictly increasing byte order, as each is written once.
  mutating func sortedTexts() throws(SurveyStatsError) -> [String] {
    var texts: [String] = []
    for _ in 0..<(try count(of: 4)) {
      let text = try text()
      if let last = texts.last, !last.utf8.lexicographicallyPrecedes(text.utf8) {
        throw damaged("texts out of order")
      }
      texts.append(text)
    }
    return texts
  }

  mutating func exact() throws(SurveyStatsError) -> ExactNumber {
    let head = try integer(UInt16.self)
    let length = Int(head & 0x7FFF)
    if length == 0 {
      if head != 0 { throw damaged("a negative zero") }
      return .zero
    }
    guard length <= ExactNumber.longestMagnitude else { throw damaged("a sum of \(length) bytes") }
    let exponent = Int(try integer(Int16.self))
    let number = ExactNumber(
      isNegative: head >> 15 == 1, magnitude: Array(try take(length)), exponent: exponent)
    guard number.isCanonical else { throw damaged("a sum that is not written in its one way") }
    return number
  }
}

/// The 64-bit FNV-1a hash (Fowler, Noll & Vo): tells states apart and finds damage; it is no seal against forgery.
package func fowlerNollVo(_ bytes: some Sequence<UInt8>) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  return hash
}
