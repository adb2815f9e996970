import SurveyDesign
import SurveyInference
import SurveyInput
import SurveyNumerics
import SurveyQuestionnaire
import SurveySampling
import SurveyTable

extension SampleDesign {
  /// The whole result of a satisfaction survey: sample, reliability, items, constructs, overall satisfaction and
  /// growth since an earlier survey, as the rows of one result with a `section` each.
  ///
  /// | `section` | rows |
  /// |---|---|
  /// | `sample`, `validity` | size, margin of error, fit to the margins (`validity(_:items:where:_:)`) |
  /// | `reliability` | alpha of all items and of each construct, corrected item–total correlations |
  /// | `frequencies` | counts and shares of each answer |
  /// | `items`, `constructs` | `mean`, `score-of-max`, `score-of-range`, `top2` of the valid answers and of all |
  /// | `overall` | the same of the overall item (`method` item) and of all items together, averaged three ways: over a respondent's answers first (`person-mean`), over items first (`item-mean`), over constructs by their weights (`construct-mean`) |
  /// | `groups` | scores of constructs and overall by the answers of `by` |
  /// | `growth` | `mean` and `top2` of both periods, their `difference` and `growth` |
  ///
  /// `term` is the column's or construct's name, `all_items` for all items together. Parts that the data cannot
  /// give are left out with a note. The data is read several times.
  ///
  /// Errors: those of the parts; `invalidArgument` where no item is known or an item is on no scale;
  /// `unsupported` for a design with replicates and growth by bootstrap.
  public func summary(
    _ options: SummaryOptions = .init(), since prior: SampleDesign? = nil
  ) throws(SurveyStatsError) -> Estimates {
    try refuseReplicates(
      of: "a summary", chinese: "摘要",
      because: ("its reliability and sample chapters have none", "其信度與樣本檢核部分無法以複本計算"),
      isAsked: options.growth.method == .bootstrap)
    expectColumns()
    var summary = try SummaryMaker(self, options)
    try summary.addRepeats(in: data)
    try summary.addSample()
    try summary.addReliability()
    try summary.addScores()
    try summary.addGroups()
    if let prior { try summary.addGrowth(since: prior) }
    return summary.result
  }
}

extension SampleDesign {
  /// Says before the first of several passes what the others read besides the items.
  fileprivate func expectColumns() {
    data.expectColumns(
      numbers: data.columnNames.prefix(1) + [weights, stages[0].fpc].compactMap { $0 },
      texts: [stages[0].strata, stages[0].cluster].compactMap { $0 })
  }
}

/// Puts the parts of a summary together.
struct SummaryMaker {
  let design: SampleDesign
  let options: SummaryOptions
  /// Items of the scale, without the overall item.
  private(set) var items: [String] = []
  /// Those of `items` that at least half of the respondents answered: a scale of all items is made of them.
  private let scaleItems: [String]
  private let constructs: [Construct]
  private let overallItem: String?
  /// The column of a respondent's mean over all items; `nil` where their scales cannot be averaged.
  private let allItems: String?
  /// How many gave each answer of the items asked for.
  private let frequencies: Estimates
  private(set) var result: Estimates

  /// How rows call all items together.
  static let allItemsTerm = "all_items"
  private static let allItemsColumn = "\u{1E}all items"

