/// Reads JSON (RFC 8259) from text that is UTF-8, without recursion, so that nesting cannot exhaust the stack.
struct JSONReader {
  private enum Expectation {
    case value
    /// Behind `[`.
    case valueOrEnd
    /// Behind `{`.
    case keyOrEnd
    /// Behind a comma in an object.
    case key
    case commaOrEnd
    case end
  }

  let text: UnsafeBufferPointer<UInt8>
  let origin: DocumentOrigin
  var index = 0
  private var tree: TreeBuilder
  private var line = 1
  /// Where `column` holds; the two run behind `index`, so that long lines are counted once.
  private var columnIndex = 0
  private var column = 1

  init(_ text: UnsafeBufferPointer<UInt8>, origin: DocumentOrigin, limits: DocumentLimits) {
    self.text = text
    self.origin = origin
    tree = TreeBuilder(origin: origin, limits: limits)
  }

  mutating func read() throws(DocumentError) -> DocumentNode {
    var expectation = Expectation.value
    while true {
      skipBlanks()
      guard let byte = byte(0) else {
        if case .end = expectation, let root = tree.root { return root }
        throw endOfText()
      }
      switch expectation {
      case .value:
        expectation = try value(byte)
      case .valueOrEnd:
        expectation = byte == UInt8(ascii: "]") ? close() : try value(byte)
      case .keyOrEnd:
        expectation = byte == UInt8(ascii: "}") ? close() : try key(byte)
      case .key:
        expectation = try key(byte)
      case .commaOrEnd:
        expectation = try commaOrEnd(byte)
      case .end:
        throw error("the document is complete before this character; remove what follows, or wrap all in [ ]")
      }
    }
  }

