import CSurveyShims
import SurveyTable
import Synchronization

/// An Arrow table that passes are made over: kept chunks, or a stream.
final class ArrowTable: Sendable {
  let name: String
  let fields: [ArrowField]
  /// For each column of the dataset its position among `fields`.
  let positions: [Int]
  let columnNames: [String]
  let limits: ResourceLimits
  private let chunks: [ArrowChunk]
  private let stream: ArrowStream?
  private let beginsAgain: Bool
  private let state = Mutex(State())

  private struct State {
    var isRead = false
    var isTaken = false
    /// Of the first pass that came to the end.
    var rows: Int?
  }

  init(
    name: String, fields: [ArrowField], positions: [Int], columnNames: [String], limits: ResourceLimits,
    chunks: [ArrowChunk] = [], stream: ArrowStream? = nil, beginsAgain: Bool = false
  ) {
    self.name = name
    self.fields = fields
    self.positions = positions
    self.columnNames = columnNames
    self.limits = limits
    self.chunks = chunks
    self.stream = stream
    self.beginsAgain = beginsAgain
  }

  /// Rows of the kept chunks; `nil` where rows come from a stream.
  var keptRows: Int? { stream == nil ? chunks.reduce(0) { $0.addingClamped($1.rows) } : nil }

  /// The chunks for one pass, from the first on or those of some of the kept rows. Kept chunks serve several passes at a time, a stream one.
  ///
  /// Errors: `sourceChanged` where the stream has been read and cannot begin again, or has other columns than
  /// before; `inputOutput` from the stream.
  func begin(_ range: Range<Int>?) throws(SurveyStatsError) -> ArrowChunks {
    guard let stream else { return ArrowChunks(self, kept: chunks, range: range ?? 0..<Int.max) }
    let refusal: SurveyStatsError? = state.withLock { state in
      if state.isTaken {
        return SurveyStatsError(
          .invalidArgument,
          "\(name) is an Arrow stream that another call is reading; ask one thing at a time, or keep the data in memory",
          chinese: "\(name) 的 Arrow 串流正由另一個呼叫讀取；請逐一執行，或將資料保留於記憶體")
      }
      if state.isRead, !beginsAgain {
        return SurveyStatsError(
          .sourceChanged,
          "\(name) is an Arrow stream, which can be read once, and it has been; keep the data in memory, or give a stream that begins again, to ask more of it",
          chinese: "\(name) 為 Arrow 串流，僅能讀取一次；請將資料保留於記憶體，或提供可重新開始的串流")
      }
      state.isTaken = true
      state.isRead = true
      return nil
    }
    if let refusal { throw refusal }
    do throws(SurveyStatsError) {
      if beginsAgain, try stream.columns(limits: limits) != fields {
        throw SurveyStatsError(
          .sourceChanged, "\(name): the Arrow stream began again with other columns than before",
          chinese: "\(name)：Arrow 串流重新開始後欄位與先前不同")
      }
    } catch {
      end(rows: nil)
      throw error
    }
    return ArrowChunks(self, stream: stream)
  }

  /// Ends a pass; `rows` is given where it came to the end of the table. False where a pass before had another
  /// number of rows.
  @discardableResult
  fileprivate func end(rows: Int?) -> Bool {
    state.withLock { state in
      state.isTaken = false
      guard let rows else { return true }
      let isSame = state.rows.map { $0 == rows } ?? true
      state.rows = rows
      return isSame
    }
  }
}

/// The chunks of one pass in their order. A chunk of a stream is released when nobody holds it any longer.
final class ArrowChunks {
  private let table: ArrowTable
  private let kept: [ArrowChunk]
  /// Which of the kept rows are wanted, and how many stand before the next chunk.
  private let range: Range<Int>
  private var before = 0
  private var stream: ArrowStream?
  private var next = 0
  private var rows = 0

  fileprivate init(_ table: ArrowTable, kept: [ArrowChunk], range: Range<Int>) {
    self.table = table
    self.kept = kept
    self.range = range
  }

  fileprivate init(_ table: ArrowTable, stream: ArrowStream) {
    self.table = table
    kept = []
    range = 0..<0
    self.stream = stream
  }

  deinit {
    // A pass that was given up: the stream is free for another.
    if stream != nil { table.end(rows: nil) }
  }

  /// The next chunk, and which of its rows are wanted; `nil` at the end.
  ///
  /// Errors: those of the stream and of chunks that contradict the schema; `sourceChanged` at the end of a stream
  /// that had another number of rows in an earlier pass.
  func take() throws(SurveyStatsError) -> (chunk: ArrowChunk, rows: Range<Int>)? {
    guard let stream else {
      while next < kept.count, before < range.upperBound {
        let chunk = kept[next]
        next += 1
        let start = max(0, range.lowerBound - before)
        let end = min(chunk.rows, range.upperBound - before)
        before = before.addingClamped(chunk.rows)
        if start < end { return (chunk, start..<end) }
      }
      return nil
    }
    if let array = try stream.next() {
      next += 1
      let chunk = try ArrowChunk(
        taking: array, number: next, columnCount: table.fields.count, table: table.name)
      rows = rows.addingClamped(chunk.rows)
      return (chunk, 0..<chunk.rows)
    }
    self.stream = nil
    if table.end(rows: rows) { return nil }
    throw SurveyStatsError(
      .sourceChanged,
      "\(table.name): the Arrow stream has another number of rows than when it was read before",
      chinese: "\(table.name)：Arrow 串流的列數與先前讀取時不同")
  }
}
