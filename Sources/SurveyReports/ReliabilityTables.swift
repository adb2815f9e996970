import SurveyInference
import SurveyTable

extension Estimates {
  /// The tables that show these estimates to a person.
  func tables(_ language: Language) -> [PlainTable] {
    switch command {
    case "reliability": reliabilityTables(language)
    case "frequency": [frequencyTable(language)]
    default: [PlainTable(self, language)]
    }
  }

  /// A line for each answer: how many, the share of everybody, the share of the valid answers with its interval.
  private func frequencyTable(_ language: Language) -> PlainTable {
    let labels = Labels(language)
    let counts = rows.filter { $0.statistic == "count" }
    struct Key: Hashable {
      var term: String
      var group: [EstimateRow.GroupValue]
      var level: String?
      var base: String?
    }
    var shares: [Key: EstimateRow] = [:]
    for row in rows where row.statistic == "proportion" {
      shares[Key(term: row.term, group: row.group, level: row.level, base: row.base)] = row
    }
    func share(_ row: EstimateRow, _ base: String) -> EstimateRow? {
      shares[Key(term: row.term, group: row.group, level: row.level, base: base)]
    }
    func percent(_ row: EstimateRow?) -> String { row?.estimate.map { percentText($0) } ?? "" }
    func interval(_ row: EstimateRow?) -> String {
      intervalText(
        low: row?.confidenceLow.map { percentText($0) }, high: row?.confidenceHigh.map { percentText($0) },
        language) ?? ""
    }
    var table = PlainTable(
      columns: groupColumns.map { column in
        PlainColumn(
          title: column, cells: counts.map { row in row.group.first { $0.column == column }?.value ?? "" })
      })
    table.columns += [
      PlainColumn(title: labels.item, cells: counts.map { termLabels[$0.term] ?? $0.term }),
      PlainColumn(title: labels.level, cells: counts.map { $0.level ?? "" }),
      PlainColumn(
        title: labels.statistic("count"), isNumber: true,
        cells: counts.map { fixedText($0.estimate ?? 0, decimals: 0) }),
      PlainColumn(title: labels.shareOfAll, isNumber: true, cells: counts.map { percent(share($0, "all")) }),
      PlainColumn(
        title: labels.shareOfValid, isNumber: true, cells: counts.map { percent(share($0, "valid")) }),
      PlainColumn(
        title: labels.interval(percentLabel(confidence)), isNumber: true,
        cells: counts.map { interval(share($0, "valid")) }),
    ]
    return table
  }

  /// A line for the scale (of each group), then a line for each item, as reliability is usually printed.
  private func reliabilityTables(_ language: Language) -> [PlainTable] {
    let labels = Labels(language)
    let interval = labels.interval(percentLabel(confidence))
    func number(_ value: Double?, _ decimals: Int) -> String {
      value.map { withMinusSign(fixedText($0, decimals: decimals)) } ?? labels.undefined
    }
    let groups = groupColumns
    func lines(of statistic: String) -> [EstimateRow] { rows.filter { $0.statistic == statistic } }
    func table(_ lines: [EstimateRow]) -> PlainTable {
      PlainTable(
        columns: groups.map { column in
          PlainColumn(
            title: column, cells: lines.map { row in row.group.first { $0.column == column }?.value ?? "" })
        })
    }

    let alphas = lines(of: "alpha")
    let standardized = lines(of: "alpha_standardized")
    var scale = table(alphas)
    scale.columns += [
      PlainColumn(title: labels.alpha, isNumber: true, cells: alphas.map { number($0.estimate, 3) }),
      PlainColumn(
        title: labels.standardError, isNumber: true, cells: alphas.map { number($0.standardError, 3) }),
      PlainColumn(
        title: interval, isNumber: true,
        cells: alphas.map {
          intervalText(
            low: $0.confidenceLow.map { number($0, 3) }, high: $0.confidenceHigh.map { number($0, 3) },
            language) ?? labels.undefined
        }),
      PlainColumn(
        title: labels.standardizedAlpha, isNumber: true, cells: standardized.map { number($0.estimate, 3) }),
      PlainColumn(title: "n", isNumber: true, cells: alphas.map { String($0.count) }),
    ]

    let means = lines(of: "mean")
    var items = table(means)
    items.columns.append(PlainColumn(title: labels.item, cells: means.map(\.term)))
    for (title, statistic, decimals) in [
      (labels.statistic("mean"), "mean", 2), (labels.standardDeviation, "std_dev", 2),
      (labels.itemTotal, "item_total_correlation", 3), (labels.alphaIfDropped, "alpha_if_dropped", 3),
    ] {
      items.columns.append(
        PlainColumn(
          title: title, isNumber: true, cells: lines(of: statistic).map { number($0.estimate, decimals) }))
    }
    return [scale, items]
  }
}