  private mutating func value(_ first: UInt8) throws(DocumentError) -> Expectation {
    let place = place()
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      try tree.begin(mapping: first == UInt8(ascii: "{"), at: place)
      index += 1
      return first == UInt8(ascii: "{") ? .keyOrEnd : .valueOrEnd
    case UInt8(ascii: "\""):
      try tree.add(.scalar(DocumentScalar(text: try string(), isQuoted: true)), at: place)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      try tree.add(.scalar(DocumentScalar(text: try number(), isQuoted: false)), at: place)
    default:
      switch word() {
      case "null": try tree.add(.null, at: place)
      case "true": try tree.add(.scalar(DocumentScalar(text: "true", isQuoted: false)), at: place)
      case "false": try tree.add(.scalar(DocumentScalar(text: "false", isQuoted: false)), at: place)
      case let other: throw error(notAValue: first, word: other)
      }
      index += word().utf8.count
    }
    return tree.depth == 0 ? .end : .commaOrEnd
  }

  private mutating func close() -> Expectation {
    index += 1
    tree.end()
    return tree.depth == 0 ? .end : .commaOrEnd
  }

  private mutating func key(_ first: UInt8) throws(DocumentError) -> Expectation {
    guard first == UInt8(ascii: "\"") else {
      if first == UInt8(ascii: "}") {
        throw error("a key in double quotes is expected behind the comma; remove the comma before '}'")
      }
      throw error("a key in double quotes is expected here, as in {\"title\": …}")
    }
    let place = place()
    try tree.key(try string(), at: place)
    skipBlanks()
    guard byte(0) == UInt8(ascii: ":") else {
      throw byte(0) == nil ? endOfText() : error("':' is expected behind the key; write \"key\": value")
    }
    index += 1
    return .value
  }

  private mutating func commaOrEnd(_ byte: UInt8) throws(DocumentError) -> Expectation {
    let end = tree.isInMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")
    if byte == end { return close() }
    guard byte == UInt8(ascii: ",") else {
      let container = tree.innermostPlace.map { " of line \($0.line)" } ?? ""
      throw error(
        tree.isInMapping
          ? "',' or '}' is expected here, in the object\(container)"
          : "',' or ']' is expected here, in the list\(container)")
    }
    index += 1
    return tree.isInMapping ? .key : .value
  }

  /// `-12`, `0.5`, `1e-3`: as text, after a look at the grammar.
  private mutating func number() throws(DocumentError) -> String {
    let start = index
    if byte(0) == UInt8(ascii: "-") { index += 1 }
    if byte(0) == UInt8(ascii: "0"), isDigit(1) {
      throw error("a number may not begin with 0; write codes such as 0912 in double quotes")
    }
    try digits("a digit is expected here, in a number")
    if byte(0) == UInt8(ascii: ".") {
      index += 1
      try digits("a digit is expected behind the decimal point")
    }
    if let exponent = byte(0), exponent | 0x20 == UInt8(ascii: "e") {
      index += 1
      if byte(0) == UInt8(ascii: "-") || byte(0) == UInt8(ascii: "+") { index += 1 }
      try digits("a digit is expected in the exponent of a number")
    }
    return String(decoding: UnsafeBufferPointer(rebasing: text[start..<index]), as: UTF8.self)
  }

  private mutating func digits(_ otherwise: String) throws(DocumentError) {
    guard isDigit(0) else { throw byte(0) == nil ? endOfText() : error(otherwise) }
    while isDigit(0) { index += 1 }
  }

  /// The letters from here on, at most a few.
  private func word() -> String {
    var end = index
    while end < text.count, end - index < 12, isLetter(text[end]) { end += 1 }
    return String(decoding: UnsafeBufferPointer(rebasing: text[index..<end]), as: UTF8.self)
  }

  private mutating func error(notAValue first: UInt8, word: String) -> DocumentError {
    switch first {
    case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","):
      error(
        "a value is expected before '\(Character(UnicodeScalar(first)))'; remove the comma that is too much")
    case UInt8(ascii: "'"): error("text stands in double quotes (\"), not in single ones")
    case UInt8(ascii: "/"), UInt8(ascii: "#"):
      error("JSON has no comments; remove it, or write the document as YAML")
    case UInt8(ascii: "+"), UInt8(ascii: "."): error("a number begins with a digit or '-', as 0.5 does")
    default:
      switch word {
      case "True", "False", "None", "TRUE", "FALSE", "NULL", "Null":
        error("'\(word)' is not JSON; write true, false or null")
      case "NaN", "Infinity": error("'\(word)' is no number of JSON; write null where there is none")
      case "": error("a value is expected here: text in double quotes, a number, true, false, null, [ or {")
      default: error("'\(word)' is not JSON; write text in double quotes")
      }
    }
  }

  mutating func endOfText() -> DocumentError {
    index = text.count
    guard let place = tree.innermostPlace else {
      return error("the document ends before there is a value; it may be empty or cut off")
    }
    let what = tree.isInMapping ? "object '{'" : "list '['"
    return error("the document ends within the \(what) of line \(place.line); it may be cut off")
  }

  mutating func error(_ message: String) -> DocumentError {
    origin.error(.syntax, at: place(), message)
  }
}

// The text and where it stands.
extension JSONReader {
  func byte(_ distance: Int) -> UInt8? {
    let place = index + distance
    return place < text.count ? text[place] : nil
  }

  private func isDigit(_ distance: Int) -> Bool {
    byte(distance).map { $0 &- UInt8(ascii: "0") < 10 } ?? false
  }

  private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  /// Line ends stand only between values, because a string may hold none.
  private mutating func skipBlanks() {
    while let byte = byte(0) {
      switch byte {
      case 0x20, 0x09: index += 1
      case 0x0A: beginLine(1)
      case 0x0D: beginLine(self.byte(1) == 0x0A ? 2 : 1)
      default: return
      }
    }
  }

  private mutating func beginLine(_ length: Int) {
    index += length
    line += 1
    columnIndex = index
    column = 1
  }

  /// Where `index` is.
  mutating func place() -> DocumentPlace {
    while columnIndex < index {
      if text[columnIndex] & 0xC0 != 0x80 { column += 1 }
      columnIndex += 1
    }
    return DocumentPlace(line: line, column: column)
  }
}
