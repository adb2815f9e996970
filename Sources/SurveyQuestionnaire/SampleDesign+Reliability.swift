import SurveyDesign
import SurveyInference
import SurveyNumerics
import SurveyTable

extension SampleDesign {
  /// How well items measure one thing together: Cronbach's alpha, with what each item adds to it.
  ///
  /// ```swift
  /// let scale = try design.reliability(["q1", "q2", "q3", "q4"], by: "channel")
  /// ```
  /// A construct's name stands for its items. Only rows that answer every item count (listwise; the note `listwise` says how many). With k items, s_i²
  /// their variances and s_T² the variance of their sum, all weighted, the rows are
  ///
  /// | `statistic` | `term` | what |
  /// |---|---|---|
  /// | `alpha` | items joined by commas | k/(k−1) · (1 − Σs_i²/s_T²) |
  /// | `alpha_standardized` | items joined by commas | k·r̄ / (1 + (k−1)·r̄), r̄ the mean correlation |
  /// | `mean`, `std_dev` | the item | over the rows used; s² is n/(n−1) times the weighted mean square |
  /// | `item_total_correlation` | the item | its correlation with the sum of the other items |
  /// | `alpha_if_dropped` | the item | alpha of the other items; undefined with two items |
  ///
  /// first the scale group by group, then item by item, group by group.
  ///
  /// - Standard errors are linearized (exact derivatives) under the design for every row, also where the
  ///   limits are not made from them.
  /// - Limits in a plain sample (no weights, strata, clusters, fpc or population): for `alpha` and
  ///   `alpha_if_dropped` Feldt's, with `degreesOfFreedom` n − 1 (the second is (n − 1)(k − 1)) and the note
  ///   `feldt_interval`; the other rows' are estimate ± t · standard error. Asking for particular degrees of
  ///   freedom in `options` gives t limits everywhere.
  /// - Limits in every other design: estimate ± t · standard error with the degrees of freedom of the domain.
  ///
  /// With clusters the data is read once, since a cluster's influence follows from its sums of products; else twice,
  /// first for the moments, then for each row's influence. Errors: `invalidArgument`
  /// for fewer than two items, a repeated item, or a design effect; `sourceChanged` for a pipe that
  /// must be read twice; `unknownColumn`, `malformedData`, and those of the design.
  ///
  /// Sources: Cronbach, Psychometrika 16 (1951) 297–334; Feldt, Woodruff & Salih, Applied Psychological
  /// Measurement 11 (1987) 93–103; Wolter, Introduction to Variance Estimation (2007), chapter 6.
  public func reliability(
    _ items: ColumnList, by: ColumnList = [], where condition: String? = nil,
    _ options: EstimateOptions = .init()
  ) throws(SurveyStatsError) -> Estimates {
    try reliability(items, ofItems: Set(ItemStatistic.allCases), by: by, where: condition, options)
  }

  /// The same with the rows of some statistics of the items only.
  package func reliability(
    _ items: ColumnList, ofItems statistics: Set<ItemStatistic>, by: ColumnList = [],
    where condition: String? = nil, _ options: EstimateOptions = .init()
  ) throws(SurveyStatsError) -> Estimates {
    try refuseReplicates(
      of: "reliability", chinese: "信度分析",
      because: (
        "alpha is made from products of answers, which the rows give in a second reading", "alpha 由各列答案之乘積計算"
      ))
    // A construct stands for its items: of itself it has one column.
    let items = ColumnList(items.names.flatMap(data.scoredItems))
    let places = ScalePlaces(items: items.names.count, statistics)
    try Self.check(items, places, options, limits: data.limits)
    try RowAssembly.validate(by: by.names)
    let names = items.names
    var expression: DomainExpression?
    if let condition { expression = try DomainExpression(parsing: condition, limits: data.limits) }
    let rows: ReliabilityRows
    if let whole = try unitMoments(names, by: by.names, expression, run: options.run) {
      let scales = Self.scales(whole, items: names.count)
      let influences = scales.map { ScaleInfluences($0, places) }
      let functions = Self.rowFunctions(influences, places, whole, items: names)
      let totals = whole.replacing(term: 0, by: .computed(functions)) { domain, read in
        influences[domain].totals(read)
      }
      rows = ReliabilityRows(
        design: self, totals: totals, scales: scales, places: places, items: names, by: by.names,
        options: options)
    } else {
      let moments = try totals(
        TotalsRequest(
          terms: [.products(names)], by: by.names, condition: expression, unitTotals: false),
        run: options.run)
      let scales = Self.scales(moments, items: names.count)
      let influences = scales.map { ScaleInfluences($0, places) }
      let totals = try secondPass(
        TotalsRequest(
          terms: [.computed(Self.rowFunctions(influences, places, moments, items: names))], by: by.names,
          condition: expression, crossMoments: options.covariance),
        after: moments, run: options.run)
      rows = ReliabilityRows(
        design: self, totals: totals, scales: scales, places: places, items: names, by: by.names,
        options: options)
    }
    return try rows.estimates()
  }

