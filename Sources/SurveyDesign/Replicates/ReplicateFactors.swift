import SurveyNumerics
import SurveyTable

/// What the weight of every unit is multiplied by in each replicate: see ``Replicates`` for the definitions.
///
/// Units and strata stand in key order, and draws follow that order, so that replicates do not depend on the order in
/// which rows, chunks or states arrived.
package struct ReplicateFactors: Sendable {
  enum Source {
    /// base + slope · count, of each unit; the counts replicate by replicate.
    case counts([UInt16], base: [Double], slope: [Double])
    /// Any factors, replicate by replicate.
    case given([Double])
    /// Each unit of these strata is left out once, stratum by stratum.
    case jackknife([Jackknifed])
  }

  /// A stratum whose units are left out one by one.
  struct Jackknifed {
    var stratum: Int
    /// The ranks of its units.
    var units: [Int]
  }

  /// Factors from elsewhere: `factors[replicate][unit]`, units in key order of stratum and cluster.
  package struct Given: Sendable {
    package var factors: [[Double]]
    package var scale: Double
    package var replicateScales: [Double]
    package var aboutEstimate: Bool

    package init(factors: [[Double]], scale: Double, replicateScales: [Double], aboutEstimate: Bool) {
      self.factors = factors
      self.scale = scale
      self.replicateScales = replicateScales
      self.aboutEstimate = aboutEstimate
    }
  }

  let source: Source
  package let scales: ReplicateScales
  let unitCount: Int
  /// Strata with a single unit that has factor 1 in every replicate.
  let lonely: [Int]
  package let notes: [Note]

  package var count: Int { scales.count }

  /// The factor of a unit in a replicate.
  package func factor(replicate: Int, unit: Int) -> Double {
    switch source {
    case .counts(let counts, let base, let slope):
      return base[unit] + slope[unit] * Double(counts[replicate * unitCount + unit])
    case .given(let factors): return factors[replicate * unitCount + unit]
    case .jackknife(let strata):
      var first = 0
      for stratum in strata {
        defer { first += stratum.units.count }
        guard stratum.units.contains(unit) else { continue }
        guard replicate >= first, replicate < first + stratum.units.count else { return 1 }
        let n = Double(stratum.units.count)
        return stratum.units[replicate - first] == unit ? 0 : n / (n - 1)
      }
      return 1
    }
  }
}

extension ReplicateFactors {
  /// The factors of a design's replicates.
  ///
  /// Errors: `unsupported` for a design without clusters, with weights that fit margins, or with a treatment of lonely
  /// units that has no replicates; `lonelyUnit`; `invalidDesign` for strata that the kind cannot take, which are named;
  /// `limitExceeded`.
  package init(_ totals: DesignTotals, _ design: SampleDesign) throws(SurveyStatsError) {
    let data = design.data
    if design.isCalibrated { throw Self.calibrated }
    if totals.rowsAreUnits {
      throw SurveyStatsError(
        .unsupported,
        "\(data.name): replicates are made of clusters, and the design names none (cluster); where every row was drawn by itself, name a column that differs in every row",
        chinese: "\(data.name)：複本由集群產生，但抽樣設計未指定集群（cluster）；若逐筆抽樣，請指定每列均不同之欄位（如編號）")
    }
    unitCount = totals.unitCount
    if let given = design.givenFactors {
      source = .given(given.factors.flatMap { $0 })
      guard given.factors.allSatisfy({ $0.count == totals.unitCount }),
        given.replicateScales.count == given.factors.count
      else {
        throw SurveyStatsError(
          .invalidArgument, "the replicate factors are not one for each of \(totals.unitCount) units",
          chinese: "複本權數之數目與抽樣單位數（\(totals.unitCount)）不符")
      }
      scales = ReplicateScales(
        rule: .sum(given.replicateScales.map { $0 * given.scale }), groups: [0..<given.factors.count],
        aboutEstimate: given.aboutEstimate)
      (lonely, notes) = ([], [])
      return
    }
    guard let replicates = design.replicates else {
      throw SurveyStatsError(.invalidArgument, "the design has no replicates", chinese: "抽樣設計沒有複本")
    }
    lonely = try Self.lonely(totals, design, replicates.kind)
    notes = Self.notes(replicates, lonely.map { totals.strata[$0].name }, design.lonelyUnits)
    let units = Self.units(totals)
    switch replicates.kind {
    case .jk1, .jkn:
      if replicates.kind == .jk1, totals.strata.count > 1 { throw Self.strataUnderJK1(data.name) }
      (source, scales) = Self.jackknife(totals, units, replicates)
    case .brr, .fay:
      (source, scales) = try Self.halfSamples(totals, units, replicates, data)
    case .bootstrap:
      (source, scales) = try Self.bootstrap(totals, units, replicates, data, stream: design.replicateStream)
    }
  }

  /// The ranks of the units of each stratum that has a variance of its own; none for the others.
  private static func units(_ totals: DesignTotals) -> [[Int]] {
    var units = [[Int]](repeating: [], count: totals.strata.count)
    for (unit, stratum) in totals.stratumOfUnit.enumerated() {
      let own = totals.strata[Int(stratum)]
      if own.units > 1, !own.isCensus { units[Int(stratum)].append(unit) }
    }
    return units
  }

