import SurveyTable
import Synchronization

/// Columns that passes over a file read, kept for the next passes: several statistics of one file ask for the same
/// columns, and a cell is then parsed once.
///
/// ```
///             column 4 as text    column 3 as numbers
/// part 0      codes, texts        doubles                 rows of the file, or of its first chunk
/// part 1      codes, texts        doubles                 of its second …
/// ```
/// A column is kept when a whole pass has read it. Whoever serves from here opens the file all the same, so that one that
/// changed is refused as ever.
final class KeptColumns: Sendable {
  /// Files up to this size are kept without being asked, and what all columns of a file may take then.
  static let largestFile = 16 << 20
  static let largestBytes = 64 << 20

  /// What belongs to a part of the file whatever its columns.
  struct Part: Sendable {
    var batches: [Batch] = []
    var report: FileChunks.Report

    struct Batch: Sendable {
      var firstRow: Int
      var rows: Int
    }
  }

  /// Columns of one part by what was asked for.
  struct Stretch {
    var part: Part
    var columns: [ColumnRequest: KeptColumn]
  }

  /// What is known of the columns of a request.
  struct Found: @unchecked Sendable {
    var parts: [Part] = []
    /// For each request the column's parts; `nil` where it must be read.
    var columns: [[KeptColumn]?] = []
    var notes: [Note] = []
    var encoding = ""

    var isWhole: Bool { !parts.isEmpty && !columns.contains { $0 == nil } }
  }

  private struct State: @unchecked Sendable {
    var parts: [Part] = []
    var columns: [ColumnRequest: [KeptColumn]] = [:]
    var bytes = 0
    var notes: [Note] = []
    var encoding = ""
    /// Columns that passes to come ask for, in the order in which they were named.
    var expected: [ColumnRequest] = []
    /// Whether somebody said that there are passes to come.
    var isReadAgain = false
  }

  private let state = Mutex(State())
  let partCount: Int

  init(partCount: Int) { self.partCount = partCount }

  /// Bytes that may still be kept where all may be so many.
  func room(of bytes: Int) -> Int { state.withLock { max(bytes, Self.largestBytes) - $0.bytes } }

  func columns(for requests: [ColumnRequest]) -> Found {
    state.withLock { state in
      Found(
        parts: state.parts, columns: requests.map { state.columns[$0] }, notes: state.notes,
        encoding: state.encoding)
    }
  }

  func expect(_ requests: [ColumnRequest]) {
    state.withLock { state in
      state.isReadAgain = true
      state.expected += requests.filter { !state.expected.contains($0) && state.columns[$0] == nil }
    }
  }

  /// Whether columns are worth keeping also where the file is large.
  var isReadAgain: Bool { state.withLock(\.isReadAgain) }

  /// Columns that somebody is going to ask for, besides those of a pass.
  func expected(besides requests: [ColumnRequest]) -> [ColumnRequest] {
    state.withLock { state in
      state.expected.filter { state.columns[$0] == nil && !requests.contains($0) }
    }
  }

  /// Keeps the columns of all parts, which are in order; `notes` and `encoding` are what the pass decided.
  func keep(_ stretches: [Stretch], notes: [Note], encoding: String, bytes largest: Int) {
    guard stretches.count == partCount, let first = stretches.first else { return }
    // Which numbers are written in wide digits is told of the columns that are read as numbers.
    if stretches.contains(where: { $0.part.report.fullWidthCells > 0 }) { return }
    var copies: [ObjectIdentifier: TextDictionary] = [:]
    var new: [ColumnRequest: [KeptColumn]] = [:]
    for request in first.columns.keys {
      var columns = stretches.compactMap { $0.columns[request] }
      guard columns.count == partCount else { continue }
      for index in columns.indices { columns[index].seal(&copies) }
      new[request] = columns
    }
    let parts = stretches.map(\.part)
    let kept = State(parts: parts, columns: new, notes: notes, encoding: encoding)
    state.withLock { state in
      if state.parts.isEmpty {
        (state.parts, state.notes, state.encoding) = (kept.parts, kept.notes, kept.encoding)
      }
      for (request, columns) in kept.columns where state.columns[request] == nil {
        let bytes = columns.reduce(0) { $0.addingClamped($1.byteCount) }
        guard state.bytes.addingClamped(bytes) <= max(largest, Self.largestBytes) else { continue }
        state.bytes += bytes
        state.columns[request] = columns
      }
    }
  }
}

