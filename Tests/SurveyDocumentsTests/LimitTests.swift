import SurveyDocuments
import Testing

@Suite("limits of documents") struct LimitTests {
  @Test("nesting", arguments: [Notation.yaml, .json, .either])
  func depth(_ notation: Notation) {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(readingError(nested(64), as: notation) == nil)
    let error = readingError(nested(65), as: notation)
    #expect(error?.kind == .limit)
    #expect(error?.column == 65)
    #expect(error?.message.contains("more than 64 lists and mappings stand inside one another") == true)
    // Far more than a recursive reader would survive.
    #expect(readingError(Array(String(repeating: "[", count: 1_000_000).utf8), as: notation)?.kind == .limit)
    #expect(
      readingError(nested(1001), as: notation, limits: DocumentLimits(depth: .max))?.column == 1001)
    let mappings = Array(String(repeating: "{\"a\":", count: 100).utf8)
    #expect(readingError(mappings, as: notation)?.kind == .limit)
  }

  @Test("block mappings nest as deep as flow ones may")
  func blockDepth() {
    var text = ""
    for level in 0..<65 { text += String(repeating: " ", count: level) + "a:\n" }
    #expect(readingError(Array(text.utf8), as: .yaml)?.line == 65)
  }

  @Test("bytes, values and texts", arguments: [Notation.yaml, .json, .either])
  func sizes(_ notation: Notation) {
    let limits = DocumentLimits(bytes: 40, nodes: 4, scalarBytes: 9)
    func error(_ text: String) -> DocumentError? {
      readingError(Array(text.utf8), as: notation, limits: limits)
    }
    #expect(error("[1, 2, 3]") == nil)
    #expect(error("[1, 2, 3, 4]")?.kind == .limit)
    #expect(error("[1, 2, 3, 4]")?.column == 11)
    #expect(error("[\"一二三\"]") == nil)
    #expect(error("[\"一二三四\"]")?.message.contains("longer than 9 bytes") == true)
    #expect(error("{\"一二三四\": 1}")?.kind == .limit)
    #expect(error("[\"" + String(repeating: "a", count: 50) + "\"]")?.message.contains("54 bytes") == true)
  }

  @Test("a few lines that stand for billions of values are refused at the first anchor")
  func billionLaughs() {
    var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for (before, name) in zip("abcdefgh", "bcdefghi") {
      text +=
        "\(name): &\(name) [" + [String](repeating: "*\(before)", count: 9).joined(separator: ",") + "]\n"
    }
    #expect(readingError(Array(text.utf8))?.message.contains("is an anchor") == true)
  }
}
