import Foundation
import SurveyStats
import Testing

@Suite("sampling validity") struct ValidityTests {
  /// 60 women and 40 men, of whom 30, 50 and 20 live in a, b and c.
  private static func data(weights: [Double]? = nil) throws -> SurveyData {
    let sexes = (0..<100).map { $0 < 60 ? "F" : "M" }
    let areas = (0..<100).map { $0 % 10 < 3 ? "a" : $0 % 10 < 8 ? "b" : "c" }
    var columns = [SurveyColumn(name: "sex", texts: sexes), SurveyColumn(name: "area", texts: areas)]
    columns.append(SurveyColumn(name: "w", values: .float64(weights ?? (0..<100).map { Double($0 % 4 + 1) })))
    return try SurveyData(columns: columns)
  }

  private static let areas = PopulationMargins(variables: [
    .init(
      columns: ["area"],
      categories: [
        .init(answers: ["a"], count: 4000), .init(answers: ["b"], count: 4000),
        .init(answers: ["c"], count: 2000),
      ])
  ])

  private func row(_ result: Estimates, _ statistic: String, level: String? = nil) throws -> EstimateRow {
    try #require(result.rows.first { $0.statistic == statistic && $0.level == level })
  }

  /// chisq.test(c(30, 50, 20), p = c(.4, .4, .2)): X-squared = 5, df = 2, p-value = 0.0820849986.
  @Test("Pearson's test of fit, its effect size and residuals")
  func pearson() throws {
    let result = try SampleDesign(Self.data()).validity(
      SurveyFacts(sampling: .simpleRandom, margins: Self.areas))
    let test = try row(result, "goodness_of_fit")
    #expect(abs(try #require(test.statisticValue) - 5) < 1e-12)
    #expect(test.degreesOfFreedom == 2)
    #expect(abs(try #require(test.pValue) - 0.0820849986238988) < 1e-12)
    #expect(abs(try #require(try row(result, "effect_size").estimate) - 0.05.squareRoot()) < 1e-12)
    // (30 − 40)/√(40·.6)
    #expect(
      abs(try #require(try row(result, "adjusted_residual", level: "a").estimate) + 10 / 24.0.squareRoot())
        < 1e-12)
    #expect(try row(result, "sample_share", level: "b").count == 50)
    #expect(result.notes.contains { $0.code == "no_difference_from_population" })
    #expect(!result.notes.contains { $0.code == "margin_needs_random_sample" })
  }

  @Test("weights of one size give the test of a multinomial sample's own covariance")
  func raoScott() throws {
    let plain = try Self.data(weights: [Double](repeating: 7, count: 100))
    let result = try SampleDesign(plain, weights: "w").validity(
      SurveyFacts(sampling: .simpleRandom, margins: Self.areas))
    let test = try row(result, "goodness_of_fit")
    // V = (diag p − pp′)/(n − 1) by hand: tr = n/(n−1)·Σp(1−p)/π.
    let p = [0.3, 0.5, 0.2]
    let pi = [0.4, 0.4, 0.2]
    var (trace, squares) = (0.0, 0.0)
    for i in 0..<3 {
      for j in 0..<3 {
        let v = (i == j ? p[i] : 0) - p[i] * p[j]
        if i == j { trace += v / pi[i] }
        squares += v * v / (pi[i] * pi[j])
      }
    }
    trace *= 100.0 / 99
    squares *= (100.0 / 99) * (100.0 / 99)
    #expect(test.method == "rao-scott")
    #expect(abs(try #require(test.statisticValue) - 5 / trace) < 1e-10)
    #expect(abs(try #require(test.degreesOfFreedom) - trace * trace / squares) < 1e-10)
    #expect(abs(try #require(test.secondDegreesOfFreedom) - 99 * trace * trace / squares) < 1e-8)
  }

