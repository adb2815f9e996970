import SurveyDesign
import SurveyNumerics
import SurveyTable

extension SampleDesign {
  /// The share of each answer among the valid answers, with an interval that respects 0 and 1.
  ///
  /// One row for each item, group and answer. Answers are compared as text, as the file spells them; all that
  /// occur in the file with a positive weight are listed, or those in `options.levels`, also where nobody gave them.
  /// Where p is 0 or 1 and the interval asked for does not exist, the Korn–Graubard interval stands with a note.
  ///
  /// An item whose cells hold several answers lists each option, as ``frequency(_:by:where:blank:_:)`` does, among
  /// those who chose any; a note says so. Finding its options takes a second pass over the data.
  public func proportion(
    _ items: ColumnList, by: ColumnList = [], where condition: String? = nil,
    _ options: EstimateOptions = .init()
  ) throws(SurveyStatsError) -> Estimates {
    let pending = try pendingProportions(items, by, condition, options)
    let several = items.names.enumerated().filter { term, item in
      seemsMultiple(item, term: term, pending.assembly.totals)
    }.map(\.element)
    if several.isEmpty { return try pending.estimates() }
    var (lists, notes) = try data.multipleChoices(of: several, run: options.run)
    if let wanted = options.levels {
      // Whoever names whole cells means these.
      let chosen = several.filter { lists[$0].map { wanted.allSatisfy($0.options.contains) } ?? false }
      if chosen.count < lists.count {
        (lists, notes) = try data.multipleChoices(of: chosen, run: options.run)
      }
    }
    if lists.isEmpty { return try pending.estimates() }
    return try optionShares(items, lists, notes, by, condition, options)
  }

  /// Whether a codebook lists the choices of the item, or its answers look like combinations of some. The data are read
  /// once more only where they do.
  private func seemsMultiple(_ item: String, term: Int, _ totals: DesignTotals) -> Bool {
    if data.choices[item] != nil { return true }
    if data.scales[item] != nil { return false }
    func sum(_ values: [Double]) -> Double { values.reduce(0, +) }
    let respondents = sum(totals.domains.indices.map { Double(totals.validCount(term: term, domain: $0)) })
    let weights = sum(
      totals.domains.indices.map { totals.total(term: term, column: 0, domain: $0).rounded })
    guard weights > 0 else { return false }
    let answers = (1..<max(totals.columnCount(term: term), 1)).map { column in
      let weight = sum(
        totals.domains.indices.map { totals.total(term: term, column: column, domain: $0).rounded })
      return (
        text: totals.level(term: term, column: column),
        count: max(1, Int(min(weight / weights, 1) * respondents))
      )
    }
    return ChoiceDetection(answers) != nil
  }

  func pendingProportions(
    _ items: ColumnList, _ by: ColumnList, _ condition: String?, _ options: EstimateOptions
  ) throws(SurveyStatsError) -> PendingEstimates {
    try RowAssembly.validate(options)
    try RowAssembly.validate(by: by.names)
    try requireItems(items)
    var request = TotalsRequest(
      terms: items.names.map { .levels($0) }, by: by.names, condition: try parse(condition),
      crossMoments: options.covariance && items.names.count > 1)
    request.clusterNames = options.clusterNames
    request.answerRows = options.answerRows
    let totals = try self.totals(request, run: options.run)
    let assembly = RowAssembly(design: self, totals: totals, options: options, command: "proportion")
    var pending: [PendingRow] = []
    var replaced: [String] = []
    var apart: [(item: String, answers: [String])] = []
    for (term, item) in items.names.enumerated() {
      let levels = wantedLevels(term: term, item: item, totals, options)
      for answers in spelledApart(term, totals) {
        let own = ScoreKind.item(of: item)
        // A frequency asks for an item in several bases.
        if !apart.contains(where: { $0.item == own && $0.answers == answers }) {
          apart.append((own, answers))
        }
      }
      for domain in totals.domains.indices {
        pending += proportions(
          term: term, item: item, levels: levels, domain: domain, assembly, by: by.names, &replaced)
      }
    }
    return PendingEstimates(
      assembly: assembly, rows: pending,
      notes: (apart.isEmpty ? [] : [InferenceNotes.spelledApart(apart)])
        + (replaced.isEmpty ? [] : [InferenceNotes.designEffectReplace(replaced)]))
  }