  private static func jackknife(
    _ totals: DesignTotals, _ units: [[Int]], _ replicates: Replicates
  ) -> (Source, ReplicateScales) {
    var strata: [Jackknifed] = []
    var scales: [Double] = []
    for (stratum, own) in units.enumerated() where !own.isEmpty {
      strata.append(Jackknifed(stratum: stratum, units: own))
      let n = Double(own.count)
      let scale = totals.strata[stratum].unsampledFraction * ((n - 1) / n)
      scales += [Double](repeating: scale, count: own.count)
    }
    return (
      .jackknife(strata),
      ReplicateScales(
        rule: .sum(scales), groups: [0..<scales.count], aboutEstimate: replicates.aboutEstimate)
    )
  }

  private static func halfSamples(
    _ totals: DesignTotals, _ units: [[Int]], _ replicates: Replicates, _ data: SurveyData
  ) throws(SurveyStatsError) -> (Source, ReplicateScales) {
    let wrong = units.indices.filter { !units[$0].isEmpty && units[$0].count != 2 }
    if !wrong.isEmpty { throw notPaired(wrong.map { totals.strata[$0] }, replicates.kind, data.name) }
    let paired = units.indices.filter { !units[$0].isEmpty }
    guard let order = HadamardMatrix.order(atLeast: paired.count + 1),
      let bytes = replicateBytes(order, totals.unitCount)
    else { throw tooMany }
    try data.limits.checkMemory(bytes: bytes.addingClamped(order * order), for: "the half samples")
    guard let matrix = HadamardMatrix(order: order) else { throw tooMany }
    var counts = [UInt16](repeating: 0, count: order * totals.unitCount)
    var base = [Double](repeating: 1, count: totals.unitCount)
    var slope = [Double](repeating: 0, count: totals.unitCount)
    for (column, stratum) in paired.enumerated() {
      let (first, second) = (units[stratum][0], units[stratum][1])
      let half = totals.strata[stratum].unsampledFraction.squareRoot() * (1 - replicates.fayRho)
      for unit in [first, second] { (base[unit], slope[unit]) = (1 - half, 2 * half) }
      for replicate in 0..<order {
        let chosen = matrix[replicate, column + 1] > 0 ? first : second
        counts[replicate * totals.unitCount + chosen] = 1
      }
    }
    let kept = 1 - replicates.fayRho
    return (
      .counts(counts, base: base, slope: slope),
      ReplicateScales(
        rule: .average(factor: 1 / (kept * kept), lessOne: false), groups: [0..<order],
        aboutEstimate: replicates.aboutEstimate)
    )
  }

  /// Draws replicate by replicate, stratum by stratum.
  private static func bootstrap(
    _ totals: DesignTotals, _ units: [[Int]], _ replicates: Replicates, _ data: SurveyData, stream: Int
  ) throws(SurveyStatsError) -> (Source, ReplicateScales) {
    guard let bytes = replicateBytes(replicates.count, totals.unitCount) else { throw tooMany }
    try data.limits.checkMemory(
      bytes: bytes, for: "\(replicates.count) replicates of \(totals.unitCount) units")
    var base = [Double](repeating: 1, count: totals.unitCount)
    var slope = [Double](repeating: 0, count: totals.unitCount)
    for (stratum, own) in units.enumerated() {
      let (n, m) = (Double(own.count), Double(own.count - 1))
      // m = n − 1, so that λ² = m(1−f)/(n−1) is 1 − f.
      let lambda = totals.strata[stratum].unsampledFraction.squareRoot()
      for unit in own { (base[unit], slope[unit]) = (1 - lambda, lambda * (n / m)) }
    }
    var random = RandomStream(
      seed: UInt64(replicates.seed ?? Replicates.defaultSeed), stream: stream)
    var counts = [UInt16](repeating: 0, count: replicates.count * totals.unitCount)
    let drawn = units.filter { !$0.isEmpty }
    counts.withUnsafeMutableBufferPointer { counts in
      for replicate in 0..<replicates.count {
        let first = replicate * totals.unitCount
        for own in drawn {
          own.withUnsafeBufferPointer { own in
            let n = UInt64(own.count)
            // A unit is drawn 65536 times in no sample that could be told from one without.
            for _ in 1..<own.count { counts[first + own[Int(random.next(below: n))]] &+= 1 }
          }
        }
      }
    }
    return (
      .counts(counts, base: base, slope: slope),
      ReplicateScales(
        rule: .average(factor: 1, lessOne: true), groups: [0..<replicates.count],
        aboutEstimate: replicates.aboutEstimate)
    )
  }

  /// Bytes of the counts; `nil` where there is no number for them.
  private static func replicateBytes(_ replicates: Int, _ units: Int) -> Int? {
    let (count, overflow) = replicates.multipliedReportingOverflow(by: units)
    return overflow || count > Int.max / 4 ? nil : 2 * count
  }
}
