/// A column that lives in memory, as an app or a Python program hands it over.
public struct SurveyColumn: Sendable {
  public enum Values: Sendable {
    case float64([Double])
    case float32([Float])
    case int64([Int64])
    case int32([Int32])
    case int16([Int16])
    case int8([Int8])
    case uint8([UInt8])
    case bool([Bool])
    /// Texts by position in `labels`; a code outside `labels` (-1) is a missing answer.
    case codes([Int32], labels: [String])
  }

  public var name: String
  public var values: Values
  /// One byte for each value, 0 where the answer is missing; `nil` where all are there. A NaN is a missing
  /// answer too, and so is the text `NA` and the empty text.
  public var validity: [UInt8]?

  public init(name: String, values: Values, validity: [UInt8]? = nil) {
    self.name = name
    self.values = values
    self.validity = validity
  }

  /// Texts, with `nil` for missing answers.
  public init(name: String, texts: [String?]) {
    let dictionary = TextDictionary()
    let codes = texts.map { text in text.map { dictionary.code(of: $0) } ?? -1 }
    let labels = (0..<Int32(truncatingIfNeeded: dictionary.count)).map { dictionary[$0] }
    self.init(name: name, values: .codes(codes, labels: labels))
  }

  public var count: Int {
    switch values {
    case .float64(let v): v.count
    case .float32(let v): v.count
    case .int64(let v): v.count
    case .int32(let v): v.count
    case .int16(let v): v.count
    case .int8(let v): v.count
    case .uint8(let v): v.count
    case .bool(let v): v.count
    case .codes(let v, _): v.count
    }
  }
}

extension SurveyData {
  /// A table of columns in memory, all of one length and with different names.
  ///
  /// Errors: `invalidArgument` where lengths differ or a name is empty or repeated; `limitExceeded`.
  public convenience init(
    columns: [SurveyColumn], name: String = "memory", missing: MissingCodesByColumn = .none,
    limits: ResourceLimits = .standard
  ) throws(SurveyStatsError) {
    if columns.count > limits.columns {
      throw SurveyStatsError(
        .limitExceeded, "\(name): \(columns.count) columns, more than the limit of \(limits.columns)",
        chinese: "\(name)：共 \(columns.count) 欄，超過上限 \(limits.columns)")
    }
    var names: Set<String> = []
    let rows = columns.first?.count ?? 0
    for (index, column) in columns.enumerated() {
      if column.name.isEmpty {
        throw SurveyStatsError(
          .invalidArgument, "\(name): column \(index + 1) has no name", column: index + 1)
      }
      if !names.insert(column.name).inserted {
        throw SurveyStatsError(
          .invalidArgument, "\(name): two columns are called '\(column.name)'", column: index + 1)
      }
      if column.count != rows {
        throw SurveyStatsError(
          .invalidArgument,
          "\(name): column '\(column.name)' has \(column.count) values, the first column \(rows)",
          column: index + 1)
      }
      if let validity = column.validity, validity.count != rows {
        throw SurveyStatsError(
          .invalidArgument,
          "\(name): the validity of column '\(column.name)' has \(validity.count) bytes for \(rows) values",
          column: index + 1)
      }
    }
    for named in missing.byColumn.keys.sorted() where !names.contains(named) {
      let near = nearestName(to: named, among: columns.map(\.name)).map { "; the nearest is '\($0)'" } ?? ""
      throw SurveyStatsError(
        .unknownColumn, "\(name) has no column '\(named)', for which missing codes are given\(near)")
    }
    self.init(
      name: name, columnNames: columns.map(\.name), missing: missing, limits: limits
    ) { () throws(SurveyStatsError) in
      MemorySource(columns: columns, name: name, rowCount: rows)
    }
  }
}

/// Serves columns in memory batch by batch; numbers are widened and texts coded a batch at a time, so that
/// small storage stays small.
final class MemorySource: BatchSource {
  let columns: [SurveyColumn]
  let columnNames: [String]
  private let name: String
  private let rowCount: Int
  private var requests: [ColumnRequest] = []
  private var labelMemos: [LabelMemo] = []
  private var position = 0
  private var run: RunControl?
  private var fullWidthCells = 0

  var passNotes: [Note] { fullWidthCells == 0 ? [] : [.fullWidthDigits(fullWidthCells)] }

  init(columns: [SurveyColumn], name: String, rowCount: Int) {
    self.columns = columns
    self.name = name
    self.rowCount = rowCount
    columnNames = columns.map(\.name)
  }

  func begin(
    _ requests: [ColumnRequest], into batch: ColumnBatch, run: RunControl?
  ) throws(SurveyStatsError) {
    self.requests = requests
    self.run = run
    position = 0
    fullWidthCells = 0
    batch.prepare(for: requests)
    run?.begin(totalBytes: 0)
    labelMemos = requests.map { request in
      if case .codes(_, let labels) = columns[request.column].values {
        return LabelMemo(labels: labels, request: request)
      }
      return LabelMemo()
    }
  }

