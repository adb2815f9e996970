import SurveyTable

/// What growth compares between two periods.
public enum GrowthStatistic: String, Sendable, Hashable, CaseIterable {
  case mean
  /// The share of each answer.
  case proportion
  case total
  /// The share of positive answers (the top two of a satisfaction scale).
  case topTwo = "top2"
  /// 100 · mean / highest score.
  case scoreOfMax = "score-of-max"
  /// 100 · (mean − lowest) / (highest − lowest).
  case scoreOfRange = "score-of-range"

  /// The score that is compared, where it is one.
  func score(base: AnswerBase) -> ScoreKind? {
    switch self {
    case .mean, .proportion, .total: nil
    case .topTwo: .topTwo(base)
    case .scoreOfMax: .scoreOfMax
    case .scoreOfRange: .scoreOfRange
    }
  }
}

/// How the interval of a growth rate is made. With R the ratio of the two estimates and t the quantile of
/// Student's t, and SE by linearization or, in a design with replicates, from the rates of the replicates:
public enum GrowthMethod: String, Sendable, Hashable, CaseIterable {
  /// R − 1 ± t·SE.
  case delta
  /// R·exp(±t·SE/R) − 1, from the logarithm of the ratio.
  case log
  /// Fieller's set (Journal of the Royal Statistical Society B 16, 1954, 175–185): all ratios that a t test
  /// does not reject. Where last year's estimate is not clearly different from 0 the set is unbounded, and
  /// the row has no limits but a note.
  case fieller
  /// The percentiles of the rate's bootstrap replicates (Davison & Hinkley, Bootstrap Methods and their Application,
  /// 1997, section 5.3): order statistics (R + 1)(1 ∓ confidence)/2, between two in proportion. The design must have
  /// bootstrap replicates; one without any gets ``Replicates/bootstrap``. The other rows keep t intervals.
  case bootstrap
}

/// How growth is asked for, besides what all estimates have.
public struct GrowthOptions: Sendable {
  public var statistic: GrowthStatistic
  public var method: GrowthMethod
  /// A column that names the same respondent or unit in both periods. Without clusters in the design the
  /// ids become the clusters; with clusters, an id lies within its cluster and changes nothing.
  public var id: String?
  /// Two files: whether clusters of equal name are the same clusters.
  public var sharedClusters: Bool
  /// What `topTwo` is a share of.
  public var base: AnswerBase
  /// Two files: whether items are to be compared whose scale changed. Only `topTwo` and `scoreOfRange` can be;
  /// a note says that they were.
  public var comparable: Bool
  public var estimates: EstimateOptions

  public init(
    statistic: GrowthStatistic = .mean, method: GrowthMethod = .delta, id: String? = nil,
    sharedClusters: Bool = false, base: AnswerBase = .valid, comparable: Bool = false,
    estimates: EstimateOptions = .init()
  ) {
    self.statistic = statistic
    self.method = method
    self.id = id
    self.sharedClusters = sharedClusters
    self.base = base
    self.comparable = comparable
    self.estimates = estimates
  }
}
