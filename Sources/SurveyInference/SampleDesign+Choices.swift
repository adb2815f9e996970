import SurveyDesign
import SurveyTable

extension SampleDesign {
  /// The frequency table of an item whose cells hold several answers: an option is a column of yes and no, and its
  /// share that of yes.
  func multipleAnswers(
    _ item: String, _ list: ChoiceList, _ by: ColumnList, _ condition: String?, _ blank: String,
    _ options: EstimateOptions
  ) throws(SurveyStatsError) -> Estimates {
    let everybody = try shares(of: item, list, .all, by, condition, blank, options)
    let valid = try shares(of: item, list, .valid, by, condition, blank, options)
    let counts = try counted(item, list, by, condition, blank)
    var result = everybody
    result.command = "frequency"
    result.rows = []
    var groups: [[String]] = []
    for row in everybody.rows where !groups.contains(row.group.map(\.value)) {
      groups.append(row.group.map(\.value))
    }
    func row(_ estimates: Estimates, _ group: [String], _ level: String) -> EstimateRow? {
      estimates.rows.first { $0.level == level && $0.group.map(\.value) == group }
    }
    for group in groups {
      for level in list.options + [blank] {
        guard let all = row(everybody, group, level) else { continue }
        let count = counts[group]?[level] ?? 0
        if count == 0, level == blank { continue }
        result.rows += [all.counting(count), all]
        if let own = row(valid, group, level) { result.rows.append(own) }
      }
    }
    result.notes = InferenceNotes.together(everybody.notes + valid.notes, of: result.rows)
    return result
  }

  /// Shares of items of which some hold several answers in a cell: of these the share of each option.
  func optionShares(
    _ items: ColumnList, _ lists: [String: ChoiceList], _ notes: [Note], _ by: ColumnList,
    _ condition: String?, _ options: EstimateOptions
  ) throws(SurveyStatsError) -> Estimates {
    if options.covariance, let item = items.names.first(where: { lists[$0] != nil }) {
      throw SurveyStatsError(
        .invalidArgument,
        "the cells of '\(item)' hold several answers each, of whose shares there is no covariance; ask without it, or for each option as a column of its own",
        chinese: "「\(item)」為複選題，無法計算各選項之共變異數；請取消 --covariance，或以編碼簿（choices）將各選項列為欄位後再計算")
    }
    var parts: [Estimates] = []
    let single = items.names.filter { lists[$0] == nil }
    if !single.isEmpty {
      parts.append(try pendingProportions(ColumnList(single), by, condition, options).estimates())
    }
    for item in items.names {
      guard let list = lists[item] else { continue }
      var own = try shares(of: item, list, .valid, by, condition, "", options)
      for index in own.rows.indices { own.rows[index].base = nil }
      // They come option by option; a table reads group by group.
      var groups: [[EstimateRow.GroupValue]] = []
      for row in own.rows where !groups.contains(row.group) { groups.append(row.group) }
      let byPlace = Dictionary(grouping: own.rows) { $0.group }
      own.rows = groups.flatMap { group in
        (options.levels ?? list.options).compactMap { level in byPlace[group]?.first { $0.level == level } }
      }
      parts.append(own)
    }
    var result = parts[0]
    result.rows = items.names.flatMap { item in parts.flatMap(\.rows).filter { $0.term == item } }
    result.notes = InferenceNotes.together(parts.flatMap(\.notes) + notes, of: result.rows)
    return result
  }

  /// The design over a column for each option, and over one for blanks where they belong to the base.
  private func choosing(
    _ item: String, _ list: ChoiceList, _ base: AnswerBase, _ blank: String
  ) throws(SurveyStatsError) -> (design: SampleDesign, columns: [String], levels: [String]) {
    var derived: [DerivedColumn] = []
    for option in list.options.map(Optional.some) + (base == .all ? [nil] : []) {
      derived.append(
        DerivedColumn(
          name: "\(item)\u{1F}\(derived.count)",
          function: .chosen(item, option: option, among: list, base: base)))
    }
    let levels = list.options + (base == .all ? [blank] : [])
    return (over(try data.adding(derived)), derived.map(\.name), levels)
  }

  private func shares(
    of item: String, _ list: ChoiceList, _ base: AnswerBase, _ by: ColumnList, _ condition: String?,
    _ blank: String, _ options: EstimateOptions
  ) throws(SurveyStatsError) -> Estimates {
    let chosen = try choosing(item, list, base, blank)
    var own = options
    own.levels = ["1"]
    var pending = try chosen.design.pendingProportions(ColumnList(chosen.columns), by, condition, own)
    for index in pending.rows.indices {
      let place = chosen.columns.firstIndex(of: pending.rows[index].row.term) ?? 0
      pending.rows[index].row.term = item
      pending.rows[index].row.level = chosen.levels[place]
      pending.rows[index].row.base = base.rawValue
    }
    return try pending.estimates()
  }

  /// Respondents by group and option, without weights.
  private func counted(
    _ item: String, _ list: ChoiceList, _ by: ColumnList, _ condition: String?, _ blank: String
  ) throws(SurveyStatsError) -> [[String]: [String: Int]] {
    let chosen = try SampleDesign(data).choosing(item, list, .all, blank)
    let totals = try chosen.design.totals(
      TotalsRequest(
        terms: chosen.columns.map { .levels($0) }, by: by.names, condition: try parse(condition),
        unitTotals: false))
    var counts: [[String]: [String: Int]] = [:]
    for (term, level) in chosen.levels.enumerated() {
      for domain in totals.domains.indices {
        for column in 1..<max(totals.columnCount(term: term), 1)
        where totals.level(term: term, column: column) == "1" {
          let count = totals.total(term: term, column: column, domain: domain).rounded
          counts[totals.domains[domain].key, default: [:]][level] = Int(count)
        }
      }
    }
    return counts
  }
}
