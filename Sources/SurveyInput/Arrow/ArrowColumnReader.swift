import SurveyTable

/// Reads one requested column, chunk after chunk, into the batches of a pass.
final class ArrowColumnReader {
  let request: ColumnRequest
  private(set) var fullWidthCells = 0
  private let column: String
  private let table: String
  private let limits: ResourceLimits
  private let missing: ArrowMissing
  private var current: ArrowColumn?
  private var memo = ArrowMemo()
  private var generation = 0
  /// What each value of the chunk's dictionary means to this request, looked up when it first occurs.
  private var codes: [Int32] = []
  private var numbers: [(value: Double, meaning: Meaning)] = []

  private enum Meaning: UInt8 { case unknown, missing, number, fullWidthNumber }
  private static let unknown: Int32 = -2

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
    let count = chunk?.dictionary.first?.rows ?? 0
    codes.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    switch request.reading {
    case .number: numbers.append(contentsOf: repeatElement((0, .unknown), count: count))
    case .text, .verbatim: codes.append(contentsOf: repeatElement(Self.unknown, count: count))
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
    var place = Place(table: table, column: column, number: request.column + 1, row: firstRow)
    do throws(ArrowColumn.Fault) {
      switch batch {
      case .numbers(let numbers): try appendNumbers(current, rows, numbers, scratch, &place)
      case .codes(let codes): try appendCodes(current, rows, codes, scratch, &place)
      }
    } catch {
      throw place.error(error)
    }
  }

  // MARK: Numbers

  private func appendNumbers(
    _ source: ArrowColumn, _ rows: Range<Int>, _ target: NumberColumn, _ scratch: ArrowScratch,
    _ place: inout Place
  ) throws(ArrowColumn.Fault) {
    if source.dictionary.isEmpty, source.type.isNumbersSideBySide {
      let first = rows.lowerBound
      var isInfinite = false
      target.appendRows(rows.count) { values, valid in
        if !source.expandValidity(first, rows.count, into: valid, scratch: scratch.bytes) {
          valid.update(repeating: 1, count: rows.count)
        }
        isInfinite = source.storeNumbers(first, rows.count, valid, into: values)
        for code in missing.numbers { clear(code, rows.count, values, valid) }
      }
      if isInfinite { try findInfinite(source, rows, &place) }
      return
    }
    let dictionary = source.dictionary.first
    for row in rows {
      let meaning: (value: Double, meaning: Meaning)
      if let dictionary {
        meaning = try entry(source, dictionary, row)
      } else {
        meaning = try self.meaning(try source.cell(row))
      }
      switch meaning.meaning {
      case .number: target.append(meaning.value)
      case .fullWidthNumber:
        target.append(meaning.value)
        fullWidthCells += 1
      case .missing, .unknown: target.appendMissing()
      }
      place.row += 1
    }
  }

  private func clear(
    _ code: Double, _ count: Int, _ values: UnsafeMutablePointer<Double>, _ valid: UnsafeMutablePointer<UInt8>
  ) {
    for index in 0..<count where values[index] == code {
      values[index] = 0
      valid[index] = 0
    }
  }

  private func findInfinite(
    _ source: ArrowColumn, _ rows: Range<Int>, _ place: inout Place
  ) throws(ArrowColumn.Fault) {
    for row in rows {
      if source.isThere(row), source.float(row).isInfinite, !missing.contains(source.float(row)) {
        throw ArrowColumn.Fault(what: " is infinite")
      }
      place.row += 1
    }
  }

  private func entry(
    _ source: ArrowColumn, _ dictionary: ArrowColumn, _ row: Int
  ) throws(ArrowColumn.Fault) -> (value: Double, meaning: Meaning) {
    guard let index = try index(source, dictionary, row) else { return (0, .missing) }
    if numbers[index].meaning == .unknown { numbers[index] = try meaning(try dictionary.cell(index)) }
    return numbers[index]
  }

  private func meaning(
    _ cell: ArrowCell
  ) throws(ArrowColumn.Fault) -> (value: Double, meaning: Meaning) {
    switch cell {
    case .missing: return (0, .missing)
    case .number(let value, _):
      if missing.contains(value) { return (0, .missing) }
      if !value.isFinite { throw ArrowColumn.Fault(what: " is infinite") }
      return (value, .number)
    case .words(let words): throw ArrowColumn.Fault(what: ": '\(words)' \(SurveyStatsError.notANumber)")
    case .text(let bytes):
      let text = trimmed(try bounded(bytes))
      if let number = parseNumber(text) {
        return missing.contains(text) ? (0, .missing) : (number, .number)
      }
      if missing.contains(text) { return (0, .missing) }
      if let written = parseWrittenNumber(text) {
        return (written.value, written.isFullWidth ? .fullWidthNumber : .number)
      }
      let shown = String(decoding: text.prefix(160), as: UTF8.self).prefix(40)
      throw ArrowColumn.Fault(what: ": '\(shown)' \(SurveyStatsError.notANumber)")
    }
  }

