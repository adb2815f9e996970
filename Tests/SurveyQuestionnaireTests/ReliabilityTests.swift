import Foundation
import SurveyStats
import Testing

/// Alpha against R, and what must hold whatever the data.
@Suite struct ReliabilityTests {
  @Test("the references are there") func referencesAreThere() {
    #expect(ReliabilityCase.all.count >= 50)
  }

  @Test("agrees with R", arguments: ReliabilityCase.all)
  func agreesWithR(_ reference: ReliabilityCase) throws {
    for problem in reference.differences(try reference.answer()) {
      Issue.record("\(reference.id): \(problem)")
    }
  }

  /// The City of San Diego's open file `resident_survey_weighted_datasd.csv` (2015), which is no part of the
  /// project, where the environment says where it is.
  static let residents: String? = ProcessInfo.processInfo.environment["SURVEYSTATS_RESIDENT_SURVEY"]

  @Test("the San Diego resident survey: 15 items, 9 and blank missing", .enabled(if: residents != nil))
  func residentSurvey() throws {
    var reading = CSVOptions()
    reading.missing = try MissingCodesByColumn(parsing: "9")
    let data = try SurveyData(csvFile: try #require(Self.residents), options: reading)
    let scale = try SampleDesign(data).reliability(ColumnList(try data.columns(matching: "Q3_1-Q3_15")))
    let alpha = try #require(scale.rows.first)
    #expect(alpha.count == 1293 && alpha.count + alpha.missingCount == 2477)
    #expect(relative(alpha.estimate, 0.9162516287759267) < 1e-14)
    #expect(scale.rows.count == 2 + 4 * 15)
  }

  /// Answers of 1 to 5 that hang together, in strata and clusters with decimal weights, from a fixed generator.
  struct Sample {
    var items: [[Double]] = [[], [], [], []]
    var stratum: [String?] = []
    var cluster: [Int32] = []
    var weight: [Double] = []
    var group: [String?] = []
    var count: Int { stratum.count }

    init(rows: Int) {
      var state: UInt64 = 1951
      func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
      }
      for _ in 0..<rows {
        stratum.append(["北", "中", "南"][Int(next() % 3)])
        cluster.append(Int32(next() % 9))
        weight.append(Double(next() % 60_000_000 + 1) / 1_000_000)
        group.append(next() % 13 == 0 ? nil : ["甲", "乙"][Int(next() % 2)])
        let mood = Int(next() % 5)
        for item in items.indices {
          let answer = max(1, min(5, mood + Int(next() % 3)))
          items[item].append(next() % 17 == 0 ? .nan : Double(answer))
        }
      }
    }

    func data(
      order: [Int]? = nil, weightFactor: Double = 1, shift: Double = 0
    ) throws -> SurveyData {
      let order = order ?? Array(0..<count)
      return try SurveyData(
        columns: items.enumerated().map { (index, answers) in
          SurveyColumn(name: "q\(index + 1)", values: .float64(order.map { answers[$0] + shift }))
        } + [
          SurveyColumn(name: "stratum", texts: order.map { stratum[$0] }),
          SurveyColumn(name: "cluster", values: .int32(order.map { cluster[$0] })),
          SurveyColumn(name: "row", values: .int32(order.map { Int32($0) })),
          SurveyColumn(name: "weight", values: .float64(order.map { weight[$0] * weightFactor })),
          SurveyColumn(name: "group", texts: order.map { group[$0] }),
        ])
    }
  }

  static let items: ColumnList = ["q1", "q2", "q3", "q4"]

  private func relative(_ a: Double?, _ b: Double?) -> Double {
    guard let a, let b else { return a == nil && b == nil ? 0 : .infinity }
    return a == b ? 0 : (a - b).magnitude / b.magnitude
  }

  /// Every number of two results agrees.
  private func expectSame(_ a: Estimates, _ b: Estimates, within tolerance: Double, means: Bool = true) {
    #expect(a.rows.count == b.rows.count && !a.rows.isEmpty)
    for (x, y) in zip(a.rows, b.rows) where means || x.statistic != "mean" {
      #expect(relative(x.estimate, y.estimate) <= tolerance, "\(x.statistic) \(x.term)")
      #expect(relative(x.standardError, y.standardError) <= tolerance, "\(x.statistic) \(x.term)")
      #expect(relative(x.confidenceLow, y.confidenceLow) <= tolerance * 10, "\(x.statistic) \(x.term)")
      #expect(relative(x.confidenceHigh, y.confidenceHigh) <= tolerance, "\(x.statistic) \(x.term)")
      #expect(x.degreesOfFreedom == y.degreesOfFreedom)
    }
  }

