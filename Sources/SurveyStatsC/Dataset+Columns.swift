// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

// Columns in a caller's memory, copied into the table's own.
public import CSurveyStats
import SurveyStats
import SurveyTable

@c @implementation
public func surveystats_dataset_from_columns(
  _ columns: UnsafePointer<surveystats_column>?, _ n_columns: Int64, _ n_rows: Int64,
  _ options: UnsafePointer<surveystats_dataset_options>?,
  _ out_dataset: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_dataset?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let out = try required(out: out_dataset, "out_dataset")
    let options = try memoryOptions(options)
    let given = try callerColumns(columns, n_columns, limits: options.limits)
    var copier = ColumnCopier(limits: options.limits)
    let rows = try copier.admit(given, rows: n_rows)
    var copies: [SurveyColumn] = []
    for (index, column) in given.enumerated() {
      copies.append(try copier.copy(column, number: index + 1, rows: rows))
    }
    let data = try SurveyData(
      columns: copies, name: options.name ?? "memory", missing: options.missing, limits: options.limits)
    out.pointee = handle(DatasetHandle(data))
  }
}

/// The elements of the caller's array, which has the caller's stride.
private func callerColumns(
  _ pointer: UnsafePointer<surveystats_column>?, _ count: Int64, limits: ResourceLimits
) throws(SurveyStatsError) -> [surveystats_column] {
  let count = try length(
    count, elementBytes: MemoryLayout<surveystats_column>.size, "n_columns", memoryLimit: limits.memoryBytes)
  if count == 0 { throw invalid("n_columns is 0; a table needs a column") }
  if count > limits.columns {
    throw SurveyStatsError(
      .limitExceeded, "n_columns is \(count), more than the limit of \(limits.columns) columns")
  }
  guard let pointer else { throw invalid("columns is NULL, but n_columns is \(count)") }
  let start = UnsafeRawPointer(pointer)
  let stride = start.loadUnaligned(as: Int.self)
  var columns: [surveystats_column] = []
  for index in 0..<count {
    // The first element's size has been checked, and is below 4096, before the second is looked for.
    let column = try fields(
      raw: start + index * (index == 0 ? 0 : stride), defaults: surveystats_column(), "columns[\(index)]")
    if column.struct_size != stride {
      throw invalid("columns[\(index)].struct_size is \(column.struct_size), that of the first is \(stride)")
    }
    columns.append(column)
  }
  return columns
}

private struct ColumnCopier {
  let limits: ResourceLimits
  private var heldBytes = 0

  init(limits: ResourceLimits) { self.limits = limits }

  /// Refuses lengths before anything is allocated; the number of rows.
  mutating func admit(
    _ columns: [surveystats_column], rows: Int64
  ) throws(SurveyStatsError) -> Int {
    var count = 0
    for (index, column) in columns.enumerated() {
      let width = try storedBytes(column.type, "columns[\(index)]")
      let hasValidity = column.validity != nil || column.validity_bits != nil
      count = try length(
        rows, elementBytes: width + (hasValidity ? 1 : 0), "n_rows", memoryLimit: limits.memoryBytes)
      try hold(count * (width + (hasValidity ? 1 : 0)))
    }
    return count
  }

  private mutating func hold(_ bytes: Int) throws(SurveyStatsError) {
    let (sum, isTooLarge) = heldBytes.addingReportingOverflow(bytes)
    if isTooLarge || sum > limits.memoryBytes {
      throw SurveyStatsError(
        .limitExceeded, "the columns need more than the memory limit of \(limits.memoryBytes) bytes")
    }
    heldBytes = sum
  }

  /// The larger of what a value takes in the caller's memory and in ours.
  private func storedBytes(_ type: Int32, _ argument: String) throws(SurveyStatsError) -> Int {
    switch type {
    case 1, 3: return 8
    case 2, 4, 10: return 4
    case 5: return 2
    case 6, 7, 8: return 1
    case 9: return MemoryLayout<surveystats_slice>.size
    default: throw invalid("\(argument).type is \(type), which is none of SURVEYSTATS_TYPE_…")
    }
  }