  private static func scales(_ moments: DesignTotals, items: Int) -> [ScaleStatistics] {
    moments.domains.indices.map { ScaleStatistics(ScaleMoments(moments, domain: $0, items: items)) }
  }

  /// What the products of all clusters may take; more of them are summed by stratum, and the rows read again.
  private var mostBytes: Int { min(256 << 20, data.limits.memoryBytes / 4) }

  /// The moments of every cluster, of which the influence values of its rows can be summed without a second look at
  /// them. `nil` where rows are the units, whose variance takes products of four answers, where there are too many
  /// clusters to keep the products of each, and for weights fitted to margins.
  ///
  /// How many are too many depends on the data alone: who reads it with more threads gets the same digits.
  private func unitMoments(
    _ items: [String], by: [String], _ condition: DomainExpression?, run: RunControl?
  ) throws(SurveyStatsError) -> DesignTotals? {
    guard stages.contains(where: { $0.cluster != nil }), !isCalibrated else {
      if ledger == nil { return nil }
      throw SurveyStatsError(
        .unsupported,
        "a state of reliability needs clusters (cluster): where the rows themselves are the sample, its standard errors take a second reading; a column that differs in every row does as well",
        chinese: "信度之彙總檔（state）須指定集群（cluster）：以個別列為抽樣單位時須重複讀取資料；亦可指定每列皆不同之欄位"
      )
    }
    var request = TotalsRequest(terms: [.products(items)], by: by, condition: condition)
    if ledger == nil { request.mostBytes = mostBytes }
    do throws(SurveyStatsError) {
      return try totals(request, run: run)
    } catch {
      if error.isTooManyAtOnce { return nil }
      throw error
    }
  }

  private static func check(
    _ items: ColumnList, _ places: ScalePlaces, _ options: EstimateOptions, limits: ResourceLimits
  ) throws(SurveyStatsError) {
    try RowAssembly.validate(options)
    if options.designEffect != .none {
      throw SurveyStatsError(
        .invalidArgument, "reliability has no design effect; ask for it with the items' means",
        chinese: "信度無法計算設計效應（deff）；請於各題平均數計算")
    }
    let count = items.names.count
    if count < 2 {
      throw SurveyStatsError(
        .invalidArgument, "reliability needs at least two items; \(count == 1 ? "one is" : "none is") named",
        chinese: "信度至少須有兩個題項（items），目前僅有 \(count) 個")
    }
    var seen: Set<String> = []
    for name in items.names where !seen.insert(name).inserted {
      throw SurveyStatsError(
        .invalidArgument, "the item '\(name)' is named twice: a copy of an item is perfectly reliable",
        chinese: "題項（items）重複指定「\(name)」")
    }
    // Columns are laid out before the first row is read; covariances take a column for each pair.
    let statistics = options.covariance ? places.count : count
    let columns = count > 1_000_000 ? Int.max : TotalsTerm.productColumns(of: statistics)
    try limits.checkMemory(
      bytes: ExactSumBank.bytes(rows: 2, columns: columns), for: "the products of \(count) items")
  }

  private static func rowFunctions(
    _ influences: [ScaleInfluences], _ places: ScalePlaces, _ moments: DesignTotals, items: [String]
  ) -> RowFunctions {
    RowFunctions(items: items, count: places.count, domains: moments.domains.map(\.key)) {
      answers, domain, numbers in
      if influences.indices.contains(domain) { influences[domain].fill(from: &answers, &numbers) }
    }
  }

  /// Reads the data again and makes sure that it is the same.
  private func secondPass(
    _ request: TotalsRequest, after first: DesignTotals, run: RunControl?
  ) throws(SurveyStatsError) -> DesignTotals {
    let second: DesignTotals
    do {
      second = try totals(request, run: run)
    } catch {
      if error.code != .sourceChanged { throw error }
      throw SurveyStatsError(
        .sourceChanged, "reliability reads its data twice. \(error.message)",
        chinese: "信度須重複讀取資料；\(error.chinese ?? error.message)")
    }
    guard first.hasSameDomains(as: second) else {
      throw SurveyStatsError(
        .sourceChanged,
        "\(data.name) changed while it was read; reliability reads its data twice, so ask again when nothing writes to it",
        chinese: "\(data.name) 於讀取期間遭到變更；請待檔案儲存完成後再試"
      )
    }
    return second
  }
}

extension DesignTotals {
  /// Whether two passes met the same rows in the same domains, as far as their first terms can tell. Sums of
  /// weights may differ in the last of 106 bits: one pass adds strata, the other units.
  fileprivate func hasSameDomains(as other: DesignTotals) -> Bool {
    rowCount == other.rowCount && domains.map(\.key) == other.domains.map(\.key)
      && domains.indices.allSatisfy { domain in
        validCount(term: 0, domain: domain) == other.validCount(term: 0, domain: domain)
          && isClose(sumOfWeights(domain), other.sumOfWeights(domain))
      }
  }

  private func sumOfWeights(_ domain: Int) -> Double { total(term: 0, column: 0, domain: domain).rounded }

  private func isClose(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude <= 1e-12 * b }
}
