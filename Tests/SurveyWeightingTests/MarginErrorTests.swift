import SurveyStats
import Testing

/// Margins that do not fit the sample, or nothing at all: which error, and whether it names the place.
@Suite struct MarginErrorTests {
  private func design(_ columns: [String: [String?]], weights: [Double]? = nil) throws -> SampleDesign {
    var all = columns.keys.sorted().map { SurveyColumn(name: $0, texts: columns[$0] ?? []) }
    if let weights { all.append(SurveyColumn(name: "w", values: .float64(weights))) }
    return try SampleDesign(try SurveyData(columns: all), weights: weights == nil ? nil : "w")
  }

  private func refuses(
    _ code: SurveyStatsError.Code, _ words: String..., weighting: () throws -> WeightedDesign
  ) {
    do {
      _ = try weighting()
      Issue.record("it was weighted")
    } catch let error as SurveyStatsError {
      #expect(error.code == code)
      for word in words { #expect(error.message.contains(word), "\(error.message)") }
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test("a category with nobody in the sample is named, also where its rows have weight 0")
  func emptyCategory() throws {
    let margins = PopulationMargins(["sex": ["F": 50, "M": 50, "X": 3]])
    let plain = try design(["sex": ["F", "M", "F"]])
    refuses(.invalidDesign, "'X'", "merge") { try plain.postStratified(to: margins) }
    let zero = try design(["sex": ["F", "M", "X"]], weights: [1, 2, 0])
    refuses(.invalidDesign, "'X'") { try zero.raked(to: margins) }
  }

  @Test("answers spelled otherwise than their category are weighted with it, and a note says which")
  func spelledOtherwise() throws {
    let data = try design([
      "city": ["臺北", "台北", "新竹", "新　竹"], "age": ["20-29", "30+", "２０-２９", "30+"],
    ])
    let weighted = try data.raked(
      to: PopulationMargins(["city": ["臺北": 60, "新竹": 40], "age": ["20-29": 50, "30+": 50]]))
    #expect(weighted.summary.notes.count { $0.code == "category_matched_by_spelling" } == 2)
    #expect(weighted.summary.notes.contains { $0.chinese.contains("台北 → 臺北") })
    let taipei = weighted.summary.categories.filter { $0.category == "臺北" }
    #expect(taipei.map(\.count) == [2] && abs(taipei[0].shareAfter - 0.6) < 1e-9)
  }

  @Test("an answer that no category names is named with its rows and the nearest category")
  func unknownAnswer() throws {
    let spelled = try design(["city": ["臺北", "臺比", "臺比", "新竹"]])
    refuses(.invalidDesign, "'臺比' (2 rows; the nearest category is '臺北')", "'city'") {
      try spelled.postStratified(to: PopulationMargins(["city": ["臺北": 50, "新竹": 50]]))
    }
    let joint = try design(["a": ["1", "2", "1"], "b": ["x", "x", "y"]])
    refuses(.invalidDesign, "'1:y' (1 row;") {
      try joint.postStratified(to: PopulationMargins(["a:b": ["1:x": 5, "2:x": 5]]))
    }
  }

  @Test("a category of nobody with people in the sample is refused, without people it is left out")
  func zeroCount() throws {
    let sample = try design(["sex": ["F", "M", "F"]])
    refuses(.invalidDesign, "nobody", "'M'") {
      try sample.postStratified(to: PopulationMargins(["sex": ["F": 5, "M": 0]]))
    }
    let weighted = try sample.postStratified(to: PopulationMargins(["sex": ["F": 5, "M": 5, "X": 0]]))
    #expect(weighted.summary.categories.map(\.category) == ["F", "M"])
  }

  @Test("margins that contradict one another through structural zeros do not converge, and one is named")
  func contradiction() throws {
    // All women are young and all men old: the shares of both must be equal.
    let sample = try design(["sex": ["F", "F", "M"], "age": ["young", "young", "old"]])
    refuses(.invalidDesign, "did not converge", "of 'sex'") {
      try sample.raked(
        to: PopulationMargins(["sex": ["F": 60, "M": 40], "age": ["young": 50, "old": 50]]),
        maximumIterations: 50)
    }
    let agreeing = try sample.raked(
      to: PopulationMargins(["sex": ["F": 60, "M": 40], "age": ["young": 60, "old": 40]]))
    #expect(try agreeing.weights() == [30, 30, 40])
  }

  @Test("margins that are none") func malformed() throws {
    let sample = try design(["sex": ["F", "M"], "age": ["o", "y"]])
    typealias Variable = PopulationMargins.Variable
    typealias Category = PopulationMargins.Category
    func margins(_ variables: Variable...) -> PopulationMargins { PopulationMargins(variables: variables) }
    let sex = Variable(
      columns: ["sex"],
      categories: [Category(answers: ["F"], count: 1), Category(answers: ["M"], count: 1)])
    func changed(_ change: (inout Variable) -> Void) -> PopulationMargins {
      var variable = sex
      change(&variable)
      return margins(variable)
    }
    let cases: [(String, PopulationMargins)] = [
      ("no variable", margins()), ("twice", margins(sex, sex)),
      ("counts nobody", changed { $0.categories = [] }), ("one column", changed { $0.columns = [] }),
      ("one column", changed { $0.columns = ["sex", "sex"] }),
      ("one answer for each", changed { $0.categories[0].answers = ["F", "o"] }),
      ("one answer for each", changed { $0.categories[0].answers = [" "] }),
      ("there twice", changed { $0.categories[1].answers = ["F "] }),
      ("0 or more", changed { $0.categories[0].count = -1 }),
      ("0 or more", changed { $0.categories[0].count = .nan }),
      ("0 or more", changed { $0.categories[0].count = .infinity }),
      ("too small", changed { $0.categories[0].count = 1e-300 }),
    ]
    for (word, margins) in cases { refuses(.invalidArgument, word) { try sample.raked(to: margins) } }
    refuses(.unknownColumn, "'sx'", "nearest is 'sex'") {
      try sample.raked(to: changed { $0.columns = ["sx"] })
    }
    refuses(.invalidArgument, "'sex', 'age'", "rake") {
      try sample.postStratified(
        to: PopulationMargins(["sex": ["F": 1, "M": 1], "age": ["o": 1, "y": 1]]))
    }
    refuses(.invalidArgument, "tolerance") { try sample.raked(to: margins(sex), tolerance: 0) }
    refuses(.invalidArgument, "round") { try sample.raked(to: margins(sex), maximumIterations: 0) }
    let nobody = try design(["sex": [nil, nil]])
    refuses(.emptyData, "sex") { try nobody.raked(to: margins(sex)) }
    let weighted = try sample.raked(to: margins(sex)).design
    refuses(.unsupported, "all margins at once") { try weighted.raked(to: margins(sex)) }
  }

  @Test("two weighted files joined by ids are refused, two independent ones are not") func twoFiles() throws {
    func table(_ shift: Double) throws -> SampleDesign {
      let data = try SurveyData(columns: [
        SurveyColumn(name: "id", texts: ["1", "2", "3", "4"]),
        SurveyColumn(name: "sex", texts: ["F", "M", "F", "M"]),
        SurveyColumn(name: "y", values: .float64([1, 2, 3, 5].map { $0 + shift })),
      ])
      return try SampleDesign(data).postStratified(to: PopulationMargins(["sex": ["F": 60, "M": 40]])).design
    }
    let (old, new) = (try table(0), try table(1))
    let rows = try new.growth("y", since: old).rows
    #expect(rows.last?.statistic == "growth" && rows.allSatisfy { $0.standardError != nil })
    do {
      _ = try new.growth("y", since: old, GrowthOptions(id: "id"))
      Issue.record("it was answered")
    } catch {
      #expect(error.code == .unsupported)
    }
  }

  @Test("so many categories that the regression would not fit are refused before") func manyCategories()
    throws
  {
    let names = (0..<1100).map(String.init)
    let sample = try design(["a": names, "b": names.map { _ in "x" }])
    let a = PopulationMargins.Variable(
      columns: ["a"], categories: names.map { PopulationMargins.Category(answers: [$0], count: 2) })
    let b = PopulationMargins.Variable(
      columns: ["b"], categories: [PopulationMargins.Category(answers: ["x"], count: 2200)])
    refuses(.limitExceeded, "1101 categories") { try sample.raked(to: PopulationMargins(variables: [a, b])) }
    #expect(
      try sample.postStratified(to: PopulationMargins(variables: [a])).weights() == names.map { _ in 2 })
  }

  @Test("a run that is cancelled stops the search for weights") func cancelled() throws {
    let run = RunControl()
    run.cancel()
    let sample = try design(["sex": ["F", "M"]])
    refuses(.cancelled) {
      try sample.raked(to: PopulationMargins(["sex": ["F": 1, "M": 1]]), run: run)
    }
  }
}
