import SurveyDesign
import SurveyNumerics
import SurveyTable

extension SampleDesign {
  /// Weighted means of numeric columns with design-based standard errors and t intervals.
  ///
  /// ```swift
  /// let e = try design.mean(["q1", "q2"], by: "channel", where: "year == 113")
  /// ```
  /// - items: numeric columns; each uses its own valid answers. Rows come item by item, then group by group.
  /// - by: columns whose combinations of answers are the groups.
  /// - where: a condition on rows; those outside stay in the design (see `DomainExpression`).
  ///
  /// The mean is Σwy/Σw; its influence is w(y − mean)/Σw (Särndal, Swensson & Wretman 1992, chapter 5). The unit
  /// of estimate and standard error is that of the column.
  public func mean(
    _ items: ColumnList, by: ColumnList = [], where condition: String? = nil,
    _ options: EstimateOptions = .init()
  ) throws(SurveyStatsError) -> Estimates {
    try meansOrTotals(items, by, condition, options, command: "mean")
  }

  /// Weighted totals Σwy of numeric columns; otherwise as ``mean(_:by:where:_:)``. Missing answers count as 0,
  /// as they do in the sum; `missingCount` says how many there are.
  public func total(
    _ items: ColumnList, by: ColumnList = [], where condition: String? = nil,
    _ options: EstimateOptions = .init()
  ) throws(SurveyStatsError) -> Estimates {
    try meansOrTotals(items, by, condition, options, command: "total")
  }

  func pendingMeansOrTotals(
    _ items: ColumnList, _ by: ColumnList, _ condition: String?, _ options: EstimateOptions,
    command: String, statistic: String? = nil, largestBytes: Int? = nil
  ) throws(SurveyStatsError) -> PendingEstimates {
    try RowAssembly.validate(options)
    try RowAssembly.validate(by: by.names)
    try requireItems(items)
    var request = TotalsRequest(
      terms: items.names.map { .numbers($0) }, by: by.names, condition: try parse(condition),
      squares: options.designEffect != .none, crossMoments: options.covariance && items.names.count > 1)
    request.clusterNames = options.clusterNames
    request.largestBytes = largestBytes
    let totals = try self.totals(request, run: options.run)
    let assembly = RowAssembly(design: self, totals: totals, options: options, command: command)
    var pending: [PendingRow] = []
    var replaced: [String] = []
    for (term, item) in items.names.enumerated() {
      for domain in totals.domains.indices {
        let sumOfWeights = totals.total(term: term, column: 0, domain: domain)
        let sum = totals.total(term: term, column: 1, domain: domain)
        let count = totals.validCount(term: term, domain: domain)
        var row = EstimateRow(
          statistic: statistic ?? command, term: item, group: assembly.group(domain, by: by.names),
          count: count,
          missingCount: totals.domains[domain].rows - count, weightedCount: sumOfWeights.rounded)
        guard count > 0, sumOfWeights.high > 0 else {
          pending.append(PendingRow(row: row, influence: nil, domain: domain))
          continue
        }
        let mean = sum / sumOfWeights
        let coefficients: [(column: Int, coefficient: DoubleDouble)]
        let function: SmoothFunction = command == "total" ? .total(1) : .ratio(1)
        if command != "total" {
          row.estimate = mean.rounded
          coefficients = [
            (0, -(mean / sumOfWeights)), (1, DoubleDouble(1) / sumOfWeights),
          ]
        } else {
          row.estimate = sum.rounded
          coefficients = [(1, DoubleDouble(1))]
        }
        var simple: Double?
        if options.designEffect != .none {
          // Σw(y − mean)², then s² = n/(n−1) of its weighted mean.
          let squares = totals.sumOfSquares(term: term, domain: domain)
          let centred = (squares - mean * sum).rounded
          simple = Self.simpleVariance(
            weightedVariance: max(centred, 0) / sumOfWeights.rounded, count: count,
            sumOfWeights: sumOfWeights.rounded, options.designEffect)
          if options.designEffect == .withoutReplacement, sumOfWeights.rounded <= Double(count) {
            // A score's column has a name that nobody gave it.
            let named = ScoreKind.item(of: item)
            if !replaced.contains(named) { replaced.append(named) }
          }
          if command == "total" { simple = simple.map { $0 * sumOfWeights.rounded * sumOfWeights.rounded } }
        }
        pending.append(
          PendingRow(
            row: row,
            influence: LinearStatistic(term: term, domain: domain, coefficients: coefficients),
            function: function, domain: domain, simpleVariance: simple))
      }
    }
    return PendingEstimates(
      assembly: assembly, rows: pending,
      notes: replaced.isEmpty ? [] : [InferenceNotes.designEffectReplace(replaced)])
  }

  /// The variance of a mean in a simple random sample of `count` rows: s²/n with s² = n/(n−1) ·
  /// `weightedVariance`, times 1 − n/Σw unless drawn with replacement or where the weights sum to at most n.
  static func simpleVariance(
    weightedVariance: Double, count: Int, sumOfWeights: Double, _ kind: DesignEffect
  ) -> Double? {
    guard count > 1 else { return nil }
    let n = Double(count)
    let withReplacement = weightedVariance * n / (n - 1) / n
    if kind == .withReplacement || sumOfWeights <= n { return withReplacement }
    return withReplacement * (1 - n / sumOfWeights)
  }

  func requireItems(_ items: ColumnList) throws(SurveyStatsError) {
    if items.isEmpty {
      throw SurveyStatsError(
        .invalidArgument, "no item is named: give at least one column",
        chinese: "未指定題項（items）；請至少指定一欄")
    }
  }

  func parse(_ condition: String?) throws(SurveyStatsError) -> DomainExpression? {
    guard let condition else { return nil }
    return try DomainExpression(parsing: condition, limits: data.limits)
  }
}
