import SurveyTable

/// How estimates are to be made; the defaults are those of the command line.
public struct EstimateOptions: Sendable {
  /// Confidence level of intervals, between 0 and 1.
  public var confidence: Double
  public var degreesOfFreedom: DegreesOfFreedom
  public var designEffect: DesignEffect
  /// Whether `Estimates.covariance` is wanted.
  public var covariance: Bool
  /// The interval for proportions.
  public var interval: ProportionInterval
  /// The answers whose proportions are wanted, also where nobody gave them; `nil` for all that occur.
  public var levels: [String]?
  /// A handle to watch and to cancel the work.
  public var run: RunControl?
  /// Whether the totals keep the names of clusters; growth between two tables compares them.
  var clusterNames = false
  /// For each item, the answers that stand first, also where nobody gave them.
  var levelOrders: [String: [String]]?
  /// Whether the totals of proportions count the rows of each answer as well.
  var answerRows = false

  public init(
    confidence: Double = 0.95, degreesOfFreedom: DegreesOfFreedom = .design,
    designEffect: DesignEffect = .none, covariance: Bool = false,
    interval: ProportionInterval = .logit, levels: [String]? = nil, run: RunControl? = nil
  ) {
    self.confidence = confidence
    self.degreesOfFreedom = degreesOfFreedom
    self.designEffect = designEffect
    self.covariance = covariance
    self.interval = interval
    self.levels = levels
    self.run = run
  }
}

/// Which t distribution intervals come from.
public enum DegreesOfFreedom: Sendable, Hashable {
  /// Clusters − strata present in the domain; missing answers do not reduce it.
  case design
  /// The normal distribution.
  case infinite
  case fixed(Double)
}

/// Whether and against what a design effect is computed.
public enum DesignEffect: Sendable, Hashable {
  case none
  /// Var / [(1 − n/Σw) · s²/n].
  case withoutReplacement
  /// Var / (s²/n).
  case withReplacement
}

/// Confidence intervals for proportions. `p` is the estimate, `v` its variance under the design, `n` the
/// unweighted valid answers of the domain, `t` the quantile of Student's t.
public enum ProportionInterval: String, Sendable, Hashable, CaseIterable {
  /// expit(logit p ± t·√v / (p(1−p))).
  case logit
  /// The same interval; R derives it from the ratio instead of a model.
  case xlogit
  /// p ± t·√v, not cut off at 0 and 1.
  case wald
  /// Korn & Graubard, Survey Methodology 24 (1998) 193–201: Clopper–Pearson on the degrees-of-freedom
  /// adjusted effective sample size, at most n.
  case kornGraubard = "korn-graubard"
  /// R's `svyciprop(method = "beta")`: as `kornGraubard`, the adjustment taking the rows of the domain for n.
  case beta
  /// Wilson's score interval on the effective sample size p(1−p)/v, with the t quantile.
  case wilson
  /// The same on the degrees-of-freedom adjusted effective sample size.
  case wilsonAdjusted = "wilson-adjusted"
  /// sin²(asin √p ± t·√v / (2√(p(1−p)))).
  case arcsine
}
