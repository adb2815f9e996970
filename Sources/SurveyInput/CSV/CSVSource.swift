import SurveyTable

/// Serves the rows of a CSV file batch by batch.
final class CSVSource: BatchSource {
  var columnNames: [String] { layout.columnNames }
  private(set) var passNotes: [Note] = []
  /// The encoding, as far as the last pass knows it.
  private(set) var encoding: String

  private let layout: CSVLayout
  private let origin: any ByteOrigin
  private let bufferBytes: Int
  private var pass: Pass?

  /// Input that one batch takes at the most, so that wide tables and long texts stay small in memory.
  fileprivate static let batchBytes = 4 << 20

  fileprivate struct Pass {
    var buffer: TextBuffer
    var cells: CellPlans
    var parser: RecordParser
    var run: RunControl?
    /// How far `run` has been told.
    var reported = 0
    var isOver = false
    var failure: SurveyStatsError?
  }

  init(_ layout: CSVLayout, origin: any ByteOrigin, bufferBytes: Int) {
    self.layout = layout
    self.origin = origin
    self.bufferBytes = bufferBytes
    encoding = layout.encoding.name
  }

  func begin(
    _ requests: [ColumnRequest], into batch: ColumnBatch, run: RunControl?
  ) throws(SurveyStatsError) {
    for request in requests where !layout.columnNames.indices.contains(request.column) {
      throw SurveyStatsError(
        .invalidArgument, "\(layout.name) has no column number \(request.column.addingClamped(1))")
    }
    pass = nil
    passNotes = []
    let source = TextSource(
      try origin.open(at: layout.fileStart), encoding: layout.encoding, position: layout.fileStart,
      skipping: layout.skippedText, evidence: layout.evidence)
    batch.prepare(for: requests)
    let cells = try CellPlans(
      requests, columnCount: layout.columnNames.count, batch: batch, limits: layout.limits)
    let buffer = TextBuffer(
      source, position: layout.fileStart, capacity: bufferBytes, limits: layout.limits)
    pass = Pass(
      buffer: buffer, cells: cells, parser: RecordParser(layout: layout, cells: cells), run: run)
    run?.begin(totalBytes: source.totalBytes)
  }

  func next(into batch: ColumnBatch) throws(SurveyStatsError) -> Bool {
    batch.removeAllRows()
    guard var current = pass else { return false }
    // Held by `current` alone while it works: the parser is changed in place.
    pass = nil
    defer { pass = current }
    if let failure = current.failure { throw failure }
    if current.isOver { return false }
    do throws(SurveyStatsError) {
      try current.fill(batch, layout: layout)
    } catch {
      current.failure = error
      throw error
    }
    if current.isOver {
      passNotes = current.notes
      encoding = current.buffer.encoding
    }
    return batch.rowCount > 0
  }
}

extension CSVSource.Pass {
  fileprivate mutating func fill(_ batch: ColumnBatch, layout: CSVLayout) throws(SurveyStatsError) {
    cells.checkDictionaries()
    let begin = buffer.consumedPosition
    while batch.rowCount < ColumnBatch.capacity, buffer.consumedPosition - begin < CSVSource.batchBytes {
      let stop = try parser.parseBlock(
        UnsafePointer(buffer.bytes + buffer.start), ending: buffer.ending,
        rowLimit: ColumnBatch.capacity - batch.rowCount, mayBeginWithGap: batch.rowCount == 0)
      buffer.consume(to: stop)
      if batch.rowCount == 0 { batch.firstRow = parser.recordCount - parser.rows + 1 }
      cells.flush(parser.rows, into: batch)
      if parser.isStopped {
        switch buffer.ending {
        case .more:
          try buffer.refill()
        case .broken:
          let place = parser.place(column: parser.stoppedColumn)
          throw buffer.fault.map { layout.brokenText(at: place, $0) } ?? layout.unclosedQuote(at: place)
        case .final:
          isOver = true
        }
      }
      if isOver || (parser.isBeforeGap && batch.rowCount > 0) { break }
    }
    try layout.limits.checkMemory(bytes: cells.dictionaryBytes, for: "the different texts of \(layout.name)")
    let position = buffer.filePosition
    try run?.advance(rows: batch.rowCount, bytes: position - reported)
    reported = position
  }

  fileprivate var notes: [Note] {
    var notes = buffer.notes
    let count = parser.blankLines
    if count > 0 {
      notes.append(
        Note(
          code: "blank_lines_skipped",
          english: count == 1 ? "1 blank line was skipped." : "\(count) blank lines were skipped.",
          chinese: "略過 \(count) 行空行（整行沒有任何內容）。"))
    }
    if let note = parser.totalRows.noteOnTotals { notes.append(note) }
    if let note = parser.blankRows.noteOnBlanks { notes.append(note) }
    if parser.fullWidthCells > 0 { notes.append(.fullWidthDigits(parser.fullWidthCells)) }
    return notes
  }
}
