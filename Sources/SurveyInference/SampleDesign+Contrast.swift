import SurveyDesign
import SurveyNumerics
import SurveyTable

/// What a name in a contrast's expression stands for.
public enum ContrastStatistic: String, Sendable, Hashable, CaseIterable {
  case mean
  case total
}

extension SampleDesign {
  /// A smooth function of the means (or totals) of columns, with the standard error that their covariances
  /// give: growth rates, differences, ratios.
  ///
  /// ```swift
  /// try design.contrast("growth = (api00 - api99) / api99")
  /// try design.contrast("alive / arrests", of: .total)
  /// ```
  /// Only rows in which every named column has a valid answer count. The variance is that of the linearized
  /// expression, with exact derivatives (Wolter 2007, chapter 6): covariances between the columns are kept.
  /// For the language of `expression` see `ContrastExpression`.
  public func contrast(
    _ expression: String, of statistic: ContrastStatistic = .mean, by: ColumnList = [],
    where condition: String? = nil, _ options: EstimateOptions = .init()
  ) throws(SurveyStatsError) -> Estimates {
    try RowAssembly.validate(options)
    if options.designEffect != .none {
      throw SurveyStatsError(
        .invalidArgument, "a contrast has no design effect; ask for it with the means or totals themselves",
        chinese: "contrast 無法計算設計效應（deff）；請於平均數或總計計算")
    }
    try RowAssembly.validate(by: by.names)
    let parsed = try ContrastExpression(parsing: expression, limits: data.limits)
    let request = TotalsRequest(
      terms: [.joint(parsed.columns)], by: by.names, condition: try parse(condition))
    let totals = try self.totals(request, run: options.run)
    let assembly = RowAssembly(design: self, totals: totals, options: options, command: "contrast")
    var pending: [PendingRow] = []
    for domain in totals.domains.indices {
      let sumOfWeights = totals.total(term: 0, column: 0, domain: domain)
      let count = totals.validCount(term: 0, domain: domain)
      var row = EstimateRow(
        statistic: "contrast", term: parsed.term, group: assembly.group(domain, by: by.names),
        count: count, missingCount: totals.domains[domain].rows - count,
        weightedCount: sumOfWeights.rounded)
      let sums = parsed.columns.indices.map { totals.total(term: 0, column: $0 + 1, domain: domain) }
      let means = sums.map { $0 / sumOfWeights }
      let point = (statistic == .mean ? means : sums).map(\.rounded)
      let (value, gradient) = parsed.evaluate(at: point)
      guard count > 0, value.isFinite, gradient.allSatisfy(\.isFinite) else {
        pending.append(PendingRow(row: row, influence: nil, domain: domain))
        continue
      }
      row.estimate = value
      var coefficients: [(column: Int, coefficient: DoubleDouble)] = []
      switch statistic {
      case .total:
        for (index, slope) in gradient.enumerated() {
          coefficients.append((index + 1, DoubleDouble(slope)))
        }
      case .mean:
        var constant = DoubleDouble.zero
        for (index, slope) in gradient.enumerated() {
          coefficients.append((index + 1, DoubleDouble(slope) / sumOfWeights))
          constant += means[index] * slope / sumOfWeights
        }
        coefficients.append((0, -constant))
      }
      pending.append(
        PendingRow(
          row: row, influence: LinearStatistic(term: 0, domain: domain, coefficients: coefficients),
          function: Self.function(parsed, of: statistic), domain: domain))
    }
    return try assembly.estimates(pending)
  }
  /// The expression as a function of the sums of weights and of each column.
  private static func function(
    _ expression: ContrastExpression, of statistic: ContrastStatistic
  ) -> SmoothFunction {
    .function(last: expression.columns.count) { totals in
      guard let weights = totals.first else { return .nan }
      if statistic == .total { return expression.evaluate(at: Array(totals.dropFirst())).value }
      guard weights > 0 else { return .nan }
      return expression.evaluate(at: totals.dropFirst().map { $0 / weights }).value
    }
  }
}
