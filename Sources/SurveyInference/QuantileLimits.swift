import SurveyDesign
import SurveyNumerics
import SurveyTable

/// One quantile that is asked for: of a term in a domain.
struct WantedQuantile {
  var term: Int
  var domain: Int
  var probability: Double
}

/// The limits of quantiles: of each either may be missing.
typealias QuantileLimitPair = (low: Double?, high: Double?)

/// Makes the intervals of quantiles from the variances of shares at or below numbers.
struct QuantileLimits {
  let design: SampleDesign
  let totals: DesignTotals
  /// By term, then by domain.
  let distributions: [[WeightedDistribution]]
  let rule: QuantileRule
  let confidence: Double
  let run: RunControl?
  /// Strata with one sampled unit that were met.
  private(set) var notes: [Note] = []

  init(
    design: SampleDesign, totals: DesignTotals, distributions: [[WeightedDistribution]], rule: QuantileRule,
    _ options: EstimateOptions
  ) {
    self.design = design
    self.totals = totals
    self.distributions = distributions
    self.rule = rule
    confidence = options.confidence
    run = options.run
  }

  private func distribution(_ wanted: WantedQuantile) -> WeightedDistribution {
    distributions[wanted.term][wanted.domain]
  }

  /// Woodruff's limits of quantiles that are defined, by an interval for the share at or below each.
  mutating func woodruff(
    _ wanted: [(quantile: WantedQuantile, estimate: Double, degreesOfFreedom: Double)],
    _ interval: ProportionInterval
  ) throws(SurveyStatsError) -> [QuantileLimitPair] {
    let places = wanted.map { distribution($0.quantile).count(atOrBelow: $0.estimate) - 1 }
    let variances = try variances(zip(wanted, places).map { ($0.quantile, $1) })
    return wanted.indices.map { index in
      let (quantile, _, df) = wanted[index]
      let own = distribution(quantile)
      guard df > 0, places[index] >= 0 else { return (nil, nil) }
      let count = totals.validCount(term: quantile.term, domain: quantile.domain)
      let evidence = ProportionEvidence(
        proportion: own.share(atOrBelow: places[index]), variance: variances[index], validCount: count,
        rowCount: count, degreesOfFreedom: df, confidence: confidence)
      guard let limits = evidence.limits(interval) else { return (nil, nil) }
      return (
        limits.low < 0 ? nil : own.quantile(limits.low, rule),
        limits.high > 1 ? nil : own.quantile(limits.high, rule)
      )
    }
  }

  /// Francisco and Fuller's limits: where the test of p begins and ends to hold, each found by bisection between an answer
  /// that passes and one that does not. Of the two neighbours that are left, the one whose test is nearer to t stands.
  mutating func score(
    _ wanted: [(quantile: WantedQuantile, estimate: Double, degreesOfFreedom: Double)]
  ) throws(SurveyStatsError) -> [QuantileLimitPair] {
    // Below the smallest answer the share is 0, at the largest it is 1, both without a variance: the test fails there
    // whatever p, and a search that ends there found no limit.
    var low = wanted.map {
      (outside: -1, inside: distribution($0.quantile).place(of: $0.quantile.probability))
    }
    var high = low.indices.map {
      (inside: low[$0].inside - 1, outside: distribution(wanted[$0].quantile).values.count - 1)
    }
    while true {
      var asked: [(index: Int, isLow: Bool, place: Int)] = []
      for index in wanted.indices {
        if low[index].inside - low[index].outside > 1 {
          asked.append((index, true, (low[index].inside + low[index].outside) / 2))
        }
        if high[index].outside - high[index].inside > 1 {
          asked.append((index, false, (high[index].inside + high[index].outside) / 2))
        }
      }
      if asked.isEmpty { break }
      try run?.advance(rows: 0, bytes: 0)
      let variances = try variances(asked.map { (wanted[$0.index].quantile, $0.place) })
      for (question, variance) in zip(asked, variances) {
        let (index, isLow, place) = question
        let quantile = wanted[index].quantile
        let gap = distribution(quantile).share(atOrBelow: place) - quantile.probability
        let bound = self.t(wanted[index].degreesOfFreedom) * variance.squareRoot()
        if isLow {
          if -gap <= bound { low[index].inside = place } else { low[index].outside = place }
        } else {
          if gap <= bound { high[index].inside = place } else { high[index].outside = place }
        }
      }
    }
    let ends = wanted.indices.flatMap { index in
      [low[index].inside - 1, low[index].inside, high[index].outside - 1, high[index].outside].map {
        (quantile: wanted[index].quantile, place: $0)
      }
    }
    let variances = try variances(ends)
    /// How far the test at an end is from the critical value; below all answers nothing is near.
    func distance(_ end: Int, from critical: Double) -> Double {
      let (quantile, place) = ends[end]
      guard place >= 0, variances[end] > 0 else { return .infinity }
      let gap = distribution(quantile).share(atOrBelow: place) - quantile.probability
      return (gap / variances[end].squareRoot() - critical).magnitude
    }
    return wanted.indices.map { index in
      guard wanted[index].degreesOfFreedom > 0 else { return (nil, nil) }
      let values = distribution(wanted[index].quantile).values
      let (first, end, own) = (low[index].inside, high[index].outside, 4 * index)
      let t = self.t(wanted[index].degreesOfFreedom)
      let below = distance(own, from: -t) < distance(own + 1, from: -t)
      let above = distance(own + 2, from: t) >= distance(own + 3, from: t)
      // Where answers are few the test may hold for none of them, not even for the estimate: its limits enclose that
      // nevertheless.
      let estimate = wanted[index].estimate
      return (
        first > 0 ? min(estimate, values[below ? first - 1 : first]) : nil,
        end < values.count - 1 ? max(estimate, values[above ? end : end - 1]) : nil
      )
    }
  }

  func t(_ degreesOfFreedom: Double) -> Double {
    studentQuantile(1 - (1 - confidence) / 2, degreesOfFreedom: degreesOfFreedom)
  }

  /// The variances of the shares of answers up to a place, all terms and domains at once.
  private mutating func variances(
    _ asked: [(quantile: WantedQuantile, place: Int)]
  ) throws(SurveyStatsError) -> [Double] {
    let limits = design.data.limits
    var bounds = distributions.map { $0.map { _ in [Int]() } }
    for (quantile, place) in asked where place >= 0 { bounds[quantile.term][quantile.domain].append(place) }
    var cut = totals
    for term in bounds.indices where bounds[term].contains(where: { !$0.isEmpty }) {
      for domain in bounds[term].indices { bounds[term][domain] = Array(Set(bounds[term][domain])).sorted() }
      let numbers = bounds[term].indices.map { domain in
        bounds[term][domain].map { distributions[term][domain].values[$0] }
      }
      cut = try cut.cut(term: term, at: numbers, limits: limits)
    }
    let statistics = asked.map { (quantile, place) in
      let own = distribution(quantile)
      let share = place < 0 ? .zero : own.exactShare(atOrBelow: place)
      let classes = bounds[quantile.term][quantile.domain].count { $0 <= place }
      let one = DoubleDouble(1) / own.total
      return LinearStatistic(
        term: quantile.term, domain: quantile.domain,
        coefficients: [(0, -(share / own.total))] + (0..<classes).map { ($0 + 1, one) })
    }
    let covariance = try DesignCovariance(statistics, totals: cut, design: design, pairs: false)
    for note in covariance.notes where !notes.contains(note) { notes.append(note) }
    return statistics.indices.map { covariance.variance(of: $0) }
  }
}
