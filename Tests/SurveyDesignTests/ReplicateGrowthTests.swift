import SurveyDesign
import SurveyInference
import SurveyStats
import Testing

/// Growth under replicates.
@Suite struct ReplicateGrowthTests {
  private static func rate(_ estimates: Estimates) -> EstimateRow? {
    estimates.rows.first { $0.statistic == "growth" }
  }

  @Test("two files are one sample whose strata are kept apart: the jackknife of both says the same")
  func twoFiles() throws {
    let sample = ReplicateSample(sizes: [3, 4, 5, 2])
    // The first two strata answered in period 1, the others in period 2.
    func isEarlier(_ row: Int) -> Bool { sample.stratum[row] == "s0" || sample.stratum[row] == "s1" }
    var stacked = sample
    stacked.period = sample.stratum.indices.map { isEarlier($0) ? "1" : "2" }
    let replicates = try Replicates(.jkn, aboutEstimate: true)
    let options = GrowthOptions(estimates: EstimateOptions(covariance: true))
    let one = try stacked.design(replicates).growth("y", period: "t", from: "1", to: "2", options)
    let two = try sample.design(replicates) { !isEarlier($0) }
      .growth("y", since: try sample.design(replicates, where: isEarlier), from: "1", to: "2", options)
    for (a, b) in zip(one.rows, two.rows) {
      #expect(isClose(a.estimate, b.estimate) && isClose(a.standardError, b.standardError, 1e-11))
    }
    let (first, second) = (one.covariance ?? [], two.covariance ?? [])
    for i in first.indices {
      for j in first.indices {
        #expect((first[i][j] - second[i][j]).magnitude <= 1e-11 * (first[i][i] * first[j][j]).squareRoot())
      }
    }
    let plain = try sample.design(nil) { !isEarlier($0) }
      .growth("y", since: try sample.design(nil, where: isEarlier), options)
    #expect(isClose(Self.rate(plain)?.standardError, Self.rate(two)?.standardError, 0.2))
    #expect(Self.rate(plain)?.standardError != Self.rate(two)?.standardError)
  }

  @Test("two files are drawn from streams of their own: equal files are not compared draw by draw")
  func independentDraws() throws {
    let sample = ReplicateSample(sizes: [6, 6])
    let design = try sample.design(try Replicates(.bootstrap, count: 400, seed: 3))
    let result = try design.growth("y", since: design, GrowthOptions(method: .bootstrap))
    let (a, b) = (result.rows[0], result.rows[1])
    #expect(a.standardError != b.standardError)
    let difference = try #require(result.rows[2].standardError)
    let (va, vb) = (a.standardError ?? 0, b.standardError ?? 0)
    #expect(isClose(difference, (va * va + vb * vb).squareRoot(), 0.15))
  }

  @Test("percentile limits are the order statistics (R + 1)p, between two in proportion")
  func percentiles() {
    let deviations = (1...999).map { Double(($0 * 571) % 1000) }
    let exact = GrowthReplicates.percentiles(deviations, confidence: 0.95)
    #expect(isClose(exact?.low, 25) && isClose(exact?.high, 975))
    let between = GrowthReplicates.percentiles((1...20).map(Double.init), confidence: 0.9)
    #expect(isClose(between?.low, 1.05) && isClose(between?.high, 19.95))
    #expect(GrowthReplicates.percentiles((1...20).map(Double.init), confidence: 0.95) == nil)
    #expect(GrowthReplicates.percentiles([], confidence: 0.5) == nil)
    let gaps = GrowthReplicates.percentiles([.nan, 3, 1, .infinity, 2], confidence: 0.5)
    #expect(isClose(gaps?.low, 1) && isClose(gaps?.high, 3))
  }

  @Test("the bootstrap's limits are near those of the delta method, and it needs bootstrap replicates")
  func method() throws {
    let sample = ReplicateSample(sizes: [25, 25])
    func rate(_ replicates: Replicates?, _ method: GrowthMethod) throws -> (EstimateRow, [String]) {
      let result = try sample.design(replicates).growth(
        "y", period: "t", from: "1", to: "2", GrowthOptions(method: method))
      return (try #require(Self.rate(result)), result.notes.map(\.code))
    }
    let (delta, _) = try rate(nil, .delta)
    let (drawn, notes) = try rate(nil, .bootstrap)
    #expect(notes == ["replicates", "default_seed", "bootstrap_limits"])
    #expect(isClose(delta.standardError, drawn.standardError, 0.15))
    let width = (delta.confidenceHigh ?? 0) - (delta.confidenceLow ?? 0)
    for (a, b) in [(delta.confidenceLow, drawn.confidenceLow), (delta.confidenceHigh, drawn.confidenceHigh)] {
      #expect(((a ?? .infinity) - (b ?? 0)).magnitude < 0.15 * width)
    }
    let (same, _) = try rate(.bootstrap, .bootstrap)
    #expect(same == drawn)
    let (few, fewNotes) = try rate(try Replicates(.bootstrap, count: 20, seed: 1), .bootstrap)
    #expect(few.confidenceLow == nil && few.standardError != nil)
    #expect(fewNotes == ["replicates", "bootstrap_too_few"])
    #expect(throws: SurveyStatsError.self) { _ = try rate(try Replicates(.jkn), .bootstrap) }
    let other = try sample.design(try Replicates(.jkn))
    #expect(throws: SurveyStatsError.self) { _ = try other.growth("y", since: try sample.design(nil)) }
  }

  @Test("which rows have percentile limits and which have others is said, also where periods are shares")
  func limits() throws {
    let sample = try ReplicateSample(sizes: [9, 9]).design(try Replicates(.bootstrap, count: 99, seed: 1))
    func note(_ statistic: GrowthStatistic, _ method: GrowthMethod) throws -> Note? {
      let options = GrowthOptions(statistic: statistic, method: method)
      let item: ColumnList = statistic == .proportion ? "g" : "y"
      return try sample.growth(item, period: "t", from: "1", to: "2", options).notes.first {
        $0.code == "bootstrap_limits"
      }
    }
    let ofMeans = try #require(try note(.mean, .bootstrap))
    #expect(ofMeans.english.contains("growth rates are percentiles"))
    #expect(ofMeans.english.hasSuffix("t limits."))
    #expect(ofMeans.chinese.contains("百分位數") && ofMeans.chinese.contains("t 分配"))
    #expect(try note(.proportion, .bootstrap)?.english.hasSuffix("'logit' limits.") == true)
    #expect(try note(.mean, .delta) == nil)
  }

  @Test("replicates of two files are told once where they are alike, and of each where they are not")
  func notesOfTwoFiles() throws {
    let (small, large) = (ReplicateSample(sizes: [3, 3]), ReplicateSample(sizes: [4, 5]))
    func texts(_ replicates: Replicates, _ now: ReplicateSample) throws -> [String] {
      try now.design(replicates).growth("y", since: try small.design(replicates)).notes.filter {
        $0.code == "replicates"
      }.map(\.english)
    }
    let bootstrap = try Replicates(.bootstrap, count: 50, seed: 1)
    #expect(try texts(bootstrap, large).count == 1 && texts(try Replicates(.jkn), small).count == 1)
    let each = try texts(try Replicates(.jkn), large)
    #expect(each.count == 2 && each[0].contains("prior: ") && each[0].contains("6 jackknife"))
    #expect(each[1].contains("9 jackknife"))
  }
}
