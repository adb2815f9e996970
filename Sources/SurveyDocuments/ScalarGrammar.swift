/// What scalars spell, by the core schema of YAML 1.2 (section 10.3.2) without its hexadecimal and octal
/// numbers, infinities and NaN; JSON's numbers are among them.
enum ScalarGrammar {
  static func isInteger(_ text: String) -> Bool {
    let digits = unsigned(text)
    return !digits.isEmpty && digits.allSatisfy(isDigit)
  }

  /// `12`, `-1.5`, `.5`, `5.`, `1e-3`.
  static func isNumber(_ text: String) -> Bool {
    var rest = unsigned(text)
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = rest.prefix(while: isDigit).count
      rest = rest.dropFirst(fraction)
    }
    if whole.isEmpty, fraction == 0 { return false }
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      rest = rest.dropFirst()
    }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  static func boolean(_ text: String) -> Bool? {
    switch text {
    case "true", "True", "TRUE": true
    case "false", "False", "FALSE": false
    default: nil
    }
  }

  private static func unsigned(_ text: String) -> Substring.UTF8View {
    let bytes = text[...].utf8
    guard let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") else { return bytes }
    return bytes.dropFirst()
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
