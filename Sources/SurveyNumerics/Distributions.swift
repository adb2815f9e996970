import CGSL

// Distribution functions and their quantiles. Quantiles start from GSL's and are polished by Newton steps on
// the distribution function, because GSL's own inverses stop short of full precision for some arguments.

/// P(T ≤ t) of Student's t; `degreesOfFreedom` infinite gives the normal distribution.
package func studentCDF(_ t: Double, degreesOfFreedom df: Double) -> Double {
  if t.isNaN || df.isNaN || df <= 0 { return .nan }
  if df.isInfinite { return withoutHandler { gsl_cdf_ugaussian_P(t) } }
  return studentLowerTail(t, df)
}

/// P(T ≤ t) = ½ I_x(df/2, ½) for t < 0, with x = df/(df + t²).
private func studentLowerTail(_ t: Double, _ df: Double) -> Double {
  if t.isInfinite { return t < 0 ? 0 : 1 }
  let square = t * t
  let tail = incompleteBeta(x: df / (df + square), y: square / (df + square), a: df / 2, b: 0.5)
  return t < 0 ? tail.lower / 2 : 0.5 + tail.upper / 2
}

/// The t with P(T ≤ t) = p; `degreesOfFreedom` infinite gives the normal quantile. NaN outside 0 < p < 1 or
/// for degrees of freedom that are not positive.
package func studentQuantile(_ p: Double, degreesOfFreedom df: Double) -> Double {
  guard p > 0, p < 1, df > 0 else { return .nan }
  if p == 0.5 { return 0 }
  if p > 0.5 { return -studentLowerQuantile(1 - p, df) }
  return studentLowerQuantile(p, df)
}

private func studentLowerQuantile(_ p: Double, _ df: Double) -> Double {
  withoutHandler {
    if df.isInfinite {
      return polish(
        gsl_cdf_ugaussian_Pinv(p), p, cdf: { gsl_cdf_ugaussian_P($0) }, pdf: gsl_ran_ugaussian_pdf)
    }
    return polish(
      gsl_cdf_tdist_Pinv(p, df), p, cdf: { studentLowerTail($0, df) }, pdf: { gsl_ran_tdist_pdf($0, df) })
  }
}

/// P(B ≤ x) of the beta distribution with parameters a and b.
package func betaCDF(_ x: Double, _ a: Double, _ b: Double) -> Double {
  guard a > 0, b > 0, !x.isNaN else { return .nan }
  if x <= 0 { return 0 }
  if x >= 1 { return 1 }
  return incompleteBeta(x: x, y: 1 - x, a: a, b: b).lower
}

/// The x with P(B ≤ x) = p of the beta distribution with parameters a and b.
package func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
  guard p >= 0, p <= 1, a > 0, b > 0 else { return .nan }
  if p == 0 || p == 1 { return p }
  return withoutHandler {
    // A quantile above ½ is found as 1 − the mirrored variable's, so that the small one of x and 1 − x has
    // all its digits.
    let half = incompleteBeta(x: 0.5, y: 0.5, a: a, b: b).lower
    return p <= half ? betaTailQuantile(lower: p, a, b) : 1 - betaTailQuantile(upper: p, b, a)
  }
}

/// The x with P(F ≤ x) = p of Fisher's F distribution with `numerator` and `denominator` degrees of freedom:
/// (d₂/d₁)·b/(1−b) with b the quantile of the beta distribution with parameters d₁/2 and d₂/2. NaN outside
/// 0 ≤ p ≤ 1 and for degrees of freedom that are not positive and finite.
package func fisherQuantile(_ p: Double, numerator d1: Double, denominator d2: Double) -> Double {
  guard p >= 0, p <= 1, d1 > 0, d2 > 0, d1.isFinite, d2.isFinite else { return .nan }
  // The smaller of b and 1 − b has all its digits.
  let b = betaQuantile(p, d1 / 2, d2 / 2)
  if b <= 0.5 { return d2 / d1 * (b / (1 - b)) }
  let rest = betaQuantile(1 - p, d2 / 2, d1 / 2)
  return d2 / d1 * ((1 - rest) / rest)
}