  func next(into batch: ColumnBatch) throws(SurveyStatsError) -> Bool {
    batch.removeAllRows()
    let end = min(position + ColumnBatch.capacity, rowCount)
    if position == end {
      try run?.advance(rows: 0, bytes: 0)
      return false
    }
    for (slot, request) in requests.enumerated() {
      let column = columns[request.column]
      let rows = position..<end
      let validity = column.validity
      switch column.values {
      case .float64(let v):
        try fill(batch.columns[slot], request, rows, validity) { v[$0] }
      case .float32(let v):
        try fill(batch.columns[slot], request, rows, validity) { Double(v[$0]) }
      case .int64(let v):
        try fill(batch.columns[slot], request, rows, validity) { Double(v[$0]) }
      case .int32(let v):
        try fill(batch.columns[slot], request, rows, validity) { Double(v[$0]) }
      case .int16(let v):
        try fill(batch.columns[slot], request, rows, validity) { Double(v[$0]) }
      case .int8(let v):
        try fill(batch.columns[slot], request, rows, validity) { Double(v[$0]) }
      case .uint8(let v):
        try fill(batch.columns[slot], request, rows, validity) { Double(v[$0]) }
      case .bool(let v):
        try fill(batch.columns[slot], request, rows, validity) { v[$0] ? 1 : 0 }
      case .codes(let codes, _):
        try fillLabels(batch.columns[slot], request, rows, validity, codes, labelMemos[slot])
      }
    }
    batch.rowCount = end - position
    batch.firstRow = position + 1
    position = end
    try run?.advance(rows: batch.rowCount, bytes: 0)
    return true
  }

  private func fill(
    _ column: BatchColumn, _ request: ColumnRequest, _ rows: Range<Int>, _ validity: [UInt8]?,
    _ value: (Int) -> Double
  ) throws(SurveyStatsError) {
    let missing = request.missing
    switch column {
    case .numbers(let numbers):
      for row in rows {
        let number = value(row)
        if number.isNaN || validity?[row] == 0 || missing.numbers.contains(number) {
          numbers.appendMissing()
        } else if number.isInfinite {
          throw infinite(row, request)
        } else {
          numbers.append(number)
        }
      }
    case .codes(let codes):
      // Runs of one value (a stratum, a cluster) are common: format each run once.
      var last = Double.nan
      var lastCode: Int32 = -1
      for row in rows {
        let number = value(row)
        if number.isNaN || validity?[row] == 0 || missing.numbers.contains(number) {
          codes.codes.append(-1)
          continue
        }
        if number.isInfinite { throw infinite(row, request) }
        if number != last {
          last = number
          lastCode = codes.dictionary.code(of: shortestText(number))
        }
        codes.codes.append(lastCode)
      }
    }
  }

  private func infinite(_ row: Int, _ request: ColumnRequest) -> SurveyStatsError {
    SurveyStatsError(
      .malformedData, "\(name) value \(row + 1) of column '\(columnNames[request.column])' is infinite",
      row: row + 1, column: request.column + 1)
  }

  private func fillLabels(
    _ column: BatchColumn, _ request: ColumnRequest, _ rows: Range<Int>, _ validity: [UInt8]?,
    _ source: [Int32], _ memo: LabelMemo
  ) throws(SurveyStatsError) {
    switch column {
    case .numbers(let numbers):
      for row in rows {
        let code = Int(source[row])
        guard validity?[row] != 0, code >= 0, code < memo.meanings.count else {
          numbers.appendMissing()
          continue
        }
        switch memo.meanings[code] {
        case .missing: numbers.appendMissing()
        case .number(let number):
          numbers.append(number)
          if memo.isFullWidth[code] { fullWidthCells += 1 }
        case .text(let text):
          throw SurveyStatsError(
            .malformedData,
            "\(name) value \(row + 1) of column '\(columnNames[request.column])': '\(text.prefix(40))' \(SurveyStatsError.notANumber)",
            row: row + 1, column: request.column + 1)
        }
      }
    case .codes(let codes):
      for row in rows {
        let code = Int(source[row])
        guard validity?[row] != 0, code >= 0, code < memo.meanings.count else {
          codes.codes.append(-1)
          continue
        }
        if case .missing = memo.meanings[code] {
          codes.codes.append(-1)
        } else {
          codes.codes.append(codes.dictionary.code(of: memo.texts[code]))
        }
      }
    }
  }
}

/// What each label of a text column means to one request, worked out once a pass.
private struct LabelMemo {
  enum Meaning {
    case missing
    case number(Double)
    case text(String)
  }
  var meanings: [Meaning] = []
  var texts: [String] = []
  var isFullWidth: [Bool] = []

  init() {}

  init(labels: [String], request: ColumnRequest) {
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
}
