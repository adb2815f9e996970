import CYaml

/// What libyaml could not read, in words that say what to do.
struct YAMLProblem {
  private let kind: yaml_error_type_t
  private let problem: String
  private let context: String
  private let place: DocumentPlace
  private let contextLine: Int
  /// The character at the problem, `nil` at the end.
  private let character: Unicode.Scalar?
  /// The line that the problem is on, and the one above.
  private let lineText: String
  private let lineAbove: String
  /// The line where the context begins.
  private let contextText: String

  init(_ parser: UnsafePointer<yaml_parser_t>, text: UnsafeBufferPointer<UInt8>, end: DocumentPlace) {
    let state = parser.pointee
    kind = state.error
    problem = state.problem.map { String(cString: $0) } ?? ""
    context = state.context.map { String(cString: $0) } ?? ""
    let mark = kind == YAML_READER_ERROR ? state.mark : state.problem_mark
    place = DocumentPlace(mark, end: end)
    contextLine = state.context == nil ? place.line : state.context_mark.line.addingOne
    // Marks count characters, not bytes.
    let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
    character = scalars.dropFirst(mark.index).first
    let contextLine = contextLine
    let lines = scalars.split(
      maxSplits: max(place.line, contextLine), omittingEmptySubsequences: false,
      whereSeparator: { $0 == "\n" })
    func row(_ line: Int) -> String { lines.indices.contains(line - 1) ? String(lines[line - 1]) : "" }
    lineText = row(place.line)
    lineAbove = row(place.line - 1)
    contextText = row(contextLine)
  }

  func error(_ origin: DocumentOrigin) -> DocumentError {
    if kind == YAML_MEMORY_ERROR {
      return origin.error(.limit, at: place, "there is not enough memory to read the document")
    }
    return origin.error(.syntax, at: place, words, chinese: chinese)
  }

  /// The mistakes that are made most; of the others the place is said.
  private var chinese: String? {
    let hasFullWidthColon = [lineText, lineAbove, contextText].contains { $0.unicodeScalars.contains("：") }
    switch problem {
    case "could not find expected ':'", "mapping values are not allowed in this context":
      return hasFullWidthColon
        ? "此處附近使用全形冒號（：）；請改為半形冒號，其後空一格" : "鍵與值之間須有半形冒號，其後空一格；內容若含冒號，請加引號"
    case "did not find expected key":
      return "此處應為鍵；請檢查第 \(contextLine) 行起之縮排是否對齊、引號是否成對"
    case "did not find expected '-' indicator":
      return "此處應為「- 」開頭之清單項目；請檢查第 \(contextLine) 行起之縮排是否對齊"
    case "found a tab character where an indentation space is expected",
      "found a tab character that violates indentation", "found a tab character that violate intendation":
      return "縮排不可使用 Tab；請改用半形空格"
    case "found unexpected end of stream":
      return "第 \(contextLine) 行之引號未成對；請補上結尾之引號"
    case "found character that cannot start any token":
      return character == "\t" ? "縮排不可使用 Tab；請改用半形空格" : "以此符號開頭之文字須加引號"
    default: return nil
    }
  }

  private var words: String {
    switch problem {
    case "could not find expected ':'":
      if contextText.unicodeScalars.contains("：") {
        return
          "a key of line \(contextLine) has no ':' behind it; its colon is full-width (：), write ': ' instead"
      }
      return
        "the text of line \(contextLine) has no ': ' behind it, as a key must; write 'key: value', put a space behind the colon, or quote a long text"
    case "mapping values are not allowed in this context":
      return colonWithoutKey
    case "block sequence entries are not allowed in this context":
      return "'- ' begins a list item where none can stand; put the list on lines of its own below its key"
    case "mapping keys are not allowed in this context":
      return "'?' begins a key where none can stand; quote a text that begins with '?'"
    case "did not find expected key":
      return
        "a key is expected here, in the mapping that begins on line \(contextLine); check that keys of one mapping are indented alike, and that quotes are closed"
    case "did not find expected '-' indicator":
      return
        "'- ' is expected here, in the list that begins on line \(contextLine); indent its items alike"
    case "found unexpected ':'":
      return "a ':' stands within a text in [ ] or { }; quote the text, or put a space behind the colon"
    case "did not find expected ',' or ']'":
      return "',' or ']' is expected here, in the list that '[' begins on line \(contextLine)"
    case "did not find expected ',' or '}'":
      return "',' or '}' is expected here, in the mapping that '{' begins on line \(contextLine)"
    case "did not find expected node content":
      return "a value is expected here; quote it if it begins with a sign such as , ] } or %"
    case "found character that cannot start any token":
      return startOfToken
    case "found a tab character where an indentation space is expected",
      "found a tab character that violates indentation", "found a tab character that violate intendation":
      return "a tab stands where spaces must; YAML indents with spaces alone"
    case "found unexpected end of stream":
      return "the text whose quote opens on line \(contextLine) is never closed"
    case "found unexpected document indicator":
      return "'---' or '...' stands within the text whose quote opens on line \(contextLine); close the quote"
    case "found unknown escape character":
      return
        "there is no such escape in double quotes; write \\\\ for a backslash, or use single quotes"
    case "did not find expected hexdecimal number", "did not find expected hexadecimal number":
      return "hexadecimal digits are expected behind \\x, \\u or \\U"
    case "found invalid Unicode character escape code":
      return "this escape is no character (half of a surrogate pair?); write the character itself"
    case "did not find expected alphabetic or numeric character":
      return "a text that begins with '*' or '&' must stand in quotes"
    case "did not find expected comment or line break":
      return "nothing but a comment may follow here on the line"
    case "found an indentation indicator equal to 0":
      return "the number behind '|' or '>' must be from 1 to 9"
    case "did not find expected <document start>":
      return
        "the document is complete before this line; indent the line if it belongs to what stands above, or remove it"
    case "found undefined tag handle":
      return "the tag is not known; quote a text that begins with '!'"
    case "found incompatible YAML document":
      return "this version of YAML is not read; leave out the line that begins with %YAML"
    default:
      if context.contains("tag") { return "a text that begins with '!' must stand in quotes" }
      if context.contains("directive") {
        return
          "a line that begins with '%' is a directive, and this is none; quote the text or remove the line"
      }
      return "this cannot be read (\(problem))"
    }
  }

  private var colonWithoutKey: String {
    let before = lineText.unicodeScalars.prefix(place.column - 1)
    if before.contains(":") || before.contains("'") || before.contains("\"") {
      return "a second ':' stands on the line; quote the text that holds it"
    }
    if lineAbove.unicodeScalars.contains("：") {
      return "a key of the line above has a full-width colon (：) behind it; write ': ' instead"
    }
    if !lineAbove.isEmpty, !lineAbove.unicodeScalars.contains(":") {
      return "the line above has no ': ' behind its key; add it, or quote its text"
    }
    return "a key stands where none can be; indent the line as the keys around it"
  }

  private var startOfToken: String {
    switch character {
    case "\t": "a tab stands where spaces must; YAML indents with spaces alone"
    case let character?:
      "a text that begins with '\(shown(String(Character(character))))' must stand in quotes"
    case nil: "the document ends where a value is expected"
    }
  }
}
