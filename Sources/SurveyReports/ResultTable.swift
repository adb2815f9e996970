import SurveyInference
import SurveyTable

extension PlainTable {
  /// The table of an estimate: labels in the reader's language, numbers as far as they mean something.
  init(_ estimates: Estimates, _ language: Language) {
    self.init()
    let rows = estimates.command == "proportion" ? estimates.rowsOnScales : estimates.rows
    let labels = Labels(language)
    let level = percentLabel(estimates.confidence)
    for column in estimates.groupColumns {
      add(column, rows.map { row in row.group.first { $0.column == column }?.value ?? "" })
    }
    add(labels.item, rows.map(\.term))
    if rows.contains(where: { $0.level != nil }) { add(labels.level, rows.map { $0.level ?? "" }) }
    if rows.contains(where: { $0.probability != nil }) {
      addNumbers(labels.probability, rows.map { $0.probability.map { shortestText($0) } ?? "" })
    }

    let hasPeriods = rows.contains { $0.period != nil || $0.periodFrom != nil }
    if !hasPeriods, Set(rows.map(\.statistic)).count > 1 {
      add(labels.statistic, rows.map { labels.statistic($0.statistic) })
    }
    if rows.contains(where: { $0.base != nil }) {
      add(labels.baseTitle, rows.map { $0.base.map(labels.base) ?? "" })
    }
    if hasPeriods {
      add(
        labels.period,
        rows.map { row in
          row.period.map(labels.periodName)
            ?? "\(labels.periodName(row.periodFrom ?? "")) → \(labels.periodName(row.periodTo ?? ""))"
        })
      add(labels.statistic, rows.map { labels.statistic($0.statistic) })
    }

    let wording = NumberWording(rows, labels)
    addNumbers(
      ["growth", "score", "frequency"].contains(estimates.command)
        ? labels.value : labels.statistic(estimates.command),
      rows.map { wording.number($0.estimate, $0) })
    addNumbers(
      wording.allShares ? labels.standardErrorPoints : labels.standardError,
      rows.map { wording.standardError($0) })
    addNumbers(
      labels.interval(level),
      rows.map { row in
        // A quantile's interval may have one limit only.
        intervalText(
          low: row.confidenceLow.map { wording.number($0, row) },
          high: row.confidenceHigh.map { wording.number($0, row) }, language) ?? labels.undefined
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
  let tenths = fixedText(confidence, decimals: 2, shift: 2)
  var text = Substring(tenths)
  while text.hasSuffix("0") { text = text.dropLast() }
  if text.hasSuffix(".") { text = text.dropLast() }
  return text + "%"
}

extension Estimates {
  /// The rows with the answers of each item and group in the order of their scale.
  fileprivate var rowsOnScales: [EstimateRow] {
    var ordered: [EstimateRow] = []
    var start = 0
    while start < rows.count {
      var end = start + 1
      while end < rows.count, rows[end].term == rows[start].term, rows[end].group == rows[start].group {
        end += 1
      }
      let own = Array(rows[start..<end])
      ordered += orderOnScale(own.map { $0.level ?? "" })?.map { own[$0] } ?? own
      start = end
    }
    return ordered
  }

  /// The notes of a page: an auditor subtracts the printed figures, and they are rounded one by one.
  var shownNotes: [Note] {
    if command == "sample-size" { return notes.filter { $0.code != SamplePage.premises } }
    if command == "summary" {
      // Without intervals on the page there is nothing to say of how they were made.
      return inference.isAllowed
        ? notes : notes.filter { !["feldt_interval", "korn_graubard_at_boundary"].contains($0.code) }
    }
    guard command == "growth" else { return notes }
    let wording = NumberWording(rows, Labels(.english))
    struct Key: Hashable {
      var term: String
      var group: [EstimateRow.GroupValue]
      var level: String?
      var period: String?
    }
    func key(_ row: EstimateRow, _ period: String?) -> Key {
      Key(term: row.term, group: row.group, level: row.level, period: period)
    }
    let periods = Dictionary(
      rows.filter { $0.period != nil }.map { (key($0, $0.period), $0) },
      uniquingKeysWith: { first, _ in first })
    let isExact = rows.filter { $0.statistic == "difference" }.allSatisfy { difference in
      guard let from = periods[key(difference, difference.periodFrom)], let a = from.estimate,
        let b = periods[key(difference, difference.periodTo)]?.estimate, let gap = difference.estimate
      else { return true }
      let (decimals, shift) = wording.places(from)
      return printedFiguresSubtract(from: a, to: b, difference: gap, decimals: decimals, shift: shift)
    }
    return isExact ? notes : notes + [.computedBeforeRounding]
  }
}

extension Note {
  fileprivate static let computedBeforeRounding = Note(
    code: "computed_before_rounding", english: SummaryWords(.english).unroundedDifferences,
    chinese: SummaryWords(.traditionalChinese).unroundedDifferences)
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
    sharesCompared = rows.contains { isShare($0) }
    allShares = !rows.isEmpty && rows.allSatisfy { isShare($0) }
    let plain = rows.filter { $0.statistic != "growth" && !isShare($0) }
    for (key, own) in Dictionary(grouping: plain, by: { Self.key($0) }) {
      decimals[key] = usefulDecimals(
        standardErrors: own.compactMap(\.standardError), estimates: own.compactMap(\.estimate))
    }
  }

  /// Scores of one item differ by a factor of twenty; differences are read beside what they compare.
  private static func key(_ row: EstimateRow) -> String {
    row.statistic.hasPrefix("score") || row.statistic == "count"
      ? "\(row.term)\u{1F}\(row.statistic)" : row.term
  }

  func number(_ value: Double?, _ row: EstimateRow) -> String {
    guard let value else { return labels.undefined }
    let text =
      switch row.statistic {
      case "count": fixedText(value, decimals: 0)
      case "proportion", "top2", "growth": percentText(value)
      case "difference" where sharesCompared: labels.points(fixedText(value, decimals: 1, shift: 2))
      default: fixedText(value, decimals: decimals[Self.key(row)] ?? 2)
      }
    return withMinusSign(text)
  }

  /// How many decimals a row's estimate shows, and by how many places its point moves.
  func places(_ row: EstimateRow) -> (decimals: Int, shift: Int) {
    isShare(row) ? (1, 2) : (decimals[Self.key(row)] ?? 2, 0)
  }

  func standardError(_ row: EstimateRow) -> String {
    guard let error = row.standardError else { return labels.undefined }
    switch row.statistic {
    case "proportion" where allShares, "top2" where allShares: return fixedText(error, decimals: 2, shift: 2)
    case "proportion", "top2", "growth": return percentText(error, decimals: 2)
    case "difference" where sharesCompared: return labels.points(fixedText(error, decimals: 2, shift: 2))
    default: return fixedText(error, decimals: decimals[Self.key(row)] ?? 2)
    }
  }
}

/// Whether a row's estimate is a share of respondents.
func isShare(_ row: EstimateRow) -> Bool { row.statistic == "proportion" || row.statistic == "top2" }