  init(_ design: SampleDesign, _ options: SummaryOptions) throws(SurveyStatsError) {
    self.options = options
    let data = design.data
    var asked = options.items
    if asked.isEmpty {
      asked = data.constructs.flatMap(\.items)
      if asked.isEmpty {
        // A codebook may name scales and no constructs; ticks and yes or no are no satisfaction.
        asked = data.columnNames.filter { name in
          data.scales[name].map { $0.blankScore == nil && $0.name != "yes-no" } ?? false
        }
      }
      asked += [data.overallItem].compactMap { $0 }
    }
    var named: Set<String> = []
    asked = asked.flatMap(data.scoredItems).filter { named.insert($0).inserted }
    if asked.isEmpty {
      try data.requireRows(run: options.estimates.run)
      throw SurveyStatsError(
        .invalidArgument,
        "\(data.name): no item is named; name the satisfaction questions (items), or give a codebook with constructs (codebook)",
        chinese: "\(data.name)：找不到滿意度題項，請指定題項（items），或提供含構面（constructs）之編碼簿（codebook）")
    }
    for item in asked {
      _ = try data.position(of: item, as: "items")
      if data.scales[item] == nil {
        try data.requireRows(run: options.estimates.run)
        let strangers = try data.strangers(in: item, run: options.estimates.run)
        throw SurveyStatsError(
          .invalidArgument,
          "\(data.name), column '\(item)': its answers are on no known scale: \(strangers.english); leave it out of the items (items), name its scale (scale), or declare one in a codebook (codebook)",
          chinese:
            "\(data.name)「\(item)」欄：答案不屬於任何已知量表，\(strangers.chinese)；請自題項（items）中刪除此欄、指定其量表（scale），或於編碼簿（codebook）自訂量表"
        )
      }
    }
    let whole = asked.count > 1 ? data.overallItem(among: asked) : nil
    overallItem = whole
    let scale = asked.filter { $0 != whole }
    frequencies = try design.frequency(
      ColumnList(scale + [whole].compactMap { $0 }), where: options.condition, blank: "", options.estimates)
    let answered = Self.answered(scale, frequencies)
    items = scale
    scaleItems = answered
    constructs = data.constructs.filter { construct in construct.items.allSatisfy(asked.contains) }
    result = Estimates(command: "summary", confidence: options.estimates.confidence, rows: [])
    if let whole, data.overallItem == nil { result.notes.append(.overallItem(whole)) }
    if answered.count < scale.count {
      result.notes.append(.mostlyUnanswered(scale.filter { !answered.contains($0) }))
    }
    let ranges = Set(scaleItems.compactMap { data.scales[$0].map { [$0.minimum, $0.maximum] } })
    if scaleItems.count > 1, ranges.count == 1 {
      allItems = Self.allItemsColumn
      let all = Construct(name: Self.allItemsColumn, items: scaleItems)
      self.design = design.over(try data.adding([all]))
    } else {
      allItems = nil
      self.design = design
      if ranges.count > 1 { result.notes.append(.mixedScales) }
    }
    for name in asked + constructs.map(\.name) { result.termScales[name] = self.design.commonScale(of: name) }
    if let allItems { result.termScales[Self.allItemsTerm] = self.design.commonScale(of: allItems) }
    for name in asked + constructs.map(\.name) where data.label(of: name) != name {
      result.termLabels[name] = data.label(of: name)
    }
  }

  /// Items with at least half as many valid answers as the item with the most.
  private static func answered(_ items: [String], _ frequencies: Estimates) -> [String] {
    if items.count < 3 { return items }
    var counts: [String: Int] = [:]
    for row in frequencies.rows where row.base == AnswerBase.valid.rawValue {
      counts[row.term] = max(counts[row.term] ?? 0, row.count)
    }
    let most = items.map { counts[$0] ?? 0 }.max() ?? 0
    return items.filter { (counts[$0] ?? 0).addingClamped(counts[$0] ?? 0) >= most }
  }

  /// A note with the column of all items called as the page calls it.
  private static func naming(_ note: Note) -> Note {
    guard note.english.contains(allItemsColumn) else { return note }
    return Note(
      code: note.code,
      english: note.english.replacing(allItemsColumn, with: SummaryWords(.english).allItems),
      chinese: note.chinese.replacing(allItemsColumn, with: SummaryWords(.traditionalChinese).allItems),
      unknownAnswers: note.unknownAnswers)
  }

  /// Adds a part's rows under a section, and its notes that are new.
  mutating func add(_ part: Estimates, section: String, _ change: (inout EstimateRow) -> Void = { _ in }) {
    for row in part.rows {
      var row = row
      row.section = section
      if row.term == Self.allItemsColumn { row.term = Self.allItemsTerm }
      change(&row)
      result.rows.append(row)
    }
    for note in part.notes.map(Self.naming) where !result.notes.contains(note) {
      // The items' note says it of all scores.
      if note.code == "positive_numbers", section != "items" { continue }
      result.notes.append(note)
    }
  }

  /// A note where rows are copies of others.
  mutating func addRepeats(in data: SurveyData) throws(SurveyStatsError) {
    // A tally stands for as many equal rows as it counts.
    if data.isTally { return }
    // As a rule no two records agree even in the items and the first column.
    if try !data.mayRepeatRecords(comparing: items, run: options.estimates.run) { return }
    if let note = RepeatedRows.note(try data.describe(run: options.estimates.run)) {
      result.notes.append(note)
    }
  }

  mutating func addSample() throws(SurveyStatsError) {
    if design.data.isTally, !options.by.isEmpty { result.notes.append(.talliedGroups(options.by.names)) }
    guard let facts = options.facts else { return }
    let asked = items + [overallItem].compactMap { $0 }
    add(
      try design.validity(facts, items: ColumnList(asked), where: options.condition, options.estimates),
      section: "sample"
    ) { if $0.term != "sample" { $0.section = "validity" } }
  }

  // MARK: reliability

