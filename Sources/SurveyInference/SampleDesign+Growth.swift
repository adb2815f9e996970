import SurveyDesign
import SurveyTable

extension SampleDesign {
  /// Growth between two periods of one table: (B − A) / A and B − A, with the covariance that the design
  /// implies.
  ///
  /// ```swift
  /// try design.growth("overall", period: "year", from: "102", to: "103", id: "counter")
  /// ```
  /// Rows come item by item, group by group (and answer by answer): the estimate of A, of B, the
  /// `difference` B − A and the `growth` B/A − 1. The periods are domains of one design: clusters that appear
  /// in both carry their covariance, and so do the rows of one stratified sample. `from` and `to` are answers
  /// of the period column; years are also understood across 民國 and common era, and where the period column
  /// holds dates or timestamps, a row belongs to the year of its date.
  ///
  /// Variance of the rate: (V_B − 2R·V_AB + R²·V_A) / A² with R = B/A (Wolter 2007, chapter 6); in a design with
  /// replicates that of the replicates' rates.
  ///
  /// Errors: those of estimates; `emptyData` where a period does not occur.
  public func growth(
    _ items: ColumnList, period: String, from: String, to: String, by: ColumnList = [],
    where condition: String? = nil, _ options: GrowthOptions = .init()
  ) throws(SurveyStatsError) -> Estimates {
    _ = try data.position(of: period, as: "period")
    let design = try withReplicates(for: options.method).withIdAsCluster(options.id)
    if options.sharedClusters {
      throw SurveyStatsError(
        .invalidArgument,
        "shared clusters are for two files; in one file clusters are shared where their names are",
        chinese: "共用集群（shared-clusters）僅用於兩個檔案；同一檔案內同名之集群即為同一集群")
    }
    let (dated, column) = try design.withYears(of: period, from, to)
    let scored = try dated.withScores(items, options.statistic.score(base: options.base).map { [$0] } ?? [])
    let pending = try scored.design.pendingPoints(
      scored.items, ColumnList(by.names + [column]), condition, options)
    var estimates = try GrowthAssembly(
      options: options, by: by.names, from: from, to: to,
      periods: .oneDesign(pending, column: period)
    ).estimates()
    if options.statistic == .topTwo { estimates.notes += positiveNumbers(of: items.names) }
    if let calibration = design.calibration, !calibration.columns.contains(period) {
      estimates.notes.append(GrowthNotes.marginsOverPeriods(period, columns: calibration.columns))
    }
    return estimates
  }

  /// Growth since an earlier survey in a table of its own.
  ///
  /// The two are independent samples, unless `options.id` names the respondents or units that answer in both,
  /// or `options.sharedClusters` says that clusters of equal name are the same; then the tables are read as
  /// one sample, for which both designs must use the same columns, and the same replicates in either case. Degrees of freedom of independent samples
  /// add up. Columns of the earlier table that only differ in spelling (full-width signs, spaces) are matched, with
  /// a note. An item of which more than 5 % of a period's answers are not on its scale has no growth.
  public func growth(
    _ items: ColumnList, since prior: SampleDesign, from: String = "prior", to: String = "current",
    by: ColumnList = [], where condition: String? = nil, _ options: GrowthOptions = .init()
  ) throws(SurveyStatsError) -> Estimates {
    if from == to {
      throw SurveyStatsError(
        .invalidArgument, "both periods are called '\(from)'; give them different names",
        chinese: "兩期均名為「\(from)」；請分別命名（from、to）")
    }
    let own = try withReplicates(for: options.method)
    var prior = try prior.spelled(like: self).withReplicates(for: options.method)
    guard own.replicates == prior.replicates else {
      throw SurveyStatsError(
        .invalidArgument,
        "the two files ask for different replicates (replicate-type); growth needs the same for both, or none",
        chinese: "兩檔之複本設定（replicate-type）不同；成長率須兩檔一致，或均不指定")
    }
    prior.replicateStream = 1
    let changed = try scaleChanges(of: items.names, since: prior, options)
    let scores = options.statistic.score(base: options.base).map { [$0] } ?? []
    let (then, now) = (try prior.withScores(items, scores), try own.withScores(items, scores))
    var named = options
    named.estimates.clusterNames = true
    var result: Estimates
    if options.id != nil || options.sharedClusters {
      let stacked = try now.design.stacked(on: then.design, labels: (from, to), options)
      let design = try stacked.design.withIdAsCluster(options.id)
      let pending = try design.pendingPoints(
        now.items, ColumnList(by.names + [stacked.column]), condition, options)
      result = try GrowthAssembly(
        options: options, by: by.names, from: from, to: to,
        periods: .oneDesign(pending, column: stacked.column)
      ).estimates()
    } else {
      let earlier = try then.design.pendingPoints(then.items, by, condition, named)
      let later = try now.design.pendingPoints(now.items, by, condition, named)
      result = try GrowthAssembly(
        options: options, by: by.names, from: from, to: to, periods: .twoDesigns(earlier, later)
      ).estimates()
    }
    result.notes += changed
    if options.statistic == .topTwo { result.notes += positiveNumbers(of: items.names) }
    return result
  }