private func betaTailQuantile(lower p: Double, _ a: Double, _ b: Double) -> Double {
  betaRoot(start: betaStart(lower: p, a, b), a, b) { x in
    let tails = incompleteBeta(x: x, y: 1 - x, a: a, b: b)
    return p <= 0.5 ? tails.lower - p : (1 - p) - tails.upper
  }
}

private func betaTailQuantile(upper p: Double, _ a: Double, _ b: Double) -> Double {
  betaRoot(start: betaStart(upper: p, a, b), a, b) { x in
    let tails = incompleteBeta(x: x, y: 1 - x, a: a, b: b)
    return p <= 0.5 ? p - tails.upper : tails.lower - (1 - p)
  }
}

// GSL's inverse takes minutes for parameters of a million, and hours beyond; there the distribution is as good as normal.
private let largestForGSL = 1e4

private func betaStart(lower p: Double, _ a: Double, _ b: Double) -> Double {
  if a + b <= largestForGSL { return gsl_cdf_beta_Pinv(p, a, b) }
  return normalStart(gsl_cdf_ugaussian_Pinv(p), a, b)
}

private func betaStart(upper p: Double, _ a: Double, _ b: Double) -> Double {
  if a + b <= largestForGSL { return gsl_cdf_beta_Qinv(p, a, b) }
  return normalStart(gsl_cdf_ugaussian_Qinv(p), a, b)
}

/// `z` standard deviations from the mean of a beta distribution.
private func normalStart(_ z: Double, _ a: Double, _ b: Double) -> Double {
  let n = a + b
  return a / n + z * (a / n * (b / n) / (n + 1)).squareRoot()
}

/// A bracketed Newton iteration for an increasing function on (0, 1); it needs no good start.
private func betaRoot(start: Double, _ a: Double, _ b: Double, _ f: (Double) -> Double) -> Double {
  var low = 0.0
  var high = 1.0
  var x = start.isFinite && start > 0 && start < 1 ? start : a / (a + b)
  for _ in 0..<200 {
    let value = f(x)
    if value == 0 { return x }
    if value < 0 { low = x } else { high = x }
    let slope = gsl_ran_beta_pdf(x, a, b)
    var next = x - value / slope
    if !(next > low && next < high) { next = low > 0 ? (low + high) / 2 : high / 16 }
    if (next - x).magnitude <= 2e-16 * x.magnitude { return next }
    x = next
  }
  return x
}

private func polish(
  _ start: Double, _ p: Double, cdf: (Double) -> Double, pdf: (Double) -> Double
) -> Double {
  var x = start
  guard x.isFinite else { return x }
  for _ in 0..<3 {
    let slope = pdf(x)
    guard slope > 0 else { return x }
    let step = (cdf(x) - p) / slope
    guard step.isFinite else { return x }
    x -= step
    if step.magnitude <= 1e-15 * x.magnitude { break }
  }
  return x
}

/// P(X² > x) of the chi-square distribution.
package func chiSquareUpperTail(_ x: Double, degreesOfFreedom df: Double) -> Double {
  guard df > 0, df.isFinite, !x.isNaN else { return .nan }
  if x <= 0 { return 1 }
  if x.isInfinite { return 0 }
  return withoutHandler { gsl_cdf_chisq_Q(x, df) }
}

/// P(F > f) of Fisher's F distribution with `numerator` and `denominator` degrees of freedom, which need not be
/// whole numbers.
package func fisherUpperTail(_ f: Double, numerator d1: Double, denominator d2: Double) -> Double {
  guard d1 > 0, d2 > 0, !f.isNaN else { return .nan }
  if f <= 0 { return 1 }
  if d2.isInfinite { return chiSquareUpperTail(f * d1, degreesOfFreedom: d1) }
  let denominator = d2 + d1 * f
  return incompleteBeta(x: d2 / denominator, y: d1 * f / denominator, a: d2 / 2, b: d1 / 2).lower
}
