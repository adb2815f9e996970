import Testing

@testable import SurveyTable

/// A table in memory and the rows that each expression chooses from it.
@Suite struct DomainExpressionTests {
  static let data = [
    SurveyColumn(name: "age", values: .int32([18, 30, 65, 80, 0]), validity: [1, 1, 1, 1, 0]),
    SurveyColumn(name: "sex", texts: ["F", "M", "F", nil, "M"]),
    SurveyColumn(name: "行政區", texts: ["信義區", "中正區", "信義區", "仁愛區", " 信義區 "]),
    SurveyColumn(name: "Q 3", values: .float64([1, 2, .nan, 4, 5])),
    SurveyColumn(name: "api.00", values: .float64([1, 3, 2, 4, 5])),
  ]

  static let cases: [(String, String)] = [
    ("age >= 30", "01110"), ("age > 30 && sex == \"F\"", "00100"), ("sex != 'F'", "01001"),
    ("!(sex == \"F\")", "01011"), ("age < 30 || age > 70", "10010"), ("30 <= age", "01110"),
    ("行政區 == \"信義區\"", "10101"), ("行政區 in (\"信義區\", '仁愛區')", "10111"),
    ("age in (18, 80)", "10010"), ("`Q 3` < api.00", "01000"), ("`Q 3` == api.00", "10011"),
    ("age == -1", "00000"), ("1 == 1", "11111"), ("2 < 1 || age >= 1e1", "11110"),
    ("age>=30&&age<=65", "01100"), ("!!(age >= 30)", "01110"), ("age != 30", "10110"),
    ("(age >= 30 || sex == \"F\") && !(age > 70)", "11100"),
  ]

  @Test("chooses the rows that it says", arguments: cases)
  func chooses(_ expression: String, _ expected: String) throws {
    #expect(try members(expression) == expected)
  }

  private func members(_ text: String) throws -> String {
    let data = try SurveyData(columns: Self.data)
    let expression = try DomainExpression(parsing: text)
    var requests: [ColumnRequest] = []
    let filter = try DomainFilter(expression) { (name, reading) throws(SurveyStatsError) in
      requests.append(ColumnRequest(column: try data.position(of: name, as: "where"), reading: reading))
      return requests.count - 1
    }
    let source = try data.makeSource()
    let batch = ColumnBatch()
    try source.begin(requests, into: batch, run: nil)
    var result = ""
    while try source.next(into: batch) { result += filter.membership(in: batch).map(String.init).joined() }
    return result
  }

  @Test(
    "says where it cannot be read",
    arguments: [
      ("age >", 6), ("age = 3", 5), ("age >= 30 sex == 'F'", 11), ("sex > \"F\"", 10),
      ("age in (1, 'a')", 16), ("(age > 3", 9), ("'open", 1), ("3x > 2", 1), ("age # 3", 5), ("", 1),
      ("age in (sex)", 12), ("\"F\" == \"F\"", 11), ("`age > 3", 1),
    ])
  func says(_ expression: String, _ character: Int) {
    do {
      _ = try DomainExpression(parsing: expression)
      Issue.record("'\(expression)' was read")
    } catch {
      #expect(error.code == .invalidExpression)
      #expect(error.message.contains("character \(character):"), "\(error.message)")
    }
  }

  @Test("deep nesting is refused before the stack ends")
  func nesting() {
    let deep = String(repeating: "(", count: 100_000 / 2) + "1 == 1"
    for text in [
      deep, String(repeating: "!", count: 60_000) + "(1 == 1)",
      Array(repeating: "a > 1", count: 5000).joined(separator: " && "),
    ] {
      do {
        _ = try DomainExpression(parsing: text)
        Issue.record("a deep expression was read")
      } catch {
        #expect(error.code == .limitExceeded)
      }
    }
  }

  @Test("a number is not compared with text") func textIsNoNumber() {
    do {
      _ = try members("sex > 3")
      Issue.record("compared")
    } catch let error as SurveyStatsError {
      #expect(error.code == .malformedData)
      #expect(error.row == 1 && error.column == 2)
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test("any text is an expression or an error") func anyText() {
    let pieces = [
      "age", " ", "(", ")", "&&", "||", "!", "<", ">=", "==", "in", ",", "'x'", "\"", "`", "1", ".", "-", "區",
      "\0", "e5",
    ]
    var state: UInt64 = 99
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    for _ in 0..<20_000 {
      let text = (0..<(next() % 12)).map { _ in pieces[next() % pieces.count] }.joined()
      _ = try? DomainExpression(parsing: text)
      _ = try? ContrastExpression(parsing: text)
    }
  }
}
