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
  private let chunkBytes: Int
  /// The chunks of the file of which this source reads some, beside others; `nil` where it reads all in order.
  private let chunks: FileChunks?
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
    /// Where records no longer belong to the chunk, and the chunk's place and beginning.
    var limit: Int?
    var chunk = 0
    var start = 0
  }

  init(
    _ layout: CSVLayout, origin: any ByteOrigin, bufferBytes: Int, chunkBytes: Int,
    chunks: FileChunks? = nil
  ) {
    self.layout = layout
    self.origin = origin
    self.bufferBytes = bufferBytes
    self.chunkBytes = chunkBytes
    self.chunks = chunks
    encoding = layout.encoding.name
  }

  func shares(_ count: Int) -> SharedPass? {
    // Only UTF-8 can be read from its middle; text of which nobody knows yet is taken for it, and read in order where
    // it is not.
    guard count > 1, chunks == nil, let length = origin.length, length >= 2 * chunkBytes,
      layout.encoding == .utf8 || layout.encoding == .undecided
    else { return nil }
    var own = layout
    own.encoding = .utf8
    let chunks = FileChunks(layout: own, origin: origin, length: length, chunkBytes: chunkBytes)
    let sources = (0..<min(count, chunks.count)).map { _ in
      CSVSource(own, origin: origin, bufferBytes: bufferBytes, chunkBytes: chunkBytes, chunks: chunks)
    }
    return SharedPass(
      sources: sources, totalBytes: length, stop: { chunks.stop() },
      join: { [layout] in chunks.joined().map { CSVSource.notes(of: $0, layout) } })
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
    batch.prepare(for: requests)
    let cells = try CellPlans(
      requests, columnCount: layout.columnNames.count, batch: batch, limits: layout.limits)
    let (buffer, totalBytes) = try buffer(at: layout.fileStart)
    var new = Pass(
      buffer: buffer, cells: cells, parser: RecordParser(layout: layout, cells: cells), run: run)
    if chunks != nil {
      // Whoever reads all chunks has begun the run.
      new.limit = layout.fileStart
      new.chunk = -1
    } else {
      run?.begin(totalBytes: totalBytes)
    }
    pass = new
  }

  private func buffer(at position: Int) throws(SurveyStatsError) -> (TextBuffer, totalBytes: Int) {
    let source = TextSource(
      try origin.open(at: position), encoding: layout.encoding, position: position,
      skipping: layout.skippedText, evidence: layout.evidence)
    let buffer = TextBuffer(source, position: position, capacity: bufferBytes, limits: layout.limits)
    return (buffer, source.totalBytes)
  }

  /// Reports the chunk that is read and begins the next; false where there is none.
  private func beginChunk(_ current: inout Pass, _ chunks: FileChunks) throws(SurveyStatsError) -> Bool {
    if current.chunk >= 0 { chunks.report(current.report) }
    guard let stretch = try chunks.next() else { return false }
    (current.chunk, current.start, current.limit) = (stretch.chunk, stretch.start, stretch.limit)
    current.buffer = try buffer(at: stretch.start).0
    current.parser = RecordParser(layout: layout, cells: current.cells)
    current.reported = stretch.start
    current.isOver = false
    return true
  }

  func next(into batch: ColumnBatch) throws(SurveyStatsError) -> Bool {
    batch.removeAllRows()
    guard var current = pass else { return false }
    // Held by `current` alone while it works: the parser is changed in place.
    pass = nil
    defer { pass = current }
    if let failure = current.failure { throw failure }
    do throws(SurveyStatsError) {
      if let chunks {
        while batch.rowCount == 0 {
          if current.isOver || current.chunk < 0 || current.parser.isAtLimit {
            guard try beginChunk(&current, chunks) else {
              current.isOver = true
              current.chunk = -1
              current.limit = nil
              return false
            }
          }
          try current.fill(batch, layout: layout)
        }
        return true
      }
      if current.isOver { return false }
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
      let end = UnsafePointer(
        buffer.bytes + min(buffer.end + 1, limit.map { max(0, $0 - buffer.position) } ?? .max))
      let stop = try parser.parseBlock(
        UnsafePointer(buffer.bytes + buffer.start), ending: buffer.ending,
        rowLimit: ColumnBatch.capacity - batch.rowCount, mayBeginWithGap: batch.rowCount == 0,
        until: end)
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
      if isOver || (parser.isBeforeGap && batch.rowCount > 0) || isChunkOver { break }
    }
    try layout.limits.checkMemory(bytes: cells.dictionaryBytes, for: "the different texts of \(layout.name)")
    let position = buffer.filePosition
    try run?.advance(rows: batch.rowCount, bytes: position - reported)
    reported = position
  }

  /// Whether the next record belongs to another chunk: the window may end before it does.
  private var isChunkOver: Bool { limit.map { buffer.consumedPosition >= $0 } ?? false }

  fileprivate var report: FileChunks.Report {
    FileChunks.Report(
      chunk: chunk, start: start, end: buffer.consumedPosition,
      records: parser.recordCount - parser.layout.rowsBefore,
      blankLines: parser.blankLines - parser.layout.blankLinesBefore, totalRows: parser.totalRows,
      blankRows: parser.blankRows, fullWidthCells: parser.fullWidthCells, notes: buffer.notes)
  }

  fileprivate var notes: [Note] {
    var whole = report
    whole.blankLines = parser.blankLines
    return CSVSource.notes(of: whole)
  }
}

extension CSVSource {
  /// What the chunks of a file decided, as one.
  fileprivate static func notes(of reports: [FileChunks.Report], _ layout: CSVLayout) -> [Note] {
    var whole = FileChunks.Report(chunk: 0, start: 0, end: 0, blankLines: layout.blankLinesBefore)
    for report in reports {
      whole.blankLines = whole.blankLines.addingClamped(report.blankLines)
      whole.totalRows.add(report.totalRows, rowsBefore: whole.records)
      whole.blankRows.add(report.blankRows, rowsBefore: whole.records)
      whole.fullWidthCells = whole.fullWidthCells.addingClamped(report.fullWidthCells)
      whole.records = whole.records.addingClamped(report.records)
      whole.notes += report.notes
    }
    return notes(of: whole)
  }

  fileprivate static func notes(of whole: FileChunks.Report) -> [Note] {
    var notes = whole.notes
    let count = whole.blankLines
    if count > 0 {
      notes.append(
        Note(
          code: "blank_lines_skipped",
          english: count == 1 ? "1 blank line was skipped." : "\(count) blank lines were skipped.",
          chinese: "略過 \(count) 行空行（整行沒有任何內容）。"))
    }
    if let note = whole.totalRows.noteOnTotals { notes.append(note) }
    if let note = whole.blankRows.noteOnBlanks { notes.append(note) }
    if whole.fullWidthCells > 0 { notes.append(.fullWidthDigits(whole.fullWidthCells)) }
    return notes
  }
}