  mutating func addReliability() throws(SurveyStatsError) {
    var scales: [(name: String, items: [String])] = []
    if scaleItems.count > 1 { scales.append((Self.allItemsTerm, scaleItems)) }
    for construct in constructs where construct.items.count > 1 && construct.items != scaleItems {
      scales.append((construct.name, construct.items))
    }
    for (name, own) in scales {
      let isWhole = name == Self.allItemsTerm
      let part = try design.reliability(
        ColumnList(own), ofItems: isWhole ? [.itemTotalCorrelation, .alphaIfDropped] : [],
        where: options.condition, options.estimates)
      let scaleTerm = own.joined(separator: ",")
      var kept = part
      // Of the parts, the note that says how many rows count is the whole's.
      if !isWhole { kept.notes = part.notes.filter { $0.code == "reversed_item" } }
      add(kept, section: "reliability") { if $0.term == scaleTerm { $0.term = name } }
    }
  }

  // MARK: scores

  private static let kinds: [ScoreKind] = [
    .mean, .scoreOfMax, .scoreOfRange, .topTwo(.valid), .topTwo(.all),
  ]

  mutating func addScores() throws(SurveyStatsError) {
    add(frequencies, section: "frequencies")
    let whole = [overallItem, allItems].compactMap { $0 }
    let names = items + constructs.map(\.name) + whole
    let (scores, means) = try design.scoresAndMeans(
      ColumnList(names), as: Self.kinds, meansOf: allItems == nil ? [] : scaleItems, where: options.condition,
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
      try design.score(
        ColumnList(names.isEmpty ? items : names), as: [.mean, .scoreOfMax, .topTwo(.valid)], by: options.by,
        where: options.condition, options.estimates), section: "groups")
  }

  // MARK: growth

  mutating func addGrowth(since prior: SampleDesign) throws(SurveyStatsError) {
    let prior = prior.spelled(like: design)
    let names = [overallItem].compactMap { $0 } + constructs.map(\.name) + items
    let asked = (items + [overallItem].compactMap { $0 }).filter {
      prior.data.position(ifPresent: $0) != nil && prior.data.scales[$0] != nil
    }
    if asked.isEmpty {
      result.notes.append(.withoutPrior(names, nearest(to: names, in: prior.data)))
      return
    }
    let earlier = try SummaryMaker(prior, SummaryOptions(items: asked))
    var shared = names.filter {
      prior.data.position(ifPresent: $0) != nil
        && (prior.data.scales[$0] != nil || prior.data.constructs.map(\.name).contains($0))
    }
    let absent = names.filter { !shared.contains($0) }
    if !absent.isEmpty { result.notes.append(.withoutPrior(absent, nearest(to: absent, in: prior.data))) }
    // All items together are the same measure only where they are the same items.
    if let allItems, earlier.allItems != nil, earlier.scaleItems == scaleItems {
      shared.insert(allItems, at: overallItem.map(shared.contains) ?? false ? 1 : 0)
    }
    let changed = design.changedScales(of: shared, since: earlier.design).map(\.item)
    if !changed.isEmpty { result.notes.append(.scalesChanged(changed)) }
    shared.removeAll { changed.contains($0) }
    if shared.isEmpty { return }
    for statistic in [GrowthStatistic.mean, .topTwo] {
      var growth = options.growth
      growth.statistic = statistic
      growth.estimates = options.estimates
      var part = try design.growth(
        ColumnList(shared), since: earlier.design, from: options.periods.from, to: options.periods.to,
        where: options.condition, growth)
      // Estimates of both years without a comparison were refused; side by side they would be one.
      let refused = Set(
        Dictionary(grouping: part.rows, by: \.term).filter { _, rows in
          rows.contains { $0.statistic == "difference" && $0.estimate == nil }
            && rows.filter { $0.period != nil }.allSatisfy { $0.estimate != nil }
        }.keys)
      part.rows.removeAll { refused.contains($0.term) }
      add(part, section: "growth") { row in
        row.base = statistic == .topTwo ? "valid" : nil
        row.method = statistic.rawValue
      }
    }
  }
}

extension SummaryMaker {
  /// Of columns that the earlier survey lacks, the one of its columns that comes nearest to each.
  private func nearest(to absent: [String], in prior: SurveyData) -> [String: String] {
    let others = prior.columnNames.filter { design.data.position(ifPresent: $0) == nil }
    var found: [String: String] = [:]
    for name in absent {
      if let near = nearestName(to: name, among: others) {
        found[name] = near
      } else if name == overallItem, let other = prior.overallItem(among: others) {
        found[name] = other
      }
    }
    return found
  }
}
