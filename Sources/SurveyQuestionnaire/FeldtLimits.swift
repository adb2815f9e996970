import SurveyNumerics

/// Confidence limits of alpha for `count` answers to `items` items sampled one by one with equal chances:
/// 1 − (1 − α)·F with the F quantiles of n − 1 and (n − 1)(k − 1) degrees of freedom, the lower limit from the
/// upper quantile. They hold for normal answers with equal covariances. `nil` where n < 2 or k < 2.
///
/// Source: Feldt, Woodruff & Salih, Applied Psychological Measurement 11 (1987) 93–103.
func feldtLimits(
  alpha: Double, count: Int, items: Int, confidence: Double
) -> (low: Double, high: Double)? {
  guard count > 1, items > 1 else { return nil }
  let numerator = Double(count - 1)
  let denominator = numerator * Double(items - 1)
  let tail = (1 - confidence) / 2
  let upper = fisherQuantile(1 - tail, numerator: numerator, denominator: denominator)
  let lower = fisherQuantile(tail, numerator: numerator, denominator: denominator)
  let (low, high) = (1 - (1 - alpha) * upper, 1 - (1 - alpha) * lower)
  return low.isFinite && high.isFinite ? (low, high) : nil
}
