import SurveyDocuments
import Testing

@Suite("documents that are well formed") struct WellFormedTests {
  @Test("YAML as an official writes it, with every place")
  func yamlWithPlaces() throws {
    let text = """
      # 計畫
      title: 為民服務滿意度
      年度: 112
      items:
        - 洽公環境
        - "服務: 禮儀"
      scale: {非常滿意: 5, 滿意: 4}
      note:

      """
    let node = try parse(text)
    #expect(node.origin.format == .yaml)
    #expect(
      outline(node, places: true) == """
        {title@2:1: 為民服務滿意度@2:8, 年度@3:1: 112@3:5, items@4:1: [洽公環境@5:5, "服務: 禮儀"@6:5]@5:3, \
        scale@7:1: {非常滿意@7:9: 5@7:15, 滿意@7:18: 4@7:22}@7:8, note@8:1: null@8:6}@2:1
        """)
  }

  @Test("JSON in the same shape, with every place")
  func jsonWithPlaces() throws {
    let node = try parse("{\"標題\": \"滿意度\",\r\n \"a\": [1, -2.5e3,\ttrue, null],\r \"b\": {}}\n")
    #expect(node.origin.format == .json)
    #expect(
      outline(node, places: true) == """
        {標題@1:2: "滿意度"@1:8, a@2:2: [1@2:8, -2.5e3@2:11, true@2:19, null@2:25]@2:7, b@3:2: {}@3:7}@1:1
        """)
  }

  @Test(
    "scalars keep their text, and only what is plain can be nothing",
    arguments: [
      ("a: 1010101", "{a: 1010101}"), ("a: NO", "{a: NO}"), ("a: 9", "{a: 9}"),
      ("a: 112/5/4", "{a: 112/5/4}"), ("a: 0912", "{a: 0912}"), ("a: 1:30", "{a: 1:30}"),
      ("a: ~", "{a: null}"), ("a: null", "{a: null}"), ("a: NULL", "{a: null}"), ("a:", "{a: null}"),
      ("a: \"null\"", "{a: \"null\"}"), ("a: ''", "{a: \"\"}"), ("a: \"9\"", "{a: \"9\"}"),
      ("a: nULL", "{a: nULL}"), ("NO: 1", "{NO: 1}"), ("null: 1", "{null: 1}"), ("'': 1", "{: 1}"),
      ("? a\n: b", "{a: b}"), ("[]", "[]"), ("{}", "{}"), ("a: [ ]", "{a: []}"), ("5", "5"),
      ("a: |\n  一\n  二\n", "{a: \"一\n二\n\"}"), ("a: >-\n  一\n  二\n", "{a: \"一 二\"}"),
      ("a: !!str 5", "{a: \"5\"}"), ("a: !!int \"5\"", "{a: 5}"), ("a: !!float 5", "{a: 5}"),
      ("a: !!bool 'true'", "{a: true}"), ("a: !!null ''", "{a: null}"), ("a: ! 5", "{a: \"5\"}"),
      ("a: !!seq [1]", "{a: [1]}"), ("a: !!map {b: 1}", "{a: {b: 1}}"), ("!!str a: 1", "{a: 1}"),
      ("%YAML 1.2\n---\na: 1\n...\n", "{a: 1}"), ("--- # x\na: b # c\n", "{a: b}"),
      ("\u{FEFF}a: 1", "{a: 1}"), ("{a: 1, b: [x]}", "{a: 1, b: [x]}"),
      ("a: 瓦\u{FFFA8}里", "{a: 瓦\u{FFFA8}里}"),
      ("- 🙂\n- a\u{301}", "[🙂, a\u{301}]"), ("a: \"\\u4E2D\\t\\U0001F642\"", "{a: \"中\t🙂\"}"),
      ("a: b c\n  d", "{a: b c d}"), ("<<: {a: 1}", "{<<: {a: 1}}"),
    ])
  func yaml(_ text: String, _ expected: String) throws {
    #expect(outline(try parse(text)) == expected)
    #expect(outline(try parse(text, as: .yaml)) == expected)
  }

  @Test(
    "JSON's escapes, numbers and blanks",
    arguments: [
      (#""\"\\\/\b\f\n\r\t""#, "\"\"\\/\u{8}\u{C}\n\r\t\""), (#""中\u4e2D國""#, "\"中中國\""),
      (#""\ud83d\uDE42""#, "\"🙂\""), (#""\uDBFF\uDFFF""#, "\"\u{10FFFF}\""), (#""\u0000""#, "\"\0\""),
      ("\"\u{7F}\u{85}\u{2028}\"", "\"\u{7F}\u{85}\u{2028}\""), ("0", "0"), ("-0", "-0"), ("0.0", "0.0"),
      ("1e5", "1e5"), ("1E+5", "1E+5"), ("10.25e-17", "10.25e-17"), (" \t\r\n[\n]\r\n", "[]"),
      ("\u{FEFF}{}", "{}"), ("{\"\": 1}", "{: 1}"), ("\"\"", "\"\""), ("false", "false"), ("null", "null"),
      ("12345678901234567890123456789", "12345678901234567890123456789"), ("[[],{},[{}]]", "[[], {}, [{}]]"),
    ])
  func json(_ text: String, _ expected: String) throws {
    #expect(outline(try parse(text, as: .json)) == expected)
  }

  @Test("what only looks like JSON is YAML where it is good YAML")
  func flowYAML() throws {
    #expect(try parse("{a: 1}").origin.format == .yaml)
    #expect(try parse("[1, 2,]").origin.format == .yaml)
    #expect(try parse("{\"a\": 1}").origin.format == .json)
    #expect(try parse("\n  [1]").origin.format == .json)
    #expect(try parse("5").origin.format == .yaml)
  }

  @Test("one long line is read in linear time")
  func longLine() throws {
    let text = "[" + [String](repeating: "\"滿\"", count: 200_000).joined(separator: ",") + "]"
    guard case .sequence(let items) = try parse(text).content else {
      Issue.record("not a list")
      return
    }
    #expect(items.count == 200_000)
    #expect(items.last?.column == 2 + 199_999 * 4)
  }
}
