import SurveyDesign
import SurveyStats
import SurveyTable
import Testing

/// What R's table of cases does not hold: ties, ends, order of rows, limits, refusals.
@Suite("Quantiles") struct QuantileTests {
  private func design(_ values: [Double], weights: [Double]? = nil) throws -> SampleDesign {
    var columns = [SurveyColumn(name: "y", values: .float64(values))]
    if let weights { columns.append(SurveyColumn(name: "w", values: .float64(weights))) }
    return try SampleDesign(try SurveyData(columns: columns), weights: weights == nil ? nil : "w")
  }

  private func quantile(
    _ values: [Double], _ p: Double, _ rule: QuantileRule, weights: [Double]? = nil
  ) throws -> Double? {
    try design(values, weights: weights).quantile("y", probabilities: [p], rule: rule).rows[0].estimate
  }

  @Test("a share that is exactly p is found although neither is a Double")
  func exactShares() throws {
    let ten = (1...10).map(Double.init)
    for (p, at) in [(0.1, 1.0), (0.3, 3), (0.1 + 0.2, 3), (0.6, 6), (0.7, 7), (0.9, 9)] {
      #expect(try quantile(ten, p, .math) == at)
      #expect(try quantile(ten, p, .school) == at + 0.5)
      // Weights of which no sum is exact in floating point.
      #expect(try quantile(ten, p, .hf1, weights: [Double](repeating: 0.1, count: 10)) == at)
      #expect(try quantile(ten, p, .hf2, weights: [Double](repeating: 33.847, count: 10)) == at + 0.5)
    }
  }

