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
  let places: ScalePlaces
  let items: [String]
  let by: [String]
  let options: EstimateOptions
  /// Of each domain.
  private let sumsOfWeights: [DoubleDouble]

  init(
    design: SampleDesign, totals: DesignTotals, scales: [ScaleStatistics], places: ScalePlaces,
    items: [String],
    by: [String], options: EstimateOptions
  ) {
    self.design = design
    self.totals = totals
    self.scales = scales
    self.places = places
    self.items = items
    self.by = by
    self.options = options
    sumsOfWeights = totals.domains.indices.map { totals.total(term: 0, column: 0, domain: $0) }
  }

  private var assembly: RowAssembly {
    RowAssembly(design: design, totals: totals, options: options, command: "reliability")
  }

  /// No weights, strata, clusters or finite population: the sample that Feldt's limits are for.
  private var isPlain: Bool {
    design.weights == nil && design.population == nil && !design.isCalibrated
      && design.stages.allSatisfy { $0.strata == nil && $0.cluster == nil && $0.fpc == nil }
  }
  private var usesFeldt: Bool { isPlain && options.degreesOfFreedom == .design }

  func estimates() throws(SurveyStatsError) -> Estimates {
    try assembly.estimates(pendingRows(), extraNotes: scaleNotes().list)
  }

  private func pendingRows() -> [PendingRow] {
    var pending: [PendingRow] = []
    let scaleName = items.joined(separator: ",")
    for (domain, scale) in scales.enumerated() {
      pending.append(
        row("alpha", scaleName, domain, scale.alpha, ScalePlaces.alpha, alphaItems: items.count))
      pending.append(
        row("alpha_standardized", scaleName, domain, scale.standardizedAlpha, ScalePlaces.standardizedAlpha))
    }
    for (item, name) in items.enumerated() {
      for (domain, scale) in scales.enumerated() {
        for (index, statistic) in places.statistics.enumerated() {
          let estimate =
            switch statistic {
            case .mean: scale.means[item]
            case .standardDeviation: scale.standardDeviations[item]
            case .itemTotalCorrelation: scale.itemTotalCorrelations[item]
            case .alphaIfDropped: scale.alphasIfDropped[item]
            }
          pending.append(
            row(
              statistic.rawValue, name, domain, estimate, 2 + item * places.statistics.count + index,
              alphaItems: statistic == .alphaIfDropped ? items.count - 1 : 0))
        }
      }
    }
    return pending
  }

  private func row(
    _ statistic: String, _ term: String, _ domain: Int, _ estimate: Double?, _ place: Int,
    alphaItems: Int = 0
  ) -> PendingRow {
    let count = totals.validCount(term: 0, domain: domain)
    let sumOfWeights = sumsOfWeights[domain]
    let row = EstimateRow(
      statistic: statistic, term: term, group: assembly.group(domain, by: by), estimate: estimate,
      count: count, missingCount: totals.domains[domain].rows - count,
      weightedCount: sumOfWeights.rounded)
    guard let estimate else {
      var pending = PendingRow(row: row, influence: nil, domain: domain)
      pending.isExplained = items.count == 2 && statistic == "alpha_if_dropped"
      return pending
    }
    var pending = PendingRow(
      row: row,
      influence: LinearStatistic(
        term: 0, domain: domain, coefficients: [(place + 1, DoubleDouble(1) / sumOfWeights)]),
      domain: domain)
    if usesFeldt, alphaItems > 1 {
      pending.ownInterval = PendingRow.OwnInterval(
        degreesOfFreedom: Double(count - 1),
        limits: feldtLimits(
          alpha: estimate, count: count, items: alphaItems, confidence: options.confidence))
    }
    return pending
  }

  private func scaleNotes() -> ReliabilityNotes {
    var notes = ReliabilityNotes()
    for (domain, scale) in scales.enumerated() {
      let count = totals.validCount(term: 0, domain: domain)
      notes.used += count
      notes.leftOut += totals.domains[domain].rows - count
      notes.add(scale, items: items, group: assembly.group(domain, by: by))
    }
    notes.usesFeldt = usesFeldt && scales.contains { $0.alpha != nil }
    notes.hasTwoItems = items.count == 2
    return notes
  }
}
