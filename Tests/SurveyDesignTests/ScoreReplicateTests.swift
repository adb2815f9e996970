import SurveyDesign
import SurveyStats
import Testing

/// Scores from 0 to 100 are means in another unit: in every road to a standard error.
@Suite struct ScoreReplicateTests {
  private static func data() throws -> SurveyData {
    func numbers(_ name: String, _ number: (Int) -> Double) -> SurveyColumn {
      SurveyColumn(name: name, values: .float64((0..<240).map(number)))
    }
    return try SurveyData(columns: [
      numbers("q1") { Double(($0 * 7 + $0 / 5) % 5 + 1) },
      numbers("q2") { Double(($0 * 3 + $0 / 4) % 5 + 1) },
      numbers("w") { 1 + Double($0 % 7) / 3 }, numbers("stratum") { Double($0 / 60) },
      numbers("village") { Double($0 / 6) },
    ]).scored(["q1", "q2"], by: ScaleRequest(parsing: "satisfaction-5"))
  }

  private static func designs() throws -> [SampleDesign] {
    let data = try data()
    return [
      try SampleDesign(data), try SampleDesign(data, weights: "w", strata: "stratum"),
      try SampleDesign(data, weights: "w", strata: "stratum", cluster: "village"),
      try SampleDesign(
        data, weights: "w", strata: "stratum", cluster: "village", replicates: try Replicates(.jkn)),
      try SampleDesign(
        data, weights: "w", strata: "stratum", cluster: "village",
        replicates: try Replicates(.bootstrap, count: 200, seed: 5)),
    ]
  }

  @Test("a score's error, limits and design effect are the mean's, in its unit", arguments: 0..<5)
  func unit(_ place: Int) throws {
    let design = try Self.designs()[place]
    let options = EstimateOptions(designEffect: .withReplacement, covariance: true)
    let asked: [[ScoreKind]] = [[.scoreOfRange, .mean, .scoreOfMax], [.scoreOfMax, .scoreOfRange]]
    for kinds in asked {
      let means = try design.mean(["q1", "q2"], options)
      let scores = try design.score(["q1", "q2"], as: kinds, options)
      #expect(scores.rows.map(\.statistic) == (kinds + kinds).map(\.name))
      #expect(scores.rows.map(\.term) == kinds.map { _ in "q1" } + kinds.map { _ in "q2" })
      for (index, row) in scores.rows.enumerated() {
        let mean = means.rows[index / kinds.count]
        let (shift, factor) =
          switch kinds[index % kinds.count] {
          case .scoreOfMax: (0.0, 20.0)
          case .scoreOfRange: (1.0, 25.0)
          default: (0.0, 1.0)
          }
        func scaled(_ value: Double?) -> Double? { value.map { ($0 - shift) * factor } }
        #expect(isClose(row.estimate, scaled(mean.estimate)))
        #expect(isClose(row.standardError, mean.standardError.map { $0 * factor }))
        #expect(isClose(row.confidenceLow, scaled(mean.confidenceLow), 1e-11))
        #expect(isClose(row.confidenceHigh, scaled(mean.confidenceHigh), 1e-11))
        #expect(isClose(row.designEffect, mean.designEffect))
        #expect(row.count == mean.count && row.degreesOfFreedom == mean.degreesOfFreedom)
        let variance = scores.covariance?[index][index]
        #expect(isClose(variance, row.standardError.map { $0 * $0 }))
      }
    }
  }
}
