import SurveyTable

/// What opening a CSV file found out, and every pass relies on.
struct CSVLayout: Sendable {
  var name: String
  var columnNames: [String]
  var delimiter: UInt8
  var limits: ResourceLimits
  /// Where the first record after the header begins, and the number of records and lines before it.
  var dataStart: Int
  var rowsBefore: Int
  var linesBefore: Int
  var blankLinesBefore: Int
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
    _ code: SurveyStatsError.Code = .malformedData, at place: CellPlace, _ message: String
  ) -> SurveyStatsError {
    var start = "\(name) row \(place.row)"
    if place.line != place.row { start += " (line \(place.line))" }
    if let column = place.column {
      start += ", column \(column + 1)"
      if column < columnNames.count { start += " '\(printable(columnNames[column]))'" }
    }
    return SurveyStatsError(
      code, "\(start): \(message)", row: place.row, column: place.column.map { $0 + 1 })
  }

  func notANumber(at place: CellPlace, cell: UnsafeBufferPointer<UInt8>) -> SurveyStatsError {
    error(
      at: place,
      "'\(printable(cell))' is not a number; name the code with --missing if it stands for no answer, or ask for `proportion`"
    )
  }

  func unclosedQuote(at place: CellPlace) -> SurveyStatsError {
    error(
      at: place,
      "the quote that opens this cell is never closed; close it, or write a quote inside a quoted cell twice")
  }

  func textAfterQuote(at place: CellPlace, cell: UnsafeBufferPointer<UInt8>) -> SurveyStatsError {
    error(
      at: place,
      "text stands after the closing quote of \"\(printable(cell))\"; write a quote inside a quoted cell twice, or check the delimiter"
    )
  }

  func cellTooLong(at place: CellPlace) -> SurveyStatsError {
    error(
      .limitExceeded, at: place,
      "the cell is longer than \(limits.cellBytes) bytes; look for a quote that is not closed, or raise the limit for cells"
    )
  }

  func tooFewCells(at place: CellPlace, found: Int) -> SurveyStatsError {
    error(
      at: place,
      "the row ends here, with \(found) of \(columnNames.count) cells; fill it up with delimiters or remove it"
    )
  }

  func tooManyCells(at place: CellPlace) -> SurveyStatsError {
    let count = columnNames.count
    return error(
      at: place,
      "the row goes on behind its \(count == 1 ? "only cell" : "\(count) cells"); quote cells that hold the delimiter '\(printable(String(UnicodeScalar(delimiter))))', or remove what is too much"
    )
  }

  /// A byte that cannot be text; `offset` counts from the beginning of the file.
  func brokenText(at place: CellPlace, byte: UInt8, offset: Int) -> SurveyStatsError {
    if byte == 0 {
      return error(
        at: place,
        "byte \(offset) is NUL, which no text holds; save the file as UTF-8 text from the program that made it"
      )
    }
    let hex = String(byte, radix: 16, uppercase: true)
    return error(
      .badEncoding, at: place,
      "byte \(offset) (0x\(hex)) is not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8), or name its encoding with --encoding where that is supported"
    )
  }
}
