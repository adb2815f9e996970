import SurveyStats
import Testing

@Suite("an earlier survey that is not quite alike") struct PriorSurveyTests {
  private func data(
    _ columns: (String, [String?])..., name: String, scale: String = "satisfaction-4"
  ) throws -> SurveyData {
    let data = try SurveyData(columns: columns.map { SurveyColumn(name: $0.0, texts: $0.1) }, name: name)
    let scale = try #require(AnswerScale.builtIn(named: scale))
    return try data.scored(by: Dictionary(uniqueKeysWithValues: columns.map { ($0.0, scale) }))
  }

  private static let good: [String?] = Array(repeating: "滿意", count: 60) + Array(repeating: "不滿意", count: 40)

  private func rate(_ estimates: Estimates, _ term: String) -> Double? {
    estimates.rows.first { $0.term == term && $0.statistic == "growth" }?.estimate
  }

  @Test("last year's 普通 left out is no growth of this year: more than 5 % unknown answers refuse it")
  func unknownAnswers() throws {
    let now = try data(("q", Self.good), ("r", Self.good), name: "now.csv")
    // 6 of 106 are 5.7 %, 5 of 105 are 4.8 %.
    func prior(_ unknown: Int) throws -> SampleDesign {
      try SampleDesign(
        data(
          ("q", Self.good + Array(repeating: "普通", count: unknown)),
          ("r", Self.good + Array(repeating: nil, count: unknown)), name: "prior.csv"))
    }
    for statistic in [GrowthStatistic.topTwo, .mean, .scoreOfMax] {
      let options = GrowthOptions(statistic: statistic)
      let refused = try SampleDesign(now).growth(["q", "r"], since: prior(6), options)
      #expect(rate(refused, "q") == nil)
      #expect(rate(refused, "r") == 0)
      #expect(refused.rows.filter { $0.term == "q" && $0.period != nil }.allSatisfy { $0.estimate != nil })
      let note = try #require(refused.notes.first { $0.code == "growth_unknown_answers" })
      #expect(note.english.contains("'q' (5.7 %)") && note.chinese.contains("「q」（5.7%）"))
      let accepted = try SampleDesign(now).growth(["q", "r"], since: prior(5), options)
      #expect(rate(accepted, "q") == 0)
      #expect(!accepted.notes.contains { $0.code == "growth_unknown_answers" })
    }
  }

  @Test("a construct of such an item has no growth either, and this year's unknown answers count as well")
  func constructs() throws {
    let whole = try data(("q", Self.good), ("r", Self.good), name: "a.csv")
    let broken = try data(
      ("q", Self.good + Array(repeating: "普通", count: 20)),
      ("r", Self.good + Array(repeating: nil, count: 20)),
      name: "b.csv")
    let construct = [Construct(name: "k", items: ["q", "r"])]
    for (now, then) in [(whole, broken), (broken, whole)] {
      let estimates = try SampleDesign(now.adding(construct)).growth(
        ["k", "r"], since: SampleDesign(then.adding(construct)))
      #expect(rate(estimates, "k") == nil && rate(estimates, "r") != nil)
    }
  }

  @Test("what reading the earlier file decided carries its name") func notes() throws {
    func design(_ extra: String, _ name: String) throws -> SampleDesign {
      try SampleDesign(data(("q", Self.good + [extra]), name: name))
    }
    let estimates = try design("貓", "now.csv").growth("q", since: design("狗", "prior.csv"))
    let notes = estimates.notes.filter { $0.code == "unknown_answers" }.map(\.chinese)
    #expect(notes.count == 2)
    #expect(notes.contains { $0.hasPrefix("prior.csv：") && $0.contains("狗") })
    #expect(notes.contains { !$0.hasPrefix("prior.csv") && $0.contains("貓") })
    // Two files of one name are told apart by their periods.
    let twins = try design("貓", "f.csv").growth("q", since: design("狗", "f.csv"), from: "102", to: "103")
    #expect(twins.notes.contains { $0.english.hasPrefix("102: ") && $0.english.contains("狗") })
  }

  @Test("a question typed with half-width signs is the same question, with a note") func spelling() throws {
    let (now, then) = ("整體而言，您滿意嗎？", "整體而言,您 滿意嗎?")
    let later = try SampleDesign(data((now, Self.good), name: "now.csv"))
    let earlier = try SampleDesign(data((then, Self.good), name: "prior.csv"))
    let estimates = try later.growth(ColumnList(now), since: earlier, GrowthOptions(statistic: .topTwo))
    #expect(rate(estimates, now) == 0)
    let note = try #require(estimates.notes.first { $0.code == "columns_matched_by_spelling" })
    #expect(note.english.contains("'\(then)' for '\(now)'"))
    let summary = try later.summary(SummaryOptions(items: [now]), since: earlier)
    #expect(summary.rows.contains { $0.section == "growth" && $0.term == now })
  }

  @Test("two columns that fold to one name, and columns that are there already, keep their names")
  func ambiguous() throws {
    let now = try data(("Q １", Self.good), ("r", Self.good), name: "now.csv")
    let then = try data(
      ("q1", Self.good), ("Q1", Self.good), ("R", Self.good), ("r", Self.good), name: "prior.csv")
    #expect(then.spelled(like: now).columnNames == ["q1", "Q1", "R", "r"])
    #expect(then.spelled(like: now).notes.isEmpty)
  }

  @Test("a question that the earlier survey lacks is named with the column that comes nearest") func nearest()
    throws
  {
    let now = try data(("整體滿意度", Self.good), ("r", Self.good), name: "now.csv")
    let then = try data(("整體滿意程度", Self.good), ("r", Self.good), name: "prior.csv")
    let summary = try SampleDesign(now).summary(
      SummaryOptions(items: ["整體滿意度", "r"]), since: SampleDesign(then))
    let note = try #require(summary.notes.first { $0.code == "growth_no_prior" })
    #expect(note.chinese.contains("「整體滿意程度」最接近「整體滿意度」"))
  }

  @Test("the summary says no growth where the answers of a year are not on its scale") func summary() throws {
    let now = try data(("q", Self.good), ("r", Self.good), name: "now.csv")
    let then = try data(
      ("q", Self.good + Array(repeating: "普通", count: 20)),
      ("r", Self.good + Array(repeating: nil, count: 20)),
      name: "prior.csv")
    let summary = try SampleDesign(now).summary(SummaryOptions(items: ["q", "r"]), since: SampleDesign(then))
    let terms = Set(summary.rows.filter { $0.section == "growth" }.map(\.term))
    #expect(terms == ["r"])
    #expect(summary.notes.contains { $0.code == "growth_unknown_answers" })
  }
}
