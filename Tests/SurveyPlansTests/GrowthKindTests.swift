import SurveyStats
import Testing

/// (this year − last year) / last year of counts, shares and tests, and where it has no value.
@Suite struct GrowthKindTests {
  private static let now = "服務,線上件數,總件數\n戶籍,30,60\n社福,20,80\n"
  private static let then = "服務,線上件數,總件數\n戶籍,10,50\n社福,30,50\n"

  private func evaluate(_ indicators: [String], prior: String?, top: String = "") throws -> PlanEvaluation {
    let folder = try PlanFolder(["now.csv": Self.now])
    var dataset = "{id: online, role: inventory, file: now.csv}"
    if let prior {
      try folder.write("then.csv", prior)
      dataset = "{id: online, role: inventory, file: now.csv, prior: then.csv}"
    }
    return try withExtendedLifetime(folder) {
      try folder.plan(indicators, datasets: [dataset], top: top).evaluate()
    }
  }

  private static let cases = "{id: cases, kind: count, dataset: online, sum: 線上件數}"
  private static let growth = "{id: growth, kind: growth, of: cases, target: {at_least: 0}}"

  @Test("40 to 50 is a growth of 25 %") func counts() throws {
    let result = try evaluate([Self.cases, Self.growth], prior: Self.then)
    #expect(result["cases"]?.value == 50 && result["cases"]?.previous == 40)
    #expect(result["growth"]?.value == 0.25 && result["growth"]?.status == .met)
    #expect(result["growth"]?.isSample == false && result["growth"]?.standardError == nil)
  }

  @Test("last year zero is no rate, neither 0 nor 100 %") func zero() throws {
    let zero = "服務,線上件數,總件數\n戶籍,0,50\n"
    let result = try #require(evaluate([Self.cases, Self.growth], prior: zero)["growth"])
    #expect(result.value == nil && result.status == .undefined && result.reason?.code == "growth_over_zero")
    #expect(result.reason?.chinese == "無法計算（上年度為 0）。")
    let new = try evaluate(
      [Self.cases, Self.growth], prior: zero, top: "assumptions: {zero_prior: new}")
    #expect(new["growth"]?.value == nil && new["growth"]?.status == .met)
    #expect(new.decisions.first { $0.code == "U1" }?.isStated == true)
  }

  @Test("a new plan has no last year") func missing() throws {
    let result = try #require(evaluate([Self.cases, Self.growth], prior: nil)["growth"])
    #expect(result.value == nil && result.status == .noData && result.reason?.code == "growth_no_prior")
  }

  @Test("a published value stands for records that are gone") func baseline() throws {
    let cases = "{id: cases, kind: count, dataset: online, sum: 線上件數, baseline: 40}"
    #expect(try evaluate([cases, Self.growth], prior: nil)["growth"]?.value == 0.25)
  }

  @Test("the online share is each service's own, and pooled over them") func shares() throws {
    let share =
      "{id: share, kind: share, dataset: online, numerator_sum: 線上件數, denominator_sum: 總件數, by: 服務, target: {at_least: 30%, each: true}}"
    let mean =
      "{id: mean, kind: share, dataset: online, numerator_sum: 線上件數, denominator_sum: 總件數, by: 服務, measure: each_mean}"
    let result = try evaluate([share, mean], prior: Self.then)
    let pooled = try #require(result["share"])
    #expect(isClose(pooled.value, 50.0 / 140) && pooled.numerator == 50 && pooled.denominator == 140)
    #expect(isClose(pooled.previous, 0.4) && isClose(pooled.difference, 50.0 / 140 - 0.4))
    // 戶籍 has 50 %, 社福 25 %: pooled the target is met, in each it is not.
    #expect(pooled.status == .partlyMet)
    #expect(pooled.tables[0].rows.count == 3 && pooled.tables[0].rows[0].cells.last == .number(0.5))
    #expect(isClose(result["mean"]?.value, 0.375))
  }

  @Test("telephone tests from 95 to 98.5 grow by 3.7 %, with an interval from both samples") func telephone()
    throws
  {
    let folder = try PlanFolder([
      "now.csv": "課室,分數\n民政,98\n民政,99\n社政,98\n社政,99\n", "then.csv": "課室,分數\n民政,94\n民政,96\n社政,94\n社政,96\n",
    ])
    let plan = try folder.plan(
      [
        "{id: test, kind: test, dataset: calls, total: 分數, by: 課室, target: {at_least: 98}}",
        "{id: growth, kind: growth, of: test, target: {at_least: 0}}",
      ], datasets: ["{id: calls, role: calls, file: now.csv, prior: then.csv}"])
    let result = try withExtendedLifetime(folder) { try plan.evaluate() }
    let test = try #require(result["test"])
    #expect(test.value == 98.5 && test.previous == 95)
    // Σ s²/n over units, over the square of their number: (0.5/2 + 0.5/2)/4, on 4 − 2 degrees of freedom.
    #expect(isClose(test.standardError, (0.125).squareRoot()) && test.degreesOfFreedom == 2)
    #expect(test.status == .undecided)
    let growth = try #require(result["growth"])
    #expect(isClose(growth.value, 3.5 / 95))
    let ratio = 98.5 / 95
    let error = ((0.125 + ratio * ratio * 0.5) / (95 * 95)).squareRoot()
    #expect(isClose(growth.standardError, error) && growth.isSample && growth.status == .met)
    // Student's t of the difference on 2 + 2 degrees of freedom, two-sided: x = 4 / (4 + t²) in the regularized
    // incomplete beta I(x; 2, 1/2), which is 1 − (1 − x)^½ (1 + x / 2). A target does not change what is tested.
    let t = 3.5 / (0.125 + 0.5).squareRoot()
    let x = 4 / (4 + t * t)
    #expect(isClose(growth.pValue, 1 - (1 - x).squareRoot() * (1 + x / 2), 1e-9))
  }

  @Test("a changed scale has no growth until the plan calls the years comparable") func scale() throws {
    let five =
      "q1\n" + (["非常滿意", "滿意", "普通", "不滿意"] + Array(repeating: "滿意", count: 6)).joined(separator: "\n") + "\n"
    let ten = "q1\n" + (1...10).map(String.init).joined(separator: "\n") + "\n"
    let folder = try PlanFolder(["now.csv": five, "then.csv": ten])
    let text = { (comparable: Bool) in
      """
      schema: survey-stats/plan@1
      id: t
      title: t
      agency: {name: a}
      year: {roc: 103}
      datasets: [{id: q, role: survey, file: now.csv, prior: then.csv}]
      surveys:
        - {id: s, dataset: q, sampling: srs, comparable: \(comparable), columns: [{name: q1, scale: satisfaction-5}], prior_codebook: prior.yaml}
      nodes:
        - label: n
          indicators: [{id: s, kind: score, survey: s, item: q1}, {id: growth, kind: growth, of: s}]
      """
    }
    try folder.write(
      "prior.yaml", "schema: survey-stats/codebook@1\ncolumns: [{name: q1, scale: rating-10}]\n")
    let refused = try Plan(document: Array(text(false).utf8), name: "p", folder: folder.path + "/").evaluate()
    #expect(refused["growth"]?.status == .undefined && refused["growth"]?.reason?.code == "scale_changed")
    #expect(refused["s"]?.previous == nil)
    let allowed = try Plan(document: Array(text(true).utf8), name: "p", folder: folder.path + "/").evaluate()
    // 8 of 10 against the 9 and the 10 of ten.
    #expect(isClose(allowed["growth"]?.value, 3))
  }
}
