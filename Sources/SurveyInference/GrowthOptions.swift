import SurveyTable

/// What growth compares between two periods.
public enum GrowthStatistic: String, Sendable, Hashable, CaseIterable {
  case mean
  /// The share of each answer.
  case proportion
  case total
}

/// How the interval of a growth rate is made. With R the ratio of the two estimates and t the quantile of
/// Student's t:
public enum GrowthMethod: String, Sendable, Hashable, CaseIterable {
  /// R − 1 ± t·SE (linearization).
  case delta
  /// R·exp(±t·SE/R) − 1, from the logarithm of the ratio.
  case log
  /// Fieller's set (Journal of the Royal Statistical Society B 16, 1954, 175–185): all ratios that a t test
  /// does not reject. Where last year's estimate is not clearly different from 0 the set is unbounded, and
  /// the row has no limits but a note.
  case fieller
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
  public var estimates: EstimateOptions

  public init(
    statistic: GrowthStatistic = .mean, method: GrowthMethod = .delta, id: String? = nil,
    sharedClusters: Bool = false, estimates: EstimateOptions = .init()
  ) {
    self.statistic = statistic
    self.method = method
    self.id = id
    self.sharedClusters = sharedClusters
    self.estimates = estimates
  }
}
