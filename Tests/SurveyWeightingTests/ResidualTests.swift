import SurveyStats
import Testing

/// What must hold of variances from residuals; the numbers themselves are R's (`cases-calibration.json`).
@Suite struct ResidualTests {
  /// A clustered sample with decimal weights, some of them 0, missing answers, groups and margins, from a fixed
  /// generator.
  struct Sample {
    var numbers: [String: [Double]] = [
      "cluster": [], "weight": [], "score": [], "rating": [], "row": [], "one": [],
    ]
    var texts: [String: [String?]] = ["stratum": [], "sex": [], "age": [], "group": []]

    init(rows: Int) {
      var state: UInt64 = 1992
      func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
      }
      for row in 0..<rows {
        texts["stratum"]?.append(["北", "中", "南"][Int(next() % 3)])
        numbers["cluster"]?.append(Double(next() % 12))
        numbers["weight"]?.append(next() % 41 == 0 ? 0 : Double(next() % 60_000_000 + 1) / 1_000_000)
        numbers["score"]?.append(next() % 11 == 0 ? .nan : Double(next() % 1_000_000) / 7919)
        numbers["rating"]?.append(next() % 9 == 0 ? .nan : Double(next() % 5 + 1))
        numbers["row"]?.append(Double(row))
        numbers["one"]?.append(1)
        texts["sex"]?.append(next() % 31 == 0 ? nil : ["女", "男"][Int(next() % 2)])
        texts["age"]?.append(next() % 37 == 0 ? nil : ["青", "壯", "老"][Int(next() % 3)])
        texts["group"]?.append(next() % 13 == 0 ? nil : ["甲", "乙"][Int(next() % 2)])
      }
    }

