import SurveyStats
import Testing

/// What fewer than five respondents stand behind is nowhere, nor what would give it away by subtraction.
@Suite struct SuppressionTests {
  /// 20 answers of 甲, 6 of 乙, 3 of 丙; the three of 丙 are all satisfied.
  private static let survey =
    "課室,滿意\n"
    + [("甲", 20), ("乙", 6), ("丙", 3)].map { name, count in
      (0..<count).map { "\(name),\(name == "丙" || $0 % 2 == 0 ? "滿意" : "不滿意")\n" }.joined()
    }.joined()

  private func evaluate(_ indicators: [String]) throws -> PlanEvaluation {
    let folder = try PlanFolder(["s.csv": Self.survey])
    return try withExtendedLifetime(folder) {
      try folder.plan(
        indicators, datasets: ["{id: s, role: survey, file: s.csv}"],
        top: "surveys: [{id: q, label: 調查, dataset: s, sampling: srs}]"
      ).evaluate()
    }
  }

  private func isWithheld(_ result: IndicatorResult?) -> Bool {
    result?.value == nil && result?.count == 0 && result?.reason?.code == "suppressed"
      && result?.tables.isEmpty == true && result?.evidence.allSatisfy { $0.rows == 0 } == true
      && result?.notes.isEmpty == true
  }

  @Test("a condition that picks a small group, or all but one, shows nothing: no value, n or note")
  func conditions() throws {
    let found = try evaluate([
      "{id: few, kind: score, survey: q, item: 滿意, where: '課室 == \"丙\"'}",
      "{id: rest, kind: score, survey: q, item: 滿意, where: '課室 != \"丙\"'}",
      "{id: share-few, kind: share, dataset: s, where: '課室 == \"丙\"', numerator: '滿意 == \"滿意\"'}",
      "{id: share-rest, kind: share, dataset: s, where: '課室 != \"丙\"', numerator: '滿意 == \"滿意\"'}",
      "{id: count-few, kind: count, dataset: s, where: '課室 == \"丙\"'}",
      "{id: all, kind: score, survey: q, item: 滿意}",
      "{id: many, kind: score, survey: q, item: 滿意, where: '課室 == \"甲\"'}",
    ])
    for id in ["few", "rest", "share-few", "share-rest", "count-few"] {
      #expect(isWithheld(found[id]), "\(id)")
    }
    #expect(found["all"]?.count == 29 && found["many"]?.count == 20)
  }

  @Test("tables of records of a questionnaire hide small groups and one more") func tables() throws {
    let found = try evaluate([
      "{id: c, kind: count, dataset: s, by: 課室}",
      "{id: p, kind: share, dataset: s, numerator: '滿意 == \"滿意\"', by: 課室}",
      "{id: d, kind: distribution, dataset: s, by: [課室, 滿意]}",
    ])
    for id in ["c", "p"] {
      let table = try #require(found[id]?.tables.first)
      var hidden: [String] = []
      for row in table.rows
      where row.cells[1] == .hidden(complementary: false)
        || row.cells[1] == .hidden(complementary: true)
      {
        if case .words(let name) = row.cells[0] { hidden.append(name.chinese) }
      }
      #expect(hidden.sorted() == ["丙", "乙"], "\(id)")
      #expect(found[id]?.notes.contains { $0.code == "suppressed" } == true)
    }
    // The two-way table has cells of three: it is not there.
    #expect(found["d"]?.tables.contains { $0.role == .cross } == false)
  }

  @Test("records of cases are nobody's answers") func cases() throws {
    let folder = try PlanFolder(["s.csv": Self.survey])
    let found = try withExtendedLifetime(folder) {
      try folder.plan(
        ["{id: c, kind: count, dataset: s, where: '課室 == \"丙\"'}"],
        datasets: ["{id: s, role: cases, file: s.csv}"]
      ).evaluate()
    }
    #expect(found["c"]?.value == 3)
  }
}
