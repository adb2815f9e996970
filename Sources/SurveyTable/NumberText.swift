// Numbers as text and back, the same in every locale. The C library's strtod and printf follow the host's
// locale, which a library must not depend on.

/// The number that `bytes` spell (spaces around it allowed), or `nil`. Decimal notation only: `12`, `-1.5`,
/// `.5`, `1e-3`; never `nan`, `inf` or hexadecimal.
package func parseNumber(_ bytes: UnsafeRawBufferPointer) -> Double? {
  var start = 0
  var end = bytes.count
  while start < end, isSpace(bytes[start]) { start += 1 }
  while end > start, isSpace(bytes[end - 1]) { end -= 1 }
  if start == end { return nil }

  var index = start
  var negative = false
  if bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
    negative = bytes[index] == UInt8(ascii: "-")
    index += 1
  }
  var mantissa: UInt64 = 0
  var digits = 0  // significant digits in the mantissa
  var anyDigit = false
  var exponent = 0
  while index < end, let digit = digitValue(bytes[index]) {
    anyDigit = true
    if digits > 0 || digit > 0 { digits += 1 }
    if digits <= 19 { mantissa = mantissa &* 10 &+ UInt64(digit) } else { exponent += 1 }
    index += 1
  }
  if index < end, bytes[index] == UInt8(ascii: ".") {
    index += 1
    while index < end, let digit = digitValue(bytes[index]) {
      anyDigit = true
      if digits > 0 || digit > 0 { digits += 1 }
      if digits <= 19 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        exponent -= 1
      }
      index += 1
    }
  }
  if !anyDigit { return nil }
  if index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
    index += 1
    var exponentNegative = false
    if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      exponentNegative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    if index == end { return nil }
    var written = 0
    while index < end, let digit = digitValue(bytes[index]) {
      if written < 100_000 { written = written * 10 + digit }
      index += 1
    }
    exponent += exponentNegative ? -written : written
  }
  if index != end { return nil }

  if mantissa == 0 { return negative ? -0.0 : 0.0 }
  // Both factors are exact doubles here, so that one rounding gives the nearest double (Clinger 1990).
  if digits <= 15, exponent >= -22, exponent <= 22 {
    let magnitude = Double(mantissa)
    let value =
      exponent < 0 ? magnitude / exactPowersOfTen[-exponent] : magnitude * exactPowersOfTen[exponent]
    return negative ? -value : value
  }
  let value = Double(String(decoding: bytes[start..<end], as: UTF8.self))
  guard let value, value.isFinite else { return nil }
  return value
}

package func parseNumber(_ text: String) -> Double? {
  var text = text
  return text.withUTF8 { parseNumber(UnsafeRawBufferPointer($0)) }
}

/// The shortest text that reads back as the same number; whole numbers without a point.
package func shortestText(_ value: Double) -> String {
  if value == value.rounded(), abs(value) < 1e15 {
    return value == 0 ? "0" : String(Int64(value))
  }
  return value.description
}

/// Digits as reports show them: groups of three in the whole part and a typographic minus, `−12,345.5`. Text that is
/// no number comes back as it is.
package func groupedDigits(_ text: String) -> String {
  let isNegative = text.hasPrefix("-")
  let digits = isNegative ? text.dropFirst() : Substring(text)
  let whole = digits.prefix { ("0"..."9").contains($0) }
  if whole.isEmpty { return text }
  let rest = digits.dropFirst(whole.count)
  var grouped = ""
  for (place, digit) in whole.enumerated() {
    // A power of ten behind the digits says their size already.
    if place > 0, (whole.count - place) % 3 == 0, !rest.contains("e") { grouped += "," }
    grouped.append(digit)
  }
  return (isNegative ? "−" : "") + grouped + rest
}

