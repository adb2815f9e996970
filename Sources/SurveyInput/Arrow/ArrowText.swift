import SurveyTable

// What a cell's text means, as in a CSV file.

/// `text` without the spaces, tabs and line breaks around it, ideographic (U+3000) and no-break (U+00A0) spaces included.
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
  /// Those that a byte holds.
  let small: [Int8]
  private let texts: [[UInt8]]

  init(_ codes: MissingCodes) {
    numbers = codes.numbers
    small = codes.numbers.compactMap { NumberColumn.small($0 == 0 ? 0 : $0) }
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
