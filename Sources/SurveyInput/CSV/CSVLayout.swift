import SurveyTable

/// What opening a CSV file found out, and every pass relies on.
struct CSVLayout: Sendable {
  var name: String
  var columnNames: [String]
  var delimiter: UInt8
  var limits: ResourceLimits
  /// Where a pass begins to read the file: at the first record after the header where text and file have the
  /// same positions, else at the first character.
  var fileStart = 0
  /// Bytes of UTF-8 from there to the first record.
  var skippedText = 0
  var encoding = TextEncoding.utf8
  var evidence = EncodingEvidence()
  /// The number of records and lines before the first record.
  var rowsBefore = 0
  var linesBefore = 0
  var blankLinesBefore = 0
  /// Whether rows that sum up others are read as respondents.
  var keepsTotalRows = false
}

/// A place in a file, in a user's words.
struct CellPlace {
  var row: Int
  var line: Int
  /// From 0.
  var column: Int?
}

extension CSVLayout {
  /// An error that begins with the file, the row, the line where cells with line breaks make it differ,
  /// and the column.
  func error(
    _ code: SurveyStatsError.Code = .malformedData, at place: CellPlace, _ message: String,
    chinese: String? = nil
  ) -> SurveyStatsError {
    var start = "\(name) row \(place.row)"
    var chineseStart = "\(name) 第 \(place.row) 列"
    if place.line != place.row {
      start += " (line \(place.line))"
      chineseStart += "（第 \(place.line) 行）"
    }
    if let column = place.column {
      start += ", column \(column + 1)"
      chineseStart += "第 \(column + 1) 欄"
      if column < columnNames.count {
        start += " '\(printable(columnNames[column]))'"
        chineseStart += "「\(printable(columnNames[column]))」"
      }
    }
    return SurveyStatsError(
      code, "\(start): \(message)", chinese: chinese.map { "\(chineseStart)：\($0)" }, row: place.row,
      column: place.column.map { $0 + 1 })
  }

  func notANumber(at place: CellPlace, cell: UnsafeBufferPointer<UInt8>) -> SurveyStatsError {
    let words = SurveyStatsError.notANumber(printable(cell))
    return error(at: place, words.english, chinese: words.chinese)
  }

  func unclosedQuote(at place: CellPlace) -> SurveyStatsError {
    error(
      at: place,
      "the quote that opens this cell is never closed; close it, or write a quote inside a quoted cell twice",
      chinese: "此儲存格開頭之引號未成對；請補上結尾引號，引號內之引號須寫兩次")
  }

  func textAfterQuote(at place: CellPlace, cell: UnsafeBufferPointer<UInt8>) -> SurveyStatsError {
    error(
      at: place,
      "text stands after the closing quote of \"\(printable(cell))\"; write a quote inside a quoted cell twice, or check the delimiter",
      chinese: "「\(printable(cell))」之結尾引號後仍有文字；引號內之引號須寫兩次，或請檢查分隔字元（delimiter）"
    )
  }

  func cellTooLong(at place: CellPlace) -> SurveyStatsError {
    error(
      .limitExceeded, at: place,
      "the cell is longer than \(limits.cellBytes) bytes; look for a quote that is not closed",
      chinese: "儲存格超過 \(limits.cellBytes) 位元組；請檢查是否有未成對之引號"
    )
  }

  func tooFewCells(at place: CellPlace, found: Int) -> SurveyStatsError {
    error(
      at: place,
      "the row ends here, with \(found) of \(columnNames.count) cells; fill it up with delimiters or remove it",
      chinese: "這一列只有 \(found) 格，標題列有 \(columnNames.count) 格；請補足分隔字元或刪除這一列"
    )
  }

  func tooManyCells(at place: CellPlace) -> SurveyStatsError {
    let count = columnNames.count
    // Titles stand above the header in one cell, beside blanks where a spreadsheet fills up the row.
    let isTitle = rowsBefore > 0 && (count == 1 || columnNames.last == "column\(count)")
    let titles =
      isTitle
      ? "row \(rowsBefore) ('\(printable(columnNames.first ?? ""))') was taken for the header: if titles or dates stand above the header, delete these rows; else "
      : ""
    let chineseTitles =
      isTitle
      ? "第 \(rowsBefore) 列（「\(printable(columnNames.first ?? ""))」）被當作標題列；標題列之上若有表名或日期，請先刪除該列，否則" : ""
    let cut = printable(String(UnicodeScalar(delimiter)))
    return error(
      at: place,
      "the row goes on behind its \(count == 1 ? "only cell" : "\(count) cells"); \(titles)quote cells that hold the delimiter '\(cut)', or remove what is too much",
      chinese:
        "這一列超過標題列之 \(count) 格；\(chineseTitles)內容含分隔字元「\(cut)」之儲存格請加引號，或刪除多餘之儲存格"
    )
  }

  /// A byte that cannot be text.
  func brokenText(at place: CellPlace, _ fault: TextFault) -> SurveyStatsError {
    error(
      fault.reason == .nul ? .malformedData : .badEncoding, at: place, fault.message,
      chinese: fault.chinese)
  }
}