/// What a source gathers of its pass to be kept.
struct KeptStage {
  private(set) var stretches: [Int: KeptColumns.Stretch] = [:]
  /// Requests by their slot in the batches that are added.
  private let requests: [ColumnRequest]
  private var columns: [KeptColumn]
  private var isLost: [Bool]
  private var batches: [KeptColumns.Part.Batch] = []
  private var room: Int
  private var isFull = false
  /// The last requests, which nobody has made yet: the first to go where the room is short.
  private var ahead: Range<Int>

  init(_ requests: [ColumnRequest], aheadCount: Int, room: Int) {
    self.requests = requests
    self.room = room
    ahead = requests.count - aheadCount..<requests.count
    columns = requests.map { _ in KeptColumn() }
    isLost = requests.map { $0.reading == .verbatim }
  }

  var isReadingAhead: Bool { !isFull && !ahead.isEmpty }

  mutating func add(_ batch: ColumnBatch) {
    if isFull { return }
    batches.append(KeptColumns.Part.Batch(firstRow: batch.firstRow, rows: batch.rowCount))
    var bytes = 0
    for (slot, column) in batch.columns.enumerated() where !isLost[slot] {
      switch column {
      case .numbers(let numbers): columns[slot].add(numbers)
      case .codes(let codes): isLost[slot] = !columns[slot].add(codes)
      }
      bytes = bytes.addingClamped(columns[slot].byteCount)
    }
    if bytes > room, !ahead.isEmpty {
      for slot in ahead where !isLost[slot] {
        bytes -= columns[slot].byteCount
        isLost[slot] = true
        columns[slot] = KeptColumn()
      }
      ahead = ahead.upperBound..<ahead.upperBound
    }
    let isTooMuch = bytes > room
    // The smallest columns are the most that can be kept: answers, and not what is one of its kind in every row.
    while bytes > room,
      let largest = columns.indices.filter({ !isLost[$0] }).max(by: {
        columns[$0].byteCount < columns[$1].byteCount
      })
    {
      bytes -= columns[largest].byteCount
      isLost[largest] = true
      columns[largest] = KeptColumn()
    }
    if isTooMuch, !isLost.contains(false) {
      isFull = true
      columns = []
      stretches = [:]
    }
  }

  /// Ends a part; columns of these slots are not what was expected.
  mutating func end(_ part: Int, _ report: FileChunks.Report, spoiled: Set<Int>) {
    if isFull { return }
    var own: [ColumnRequest: KeptColumn] = [:]
    for (slot, request) in requests.enumerated() where !isLost[slot] && !spoiled.contains(slot) {
      own[request] = columns[slot]
    }
    room -= own.values.reduce(0) { $0.addingClamped($1.byteCount) }
    stretches[part] = KeptColumns.Stretch(
      part: KeptColumns.Part(batches: batches, report: report), columns: own)
    columns = requests.map { _ in KeptColumn() }
    batches = []
  }
}

/// A pass over kept columns, or the part that kept columns have in a pass.
struct KeptPass {
  let found: KeptColumns.Found
  var run: RunControl?
  private(set) var part: KeptColumns.Part
  private(set) var isBegun = false
  private var index = 0
  private var batch = 0
  private var row = 0
  private var translations: [CodeTranslation]

  init?(_ found: KeptColumns.Found) {
    guard let first = found.parts.first else { return nil }
    self.found = found
    part = first
    translations = found.columns.map { _ in CodeTranslation() }
  }

  /// Begins with a part; false where there is none of this number.
  @discardableResult
  mutating func begin(_ index: Int) -> Bool {
    guard found.parts.indices.contains(index) else { return false }
    self.index = index
    part = found.parts[index]
    (isBegun, batch, row) = (true, 0, 0)
    return true
  }

  /// There is no further part.
  mutating func end() {
    isBegun = false
    batch = part.batches.count
  }

  /// Fills a batch with the rows that one had when the part was read; false where the part has no more.
  mutating func fill(_ rows: ColumnBatch) -> Bool {
    guard isBegun, batch < part.batches.count else { return false }
    rows.firstRow = part.batches[batch].firstRow
    rows.rowCount = part.batches[batch].rows
    batch += 1
    return append(rows.rowCount, to: rows)
  }

  /// Appends the next rows to the columns that were kept; false where the part has not so many.
  mutating func append(_ count: Int, to rows: ColumnBatch) -> Bool {
    if !isBegun { begin(0) }
    for (slot, columns) in found.columns.enumerated() {
      guard let column = columns?[index] else { continue }
      guard row + count <= column.count else { return false }
      switch rows.columns[slot] {
      case .numbers(let numbers): column.append(row..<row + count, to: numbers)
      case .codes(let codes): column.append(row..<row + count, to: codes, &translations[slot])
      }
    }
    row += count
    return true
  }
}
