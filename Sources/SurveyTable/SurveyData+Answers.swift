// What messages say of the answers in a file.

extension SurveyData {
  /// Errors: `emptyData` where there is a header and nothing below it.
  package func requireRows(run: RunControl? = nil) throws(SurveyStatsError) {
    let source = try makeSource()
    let batch = ColumnBatch()
    try source.begin([], into: batch, run: run)
    while try source.next(into: batch) { if batch.rowCount > 0 { return } }
    throw SurveyStatsError(
      .emptyData, "\(name) has a header and no rows: there is no answer to count",
      chinese: "\(name) 僅有標題列而無資料列，沒有答案可統計")
  }

  /// The most frequent answers of each column of categories that is there, as a list: `'男', '女'`. A column of
  /// many different answers – names, numbers, free text – is left out, since a message shows no respondent.
  package func listedAnswers(
    of columns: [String], run: RunControl? = nil
  ) throws(SurveyStatsError) -> [(column: String, english: String, chinese: String)] {
    let present = columns.filter { position(ifPresent: $0) != nil }
    let answers = try answerCounts(of: present, run: run)
    return present.compactMap { column in
      guard let counts = answers[column], 1...20 ~= counts.count else { return nil }
      let first = counts.prefix(8).map { $0.text.prefix(40) }
      let isCut = counts.count > 8
      return (
        column, first.map { "'\($0)'" }.joined(separator: ", ") + (isCut ? ", …" : ""),
        first.map { "「\($0)」" }.joined(separator: "、") + (isCut ? "…" : "")
      )
    }
  }

  /// Why the answers of a column are on no scale that is known, as the end of a message: those that stand in the way.
  package func strangers(
    in column: String, run: RunControl? = nil
  ) throws(SurveyStatsError) -> (english: String, chinese: String) {
    guard let counts = try answerCounts(of: [column], run: run)[column] else {
      return ("it has more than 500 different answers", "其答案超過 500 種")
    }
    if counts.isEmpty { return ("nobody answered it", "無人作答") }
    func number(_ text: String) -> Double? { parseNumber(foldedForMatching(text)) }
    func isWhole(_ text: String) -> Bool { number(text).map { $0 == $0.rounded() && $0 >= 0 } ?? false }
    let total = counts.reduce(0) { $0.addingClamped($1.count) }
    let whole = counts.filter { isWhole($0.text) }.reduce(0) { $0.addingClamped($1.count) }
    let odd = whole * 2 >= total ? counts.filter { !isWhole($0.text) } : counts
    let first = (odd.isEmpty ? counts : odd).prefix(5).map { ($0.text.prefix(40), $0.count) }
    let english = first.map { "'\($0)' (\($1))" }.joined(separator: ", ")
    let chinese = first.map { "「\($0)」\($1) 筆" }.joined(separator: "、")
    return odd.isEmpty || odd.count == counts.count
      ? ("it holds \(english)", "其內容為\(chinese)")
      : ("beside whole numbers it holds \(english)", "除整數外尚有\(chinese)")
  }
}
