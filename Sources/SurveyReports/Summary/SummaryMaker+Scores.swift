import SurveyDesign
import SurveyInference
import SurveyNumerics
import SurveyTable

// The chapters of answers: how many gave each, and the scores they make.

extension SummaryMaker {
  private static let kinds: [ScoreKind] = [
    .mean, .scoreOfMax, .scoreOfRange, .topTwo(.valid), .topTwo(.all),
  ]

  /// Items whose highest score is no number to divide by, as where points are taken away.
  private var withoutScoreOfMax: [String] {
    (items + [overallItem].compactMap { $0 }).filter { item in
      design.data.scales[item].map { $0.maximum <= 0 } ?? false
    }
  }

  mutating func addScores() throws(SurveyStatsError) {
    add(frequencies, section: "frequencies")
    if !withoutScoreOfMax.isEmpty { result.notes.append(.withoutScoreOfMax(withoutScoreOfMax)) }
    let whole = [overallItem, allItems].compactMap { $0 }
    let names = items + constructs.map(\.name) + whole
    let (scores, means) = try design.scoresAndMeans(
      ColumnList(names), as: Self.kinds, meansOf: allItems == nil ? [] : scaleItems, undefined: .empty,
      where: options.condition,
      options.estimates)
    let constructNames = Set(constructs.map(\.name))
    add(scores, section: "items") { [overallItem] row in
      if constructNames.contains(row.term) {
        row.section = "constructs"
      } else if row.term == overallItem || row.term == Self.allItemsTerm {
        row.section = "overall"
        row.method = row.term == overallItem ? "item" : "person-mean"
      }
    }
    if let allItems {
      // Who has a mean of all items answered any of them.
      let answered = scores.rows.first { $0.term == allItems && $0.statistic == ScoreKind.mean.name }
      try addAverage(
        of: scaleItems, weights: scaleItems.map { _ in 1 }, method: "item-mean", means: means,
        answered: answered)
    }
    if constructs.count > 1, let scale = try commonRange() {
      try addAverage(
        of: constructs.map(\.name), weights: constructs.map(\.weight), method: "construct-mean", range: scale)
    }
  }

  private func commonRange() throws(SurveyStatsError) -> (minimum: Double, maximum: Double)? {
    let ranges = constructs.flatMap(\.items).compactMap { design.data.scales[$0] }
    guard let first = ranges.first,
      ranges.allSatisfy({ $0.minimum == first.minimum && $0.maximum == first.maximum })
    else { return nil }
    return (first.minimum, first.maximum)
  }

  /// The weighted mean of several columns' means, each over its own valid answers: another number than the mean
  /// over respondents where answers are missing. Its variance is w′Vw with V the means' covariance. The means are
  /// `means` where they are known, and `answered` counts the respondents who have one of them or several.
  private mutating func addAverage(
    of names: [String], weights: [Double], method: String,
    range: (minimum: Double, maximum: Double)? = nil, means known: Estimates? = nil,
    answered respondents: EstimateRow? = nil
  ) throws(SurveyStatsError) {
    var asked = options.estimates
    asked.covariance = true
    asked.designEffect = .none
    var means = known
    if means == nil { means = try design.mean(ColumnList(names), where: options.condition, asked) }
    guard let means else { return }
    guard let covariance = means.covariance, means.rows.allSatisfy({ $0.estimate != nil }) else { return }
    var answered = respondents
    if answered == nil { answered = try answeredAny(names) }
    let total = weights.reduce(0, +)
    let shares = weights.map { $0 / total }
    var (estimate, variance) = (0.0, 0.0)
    for i in shares.indices {
      estimate += shares[i] * (means.rows[i].estimate ?? 0)
      for j in shares.indices { variance += shares[i] * shares[j] * covariance[i][j] }
    }
    let df = means.rows.compactMap(\.degreesOfFreedom).min() ?? .nan
    var bounds = range
    if bounds == nil { bounds = try design.data.scoreRange(of: names, for: ("all items", "全部題項")) }
    for kind in [ScoreKind.mean, .scoreOfMax, .scoreOfRange] {
      var (shift, factor) = (0.0, 1.0)
      if let bounds {
        if kind == .scoreOfMax, bounds.maximum <= 0 { continue }
        if kind == .scoreOfMax { factor = 100 / bounds.maximum }
        if kind == .scoreOfRange {
          (shift, factor) = (bounds.minimum, 100 / (bounds.maximum - bounds.minimum))
        }
      } else if kind != .mean {
        continue
      }
      var row = EstimateRow(
        statistic: kind.name, term: Self.allItemsTerm, estimate: (estimate - shift) * factor,
        count: answered?.count ?? 0, missingCount: answered?.missingCount ?? 0,
        weightedCount: answered?.weightedCount ?? 0)
      let error = max(variance, 0).squareRoot() * factor
      row.standardError = error
      row.degreesOfFreedom = df
      row.method = method
      row.section = "overall"
      if let value = row.estimate, df > 0 {
        let half = studentQuantile(1 - (1 - options.estimates.confidence) / 2, degreesOfFreedom: df) * error
        row.confidenceLow = value - half
        row.confidenceHigh = value + half
        if value != 0 { row.coefficientOfVariation = error / value.magnitude }
      }
      result.rows.append(row)
    }
  }

  /// The counts of the respondents who have one of these means or several: they make the mean of the means.
  private func answeredAny(_ names: [String]) throws(SurveyStatsError) -> EstimateRow? {
    let name = "\u{1E}any of these"
    let data = try design.data.adding([Construct(name: name, items: names)])
    var plain = options.estimates
    plain.covariance = false
    plain.designEffect = .none
    return try design.over(data).mean(ColumnList(name), where: options.condition, plain).rows.first
  }

  mutating func addGroups() throws(SurveyStatsError) {
    if options.by.isEmpty { return }
    let names = constructs.map(\.name) + [overallItem, allItems].compactMap { $0 }
    add(
      try design.scoresAndMeans(
        ColumnList(names.isEmpty ? items : names), as: [.mean, .scoreOfMax, .topTwo(.valid)], meansOf: [],
        undefined: .empty, by: options.by, where: options.condition, options.estimates
      ).scores, section: "groups")
  }
}
