import SurveyDesign
import SurveyTable

extension SampleDesign {
  /// The frequency table of items: how many gave each answer, and the answer's share of everybody and of the
  /// valid answers.
  ///
  /// Rows come item by item, group by group, answer by answer, for each
  ///
  /// | `statistic` | `base` | what |
  /// |---|---|---|
  /// | `count` | | respondents who gave the answer, unweighted |
  /// | `proportion` | `all` | share of all respondents; blanks are an answer of their own |
  /// | `proportion` | `valid` | share of the substantive answers; none for answers that are not |
  ///
  /// Where an item's scale is known, its answers stand in the scale's order, also those that nobody gave, and
  /// answers without an opinion, refusals and the like behind them. `blank` is what a blank is called.
  ///
  /// An item whose cells hold several answers, as a codebook's choices or the answers themselves show, lists each
  /// option with the respondents who chose it; its valid shares are of those who answered and may add up to more
  /// than 1, which a note says.
  public func frequency(
    _ items: ColumnList, by: ColumnList = [], where condition: String? = nil, blank: String = "(blank)",
    _ options: EstimateOptions = .init()
  ) throws(SurveyStatsError) -> Estimates {
    try requireItems(items)
    if options.covariance || options.designEffect != .none || options.levels != nil {
      throw SurveyStatsError(
        .invalidArgument,
        "a frequency table has no covariance, design effect or chosen levels; ask for proportions",
        chinese: "次數分配不提供共變異數（covariance）、設計效應（deff）或指定答案（levels）；請改用 proportion")
    }
    let (lists, notes) = try data.multipleChoices(of: items.names, run: options.run)
    if lists.isEmpty { return try singleAnswers(items, by, condition, blank, options) }
    let single = items.names.filter { lists[$0] == nil }
    var parts: [Estimates] = []
    if !single.isEmpty { parts.append(try singleAnswers(ColumnList(single), by, condition, blank, options)) }
    for item in items.names {
      guard let list = lists[item] else { continue }
      parts.append(try multipleAnswers(item, list, by, condition, blank, options))
    }
    var result = parts[0]
    result.rows = items.names.flatMap { item in parts.flatMap(\.rows).filter { $0.term == item } }
    result.notes = InferenceNotes.together(parts.flatMap(\.notes) + notes, of: result.rows)
    return result
  }

  private func singleAnswers(
    _ items: ColumnList, _ by: ColumnList, _ condition: String?, _ blank: String, _ options: EstimateOptions
  ) throws(SurveyStatsError) -> Estimates {
    let (everybody, valid, known) = try shares(items, by, condition, blank, options)
    var counts = known
    if counts == nil { counts = try counted(items, by, condition, blank) }
    var result = everybody
    result.command = "frequency"
    result.rows = []
    var places: [Key: EstimateRow] = [:]
    for row in valid.rows { places[Key(row)] = row }
    for row in everybody.rows {
      let key = Key(row)
      // An answer that no row of the group gave and no scale lists says nothing.
      let count = counts?[key] ?? 0
      if count == 0, row.level == blank { continue }
      result.rows.append(row.counting(count))
      result.rows.append(row)
      if let own = places[key], isSubstantive(row.level ?? "", row.term) { result.rows.append(own) }
    }
    result.notes = InferenceNotes.together(everybody.notes + valid.notes, of: result.rows)
    if result.notes.contains(where: { $0.code == "zero_weights" }) {
      result.notes.append(InferenceNotes.zeroWeightsCounted)
    }
    return result
  }

  private struct Key: Hashable {
    var term: String
    var group: [String]
    var level: String?

    init(_ row: EstimateRow) { self.init(row.term, row.group.map(\.value), row.level) }

    init(_ term: String, _ group: [String], _ level: String?) {
      self.term = term
      self.group = group
      self.level = level
    }
  }

  private func isSubstantive(_ level: String, _ item: String) -> Bool {
    data.scales[item]?.options.first { $0.label == level }?.role.isSubstantive ?? true
  }

