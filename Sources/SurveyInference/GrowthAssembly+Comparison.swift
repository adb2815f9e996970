import SurveyDesign
import SurveyNumerics
import SurveyTable

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension GrowthAssembly {
  /// Fills the two rows of a pair; false where one of the estimates is missing.
  func compare(
    _ pair: (a: Int?, b: Int?), points: [Point], covariance: (Int, Int) -> Double,
    replicates: GrowthReplicates?, assemblies: [RowAssembly], difference: inout EstimateRow,
    growth: inout EstimateRow,
    _ notes: inout GrowthNotes
  ) -> Bool {
    for point in [pair.a, pair.b] {
      guard let row = point.map({ points[$0].row }) else { continue }
      difference.count += row.count
      difference.missingCount += row.missingCount
      difference.weightedCount += row.weightedCount
    }
    growth.count = difference.count
    growth.missingCount = difference.missingCount
    growth.weightedCount = difference.weightedCount
    guard let a = pair.a, points[a].isDefined, let x = points[a].row.estimate else {
      notes.noPrior(growth)
      return false
    }
    guard let b = pair.b, points[b].isDefined, let y = points[b].row.estimate else {
      notes.noCurrent(growth)
      return false
    }
    let (va, vb, vab) = (covariance(a, a), covariance(b, b), covariance(a, b))
    let df = degreesOfFreedom(points[a], points[b], assemblies)
    let t = studentQuantile(1 - (1 - options.estimates.confidence) / 2, degreesOfFreedom: df)

    let gap = y - x
    difference.estimate = gap == 0 ? 0 : gap
    difference.degreesOfFreedom = df
    var error = max(va + vb - 2 * vab, 0).squareRoot()
    var rates: [Double] = []
    if let replicates {
      let (ofA, ofB) = (
        replicates.deviations(design: points[a].design, place: points[a].place),
        replicates.deviations(design: points[b].design, place: points[b].place)
      )
      let differences = GrowthReplicates.difference(ofA, ofB)
      error = replicates.covariance(differences, differences).squareRoot()
      rates = GrowthReplicates.rate(ofA, ofB, x: x, y: y)
    }
    // Without it there is nothing to be said of how far either is off.
    guard error.isFinite else {
      difference.degreesOfFreedom = nil
      if x == 0 { notes.fromZero(growth, to: y) } else { growth.estimate = gap == 0 ? 0 : gap / x }
      if let replicates { notes.undefinedReplicates(difference, rates, of: replicates.count) }
      return true
    }
    difference.standardError = error
    if gap != 0 { difference.coefficientOfVariation = error / gap.magnitude }
    if t.isFinite {
      difference.confidenceLow = gap - t * error
      difference.confidenceHigh = gap + t * error
    }
    if x == 0 {
      notes.fromZero(growth, to: y)
      return true
    }
    if x < 0 { notes.negativeBase(growth) }
    let ratio = y / x
    let rate = (y - x) / x
    var rateError = max(vb - 2 * ratio * vab + ratio * ratio * va, 0).squareRoot() / x.magnitude
    growth.estimate = rate == 0 ? 0 : rate
    if let replicates {
      rateError = replicates.covariance(rates, rates).squareRoot()
      if !rates.allSatisfy(\.isFinite) { notes.undefinedReplicates(growth, rates, of: replicates.count) }
      guard rateError.isFinite else { return true }
    }
    growth.standardError = rateError
    growth.degreesOfFreedom = df
    if rate != 0 { growth.coefficientOfVariation = rateError / rate.magnitude }
    guard t.isFinite else { return true }
    let limits: (low: Double, high: Double)?
    switch options.method {
    case .delta:
      limits = (rate - t * rateError, rate + t * rateError)
    case .log:
      if ratio > 0 {
        let half = t * rateError / ratio
        limits = (ratio * exp(-half) - 1, ratio * exp(half) - 1)
      } else {
        limits = nil
        notes.noLogarithm(growth)
      }
    case .fieller:
      limits = fieller(x: x, ratio: ratio, t: t, va: va, vb: vb, vab: vab)
      if limits == nil { notes.unbounded(growth) }
    case .bootstrap:
      limits = GrowthReplicates.percentiles(rates, confidence: options.estimates.confidence).map {
        (rate + $0.low, rate + $0.high)
      }
      if limits == nil { notes.fewReplicates(growth) } else { notes.percentileLimits(options) }
    }
    growth.confidenceLow = limits?.low
    growth.confidenceHigh = limits?.high
    return true
  }

  /// Fieller's limits of the rate; `nil` where the set of ratios is unbounded.
  private func fieller(
    x: Double, ratio: Double, t: Double, va: Double, vb: Double, vab: Double
  ) -> (low: Double, high: Double)? {
    let c = t * t * va / (x * x)
    if !(c < 1) { return nil }
    if va == 0 {
      let half = t * vb.squareRoot() / x.magnitude
      return (ratio - half - 1, ratio + half - 1)
    }
    let spread = vb - 2 * ratio * vab + ratio * ratio * va - c * (vb - vab * vab / va)
    let centre = ratio - c * vab / va
    let half = t / x.magnitude * max(spread, 0).squareRoot()
    return ((centre - half) / (1 - c) - 1, (centre + half) / (1 - c) - 1)
  }

  private func degreesOfFreedom(_ a: Point, _ b: Point, _ assemblies: [RowAssembly]) -> Double {
    switch options.estimates.degreesOfFreedom {
    case .infinite: return .infinity
    case .fixed(let df): return df
    case .design: break
    }
    guard let first = a.domain, let second = b.domain else { return .nan }
    if a.design == b.design {
      let assembly = assemblies[a.design]
      return assembly.bounded(Double(assembly.totals.degreesOfFreedom(acrossDomains: [first, second])))
    }
    return assemblies[a.design].bounded(
      Double(
        assemblies[a.design].totals.domains[first].degreesOfFreedom
          + assemblies[b.design].totals.domains[second].degreesOfFreedom))
  }
}