  @Test("below the first row is the first row, where R's math gives the second")
  func belowTheFirst() throws {
    let ten = (1...10).map(Double.init)
    for rule in QuantileRule.allCases {
      #expect(try quantile([7, 7], 0.3, rule) == 7, "\(rule)")
      // The first row of hf7 stands at 0, the last of hf4 and hf7 at 1: there is nothing beyond.
      if rule != .hf7 { #expect(try quantile(ten, 0.01, rule) == 1, "\(rule)") }
      if rule != .hf4, rule != .hf7 { #expect(try quantile(ten, 0.99, rule) == 10, "\(rule)") }
    }
  }

  @Test("hf3 takes the row of even rank between two as near, as R's type 3 does and its survey does not")
  func nearestEven() throws {
    let twenty = (1...20).map(Double.init)
    #expect(try quantile(twenty, 0.25, .hf3) == 5)
    #expect(try quantile(twenty, 0.125, .hf3) == 2)
    #expect(try quantile(twenty, 0.175, .hf3) == 4)
    #expect(try quantile(twenty, 0.325, .hf3) == 6)
    // Ranks count rows, not distinct answers: 0.625 of 4 is rank 2.5, whose even neighbour is the second 1.
    #expect(try quantile([1, 1, 2, 3], 0.625, .hf3) == 1)
  }

  @Test("rows of equal answers and unequal weights may come in any order", arguments: QuantileRule.allCases)
  func orderOfRows(_ rule: QuantileRule) throws {
    var rows: [(Double, Double)] = []
    for place in 0..<60 {
      rows.append((Double(place * 7 % 9), 0.1 + Double(place * 13 % 17) * 1.7))
    }
    func answer(_ rows: [(Double, Double)], _ interval: QuantileInterval) throws -> String {
      try design(rows.map(\.0), weights: rows.map(\.1)).quantile(
        "y", probabilities: [0.2, 0.37, 0.5, 0.81], rule: rule, interval: interval
      ).rendered(as: .json, language: .english)
    }
    for interval in QuantileInterval.allCases {
      let expected = try answer(rows, interval)
      #expect(try answer(rows.reversed(), interval) == expected)
      #expect(try answer(rows.sorted { $0.1 > $1.1 }, interval) == expected)
    }
  }

  @Test("a share that is named twice has one row, at its first place") func repeatedShares() throws {
    let found = try design([1, 2, 3, 4]).quantile("y", probabilities: [0.75, 0.5, 0.75, 0.5, 0.25])
    #expect(found.rows.map(\.probability) == [0.75, 0.5, 0.25])
  }

  @Test("a negative zero is zero, and has no sign in the result") func zero() throws {
    let row = try design([-0.0, 0, -0.0, 0, 5]).quantile("y", probabilities: [0.5]).rows[0]
    #expect(row.estimate == 0 && row.estimate?.sign == .plus && row.coefficientOfVariation == nil)
  }

  @Test("who gave no answer is missing, and without any answer there is no quantile") func missing() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "y", values: .float64([1, 2, .nan, 4, 5, .nan])),
      SurveyColumn(name: "g", texts: ["a", "a", "a", "a", "a", "b"]),
    ])
    let found = try SampleDesign(data).quantile("y", probabilities: [0.5], rule: .hf7, by: "g")
    #expect(found.rows.map(\.estimate) == [3, nil])
    #expect(found.rows.map(\.count) == [4, 0] && found.rows.map(\.missingCount) == [1, 1])
    #expect(found.rows.map(\.probability) == [0.5, 0.5])
    #expect(found.notes.map(\.code).contains("undefined_estimate"))
  }

  @Test("an interval beyond the answers has no limit there, and a note says so") func beyond() throws {
    let ten = (1...10).map(Double.init)
    for interval in [QuantileInterval.mean, .score] {
      let found = try design(ten).quantile("y", probabilities: [0.15], interval: interval)
      #expect(found.rows[0].confidenceLow == nil && found.rows[0].standardError == nil)
      #expect(found.rows[0].confidenceHigh != nil)
      #expect(found.notes.map(\.code) == ["quantile_rule", "quantile_without_limit"])
    }
    let largest = try design([1, 5, 5, 5, 5]).quantile("y", probabilities: [0.75])
    #expect(largest.rows[0].confidenceLow == 5 && largest.rows[0].standardError == 0)
    #expect(largest.notes.map(\.code) == ["quantile_rule", "quantile_few_values", "quantile_is_largest"])
  }

  @Test("a result names the rule and the interval that made it, whichever were taken")
  func namesOfRules() throws {
    let sample = try design([1, 2, 3, 4])
    var texts: Set<String> = []
    for rule in QuantileRule.allCases {
      for interval in QuantileInterval.allCases {
        let found = try sample.quantile("y", probabilities: [0.5], rule: rule, interval: interval)
        let note = try #require(found.notes.first)
        #expect(note.code == "quantile_rule")
        for text in [note.english, note.chinese] {
          #expect(text.contains(rule.rawValue) && text.contains(interval.rawValue), "\(text)")
        }
        texts.insert(note.english)
      }
    }
    #expect(texts.count == QuantileRule.allCases.count * QuantileInterval.allCases.count)
  }

  @Test("a scale of a few answers is named, and neither a continuous column nor a handful of respondents is")
  func fewValues() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "five", values: .float64((0..<60).map { Double($0 % 5 + 1) })),
      SurveyColumn(name: "ten", values: .float64((0..<60).map { Double($0 % 11) })),
      SurveyColumn(name: "minutes", values: .float64((0..<60).map { Double($0 % 12) })),
      // Few answers in each group, many in all.
      SurveyColumn(name: "apart", values: .float64((0..<60).map { Double($0 / 5) })),
      SurveyColumn(name: "g", texts: (0..<60).map { $0 < 30 ? "a" : "b" }),
    ])
    let found = try SampleDesign(data).quantile(["five", "ten", "minutes", "apart"], by: "g")
    let note = try #require(found.notes.first { $0.code == "quantile_few_values" })
    #expect(note.english.hasSuffix(": five (5); ten (11).") && note.chinese.contains("five（5）、ten（11）"))
    let handful = try design([1, 2, 3, 3]).quantile("y")
    #expect(!handful.notes.contains { $0.code == "quantile_few_values" })
  }

  @Test(
    "limits enclose the estimate, also where the test holds for no answer",
    arguments: QuantileInterval.allCases)
  func limitsEnclose(_ interval: QuantileInterval) throws {
    var state: UInt64 = 9
    let answers = (0..<2000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return Double((state >> 33) % 5 + 1)
    }
    let found = try design(answers).quantile(
      "y", probabilities: [0.1, 0.25, 0.5, 0.75, 0.9], interval: interval)
    for row in found.rows {
      let estimate = try #require(row.estimate)
      #expect(row.confidenceLow.map { $0 <= estimate } ?? true)
      #expect(row.confidenceHigh.map { $0 >= estimate } ?? true)
    }
    #expect(found.rows.count == 5)
  }

  @Test("a sample of one unit has no interval") func oneUnit() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "y", values: .float64([1, 2, 3])),
      SurveyColumn(name: "c", values: .int8([1, 1, 1])),
    ])
    let found = try SampleDesign(data, cluster: "c", lonelyUnits: .remove).quantile("y")
    #expect(found.rows.map(\.estimate) == [1, 2, 3])
    #expect(found.rows.allSatisfy { $0.standardError == nil && $0.confidenceLow == nil })
    #expect(found.notes.map(\.code).contains("no_degrees_of_freedom"))
    #expect(throws: SurveyStatsError.self) { try SampleDesign(data, cluster: "c").quantile("y") }
  }

  @Test(
    "shares outside 0 … 1, covariances, design effects, replicates and states are refused",
    arguments: [0, 1, -0.5, 1.5, .nan, .infinity])
  func refusals(_ wrong: Double) throws {
    let sample = try design([1, 2, 3, 4])
    func code(_ body: () throws -> Estimates) -> SurveyStatsError.Code? {
      do {
        _ = try body()
        return nil
      } catch { return (error as? SurveyStatsError)?.code }
    }
    #expect(code { try sample.quantile("y", probabilities: [0.5, wrong]) } == .invalidArgument)
    #expect(code { try sample.quantile("y", probabilities: []) } == .invalidArgument)
    #expect(code { try sample.quantile([]) } == .invalidArgument)
    #expect(code { try sample.quantile("y", EstimateOptions(covariance: true)) } == .invalidArgument)
    #expect(
      code { try sample.quantile("y", EstimateOptions(designEffect: .withReplacement)) } == .invalidArgument)
    let replicated = try SampleDesign(sample.data, replicates: try Replicates(.jk1))
    #expect(code { try replicated.quantile("y") } == .unsupported)
    var folded = sample
    folded.ledger = TotalsLedger()
    #expect(code { try folded.quantile("y") } == .unsupported)
  }

  @Test("numbers that would not fit are refused before they are summed, by any number of threads alike")
  func memory() throws {
    let values = (0..<40_000).map { Double($0) * 1.000_1 }
    func failure(_ threads: Int, _ bytes: Int) -> SurveyStatsError? {
      var limits = ResourceLimits.standard
      limits.memoryBytes = bytes
      limits.threads = threads
      do throws(SurveyStatsError) {
        let data = try SurveyData(
          columns: [SurveyColumn(name: "y", values: .float64(values))], limits: limits)
        _ = try SampleDesign(data).quantile("y")
        return nil
      } catch { return error }
    }
    let expected = failure(1, 2 << 20)
    #expect(expected?.code == .limitExceeded && expected?.message.contains("340 bytes a row") ?? false)
    #expect(failure(3, 2 << 20) == expected)
    #expect(failure(1, 64 << 20) == nil)
  }
}