    func data(order: [Int]) throws -> SurveyData {
      var all = numbers.keys.sorted().map { name in
        SurveyColumn(name: name, values: .float64(order.map { numbers[name]?[$0] ?? 0 }))
      }
      all += texts.keys.sorted().map { name in
        SurveyColumn(name: name, texts: order.map { texts[name]?[$0] ?? nil })
      }
      return try SurveyData(columns: all)
    }
  }

  static let margins = PopulationMargins([
    "sex": ["女": 52_000, "男": 48_000], "age": ["青": 30_000, "壯": 45_000, "老": 25_000],
  ])
  static let joint = PopulationMargins([
    "sex:age": ["女:青": 16, "女:壯": 23, "女:老": 14, "男:青": 15, "男:壯": 21, "男:老": 11]
  ])

  private func estimates(_ design: SampleDesign) throws -> [Estimates] {
    let options = EstimateOptions(designEffect: .withoutReplacement, covariance: true)
    let plain = EstimateOptions(covariance: true)
    return [
      try design.mean(["score", "rating"], by: "group", where: "score > 10", options),
      try design.total(["score", "rating"], by: [], where: nil, options),
      try design.proportion(["rating", "stratum"], by: "group", where: nil, options),
      try design.contrast("score / rating", of: .mean, by: "group", where: nil, plain),
      try design.reliability(["score", "rating"], by: "group", where: nil, plain),
      try design.reliability(["score", "rating"], by: "group"),
      try design.growth("rating", period: "group", from: "甲", to: "乙"),
    ]
  }

  @Test("the order of rows does not change a digit", arguments: [true, false], [true, false])
  func rowOrder(_ elements: Bool, _ rakes: Bool) throws {
    let count = 9001
    let sample = Sample(rows: count)
    var mixed = Array(0..<count)
    var state: UInt64 = 5
    for index in mixed.indices.reversed() {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      mixed.swapAt(index, Int(state >> 33) % (index + 1))
    }
    let answers = try [Array(0..<count), Array((0..<count).reversed()), mixed].map { order in
      let design = try SampleDesign(
        try sample.data(order: order), weights: "weight", strata: "stratum",
        cluster: elements ? [] : "cluster")
      let weighted =
        rakes ? try design.raked(to: Self.margins) : try design.postStratified(to: Self.joint)
      return try estimates(weighted.design).map { $0.rendered(as: .json) }
        + [weighted.summary.rendered(as: .json)]
    }
    #expect(answers[0] == answers[1])
    #expect(answers[0] == answers[2])
  }

  @Test("an element design is the cluster design in which every row is a cluster", arguments: [true, false])
  func elementsAreClusters(_ rakes: Bool) throws {
    let data = try Sample(rows: 2000).data(order: Array(0..<2000))
    let designs = try [ColumnList([]), "row"].map { cluster in
      let design = try SampleDesign(data, weights: "weight", strata: "stratum", cluster: cluster)
      return rakes
        ? try design.raked(to: Self.margins).design : try design.postStratified(to: Self.joint).design
    }
    for (a, b) in zip(try estimates(designs[0]), try estimates(designs[1])) {
      for (x, y) in zip(a.rows, b.rows) {
        #expect(isClose(x.estimate, y.estimate))
        #expect(isClose(x.standardError, y.standardError))
        #expect(x.degreesOfFreedom == y.degreesOfFreedom)
        #expect(isClose(x.designEffect, y.designEffect))
      }
      guard let u = a.covariance, let v = b.covariance else { continue }
      for i in u.indices {
        for j in u.indices where u[i][j].isFinite {
          #expect((u[i][j] - v[i][j]).magnitude <= 1e-12 * (u[i][i] * u[j][j]).squareRoot())
        }
      }
    }
  }

  private func isClose(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return (a - b).magnitude <= 1e-12 * a.magnitude
  }

  @Test("rows outside the domain have residuals: the size of a domain that is a post-stratum is known")
  func domainsKeepResiduals() throws {
    let data = try Sample(rows: 900).data(order: Array(0..<900))
    let design = try SampleDesign(data, weights: "weight", strata: "stratum")
    let weighted = try design.postStratified(to: Self.joint).design
    let old = "sex == \"女\" && age == \"老\""
    let known = try weighted.total("one", where: old).rows[0]
    #expect(isClose(known.estimate, 14) && known.standardError == 0)
    #expect((try design.total("one", where: old).rows[0].standardError ?? 0) > 0)
    #expect((try weighted.total("one", where: "group == \"甲\"").rows[0].standardError ?? 0) > 0)
  }

  @Test("shares of the margins are the population's, with no standard error and a word on circles")
  func circular() throws {
    let data = try Sample(rows: 900).data(order: Array(0..<900))
    let design = try SampleDesign(data, weights: "weight", cluster: "cluster")
    let raked = try design.raked(to: Self.margins).design
    for weighted in [raked, try design.postStratified(to: Self.joint).design] {
      let estimates = try weighted.proportion(["sex", "age"])
      #expect(estimates.rows.allSatisfy { $0.standardError == 0 })
      #expect(estimates.notes.contains { $0.code == "circular_check" && $0.chinese.contains("必然結果") })
      #expect(!(try weighted.proportion("group").notes.contains { $0.code == "circular_check" }))
    }
    #expect(isClose(try raked.proportion("sex").rows[0].estimate, 0.52))
  }

  @Test("Korn and Graubard's n is the domain's, not that of the rows that have residuals")
  func kornGraubard() throws {
    let data = try SurveyData(csvFile: WeightedCase.path("apistrat.csv"))
    let design = try SampleDesign(data, weights: "pw", strata: "stype", fpc: "fpc")
    let margins = try PopulationMargins(csvFile: WeightedCase.path("margins_stype.csv"))
    let options = EstimateOptions(interval: .kornGraubard)
    let weighted = try design.postStratified(to: margins).design
    for item in ["sch.wide", "yr.rnd"] {
      let plain = try design.proportion(ColumnList(item), where: "comp.imp == \"No\"", options).rows
      let own = try weighted.proportion(ColumnList(item), where: "comp.imp == \"No\"", options).rows
      for (a, b) in zip(plain, own) {
        #expect(a.count == 84 && b.count == 84 && a.degreesOfFreedom == b.degreesOfFreedom)
        // Post-strata that are the strata change nothing but the weights' last digits; the interval from the
        // whole sample's n, which R gives, would be off by 1e-3.
        #expect(((a.confidenceLow ?? -1) - (b.confidenceLow ?? -1)).magnitude < 1e-6)
        #expect(((a.confidenceHigh ?? -1) - (b.confidenceHigh ?? -1)).magnitude < 1e-6)
        if b.term == "sch.wide", b.level == "Yes" {
          #expect(((b.confidenceLow ?? -1) - 0.4293750563).magnitude < 1e-6)
          #expect(((b.confidenceHigh ?? -1) - 0.6644127400).magnitude < 1e-6)
        }
      }
    }
  }

  @Test("a level of eight million does not cost the standard error a digit", arguments: [true, false])
  func largeLevel(_ elements: Bool) throws {
    let sample = Sample(rows: 2000)
    func error(_ shift: Double) throws -> Double? {
      var shifted = sample
      shifted.numbers["score"] = sample.numbers["rating"]?.map { $0 / 4 + shift }
      let design = try SampleDesign(
        try shifted.data(order: Array(0..<2000)), weights: "weight", strata: "stratum",
        cluster: elements ? [] : "cluster")
      return try design.raked(to: Self.margins).design.mean("score").rows[0].standardError
    }
    #expect(isClose(try error(0), try error(0x1p23)))
  }

  @Test("ids as clusters keep the calibration; weights that followed from rows refuse them")
  func idsAsClusters() throws {
    let data = try Sample(rows: 900).data(order: Array(0..<900))
    let weighted = try SampleDesign(data, weights: "weight").raked(to: Self.margins).design
    let clustered = try SampleDesign(data, weights: "weight", cluster: "cluster").raked(to: Self.margins)
      .design
    let options = GrowthOptions(id: "cluster")
    let a = try weighted.growth("rating", period: "group", from: "甲", to: "乙", options).rows
    let b = try clustered.growth("rating", period: "group", from: "甲", to: "乙").rows
    #expect(zip(a, b).allSatisfy { $0.estimate == $1.estimate && $0.standardError == $1.standardError })

    let sizes = try SurveyData(columns: [
      SurveyColumn(name: "N", values: .float64([9, 9, 9, 9])),
      SurveyColumn(name: "p", texts: ["1", "2", "1", "2"]),
      SurveyColumn(name: "id", texts: ["x", "x", "y", "y"]),
      SurveyColumn(name: "y", values: .float64([1, 2, 3, 5])),
    ])
    let implied = try SampleDesign(sizes, fpc: "N").postStratified(
      to: PopulationMargins(["p": ["1": 9, "2": 9]])
    ).design
    #expect(throws: SurveyStatsError.self) {
      try implied.growth("y", period: "p", from: "1", to: "2", GrowthOptions(id: "id"))
    }
  }
}
