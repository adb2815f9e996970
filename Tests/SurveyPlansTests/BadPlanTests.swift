import Foundation
import SurveyStats
import Testing

/// Plans that are none: each error names the place, what stands there and what was expected.
@Suite struct BadPlanTests {
  struct Bad: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var line: Int?
    var column: Int?
    var says: [String]
    var testDescription: String { name }
  }

  private static let head = """
    schema: survey-stats/plan@1
    id: t
    title: 計畫
    agency: {name: 區公所}
    year: {roc: 105, ce: 2016}

    """
  private static let data = "datasets: [{id: log, role: events, file: log.csv}]\n"
  private static func plan(_ indicator: String) -> String {
    head + data + "nodes:\n  - label: 全部\n    indicators:\n      - \(indicator)\n"
  }

  static let cases: [Bad] = [
    Bad(name: "empty", text: "", line: 1, column: 1, says: ["empty"]),
    Bad(name: "a list", text: "- a\n", line: 1, column: 1, says: ["the plan", "a list"]),
    Bad(name: "no schema", text: "id: a\n", line: 1, column: 1, says: ["has no 'schema'"]),
    Bad(
      name: "another schema", text: "schema: survey-stats/codebook@1\n", line: 1, column: 9,
      says: ["survey-stats/plan@1"]),
    Bad(
      name: "unknown key", text: head + "dataset: []\nnodes: []\n", line: 6, column: 1,
      says: ["'dataset'", "did you mean 'datasets'?"]),
    Bad(name: "no nodes", text: head, line: 1, column: 1, says: ["has no 'nodes'"]),
    Bad(
      name: "years that do not agree", text: head.replacing("2016", with: "2015") + "nodes: []\n", line: 5,
      column: 7, says: ["ROC 105 is 2016, not 2015"]),
    Bad(
      name: "wrong type", text: head + "nodes: yes please\n", line: 6, column: 8,
      says: ["'nodes'", "a list", "yes please"]),
    Bad(
      name: "a date that no calendar has", text: head + "as_of: 2016-02-30\nnodes: []\n", line: 6, column: 8,
      says: ["'as_of'", "a day"]),
    Bad(
      name: "a term that ends before it begins",
      text: head + "term: {from: 2016-05-01, to: 2016-01-01}\nnodes: []\n", line: 6, column: 7,
      says: ["ends (2016-01-01) before it begins"]),
    Bad(
      name: "a dataset twice",
      text: head
        + "datasets: [{id: a, role: cases, file: a.csv}, {id: a, role: cases, file: b.csv}]\nnodes: []\n",
      line: 6, column: 47, says: ["'a' is there twice"]),
    Bad(
      name: "an unknown role", text: head + "datasets: [{id: a, role: case, file: a.csv}]\nnodes: []\n",
      line: 6,
      column: 26, says: ["did you mean 'cases'?"]),
    Bad(
      name: "no file", text: head + "datasets: [{id: a, role: cases}]\nnodes: []\n", line: 6, column: 12,
      says: ["has no 'file'"]),
    Bad(
      name: "a survey of records", text: head + data + "surveys: [{id: s, dataset: log}]\nnodes: []\n",
      line: 7,
      column: 28, says: ["role events", "survey or staff_survey"]),
    Bad(
      name: "weighting without margins",
      text: head
        + "datasets: [{id: q, role: survey, file: q.csv}]\nsurveys: [{id: s, dataset: q, weighting: rake}]\nnodes: []\n",
      line: 7, column: 11, says: ["margins"]),
    Bad(
      name: "indicator without data", text: plan("{id: a, kind: count}"), line: 10, column: 9,
      says: ["indicator 'a' of kind count has no 'dataset'"]),
    Bad(
      name: "a dataset that is not there", text: plan("{id: a, kind: count, dataset: lag}"), line: 10,
      column: 39,
      says: ["no dataset 'lag'", "did you mean 'log'?"]),
    Bad(
      name: "unknown kind", text: plan("{id: a, kind: counts, dataset: log}"), line: 10, column: 23,
      says: ["did you mean 'count'?"]),
    Bad(
      name: "a key of another kind", text: plan("{id: a, kind: count, dataset: log, pass: 3}"), line: 10,
      column: 44, says: ["'pass'"]),
    Bad(
      name: "a misspelt key beside what is then missing",
      text: plan("{id: a, kind: share, dataset: log, numeratr_sum: x, denominator_sum: y}"), line: 10,
      column: 44,
      says: ["indicator 'a' of kind share has no member 'numeratr_sum'", "did you mean 'numerator_sum'?"]),
    Bad(
      name: "a misspelt id", text: plan("{idd: a, kind: text}"), line: 10, column: 10,
      says: ["no member 'idd'", "did you mean 'id'?"]),
    Bad(
      name: "a misspelt kind", text: plan("{id: a, knid: text}"), line: 10, column: 17,
      says: ["no member 'knid'", "did you mean 'kind'?"]),
    Bad(
      name: "a cycle", text: plan("{id: a, kind: growth, of: a}"), line: 10, column: 35,
      says: ["its own growth"]),
    Bad(
      name: "growth of growth",
      text: plan(
        "{id: a, kind: count, dataset: log}\n      - {id: b, kind: growth, of: a}\n      - {id: c, kind: growth, of: b}"
      ),
      line: 12, column: 35, says: ["growth of a growth rate"]),
    Bad(
      name: "growth of nothing", text: plan("{id: a, kind: growth, of: zz}"), line: 10, column: 35,
      says: ["no indicator 'zz'"]),
    Bad(
      name: "an id twice",
      text: plan("{id: a, kind: text}\n      - {id: a, kind: text}"), line: 11, column: 14,
      says: ["'a' is taken by the indicator at line 10"]),
    Bad(
      name: "two bounds", text: plan("{id: a, kind: count, dataset: log, target: {at_least: 1, at_most: 2}}"),
      line: 10, column: 52, says: ["one bound; here are 2"]),
    Bad(
      name: "a target of nothing", text: plan("{id: a, kind: count, dataset: log, target: {each: true}}"),
      line: 10,
      column: 52, says: ["at_least"]),
    Bad(
      name: "a condition that cannot be read",
      text: plan("{id: a, kind: count, dataset: log, where: 'x ==='}"), line: 10, column: 51,
      says: ["'where'"]),
    Bad(
      name: "a rate without residents",
      text: plan("{id: a, kind: distribution, dataset: log, by: t, rate_per: 1000}"), line: 10, column: 9,
      says: ["'units'", "'area'"]),
    Bad(
      name: "an owner that is not there", text: plan("{id: a, kind: text, owner: x}"), line: 10, column: 36,
      says: ["no owner 'x'"]),
    Bad(
      name: "points and weight", text: plan("{id: a, kind: text, points: 1, weight: 2}"), line: 10, column: 9,
      says: ["points and a weight"]),
    Bad(
      name: "not applicable without a reason", text: plan("{id: a, kind: text, status: not_applicable}"),
      line: 10,
      column: 37, says: ["'reason'"]),
    Bad(name: "a key twice", text: head + "id: u\nnodes: []\n", line: 6, column: 1, says: ["'id'"]),
    Bad(
      name: "anchors that explode",
      text: head + "basis: &a [x, x]\nlevels: [*a, *a]\nnodes: []\n", line: 6, column: 8, says: ["anchor"]),
    Bad(
      name: "too deep",
      text: head + "nodes: " + String(repeating: "[{label: a, nodes: ", count: 13) + "[]"
        + String(repeating: "}]", count: 13) + "\n", line: 6, column: nil, says: ["deep"]),
    Bad(
      name: "a tab", text: head + "nodes:\n\t- label: x\n", line: 7, column: nil, says: []),
  ]

  @Test("a located error", arguments: cases) func located(_ bad: Bad) throws {
    let error = try #require(throws: SurveyStatsError.self) {
      _ = try Plan(document: Array(bad.text.utf8), name: "plan.yaml")
    }
    for words in bad.says { #expect(error.message.contains(words), "\(error.message)") }
    #expect(error.row == bad.line, "\(error.message)")
    if let column = bad.column { #expect(error.column == column, "\(error.message)") }
    #expect(error.message.contains("plan.yaml"))
  }

  @Test("every column that an indicator's file lacks is named, with its place in the plan")
  func missingColumns() throws {
    let folder = try PlanFolder(["log.csv": "日期,件數\n103/1/2,3\n"])
    let plan = try folder.plan(
      ["{id: a, kind: count, dataset: log, sum: 人次, by: 里別, where: '類別 == \"路燈\" && 件數 > 1'}"],
      datasets: ["{id: log, role: events, file: log.csv}"])
    let problems = try withExtendedLifetime(folder) { try plan.problems() }
    #expect(problems.count == 3 && problems.allSatisfy { $0.isError && $0.line == 12 })
    for (name, column) in [("人次", 49), ("里別", 57), ("類別", 68)] {
      let problem = try #require(problems.first { $0.message.contains("'\(name)'") })
      #expect(problem.column == column, "\(name) \(problem.column ?? 0)")
    }
  }

  @Test("several errors are named in one reading, and what only follows from them is not")
  func severalErrors() throws {
    let text =
      Self.head
        + """
        datasets:
          - {id: log, role: evnts, file: log.csv}
        surveys:
          - {id: s, dataset: log, samplin: srs}
        nodes:
          - label: 甲
            owner: nobody
            indicators:
              - {id: a, kind: count, datset: log, unitt: 件}
              - {id: b, kind: score, survey: s, item: q1}
              - {id: c, kind: growth, of: a}
              - {id: d, kind: growth, of: zz}
          - labell: 乙
          - label: 丙
            indicators: [{id: e, kind: count, dataset: log, target: {at_leest: 3}}]

        """
    let error = try #require(throws: SurveyStatsError.self) {
      _ = try Plan(document: Array(text.utf8), name: "plan.yaml")
    }
    let lines = error.message.split(separator: "\n")
    let wanted = [
      "'evnts'", "'samplin'", "no owner 'nobody'", "'datset'", "'unitt'", "no indicator 'zz'", "'labell'",
      "'at_leest'",
    ]
    #expect(lines.count == wanted.count, "\(error.message)")
    for (line, words) in zip(lines, wanted) { #expect(line.contains(words), "\(line)") }
    #expect(error.row == 7)
  }

  @Test("a plan saved as Big5 says what to do") func big5() throws {
    let bytes = Array("schema: survey-stats/plan@1\ntitle: ".utf8) + [0xB4, 0xFA, 0xB8, 0xD5, 0x0A]
    let error = try #require(throws: SurveyStatsError.self) {
      _ = try Plan(document: bytes, name: "plan.yaml")
    }
    #expect(error.code == .badEncoding && error.row == 2 && error.column == 8)
    #expect(error.message.contains("UTF-8"))
  }

  @Test("a file that is not there is named with the plan's line") func missingFile() throws {
    let plan = try Plan(
      document: Array(Self.plan("{id: a, kind: count, dataset: log}").utf8), name: "p", folder: "nowhere/")
    let error = try #require(throws: SurveyStatsError.self) { _ = try plan.evaluate() }
    #expect(error.code == .inputOutput)
    #expect(error.message.contains("nowhere/log.csv") && error.message.contains("line 6 of the plan"))
    let problems = try plan.problems()
    #expect(problems.first?.line == 6 && problems.first?.isError == true)
  }

  @Test("check names all problems in one run: columns, cells, what has no value") func allProblems() throws {
    let folder = try PlanFolder(["log.csv": "日期,件數\n103/1/2,多\n"])
    let plan = try folder.plan(
      [
        "{id: a, kind: count, dataset: log, sum: 件數}", "{id: b, kind: count, dataset: log, sum: 件数量}",
        "{id: c, kind: count, dataset: log}", "{id: d, kind: growth, of: c}",
      ], datasets: ["{id: log, role: events, file: log.csv}"])
    let problems = try withExtendedLifetime(folder) { try plan.problems() }
    #expect(problems.map(\.isError) == [true, true, false])
    #expect(problems[0].message.contains("'多' is not a number") && problems[0].message.contains("row 2"))
    #expect(problems[1].message.contains("件数量"))
    #expect(problems[2].message.contains("'d'"))
  }
}

@Suite struct FractionTargetTests {
  @Test("a target of 50 for a share is refused with the fraction it means") func percent() throws {
    let folder = try PlanFolder(["r.csv": "a\n1\n"])
    let error = try #require(throws: SurveyStatsError.self) {
      try folder.plan(
        ["{id: x, kind: share, dataset: r, numerator: 'a == 1', target: {at_least: 50}}"],
        datasets: ["{id: r, role: events, file: r.csv}"])
    }
    #expect(error.message.contains("write 0.5 or 50%") && error.message.contains("line "))
    _ = try folder.plan(
      ["{id: x, kind: share, dataset: r, numerator: 'a == 1', target: {at_least: 50%}}"],
      datasets: ["{id: r, role: events, file: r.csv}"])
  }
}
