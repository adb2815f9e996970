import SurveyTable

/// Reads one requested column, chunk after chunk, into the batches of a pass.
final class ArrowColumnReader {
  let request: ColumnRequest
  var fullWidthCells = 0
  let missing: ArrowMissing
  /// Codes of keys, or positions in `numbers` of texts.
  let memo = ArrowMemo()
  /// What the chunk's dictionary, or texts met lately, mean as numbers.
  var numbers: [ArrowNumber] = []
  /// Codes of the values of the chunk's dictionary, looked up when they first occur.
  var codes: [Int32] = []
  private let column: String
  private let table: String
  private let limits: ResourceLimits
  private var current: ArrowColumn?
  private var generation = 0

  static let unknown: Int32 = -2

  init(_ request: ColumnRequest, column: String, table: String, limits: ResourceLimits) {
    self.request = request
    self.column = column
    self.table = table
    self.limits = limits
    missing = ArrowMissing(request.missing)
  }

  /// Goes on to the next chunk; `nil` lets go of the last.
  func turn(to chunk: ArrowColumn?) {
    current = chunk
    guard let dictionary = chunk?.dictionary.first else { return }
    codes.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    switch request.reading {
    case .number: numbers.append(contentsOf: repeatElement(ArrowNumber.unknown, count: dictionary.rows))
    case .text, .verbatim: codes.append(contentsOf: repeatElement(Self.unknown, count: dictionary.rows))
    }
  }

  /// Forgets codes where the reader of the batches has emptied the dictionary.
  func check(_ batch: BatchColumn) {
    guard case .codes(let column) = batch, column.dictionary.generation != generation else { return }
    generation = column.dictionary.generation
    memo.removeAll()
    for index in codes.indices { codes[index] = Self.unknown }
  }

  /// Adds rows of the chunk, the first of which is row `firstRow` of the table, counted from 1.
  func append(
    _ rows: Range<Int>, firstRow: Int, to batch: BatchColumn, _ scratch: ArrowScratch
  ) throws(SurveyStatsError) {
    guard let current else { return }
    // Where a cell is to blame: counted on by whoever reads cell by cell.
    scratch.row = 0
    do throws(ArrowColumn.Fault) {
      switch batch {
      case .numbers(let target):
        if current.dictionary.isEmpty, current.type.isNumbersSideBySide {
          try appendPlainNumbers(current, rows, target, scratch)
        } else {
          try appendNumbers(current, rows, target, scratch)
        }
      case .codes(let target): try appendCodes(current, rows, target, scratch)
      }
    } catch {
      let row = firstRow.addingClamped(scratch.row)
      throw SurveyStatsError(
        error.code, "\(table) value \(row) of column '\(column)'\(error.what)", row: row,
        column: request.column + 1)
    }
  }

  /// The row's position in the dictionary, which is the producer's word and therefore checked.
  @inline(__always)
  static func checked(_ index: Int64, of count: Int) throws(ArrowColumn.Fault) -> Int {
    // An unsigned index beyond 2^63 is as wrong as a negative one.
    guard index >= 0, index < Int64(count) else {
      throw ArrowColumn.Fault(
        what: " has the dictionary index \(index), but the dictionary has \(counted(count, "value"))")
    }
    return Int(index)
  }

  func bounded(_ text: UnsafeRawBufferPointer) throws(ArrowColumn.Fault) -> UnsafeRawBufferPointer {
    if text.count <= limits.cellBytes { return text }
    throw ArrowColumn.Fault(
      code: .limitExceeded,
      what: " has \(text.count) bytes, more than the limit of \(limits.cellBytes) for a cell")
  }
}

/// Memory of a batch's rows that all columns of a source share.
final class ArrowScratch {
  let values = UnsafeMutablePointer<Double>.allocate(capacity: ColumnBatch.capacity)
  let answers = UnsafeMutablePointer<Int8>.allocate(capacity: ColumnBatch.capacity)
  let codes = UnsafeMutablePointer<Int32>.allocate(capacity: ColumnBatch.capacity)
  let valid = UnsafeMutablePointer<UInt8>.allocate(capacity: ColumnBatch.capacity)
  let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: ColumnBatch.capacity)
  /// How many rows of this call were read before the one that is read now.
  var row = 0

  deinit {
    values.deallocate()
    answers.deallocate()
    codes.deallocate()
    valid.deallocate()
    bytes.deallocate()
  }

  /// Which of the rows are there, in `valid`.
  func spreadValidity(of column: ArrowColumn, _ rows: Range<Int>) {
    if !column.expandValidity(rows.lowerBound, rows.count, into: valid, scratch: bytes) {
      valid.update(repeating: 1, count: rows.count)
    }
  }
}
