import SurveyDesign
import SurveyTable

extension SampleDesign {
  /// How satisfied respondents are: means, both scores from 0 to 100 and the top-two share of items and constructs.
  ///
  /// ```swift
  /// let data = try SurveyData(csvFile: "export.csv").scored(["q1", "q2"], by: ScaleRequest(all: .detected))
  /// let e = try SampleDesign(data).score(["q1", "q2"], as: [.scoreOfMax, .topTwo(.valid)], by: "channel")
  /// ```
  /// Rows come item by item, kind by kind, group by group; `statistic` is the kind's name, and a top-two share
  /// names its `base`. Shares have the intervals of proportions, the others t intervals. A construct's score is
  /// the mean over respondents of the mean of their answered items.
  ///
  /// Errors: `invalidArgument` for an item whose scale is not known, besides those of means.
  public func score(
    _ items: ColumnList, as kinds: [ScoreKind], by: ColumnList = [], where condition: String? = nil,
    _ options: EstimateOptions = .init()
  ) throws(SurveyStatsError) -> Estimates {
    try scoresAndMeans(items, as: kinds, meansOf: [], by: by, where: condition, options).scores
  }

  /// The same, and from the same pass the means of some of the items with their covariances (without notes): `nil` where
  /// the rows are the units, whose covariances no pass for scores adds up, or where the means are not among the scores.
  package func scoresAndMeans(
    _ items: ColumnList, as kinds: [ScoreKind], meansOf averaged: [String],
    undefined: UndefinedScores = .refused, by: ColumnList = [], where condition: String? = nil,
    _ options: EstimateOptions = .init()
  ) throws(SurveyStatsError) -> (scores: Estimates, means: Estimates?) {
    try requireItems(items)
    if kinds.isEmpty {
      throw SurveyStatsError(
        .invalidArgument, "no kind of score is named",
        chinese: "未指定分數種類（as）")
    }
    let rescalings = try self.rescalings(items, kinds, undefined)
    let scored = try withScores(items, ScoreKind.withColumns(kinds))
    var pending = try scored.design.pendingScores(scored.items, by, condition, options, command: "score")
    pending.rescale(items: items.names, kinds, rescalings)
    var result = try pending.estimates()
    if kinds.contains(where: { $0.base != nil }) { result.notes += positiveNumbers(of: items.names) }
    if averaged.isEmpty || pending.assembly.totals.rowsAreUnits { return (result, nil) }
    let chosen = Set(averaged)
    let rows = pending.rows.filter {
      $0.row.statistic == ScoreKind.mean.name && chosen.contains($0.row.term)
    }
    guard rows.map(\.row.term) == averaged else { return (result, nil) }
    var asked = options
    asked.covariance = true
    let assembly = RowAssembly(
      design: pending.assembly.design, totals: pending.assembly.totals, options: asked, command: "mean")
    var means = try assembly.estimates(rows)
    means.notes = []
    return (result, means)
  }

