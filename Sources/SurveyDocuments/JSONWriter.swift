/// Writes JSON (RFC 8259) into bytes, one value after another, with indentation for people.
///
/// ```swift
/// var json = JSONWriter()
/// json.object {
///   $0.member("command", "mean")
///   $0.member("rows") { $0.array { … } }
/// }
/// ```
/// Numbers are the shortest text that reads back as the same double; what is not finite becomes `null`,
/// because JSON has nothing else for it.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []
  private var isFirst = [true]
  private var afterName = false
  private let indent: Int
  private var depth = 0

  /// `indent` is the number of nesting levels that get a line for each value; deeper ones stay on one line.
  package init(indentedLevels indent: Int = 2) { self.indent = indent }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func object(_ members: (inout JSONWriter) -> Void) {
    container(open: "{", close: "}", members)
  }

  package mutating func array(_ elements: (inout JSONWriter) -> Void) {
    container(open: "[", close: "]", elements)
  }

  /// Begins a member of the open object; the next value is its value.
  package mutating func name(_ name: String) {
    separate()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    if depth <= indent { bytes.append(UInt8(ascii: " ")) }
    afterName = true
  }

  package mutating func string(_ value: String) {
    separate()
    quote(value)
  }

  package mutating func integer(_ value: Int) {
    separate()
    bytes.append(contentsOf: String(value).utf8)
  }

  package mutating func boolean(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  package mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  /// A number, or `null` for `nil`, NaN and infinities.
  package mutating func number(_ value: Double?) {
    guard let value, value.isFinite else { return null() }
    separate()
    bytes.append(contentsOf: Self.numberText(value).utf8)
  }

  package mutating func member(_ name: String, _ value: String) {
    self.name(name)
    string(value)
  }

  package mutating func member(_ name: String, _ value: Int) {
    self.name(name)
    integer(value)
  }

  package mutating func member(_ name: String, number value: Double?) {
    self.name(name)
    number(value)
  }

  package mutating func member(_ name: String, _ value: (inout JSONWriter) -> Void) {
    self.name(name)
    value(&self)
  }

  /// The shortest text that reads back as `value`; whole numbers without a point.
  package static func numberText(_ value: Double) -> String {
    if value == value.rounded(), value.magnitude < 1e15 { return value == 0 ? "0" : String(Int64(value)) }
    return value.description
  }

  private mutating func container(
    open: Unicode.Scalar, close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void
  ) {
    separate()
    bytes.append(UInt8(ascii: open))
    isFirst.append(true)
    depth += 1
    body(&self)
    depth -= 1
    let wasEmpty = isFirst.popLast() ?? true
    if !wasEmpty, depth < indent { newLine() }
    bytes.append(UInt8(ascii: close))
  }

  private mutating func separate() {
    if afterName {
      afterName = false
      return
    }
    guard depth > 0, let last = isFirst.indices.last else { return }
    if !isFirst[last] { bytes.append(UInt8(ascii: ",")) }
    if depth <= indent {
      newLine()
    } else if !isFirst[last] {
      bytes.append(UInt8(ascii: " "))
    }
    isFirst[last] = false
  }

  private mutating func newLine() {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
  }

  private mutating func quote(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    // As a rule nothing is to be escaped.
    if !value.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
      bytes.append(contentsOf: value.utf8)
      return
    }
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += Array("\\\"".utf8)
      case UInt8(ascii: "\\"): bytes += Array("\\\\".utf8)
      case 0x0A: bytes += Array("\\n".utf8)
      case 0x0D: bytes += Array("\\r".utf8)
      case 0x09: bytes += Array("\\t".utf8)
      case 0..<0x20:
        let hex = Array("0123456789abcdef".utf8)
        bytes += Array("\\u00".utf8) + [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
  }
}
