extension JSONReader {
  /// The text of the string at `index`, whose opening quote stands there.
  mutating func string() throws(DocumentError) -> String {
    index += 1
    var content: [UInt8] = []
    var plain = index
    while true {
      guard let byte = byte(0) else {
        index = text.count
        throw error("the document ends within a text; close it with '\"'")
      }
      switch byte {
      case UInt8(ascii: "\""):
        let rest = UnsafeBufferPointer(rebasing: text[plain..<index])
        index += 1
        if content.isEmpty { return String(decoding: rest, as: UTF8.self) }
        content += rest
        return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        content += text[plain..<index]
        try escape(into: &content)
        plain = index
      case 0..<0x20:
        throw error(
          byte == 0x0A || byte == 0x0D
            ? "the text is not closed on its line; write \\n for a line break, or close it with '\"'"
            : "a control character stands in the text; write it as \\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
        )
      default:
        index += 1
      }
    }
  }

  private mutating func escape(into content: inout [UInt8]) throws(DocumentError) {
    switch byte(1) {
    case UInt8(ascii: "\""): content.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): content.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): content.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = try unicodeEscape()
      content += Array(String(Character(scalar)).utf8)
      return
    case nil:
      throw error("the document ends within a text; close it with '\"'")
    default:
      throw error("there is no such escape; write \\\\ for a backslash")
    }
    index += 2
  }

  /// `\u4E2D`, or two of them where one is not enough (a surrogate pair).
  private mutating func unicodeEscape() throws(DocumentError) -> Unicode.Scalar {
    guard let first = hexadecimal(at: 2) else {
      throw error("four hexadecimal digits are expected behind \\u")
    }
    if let scalar = Unicode.Scalar(first) {
      index += 6
      return scalar
    }
    guard first < 0xDC00, byte(6) == UInt8(ascii: "\\"), byte(7) == UInt8(ascii: "u"),
      let second = hexadecimal(at: 8), second >= 0xDC00, second < 0xE000,
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else {
      throw error(
        "this is half of a surrogate pair without the other half; write the character itself, or both halves")
    }
    index += 12
    return scalar
  }

  private func hexadecimal(at distance: Int) -> UInt32? {
    var value: UInt32 = 0
    for offset in 0..<4 {
      guard let byte = byte(distance + offset), let digit = Character(UnicodeScalar(byte)).hexDigitValue,
        byte < 0x80
      else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
