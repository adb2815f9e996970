import SurveyStats
import Testing

/// Growth between years where the file holds timestamps.
@Suite("periods that are dates") struct DatedPeriodTests {
  private static let timestamps = [
    "2023/5/4 下午 3:21:10", "2023/12/31 下午 11:59:59", "2024/1/1 上午 12:00:00", "2024/6/1 上午 9:00:00",
    "2022/6/1 上午 9:00:00",
  ]

  private func growth(
    _ periods: [String], from: String = "112", to: String = "113", _ options: GrowthOptions = .init()
  ) throws -> Estimates {
    var text = "q,時間戳記\n"
    for (index, period) in periods.enumerated() { text += "\(index + 1),\(period)\n" }
    let design = try SampleDesign(try SurveyData(csv: Array(text.utf8), name: "f.csv"))
    return try design.growth("q", period: "時間戳記", from: from, to: to, options)
  }

  @Test("rows belong to the year of their date, and the years are called as they were asked for")
  func timestamps() throws {
    let dated = try growth(Self.timestamps)
    let plain = try growth(["112", "112", "113", "113", "111"])
    #expect(dated.rows == plain.rows)
    #expect(dated.rows.map(\.estimate).prefix(3) == [1.5, 3.5, 2])
    #expect(dated.rows.map(\.period) == ["112", "113", nil, nil])
    #expect(dated.notes.map(\.code).contains("period_from_dates"))
    #expect(!plain.notes.map(\.code).contains("period_from_dates"))
    let common = try growth(Self.timestamps, from: "2023", to: "西元2024年")
    #expect(common.rows.map(\.estimate) == dated.rows.map(\.estimate))
    #expect(common.rows.map(\.period) == ["2023", "西元2024年", nil, nil])
  }

  @Test("blanks and what is no date belong to no period, and are counted")
  func notDates() throws {
    let estimates = try growth(["", "112/5/4", "1120504", "測試", "113.01.01", "", "113/12/31"])
    #expect(estimates.rows.map(\.count) == [2, 2, 4, 4])
    let note = estimates.notes.first { $0.code == "period_from_dates" }
    #expect(note?.english.contains("1 row holds something else") == true)
  }

  @Test("the first answer decides, so that years and codes stay what they are")
  func otherPeriods() throws {
    #expect(try growth(["112年", "112年", "113年", "113年"]).rows[0].period == "112年")
    #expect(try growth(["1", "1", "2", "2"], from: "1", to: "2").rows.map(\.estimate)[0] == 1.5)
    #expect(throws: SurveyStatsError.self) { try growth(["x", "112/1/1", "113/1/1"]) }
    let asked = try growth(["112/1/1", "113/1/1"], from: "112/1/1", to: "113/1/1")
    #expect(asked.rows.map(\.estimate) == [1, 2, 1, 1])
  }

  @Test("a year without dates is named with those there are, all in the calendar it was asked in")
  func absentYear() throws {
    do {
      _ = try growth(Self.timestamps, to: "114")
      Issue.record("answered")
    } catch let error as SurveyStatsError {
      #expect(error.code == .emptyData)
      #expect(error.message.contains("'114'") && error.message.contains("'111', '112', '113'"), "\(error)")
    }
    #expect(throws: SurveyStatsError.self) { try growth(Self.timestamps, from: "112", to: "2023") }
  }

  @Test("more different timestamps than a batch or a dictionary holds")
  func manyTimestamps() throws {
    var periods: [String] = []
    for index in 0..<30_000 {
      let (minute, second) = (index / 60 % 60, index % 60)
      let time = "\(index / 3600 + 1):\(minute < 10 ? "0" : "")\(minute):\(second < 10 ? "0" : "")\(second)"
      periods.append("\(index % 2 == 0 ? "112" : "113")/5/4 \(time)")
    }
    let dated = try growth(periods)
    let plain = try growth(periods.map { String($0.prefix(3)) })
    #expect(dated.rows == plain.rows)
  }

  @Test("weights, clusters and groups are those of the design")
  func wholeDesign() throws {
    func text(_ period: (Int) -> String) -> [UInt8] {
      var text = "q,t,w,v,g\n"
      for index in 0..<40 {
        text += "\(index % 5 + 1),\(period(index)),\(index % 3 + 1),\(index % 8),\(index % 2)\n"
      }
      return Array(text.utf8)
    }
    func growth(_ bytes: [UInt8]) throws -> Estimates {
      let design = try SampleDesign(SurveyData(csv: bytes), weights: "w", cluster: "v")
      return try design.growth("q", period: "t", from: "112", to: "113", by: "g", where: "q > 1")
    }
    let dated = try growth(text { "\($0 < 20 ? 112 : 113)/\($0 % 12 + 1)/\($0 % 28 + 1)" })
    #expect(try dated.rows == growth(text { $0 < 20 ? "112" : "113" }).rows)
  }
}
