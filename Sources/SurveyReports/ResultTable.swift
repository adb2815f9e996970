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

    let isShare = rows.first?.statistic == "proportion"
    let decimals = DecimalsByTerm(rows)
    func number(_ value: Double?, _ row: EstimateRow) -> String {
      guard let value else { return labels.undefined }
      return isShare ? percentText(value) : fixedText(value, decimals: decimals[row.term])
    }
    addNumbers(labels.statistic(estimates.command), rows.map { number($0.estimate, $0) })
    addNumbers(
      isShare ? labels.standardErrorPoints : labels.standardError,
      rows.map { row in
        isShare
          ? row.standardError.map { fixedText($0 * 100, decimals: 2) } ?? labels.undefined
          : number(row.standardError, row)
      })
    addNumbers(
      labels.interval(level),
      rows.map { row in
        guard row.confidenceLow != nil, row.confidenceHigh != nil else { return labels.undefined }
        return "\(number(row.confidenceLow, row)) – \(number(row.confidenceHigh, row))"
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

/// One number of decimals for all rows of an item, so that a column of groups lines up.
private struct DecimalsByTerm {
  private var decimals: [String: Int] = [:]

  init(_ rows: [EstimateRow]) {
    for (term, own) in Dictionary(grouping: rows, by: \.term) {
      decimals[term] = usefulDecimals(
        standardErrors: own.compactMap(\.standardError), estimates: own.compactMap(\.estimate))
    }
  }

  subscript(term: String) -> Int { decimals[term] ?? 2 }
}
