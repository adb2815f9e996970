/// Confidence intervals for quantiles. q is the quantile at p, F the weighted share of valid answers at or below a
/// number, SE the standard error of such a share under the design, t the quantile of Student's t.
///
/// All but `score` are Woodruff's (Journal of the American Statistical Association 47 (1952) 635–646): an interval for
/// the share F(q), whose limits are then turned into answers by the same rule as p. A limit of the share outside 0 … 1
/// has no answer. The standard error is the width of the interval over 2t, as R's survey has it.
public enum QuantileInterval: String, Sendable, Hashable, CaseIterable {
  /// F(q) ± t·SE(F(q)).
  case mean
  /// Korn & Graubard, Survey Methodology 24 (1998) 193–201, for F(q): Clopper–Pearson on the degrees-of-freedom adjusted
  /// effective sample size, with the valid answers for n.
  case beta
  /// expit(logit F(q) ± t·SE/(F(q)(1 − F(q)))).
  case xlogit
  /// sin²(asin √F(q) ± t·SE/(2√(F(q)(1 − F(q))))), cut off where the sine turns.
  case arcsine
  /// Francisco & Fuller, The Annals of Statistics 19 (1991) 454–469: all numbers y for which |F(y) − p| ≤ t·SE(F(y)). The
  /// test changes from one answer of the sample to the next; of the two the limit is the one at which |F(y) − p|/SE is
  /// nearer to t, whatever the rule. That is where the search of R's survey ends with equal weights; it then turns
  /// the limits into unweighted shares, which is right for equal weights only.
  case score

  /// The interval of the share that Woodruff's are made of.
  var ofShare: ProportionInterval {
    switch self {
    case .mean, .score: .wald
    case .beta: .beta
    case .xlogit: .xlogit
    case .arcsine: .arcsine
    }
  }
}
