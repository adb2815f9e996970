import SurveyDocuments
import Testing

/// A document that cannot be read, where, and words of the message.
struct Malformed: Sendable, CustomTestStringConvertible {
  var notation: Notation
  var bytes: [UInt8]
  var place: String
  var words: String
  var kind: DocumentError.Kind

  init(
    _ notation: Notation, _ text: String, _ place: String, _ words: String,
    _ kind: DocumentError.Kind = .syntax
  ) {
    self.init(notation, Array(text.utf8), place, words, kind)
  }

  init(
    _ notation: Notation, _ bytes: [UInt8], _ place: String, _ words: String,
    _ kind: DocumentError.Kind = .syntax
  ) {
    self.notation = notation
    self.bytes = bytes
    self.place = place
    self.words = words
    self.kind = kind
  }

  var testDescription: String { "\(notation): \(String(decoding: bytes, as: UTF8.self).debugDescription)" }
}

let malformedYAML: [Malformed] = [
  Malformed(.yaml, "", "1:1", "the document is empty"),
  Malformed(.yaml, "\u{FEFF}", "1:1", "the document is empty"),
  Malformed(.yaml, "# nothing\n\n", "3:1", "the document is empty"),
  Malformed(.yaml, "a: 1\nb: 2\na: 3\n", "3:1", "'a' is there already, on line 1"),
  Malformed(.yaml, "x:\n  滿意: 4\n  \"滿意\": 5\n", "3:3", "'滿意' is there already, on line 2"),
  Malformed(.yaml, "a: &one 1\nb: *one\n", "1:4", "'&one' is an anchor"),
  Malformed(.yaml, "a: *one\n", "1:4", "'*one' is an alias"),
  Malformed(.yaml, "a: &x [1]\n", "1:4", "'&x' is an anchor"),
  Malformed(.yaml, "a: *重要*\n", "1:5", "begins with '*' or '&' must stand in quotes"),
  Malformed(.yaml, "a: !color red\n", "1:4", "the tag '!color' has no meaning"),
  Malformed(.yaml, "a: !!binary aGk=\n", "1:4", "the tag 'tag:yaml.org,2002:binary' has no meaning"),
  Malformed(.yaml, "a: !!int x\n", "1:4", "'x' is not what its tag !!int says"),
  Malformed(.yaml, "a: !!set {b}\n", "1:4", "the tag"),
  Malformed(.yaml, "a: !e!x 1\n", "1:4", "quote a text that begins with '!'"),
  Malformed(.yaml, "a: 1\n---\nb: 2\n", "2:1", "a second document begins here"),
  Malformed(.yaml, "[a, b]: 1\n", "1:1", "a list cannot be a key"),
  Malformed(.yaml, "? {a: 1}\n: 2\n", "1:3", "a mapping cannot be a key"),
  Malformed(.yaml, ": 1\n", "1:1", "a key is expected here"),
  Malformed(.yaml, "a:\n\tb: 1\n", "2:1", "a tab stands where spaces must"),
  Malformed(.yaml, "a: |\n\tb\n", "2:1", "a tab stands where spaces must"),
  Malformed(
    .yaml, "a: [1, 2\nb: 3\n", "2:2", "',' or ']' is expected here, in the list that '[' begins on line 1"),
  Malformed(
    .yaml, "a: {b: 1\nc: 2\n", "2:2", "',' or '}' is expected here, in the mapping that '{' begins on line 1"),
  Malformed(.yaml, "a: \"未完\nb: 1\n", "3:1", "whose quote opens on line 1 is never closed"),
  Malformed(.yaml, "a: 'x\n---\nb: 1\n", "2:1", "'---' or '...' stands within the text"),
  Malformed(.yaml, "title：調查\nb: 1\n", "2:2", "has a full-width colon"),
  Malformed(.yaml, "title\nb: 1\n", "2:2", "the line above has no ': ' behind its key"),
  Malformed(
    .yaml, "a: 1\ntitle：調查\nb: 1\n", "3:1", "a key of line 2 has no ':' behind it; its colon is full-width"),
  Malformed(.yaml, "a: 1\ntitle\nb: 1\n", "3:1", "the text of line 2 has no ': ' behind it"),
  Malformed(.yaml, "a: 1\n: 2\n", "2:1", "a key is expected"),
  Malformed(.yaml, "?\n: 1\n", "1:2", "a key is expected before ':'"),
  Malformed(.yaml, "a: [b:]\n", "1:6", "stands within a text"),
  Malformed(.yaml, "a: b: c\n", "1:5", "a second ':' stands on the line"),
  Malformed(.yaml, "a: 1\n  b: 2\n", "2:4", "a key stands where none can be"),
  Malformed(.yaml, "a: - 1\n", "1:4", "'- ' begins a list item where none can stand"),
  Malformed(.yaml, "a:\n  - 1\n - 2\n", "3:2", "check that keys of one mapping are indented alike"),
  Malformed(.yaml, "- 1\nb: 2\n", "2:1", "'- ' is expected here, in the list that begins on line 1"),
  Malformed(.yaml, "a: 1\n- 2\n", "2:1", "a key is expected here, in the mapping that begins on line 1"),
  Malformed(.yaml, "a: @x\n", "1:4", "begins with '@' must stand in quotes"),
  Malformed(.yaml, "a: `x`\n", "1:4", "begins with '`' must stand in quotes"),
  Malformed(.yaml, "a: %5\n", "1:4", "begins with '%' must stand in quotes"),
  Malformed(.yaml, "a: ]\n", "1:4", "a value is expected here"),
  Malformed(.yaml, "a: \"\\d\"\n", "1:5", "there is no such escape"),
  Malformed(.yaml, "a: \"\\xZZ\"\n", "1:7", "hexadecimal digits are expected"),
  Malformed(.yaml, "a: \"\\ud83d\\ude42\"\n", "1:7", "this escape is no character"),
  Malformed(.yaml, "a: |0\n  x\n", "1:5", "must be from 1 to 9"),
  Malformed(.yaml, "a: | x\n", "1:6", "nothing but a comment may follow"),
  Malformed(.yaml, "a\n: b\n", "2:1", "the document is complete before this line"),
  Malformed(.yaml, "%YAML 3.0\n---\na: 1\n", "1:1", "this version of YAML is not read"),
  Malformed(.yaml, "%年 1\n---\na: 1\n", "1:2", "this is none"),
  Malformed(.yaml, "\"a\" b\n", "1:5", "the document is complete before this line"),
  Malformed(.yaml, "一: 1\n二: \u{7}\n", "2:4", "the character U+7 may not stand in YAML"),
  Malformed(.yaml, "a: \0\n", "1:4", "the character U+0 may not stand in YAML"),
  Malformed(.yaml, "a: b\u{FEFF}c\n", "1:5", "the character U+FEFF"),
  Malformed(.yaml, Array("一: 1\n二: ".utf8) + [0xA4, 0x40], "2:4", "0xA4 is not UTF-8", .encoding),
  Malformed(.yaml, Array("a: \"中".utf8).dropLast(), "1:5", "is not UTF-8", .encoding),
  Malformed(.yaml, [0xEF, 0xBB, 0xBF, 0xFF], "1:1", "0xFF is not UTF-8", .encoding),
  Malformed(.yaml, [0xFF, 0xFE, 0x61, 0x00], "1:1", "UTF-16", .encoding),
]

