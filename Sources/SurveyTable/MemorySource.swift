/// Serves columns in memory batch by batch; small whole numbers stay small, other numbers are widened and texts coded a
/// batch at a time.
final class MemorySource: BatchSource {
  let columns: [SurveyColumn]
  var canBeginAgain: Bool { true }
  let columnNames: [String]
  private let name: String
  /// The rows that are served: all of them, or a share.
  private let range: Range<Int>
  private var requests: [ColumnRequest] = []
  private var memos: [ColumnMemo] = []
  private var position = 0
  private var run: RunControl?
  private var fullWidthCells = 0
  private let isShare: Bool

  var passNotes: [Note] { fullWidthCells == 0 ? [] : [.fullWidthDigits(fullWidthCells)] }

  convenience init(columns: [SurveyColumn], name: String, rowCount: Int) {
    self.init(columns: columns, name: name, range: 0..<rowCount, isShare: false)
  }

  private init(columns: [SurveyColumn], name: String, range: Range<Int>, isShare: Bool) {
    self.columns = columns
    self.name = name
    self.range = range
    self.isShare = isShare
    columnNames = columns.map(\.name)
  }

  /// Rows from which on a second thread is worth its start.
  private static let leastShared = 4 * ColumnBatch.capacity

  func shares(_ count: Int) -> SharedPass? {
    guard count > 1, !isShare, range.count >= Self.leastShared else { return nil }
    let sources = (0..<count).map { share in
      MemorySource(
        columns: columns, name: name, range: range.count * share / count..<range.count * (share + 1) / count,
        isShare: true)
    }
    return SharedPass(
      sources: sources, totalBytes: 0, stop: {},
      join: {
        let cells = sources.reduce(0) { $0 + $1.fullWidthCells }
        return cells == 0 ? [] : [.fullWidthDigits(cells)]
      })
  }

  func begin(
    _ requests: [ColumnRequest], into batch: ColumnBatch, run: RunControl?
  ) throws(SurveyStatsError) {
    self.requests = requests
    self.run = run
    position = range.lowerBound
    fullWidthCells = 0
    batch.prepare(for: requests)
    if !isShare { run?.begin(totalBytes: 0) }
    memos = requests.map { request in
      if case .codes(_, let labels) = columns[request.column].values {
        return ColumnMemo(labels: labels, request: request)
      }
      return ColumnMemo(missing: request.missing)
    }
  }

  func next(into batch: ColumnBatch) throws(SurveyStatsError) -> Bool {
    batch.removeAllRows()
    let end = min(position + ColumnBatch.capacity, range.upperBound)
    if position == end {
      try run?.advance(rows: 0, bytes: 0)
      return false
    }
    let rows = position..<end
    for (slot, request) in requests.enumerated() {
      let column = columns[request.column]
      do throws(CellFault) {
        switch batch.columns[slot] {
        case .numbers(let numbers): try fill(numbers, column, rows, memos[slot])
        case .codes(let codes): try fill(codes, column, rows, memos[slot])
        }
      } catch {
        throw fault(error, request)
      }
    }
    batch.rowCount = rows.count
    batch.firstRow = position + 1
    position = end
    try run?.advance(rows: batch.rowCount, bytes: 0)
    return true
  }

  // MARK: columns

