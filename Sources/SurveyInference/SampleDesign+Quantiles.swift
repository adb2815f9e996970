import SurveyDesign
import SurveyNumerics
import SurveyTable

extension SampleDesign {
  /// Weighted quantiles of numeric columns (the median, quartiles and others) with design-based intervals.
  ///
  /// ```swift
  /// let e = try design.quantile(["waiting"], probabilities: [0.5, 0.9], by: "channel")
  /// ```
  /// - items: numeric columns; each uses its own valid answers.
  /// - probabilities: what share of the weighted answers is to lie at or below each quantile, above 0 and below 1; one
  ///   that is named again is the same quantile and has no second row.
  /// - rule: what a quantile is where the distribution jumps; see ``QuantileRule``.
  /// - interval: how limits are made; see ``QuantileInterval``.
  /// - by, where: groups and a domain, as for means: other rows stay in the design.
  ///
  /// Rows come item by item, group by group, in the order of `probabilities`; their `statistic` is `quantile` and their
  /// `probability` says which. Estimates, limits and standard errors are in the unit of the column. The standard error is
  /// the width of the interval over 2t; it is `nil` where a limit is, and a note says which. Degrees of freedom are
  /// those of the domain, as for means. Notes name the rule and the interval (`quantile_rule`), and columns of so few
  /// different answers, such as scales of five points, that quantiles say little of them (`quantile_few_values`).
  ///
  /// The data is read once. Each distinct number of an item is kept once for each unit and group, with exact sums of
  /// its weights: coded answers take a few kilobytes, a continuous column at most 308 bytes a row, or 340 where rows are
  /// the units. That is counted against the memory limit while rows are read.
  ///
  /// Errors: `invalidArgument` for probabilities outside 0 … 1, a covariance or a design effect; `unsupported` for a design
  /// with replicates or a state; `limitExceeded` where the numbers would pass the memory limit; `unknownColumn`,
  /// `malformedData`, and those of the design.
  ///
  /// Sources: see ``QuantileRule`` and ``QuantileInterval``.
  public func quantile(
    _ items: ColumnList, probabilities: [Double] = [0.25, 0.5, 0.75], rule: QuantileRule = .math,
    interval: QuantileInterval = .mean, by: ColumnList = [], where condition: String? = nil,
    _ options: EstimateOptions = .init()
  ) throws(SurveyStatsError) -> Estimates {
    try RowAssembly.validate(options)
    try RowAssembly.validate(by: by.names)
    try requireItems(items)
    try Self.check(probabilities, options)
    var named: Set<Double> = []
    let probabilities = probabilities.filter { named.insert($0).inserted }
    try refuseReplicates(
      of: "quantile", chinese: "分位數（quantile）",
      because: (
        "the jackknife is not valid for quantiles, and their intervals are made from shares",
        "刀切法（jackknife）不適用於分位數"
      ))
    if ledger != nil { throw TotalsLedger.needsRows }
    let request = TotalsRequest(
      terms: items.names.map { .distribution($0) }, by: by.names, condition: try parse(condition))
    let totals = try self.totals(request, run: options.run)
    let distributions = items.names.indices.map { totals.distributions(term: $0) }
    let assembly = RowAssembly(design: self, totals: totals, options: options, command: "quantile")
    var rows: [EstimateRow] = []
    var wanted: [(quantile: WantedQuantile, estimate: Double, degreesOfFreedom: Double)] = []
    var places: [Int] = []
    for (term, item) in items.names.enumerated() {
      for domain in totals.domains.indices {
        let own = distributions[term][domain]
        let count = totals.validCount(term: term, domain: domain)
        for probability in probabilities {
          var row = EstimateRow(
            statistic: "quantile", term: item, group: assembly.group(domain, by: by.names), count: count,
            missingCount: totals.domains[domain].rows - count,
            weightedCount: totals.total(term: term, column: 0, domain: domain).rounded)
          row.probability = probability
          if let estimate = own.quantile(probability, rule) {
            // A zero has no sign in a result.
            row.estimate = estimate == 0 ? 0 : estimate
            let quantile = WantedQuantile(term: term, domain: domain, probability: probability)
            wanted.append((quantile, estimate, assembly.degreesOfFreedom(domain)))
            places.append(rows.count)
          }
          rows.append(row)
        }
      }
    }
    var makes = QuantileLimits(
      design: self, totals: totals, distributions: distributions, rule: rule, options)
    let limits =
      interval == .score ? try makes.score(wanted) : try makes.woodruff(wanted, interval.ofShare)
    var notes = InferenceNotes(command: "quantile")
    for row in rows where row.estimate == nil { notes.undefined(row) }
    for (index, place) in places.enumerated() {
      let (quantile, estimate, df) = wanted[index]
      finish(&rows[place], limits[index], df: df, t: makes.t(df), &notes)
      let own = distributions[quantile.term][quantile.domain]
      if df > 0, interval != .score, let largest = own.values.last, estimate >= largest {
        notes.quantileIsLargest(rows[place])
      }
    }
    return Estimates(
      command: "quantile", confidence: options.confidence, rows: rows,
      notes: totals.sourceNotes + totals.notes + [.quantileRule(rule, interval)]
        + Self.fewValues(items.names, distributions, totals) + makes.notes + notes.list
        + (rows.isEmpty ? [InferenceNotes.noRows] : []))
  }