  /// The design over columns of labels, one for each base and item in this order, their names, and which answers stand
  /// first.
  private func labelled(
    _ items: ColumnList, _ bases: [AnswerBase], _ blank: String
  ) throws(SurveyStatsError) -> (design: SampleDesign, columns: ColumnList, orders: [String: [String]]) {
    var derived: [DerivedColumn] = []
    var orders: [String: [String]] = [:]
    for base in bases {
      for item in items.names {
        let name = ScoreKind.topTwo(base).column(of: item)
        derived.append(DerivedColumn(name: name, function: .label(item, base: base, blank: blank)))
        if let scale = data.scales[item] { orders[name] = scale.tableLabels }
      }
    }
    return (over(try data.adding(derived)), ColumnList(derived.map(\.name)), orders)
  }

  /// Shares of all respondents and of the valid answers, from one pass over the rows, and the respondents by item, group
  /// and answer: `nil` where some rows of the data weigh nothing, who are in no total and respondents all the same.
  private func shares(
    _ items: ColumnList, _ by: ColumnList, _ condition: String?, _ blank: String, _ options: EstimateOptions
  ) throws(SurveyStatsError) -> (all: Estimates, valid: Estimates, counts: [Key: Int]?) {
    let bases = [AnswerBase.all, .valid]
    let labelled = try labelled(items, bases, blank)
    var own = options
    own.levelOrders = labelled.orders
    own.answerRows = true
    let pending = try labelled.design.pendingProportions(labelled.columns, by, condition, own)
    var parts: [Estimates] = []
    for base in bases {
      let names = Set(items.names.map { ScoreKind.topTwo(base).column(of: $0) })
      var part = pending
      part.rows = pending.rows.filter { names.contains($0.row.term) }
      for index in part.rows.indices {
        part.rows[index].row.term = ScoreKind.item(of: part.rows[index].row.term)
        part.rows[index].row.base = base.rawValue
      }
      parts.append(try part.estimates())
    }
    let totals = pending.assembly.totals
    if isCalibrated || totals.zeroWeightRows > 0 { return (parts[0], parts[1], nil) }
    let counts = counts(of: items, totals) { totals.answerRows(term: $0, column: $1, domain: $2) }
    return (parts[0], parts[1], counts)
  }

  /// Respondents by item, group and answer, without weights.
  private func counted(
    _ items: ColumnList, _ by: ColumnList, _ condition: String?, _ blank: String
  ) throws(SurveyStatsError) -> [Key: Int] {
    let labelled = try SampleDesign(data).labelled(items, [.all], blank)
    let totals = try labelled.design.totals(
      TotalsRequest(
        terms: labelled.columns.names.map { .levels($0) }, by: by.names, condition: try parse(condition),
        unitTotals: false))
    return counts(of: items, totals) {
      Int(totals.total(term: $0, column: $1, domain: $2).rounded)
    }
  }

  /// The counts by item, group and answer that are not 0, of items in the order of terms.
  private func counts(
    of items: ColumnList, _ totals: DesignTotals,
    _ count: (_ term: Int, _ column: Int, _ domain: Int) -> Int
  ) -> [Key: Int] {
    var counts: [Key: Int] = [:]
    for (term, item) in items.names.enumerated() {
      for domain in totals.domains.indices {
        for column in 1..<max(totals.columnCount(term: term), 1) {
          let own = count(term, column, domain)
          if own == 0 { continue }
          let key = Key(item, totals.domains[domain].key, totals.level(term: term, column: column))
          counts[key] = own
        }
      }
    }
    return counts
  }
}

extension EstimateRow {
  /// The row of the count beside the share.
  func counting(_ count: Int) -> EstimateRow {
    var counted = self
    counted.statistic = "count"
    counted.estimate = Double(count)
    counted.standardError = nil
    counted.confidenceLow = nil
    counted.confidenceHigh = nil
    counted.degreesOfFreedom = nil
    counted.coefficientOfVariation = nil
    counted.base = nil
    return counted
  }
}

extension AnswerScale {
  /// The answers that a table lists also where nobody gave them, in the scale's order.
  var tableLabels: [String] {
    if acceptsNumbers {
      let span = maximum - minimum
      if span <= 10 {
        return stride(from: maximum, through: minimum, by: -1).map { shortestText($0) }
      }
      return []
    }
    return options.filter { $0.role.isSubstantive }.map(\.label)
  }
}