  @Test("Kish's size of weights 1 to 4 is (Σw)²/Σw², and the margin of error knows it")
  func kish() throws {
    let result = try SampleDesign(Self.data(), weights: "w").validity(SurveyFacts(sampling: .simpleRandom))
    let effective = 250.0 * 250 / 750
    #expect(abs(try #require(try row(result, "effective_n").estimate) - effective) < 1e-10)
    let margin = try row(result, "margin_of_error")
    #expect(margin.method == "kish")
    #expect(abs(try #require(margin.estimate) - 1.959963984540054 * (0.25 / effective).squareRoot()) < 1e-12)
  }

  @Test(
    "who was not drawn at random has no margin of error unless it is asked for",
    arguments: [SamplingKind.quota, .convenience, .voluntary])
  func convenience(kind: SamplingKind) throws {
    let design = try SampleDesign(Self.data())
    let result = try design.validity(SurveyFacts(sampling: kind))
    #expect(try row(result, "margin_of_error").estimate == nil)
    #expect(result.notes.contains { $0.code == "no_margin_of_error_non_probability" })
    let asked = try design.validity(SurveyFacts(sampling: kind, nominalMargin: true))
    #expect(try row(asked, "margin_of_error").estimate != nil)
    #expect(asked.notes.contains { $0.code == "nominal_margin_of_error" })
  }

  @Test("a census has no margin of error at all")
  func census() throws {
    let result = try SampleDesign(Self.data()).validity(
      SurveyFacts(population: 100, sampling: .census, nominalMargin: true))
    #expect(!result.rows.contains { $0.statistic == "margin_of_error" })
    #expect(result.notes.contains { $0.code == "no_margin_of_error_census" })
  }

  @Test("an answer that the margins lack is named with the nearest category and left out")
  func unknownAnswers() throws {
    var margins = Self.areas
    margins.variables[0].categories[2].answers = ["cc"]
    let result = try SampleDesign(Self.data()).validity(SurveyFacts(margins: margins))
    let note = try #require(result.notes.first { $0.code == "answers_outside_margins" })
    #expect(note.english.contains("'c' (20, nearest '"))
    #expect(try row(result, "goodness_of_fit").count == 80)
  }

  @Test(
    "facts that cannot be are refused",
    arguments: [
      SurveyFacts(issued: 100, returned: 101), SurveyFacts(issued: 99), SurveyFacts(returned: 99),
      SurveyFacts(population: 99), SurveyFacts(issued: 0), SurveyFacts(returned: -1),
      SurveyFacts(population: .nan),
    ])
  func impossible(facts: SurveyFacts) throws {
    let design = try SampleDesign(Self.data())
    #expect(throws: SurveyStatsError.self) { _ = try design.validity(facts) }
  }

  @Test(
    "joint cells and weights fitted to margins: the sample is tested as it was, and the check is called circular"
  )
  func circular() throws {
    let margins = PopulationMargins(variables: [
      .init(
        columns: ["sex"],
        categories: [.init(answers: ["F"], count: 500), .init(answers: ["M"], count: 500)])
    ])
    let design = try SampleDesign(Self.data()).postStratified(to: margins).design
    let result = try design.validity(SurveyFacts(sampling: .simpleRandom, margins: margins))
    #expect(abs(try #require(try row(result, "goodness_of_fit").statisticValue) - 4) < 1e-12)
    #expect(abs(try #require(try row(result, "weighted_share", level: "F").estimate) - 0.5) < 1e-12)
    #expect(abs(try #require(try row(result, "sample_share", level: "F").estimate) - 0.6) < 1e-12)
    #expect(result.notes.contains { $0.code == "circular_check" })
  }
}

