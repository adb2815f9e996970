import SurveyStats
import Testing

/// `plan check`: all that is wrong at once, in the order of the file, in both languages.
@Suite struct PlanCheckTests {
  private static let head = """
    schema: survey-stats/plan@1
    id: t
    title: 計畫
    agency: {name: 區公所}
    year: {roc: 105, ce: 2016}

    """

  private func check(_ text: String, folder: String = "") throws -> PlanCheck {
    try PlanCheck(document: Array(text.utf8), name: "plan.yaml", folder: folder)
  }

  @Test(
    "an unknown key, a wrong type, a misspelt kind, a missing file and a target that is no number are named at once"
  )
  func fiveMistakes() throws {
    let folder = try PlanFolder(["log.csv": "日期,件數\n105/1/2,3\n"])
    let text =
      Self.head + """
        suppress_below: five
        datasets:
          - {id: log, role: events, file: log.csv}
          - {id: gone, role: events, file: gone.csv, prior: away.csv}
        nodes:
          - label: 甲
            indicators:
              - {id: a, kind: count, dataset: log, unitt: 件, target: {at_least: 多}}
              - {id: b, kind: cout, dataset: log}
              - {id: c, kind: growth, of: b}

        """
    let result = try withExtendedLifetime(folder) { try check(text, folder: folder.path + "/") }
    #expect(result.plan == nil && result.problems.allSatisfy(\.isError))
    let wanted = [
      (6, 17, "'five'", "「five」"), (9, 36, "gone.csv", "gone.csv"), (9, 53, "away.csv", "away.csv"),
      (13, 44, "did you mean 'unit'?", "是否為「unit」？"), (13, 73, "must be a number", "須為數字"),
      (14, 23, "did you mean 'count'?", "是否為「count」？"),
    ]
    #expect(result.problems.count == wanted.count, "\(result.problems)")
    for (problem, (line, column, english, chinese)) in zip(result.problems, wanted) {
      #expect(problem.line == line && problem.column == column, "\(problem)")
      #expect(problem.message.contains(english), "\(problem.message)")
      #expect(problem.chinese?.contains(chinese) == true, "\(problem.chinese ?? "")")
      // The list gives the place; the words do not repeat it.
      #expect(!problem.message.contains("plan.yaml line"))
    }
  }

  @Test("a misspelt key is read as the nearest, so that nothing is missing because of it")
  func misspeltKeys() throws {
    for key in ["datasets", "owners", "nodes", "year"] {
      let text =
        Self.head + """
          owners: [{id: x}]
          datasets: [{id: log, role: events, file: log.csv}]
          nodes: [{label: 甲, owner: x, indicators: [{id: a, kind: count, dataset: log, where: '件數 >'}]}]

          """
      let folder = try PlanFolder(["log.csv": "件數\n1\n"])
      let wrong = text.replacing("\n\(key):", with: "\n\(key)z:")
      let problems = try withExtendedLifetime(folder) { try check(wrong, folder: folder.path + "/").problems }
      #expect(problems.count == 2, "\(key): \(problems)")
      #expect(problems.contains { $0.message.contains("did you mean '\(key)'?") })
      #expect(problems.contains { $0.message.contains("'where'") })
    }
  }

  @Test("what hangs on an entry that cannot be read is no error of its own")
  func consequences() throws {
    let text =
      Self.head + """
        owners: [{id: x, nmae: 甲}, {name: 乙}]
        units: {里: [{id: 東里, population: 0}]}
        datasets: [{id: log, role: evnts, file: log.csv}, {role: events}]
        surveys: [{id: s, dataset: lg}]
        nodes:
          - label: 甲
            owner: y
            indicators:
              - {id: a, kind: count, dataset: lag}
              - {id: b, kind: score, survey: s, item: q}
              - {id: c, kind: frequency, dataset: log, date: 日期, per: day, by: 里, units: 里}
              - {id: d, kind: growth, of: a}

        """
    let problems = try check(text).problems
    let wanted = ["'nmae'", "has no 'id'", "population", "'evnts'", "has no 'id'"]
    #expect(problems.count == wanted.count, "\(problems)")
    for (problem, words) in zip(problems, wanted) { #expect(problem.message.contains(words), "\(problem)") }
  }

  @Test("a document that is no YAML has one located error, also in Chinese")
  func syntax() throws {
    for (text, line) in [("a: [1\nb: 2\n", 2), ("a: &x 1\n", 1), ("a: 1\na: 2\n", 2), ("", 1)] {
      let result = try check(text)
      #expect(result.problems.count == 1 && result.problems.first?.line == line, "\(result.problems)")
      #expect(result.problems.first?.column != nil && result.problems.first?.chinese != nil)
    }
    // Title in Big5.
    let big5 = try PlanCheck(document: Array("title: ".utf8) + [0xB4, 0xFA], name: "plan.yaml")
    #expect(big5.problems.count == 1 && big5.problems.first?.column == 8)
    #expect(big5.problems.first?.chinese?.contains("Big5") == true)
  }

  @Test("one message names fifty errors at most")
  func manyErrors() throws {
    let owners = (1...80).map { "  - {id: o\($0), nane: x}\n" }.joined()
    let text = Self.head + "owners:\n\(owners)nodes: []\n"
    let error = try #require(throws: SurveyStatsError.self) {
      _ = try Plan(document: Array(text.utf8), name: "plan.yaml")
    }
    let lines = error.message.split(separator: "\n")
    #expect(lines.count == 51 && lines.last == "and 30 more errors")
    #expect(error.chinese?.split(separator: "\n").last == "另有 30 項錯誤")
    #expect(try check(text).problems.count == 80)
  }
}