let malformedJSON: [Malformed] = [
  Malformed(.json, "", "1:1", "the document ends before there is a value"),
  Malformed(.json, " \n ", "2:2", "the document ends before there is a value"),
  Malformed(.json, "{", "1:2", "ends within the object '{' of line 1"),
  Malformed(.json, "[1,\n[2", "2:3", "ends within the list '[' of line 2"),
  Malformed(.json, "{\"a\"", "1:5", "ends within the object"),
  Malformed(.json, "{\"a\":", "1:6", "ends within the object"),
  Malformed(.json, "[1,]", "1:4", "remove the comma that is too much"),
  Malformed(.json, "[,1]", "1:2", "remove the comma that is too much"),
  Malformed(.json, "{\"a\":1,}", "1:8", "remove the comma before '}'"),
  Malformed(.json, "{\"a\":}", "1:6", "a value is expected before '}'"),
  Malformed(.json, "{\"a\" 1}", "1:6", "':' is expected behind the key"),
  Malformed(.json, "{a: 1}", "1:2", "a key in double quotes is expected here"),
  Malformed(.json, "{\"a\":1 \"b\":2}", "1:8", "',' or '}' is expected here, in the object of line 1"),
  Malformed(.json, "[1 2]", "1:4", "',' or ']' is expected here, in the list of line 1"),
  Malformed(.json, "[1}", "1:3", "',' or ']' is expected here"),
  Malformed(.json, "{\"滿\":1,\n\"滿\":2}", "2:1", "'滿' is there already, on line 1"),
  Malformed(.json, "{\"a\":1,\"\\u0061\":2}", "1:8", "'a' is there already"),
  Malformed(.json, "'a'", "1:1", "double quotes"),
  Malformed(.json, "[1, // x\n2]", "1:5", "JSON has no comments"),
  Malformed(.json, "True", "1:1", "write true, false or null"),
  Malformed(.json, "[NaN]", "1:2", "write null where there is none"),
  Malformed(.json, "nullx", "1:1", "'nullx' is not JSON"),
  Malformed(.json, "[滿意]", "1:2", "a value is expected here"),
  Malformed(.json, "01", "1:1", "may not begin with 0"),
  Malformed(.json, "-", "1:2", "ends before there is a value"),
  Malformed(.json, "[-]", "1:3", "a digit is expected here"),
  Malformed(.json, "[1.]", "1:4", "behind the decimal point"),
  Malformed(.json, "[1e+]", "1:5", "in the exponent"),
  Malformed(.json, "[.5]", "1:2", "a number begins with a digit"),
  Malformed(.json, "[+5]", "1:2", "a number begins with a digit"),
  Malformed(.json, "[1,5e]", "1:6", "in the exponent"),
  Malformed(.json, "[0x10]", "1:3", "',' or ']' is expected"),
  Malformed(.json, "\"滿意", "1:4", "the document ends within a text"),
  Malformed(.json, "\"a\\", "1:3", "the document ends within a text"),
  Malformed(.json, "\"a\nb\"", "1:3", "not closed on its line"),
  Malformed(.json, "\"a\tb\"", "1:3", "write it as \\u0009"),
  Malformed(.json, "\"\u{1F}\"", "1:2", "write it as \\u001f"),
  Malformed(.json, "\"\\x41\"", "1:2", "there is no such escape"),
  Malformed(.json, "\"\\u12G4\"", "1:2", "four hexadecimal digits"),
  Malformed(.json, "\"\\u１２３４\"", "1:2", "four hexadecimal digits"),
  Malformed(.json, "\"a\\ud83d\"", "1:3", "half of a surrogate pair"),
  Malformed(.json, "\"\\ud83d\\ud83d\"", "1:2", "half of a surrogate pair"),
  Malformed(.json, "\"\\ude42\\ud83d\"", "1:2", "half of a surrogate pair"),
  Malformed(.json, "\"\\ud83d\\n\"", "1:2", "half of a surrogate pair"),
  Malformed(.json, "1 2", "1:3", "the document is complete before this character"),
  Malformed(.json, "{}}", "1:3", "the document is complete before this character"),
  Malformed(.json, "{}\0", "1:3", "the document is complete before this character"),
  Malformed(.json, "[1]\u{FEFF}", "1:4", "the document is complete before this character"),
  Malformed(.json, [0x22, 0xC3, 0x28, 0x22], "1:2", "is not UTF-8", .encoding),
  Malformed(.json, [0x22, 0xED, 0xA0, 0xBD, 0x22], "1:2", "is not UTF-8", .encoding),
]

