import SurveyStats
import Testing

/// The weights themselves, and what is said of them.
@Suite struct WeightTests {
  @Test("the references are there") func referencesAreThere() { #expect(WeightedCase.all.count >= 25) }

  @Test("every row's weight is R's", arguments: WeightedCase.all)
  func weightsAreR(_ reference: WeightedCase) throws {
    let weighted = try reference.weighted()
    let weights = try weighted.weights()
    try #require(weights.count == reference.weights.count)
    for (ours, theirs) in zip(weights, reference.weights) {
      #expect((ours - theirs).magnitude <= 1e-10 * theirs)
    }
    let positive = weights.filter { $0 > 0 }
    let sum = positive.reduce(0, +)
    let after = weighted.summary.after
    #expect(after.count == positive.count)
    #expect((after.sum - sum).magnitude <= 1e-12 * sum)
    let squares = positive.reduce(0) { $0 + $1 * $1 }
    #expect((after.effectiveSize - sum * sum / squares).magnitude <= 1e-11 * after.effectiveSize)
    for category in weighted.summary.categories {
      #expect((category.shareAfter - category.populationShare).magnitude <= 2e-12)
    }
  }

  @Test("weights from population sizes are N/n times g, in every stratum its own")
  func impliedWeights() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "h", texts: ["a", "a", "b", "b", "b"]),
      SurveyColumn(name: "N", values: .float64([10, 10, 60, 60, 60])),
      SurveyColumn(name: "sex", texts: ["F", "M", "F", "F", "M"]),
    ])
    let design = try SampleDesign(data, strata: "h", fpc: "N")
    // d = 5, 5, 20, 20, 20: F 45, M 25.
    let weighted = try design.postStratified(to: PopulationMargins(["sex": ["F": 90, "M": 50]]))
    #expect(try weighted.weights() == [10, 10, 40, 40, 40])
    #expect(weighted.summary.before.sum == 70 && weighted.summary.after.sum == 140)
    #expect(weighted.summary.smallestChange == 2 && weighted.summary.largestChange == 2)
  }

  @Test("Kish's effective size is the published one before weighting") func kish() throws {
    let data = try SurveyData(csvFile: WeightedCase.path("apistrat.csv"))
    let design = try SampleDesign(data, weights: "pw", strata: "stype", fpc: "fpc")
    let margins = try PopulationMargins(csvFile: WeightedCase.path("margins_stype_wide.csv"))
    let summary = try design.raked(to: margins).summary
    #expect((summary.before.effectiveSize - 168.58133128076).magnitude < 1e-10)
    #expect((summary.before.designEffect - 1.186370984738).magnitude < 1e-12)
    #expect(summary.largestDeviation <= 1e-12 && summary.iterations > 1)
    #expect(summary.method == .raking && summary.margins == ["stype", "sch.wide"])
  }

  @Test("shares keep the sample's total, also of rows without an answer") func shares() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "sex", texts: ["F", "M", "M", nil]),
      SurveyColumn(name: "w", values: .float64([10, 10, 10, 10])),
      SurveyColumn(name: "y", values: .float64([1, 0, 0, 5])),
    ])
    let design = try SampleDesign(data, weights: "w")
    let margins = PopulationMargins(["sex": ["F": 50, "M": 50]])
    let kept = try design.postStratified(to: margins, keepsTotal: true)
    #expect(try kept.weights() == [20, 10, 10, 0])
    #expect(kept.summary.before.count == 4 && kept.summary.after.count == 3)
    #expect(!kept.summary.notes.contains { $0.code == "margins_look_like_shares" })
    let row = try kept.design.mean("y").rows[0]
    #expect(row.estimate == 0.5 && row.count == 3 && row.degreesOfFreedom == 2)
    let taken = try design.postStratified(to: margins)
    #expect(taken.summary.after.sum == 100)
    #expect(taken.summary.notes.contains { $0.code == "margins_look_like_shares" })
    let notes = try taken.design.mean("y").notes.map(\.code)
    #expect(notes.contains("missing_margin") && notes.contains("post_stratified"))
  }

  @Test("margins of different totals are scaled to the first, with a note beyond rounding")
  func rescaled() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "sex", texts: ["F", "M", "F", "M"]),
      SurveyColumn(name: "age", texts: ["old", "old", "young", "young"]),
    ])
    let design = try SampleDesign(data)
    func raked(_ old: Double, _ young: Double) throws -> (sum: Double, isNoted: Bool) {
      let margins = PopulationMargins(["sex": ["F": 60, "M": 340], "age": ["old": old, "young": young]])
      let summary = try design.raked(to: margins).summary
      return (summary.after.sum, summary.notes.contains { $0.code == "margins_rescaled" })
    }
    let shares = try raked(0.25, 0.75)
    #expect((shares.sum - 400).magnitude < 1e-9 && shares.isNoted)
    let near = try raked(100.00001, 300)
    #expect((near.sum - 400).magnitude < 1e-9 && !near.isNoted)
  }

  @Test("answers and categories match whatever spaces stand around them") func trimmed() throws {
    let data = try SurveyData(csv: Array("sex,y\n F ,1\nM,2\nF,3\n".utf8))
    let weighted = try SampleDesign(data).postStratified(
      to: PopulationMargins(["sex": [" F": 60, "M ": 40]]))
    #expect(try weighted.weights() == [30, 40, 30])
    #expect(try weighted.design.total("y").rows[0].estimate == 200)
  }

  @Test("a category with fewer than five rows is named") func fewRows() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "sex", texts: ["F", "M", "F", "F", "F", "F"])
    ])
    let weighted = try SampleDesign(data).postStratified(
      to: PopulationMargins(["sex": ["F": 500, "M": 500]]))
    let note = weighted.summary.notes.first { $0.code == "few_rows_in_category" }
    #expect(note?.english.contains("sex=M (1)") == true && note?.english.contains("sex=F") == false)
  }
}
