import SurveyNumerics
import SurveyTable

/// A statistic linearized: a row's influence is the sum of coefficient · contribution over these columns of
/// one term in one domain.
package struct LinearStatistic {
  package var term: Int
  package var domain: Int
  package var coefficients: [(column: Int, coefficient: DoubleDouble)]

  package init(term: Int, domain: Int, coefficients: [(column: Int, coefficient: DoubleDouble)]) {
    self.term = term
    self.domain = domain
    self.coefficients = coefficients
  }
}

/// Variances and covariances of linearized statistics under the design.
///
/// With z the influence of a unit, n the sampled and N the population's units of stratum h,
///
/// V = Σ_h (1 − n/N) · n/(n−1) · Σ_i (z_hi − z̄_h)²
///
/// (Särndal, Swensson & Wretman, Model Assisted Survey Sampling, 1992, chapters 3 and 4, for unit totals; Wolter,
/// Introduction to Variance Estimation, 2nd ed. 2007, chapter 6, for the linearization). Units without a row in
/// the domain have z = 0 and count in n. Influences are formed for each unit in double-double precision
/// before anything is squared, so that a large common level of the answers costs no digits.
///
/// In a calibrated design z is a row's residual e = z − b (``Calibration``), which rows outside the domain have too.
package struct DesignCovariance {
  private let pairs: CovariancePairs
  private var treatment: LonelyUnits { pairs.treatment }
  private let statistics: [PreparedStatistic]
  /// Strata that had one sampled unit and took part in a statistic.
  package private(set) var lonelyStrata: Set<Int> = []

  /// The variances of these statistics, and with `pairs` what their covariances need.
  package init(
    _ statistics: [LinearStatistic], totals: DesignTotals, design: SampleDesign, pairs keepsPairs: Bool = true
  ) throws(SurveyStatsError) {
    let treatment = design.lonelyUnits
    pairs = CovariancePairs(totals: totals, treatment: treatment)
    var prepared = pairs.prepare(statistics, keepsUnits: keepsPairs, threads: design.data.limits.threadCount)
    var lonely: Set<Int> = []
    for index in prepared.indices {
      let present = prepared[index].sums.map(\.stratum)
      let alone = present.filter { totals.strata[$0].units == 1 && !totals.strata[$0].isCensus }
      lonely.formUnion(alone)
      if let first = alone.first,
        treatment == .fail || (treatment == .average && alone.count == present.count)
      {
        throw Self.failure(totals.strata[first], design.data.name, treatment)
      }
      if treatment == .average, !alone.isEmpty {
        prepared[index].averageFactor =
          (Double(present.count) / Double(present.count - alone.count)).squareRoot()
      }
    }
    lonelyStrata = lonely
    self.statistics = prepared
  }

  private static func failure(
    _ stratum: DesignTotals.Stratum, _ data: String, _ treatment: LonelyUnits
  ) -> SurveyStatsError {
    let advice =
      treatment == .average
      ? "there is no other stratum whose variance could stand in"
      : "say how to treat it (lonely-psu): remove, adjust, average, certainty or collapse"
    let chineseAdvice =
      treatment == .average
      ? "且無其他分層之變異數可供替代" : "請指定處理方式（lonely-psu）：remove、adjust、average、certainty 或 collapse"
    return SurveyStatsError(
      .lonelyUnit,
      "\(data): \(stratum.words.english) has one sampled unit and therefore no variance of its own; \(advice)",
      chinese: "\(data)：\(stratum.words.chinese)僅有一個抽樣單位，無法計算變異數；\(chineseAdvice)")
  }

  /// The same note on the lonely strata of several passes.
  package func notes(with others: Set<Int>) -> [Note] {
    let all = lonelyStrata.union(others)
    return all.isEmpty
      ? [] : [.lonely(all.sorted().map { pairs.totals.strata[$0].name }, treatment: treatment)]
  }

  /// The note on lonely strata, where there were any.
  package var notes: [Note] {
    notes(with: [])
  }

  /// The variance of statistic `index`.
  package func variance(of index: Int) -> Double { covariance(index, index) }

  /// The full matrix of `count` statistics, whose covariances `covariance` gives, in their order.
  ///
  /// Errors: `limitExceeded` where the matrix would not fit; `cancelled`.
  package static func matrix(
    _ count: Int, limits: ResourceLimits, run: RunControl?,
    _ covariance: (_ first: Int, _ second: Int) -> Double
  ) throws(SurveyStatsError) -> [[Double]] {
    let (entries, overflow) = count.multipliedReportingOverflow(by: count)
    try limits.checkMemory(
      bytes: overflow || entries > Int.max / 8 ? Int.max : entries * 8, for: "the covariance of \(count) rows"
    )
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for a in 0..<count {
      try run?.advance(rows: 0, bytes: 0)
      for b in a..<count {
        matrix[a][b] = covariance(a, b)
        matrix[b][a] = matrix[a][b]
      }
    }
    return matrix
  }

  package func covariance(_ first: Int, _ second: Int) -> Double {
    let (a, b) = (statistics[first], statistics[second])
    let total = first == second ? a.ownTotal : pairs.total(a, b)
    let value = total * a.averageFactor * b.averageFactor
    if first == second { return max(value, 0) }
    // A zero has no sign in a result.
    return value == 0 ? 0 : value
  }
}
