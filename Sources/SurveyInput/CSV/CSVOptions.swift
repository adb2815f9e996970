import SurveyTable

/// How a CSV file is to be read. The standard options find out by themselves and say in notes what they
/// found.
public struct CSVOptions: Sendable, Hashable {
  /// `auto`, `utf-8`, `utf-16`, `utf-16le`, `utf-16be`, `cp950` (or `big5`) or `big5-hkscs`; a byte order mark
  /// may stand in front. `auto` goes by the mark, else takes what is UTF-8 for UTF-8 and the rest for CP950.
  public var encoding: String
  /// One ASCII character, or `nil` to choose among comma, semicolon, tab and `|` by the header.
  public var delimiter: String?
  /// Rows above the first answer: 1 to 3, or 0 where columns have no names and become `column1`, `column2` …;
  /// `nil` means 1 but for the exports of Qualtrics and SurveyMonkey, which are recognised. Of two rows the
  /// second holds the options of the questions in the first, of three the first holds the names.
  public var headerRows: Int?
  /// Answers that count as missing besides blank and `NA`.
  public var missing: MissingCodesByColumn
  public var limits: ResourceLimits
  /// Whether rows whose first cell, or whose second behind a blank first, is 總計, 合計, 小計, 總和, 平均, Total, Grand
  /// total or Sum are kept: they sum up other rows, so that counting them as respondents would count these twice.
  public var keepTotalRows: Bool

  public init(
    encoding: String = "auto", delimiter: String? = nil, headerRows: Int? = nil,
    missing: MissingCodesByColumn = .none, limits: ResourceLimits = .standard, keepTotalRows: Bool = false
  ) {
    self.encoding = encoding
    self.delimiter = delimiter
    self.headerRows = headerRows
    self.missing = missing
    self.limits = limits
    self.keepTotalRows = keepTotalRows
  }
}

extension CSVOptions {
  /// Throws where an option names something unknown or not yet read.
  package func check() throws(SurveyStatsError) {
    _ = try EncodingChoice(encoding)
    _ = try delimiterByte()
    if let headerRows, headerRows < 0 || headerRows > 3 {
      throw SurveyStatsError(
        headerRows < 0 ? .invalidArgument : .unsupported,
        "\(headerRows) header rows: files with up to three header rows are read, or none (0)",
        chinese: "標題列數（header-rows）不可為 \(headerRows)；可為 0 至 3 列")
    }
  }

  /// The delimiter that was asked for; `nil` where it is to be found.
  func delimiterByte() throws(SurveyStatsError) -> UInt8? {
    guard let delimiter else { return nil }
    if delimiter == "tab" || delimiter == "\\t" { return UInt8(ascii: "\t") }
    // Letters, digits, signs and spaces are parts of answers; quotes and line ends have a meaning already.
    let excluded = Array("\"+-. ".utf8)
    if delimiter.utf8.count == 1, let byte = delimiter.utf8.first,
      byte == UInt8(ascii: "\t") || (byte > 0x20 && byte < 0x7F), !excluded.contains(byte),
      !isAlphanumeric(byte)
    {
      return byte
    }
    throw SurveyStatsError(
      .invalidArgument,
      "'\(printable(delimiter))' cannot separate columns; give one character such as , ; | or tab",
      chinese: "「\(printable(delimiter))」不可作為分隔字元（delimiter）；請用單一字元，如 , ; | 或 Tab")
  }
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "a")...UInt8(ascii: "z"):
    true
  default: false
  }
}
