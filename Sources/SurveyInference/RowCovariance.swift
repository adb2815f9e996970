import SurveyDesign
import SurveyTable

/// Where the variances of rows come from: linearization, or the replicates of the design.
enum RowCovariance {
  case linearized(DesignCovariance)
  /// With the note that says which replicates these are.
  case replicated(ReplicateEstimates, [Note])

  /// The variances of rows that are defined, and with `pairs` what their covariances need.
  ///
  /// Errors: those of ``DesignCovariance`` and ``ReplicateEstimates``; `unsupported` for a statistic that has no
  /// replicates, in a design that asks for them.
  init(
    _ rows: [PendingRow], _ totals: DesignTotals, _ design: SampleDesign, pairs: Bool, run: RunControl?
  ) throws(SurveyStatsError) {
    let influences = rows.compactMap(\.influence)
    guard design.replicates != nil || design.givenFactors != nil else {
      self = .linearized(try DesignCovariance(influences, totals: totals, design: design, pairs: pairs))
      return
    }
    var statistics: [ReplicatedStatistic] = []
    for row in rows {
      guard let influence = row.influence else { continue }
      guard let function = row.function else {
        throw SurveyStatsError(
          .unsupported, "\(row.row.statistic) has no replicates; ask for it without them (replicate-type)",
          chinese: "\(row.row.statistic) 不支援複本變異數；請勿指定 replicate-type")
      }
      statistics.append(
        ReplicatedStatistic(term: influence.term, domain: influence.domain, function: function))
    }
    let estimates = try ReplicateEstimates(
      statistics, totals: totals, design: design, pairs: pairs, run: run)
    // Of factors from elsewhere nobody knows how they came about.
    let made = design.givenFactors == nil ? design.replicates : nil
    self = .replicated(estimates, made.map { [.replicates($0, count: estimates.scales.count)] } ?? [])
  }

  /// The variance of statistic `index`; not a number where too few replicates define it.
  func variance(of index: Int) -> Double {
    switch self {
    case .linearized(let covariance): covariance.variance(of: index)
    case .replicated(let estimates, _): estimates.variance(of: index)
    }
  }

  func covariance(_ first: Int, _ second: Int) -> Double {
    switch self {
    case .linearized(let covariance): covariance.covariance(first, second)
    case .replicated(let estimates, _): estimates.covariance(first, second)
    }
  }

  /// How many replicates there are, and in how many of them statistic `index` is not defined.
  func undefinedReplicates(of index: Int) -> (undefined: Int, count: Int) {
    switch self {
    case .linearized: (0, 0)
    case .replicated(let estimates, _): (estimates.undefinedCount(of: index), estimates.scales.count)
    }
  }

  var replicates: ReplicateEstimates? {
    if case .replicated(let estimates, _) = self { estimates } else { nil }
  }

  /// Strata that had one sampled unit and took part in a statistic.
  var lonelyStrata: Set<Int> {
    if case .linearized(let covariance) = self { covariance.lonelyStrata } else { [] }
  }

  /// What was decided about strata, replicates and seeds; with the lonely strata of earlier passes.
  func notes(with earlier: Set<Int> = []) -> [Note] {
    switch self {
    case .linearized(let covariance): covariance.notes(with: earlier)
    case .replicated(let estimates, let kind): kind + estimates.notes
    }
  }

  /// The full matrix of `count` statistics in their order.
  ///
  /// Errors: `limitExceeded` where the matrix would not fit; `cancelled`.
  func matrix(
    _ count: Int, limits: ResourceLimits, run: RunControl?
  ) throws(SurveyStatsError) -> [[Double]] {
    try DesignCovariance.matrix(count, limits: limits, run: run, covariance)
  }
}