  @Test("the order of rows does not change a digit", arguments: [[], ["cluster"]])
  func rowOrder(_ cluster: [String]) throws {
    let sample = Sample(rows: 9001)
    var mixed = Array(0..<9001)
    var state: UInt64 = 5
    for index in mixed.indices.reversed() {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      mixed.swapAt(index, Int(state >> 33) % (index + 1))
    }
    let results = try [Array(0..<9001), mixed].map { order in
      let design = try SampleDesign(
        try sample.data(order: order), weights: "weight", strata: "stratum", cluster: ColumnList(cluster))
      return try design.reliability(
        Self.items, by: "group", where: "q1 > 1", EstimateOptions(covariance: true)
      ).rendered(as: .json)
    }
    #expect(results[0] == results[1])
  }

  @Test("an element design is the cluster design in which every row is a cluster")
  func elementsAreClusters() throws {
    let data = try Sample(rows: 3000).data()
    let elements = try SampleDesign(data, weights: "weight", strata: "stratum")
    let clusters = try SampleDesign(data, weights: "weight", strata: "stratum", cluster: "row")
    let options = EstimateOptions(covariance: true)
    let a = try elements.reliability(Self.items, by: "group", options)
    let b = try clusters.reliability(Self.items, by: "group", options)
    expectSame(a, b, within: 1e-12)
    let (u, v) = (try #require(a.covariance), try #require(b.covariance))
    for i in u.indices {
      for j in u.indices {
        #expect((u[i][j] - v[i][j]).magnitude <= 1e-12 * (u[i][i] * u[j][j]).squareRoot())
      }
    }
  }

  @Test("weights times a constant change nothing", arguments: [1e-6, 1024, 3e9])
  func weightScale(_ factor: Double) throws {
    let sample = Sample(rows: 800)
    let results = try [1, factor].map { factor in
      let design = try SampleDesign(
        try sample.data(weightFactor: factor), weights: "weight", strata: "stratum", cluster: "cluster")
      return try design.reliability(Self.items, by: "group")
    }
    expectSame(results[0], results[1], within: 1e-12)
  }

  @Test("a level of ten million changes nothing but the means", arguments: [true, false])
  func largeLevel(_ plain: Bool) throws {
    let sample = Sample(rows: 800)
    let results = try [0, 0x1p23].map { shift in
      let data = try sample.data(shift: shift)
      return try (plain ? SampleDesign(data) : SampleDesign(data, weights: "weight", cluster: "cluster"))
        .reliability(Self.items)
    }
    expectSame(results[0], results[1], within: 1e-12, means: false)
  }

  @Test("a domain keeps the units of the design; dropping rows would not")
  func domainsKeepUnits() throws {
    let sample = Sample(rows: 400)
    let whole = try SampleDesign(try sample.data(), strata: "stratum")
    let kept = sample.group.indices.filter { sample.group[$0] == "甲" }
    let dropped = try SampleDesign(try sample.data(order: kept), strata: "stratum")
    let domain = try whole.reliability(Self.items, where: #"group == "甲""#)
    let alone = try dropped.reliability(Self.items)
    #expect(relative(domain.rows[0].estimate, alone.rows[0].estimate) < 1e-13)
    #expect(relative(domain.rows[0].standardError, alone.rows[0].standardError) > 1e-6)
    // By group and by condition are the same domain.
    let groups = try whole.reliability(Self.items, by: "group")
    let own = groups.rows.filter { $0.group.first?.value == "甲" }
    #expect(own.map(\.standardError) == domain.rows.map(\.standardError))
    #expect(own.map(\.estimate) == domain.rows.map(\.estimate))
  }

  @Test("means are those of the mean command over the same rows")
  func meansAgree() throws {
    let data = try Sample(rows: 500).data()
    let design = try SampleDesign(data, weights: "weight", strata: "stratum", cluster: "cluster")
    let complete = "q1 > 0 && q2 > 0 && q3 > 0 && q4 > 0"
    let means = try design.mean(Self.items, where: complete)
    let scale = try design.reliability(Self.items).rows.filter { $0.statistic == "mean" }
    for (a, b) in zip(means.rows, scale) {
      #expect(a.estimate == b.estimate)
      #expect(relative(a.standardError, b.standardError) < 1e-13)
    }
  }
}
