import SurveyTable

/// Serves the rows of an Arrow table batch by batch, straight from the producer's buffers.
final class ArrowSource: BatchSource {
  var columnNames: [String] { table.columnNames }

  private let table: ArrowTable
  private let scratch = ArrowScratch()
  private var readers: [ArrowColumnReader] = []
  private var chunks: ArrowChunks?
  private var chunk: ArrowChunk?
  /// Rows of the chunk that are still to be served, and how many of the table have been.
  private var waiting = 0..<0
  private var served = 0
  /// The kept rows that are served; `nil` for all.
  private let share: Range<Int>?
  private var run: RunControl?
  private var failure: SurveyStatsError?

  var passNotes: [Note] { Self.notes(fullWidthCells: fullWidthCells) }

  private var fullWidthCells: Int { readers.reduce(0) { $0.addingClamped($1.fullWidthCells) } }

  private static func notes(fullWidthCells count: Int) -> [Note] {
    count == 0 ? [] : [.fullWidthDigits(count)]
  }

  init(_ table: ArrowTable, share: Range<Int>? = nil) {
    self.table = table
    self.share = share
  }

  /// Rows from which on a second thread is worth its start.
  private static let leastShared = 4 * ColumnBatch.capacity

  func shares(_ count: Int) -> SharedPass? {
    guard count > 1, share == nil, let rows = table.keptRows, rows >= Self.leastShared else { return nil }
    let sources = (0..<count).map { index in
      ArrowSource(
        table, share: rows / count * index..<(index == count - 1 ? rows : rows / count * (index + 1)))
    }
    return SharedPass(
      sources: sources, totalBytes: 0, stop: {},
      join: { Self.notes(fullWidthCells: sources.reduce(0) { $0.addingClamped($1.fullWidthCells) }) })
  }

  func begin(
    _ requests: [ColumnRequest], into batch: ColumnBatch, run: RunControl?
  ) throws(SurveyStatsError) {
    for request in requests where !columnNames.indices.contains(request.column) {
      throw SurveyStatsError(
        .invalidArgument, "\(table.name) has no column number \(request.column.addingClamped(1))")
    }
    letGo()
    self.run = run
    served = 0
    failure = nil
    readers = requests.map { request in
      ArrowColumnReader(
        request, column: columnNames[request.column], table: table.name, limits: table.limits)
    }
    batch.prepare(for: requests)
    if share == nil { run?.begin(totalBytes: 0) }
    chunks = try table.begin(share)
  }

  func next(into batch: ColumnBatch) throws(SurveyStatsError) -> Bool {
    batch.removeAllRows()
    if let failure { throw failure }
    do throws(SurveyStatsError) {
      batch.firstRow = served.addingClamped(1)
      for (slot, reader) in readers.enumerated() { reader.check(batch.columns[slot]) }
      while batch.rowCount < ColumnBatch.capacity, try turn() { try fill(batch) }
      try checkMemory(batch)
      try run?.advance(rows: batch.rowCount, bytes: 0)
    } catch {
      letGo()
      failure = error
      throw error
    }
    if batch.rowCount == 0 { letGo() }
    return batch.rowCount > 0
  }

  /// Goes on to the next chunk with rows where this one has been served; false at the end.
  private func turn() throws(SurveyStatsError) -> Bool {
    while chunk == nil || waiting.isEmpty {
      // Released before the next one is asked for: memory holds one.
      for reader in readers { reader.turn(to: nil) }
      chunk = nil
      guard let (new, rows) = try chunks?.take() else {
        chunks = nil
        return false
      }
      // A stream may hold any number of chunks without rows, of which nothing more is looked at.
      try run?.advance(rows: 0, bytes: 0)
      if rows.isEmpty { continue }
      for reader in readers {
        let index = table.positions[reader.request.column]
        reader.turn(to: try new.column(index, table.fields[index]))
      }
      chunk = new
      waiting = rows
    }
    return true
  }

  private func fill(_ batch: ColumnBatch) throws(SurveyStatsError) {
    let count = min(ColumnBatch.capacity - batch.rowCount, waiting.count)
    let rows = waiting.prefix(count)
    for (slot, reader) in readers.enumerated() {
      try reader.append(rows, firstRow: served.addingClamped(1), to: batch.columns[slot], scratch)
    }
    waiting = waiting.dropFirst(count)
    served = served.addingClamped(count)
    batch.rowCount += count
  }

  private func checkMemory(_ batch: ColumnBatch) throws(SurveyStatsError) {
    var bytes = 0
    for column in batch.columns {
      if case .codes(let codes) = column { bytes = bytes.addingClamped(codes.dictionary.byteCount) }
    }
    try table.limits.checkMemory(bytes: bytes, for: "the different texts of \(table.name)")
  }

  private func letGo() {
    for reader in readers { reader.turn(to: nil) }
    chunk = nil
    chunks = nil
  }
}
