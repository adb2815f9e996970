import SurveyDocuments
import SurveyInference
import SurveyTable

extension Estimates {
  /// One line for each row under the contract's names, group columns first. An undefined value is empty; a
  /// cell that a spreadsheet would take for a formula is quoted and led by an apostrophe.
  func csv() -> String {
    let groups = groupColumns
    let hasLevels = rows.contains { $0.level != nil }
    let hasEffects = rows.contains { $0.designEffect != nil }
    let hasSections = rows.contains { $0.section != nil }
    var header = (hasSections ? ["section"] : []) + groups + ["statistic", "term"]
    if hasLevels { header.append("level") }
    let hasPeriods = rows.contains { $0.period != nil }
    if hasPeriods { header += ["period", "period_from", "period_to"] }
    header += ["estimate", "std_error", "conf_low", "conf_high", "df", "n", "n_missing", "weighted_n"]
    if hasEffects { header.append("deff") }
    header.append("cv")
    let hasTests = rows.contains { $0.statisticValue != nil || $0.pValue != nil }
    if hasTests { header += ["statistic_value", "df2", "p_value"] }
    let hasMethods = rows.contains { $0.method != nil }
    if hasMethods { header.append("method") }
    let hasBases = rows.contains { $0.base != nil }
    if hasBases { header.append("base") }
    var lines = [header.map(csvCell).joined(separator: ",")]
    for row in rows {
      var cells = hasSections ? [csvCell(row.section ?? "")] : []
      cells += groups.map { column in
        csvCell(row.group.first { $0.column == column }?.value ?? "")
      }
      cells += [csvCell(row.statistic), csvCell(row.term)]
      if hasLevels { cells.append(csvCell(row.level ?? "")) }
      if hasPeriods {
        cells += [row.period, row.periodFrom, row.periodTo].map { csvCell($0 ?? "") }
      }
      let numbers = [
        row.estimate, row.standardError, row.confidenceLow, row.confidenceHigh, row.degreesOfFreedom,
      ]
      cells += numbers.map(csvNumber)
      cells += [String(row.count), String(row.missingCount), csvNumber(row.weightedCount)]
      if hasEffects { cells.append(csvNumber(row.designEffect)) }
      cells.append(csvNumber(row.coefficientOfVariation))
      if hasTests { cells += [row.statisticValue, row.secondDegreesOfFreedom, row.pValue].map(csvNumber) }
      if hasMethods { cells.append(csvCell(row.method ?? "")) }
      if hasBases { cells.append(csvCell(row.base ?? "")) }
      lines.append(cells.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The grouping columns in the order of the request.
  var groupColumns: [String] {
    (rows.first { !$0.group.isEmpty } ?? rows.first).map { $0.group.map(\.column) } ?? []
  }
}
