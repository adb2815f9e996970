import SurveyTable

/// What is in a table: the answer to "did it read my file as I meant it?".
///
/// It shows columns, never respondents: answers with their counts appear only where a column has few of
/// them, and not where it looks like an identifier or free text.
public struct DataDescription: Sendable, Hashable {
  public struct Column: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
      /// Whole numbers.
      case integer
      case number
      case text
      /// Calendar days, with or without a time.
      case date
      /// A tick in the rows that chose the option, and nothing in the others.
      case mark
      /// Several answers in one cell.
      case multiple
      /// Not one answer.
      case empty
    }

    /// From when to when the dates of a column are.
    public struct Dates: Sendable, Hashable {
      /// ISO 8601: `2023-05-04` or `2023-05-04T15:21:10`.
      public var earliest: String
      public var latest: String
      /// Whether years were written as those of the Republic (民國).
      public var hasRepublicanYears: Bool
      /// Whether month and day could be the other way round in all of them; they are read month first.
      public var isDayMonthAmbiguous: Bool
    }

    /// What the cells with several answers hold.
    public struct Selection: Sendable, Hashable {
      public enum Separator: String, Sendable, Hashable, CaseIterable {
        case lineBreak = "line break"
        case semicolon = ";"
        case comma = ","
      }

      public var separator: Separator
      /// How many different options there are.
      public var distinct: Int
      /// The options with the rows that chose them, in key order, where there are at most 12.
      public var options: [Answer]
    }

    /// One answer and the number of rows that gave it.
    public struct Answer: Sendable, Hashable {
      public var text: String
      public var count: Int
    }

    public var name: String
    /// From 1.
    public var position: Int
    public var kind: Kind
    public var valid: Int
    public var missing: Int
    /// Different answers; where `hasMoreDistinct` is set there are more than this.
    public var distinct: Int
    public var hasMoreDistinct: Bool
    /// The smallest and the largest answer where all answers are numbers.
    public var minimum: Double?
    public var maximum: Double?
    /// The answers in key order (numbers ascending, else by UTF-8 bytes) where at most 12 different ones
    /// were given and they may be shown; otherwise empty.
    public var answers: [Answer]
    /// The scale that the listed answers are on, as `--scale auto` would find it.
    public var scale: String?
    /// For a column of dates.
    public var dates: Dates?
    /// For a column with several answers in a cell.
    public var selection: Selection?
  }

  /// A question asked of several things, each in a column of its own.
  public struct Matrix: Sendable, Hashable {
    public var stem: String
    /// Positions from 1.
    public var columns: [Int]
    public var subQuestions: [String]
  }

  public var name: String
  public var rows: Int
  /// `nil` for columns in memory.
  public var dialect: SurveyData.Dialect?
  public var columns: [Column]
  /// Columns that belong together by their names.
  public var matrices: [Matrix]
  /// Rows that say the same in every column as a row before them; `nil` where there are too many rows to
  /// compare.
  public var repeatedRecords: Int?
  public var notes: [Note]
}

extension SurveyData {
  /// Reads the whole table once, every column as text, in memory that does not grow with it. Codes that
  /// the data counts as missing are missing here in every column.
  ///
  /// Errors: those of reading; `cancelled`; `limitExceeded`.
  public func describe(run: RunControl? = nil) throws(SurveyStatsError) -> DataDescription {
    let requests = columnNames.enumerated().map { index, name in
      ColumnRequest(column: index, reading: .text, missing: missing.codes(for: name))
    }
    let source = try makeSource()
    let batch = ColumnBatch()
    try source.begin(requests, into: batch, run: run)
    var profiles = columnNames.map { _ in ColumnProfile(levels: limits.levels) }
    var repeats = RepeatCounter()
    var rows = 0
    var hashes: [UInt64] = []
    while try source.next(into: batch) {
      hashes.removeAll(keepingCapacity: true)
      hashes.append(contentsOf: repeatElement(0, count: batch.rowCount))
      for (slot, column) in batch.columns.enumerated() {
        if case .codes(let codes) = column { profiles[slot].add(codes, mixingInto: &hashes) }
      }
      repeats.add(hashes)
      rows += batch.rowCount
    }

    var columns: [DataDescription.Column] = []
    for (index, name) in columnNames.enumerated() {
      columns.append(profiles[index].column(name: name, position: index + 1))
    }
    DataDescription.nameScales(of: &columns)
    var notes = notes + source.passNotes
    if repeats.count == nil { notes.append(repeats.note) }
    let fullWidth = profiles.reduce(0) { $0 + $1.fullWidthCells }
    if fullWidth > 0 { notes.append(.fullWidthDigits(fullWidth)) }
    if let note = DataDescription.multipleAnswers(columns) { notes.append(note) }
    if let note = DataDescription.ambiguousDates(columns) { notes.append(note) }
    var dialect = dialect
    if let file = source as? CSVSource { dialect?.encoding = file.encoding }
    return DataDescription(
      name: name, rows: rows, dialect: dialect, columns: columns,
      matrices: DataDescription.matrices(among: columnNames), repeatedRecords: repeats.count, notes: notes)
  }
}

extension DataDescription {
  /// That options which hold the separator are cut in two.
  fileprivate static func multipleAnswers(_ columns: [Column]) -> Note? {
    let columns = columns.filter { $0.kind == .multiple }
    if columns.isEmpty { return nil }
    return Note(
      code: "multiple_answers",
      english:
        "Cells of \(quoted(columns, "'", "'", ", ")) hold several answers each; options that hold the separator themselves are cut apart unless a codebook lists the options.",
      chinese: "\(quoted(columns, "「", "」", "、"))的儲存格含多個答案（複選）；選項文字本身若含分隔字元，須以編碼簿列出選項，否則會被切開。")
  }

  fileprivate static func ambiguousDates(_ columns: [Column]) -> Note? {
    let columns = columns.filter { $0.dates?.isDayMonthAmbiguous == true }
    if columns.isEmpty { return nil }
    return Note(
      code: "day_month_ambiguous",
      english:
        "Month and day of \(quoted(columns, "'", "'", ", ")) could be either way round; they were read month first.",
      chinese: "\(quoted(columns, "「", "」", "、"))的月與日順序無法判定，視為先月後日。")
  }

  private static func quoted(_ columns: [Column], _ open: String, _ close: String, _ comma: String) -> String
  {
    columns.prefix(5).map { open + printable($0.name) + close }.joined(separator: comma)
      + (columns.count > 5 ? comma + "…" : "")
  }
}

extension DataDescription {
  /// Names the scale of every column whose answers are listed. A column of numbers is on one only where it holds
  /// several of them: identifiers and counts are numbers too.
  fileprivate static func nameScales(of columns: inout [Column]) {
    var answers: [String: [(text: String, count: Int)]] = [:]
    for column in columns where !column.answers.isEmpty {
      if column.kind != .text, column.answers.count < 3 { continue }
      answers[column.name] = column.answers.map { ($0.text, $0.count) }
    }
    let found = ScaleDetection(of: columns.map(\.name), answers: answers).scales
    for index in columns.indices {
      columns[index].scale = found[columns[index].name].map(\.name).flatMap { $0 == "rating-100" ? nil : $0 }
    }
  }
}
