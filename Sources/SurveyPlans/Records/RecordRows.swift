import SurveyTable

/// Rows of a dataset that a condition holds for, with the columns that were asked for.
struct RecordRows {
  var count = 0
  var columns: [RecordColumn]
  /// For each row its file and its number there, for messages.
  var places: [(file: Int, row: Int)] = []
  var fileNames: [String]

  /// Leaves out the rows that `belongs` does not hold for.
  mutating func keep(_ belongs: (Int) -> Bool) {
    let kept = (0..<count).filter(belongs)
    if kept.count == count { return }
    columns = columns.map { $0.only(kept) }
    places = kept.map { places[$0] }
    count = kept.count
  }

  /// The number in a cell, or an error that names it; `nil` where it is missing.
  func number(_ column: RecordColumn, _ row: Int) throws(SurveyStatsError) -> Double? {
    let value = column.number(row)
    if value == nil, column.codes[row] >= 0 { throw unreadable(column, row, "a number", "數字") }
    return value
  }

  /// The day in a cell, or an error that names it; `nil` where it is missing.
  func moment(_ column: RecordColumn, _ row: Int) throws(SurveyStatsError) -> Moment? {
    let value = column.moment(row)
    if value == nil, column.codes[row] >= 0 {
      throw unreadable(column, row, "a date, as in 2016-01-31 or 105/1/31", "日期（如 105/1/31 或 2016-01-31）")
    }
    return value
  }

  private func unreadable(
    _ column: RecordColumn, _ row: Int, _ wanted: String, _ chinese: String
  ) -> SurveyStatsError {
    let place = places[row]
    let text = String((column.text(row) ?? "").prefix(40))
    return SurveyStatsError(
      .malformedData,
      "\(fileNames[place.file]) row \(place.row), column '\(column.name)': '\(text)' is not \(wanted); correct the cell, or name it as missing in the plan",
      chinese:
        "\(fileNames[place.file]) 第 \(place.row) 列「\(column.name)」欄：「\(text)」不是\(chinese)；請更正，或於計畫檔列為缺漏值（missing）",
      row: place.row)
  }

  /// Rows by the text of a column, in the order of numbers and then of bytes; rows without one are left out.
  func groups(by column: RecordColumn) -> [(name: String, rows: [Int])] {
    var rows: [Int32: [Int]] = [:]
    for row in 0..<count where column.codes[row] >= 0 { rows[column.codes[row], default: []].append(row) }
    // Texts that differ only in width or blanks are one group, under the first spelling.
    var merged: [String: (name: String, rows: [Int])] = [:]
    var order: [String] = []
    for code in rows.keys.sorted() {
      let name = column.texts[Int(code)]
      let key = foldedForMatching(name)
      if merged[key] == nil { order.append(key) }
      merged[key, default: (name, [])].rows += rows[code] ?? []
    }
    let names = order.map { merged[$0]?.name ?? "" }
    return sortedKeyOrder(names).compactMap { place in
      merged[order[place]].map { ($0.name, $0.rows.sorted()) }
    }
  }
}
