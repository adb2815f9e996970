import SurveyInference
import SurveyTable

extension PlainTable {
  /// The table of an estimate: labels in the reader's language, numbers as far as they mean something.
  init(_ estimates: Estimates, _ language: Language) {
    self.init()
    let rows = estimates.rows
    let labels = Labels(language)
    let level = percentLabel(estimates.confidence)
    for column in estimates.groupColumns {
      add(column, rows.map { row in row.group.first { $0.column == column }?.value ?? "" })
    }
    add(labels.item, rows.map(\.term))
    if rows.contains(where: { $0.level != nil }) { add(labels.level, rows.map { $0.level ?? "" }) }

    if rows.contains(where: { $0.period != nil || $0.periodFrom != nil }) {
      add(labels.period, rows.map { $0.period ?? "\($0.periodFrom ?? "") → \($0.periodTo ?? "")" })
      add(labels.statistic, rows.map { labels.statistic($0.statistic) })
    }

    let wording = NumberWording(rows, labels)
    addNumbers(
      estimates.command == "growth" ? labels.value : labels.statistic(estimates.command),
      rows.map { wording.number($0.estimate, $0) })
    addNumbers(
      wording.allShares ? labels.standardErrorPoints : labels.standardError,
      rows.map { wording.standardError($0) })
    addNumbers(
      labels.interval(level),
      rows.map { row in
        guard row.confidenceLow != nil, row.confidenceHigh != nil else { return labels.undefined }
        return "\(wording.number(row.confidenceLow, row)) – \(wording.number(row.confidenceHigh, row))"
      })
    if rows.contains(where: { $0.designEffect != nil }) {
      addNumbers(
        labels.designEffect,
        rows.map { $0.designEffect.map { fixedText($0, decimals: 2) } ?? labels.undefined })
    }
    addNumbers("n", rows.map { String($0.count) })
    if rows.contains(where: { $0.missingCount > 0 }) {
      addNumbers(labels.missing, rows.map { String($0.missingCount) })
    }
  }

  private mutating func add(_ title: String, _ cells: [String]) {
    columns.append(PlainColumn(title: title, cells: cells))
  }

  private mutating func addNumbers(_ title: String, _ cells: [String]) {
    columns.append(PlainColumn(title: title, isNumber: true, cells: cells))
  }
}

/// `95%`, `99.9%`.
func percentLabel(_ confidence: Double) -> String {
  let tenths = fixedText(confidence * 100, decimals: 2)
  var text = Substring(tenths)
  while text.hasSuffix("0") { text = text.dropLast() }
  if text.hasSuffix(".") { text = text.dropLast() }
  return text + "%"
}

/// How a row's numbers read: shares and rates as percentages, differences of shares in points, everything else
/// with one number of decimals for all rows of an item, so that a column of groups lines up.
private struct NumberWording {
  private var decimals: [String: Int] = [:]
  private let labels: Labels
  private let sharesCompared: Bool
  /// Whether the column's title says that standard errors are points.
  let allShares: Bool

  init(_ rows: [EstimateRow], _ labels: Labels) {
    self.labels = labels
    sharesCompared = rows.contains { $0.statistic == "proportion" }
    allShares = rows.allSatisfy { $0.statistic == "proportion" }
    let plain = rows.filter { $0.statistic != "growth" }
    for (term, own) in Dictionary(grouping: plain, by: \.term) {
      decimals[term] = usefulDecimals(
        standardErrors: own.compactMap(\.standardError), estimates: own.compactMap(\.estimate))
    }
  }

  func number(_ value: Double?, _ row: EstimateRow) -> String {
    guard let value else { return labels.undefined }
    switch row.statistic {
    case "proportion", "growth": return percentText(value)
    case "difference" where sharesCompared: return labels.points(fixedText(value * 100, decimals: 1))
    default: return fixedText(value, decimals: decimals[row.term] ?? 2)
    }
  }

  func standardError(_ row: EstimateRow) -> String {
    guard let error = row.standardError else { return labels.undefined }
    switch row.statistic {
    case "proportion" where allShares: return fixedText(error * 100, decimals: 2)
    case "proportion", "growth": return percentText(error, decimals: 2)
    case "difference" where sharesCompared: return labels.points(fixedText(error * 100, decimals: 2))
    default: return fixedText(error, decimals: decimals[row.term] ?? 2)
    }
  }
}