  private static func fewValues(
    _ items: [String], _ distributions: [[WeightedDistribution]], _ totals: DesignTotals
  ) -> [Note] {
    let few = items.enumerated().compactMap { term, item in
      let answers = totals.domains.indices.reduce(0) {
        $0.addingClamped(totals.validCount(term: term, domain: $1))
      }
      return distributions[term].fewValues(answers: answers).map { (name: item, values: $0) }
    }
    return few.isEmpty ? [] : [.quantilesOfFewValues(few)]
  }

  private func finish(
    _ row: inout EstimateRow, _ limits: QuantileLimitPair, df: Double, t: Double,
    _ notes: inout InferenceNotes
  ) {
    row.degreesOfFreedom = df
    guard df > 0 else {
      notes.noDegreesOfFreedom(row)
      return
    }
    // A zero has no sign in a result.
    row.confidenceLow = limits.low.map { $0 == 0 ? 0 : $0 }
    row.confidenceHigh = limits.high.map { $0 == 0 ? 0 : $0 }
    guard let low = limits.low, let high = limits.high else {
      notes.noQuantileLimit(row)
      return
    }
    let error = (high - low) / (2 * t)
    row.standardError = error
    if let estimate = row.estimate, estimate != 0 { row.coefficientOfVariation = error / estimate.magnitude }
  }

  private static func check(
    _ probabilities: [Double], _ options: EstimateOptions
  ) throws(SurveyStatsError) {
    if probabilities.isEmpty {
      throw SurveyStatsError(
        .invalidArgument, "no quantile is named (probs): give at least one share, such as 0.5 for the median",
        chinese: "未指定分位（probs）；請至少指定一個，如中位數為 0.5")
    }
    for probability in probabilities where !(probability > 0 && probability < 1) {
      throw SurveyStatsError(
        .invalidArgument,
        "quantiles (probs) must lie strictly between 0 and 1 (0.5 is the median), not \(shortestText(probability))",
        chinese: "分位（probs）須介於 0 與 1 之間（中位數為 0.5），而非 \(shortestText(probability))")
    }
    if options.covariance {
      throw SurveyStatsError(
        .invalidArgument,
        "quantiles have no covariance: their intervals are made from shares, one by one (covariance)",
        chinese: "分位數無法計算共變異數（covariance）")
    }
    if options.designEffect != .none {
      throw SurveyStatsError(
        .invalidArgument, "quantiles have no design effect (deff); ask for it with the items' means",
        chinese: "分位數無法計算設計效應（deff）；請於各題平均數計算")
    }
  }
}
