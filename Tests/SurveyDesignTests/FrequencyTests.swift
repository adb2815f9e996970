import SurveyStats
import Testing

@Suite struct FrequencyTests {
  /// `statistic/base level estimate n` of every row.
  private func lines(_ estimates: Estimates) -> [String] {
    estimates.rows.map { row in
      let group = row.group.map { $0.value + ": " }.joined()
      let value = ((row.estimate ?? .nan) * 10_000).rounded() / 10_000
      return
        "\(group)\(row.level ?? "-") \(row.statistic)\(row.base.map { "/" + $0 } ?? "") \(value) of \(row.count)"
    }
  }

  @Test("respondents whose weight is 0 are counted and have no share")
  func weightless() throws {
    for (weights, share) in [([2.0, 1, 1, 0], 1.0), ([2.0, 1, 1, 4], 0.5)] {
      let data = try SurveyData(columns: [
        SurveyColumn(name: "q", texts: ["甲", "甲", "甲", "乙"]),
        SurveyColumn(name: "w", values: .float64(weights)),
      ])
      let table = try SampleDesign(data, weights: "w").frequency("q")
      let counts = table.rows.filter { $0.statistic == "count" }
      #expect(counts.first { $0.level == "甲" }?.estimate == 3)
      let first = table.rows.first { $0.level == "甲" && $0.base == "all" }
      #expect(first?.estimate == share)
      if share < 1 { #expect(counts.first { $0.level == "乙" }?.estimate == 1) }
    }
  }

  @Test("the answers of the scale in its order, those that nobody gave too, then the rest") func byHand()
    throws
  {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "q", texts: ["不滿意", "4.滿意", "很滿意", "滿意", "沒意見", "未使用過", nil, "貓"])
    ]).scored(by: ["q": try ScoreTests.scale("satisfaction-5")])
    let table = try SampleDesign(data).frequency("q", blank: "(blank)")
    #expect(table.command == "frequency")
    #expect(
      Set(lines(table)) == [
        "非常滿意 count 1.0 of 8", "非常滿意 proportion/all 0.125 of 8", "非常滿意 proportion/valid 0.25 of 4",
        "滿意 count 2.0 of 8", "滿意 proportion/all 0.25 of 8", "滿意 proportion/valid 0.5 of 4",
        "普通 count 0.0 of 8", "普通 proportion/all 0.0 of 8", "普通 proportion/valid 0.0 of 4",
        "不滿意 count 1.0 of 8", "不滿意 proportion/all 0.125 of 8", "不滿意 proportion/valid 0.25 of 4",
        "非常不滿意 count 0.0 of 8", "非常不滿意 proportion/all 0.0 of 8", "非常不滿意 proportion/valid 0.0 of 4",
        "無意見 count 1.0 of 8", "無意見 proportion/all 0.125 of 8", "不適用 count 1.0 of 8",
        "不適用 proportion/all 0.125 of 8", "貓 count 1.0 of 8", "貓 proportion/all 0.125 of 8",
        "(blank) count 1.0 of 8", "(blank) proportion/all 0.125 of 8",
      ])
    let levels = table.rows.filter { $0.statistic == "count" }.compactMap(\.level)
    #expect(Array(levels.prefix(5)) == ["非常滿意", "滿意", "普通", "不滿意", "非常不滿意"])
    #expect(table.rows.filter { $0.statistic == "count" }.reduce(0) { $0 + ($1.estimate ?? 0) } == 8)
    #expect(table.notes.contains { $0.code == "unknown_answers" })
  }

  @Test("counts are unweighted, shares weighted, by group and within a domain") func weighted() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "q", texts: ["是", "否", "是", "是", nil, "否"]),
      SurveyColumn(name: "g", texts: ["甲", "甲", "乙", "乙", "乙", "乙"]),
      SurveyColumn(name: "w", values: .float64([3, 1, 2, 2, 4, 8])),
    ]).scored(by: ["q": try ScoreTests.scale("yes-no")])
    let design = try SampleDesign(data, weights: "w")
    #expect(
      lines(try design.frequency("q", by: "g")) == [
        "乙: 是 count 2.0 of 4", "乙: 是 proportion/all 0.25 of 4", "乙: 是 proportion/valid 0.3333 of 3",
        "乙: 否 count 1.0 of 4", "乙: 否 proportion/all 0.5 of 4", "乙: 否 proportion/valid 0.6667 of 3",
        "乙: (blank) count 1.0 of 4", "乙: (blank) proportion/all 0.25 of 4",
        "甲: 是 count 1.0 of 2", "甲: 是 proportion/all 0.75 of 2", "甲: 是 proportion/valid 0.75 of 2",
        "甲: 否 count 1.0 of 2", "甲: 否 proportion/all 0.25 of 2", "甲: 否 proportion/valid 0.25 of 2",
      ])
    #expect(lines(try design.frequency("q", where: "g == \"甲\"")).first == "是 count 1.0 of 2")
  }

  @Test("without a scale every answer is its own, blanks apart") func plain() throws {
    let data = try SurveyData(columns: [SurveyColumn(name: "q", texts: ["乙", "甲", "甲", nil])])
    #expect(
      Set(lines(try SampleDesign(data).frequency("q"))) == [
        "甲 count 2.0 of 4", "甲 proportion/all 0.5 of 4", "甲 proportion/valid 0.6667 of 3",
        "乙 count 1.0 of 4", "乙 proportion/all 0.25 of 4", "乙 proportion/valid 0.3333 of 3",
        "(blank) count 1.0 of 4", "(blank) proportion/all 0.25 of 4",
      ])
  }

  @Test("a rating lists its numbers from the best to the worst") func rating() throws {
    let data = try SurveyData(columns: [SurveyColumn(name: "q", values: .int8([5, 5, 2]))])
      .scored(by: ["q": .rating(from: 1, to: 5)])
    let counts = try SampleDesign(data).frequency("q").rows.filter { $0.statistic == "count" }
    #expect(counts.compactMap(\.level) == ["5", "4", "3", "2", "1"])
    #expect(counts.compactMap(\.estimate) == [2, 0, 0, 1, 0])
  }

  @Test("what a table does not have is refused") func refused() throws {
    let design = try SampleDesign(
      try SurveyData(columns: [SurveyColumn(name: "q", texts: ["甲"])]))
    for options in [
      EstimateOptions(covariance: true), EstimateOptions(designEffect: .withReplacement),
    ] {
      do {
        _ = try design.frequency("q", options)
        Issue.record("accepted")
      } catch {
        #expect(error.code == .invalidArgument)
      }
    }
  }

  @Test("hand tallies are the respondents written out: n, standard errors, degrees of freedom") func tallies()
    throws
  {
    let scale = try ScoreTests.scale("satisfaction-5")
    let counts: [(String, Double)] = [("非常滿意", 4100), ("滿意", 7), ("普通", 0), ("不滿意", 3), ("無意見", 2)]
    let tally = try SurveyData(columns: [
      SurveyColumn(name: "q", texts: counts.map { $0.0 }),
      SurveyColumn(name: "n", values: .float64(counts.map { $0.1 })),
    ]).repeated(by: "n").scored(by: ["q": scale])
    let written = try SurveyData(columns: [
      SurveyColumn(
        name: "q", texts: counts.flatMap { Array(repeating: $0.0, count: Int($0.1)) as [String?] })
    ]).scored(by: ["q": scale])
    for estimate in [
      { (design: SampleDesign) throws in try design.score("q", as: ScoreTests.kinds) },
      { (design: SampleDesign) throws in try design.frequency("q") },
      { (design: SampleDesign) throws in try design.mean("q") },
    ] {
      let (a, b) = (try estimate(SampleDesign(tally)), try estimate(SampleDesign(written)))
      #expect(a.rows == b.rows)
    }
    #expect(try SampleDesign(tally).mean("q").rows.first?.count == 4110)
  }

  @Test(
    "counts that count nobody", arguments: [[1.5, 1], [-1, 1], [1e15, 1], [1e300, 1]] as [[Double]])
  func badCounts(_ counts: [Double]) throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "q", values: .int8([1, 2])), SurveyColumn(name: "n", values: .float64(counts)),
    ]).repeated(by: "n")
    do {
      _ = try SampleDesign(data).mean("q")
      Issue.record("accepted")
    } catch {
      #expect(error.code == .malformedData || error.code == .limitExceeded)
      #expect(error.message.contains("'n'"))
    }
  }

  @Test("a blank count is nobody, and told") func blankCounts() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "q", values: .int8([1, 5, 3])),
      SurveyColumn(name: "n", values: .float64([2, .nan, 2])),
    ]).repeated(by: "n")
    let estimates = try SampleDesign(data).mean("q")
    #expect(estimates.rows.first?.estimate == 2 && estimates.rows.first?.count == 4)
    #expect(estimates.notes.map(\.code) == ["blank_counts"])
  }
}