  mutating func copy(
    _ column: surveystats_column, number: Int, rows: Int
  ) throws(SurveyStatsError) -> SurveyColumn {
    let argument = "columns[\(number - 1)]"
    let name = try text(column.name, "\(argument).name")
    if column.reserved != 0 { throw invalid("\(argument).reserved is not 0") }
    if column.values == nil, rows > 0 { throw invalid("\(argument).values is NULL, but n_rows is \(rows)") }
    if column.type != 10, column.labels != nil || column.n_labels != 0 {
      throw invalid("\(argument) has labels, but is not of SURVEYSTATS_TYPE_CODES")
    }
    let validity = try copyValidity(column, argument, rows: rows)
    let values: SurveyColumn.Values
    switch column.type {
    case 1: values = .float64(copyValues(column.values, rows))
    case 2: values = .float32(copyValues(column.values, rows))
    case 3: values = try wholeNumbers(copyValues(column.values, rows), validity, name: name, number: number)
    case 4: values = .int32(copyValues(column.values, rows))
    case 5: values = .int16(copyValues(column.values, rows))
    case 6: values = .int8(copyValues(column.values, rows))
    case 7: values = .uint8(copyValues(column.values, rows))
    case 8: values = .bool((copyValues(column.values, rows) as [UInt8]).map { $0 != 0 })
    case 9: values = try texts(column.values, validity, name: name, number: number, rows: rows)
    default: values = try codes(column, validity, name: name, number: number, rows: rows)
    }
    return SurveyColumn(name: name, values: values, validity: validity)
  }

  private func copyValues<Value: BitwiseCopyable>(_ pointer: UnsafeRawPointer?, _ count: Int) -> [Value] {
    guard let pointer else { return [] }
    return [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      let size = count * MemoryLayout<Value>.stride
      UnsafeMutableRawBufferPointer(buffer).copyMemory(
        from: UnsafeRawBufferPointer(start: pointer, count: size))
      initialized = count
    }
  }

  private func copyValidity(
    _ column: surveystats_column, _ argument: String, rows: Int
  ) throws(SurveyStatsError) -> [UInt8]? {
    switch (column.validity, column.validity_bits) {
    case (nil, nil): return nil
    case (let bytes?, nil): return copyValues(bytes, rows)
    case (nil, let bits?): return (0..<rows).map { bits[$0 >> 3] >> UInt8($0 & 7) & 1 }
    default: throw invalid("\(argument) has both validity and validity_bits; give one of them")
    }
  }

  /// Doubles hold whole numbers up to 2^53. Beyond, two clusters would become one: such columns are kept as
  /// their decimal texts.
  private mutating func wholeNumbers(
    _ values: [Int64], _ validity: [UInt8]?, name: String, number: Int
  ) throws(SurveyStatsError) -> SurveyColumn.Values {
    let exact: UInt64 = 1 << 53
    let isWide = values.indices.contains { values[$0].magnitude > exact && validity?[$0] != 0 }
    if !isWide { return .int64(values) }
    var dictionary = LabelBuilder(name: name, number: number, limits: limits, heldBytes: heldBytes)
    var codes: [Int32] = []
    for row in values.indices {
      if validity?[row] == 0 {
        codes.append(-1)
        continue
      }
      codes.append(try dictionary.code(of: values[row], row: row))
    }
    return try finish(codes, dictionary)
  }

  private mutating func texts(
    _ pointer: UnsafeRawPointer?, _ validity: [UInt8]?, name: String, number: Int, rows: Int
  ) throws(SurveyStatsError) -> SurveyColumn.Values {
    var dictionary = LabelBuilder(name: name, number: number, limits: limits, heldBytes: heldBytes)
    var codes: [Int32] = []
    guard let pointer else { return .codes([], labels: []) }
    codes.reserveCapacity(rows)
    let stride = MemoryLayout<surveystats_slice>.stride
    for row in 0..<rows {
      let slice = (pointer + row * stride).loadUnaligned(as: surveystats_slice.self)
      codes.append(validity?[row] == 0 ? -1 : try dictionary.code(of: slice, row: row))
    }
    return try finish(codes, dictionary)
  }

