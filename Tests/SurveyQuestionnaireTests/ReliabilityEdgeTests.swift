import SurveyStats
import Testing

/// Scales without an answer, and what the notes must say.
@Suite struct ReliabilityEdgeTests {
  private func design(_ items: [[Double]], group: [String?]? = nil) throws -> SampleDesign {
    var columns = items.enumerated().map {
      SurveyColumn(name: "q\($0.offset + 1)", values: .float64($0.element))
    }
    if let group { columns.append(SurveyColumn(name: "group", texts: group)) }
    return try SampleDesign(try SurveyData(columns: columns))
  }

  private func find(_ estimates: Estimates, _ statistic: String, _ term: String) -> EstimateRow? {
    estimates.rows.first { $0.statistic == statistic && $0.term == term }
  }

  @Test("requests that cannot be answered are refused")
  func refusals() throws {
    let design = try design([[1, 2, 3], [3, 2, 2]])
    let refused: [(ColumnList, EstimateOptions, SurveyStatsError.Code)] = [
      ([], .init(), .invalidArgument), (["q1"], .init(), .invalidArgument),
      (["q1", "q2", "q1"], .init(), .invalidArgument), (["q1", "q9"], .init(), .unknownColumn),
      (["q1", "q2"], EstimateOptions(confidence: 1), .invalidArgument),
      (["q1", "q2"], EstimateOptions(degreesOfFreedom: .fixed(0)), .invalidArgument),
      (["q1", "q2"], EstimateOptions(designEffect: .withReplacement), .invalidArgument),
    ]
    for (items, options, code) in refused {
      do throws(SurveyStatsError) {
        _ = try design.reliability(items, options)
        Issue.record("\(items.names) was answered")
      } catch {
        #expect(error.code == code)
      }
    }
  }

  @Test(
    "an absurd number of items is refused before anything is laid out",
    arguments: [(40_000, false), (8_000, true)])
  func manyItems(_ count: Int, _ covariance: Bool) throws {
    let columns = (0..<count).map { SurveyColumn(name: "q\($0)", values: .int8([1, 2])) }
    let design = try SampleDesign(try SurveyData(columns: columns))
    do throws(SurveyStatsError) {
      _ = try design.reliability(ColumnList(columns.map(\.name)), EstimateOptions(covariance: covariance))
      Issue.record("answered")
    } catch {
      #expect(error.code == .limitExceeded)
    }
  }

  @Test("identical items are perfectly reliable, without a standard error")
  func identical() throws {
    let answers: [Double] = [1, 4, 2, 5, 5, 3]
    let scale = try design([answers, answers, answers]).reliability(["q1", "q2", "q3"])
    #expect(scale.rows[0].estimate == 1 && scale.rows[1].estimate == 1)
    #expect(scale.rows[0].confidenceLow == 1 && scale.rows[0].confidenceHigh == 1)
    #expect((scale.rows[0].standardError ?? 1) < 1e-15)
  }

  @Test("two items: no alpha without one of them, and a note that says so")
  func twoItems() throws {
    let scale = try design([[1, 2, 3, 5], [2, 2, 4, 4]]).reliability(["q1", "q2"])
    #expect(scale.rows[0].term == "q1,q2" && scale.rows[0].estimate != nil)
    #expect(scale.rows.filter { $0.statistic == "alpha_if_dropped" }.allSatisfy { $0.estimate == nil })
    #expect(scale.notes.map(\.code) == ["listwise", "feldt_interval", "two_items"])
  }

  @Test("an item that runs the other way is named")
  func reversed() throws {
    let scale = try design([[1, 2, 3, 4, 5], [2, 1, 3, 5, 4], [5, 4, 2, 2, 1], [1, 1, 4, 4, 5]])
      .reliability(["q1", "q2", "q3", "q4"])
    let note = try #require(scale.notes.first { $0.code == "reversed_item" })
    #expect(note.english.contains("q3") && !note.english.contains("q1"))
    #expect((find(scale, "item_total_correlation", "q3")?.estimate ?? 1) < 0)
  }

