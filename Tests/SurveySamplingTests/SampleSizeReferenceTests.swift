import SurveyStats
import Testing

/// Sample sizes step by step, as R computes them from the formulas (`Tests/Reference/validity.R`).
@Suite struct SampleSizeReferenceTests {
  struct Size: Decodable, Sendable {
    var margin: Double
    var proportion: Double
    var population: Double?
    var deff: Double
    var responseRate: Double
    var confidence: Double
    var srs: Double
    var needed: Double
    var issued: Double
    var valid: Double
    var final: Double
  }

  @Test("the design effect comes before the finite population, the response rate after, rounding at the end")
  func steps() throws {
    let cases = referenceCases("sample-sizes.json", Size.self)
    #expect(cases.count == 17)
    for size in cases {
      let answer = try SampleSize.required(
        margin: size.margin, proportion: size.proportion, population: size.population,
        designEffect: size.deff, responseRate: size.responseRate, confidence: size.confidence)
      let needed = answer.row("sample_size_population") ?? answer.row("sample_size_deff")
      #expect(isClose(answer.row("sample_size_srs")?.estimate, size.srs, 1e-12))
      #expect(isClose(needed?.estimate, size.needed, 1e-12))
      #expect(isClose(answer.row("sample_size_issued")?.estimate, size.issued, 1e-12))
      #expect(answer.row("sample_size")?.estimate == size.valid)
      #expect(answer.row("sample_size_to_issue")?.estimate == size.final)
    }
  }
}
