import Foundation
import SurveyDesign
import SurveyStats
import Testing

/// A bootstrap whose factors R drew must give what R made of them: draws cannot be compared, what follows can.
@Suite struct ReplicateFactorTests {
  @Test("the factors that R drew give R's standard errors and covariances")
  func factorsOfR() throws {
    let file = ReferenceCase.folder.appending(path: "replicate-factors.json")
    let document = try JSONSerialization.jsonObject(with: try Data(contentsOf: file)) as? [String: Any]
    let parts = try #require(document?["answers"] as? [[String: Any]])
    let head = try #require(parts.first)
    let factors = try #require(head["factors"] as? [[Double]])
    #expect(factors.count == 40 && factors.allSatisfy { $0.count == 15 })
    var design = try SampleDesign(
      try SurveyData(csvFile: ReferenceCase.path("apiclus1.csv")), weights: "pw", cluster: "dnum")
    design.givenFactors = ReplicateFactors.Given(
      factors: factors, scale: try #require(head["scale"] as? Double),
      replicateScales: [Double](repeating: 1, count: factors.count), aboutEstimate: false)
    for part in parts.dropFirst() {
      let items = ColumnList(part["items"] as? [String] ?? [])
      let by = ColumnList(part["by"] as? [String] ?? [])
      let options = EstimateOptions(covariance: true)
      let answer =
        part["command"] as? String == "mean"
        ? try design.mean(items, by: by, options) : try design.total(items, by: by, options)
      let errors = try #require(part["std_error"] as? [Double])
      let covariance = try #require(part["covariance"] as? [[Double]])
      #expect(answer.rows.count == errors.count)
      for (i, row) in answer.rows.enumerated() {
        #expect(((row.standardError ?? 0) - errors[i]).magnitude <= 1e-9 * errors[i])
        for j in errors.indices {
          let ours = answer.covariance?[i][j] ?? .nan
          #expect((ours - covariance[i][j]).magnitude <= 1e-9 * errors[i] * errors[j])
        }
      }
    }
  }
}