  /// The earlier design with columns named as in this one where only the spelling differs; those that its own weights
  /// and units stand in keep their names.
  package func spelled(like later: SampleDesign) -> SampleDesign {
    var own = Set(stages.flatMap { [$0.strata, $0.cluster, $0.fpc] }.compactMap { $0 })
    own.formUnion([weights].compactMap { $0 } + (calibration?.columns ?? []))
    return over(data.spelled(like: later.data, except: own))
  }

  /// The design with what the interval of a rate needs: the bootstrap's percentiles need bootstrap replicates.
  private func withReplicates(for method: GrowthMethod) throws(SurveyStatsError) -> SampleDesign {
    guard method == .bootstrap else { return self }
    if isCalibrated {
      throw SurveyStatsError(
        .unsupported,
        "weights that fit margins (poststratify, rake) have no replicates, which the interval by bootstrap is made of: each replicate would have to be fitted again; take another interval (method), or leave out the margins",
        chinese:
          "依母體加權（poststratify、rake）之權數無法產生拔靴信賴區間所需之複本，因各複本均須重新加權；請改用其他信賴區間（method），或勿依母體加權"
      )
    }
    if let replicates {
      if replicates.kind == .bootstrap { return self }
      throw SurveyStatsError(
        .invalidArgument,
        "the interval by bootstrap needs bootstrap replicates, not \(replicates.kind.rawValue) (method, replicate-type)",
        chinese: "拔靴信賴區間須以 bootstrap 產生複本，而非 \(replicates.kind.rawValue)（method、replicate-type）")
    }
    var design = self
    design.replicates = .bootstrap
    return design
  }

  private func withIdAsCluster(_ id: String?) throws(SurveyStatsError) -> SampleDesign {
    guard let id else { return self }
    _ = try data.position(of: id, as: "id")
    if stages[0].cluster != nil { return self }
    if population != nil {
      throw SurveyStatsError(
        .invalidArgument,
        "with id, give the population size in an fpc column: population counts rows, and ids have several",
        chinese: "指定識別欄（id）時，母體數請以 fpc 欄提供：population 係以列計，而同一識別碼有多列")
    }
    return try clustered(by: id)
  }

  /// The same design, and the column that holds the periods: where both are asked for as years, dates count
  /// as the years they fall in.
  private func withYears(
    of period: String, _ from: String, _ to: String
  ) throws(SurveyStatsError) -> (design: SampleDesign, column: String) {
    guard commonEraYear(from) != nil, commonEraYear(to) != nil else { return (self, period) }
    let (table, column) = try data.addingYears(of: period, labels: [from, to])
    return (over(table), column)
  }

  private func stacked(
    on prior: SampleDesign, labels: (String, String), _ options: GrowthOptions
  ) throws(SurveyStatsError) -> (design: SampleDesign, column: String) {
    if isCalibrated || prior.isCalibrated {
      throw SurveyStatsError(
        .unsupported,
        "with id or shared clusters the two files are read as one sample, whose weights cannot be fitted to margins file by file; put both periods into one file with a period column and use joint margins such as period:sex",
        chinese: "指定識別欄（id）或共用集群（shared-clusters）時，兩檔視為同一樣本，無法分別依母體加權；請合併為一檔並加上期別欄（period），以「期別:性別」之聯合類別加權"
      )
    }
    guard weights == prior.weights, stages == prior.stages, population == nil, prior.population == nil else {
      throw SurveyStatsError(
        .invalidArgument,
        "with id or shared clusters the two files are one sample: both need the same columns for weights, strata, clusters and fpc",
        chinese: "指定識別欄（id）或共用集群（shared-clusters）時，兩檔視為同一樣本，權數（weights）、分層（strata）、集群（cluster）及 fpc 之欄名須一致"
      )
    }
    if options.sharedClusters, stages[0].cluster == nil {
      throw SurveyStatsError(
        .invalidArgument, "shared clusters need a cluster column",
        chinese: "共用集群（shared-clusters）須指定集群欄（cluster）")
    }
    let (table, column) = SurveyData.stacked(prior.data, data, labels: labels)
    return (over(table), column)
  }

  private func pendingPoints(
    _ items: ColumnList, _ by: ColumnList, _ condition: String?, _ options: GrowthOptions
  ) throws(SurveyStatsError) -> PendingEstimates {
    if options.estimates.designEffect != .none {
      throw SurveyStatsError(
        .invalidArgument, "growth has no design effect; ask for it with the means or totals themselves",
        chinese: "成長率無法計算設計效應（deff）；請於平均數或總計計算")
    }
    switch options.statistic {
    case .mean, .total:
      return try pendingMeansOrTotals(
        items, by, condition, options.estimates, command: options.statistic.rawValue)
    case .topTwo, .scoreOfMax, .scoreOfRange:
      return try pendingScores(
        items, by, condition, options.estimates, command: "growth")
    case .proportion:
      return try pendingProportions(items, by, condition, options.estimates)
    }
  }
}

extension ColumnList {
  init(optional name: String?) { self.init(name.map { [$0] } ?? []) }
}
