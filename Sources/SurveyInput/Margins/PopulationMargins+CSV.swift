import SurveyTable

extension PopulationMargins {
  /// Margins from a CSV file with the columns `variable`, `category` and `count`, in any order and besides others.
  ///
  /// ```
  /// variable,category,count
  /// sex,F,5120
  /// sex,M,4880
  /// sex:age,F:20-29,830
  /// ```
  /// A variable of joint cells joins its columns with `:` and its categories in the same way; a column, or an answer
  /// of joint cells, that holds a `:` itself cannot be written in this form. Variables and categories keep the order of the file.
  /// `options` say how the file is read (encoding, delimiter); its missing codes are not used.
  ///
  /// Errors: `malformedData` with row and column for an empty cell, a count that is no number or negative, a category
  /// that is there twice or does not have an answer for each column; `unknownColumn` where a heading is missing;
  /// `emptyData` for a file without rows; those of reading.
  public init(csvFile path: String, options: CSVOptions = .init()) throws(SurveyStatsError) {
    var plain = options
    plain.missing = .none
    try self.init(table: try SurveyData(csvFile: path, options: plain))
  }

  /// The same for bytes in memory; `name` is what messages call them.
  public init(
    csv bytes: [UInt8], name: String = "margins", options: CSVOptions = .init()
  ) throws(SurveyStatsError) {
    var plain = options
    plain.missing = .none
    try self.init(table: try SurveyData(csv: bytes, name: name, options: plain))
  }

  private init(table: SurveyData) throws(SurveyStatsError) {
    let headings = ["variable", "category", "count"]
    // Read as text all three: a count that is no number is found with its row below, and `NA` is a category.
    var requests: [ColumnRequest] = []
    for heading in headings {
      guard let column = table.position(ifPresent: heading) else {
        throw SurveyStatsError(
          .unknownColumn,
          "\(table.name): margins need the columns variable, category and count; '\(heading)' is not among \(table.columnNames.map { "'\($0)'" }.joined(separator: ", ")). Of any other table, say how to count them (margins-from)",
          chinese:
            "\(table.name)：母體檔須有 variable、category、count 三欄，現有欄位為\(table.columnNames.map { "「\($0)」" }.joined(separator: "、"))，缺少「\(heading)」；若為其他格式之統計表，請指定計數方式（margins-from），例如 年齡=年齡/人數，或 性別=男:男,女:女"
        )
      }
      requests.append(ColumnRequest(column: column, reading: .verbatim))
    }
    let source = try table.makeSource()
    let batch = ColumnBatch()
    try source.begin(requests, into: batch, run: nil)
    var reader = MarginsReader(table: table, columns: requests.map(\.column))
    while try source.next(into: batch) {
      let columns = batch.columns.compactMap { if case .codes(let column) = $0 { column } else { nil } }
      guard columns.count == headings.count else { continue }
      for row in 0..<batch.rowCount {
        try reader.add(
          columns.map { $0.codes[row] < 0 ? "" : $0.dictionary[$0.codes[row]].trimmingSpaces() },
          row: batch.firstRow + row)
      }
    }
    if reader.variables.isEmpty {
      throw SurveyStatsError(
        .emptyData, "\(table.name) has no rows of margins", chinese: "\(table.name)：母體檔沒有任何資料列")
    }
    self.init(variables: reader.variables)
  }
}

/// Puts the rows of a margins file together.
private struct MarginsReader {
  let table: SurveyData
  /// The positions of variable, category and count.
  let columns: [Int]
  private(set) var variables: [PopulationMargins.Variable] = []
  private var places: [String: Int] = [:]
  private var rowOfCategory: [[String]: Int] = [:]

  init(table: SurveyData, columns: [Int]) {
    self.table = table
    self.columns = columns
  }

  mutating func add(_ cells: [String], row: Int) throws(SurveyStatsError) {
    for (index, cell) in cells.enumerated() where cell.isEmpty {
      throw failure(row, index, "the cell is empty", "儲存格空白；請填寫或刪除該列")
    }
    guard let count = parseNumber(cells[2]) else {
      let hasCommas = cells[2].contains(",")
      throw failure(
        row, 2,
        "'\(printable(cells[2]))' is not a number\(hasCommas ? "; write it without thousands separators" : "")",
        "「\(printable(cells[2]))」不是數字\(hasCommas ? "；請刪除千分位逗號" : "")"
      )
    }
    if count < 0 { throw failure(row, 2, "the count \(cells[2]) is negative", "人數不可為負（\(cells[2])）") }
    let names = cells[0].split(separator: ":", omittingEmptySubsequences: false).map { $0.trimmingSpaces() }
    let answers = cells[1].split(separator: ":", omittingEmptySubsequences: false).map { $0.trimmingSpaces() }
    if names.contains("") {
      throw failure(
        row, 0, "'\(printable(cells[0]))' has an empty column name beside a ':'",
        "「\(printable(cells[0]))」之冒號旁缺少欄名")
    }
    // One column takes the category whole, colons included: 09:00-12:00.
    let category = names.count == 1 ? [cells[1]] : answers
    if category.count != names.count || category.contains("") {
      throw failure(
        row, 1,
        "'\(printable(cells[1]))' must have \(names.count) answers joined by ':', one for each column of '\(printable(cells[0]))'",
        "「\(printable(cells[1]))」須以冒號（:）連接 \(names.count) 個類別，對應「\(printable(cells[0]))」之各欄"
      )
    }
    let name = names.joined(separator: ":")
    if let before = rowOfCategory[names + category] {
      throw failure(
        row, 1, "'\(printable(cells[1]))' of '\(printable(name))' stands in row \(before) already",
        "「\(printable(name))」之「\(printable(cells[1]))」已見於第 \(before) 列；請合併或刪除")
    }
    rowOfCategory[names + category] = row
    let place = places[name] ?? variables.count
    if place == variables.count {
      places[name] = place
      variables.append(PopulationMargins.Variable(columns: names, categories: []))
    }
    variables[place].categories.append(PopulationMargins.Category(answers: category, count: count))
  }

  private func failure(
    _ row: Int, _ cell: Int, _ message: String, _ chinese: String
  ) -> SurveyStatsError {
    let column = columns[cell]
    let heading = printable(table.columnNames[column])
    return SurveyStatsError(
      .malformedData,
      "\(table.name) row \(row), column \(column + 1) '\(heading)': \(message)",
      chinese: "\(table.name) 第 \(row) 列第 \(column + 1) 欄「\(heading)」：\(chinese)",
      row: row, column: column + 1)
  }
}