  // MARK: Codes

  private func appendCodes(
    _ source: ArrowColumn, _ rows: Range<Int>, _ target: CodeColumn, _ scratch: ArrowScratch,
    _ place: inout Place
  ) throws(ArrowColumn.Fault) {
    let dictionary = target.dictionary
    if let values = source.dictionary.first {
      for row in rows {
        if let index = try index(source, values, row) {
          if codes[index] == Self.unknown { codes[index] = try code(try values.cell(index), dictionary) }
          target.codes.append(codes[index])
        } else {
          target.codes.append(-1)
        }
        place.row += 1
      }
      return
    }
    let hasGaps = source.expandValidity(
      rows.lowerBound, rows.count, into: scratch.valid, scratch: scratch.bytes)
    for row in rows {
      if hasGaps, scratch.valid[row - rows.lowerBound] == 0 {
        target.codes.append(-1)
      } else {
        target.codes.append(try code(source, row, dictionary))
      }
      place.row += 1
    }
  }

  @inline(__always)
  private func code(
    _ source: ArrowColumn, _ row: Int, _ dictionary: TextDictionary
  ) throws(ArrowColumn.Fault) -> Int32 {
    let key: ArrowMemo.Key?
    switch source.type {
    case .text, .textView: key = ArrowMemo.key(try source.text(row))
    case .decimal(bytes: 16, _): key = nil
    case .float64, .float32: key = ArrowMemo.Key(low: source.float(row).bitPattern)
    default: key = ArrowMemo.Key(low: UInt64(bitPattern: source.integer(row)))
    }
    guard let key else { return try code(try source.cell(row), dictionary) }
    if let known = memo.code(of: key) { return known }
    let code = try code(try source.cell(row), dictionary)
    memo.remember(key, code)
    return code
  }

  private func code(
    _ cell: ArrowCell, _ dictionary: TextDictionary
  ) throws(ArrowColumn.Fault) -> Int32 {
    switch cell {
    case .missing: return -1
    case .number(let value, let text):
      if missing.contains(value) { return -1 }
      if !value.isFinite { throw ArrowColumn.Fault(what: " is infinite") }
      return dictionary.code(of: text ?? shortestText(value))
    case .words(let words): return dictionary.code(of: words)
    case .text(let bytes):
      let text = trimmed(try bounded(bytes))
      if missing.contains(text) { return -1 }
      let known = dictionary.count
      let code = dictionary.code(of: text)
      if Int(code) == known { try check(text) }
      return code
    }
  }

  // MARK: What both need

  /// The position in the dictionary; `nil` where the answer is missing.
  @inline(__always)
  private func index(
    _ source: ArrowColumn, _ dictionary: ArrowColumn, _ row: Int
  ) throws(ArrowColumn.Fault) -> Int? {
    if !source.isThere(row) { return nil }
    let index = source.integer(row)
    guard index >= 0, index < Int64(dictionary.rows) else {
      // An unsigned index beyond 2^63 is as wrong as a negative one.
      throw ArrowColumn.Fault(
        what: " has the dictionary index \(index), but the dictionary has \(dictionary.rows) values")
    }
    return Int(index)
  }

  private func bounded(
    _ text: UnsafeRawBufferPointer
  ) throws(ArrowColumn.Fault) -> UnsafeRawBufferPointer {
    if text.count <= limits.cellBytes { return text }
    throw ArrowColumn.Fault(
      code: .limitExceeded,
      what: " has \(text.count) bytes, more than the limit of \(limits.cellBytes) for a cell")
  }

  /// Refuses a text that cannot stand in a result; each different text is looked at once.
  private func check(_ text: UnsafeRawBufferPointer) throws(ArrowColumn.Fault) {
    if text.contains(0) { throw ArrowColumn.Fault(what: " holds a NUL, which no text does") }
    if String(validating: text, as: UTF8.self) == nil {
      throw ArrowColumn.Fault(code: .badEncoding, what: " is not UTF-8")
    }
  }
}

/// Memory of a batch's rows that all columns of a source share.
final class ArrowScratch {
  let valid = UnsafeMutablePointer<UInt8>.allocate(capacity: ColumnBatch.capacity)
  let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: ColumnBatch.capacity)

  deinit {
    valid.deallocate()
    bytes.deallocate()
  }
}

/// Which cell a message is about.
private struct Place {
  var table: String
  var column: String
  var number: Int
  var row: Int

  func error(_ fault: ArrowColumn.Fault) -> SurveyStatsError {
    SurveyStatsError(
      fault.code, "\(table) value \(row) of column '\(column)'\(fault.what)", row: row, column: number)
  }
}
