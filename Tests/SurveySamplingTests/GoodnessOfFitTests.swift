import SurveyStats
import Testing

/// Samples against populations, compared with R (`Tests/Reference/validity.R`).
@Suite struct GoodnessOfFitTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var id: String
    var data: String
    var request: Request
    var categories: [Category]
    var tolerance: Double
    var n: Int
    var nMissing: Int
    var effectiveN: Double
    var chiSquare: Double
    var statisticValue: Double
    var df: Double
    var df2: Double?
    var pValue: Double
    var method: String
    var effectSize: Double
    var rows: [Row]

    var testDescription: String { id }
  }

  struct Request: Decodable, Sendable {
    var variable: String
    var weights: String?
    var strata: String?
    var cluster: String?
    var fpc: String?
    var `where`: String?
    var poststratify: String?
    var rake: String?
  }

  struct Category: Decodable, Sendable {
    var name: String
    var count: Double
  }

  struct Row: Decodable, Sendable {
    var level: String
    var n: Int
    var share: Double
    var populationShare: Double
    var stdError: Double?
    var residual: Double
  }

  /// Weights that were fitted are tested as they were before, R's as they are.
  static let cases = referenceCases("validity.json", Case.self)
    .filter { $0.request.poststratify == nil && $0.request.rake == nil }

  static func design(_ given: Case) throws -> SampleDesign {
    let folder = referenceFolder.appending(path: "data")
    let request = given.request
    func list(_ name: String?) -> ColumnList { ColumnList(name.map { [$0] } ?? []) }
    let design = try SampleDesign(
      try SurveyData(csvFile: folder.appending(path: given.data).path(percentEncoded: false)),
      weights: request.weights,
      strata: list(request.strata), cluster: list(request.cluster), fpc: list(request.fpc))
    return design
  }

  @Test("all cases are there") func count() { #expect(Self.cases.count == 16) }

  @Test("agrees with R", arguments: cases) func agreesWithR(_ given: Case) throws {
    let columns = given.request.variable.split(separator: ":").map(String.init)
    let margin = PopulationMargins.Variable(
      columns: columns,
      categories: given.categories.map {
        PopulationMargins.Category(answers: $0.name.split(separator: ":").map(String.init), count: $0.count)
      })
    let answer = try Self.design(given).validity(
      SurveyFacts(margins: PopulationMargins(variables: [margin])), where: given.request.where)
    let t = given.tolerance
    let fit = try #require(answer.row("goodness_of_fit"))
    #expect(fit.count == given.n && fit.term == given.request.variable)
    #expect(fit.missingCount == given.nMissing)
    #expect(isClose(fit.statisticValue, given.statisticValue, t))
    #expect(isClose(fit.degreesOfFreedom, given.df, t))
    #expect(isClose(fit.secondDegreesOfFreedom, given.df2, t))
    #expect(isClose(fit.pValue, given.pValue, t))
    #expect(fit.method == given.method.replacing("_", with: "-"))
    #expect(isClose(answer.row("effect_size")?.estimate, given.effectSize, t))
    if let kish = answer.row("effective_n") { #expect(isClose(kish.estimate, given.effectiveN, t)) }
    for row in given.rows {
      let share = try #require(answer.row("sample_share", level: row.level))
      #expect(share.count == row.n)
      #expect(isClose(share.estimate, row.share, t))
      #expect(isClose(answer.row("population_share", level: row.level)?.estimate, row.populationShare, t))
      let residual = answer.row("adjusted_residual", level: row.level)?.estimate
      #expect(isClose(residual, row.residual, t, beside: 1))
      if let error = row.stdError { #expect(isClose(share.standardError, error, t)) }
    }
    #expect(
      answer.codes.contains(given.pValue > 0.05 ? "no_difference_from_population" : "differs_from_population")
    )
  }

  @Test("strata with weights N/n fix their shares: rounding over rounding is no test") func fixedShares()
    throws
  {
    let data = try SurveyData(
      csvFile: referenceFolder.appending(path: "data/apistrat.csv").path(percentEncoded: false))
    let file = referenceFolder.appending(path: "data/margins_stype.csv").path(percentEncoded: false)
    let answer = try SampleDesign(data, weights: "pw", strata: "stype", fpc: "fpc")
      .validity(SurveyFacts(margins: try PopulationMargins(csvFile: file)))
    #expect(answer.codes.contains("shares_fixed_by_design"))
    #expect(answer.row("goodness_of_fit")?.pValue == nil)
    #expect(!answer.codes.contains("differs_from_population"))
  }

  @Test("weights that population sizes imply have an effective size too") func impliedWeights() throws {
    let data = try SurveyData(
      csvFile: referenceFolder.appending(path: "data/apistrat.csv").path(percentEncoded: false))
    // 100 elementary schools of 4421, 50 high schools of 755, 50 middle schools of 1018.
    let size = 6194.0 * 6194 / (4421.0 * 4421 / 100 + 755.0 * 755 / 50 + 1018.0 * 1018 / 50)
    let answer = try SampleDesign(data, strata: "stype", fpc: "fpc").validity()
    #expect(isClose(answer.row("effective_n")?.estimate, size, 1e-12))
  }

  @Test("places match without their county and however they are spelled; codes only as they are")
  func matching() throws {
    let data = try table("area,code,w\n東區,5,1\n台北市,5,1\n北 區,15,1\n北區,15,1\n北區,15,0\n")
    let margins = PopulationMargins(variables: [
      .init(
        columns: ["area"],
        categories: [
          .init(answers: ["新竹市東區"], count: 5), .init(answers: ["新竹市北區"], count: 3),
          .init(answers: ["臺北市"], count: 2),
        ]),
      .init(
        columns: ["code"], categories: [.init(answers: ["15"], count: 5), .init(answers: ["25"], count: 5)]),
    ])
    let answer = try SampleDesign(data, weights: "w").validity(SurveyFacts(margins: margins))
    #expect(answer.row("goodness_of_fit", term: "area")?.count == 4)
    #expect(answer.row("sample_share", level: "新竹市北區")?.count == 2)
    #expect(answer.row("goodness_of_fit", term: "code")?.count == 2)
    #expect(answer.codes.contains("category_matched_by_suffix"))
    #expect(answer.codes.contains("category_matched_by_spelling"))
    #expect(answer.note("answers_outside_margins")?.english.contains("'5' (2") == true)
  }
}
