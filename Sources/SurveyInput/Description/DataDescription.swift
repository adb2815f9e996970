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
      /// Not one answer.
      case empty
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
  }

  public var name: String
  public var rows: Int
  /// `nil` for columns in memory.
  public var dialect: SurveyData.Dialect?
  public var columns: [Column]
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
    var notes = notes + source.passNotes
    if repeats.count == nil { notes.append(repeats.note) }
    var dialect = dialect
    if let file = source as? CSVSource { dialect?.encoding = file.encoding }
    return DataDescription(
      name: name, rows: rows, dialect: dialect, columns: columns, repeatedRecords: repeats.count, notes: notes
    )
  }
}
