import SurveyInference
import SurveyTable

extension Estimates {
  /// The tables that show these estimates to a person.
  func tables(_ language: Language) -> [PlainTable] {
    command == "reliability" ? reliabilityTables(language) : [PlainTable(self, language)]
  }

  /// A line for the scale (of each group), then a line for each item, as reliability is usually printed.
  private func reliabilityTables(_ language: Language) -> [PlainTable] {
    let labels = Labels(language)
    let interval = labels.interval(percentLabel(confidence))
    func number(_ value: Double?, _ decimals: Int) -> String {
      value.map { fixedText($0, decimals: decimals) } ?? labels.undefined
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
          guard $0.confidenceLow != nil else { return labels.undefined }
          return "\(number($0.confidenceLow, 3)) – \(number($0.confidenceHigh, 3))"
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
