import SurveyStats
import Testing

/// The cases in which a growth rate needs a decision; the numbers themselves are R's (`cases-growth.json`).
@Suite struct GrowthTests {
  static func design(_ columns: [SurveyColumn]) throws -> SampleDesign {
    try SampleDesign(try SurveyData(columns: columns))
  }

  static func rate(_ estimates: Estimates, _ level: String? = nil) -> EstimateRow? {
    estimates.rows.first { $0.statistic == "growth" && $0.level == level }
  }

  @Test("an answer that only one of two files holds has a share of 0 in the other")
  func absentAnswers() throws {
    let prior = try Self.design([SurveyColumn(name: "k", texts: ["a", "a", "b"])])
    let current = try Self.design([SurveyColumn(name: "k", texts: ["a", "b", "b", "c"])])
    let stacked = try Self.design([
      SurveyColumn(name: "k", texts: ["a", "a", "b", "a", "b", "b", "c"]),
      SurveyColumn(name: "year", values: .int16([1, 1, 1, 2, 2, 2, 2])),
    ])
    let options = GrowthOptions(statistic: .proportion)
    let two = try current.growth("k", since: prior, from: "1", to: "2", options)
    let one = try stacked.growth("k", period: "year", from: "1", to: "2", options)
    #expect(two.rows.map(\.estimate) == one.rows.map(\.estimate))
    #expect(two.rows.map(\.count) == one.rows.map(\.count))
    let absent = two.rows.first { $0.level == "c" && $0.period == "1" }
    #expect(absent?.estimate == 0 && absent?.count == 3 && absent?.confidenceHigh != nil)
    #expect(two.notes.contains { $0.code == "absent_answer" })
    #expect(two.notes.contains { $0.code == "growth_from_zero" })
    let gone = try prior.growth("k", since: current, options)
    #expect(Self.rate(gone, "c")?.estimate == -1)
  }

  @Test("one year spelled in several ways is refused, not read in part")
  func spellings() throws {
    let design = try Self.design([
      SurveyColumn(name: "q", values: .float64([1, 2, 3, 4, 5, 6])),
      SurveyColumn(name: "y", texts: ["103", "103", "民國103年", "2014", "104", "104"]),
    ])
    for (from, to) in [("103", "104"), ("2014", "104"), ("104", "103年")] {
      do {
        _ = try design.growth("q", period: "y", from: from, to: to)
        Issue.record("\(from) to \(to) was answered")
      } catch {
        #expect(error.code == .malformedData && error.message.contains("'民國103年'"))
      }
    }
  }

  @Test("years are understood across calendars, other periods only as they stand")
  func periods() throws {
    let design = try Self.design([
      SurveyColumn(name: "q", values: .float64([1, 3, 3, 5])),
      SurveyColumn(name: "y", texts: ["民國102年", "民國102年", "民國103年", "民國103年"]),
      SurveyColumn(name: "s", texts: ["春", "春", "秋", "秋"]),
    ])
    let years = try design.growth("q", period: "y", from: "2013", to: "103年度")
    #expect(Self.rate(years)?.estimate == 1)
    #expect(Self.rate(years)?.periodTo == "民國103年")
    #expect(years.notes.filter { $0.code == "period_matched_as_year" }.count == 2)
    #expect(Self.rate(try design.growth("q", period: "s", from: "春", to: "秋"))?.estimate == 1)
    do {
      _ = try design.growth("q", period: "s", from: "春", to: "冬")
      Issue.record("a season that is not there was found")
    } catch {
      #expect(error.code == .emptyData)
    }
  }

  @Test("ids that match nothing, or in part, are told") func ids() throws {
    func codes(_ ids: [String]) throws -> [String] {
      let design = try Self.design([
        SurveyColumn(name: "q", values: .float64([1, 2, 3, 2, 4, 5])),
        SurveyColumn(name: "y", values: .int16([1, 1, 1, 2, 2, 2])), SurveyColumn(name: "id", texts: ids),
      ])
      return try design.growth("q", period: "y", from: "1", to: "2", GrowthOptions(id: "id")).notes.map(
        \.code)
    }
    #expect(try codes(["1", "2", "3", "01", "02", "03"]) == ["no_common_ids"])
    #expect(try codes(["1", "2", "3", "1", "2", "4"]) == ["common_ids"])
    #expect(try codes(["1", "2", "3", "3", "2", "1"]) == [])
  }

  @Test("no finite Fieller interval is made up") func fieller() throws {
    let design = try Self.design([
      SurveyColumn(name: "q", values: .float64([-5, 6, 4, -3, 3, 4, 5, 6])),
      SurveyColumn(name: "y", values: .int16([1, 1, 1, 1, 2, 2, 2, 2])),
    ])
    let estimates = try design.growth("q", period: "y", from: "1", to: "2", GrowthOptions(method: .fieller))
    #expect(Self.rate(estimates)?.estimate != nil && Self.rate(estimates)?.confidenceLow == nil)
    #expect(estimates.notes.map(\.code) == ["fieller_unbounded"])
  }
}