  private func fill(
    _ numbers: NumberColumn, _ column: SurveyColumn, _ rows: Range<Int>, _ memo: ColumnMemo
  ) throws(CellFault) {
    let validity = column.validity
    switch column.values {
    case .int8(let values): memo.append(values, rows, validity, to: numbers)
    case .uint8(let values): memo.append(values, rows, validity, to: numbers)
    case .int16(let values): memo.append(values, rows, validity, to: numbers)
    case .int32(let values): memo.append(values, rows, validity, to: numbers)
    case .int64(let values): memo.append(values, rows, validity, to: numbers)
    case .bool(let values):
      for row in rows { try memo.append(values[row] ? 1 : 0, row, validity, to: numbers) }
    case .float64(let values):
      for row in rows { try memo.append(values[row], row, validity, to: numbers) }
    case .float32(let values):
      for row in rows { try memo.append(Double(values[row]), row, validity, to: numbers) }
    case .codes(let codes, _):
      for row in rows {
        let code = Int(codes[row])
        guard validity?[row] != 0, code >= 0, code < memo.meanings.count else {
          numbers.appendMissing()
          continue
        }
        switch memo.meanings[code] {
        case .missing: numbers.appendMissing()
        case .number(let number):
          numbers.append(number)
          if memo.isFullWidth[code] { fullWidthCells += 1 }
        case .text(let text): throw .notANumber(row: row, text: text)
        }
      }
    }
  }

  private func fill(
    _ result: CodeColumn, _ column: SurveyColumn, _ rows: Range<Int>, _ memo: ColumnMemo
  ) throws(CellFault) {
    let validity = column.validity
    switch column.values {
    case .int8(let values):
      for row in rows { try memo.appendKey(Double(values[row]), row, validity, to: result) }
    case .uint8(let values):
      for row in rows { try memo.appendKey(Double(values[row]), row, validity, to: result) }
    case .int16(let values):
      for row in rows { try memo.appendKey(Double(values[row]), row, validity, to: result) }
    case .int32(let values):
      for row in rows { try memo.appendKey(Double(values[row]), row, validity, to: result) }
    case .int64(let values):
      for row in rows { try memo.appendKey(Double(values[row]), row, validity, to: result) }
    case .bool(let values):
      for row in rows { try memo.appendKey(values[row] ? 1 : 0, row, validity, to: result) }
    case .float64(let values): for row in rows { try memo.appendKey(values[row], row, validity, to: result) }
    case .float32(let values):
      for row in rows { try memo.appendKey(Double(values[row]), row, validity, to: result) }
    case .codes(let codes, _):
      for row in rows {
        let code = Int(codes[row])
        guard validity?[row] != 0, code >= 0, code < memo.meanings.count else {
          result.codes.append(-1)
          continue
        }
        result.codes.append(memo.key(ofLabel: code, in: result.dictionary))
      }
    }
  }

  private func fault(_ fault: CellFault, _ request: ColumnRequest) -> SurveyStatsError {
    let column = columnNames[request.column]
    switch fault {
    case .infinite(let row):
      return SurveyStatsError(
        .malformedData, "\(name) value \(row + 1) of column '\(column)' is infinite", row: row + 1,
        column: request.column + 1)
    case .notANumber(let row, let text):
      return SurveyStatsError(
        .malformedData,
        "\(name) value \(row + 1) of column '\(column)': \(SurveyStatsError.notANumber(text.prefix(40)).english)",
        row: row + 1, column: request.column + 1)
    }
  }
}

/// What is wrong with a cell.
private enum CellFault: Error {
  case infinite(row: Int)
  case notANumber(row: Int, text: String)
}

/// What the values of a column mean to one request, worked out once a pass.
private final class ColumnMemo {
  enum Meaning {
    case missing
    case number(Double)
    case text(String)
  }
  private(set) var meanings: [Meaning] = []
  private(set) var isFullWidth: [Bool] = []
  private var texts: [String] = []
  /// The dictionary's codes of labels, −2 where they are not known yet.
  private var keys: [Int32] = []
  /// Missing codes, and what each byte stands for where there are any.
  private let missing: [Double]
  private let answers: [Int8]
  /// The codes of numbers met lately, by their bits.
  private var recent: [(bits: UInt64, code: Int32)] = []

  init(missing codes: MissingCodes) {
    missing = codes.numbers.sorted()
    answers = (-128...127).map { value in
      codes.numbers.contains(Double(value)) ? NumberColumn.missing : Int8(truncatingIfNeeded: value)
    }
  }

