import SurveyStats
import Testing

/// What must not show in a result: the order of rows, the size of batches, scale and level of the answers.
@Suite struct InvarianceTests {
  /// A clustered sample with decimal weights, missing answers and groups, from a fixed generator.
  struct Sample {
    var stratum: [String?] = []
    var cluster: [Int32] = []
    var weight: [Double] = []
    var score: [Double] = []
    var rating: [Int8] = []
    var group: [String?] = []

    init(rows: Int) {
      var state: UInt64 = 2026
      func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
      }
      for _ in 0..<rows {
        stratum.append(["北", "中", "南"][Int(next() % 3)])
        cluster.append(Int32(next() % 12))
        weight.append(Double(next() % 60_000_000 + 1) / 1_000_000)
        score.append(next() % 11 == 0 ? .nan : Double(next() % 1_000_000) / 7919)
        rating.append(next() % 9 == 0 ? 9 : Int8(next() % 5 + 1))
        group.append(next() % 13 == 0 ? nil : ["甲", "乙"][Int(next() % 2)])
      }
    }

    func estimates(order: [Int], elements: Bool) throws -> [Estimates] {
      let data = try SurveyData(
        columns: [
          SurveyColumn(name: "stratum", texts: order.map { stratum[$0] }),
          SurveyColumn(name: "cluster", values: .int32(order.map { cluster[$0] })),
          SurveyColumn(name: "weight", values: .float64(order.map { weight[$0] })),
          SurveyColumn(name: "score", values: .float64(order.map { score[$0] })),
          SurveyColumn(name: "rating", values: .int8(order.map { rating[$0] })),
          SurveyColumn(name: "group", texts: order.map { group[$0] }),
        ], missing: MissingCodesByColumn(all: MissingCodes(list: "9")))
      let design = try SampleDesign(
        data, weights: "weight", strata: "stratum", cluster: elements ? [] : "cluster")
      let options = EstimateOptions(designEffect: .withoutReplacement, covariance: true)
      return [
        try design.mean(["score", "rating"], by: "group", where: "score > 10", options),
        try design.total(["score", "rating"], options),
        try design.proportion(["rating", "stratum"], by: "group", where: nil, options),
        try design.contrast(
          "score / rating", of: .mean, by: "group", EstimateOptions(covariance: true)),
      ]
    }
  }

  @Test("the order of rows does not change a digit", arguments: [true, false])
  func rowOrder(_ elements: Bool) throws {
    let sample = Sample(rows: 9001)
    let plain = try sample.estimates(order: Array(0..<9001), elements: elements)
    let reversed = try sample.estimates(order: (0..<9001).reversed(), elements: elements)
    var mixed = Array(0..<9001)
    var state: UInt64 = 5
    for index in mixed.indices.reversed() {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      mixed.swapAt(index, Int(state >> 33) % (index + 1))
    }
    let shuffled = try sample.estimates(order: mixed, elements: elements)
    for (a, (b, c)) in zip(plain, zip(reversed, shuffled)) {
      #expect(a.rendered(as: .json) == b.rendered(as: .json))
      #expect(a.rendered(as: .json) == c.rendered(as: .json))
      #expect(a.rows.allSatisfy { ($0.standardError ?? 0) > 0 })
    }
  }

  @Test("an element design is the cluster design in which every row is a cluster")
  func elementsAreClusters() throws {
    let sample = Sample(rows: 3000)
    let data = try SurveyData(columns: [
      SurveyColumn(name: "stratum", texts: sample.stratum),
      SurveyColumn(name: "row", values: .int32((0..<3000).map(Int32.init))),
      SurveyColumn(name: "weight", values: .float64(sample.weight)),
      SurveyColumn(name: "score", values: .float64(sample.score)),
      SurveyColumn(name: "rating", values: .int8(sample.rating)),
      SurveyColumn(name: "kind", texts: sample.score.map { $0.isNaN ? nil : $0 > 60 ? "多" : "少" }),
      SurveyColumn(name: "group", texts: sample.group),
    ])
    let elements = try SampleDesign(data, weights: "weight", strata: "stratum")
    let clusters = try SampleDesign(data, weights: "weight", strata: "stratum", cluster: "row")
    let options = EstimateOptions(designEffect: .withReplacement, covariance: true)
    let pairs: [(Estimates, Estimates)] = [
      (
        try elements.mean(["score", "rating"], by: "group", where: nil, options),
        try clusters.mean(["score", "rating"], by: "group", where: nil, options)
      ),
      (
        try elements.proportion(["rating", "kind"], by: "group", where: "score > 20", options),
        try clusters.proportion(["rating", "kind"], by: "group", where: "score > 20", options)
      ),
      (
        try elements.contrast("log(score) - rating", of: .total),
        try clusters.contrast("log(score) - rating", of: .total)
      ),
    ]
    for (a, b) in pairs {
      for (x, y) in zip(a.rows, b.rows) {
        #expect(x.estimate == y.estimate)
        #expect(close(x.standardError, y.standardError))
        #expect(x.degreesOfFreedom == y.degreesOfFreedom)
        #expect(close(x.designEffect, y.designEffect))
      }
      guard let u = a.covariance, let v = b.covariance else { continue }
      for i in u.indices {
        for j in u.indices {
          let scale = (u[i][i] * u[j][j]).squareRoot()
          #expect((u[i][j] - v[i][j]).magnitude <= 1e-13 * scale)
        }
      }
    }
  }

  private func close(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return (a - b).magnitude <= 1e-13 * a.magnitude
  }

  @Test("a level of ten million does not cost the standard error a digit")
  func largeLevel() throws {
    let sample = Sample(rows: 2000)
    func error(shift: Double, elements: Bool) throws -> Double? {
      let data = try SurveyData(columns: [
        SurveyColumn(name: "stratum", texts: sample.stratum),
        SurveyColumn(name: "cluster", values: .int32(sample.cluster)),
        SurveyColumn(name: "weight", values: .float64(sample.weight)),
        SurveyColumn(name: "rating", values: .float64(sample.rating.map { Double($0) / 4 + shift })),
      ])
      let design = try SampleDesign(
        data, weights: "weight", strata: "stratum", cluster: elements ? [] : "cluster")
      return try design.mean("rating").rows[0].standardError
    }
    for elements in [true, false] {
      let plain = try error(shift: 0, elements: elements)
      let far = try error(shift: 0x1p23, elements: elements)
      #expect(plain != nil && close(plain, far))
    }
  }

  @Test("a row outside the domain still counts as a unit of its stratum")
  func domainsKeepUnits() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "y", values: .float64([1, 2, 3, 4, 100, 200])),
      SurveyColumn(name: "in", values: .int8([1, 1, 1, 1, 0, 0])),
    ])
    let estimate = try SampleDesign(data).total("y", where: "in == 1").rows[0]
    // n/(n−1) · Σ(z − z̄)² over all six rows, the last two being 0.
    #expect(estimate.estimate == 10)
    #expect(close(estimate.standardError, (6.0 / 5 * (30 - 100.0 / 6)).squareRoot()))
    #expect(estimate.degreesOfFreedom == 3 && estimate.count == 4)
  }

  @Test("a negation that a missing answer fulfils is noted") func negation() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "y", values: .float64([1, 2, 3, 4])),
      SurveyColumn(name: "g", texts: ["x", nil, "z", nil]),
      SurveyColumn(name: "age", values: .float64([70, 20, .nan, 30])),
    ])
    func notes(_ condition: String) throws -> (Int, [String]) {
      let estimates = try SampleDesign(data).mean("y", where: condition)
      return (estimates.rows[0].count, estimates.notes.map(\.code).filter { $0 == "negation_of_missing" })
    }
    #expect(try notes("!(g == \"x\")") == (3, ["negation_of_missing"]))
    #expect(try notes("g != \"x\"") == (1, []))
    #expect(try notes("!(g == \"x\") && age < 25") == (1, ["negation_of_missing"]))
    #expect(try notes("!(g == \"x\") || y > 0") == (4, []))
    #expect(try notes("!(age >= 65) && g == \"z\"") == (1, ["negation_of_missing"]))
    #expect(try notes("!(y > 2)") == (2, []))
  }
}
