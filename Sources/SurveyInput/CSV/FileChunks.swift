import Dispatch
import SurveyTable

/// Stretches of one file that several sources read side by side, and what each found in its own.
///
/// ```
/// file   │ header │ chunk 0 │ chunk 1 │ chunk 2 │ …
/// record          ┆r┆ r ┆ r  ┆ r ┆r┆  r ┆ …          a record belongs to the chunk in which it begins
/// ```
/// Where the first record of a chunk begins is inferred from the bytes at its edge, since only a reader that comes from
/// the beginning of the file knows whether a line break stands within quotes. So each chunk reports where its records
/// began and ended, and the whole counts only where every chunk begins where the one before it ended: then the chunks
/// are the records of a reading in order, by induction. Else the rows must be read again, in order.
final class FileChunks: Sendable {
  let layout: CSVLayout
  let origin: any ByteOrigin
  private let starts: [Int]
  private let state = Guarded(State())

  private struct State {
    var next = 0
    var isStopped = false
    var reports: [Report] = []
  }

  /// What a chunk held.
  struct Report: Sendable {
    var chunk: Int
    var start: Int
    var end: Int
    var records = 0
    var blankLines = 0
    var totalRows = SkippedRows()
    var blankRows = SkippedRows()
    var fullWidthCells = 0
    var notes: [Note] = []
  }

  /// A chunk that a source is to read: from the record that begins at `start` to the last that begins before `limit`,
  /// which is `nil` for the last chunk.
  struct Stretch {
    var chunk: Int
    var start: Int
    var limit: Int?
  }

  init(layout: CSVLayout, origin: any ByteOrigin, length: Int, chunkBytes: Int) {
    self.layout = layout
    self.origin = origin
    starts = Self.starts(layout, length: length, chunkBytes)
  }

  private static func starts(_ layout: CSVLayout, length: Int, _ chunkBytes: Int) -> [Int] {
    Array(stride(from: layout.fileStart, to: max(length, layout.fileStart + 1), by: max(1, chunkBytes)))
  }

  /// How many chunks a file has.
  static func count(_ layout: CSVLayout, length: Int, _ chunkBytes: Int) -> Int {
    starts(layout, length: length, chunkBytes).count
  }

  var count: Int { starts.count }

  /// The next chunk that nobody reads yet; `nil` where there is none.
  func nextChunk() -> Int? {
    state.withLock { state in
      if state.isStopped || state.next >= starts.count { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  /// The same with the place where its records begin.
  func next() throws(SurveyStatsError) -> Stretch? {
    guard let chunk = nextChunk() else { return nil }
    let start = chunk == 0 ? starts[0] : try firstRecord(from: starts[chunk])
    return Stretch(chunk: chunk, start: start, limit: chunk + 1 < starts.count ? starts[chunk + 1] : nil)
  }

  func report(_ report: Report) { state.withLock { $0.reports.append(report) } }

  /// Gives out no more chunks.
  func stop() { state.withLock { $0.isStopped = true } }

  /// What all chunks found, in the order of the file; `nil` where they do not meet.
  func joined() -> [Report]? {
    let reports = state.withLock { $0.reports }.sorted { $0.chunk < $1.chunk }
    guard reports.map(\.chunk) == Array(starts.indices) else { return nil }
    for (before, after) in zip(reports, reports.dropFirst()) where before.end != after.start { return nil }
    return reports
  }

  // MARK: where a record begins

  private static let window = 1 << 16
  private static let largestWindow = 1 << 22

  /// Where the first record begins at or behind `position`, as far as the bytes there tell: behind the first line end
  /// after which two records have as many cells as the header.
  private func firstRecord(from position: Int) throws(SurveyStatsError) -> Int {
    var size = Self.window
    while true {
      var bytes = [UInt8](repeating: 0, count: size)
      let source = try origin.open(at: position - 1)
      var failure: SurveyStatsError?
      var count = 0
      bytes.withUnsafeMutableBytes { room in
        do throws(SurveyStatsError) { count = try source.fill(room) } catch { failure = error }
      }
      if let failure { throw failure }
      let isWhole = count < size
      var place = 0
      candidates: while place < count {
        let byte = bytes[place]
        place += 1
        if byte == UInt8(ascii: "\r") {
          if place < count, bytes[place] == UInt8(ascii: "\n") { continue }
        } else if byte != UInt8(ascii: "\n") {
          continue
        }
        var end = place
        var records = 0
        while records < 2 {
          guard let (next, cells) = record(in: bytes[..<count], at: end) else {
            // The window ends within the record.
            if isWhole || records > 0 { break }
            break candidates
          }
          if cells != layout.columnNames.count, cells != 0 { continue candidates }
          if next == end { break }
          records += 1
          end = next
        }
        return position - 1 + place
      }
      if isWhole { return position - 1 + count }
      size *= 8
      if size > Self.largestWindow {
        throw SurveyStatsError(.malformedData, "\(layout.name): no record begins near byte \(position)")
      }
    }
  }

  /// The end of the record at `start` and how many cells it has, 0 for a blank line; `nil` where it has no end here.
  private func record(in bytes: ArraySlice<UInt8>, at start: Int) -> (end: Int, cells: Int)? {
    var place = start
    var cells = 1
    var isQuoted = false
    var isCellBegin = true
    while place < bytes.endIndex {
      let byte = bytes[place]
      place += 1
      if isQuoted {
        if byte == UInt8(ascii: "\"") {
          if place < bytes.endIndex, bytes[place] == UInt8(ascii: "\"") {
            place += 1
          } else {
            isQuoted = false
          }
        }
      } else if byte == UInt8(ascii: "\""), isCellBegin {
        isQuoted = true
        isCellBegin = false
      } else if byte == layout.delimiter {
        cells += 1
        isCellBegin = true
      } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        let isBlank = place == start + 1
        if byte == UInt8(ascii: "\r"), place < bytes.endIndex, bytes[place] == UInt8(ascii: "\n") {
          place += 1
        }
        return (place, isBlank ? 0 : cells)
      } else {
        isCellBegin = false
      }
    }
    return place == start ? (start, 0) : nil
  }
}

/// A value that one thread at a time may touch. A queue guards it and not a `Mutex`, whose lock the thread sanitizer
/// cannot see; it is asked for once a chunk.
private final class Guarded<Value: Sendable>: @unchecked Sendable {
  private let queue = DispatchQueue(label: "survey-stats.chunks")
  private var value: Value

  init(_ value: Value) { self.value = value }

  func withLock<Result>(_ body: (inout Value) -> Result) -> Result { queue.sync { body(&value) } }
}