  /// Answers that are counted apart and only differ in blanks and the width of their characters.
  private func spelledApart(_ term: Int, _ totals: DesignTotals) -> [[String]] {
    let columns = 1..<max(totals.columnCount(term: term), 1)
    // So many are free text.
    if columns.count > 10_000 { return [] }
    let met = columns.filter { column in
      totals.domains.indices.contains { totals.total(term: term, column: column, domain: $0).high > 0 }
    }
    let answers = met.map { totals.level(term: term, column: $0) }
    return Dictionary(grouping: answers, by: foldedSpelling).values.filter { $0.count > 1 }
      .map { $0.sorted() }.sorted { $0[0] < $1[0] }
  }

  /// The answers to list, in key order, with the column that counts each (`nil` where nobody gave it).
  private func wantedLevels(
    term: Int, item: String, _ totals: DesignTotals, _ options: EstimateOptions
  ) -> [(level: String, column: Int?)] {
    let columns = Array(1..<max(totals.columnCount(term: term), 1))
    if let order = options.levelOrders?[item] {
      return orderedLevels(order, columns.map { (totals.level(term: term, column: $0), $0) }, term, totals)
    }
    if let wanted = options.levels {
      let met = Dictionary(
        columns.map { (totals.level(term: term, column: $0), $0) }, uniquingKeysWith: { first, _ in first })
      return wanted.map { ($0, met[$0]) }
    }
    // An answer that only rows outside the domain gave has no row.
    let occurring = columns.filter { column in
      totals.domains.indices.contains { totals.total(term: term, column: column, domain: $0).high > 0 }
    }
    let levels = occurring.map { totals.level(term: term, column: $0) }
    return sortedKeyOrder(levels).map { (levels[$0], occurring[$0]) }
  }

  /// First the answers of a scale, also where nobody gave them, then others that occur.
  private func orderedLevels(
    _ order: [String], _ met: [(level: String, column: Int)], _ term: Int, _ totals: DesignTotals
  ) -> [(level: String, column: Int?)] {
    let others = met.filter { level, column in
      !order.contains(level)
        && totals.domains.indices.contains { totals.total(term: term, column: column, domain: $0).high > 0 }
    }
    // Beside a word such as "no answer" numbers would be sorted as texts.
    let (numbers, words) = (
      others.filter { parseNumber($0.level) != nil }, others.filter { parseNumber($0.level) == nil }
    )
    let ranked = [numbers, words].flatMap { part in
      sortedKeyOrder(part.map(\.level)).map { (part[$0].level, Optional(part[$0].column)) }
    }
    return order.map { level in (level, met.first { $0.level == level }?.column) } + ranked
  }

  private func proportions(
    term: Int, item: String, levels: [(level: String, column: Int?)], domain: Int,
    _ assembly: RowAssembly, by: [String], _ replaced: inout [String]
  ) -> [PendingRow] {
    let totals = assembly.totals
    let options = assembly.options
    let sumOfWeights = totals.total(term: term, column: 0, domain: domain)
    let count = totals.validCount(term: term, domain: domain)
    return levels.map { (level, column) in
      var row = EstimateRow(
        statistic: "proportion", term: item, group: assembly.group(domain, by: by), level: level,
        count: count, missingCount: totals.domains[domain].rows - count,
        weightedCount: sumOfWeights.rounded)
      guard count > 0, sumOfWeights.high > 0 else {
        return PendingRow(row: row, influence: nil, domain: domain)
      }
      let sum = column.map { totals.total(term: term, column: $0, domain: domain) } ?? .zero
      // Everybody: the sums are equal to the last bit, and the quotient must be 1.
      let share = sum == sumOfWeights ? DoubleDouble(1) : sum / sumOfWeights
      row.estimate = share.rounded
      var coefficients = [(column: 0, coefficient: -(share / sumOfWeights))]
      if let column { coefficients.append((column, DoubleDouble(1) / sumOfWeights)) }
      var simple: Double?
      if options.designEffect != .none {
        simple = Self.simpleVariance(
          weightedVariance: (share * (DoubleDouble(1) - share)).rounded, count: count,
          sumOfWeights: sumOfWeights.rounded, options.designEffect)
        if options.designEffect == .withoutReplacement, sumOfWeights.rounded <= Double(count),
          !replaced.contains(item)
        {
          replaced.append(item)
        }
      }
      return PendingRow(
        row: row, influence: LinearStatistic(term: term, domain: domain, coefficients: coefficients),
        function: .ratio(column), domain: domain, simpleVariance: simple)
    }
  }
}