  /// The one scale of an item, or of all items of a construct.
  package func commonScale(of name: String) -> AnswerScale? {
    let scales = data.scoredItems(of: name).map { data.scales[$0] }
    guard let first = scales.first, scales.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  /// Which numbers count as positive, where answers are numbers: no label says it.
  func positiveNumbers(of items: [String]) -> [Note] {
    var itemsOfScale: [(scale: AnswerScale, items: [String])] = []
    // Names of columns that only this program made begin with a control character.
    for item in items where item.unicodeScalars.first.map({ $0.value >= 0x20 }) ?? false {
      guard let scale = commonScale(of: item), scale.positiveScores != nil else { continue }
      if let known = itemsOfScale.firstIndex(where: { $0.scale == scale }) {
        itemsOfScale[known].items.append(item)
      } else {
        itemsOfScale.append((scale, [item]))
      }
    }
    return itemsOfScale.compactMap { scale, items in
      scale.positiveScores.map { Note.positiveNumbers(scale, from: $0.lowerBound, of: items) }
    }
  }

  /// The design over a table that also has the wanted scores of `items` as columns, and the names of these.
  /// Without kinds everything stays as it is.
  func withScores(
    _ items: ColumnList, _ kinds: [ScoreKind]
  ) throws(SurveyStatsError) -> (design: SampleDesign, items: ColumnList) {
    if kinds.isEmpty { return (self, items) }
    var derived: [DerivedColumn] = []
    var seen: Set<String> = []
    var names: [String] = []
    for item in items.names {
      for kind in kinds {
        let name = kind.column(of: item)
        names.append(name)
        if seen.insert(name).inserted {
          derived.append(DerivedColumn(name: name, function: try function(kind, item)))
        }
      }
    }
    return (over(try data.adding(derived)), ColumnList(names))
  }

  private func function(
    _ kind: ScoreKind, _ item: String
  ) throws(SurveyStatsError) -> DerivedColumn.Function {
    _ = try data.position(of: item, as: "items")
    if kind == .mean { return .mean([item], minimumAnswered: 1) }
    if case .topTwo(let base) = kind {
      try requireScales(of: item, for: kind)
      let least = data.constructs.first { $0.name == item }?.minimumAnswered ?? 1
      return .positiveShare(data.scoredItems(of: item), base: base, minimumAnswered: least)
    }
    guard let range = try scoreRange(of: item, for: kind) else { return .mean([item], minimumAnswered: 1) }
    return kind == .scoreOfMax
      ? .percentOfMaximum(item, maximum: range.maximum)
      : .percentOfRange(item, minimum: range.minimum, maximum: range.maximum)
  }

  private func requireScales(of item: String, for kind: ScoreKind) throws(SurveyStatsError) {
    for source in data.scoredItems(of: item) where data.scales[source] == nil {
      throw SurveyStatsError(
        .invalidArgument,
        "\(data.name): the scale of '\(source)' is not known, which \(kind.name) needs; name it (satisfaction-5, rating-10, …) or let it be found (--scale auto)",
        chinese:
          "\(data.name)：不知「\(source)」之量表，無法計算 \(kind.name)；請指定量表（scale），如 satisfaction-5、rating-10，或以 auto 自動判斷；非滿意度題項請自題項（items）中刪除"
      )
    }
  }

  /// The lowest and the highest score of an item, for a score from 0 to 100; `nil` where it has none of its own.
  private func scoreRange(
    of item: String, for kind: ScoreKind, _ undefined: UndefinedScores = .refused
  ) throws(SurveyStatsError) -> (minimum: Double, maximum: Double)? {
    try requireScales(of: item, for: kind)
    guard let range = try data.scoreRange(of: data.scoredItems(of: item), for: ("'\(item)'", "「\(item)」"))
    else { return nil }
    if kind == .scoreOfMax, range.maximum <= 0, undefined == .refused {
      throw SurveyStatsError(
        .invalidArgument,
        "\(data.name): the highest score of '\(item)' is \(shortestText(range.maximum)), and score-of-max divides by it; ask for score-of-range",
        chinese:
          "\(data.name)：「\(item)」之最高分為 \(shortestText(range.maximum))，無法作為 score-of-max 之除數；請改用 score-of-range"
      )
    }
    return range
  }

  /// For each item how its mean becomes each kind of score that is one, in another unit; none for a score that is not
  /// defined.
  private func rescalings(
    _ items: ColumnList, _ kinds: [ScoreKind], _ undefined: UndefinedScores
  ) throws(SurveyStatsError) -> [[ScoreKind: ScoreRescaling]] {
    var rescalings: [[ScoreKind: ScoreRescaling]] = []
    for item in items.names {
      _ = try data.position(of: item, as: "items")
      var own: [ScoreKind: ScoreRescaling] = [:]
      for kind in kinds where kind.isRescaledMean {
        let range = try scoreRange(of: item, for: kind, undefined)
        if let range, kind == .scoreOfMax, range.maximum <= 0 { continue }
        own[kind] = range.map { ScoreRescaling(kind, minimum: $0.minimum, maximum: $0.maximum) } ?? .identity
      }
      rescalings.append(own)
    }
    return rescalings
  }

  /// Means of columns made by ``withScores(_:_:)``, under the names of their items.
  func pendingScores(
    _ columns: ColumnList, _ by: ColumnList, _ condition: String?, _ options: EstimateOptions,
    command: String
  ) throws(SurveyStatsError) -> PendingEstimates {
    var pending = try pendingMeansOrTotals(columns, by, condition, options, command: command)
    for index in pending.rows.indices {
      let column = pending.rows[index].row.term
      pending.rows[index].row.statistic = ScoreKind.name(of: column)
      pending.rows[index].row.base = ScoreKind.base(of: column)
      pending.rows[index].row.term = ScoreKind.item(of: column)
    }
    return pending
  }

  /// Items whose scale is not what it was in an earlier survey.
  package func changedScales(
    of items: [String], since prior: SampleDesign
  ) -> [(item: String, from: String, to: String)] {
    items.compactMap { item in
      guard let was = prior.data.scoredItems(of: item).lazy.compactMap({ prior.data.scales[$0] }).first,
        let now = data.scoredItems(of: item).lazy.compactMap({ data.scales[$0] }).first,
        !was.isComparable(to: now)
      else { return nil }
      return (item, was.name, now.name)
    }
  }

  /// Items whose scale changed since an earlier survey: refused, or named in a note where the user holds them
  /// comparable.
  func scaleChanges(
    of items: [String], since prior: SampleDesign, _ options: GrowthOptions
  ) throws(SurveyStatsError) -> [Note] {
    if options.statistic == .proportion || options.statistic == .total { return [] }
    let changed = changedScales(of: items, since: prior)
    guard let first = changed.first else { return [] }
    if !options.comparable || options.statistic == .mean || options.statistic == .scoreOfMax {
      throw SurveyStatsError(
        .invalidArgument,
        "the scale of '\(first.item)' changed from \(first.from) to \(first.to): their growth would compare two different measures. If you hold them comparable, ask for score-of-range or top2 with comparable",
        chinese:
          "「\(first.item)」之量表由 \(first.from) 改為 \(first.to)，成長率將比較兩種不同之量度；如認定可比較，請以 score-of-range 或 top2 計算並註明可比較（comparable）"
      )
    }
    let shown = changed.map { "\($0.item) (\($0.from) → \($0.to))" }
    return [
      Note(
        code: "scale_changed",
        english:
          "The scale changed between the periods and was rescaled as comparable, as asked: \(firstOf(shown, in: .english)).",
        chinese: "兩期量表不同，依指示換算後視為可比較：\(firstOf(shown, in: .traditionalChinese))。")
    ]
  }
}

extension Note {
  fileprivate static func positiveNumbers(_ scale: AnswerScale, from lowest: Double, of items: [String])
    -> Note
  {
    func list(_ separator: String) -> String {
      items.prefix(3).joined(separator: separator) + (items.count > 3 ? "\(separator)… (\(items.count))" : "")
    }
    let (low, high) = (shortestText(lowest), shortestText(scale.maximum))
    return Note(
      code: "positive_numbers",
      english:
        "\(list(", ")): \(low) to \(high) on \(scale.fullName) count as positive (top2); to change it, name the scale as \(scale.name):N+ with N the lowest positive number.",
      chinese:
        "\(list("、"))：\(scale.chineseName)以 \(low)–\(high) 分為正向答案；如需調整，請將量表寫為 \(scale.name):N+（N 為最低之正向分數）。")
  }
}