  convenience init(labels: [String], request: ColumnRequest) {
    self.init(missing: request.missing)
    keys = [Int32](repeating: -2, count: labels.count)
    for label in labels {
      let text = label.trimmingSpaces()
      texts.append(text)
      let written = parseNumber(text).map { (value: $0, isFullWidth: false) } ?? parseWrittenNumber(text)
      let number = written?.value
      isFullWidth.append(written?.isFullWidth ?? false)
      if text.isEmpty || text == "NA" || request.missing.texts.contains(text)
        || number.map({ request.missing.numbers.contains($0) }) ?? false
      {
        meanings.append(.missing)
      } else if let number {
        meanings.append(.number(number))
      } else {
        meanings.append(.text(text))
      }
    }
  }

  func key(ofLabel label: Int, in dictionary: TextDictionary) -> Int32 {
    if keys[label] == -2 {
      if case .missing = meanings[label] {
        keys[label] = -1
      } else {
        keys[label] = dictionary.code(of: texts[label])
      }
    }
    return keys[label]
  }

  /// Appends whole numbers, in a byte each where all of these rows are small.
  func append<Number: FixedWidthInteger>(
    _ values: [Number], _ rows: Range<Int>, _ validity: [UInt8]?, to numbers: NumberColumn
  ) {
    if numbers.isSmall, let small = small(values, rows, validity) {
      small.withUnsafeBufferPointer { numbers.append(answers: $0) }
      return
    }
    for row in rows {
      let number = Double(values[row])
      if validity?[row] == 0 || missing.contains(number) {
        numbers.appendMissing()
      } else {
        numbers.append(number)
      }
    }
  }

  private func small<Number: FixedWidthInteger>(
    _ values: [Number], _ rows: Range<Int>, _ validity: [UInt8]?
  ) -> [Int8]? {
    var outside = false
    let result = [Int8](unsafeUninitializedCapacity: rows.count) { result, count in
      values.withUnsafeBufferPointer { values in
        for row in rows {
          let byte = Int8(truncatingIfNeeded: values[row])
          // Of a row without an answer the value is anything.
          // The upper half of the numbers without a sign would come back negative.
          if Number(truncatingIfNeeded: byte) != values[row] || byte < (Number.isSigned ? -127 : 0) {
            if validity?[row] != 0 { outside = true }
          }
          result[row - rows.lowerBound] = byte
        }
      }
      if !missing.isEmpty {
        for index in 0..<rows.count { result[index] = answers[Int(result[index]) + 128] }
      }
      if let validity {
        for row in rows where validity[row] == 0 { result[row - rows.lowerBound] = NumberColumn.missing }
      }
      count = rows.count
    }
    return outside ? nil : result
  }

  @inline(__always)
  func append(
    _ number: Double, _ row: Int, _ validity: [UInt8]?, to numbers: NumberColumn
  ) throws(CellFault) {
    if number.isNaN || validity?[row] == 0 || (!missing.isEmpty && missing.contains(number)) {
      numbers.appendMissing()
    } else if number.isInfinite {
      throw .infinite(row: row)
    } else {
      numbers.append(number)
    }
  }

  /// Appends the code of a number's shortest text.
  func appendKey(
    _ number: Double, _ row: Int, _ validity: [UInt8]?, to result: CodeColumn
  ) throws(CellFault) {
    if number.isNaN || validity?[row] == 0 || (!missing.isEmpty && missing.contains(number)) {
      result.codes.append(-1)
      return
    }
    if number.isInfinite { throw .infinite(row: row) }
    if recent.isEmpty { recent = [(UInt64, Int32)](repeating: (.max, -1), count: 4096) }
    // Zero has two signs and one text.
    let bits = (number == 0 ? 0 : number).bitPattern
    let place = Int(truncatingIfNeeded: (bits &* 0x9E37_79B9_7F4A_7C15) >> 52)
    // All bits set is a NaN, which no number here is.
    if recent[place].bits != bits {
      recent[place] = (bits, result.dictionary.code(of: shortestText(number == 0 ? 0 : number)))
    }
    result.codes.append(recent[place].code)
  }
}
