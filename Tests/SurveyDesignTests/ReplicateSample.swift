import SurveyDesign
import SurveyStats
import SurveyTable

/// Clusters of several rows in strata of given sizes, with whole weights and answers of many values.
struct ReplicateSample {
  var stratum: [String] = []
  var cluster: [String] = []
  var weight: [Double] = []
  var answer: [Double] = []
  var other: [Double] = []
  var group: [String] = []
  var population: [Double] = []
  var period: [String] = []

  /// `sizes` are the clusters of each stratum, `populations` those of the population.
  init(sizes: [Int], populations: [Int]? = nil, rows: Int = 4, seed: UInt64 = 11) {
    var state = seed
    func next(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    for (h, size) in sizes.enumerated() {
      for unit in 0..<size {
        for row in 0..<rows {
          stratum.append("s\(h)")
          cluster.append("c\(unit)")
          weight.append(Double(next(9) + 1))
          answer.append(Double(next(1000)) / 8)
          other.append(Double(next(500) + 100) / 8)
          group.append(["a", "b", "c"][Int(next(3))])
          population.append(Double((populations ?? sizes.map { 10 * $0 })[h]))
          period.append(row % 2 == 0 ? "1" : "2")
        }
      }
    }
  }

  func data(
    order: [Int]? = nil, threads: Int = 0, memory: Int? = nil, where keep: (Int) -> Bool = { _ in true }
  )
    throws -> SurveyData
  {
    let rows = (order ?? Array(stratum.indices)).filter(keep)
    var limits = ResourceLimits.standard
    limits.threads = threads
    if let memory { limits.memoryBytes = memory }
    return try SurveyData(
      columns: [
        SurveyColumn(name: "h", texts: rows.map { stratum[$0] }),
        SurveyColumn(name: "c", texts: rows.map { cluster[$0] }),
        SurveyColumn(name: "w", values: .float64(rows.map { weight[$0] })),
        SurveyColumn(name: "y", values: .float64(rows.map { answer[$0] })),
        SurveyColumn(name: "x", values: .float64(rows.map { other[$0] })),
        SurveyColumn(name: "g", texts: rows.map { group[$0] }),
        SurveyColumn(name: "N", values: .float64(rows.map { population[$0] })),
        SurveyColumn(name: "t", texts: rows.map { period[$0] }),
      ], limits: limits)
  }

  func design(
    _ replicates: Replicates?, fpc: Bool = false, lonely: LonelyUnits = .fail, order: [Int]? = nil,
    threads: Int = 0, where keep: (Int) -> Bool = { _ in true }
  ) throws -> SampleDesign {
    try SampleDesign(
      try data(order: order, threads: threads, where: keep), weights: "w", strata: "h", cluster: "c",
      fpc: fpc ? "N" : [], lonelyUnits: lonely, replicates: replicates)
  }
}

func isClose(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-12) -> Bool {
  guard let a, let b else { return false }
  return (a - b).magnitude <= tolerance * max(a.magnitude, b.magnitude)
}