@Suite("documents that cannot be read") struct MalformedTests {
  @Test("the error says where and what", arguments: malformedYAML + malformedJSON)
  func malformed(_ document: Malformed) throws {
    let error = try #require(readingError(document.bytes, as: document.notation))
    #expect("\(error.line):\(error.column)" == document.place, "\(error.message)")
    #expect(error.message.contains(document.words), "\(error.message)")
    #expect(error.kind == document.kind)
    #expect(
      error.message.hasPrefix("plan.\(document.notation) line \(error.line), column \(error.column)"))
    if document.kind == .syntax {
      #expect(error.message.contains("(read as \(document.notation.rawValue.uppercased()))"))
    }
  }

  @Test("of two notations the one that understood more tells what is wrong")
  func whichNotation() {
    let json = readingError(Array("{\"a\": 1,\n \"b\" 2}".utf8))
    #expect(
      json?.message
        == "plan line 2, column 6 (read as JSON): ':' is expected behind the key; write \"key\": value")
    let yaml = readingError(Array("{a: 1,\n b: [2}".utf8))
    #expect(yaml?.message.contains("line 2, column 7 (read as YAML): ',' or ']' is expected") == true)
    let twice = readingError(Array("{\"a\": 1, \"a\": 2}".utf8))
    #expect(twice?.message.contains("'a' is there already, on line 1") == true)
  }

  @Test("long and odd texts stay short in messages")
  func shortMessages() {
    let key = String(repeating: "長", count: 200) + "\u{202E}"
    let error = readingError(Array("{\"\(key)\": 1, \"\(key)\": 2}".utf8), as: .json)
    #expect(error?.message.contains("'" + String(repeating: "長", count: 40) + "…'") == true)
    let odd = readingError(Array("{\"a\u{202E}\": 1, \"a\u{202E}\": 2}".utf8), as: .json)
    #expect(odd?.message.contains("'a\\u{202E}'") == true)
  }
}