  @Test("a constant item leaves raw alpha defined and correlations not")
  func constantItem() throws {
    // Weights that no binary fraction holds: the variance of the constant is 0 all the same.
    let data = try SurveyData(columns: [
      SurveyColumn(name: "q1", values: .float64([1, 2, 4, 5])),
      SurveyColumn(name: "q2", values: .float64([0.3, 0.3, 0.3, 0.3])),
      SurveyColumn(name: "q3", values: .float64([2, 2, 4, 4])),
      SurveyColumn(name: "w", values: .float64([0.1, 0.7, 1.3, 33.3])),
    ])
    let scale = try SampleDesign(data, weights: "w").reliability(["q1", "q2", "q3"])
    #expect(scale.rows[0].estimate != nil && scale.rows[0].standardError != nil)
    #expect(scale.rows[1].estimate == nil && scale.rows[1].standardError == nil)
    #expect(find(scale, "std_dev", "q2")?.estimate == 0)
    #expect(find(scale, "item_total_correlation", "q2")?.estimate == nil)
    #expect(find(scale, "alpha_if_dropped", "q2")?.estimate != nil)
    let note = try #require(scale.notes.first { $0.code == "constant_item" })
    #expect(note.english.contains("q2") && !note.english.contains("q1"))
    #expect(scale.notes.contains { $0.code == "undefined_estimate" })
  }

  @Test("a scale whose items cancel out, or do not vary, has no alpha")
  func noVariance() throws {
    for items in [[[1, 2, 3, 4], [5, 4, 3, 2]], [[2, 2, 2, 2], [3, 3, 3, 3]]] as [[[Double]]] {
      let scale = try design(items).reliability(["q1", "q2"])
      #expect(scale.rows[0].estimate == nil && scale.rows[1].estimate == nil)
      #expect(find(scale, "mean", "q1")?.estimate != nil)
      #expect(scale.notes.contains { $0.code == "undefined_estimate" })
    }
  }

  @Test("fewer than two complete rows: undefined, with a note; other groups stand")
  func fewRows() throws {
    let one = try design(
      [[1, 2, 3, .nan, 4], [2, 1, 3, 4, .nan], [1, 2, 4, 4, 4]], group: ["a", "a", "a", "b", "b"]
    ).reliability(["q1", "q2", "q3"], by: "group")
    #expect(one.rows[0].estimate != nil && one.rows[2].estimate == nil)
    #expect(one.rows[2].count == 0 && one.rows[2].missingCount == 2)
    let note = try #require(one.notes.first { $0.code == "listwise" })
    #expect(note.english.contains("3 used, 2 left out"))
    let none = try design([[1, 2], [.nan, 2]]).reliability(["q1", "q2"], where: "q1 < 0")
    #expect(none.rows[0].estimate == nil && none.rows.count == 10)
    let single = try design([[1, 2], [.nan, 2]]).reliability(["q1", "q2"])
    #expect(single.rows[0].estimate == nil && find(single, "std_dev", "q1")?.estimate == nil)
    #expect(find(single, "mean", "q1")?.estimate == 2)
  }

  @Test("Feldt's limits in a plain sample only, unless degrees of freedom are asked for")
  func limits() throws {
    let items: [[Double]] = [[1, 2, 3, 5, 4], [2, 2, 4, 4, 5], [1, 3, 3, 4, 5]]
    let plain = try design(items)
    let feldt = try plain.reliability(["q1", "q2", "q3"])
    #expect(feldt.notes.contains { $0.code == "feldt_interval" })
    let asked = try plain.reliability(["q1", "q2", "q3"], EstimateOptions(degreesOfFreedom: .fixed(4)))
    #expect(!asked.notes.contains { $0.code == "feldt_interval" })
    let (a, b) = (feldt.rows[0], asked.rows[0])
    #expect(a.estimate == b.estimate && a.standardError == b.standardError)
    #expect(a.confidenceLow != b.confidenceLow)
    // 1 − α is bounded below only: Feldt's limits never pass 1.
    #expect((a.confidenceHigh ?? 2) < 1)
  }

  @Test("a cancelled run stops") func cancelled() throws {
    let run = RunControl()
    run.cancel()
    let design = try design([[1, 2, 3], [3, 2, 2]])
    do throws(SurveyStatsError) {
      _ = try design.reliability(["q1", "q2"], EstimateOptions(run: run))
      Issue.record("went on")
    } catch {
      #expect(error.code == .cancelled)
    }
  }
}
