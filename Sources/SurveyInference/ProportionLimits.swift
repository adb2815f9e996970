import SurveyNumerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What an interval for a proportion is made from.
struct ProportionEvidence {
  /// The estimate, 0 … 1.
  var proportion: Double
  /// Its variance under the design.
  var variance: Double
  /// Unweighted valid answers in the domain.
  var validCount: Int
  /// Rows of the domain, missing answers included.
  var rowCount: Int
  var degreesOfFreedom: Double
  var confidence: Double

  private var upperTail: Double { 1 - (1 - confidence) / 2 }

  /// The limits of `method`; `nil` where it has none (logit at 0 and 1, no degrees of freedom).
  func limits(_ method: ProportionInterval) -> (low: Double, high: Double)? {
    let t = studentQuantile(upperTail, degreesOfFreedom: degreesOfFreedom)
    guard t.isFinite, proportion.isFinite, variance.isFinite else { return nil }
    let p = proportion
    let isBoundary = p <= 0 || p >= 1
    if !isBoundary, variance == 0 { return (p, p) }
    let limits: (low: Double, high: Double)?
    switch method {
    case .wald:
      let half = t * variance.squareRoot()
      limits = (p - half, p + half)
    case .logit, .xlogit:
      if isBoundary { return nil }
      let half = t * variance.squareRoot() / (p * (1 - p))
      let centre = log(p / (1 - p))
      limits = (expit(centre - half), expit(centre + half))
    case .arcsine:
      if isBoundary { return nil }
      let half = t * (variance / (4 * p * (1 - p))).squareRoot()
      let centre = asin(p.squareRoot())
      let (low, high) = (sin(max(centre - half, 0)), sin(min(centre + half, .pi / 2)))
      limits = (low * low, high * high)
    case .wilson:
      limits = wilson(size: isBoundary ? Double(validCount) : p * (1 - p) / variance, t)
    case .wilsonAdjusted:
      limits = adjustedSize(sample: validCount).map { wilson(size: $0, t) }
    case .kornGraubard:
      limits = adjustedSize(sample: validCount).map { clopperPearson(size: min($0, Double(validCount))) }
    case .beta:
      limits = adjustedSize(sample: rowCount).map { clopperPearson(size: $0) }
    }
    guard let limits, limits.low.isFinite, limits.high.isFinite else { return nil }
    return limits
  }

  /// p(1−p)/v · (t_{n−1}/t_df)²; n itself where p is 0 or 1 and says nothing about the design.
  private func adjustedSize(sample: Int) -> Double? {
    if proportion <= 0 || proportion >= 1 { return Double(validCount) }
    let ratio =
      studentQuantile(upperTail, degreesOfFreedom: Double(sample - 1))
      / studentQuantile(upperTail, degreesOfFreedom: degreesOfFreedom)
    let size = proportion * (1 - proportion) / variance * ratio * ratio
    return size.isFinite ? size : nil
  }

  private func wilson(size: Double, _ t: Double) -> (low: Double, high: Double) {
    let p = proportion
    let square = t * t
    let centre = p + square / (2 * size)
    let half = t * (p * (1 - p) / size + square / (4 * size * size)).squareRoot()
    let scale = 1 + square / size
    // At 0 and 1 the difference is exactly 0 and must not show rounding.
    let low = p <= 0 ? 0 : (centre - half) / scale
    let high = p >= 1 ? 1 : (centre + half) / scale
    return (low, high)
  }

  private func clopperPearson(size: Double) -> (low: Double, high: Double) {
    let successes = proportion * size
    let failures = size - successes
    let low = proportion <= 0 ? 0 : betaQuantile(1 - upperTail, successes, failures + 1)
    let high = proportion >= 1 ? 1 : betaQuantile(upperTail, successes + 1, failures)
    return (low, high)
  }

  private func expit(_ x: Double) -> Double {
    x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
  }
}