@Suite("margins out of tables of the population") struct TableMarginTests {
  @Test("an open-data array of objects, counted by key and by column")
  func json() throws {
    let text = """
      [{"site": "甲區", "year": 103, "people": 120, "m": 50, "f": 70},
       {"site": "乙區", "year": 103, "people": "1,080", "m": 600, "f": 480},
       {"site": "總計", "year": 103, "people": 1200, "m": 650, "f": 550},
       {"site": "甲區", "year": 102, "people": 1, "m": 1, "f": 0},
       {"site": "丙區", "year": 103, "people": "…"}]
      """
    let table = try SurveyData(json: Array(text.utf8), name: "people.json")
    let margins = try PopulationMargins(
      table: table, [try MarginSpecification(parsing: "區=site/people")], where: "year == 103")
    #expect(margins.variables[0].columns == ["區"])
    #expect(margins.variables[0].categories.map(\.name) == ["甲區", "乙區"])
    #expect(margins.variables[0].categories.map(\.count) == [120, 1080])
    let sexes = try PopulationMargins(
      table: table, [try MarginSpecification(parsing: "性別=男:m,女:f")], where: "site != \"總計\" && year == 103")
    #expect(sexes.variables[0].categories.map(\.count) == [650, 550])
  }

  @Test("a table with several years is not added up, and a first row of names is not people") func years()
    throws
  {
    let specification = [try MarginSpecification(parsing: "區=site_id/people_total")]
    let several = try table(
      "statistic_yyy,site_id,people_total\n統計年,區域別,人口數\n102,東區,10\n102,北區,20\n103,東區,30\n103,北區,40\n")
    #expect {
      _ = try PopulationMargins(table: several, specification)
    } throws: {
      "\($0)".contains("statistic_yyy") && "\($0)".contains("margins-where")
    }
    let one = try PopulationMargins(table: several, specification, where: "statistic_yyy == \"102\"")
    #expect(one.variables[0].categories.map(\.count) == [10, 20])
  }

  @Test("counts handed in by an app are checked as those of a file") func checkedMargins() throws {
    let design = try SampleDesign(table("sex\nF\nM\nF\n"))
    for counts in [[-1.0, 5], [.nan, 5], [0, 0]] {
      let margins = PopulationMargins(variables: [
        .init(
          columns: ["sex"],
          categories: [.init(answers: ["F"], count: counts[0]), .init(answers: ["M"], count: counts[1])])
      ])
      #expect(throws: SurveyStatsError.self) { _ = try design.validity(SurveyFacts(margins: margins)) }
    }
  }

  @Test("a file is a table where specifications say so, else a list of margins")
  func files() throws {
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ name: String, _ text: String) throws -> String {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
      return folder.appending(path: name).path(percentEncoded: false)
    }
    let sexes = [try MarginSpecification(parsing: "sex=F:women,M:men")]
    let list = try file("list.csv", "variable,category,count\nsex,F,3\nsex,M,5\n")
    let csv = try file("people.csv", "year,women,men\n102,1,1\n103,3,5\n")
    let json = try file("people.json", "[{\"year\": 103, \"women\": 3, \"men\": 5}]")
    for margins in [
      try PopulationMargins(file: list), try PopulationMargins(file: csv, sexes, where: "year == 103"),
      try PopulationMargins(file: json, sexes),
    ] {
      #expect(margins.variables.map(\.name) == ["sex"])
      #expect(margins.variables[0].categories.map(\.name) == ["F", "M"])
      #expect(margins.variables[0].categories.map(\.count) == [3, 5])
    }
    #expect(throws: SurveyStatsError.self) { _ = try PopulationMargins(file: json) }
    #expect(throws: SurveyStatsError.self) { _ = try PopulationMargins(file: list, where: "year == 103") }
    #expect(throws: SurveyStatsError.self) { _ = try PopulationMargins(file: csv) }
  }

  @Test(
    "specifications and tables that cannot be read",
    arguments: ["", "a", "=b/c", "a=b", "a=b/", "a=x:y", "a=:y,b:z"])
  func badSpecification(text: String) {
    #expect(throws: SurveyStatsError.self) { _ = try MarginSpecification(parsing: text) }
  }

  @Test("an error names line and column", arguments: ["{}", "[1]", "[{\"a\": [1]}]", "[]", "[{\"a\": 1"])
  func badJSON(text: String) {
    #expect(throws: SurveyStatsError.self) { _ = try SurveyData(json: Array(text.utf8), name: "x.json") }
  }
}
