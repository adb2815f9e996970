import SurveyStats
import Testing

/// Growth of scores between years, by hand, and what happens where the scale changed.
@Suite struct ScaleGrowthTests {
  private static let before: [String?] = ["非常滿意", "普通", "不滿意", "滿意", "無意見"]
  private static let after: [String?] = ["非常滿意", "滿意", "普通", "非常滿意", nil]

  private func design(_ answers: [String?], _ scale: String = "satisfaction-5") throws -> SampleDesign {
    try SampleDesign(try ScoreTests.data(("q", answers), scale: scale))
  }

  private func check(_ estimates: Estimates, _ from: Double, _ to: Double) {
    let values = ["difference": to - from, "growth": to / from - 1]
    for (statistic, value) in values {
      let row = estimates.rows.first { $0.statistic == statistic }
      #expect(abs((row?.estimate ?? .nan) - value) < 1e-12, "\(statistic)")
    }
    let periods = estimates.rows.filter { $0.period != nil }.compactMap(\.estimate)
    #expect(periods.count == 2 && abs(periods[0] - from) < 1e-12 && abs(periods[1] - to) < 1e-12)
  }

  @Test("means, top two and both scores, from one file and from two") func statistics() throws {
    let (prior, current) = (try design(Self.before), try design(Self.after))
    let both = try SurveyData(columns: [
      SurveyColumn(name: "q", texts: Self.before + Self.after),
      SurveyColumn(name: "year", values: .int16([102, 102, 102, 102, 102, 103, 103, 103, 103, 103])),
    ]).scored(by: ["q": try ScoreTests.scale("satisfaction-5")])
    // 5 3 2 4 in 102, 5 4 3 5 in 103.
    for (options, from, to) in [
      (GrowthOptions(statistic: .mean), 3.5, 4.25), (GrowthOptions(statistic: .topTwo), 0.5, 0.75),
      (GrowthOptions(statistic: .topTwo, base: .users), 0.4, 0.6),
      (GrowthOptions(statistic: .topTwo, base: .all), 0.4, 0.6),
      (GrowthOptions(statistic: .scoreOfMax), 70, 85), (GrowthOptions(statistic: .scoreOfRange), 62.5, 81.25),
    ] {
      check(try current.growth("q", since: prior, options), from, to)
      check(try SampleDesign(both).growth("q", period: "year", from: "102", to: "103", options), from, to)
    }
  }

  @Test("the difference of two samples has the sum of their variances") func variance() throws {
    let options = GrowthOptions(statistic: .scoreOfRange)
    let estimates = try design(Self.after).growth("q", since: design(Self.before), options)
    // Squared deviations of 5 3 2 4 sum to 5, those of 5 4 3 5 to 2.75; a point is 25. Four of five rows are
    // valid and all five are the sample: V = 5/4 · Σe² / 16.
    let (then, now) = (625 * 1.25 * 5 / 16, 625 * 1.25 * 2.75 / 16)
    let variance = then + now
    let row = try #require(estimates.rows.first { $0.statistic == "difference" })
    #expect(abs((row.standardError ?? .nan) - variance.squareRoot()) < 1e-12)
    // (V_B + R² V_A) / A².
    let ratio = 81.25 / 62.5
    let relative = (now + ratio * ratio * then) / (62.5 * 62.5)
    let rate = try #require(estimates.rows.first { $0.statistic == "growth" })
    #expect(abs((rate.standardError ?? .nan) - relative.squareRoot()) < 1e-12)
  }

  @Test("a construct grows as its respondents' means do") func constructs() throws {
    func design(_ a: [String?], _ b: [String?]) throws -> SampleDesign {
      try SampleDesign(
        try ScoreTests.data(("a", a), ("b", b)).adding([Construct(name: "k", items: ["a", "b"])]))
    }
    let prior = try design(["滿意", "普通"], ["普通", nil])
    let current = try design(["滿意", "非常滿意"], ["滿意", "滿意"])
    check(try current.growth("k", since: prior), 3.25, 4.25)
    check(try current.growth("k", since: prior, GrowthOptions(statistic: .topTwo)), 0.25, 1)
  }

  @Test("a changed scale is no growth, unless somebody says that it is comparable") func changed() throws {
    let prior = try design(["非常滿意", "還算滿意", "不太滿意", "非常不滿意"], "satisfaction-4")
    let current = try design(Self.after)
    for options in [
      GrowthOptions(statistic: .mean), GrowthOptions(statistic: .mean, comparable: true),
      GrowthOptions(statistic: .scoreOfMax, comparable: true), GrowthOptions(statistic: .topTwo),
      GrowthOptions(statistic: .scoreOfRange),
    ] {
      do {
        _ = try current.growth("q", since: prior, options)
        Issue.record("\(options.statistic) was compared")
      } catch {
        #expect(error.code == .invalidArgument)
        #expect(error.message.contains("changed from satisfaction-4 to satisfaction-5"))
      }
    }
    for (statistic, from, to) in [(GrowthStatistic.topTwo, 0.5, 0.75), (.scoreOfRange, 50, 81.25)] {
      let estimates = try current.growth(
        "q", since: prior, GrowthOptions(statistic: statistic, comparable: true))
      check(estimates, from, to)
      #expect(
        estimates.notes.contains { $0.code == "scale_changed" && $0.chinese.contains("satisfaction-4") })
    }
    // Of the same range and as many answers, another wording is no change.
    let agreed = try design(["非常同意", "普通", "不同意", "同意"], "agreement-5")
    check(try current.growth("q", since: agreed), 3.5, 4.25)
  }

  @Test("a scale that one file turns round is read, not compared as it stands") func reversed() throws {
    func design(_ values: [Int8], _ scale: AnswerScale) throws -> SampleDesign {
      try SampleDesign(
        try SurveyData(columns: [SurveyColumn(name: "q", values: .int8(values))]).scored(by: ["q": scale]))
    }
    let five = AnswerScale.rating(from: 1, to: 5)
    check(
      try design([5, 4, 3, 5], five).growth("q", since: design([1, 3, 4, 2], five.reversed())), 3.5, 4.25)
  }
}
