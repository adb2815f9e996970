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
  /// The columns that passes in order keep, and those that passes by chunks do.
  private let kept: (whole: KeptColumns, chunked: KeptColumns)
  /// How many bytes the columns of a file may take that are kept; 0 where a large file's are not.
  private var keptBytes: Int
  private let shareCount: Int
  private var fromMemory: KeptPass?
  /// Bytes that a pass over the whole file reads.
  private var wholeBytes = 0
  /// The rows of the columns that are parsed.
  private let parsed = ColumnBatch()
  /// Those of them that no batch has: passes to come ask for them.
  private var ahead: [BatchColumn] = []
  private var isReadingAhead = false
  /// Of the columns of this pass those to be kept; in the end all of them.
  private(set) var stage: KeptStage?

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
    kept: (whole: KeptColumns, chunked: KeptColumns), chunks: FileChunks? = nil, keptBytes: Int = 0,
    shareCount: Int = 1
  ) {
    self.kept = kept
    self.keptBytes = keptBytes
    self.shareCount = shareCount
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
    let shareCount = min(count, chunks.count)
    let sources = (0..<shareCount).map { _ in
      CSVSource(
        own, origin: origin, bufferBytes: bufferBytes, chunkBytes: chunkBytes, kept: kept, chunks: chunks,
        keptBytes: keptBytes, shareCount: shareCount)
    }
    return SharedPass(
      sources: sources, totalBytes: length, stop: { chunks.stop() },
      join: { [layout, kept, keptBytes] in
        guard let reports = chunks.joined() else { return nil }
        let notes = CSVSource.notes(of: reports, layout)
        var stretches: [Int: KeptColumns.Stretch] = [:]
        for source in sources { stretches.merge(source.stage?.stretches ?? [:]) { own, _ in own } }
        kept.chunked.keep(
          reports.indices.compactMap { stretches[$0] }, notes: notes, encoding: own.encoding.name,
          bytes: keptBytes)
        return notes
      })
  }

  func keepColumns(bytes: Int) { keptBytes = max(keptBytes, bytes) }

  func expectColumns(_ requests: [ColumnRequest]) {
    kept.whole.expect(requests)
    kept.chunked.expect(requests)
  }

  var canBeginAgain: Bool { origin.repeatableBytes != nil }

  private var columnsKept: KeptColumns? {
    if let chunks { return chunks.count == kept.chunked.partCount ? kept.chunked : nil }
    return kept.whole
  }

  /// Whether the columns that this pass reads are worth keeping: not of a pipe, which has no second pass, and of a large
  /// file where somebody is going to ask again.
  private var isKeeping: Bool {
    guard let bytes = origin.repeatableBytes else { return false }
    return keptBytes > 0 || bytes <= KeptColumns.largestFile || columnsKept?.isReadAgain == true
  }

  func begin(
    _ requests: [ColumnRequest], into batch: ColumnBatch, run: RunControl?
  ) throws(SurveyStatsError) {
    for request in requests where !layout.columnNames.indices.contains(request.column) {
      throw SurveyStatsError(
        .invalidArgument, "\(layout.name) has no column number \(request.column.addingClamped(1))")
    }
    pass = nil
    fromMemory = nil
    stage = nil
    passNotes = []
    batch.prepare(for: requests)
    let found = origin.repeatableBytes == nil ? nil : columnsKept?.columns(for: requests)
    let (buffer, totalBytes) = try buffer(at: layout.fileStart)
    wholeBytes = totalBytes
    if let found, !found.parts.isEmpty { fromMemory = KeptPass(found) }
    if let found, found.isWhole {
      if chunks == nil { run?.begin(totalBytes: totalBytes) }
      fromMemory?.run = run
      return
    }
    let left = requests.indices.filter { fromMemory?.found.columns[$0] == nil }
    var wanted = left.map { requests[$0] }
    var aheadCount = 0
    if isKeeping, let columnsKept {
      let expected = columnsKept.expected(besides: requests).filter {
        layout.columnNames.indices.contains($0.column)
      }
      aheadCount = expected.count
      wanted += expected
      stage = KeptStage(
        wanted, aheadCount: aheadCount, room: columnsKept.room(of: keptBytes) / shareCount)
    }
    parsed.prepare(for: wanted)
    ahead = Array(parsed.columns.suffix(aheadCount))
    isReadingAhead = aheadCount > 0
    parsed.columns = left.map { batch.columns[$0] } + ahead
    let cells = try CellPlans(
      wanted, aheadCount: aheadCount, columnCount: layout.columnNames.count, batch: parsed,
      limits: layout.limits)
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
    if current.chunk >= 0 {
      chunks.report(current.report)
      stage?.end(current.chunk, current.report, spoiled: current.cells.spoiled)
    }
    guard let stretch = try chunks.next() else { return false }
    (current.chunk, current.start, current.limit) = (stretch.chunk, stretch.start, stretch.limit)
    current.buffer = try buffer(at: stretch.start).0
    current.parser = RecordParser(layout: layout, cells: current.cells)
    current.reported = stretch.start
    current.isOver = false
    fromMemory?.begin(stretch.chunk)
    return true
  }

  func next(into batch: ColumnBatch) throws(SurveyStatsError) -> Bool {
    batch.removeAllRows()
    guard var current = pass else { return try nextFromMemory(into: batch) }
    parsed.rowCount = 0
    for column in ahead { column.removeAll() }
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
          try current.fill(parsed, layout: layout)
          try complete(batch, &current)
        }
        return true
      }
      if current.isOver { return false }
      try current.fill(parsed, layout: layout)
      try complete(batch, &current)
    } catch {
      current.failure = error
      throw error
    }
    if current.isOver {
      passNotes = current.notes
      encoding = current.buffer.encoding
      stage?.end(0, current.report, spoiled: current.cells.spoiled)
      if let stretch = stage?.stretches[0] {
        kept.whole.keep([stretch], notes: passNotes, encoding: encoding, bytes: keptBytes)
      }
      stage = nil
    }
    return batch.rowCount > 0
  }

  /// Makes the rows that were parsed those of the batch, with the columns that were kept beside them.
  private func complete(_ batch: ColumnBatch, _ current: inout Pass) throws(SurveyStatsError) {
    batch.rowCount = parsed.rowCount
    batch.firstRow = parsed.firstRow
    if batch.rowCount == 0 { return }
    stage?.add(parsed)
    if isReadingAhead, stage?.isReadingAhead != true {
      current.cells.stopReadingAhead()
      isReadingAhead = false
    }
    guard fromMemory == nil || fromMemory?.append(batch.rowCount, to: batch) == true else {
      throw SurveyStatsError(
        .sourceChanged, "\(layout.name) changed after it was opened; open it again when nothing writes to it",
        chinese: "\(layout.name) 於讀取期間遭到變更；請待檔案儲存完成後再試")
    }
  }

  /// The next rows where all columns were kept.
  private func nextFromMemory(into batch: ColumnBatch) throws(SurveyStatsError) -> Bool {
    guard var memory = fromMemory else { return false }
    fromMemory = nil
    defer { fromMemory = memory }
    while !memory.fill(batch) {
      if memory.isBegun {
        // The bytes of a text that was decoded or decompressed are not those of its file.
        let report = memory.part.report
        try memory.run?.advance(rows: 0, bytes: chunks == nil ? wholeBytes : report.end - report.start)
      }
      guard let chunks else {
        if !memory.isBegun, memory.begin(0) { continue }
        passNotes = memory.found.notes
        encoding = memory.found.encoding
        return false
      }
      if memory.isBegun { chunks.report(memory.part.report) }
      guard let chunk = chunks.nextChunk(), memory.begin(chunk) else {
        memory.end()
        return false
      }
    }
    try memory.run?.advance(rows: batch.rowCount, bytes: 0)
    return true
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