  private mutating func finish(
    _ codes: [Int32], _ dictionary: LabelBuilder
  ) throws(SurveyStatsError) -> SurveyColumn.Values {
    try hold(dictionary.byteCount)
    return .codes(codes, labels: dictionary.labels)
  }

  private mutating func codes(
    _ column: surveystats_column, _ validity: [UInt8]?, name: String, number: Int, rows: Int
  ) throws(SurveyStatsError) -> SurveyColumn.Values {
    let argument = "columns[\(number - 1)]"
    let count = try length(
      column.n_labels, elementBytes: MemoryLayout<surveystats_slice>.size, "\(argument).n_labels",
      memoryLimit: limits.memoryBytes)
    if column.labels == nil, count > 0 {
      throw invalid("\(argument).labels is NULL, but n_labels is \(count)")
    }
    var labels: [String] = []
    if let source = column.labels {
      for index in 0..<count {
        let place = TextPlace.label(index, column: name)
        guard let bytes = try bytes(of: source[index], limits: limits, place) else {
          labels.append("")
          continue
        }
        try hold(bytes.count + MemoryLayout<String>.size)
        labels.append(try text(of: bytes, place))
      }
    }
    var codes: [Int32] = copyValues(column.values, rows)
    for row in codes.indices {
      if validity?[row] == 0 {
        codes[row] = -1
      } else if Int(codes[row]) >= count {
        throw SurveyStatsError(
          .malformedData,
          "value \(row + 1) of column '\(name)' is the code \(codes[row]), but there are \(count) labels",
          row: row + 1, column: number)
      }
    }
    return .codes(codes, labels: labels)
  }
}

/// Numbers the different texts of one column, checking each text once.
private struct LabelBuilder {
  let name: String
  let number: Int
  let limits: ResourceLimits
  let heldBytes: Int
  private let dictionary = TextDictionary()
  private(set) var labels: [String] = []

  init(name: String, number: Int, limits: ResourceLimits, heldBytes: Int) {
    self.name = name
    self.number = number
    self.limits = limits
    self.heldBytes = heldBytes
  }

  var byteCount: Int { labels.count * MemoryLayout<String>.size + dictionary.byteCount }

  mutating func code(of slice: surveystats_slice, row: Int) throws(SurveyStatsError) -> Int32 {
    let place = TextPlace.value(row: row, column: name)
    do throws(SurveyStatsError) {
      guard let bytes = try bytes(of: slice, limits: limits, place) else { return -1 }
      return try code(of: bytes, place)
    } catch {
      throw SurveyStatsError(error.code, error.message, row: row + 1, column: number)
    }
  }

  mutating func code(of number: Int64, row: Int) throws(SurveyStatsError) -> Int32 {
    let digits = Array(String(number).utf8)
    var code: Result<Int32, SurveyStatsError> = .success(-1)
    digits.withUnsafeBytes { bytes in
      do throws(SurveyStatsError) {
        code = .success(try self.code(of: bytes, .value(row: row, column: name)))
      } catch {
        code = .failure(error)
      }
    }
    return try code.get()
  }

  private mutating func code(
    of bytes: UnsafeRawBufferPointer, _ place: TextPlace
  ) throws(SurveyStatsError) -> Int32 {
    let known = dictionary.count
    let code = dictionary.code(of: bytes)
    if Int(code) < known { return code }
    labels.append(try text(of: bytes, place))
    if known >= Int(Int32.max) || byteCount > limits.memoryBytes - heldBytes {
      throw SurveyStatsError(
        .limitExceeded,
        "the texts of column '\(name)' need more than the memory limit of \(limits.memoryBytes) bytes"
      )
    }
    return code
  }
}
