import SurveyTable

/// Whether the row that was taken for the header is a respondent's: a file without one loses its first row, and its
/// columns are called by the answers.
enum HeaderOfAnswers {
  static func note(_ cells: [String]) -> Note? {
    // Among different texts without a time, answers give nothing away: then no scale need be prepared.
    let isTelling =
      Set(cells.map(foldedForMatching)).count < cells.count
      || cells.contains { parseNumber($0) == nil && parseDate($0)?.month != nil }
    let scales = isTelling ? ["satisfaction-5", "agreement-5", "importance-5"] : []
    let readers = scales.compactMap { AnswerScale.builtIn(named: $0) }.map(ScaleReader.reader)
    var counts: [String: Int] = [:]
    var numbers: [String: Int] = [:]
    var hasTime = false
    for cell in cells {
      if let number = parseNumber(cell) {
        numbers[shortestText(number), default: 0] += 1
      } else if readers.contains(where: { $0.answer(cell)?.score != nil }) {
        counts[foldedForMatching(cell), default: 0] += 1
      } else if parseDate(cell)?.month != nil {
        hasTime = true
      }
    }
    // A table of counts has each answer once, in the order of the scale; a questionnaire numbers its items.
    let repeated = counts.values.max() ?? 0
    let repeatedNumbers = numbers.values.max() ?? 0
    guard
      repeated > 1 || (hasTime && !counts.isEmpty)
        || (repeatedNumbers > 1 && (hasTime || repeatedNumbers > 2))
    else { return nil }
    let shown = cells.prefix(3).map { "'\(printable($0))'" }.joined(separator: ", ")
    let zh = cells.prefix(3).map { "「\(printable($0))」" }.joined(separator: "、")
    return Note(
      code: "header_looks_like_answers",
      english:
        "Row 1 looks like a respondent's answers (\(shown), …) and was taken for the header, so that one respondent is lost; if the file has no header, say --header-rows 0.",
      chinese: "第 1 列看似受訪者的答案（\(zh)…）而非標題，已被當作欄名，因而少計一名受訪者；若檔案沒有標題列，請加 --header-rows 0。")
  }
}
