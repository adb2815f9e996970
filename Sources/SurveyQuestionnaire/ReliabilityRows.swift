import SurveyDesign
import SurveyInference
import SurveyNumerics
import SurveyTable

/// The rows of a reliability analysis in their order, with variances, limits and notes.
struct ReliabilityRows {
  let design: SampleDesign
  /// Totals of the influence values.
  let totals: DesignTotals
  let scales: [ScaleStatistics]
  let items: [String]
  let by: [String]
  let options: EstimateOptions

  /// A row before its variance is known.
  private struct Pending {
    var row: EstimateRow
    var domain: Int
    /// The column of influence values, counted from 0.
    var place: Int
    /// How many items' alpha this is; 0 for what is no raw alpha.
    var alphaItems = 0
  }

  /// No weights, strata, clusters or finite population: the sample that Feldt's limits are for.
  private var isPlain: Bool {
    design.weights == nil && design.population == nil
      && design.stages.allSatisfy { $0.strata == nil && $0.cluster == nil && $0.fpc == nil }
  }
  private var usesFeldt: Bool { isPlain && options.degreesOfFreedom == .design }

  func estimates() throws(SurveyStatsError) -> Estimates {
    let pending = pendingRows()
    let defined = pending.indices.filter { pending[$0].row.estimate != nil }
    let covariance = try DesignCovariance(
      defined.map { influence(of: pending[$0]) }, totals: totals, design: design)
    var notes = scaleNotes()
    var rows = pending.map(\.row)
    for (position, index) in defined.enumerated() {
      finish(&rows[index], pending[index], variance: covariance.variance(of: position), &notes)
    }
    for (index, entry) in pending.enumerated() where entry.row.estimate == nil {
      let isExplained = items.count == 2 && entry.row.statistic == "alpha_if_dropped"
      if !isExplained { notes.undefined(rows[index]) }
    }
    return Estimates(
      command: "reliability", confidence: options.confidence, rows: rows,
      covariance: options.covariance ? try matrix(covariance, defined, count: rows.count) : nil,
      notes: totals.sourceNotes + totals.notes + covariance.notes + notes.list)
  }

  private func pendingRows() -> [Pending] {
    typealias Place = ScaleStatistics.Place
    var pending: [Pending] = []
    let scaleName = items.joined(separator: ",")
    for (domain, scale) in scales.enumerated() {
      pending.append(row("alpha", scaleName, domain, scale.alpha, Place.alpha, alphaItems: items.count))
      pending.append(
        row("alpha_standardized", scaleName, domain, scale.standardizedAlpha, Place.standardizedAlpha))
    }
    for (item, name) in items.enumerated() {
      for (domain, scale) in scales.enumerated() {
        pending.append(row("mean", name, domain, scale.means[item], Place.mean(item)))
        pending.append(
          row("std_dev", name, domain, scale.standardDeviations[item], Place.standardDeviation(item)))
        pending.append(
          row(
            "item_total_correlation", name, domain, scale.itemTotalCorrelations[item],
            Place.itemTotalCorrelation(item)))
        pending.append(
          row(
            "alpha_if_dropped", name, domain, scale.alphasIfDropped[item], Place.alphaIfDropped(item),
            alphaItems: items.count - 1))
      }
    }
    return pending
  }

  private func row(
    _ statistic: String, _ term: String, _ domain: Int, _ estimate: Double?, _ place: Int,
    alphaItems: Int = 0
  ) -> Pending {
    let count = totals.validCount(term: 0, domain: domain)
    let row = EstimateRow(
      statistic: statistic, term: term, group: group(domain),
      // A zero has no sign in a result.
      estimate: estimate.map { $0 == 0 ? 0 : $0 }, count: count,
      missingCount: totals.domains[domain].rows - count,
      weightedCount: totals.total(term: 0, column: 0, domain: domain).rounded)
    return Pending(row: row, domain: domain, place: place, alphaItems: alphaItems)
  }

  private func group(_ domain: Int) -> [EstimateRow.GroupValue] {
    zip(by, totals.domains[domain].key).map { EstimateRow.GroupValue(column: $0, value: $1) }
  }

  private func influence(of pending: Pending) -> LinearStatistic {
    let total = totals.total(term: 0, column: 0, domain: pending.domain)
    return LinearStatistic(
      term: 0, domain: pending.domain, coefficients: [(pending.place + 1, DoubleDouble(1) / total)])
  }

  private func finish(
    _ row: inout EstimateRow, _ pending: Pending, variance: Double, _ notes: inout ReliabilityNotes
  ) {
    guard let estimate = row.estimate, variance.isFinite else {
      notes.undefined(row)
      return
    }
    let error = variance.squareRoot()
    row.standardError = error
    if estimate != 0 { row.coefficientOfVariation = error / estimate.magnitude }
    if usesFeldt, pending.alphaItems > 1 {
      let limits = feldtLimits(
        alpha: estimate, count: row.count, items: pending.alphaItems, confidence: options.confidence)
      row.degreesOfFreedom = Double(row.count - 1)
      row.confidenceLow = limits?.low
      row.confidenceHigh = limits?.high
      return
    }
    let df: Double =
      switch options.degreesOfFreedom {
      case .design: Double(totals.domains[pending.domain].degreesOfFreedom)
      case .infinite: .infinity
      case .fixed(let df): df
      }
    row.degreesOfFreedom = df
    guard df > 0 else {
      notes.noDegreesOfFreedom(row)
      return
    }
    let half = studentQuantile(1 - (1 - options.confidence) / 2, degreesOfFreedom: df) * error
    row.confidenceLow = estimate - half
    row.confidenceHigh = estimate + half
  }

  private func matrix(
    _ covariance: DesignCovariance, _ defined: [Int], count: Int
  ) throws(SurveyStatsError) -> [[Double]] {
    let small = try covariance.matrix(limits: design.data.limits, run: options.run)
    var full = [[Double]](repeating: [Double](repeating: .nan, count: count), count: count)
    for (a, i) in defined.enumerated() {
      for (b, j) in defined.enumerated() { full[i][j] = small[a][b] }
    }
    return full
  }

  private func scaleNotes() -> ReliabilityNotes {
    var notes = ReliabilityNotes()
    for (domain, scale) in scales.enumerated() {
      let count = totals.validCount(term: 0, domain: domain)
      notes.used += count
      notes.leftOut += totals.domains[domain].rows - count
      notes.add(scale, items: items, group: group(domain))
    }
    notes.usesFeldt = usesFeldt && scales.contains { $0.alpha != nil }
    notes.hasTwoItems = items.count == 2
    return notes
  }
}