/// The number that a person wrote in the forms of a Chinese keyboard or behind the apostrophe with which a
/// spreadsheet marks text: `５`, `１０．５`, `−1`, `　4 `, `'5`; `nil` where there is none. What `parseNumber` reads
/// already needs no call of this.
package func parseWrittenNumber(_ bytes: UnsafeRawBufferPointer) -> (value: Double, isFullWidth: Bool)? {
  // Thirty digits in three bytes each are more than any number that is written so.
  guard bytes.count <= 96 else { return nil }
  var plain: [UInt8] = []
  var isFullWidth = false
  for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
    switch scalar.value {
    case 0x3000, 0xA0:
      plain.append(0x20)
    case 0xFF10...0xFF19, 0xFF0B, 0xFF0D, 0xFF0E:
      isFullWidth = true
      plain.append(UInt8(truncatingIfNeeded: scalar.value - 0xFEE0))
    case 0x2212: plain.append(UInt8(ascii: "-"))
    case 0x27 where plain.isEmpty, 0x2019 where plain.isEmpty:
      plain.append(0x20)
    case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65, 0x20, 0x09:
      plain.append(UInt8(truncatingIfNeeded: scalar.value))
    default: return nil
    }
  }
  return plain.withUnsafeBytes { parseNumber($0) }.map { ($0, isFullWidth) }
}

/// The same for a text; plain numbers are read too.
package func parseWrittenNumber(_ text: String) -> (value: Double, isFullWidth: Bool)? {
  var text = text
  return text.withUTF8 { parseWrittenNumber(UnsafeRawBufferPointer($0)) }
}

/// A count as people write it in a table or on a command line: also with thousands separators (`1,050`, `1，050`) and
/// in full-width digits. `1,05` and `0,050` are no counts: elsewhere a comma stands before decimals.
package func parseCount(_ text: String) -> Double? {
  if let number = parseWrittenNumber(text) { return number.value }
  let plain = text.trimmingSpaces().unicodeScalars.map { scalar -> Character in
    // Full-width digits and comma.
    if (0xFF10...0xFF19).contains(scalar.value) || scalar.value == 0xFF0C {
      return Character(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value - 0xFEE0)))
    }
    return Character(scalar)
  }
  let groups = plain.split(separator: ",", omittingEmptySubsequences: false)
  guard groups.count > 1, let first = groups.first, (1...3).contains(first.count), first.first != "0",
    groups.dropFirst().allSatisfy({ $0.count == 3 }),
    plain.allSatisfy({ $0 == "," || ("0"..."9").contains($0) })
  else { return nil }
  return parseNumber(String(groups.joined()))
}

extension Note {
  /// That `cells` numbers were written in full-width digits.
  package static func fullWidthDigits(_ cells: Int) -> Note {
    Note(
      code: "full_width_digits",
      english: cells == 1
        ? "1 number in full-width digits was read as the number it is."
        : "\(cells) numbers in full-width digits were read as the numbers they are.",
      chinese: "\(cells) 個全形數字已視為數字讀入。")
  }
}

@inline(__always)
package func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

@inline(__always)
private func digitValue(_ byte: UInt8) -> Int? {
  let value = byte &- UInt8(ascii: "0")
  return value < 10 ? Int(value) : nil
}

private let exactPowersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
  1e19, 1e20, 1e21, 1e22,
]

extension StringProtocol {
  /// Without the spaces, tabs and line breaks around it, ideographic (U+3000) and no-break (U+00A0) spaces included.
  package func trimmingSpaces() -> String {
    func isSpace(_ character: Character) -> Bool {
      switch character {
      case " ", "\t", "\n", "\r", "\r\n", "\u{3000}", "\u{A0}": true
      default: false
      }
    }
    var view = self[...]
    while let first = view.first, isSpace(first) { view = view.dropFirst() }
    while let last = view.last, isSpace(last) { view = view.dropLast() }
    return String(view)
  }
}

/// Numbers ascending where every text is a number, else the order of UTF-8 bytes: the order of groups,
/// levels, strata and clusters everywhere.
package func sortedKeyOrder(_ texts: [String]) -> [Int] {
  let numbers = texts.map { parseNumber($0) }
  let allNumbers = numbers.allSatisfy { $0 != nil }
  return texts.indices.sorted { left, right in
    if allNumbers, let a = numbers[left], let b = numbers[right], a != b { return a < b }
    return texts[left].utf8.lexicographicallyPrecedes(texts[right].utf8)
  }
}
