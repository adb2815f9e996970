// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CSurveyStats
import SurveyStats
import SurveyTable

/// A table and the texts it hands out.
final class DatasetHandle: Sendable {
  let data: SurveyData
  fileprivate let texts: FixedTexts
  fileprivate let columnNames: [Int]
  fileprivate let notes: HandedNotes

  init(_ data: SurveyData) {
    self.data = data
    var collection = TextCollection()
    var columnNames: [Int] = []
    for name in data.columnNames { columnNames.append(collection.add(name)) }
    self.columnNames = columnNames
    notes = HandedNotes(data.notes, &collection)
    texts = FixedTexts(collection)
  }
}

/// The options of a dataset, checked.
struct DatasetOptions {
  var name: String?
  var missing = MissingCodesByColumn.none
  var limits: ResourceLimits
  var encoding: String?
  var delimiter: String?
  var headerRows: Int?
  var keepsTotalRows: Bool

  init(_ pointer: UnsafePointer<surveystats_dataset_options>?) throws(SurveyStatsError) {
    let given = try fields(pointer, defaults: datasetDefaults, "options")
    if given.reserved != 0 { throw invalid("options.reserved is not 0") }
    keepsTotalRows = try choice(given.keep_total_rows, of: [false, true], "options.keep_total_rows")
    limits = try resourceLimits(given.limits)
    name = try optionalText(given.name, "options.name")
    if let codes = try optionalText(given.missing, "options.missing") {
      missing = try MissingCodesByColumn(parsing: codes)
    }
    encoding = try optionalText(given.encoding, "options.encoding")
    delimiter = try optionalText(given.delimiter, "options.delimiter")
    if given.header_rows != -1 {
      guard let rows = Int(exactly: given.header_rows), rows >= 0 else {
        throw invalid(
          "options.header_rows is \(given.header_rows); give 0 to 3, or SURVEYSTATS_HEADER_ROWS_AUTO")
      }
      headerRows = rows
    }
  }

  var csv: CSVOptions {
    CSVOptions(
      encoding: encoding ?? "auto", delimiter: delimiter, headerRows: headerRows, missing: missing,
      limits: limits, keepTotalRows: keepsTotalRows)
  }
}

@c @implementation
public func surveystats_dataset_open_csv(
  _ path: UnsafePointer<CChar>?, _ options: UnsafePointer<surveystats_dataset_options>?,
  _ out_dataset: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_dataset?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let out = try required(out: out_dataset, "out_dataset")
    let path = try text(path, "path")
    let options = try DatasetOptions(options)
    if options.name != nil { throw invalid("options.name is for data in memory; a file has its own name") }
    out.pointee = handle(DatasetHandle(try SurveyData(csvFile: path, options: options.csv)))
  }
}

@c @implementation
public func surveystats_dataset_from_csv_bytes(
  _ bytes: UnsafeRawPointer?, _ length: Int64, _ options: UnsafePointer<surveystats_dataset_options>?,
  _ out_dataset: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_dataset?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let out = try required(out: out_dataset, "out_dataset")
    let options = try DatasetOptions(options)
    let count = try SurveyStatsC.length(
      length, elementBytes: 1, "length", memoryLimit: options.limits.memoryBytes)
    if bytes == nil, count > 0 { throw invalid("bytes is NULL, but length is \(count)") }
    let data = try SurveyData(
      csv: [UInt8](UnsafeRawBufferPointer(start: bytes, count: count)), name: options.name ?? "memory",
      options: options.csv)
    out.pointee = handle(DatasetHandle(data))
  }
}

@c @implementation
public func surveystats_dataset_destroy(_ dataset: OpaquePointer?) {
  release(dataset, as: DatasetHandle.self)
}

@c @implementation
public func surveystats_dataset_n_columns(_ dataset: OpaquePointer?) -> Int64 {
  Int64(object(dataset, as: DatasetHandle.self)?.columnNames.count ?? 0)
}

@c @implementation
public func surveystats_dataset_column_name(
  _ dataset: OpaquePointer?, _ column: Int64, _ out_name: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_name?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let dataset = try required(dataset, "dataset", as: DatasetHandle.self)
    let out = try required(out: out_name, "out_name")
    let index = try position(column, of: dataset.columnNames.count, "column")
    out.pointee = dataset.texts.pointer(dataset.columnNames[index])
  }
}

@c @implementation
public func surveystats_dataset_select(
  _ dataset: OpaquePointer?, _ selection: UnsafePointer<CChar>?,
  _ out_positions: UnsafeMutablePointer<Int64>?, _ capacity: Int64, _ out_count: UnsafeMutablePointer<Int64>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  columns(of: dataset, out_positions, capacity, out_count, error) { (data) throws(SurveyStatsError) in
    try data.columns(matching: try text(selection, "selection"))
  }
}

@c @implementation
public func surveystats_dataset_satisfaction_items(
  _ dataset: OpaquePointer?, _ run: OpaquePointer?, _ out_positions: UnsafeMutablePointer<Int64>?,
  _ capacity: Int64, _ out_count: UnsafeMutablePointer<Int64>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  columns(of: dataset, out_positions, capacity, out_count, error) { (data) throws(SurveyStatsError) in
    try data.satisfactionItems(run: try activeRun(run))
  }
}

/// Hands out the positions of the columns that `chosen` names.
private func columns(
  of dataset: OpaquePointer?, _ outPositions: UnsafeMutablePointer<Int64>?, _ capacity: Int64,
  _ outCount: UnsafeMutablePointer<Int64>?, _ error: UnsafeMutablePointer<surveystats_error>?,
  _ chosen: (SurveyData) throws(SurveyStatsError) -> [String]
) -> surveystats_status {
  outCount?.pointee = 0
  return answer(error) { () throws(SurveyStatsError) in
    let data = try required(dataset, "dataset", as: DatasetHandle.self).data
    let out = try required(out: outCount, "out_count")
    let room = try length(
      capacity, elementBytes: MemoryLayout<Int64>.size, "capacity", memoryLimit: .max)
    if outPositions == nil, room > 0 { throw invalid("out_positions is NULL, but capacity is \(room)") }
    var positions: [Int] = []
    for column in try chosen(data) { positions.append(try data.position(of: column, as: "selection")) }
    if let outPositions {
      for (index, position) in positions.prefix(room).enumerated() { outPositions[index] = Int64(position) }
    }
    out.pointee = Int64(positions.count)
  }
}

@c @implementation
public func surveystats_dataset_n_notes(_ dataset: OpaquePointer?) -> Int64 {
  object(dataset, as: DatasetHandle.self)?.notes.count ?? 0
}

@c @implementation
public func surveystats_dataset_note(
  _ dataset: OpaquePointer?, _ note: Int64, _ language: Int32,
  _ out_code: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
  _ out_text: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_code?.pointee = nil
  out_text?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let dataset = try required(dataset, "dataset", as: DatasetHandle.self)
    try dataset.notes.hand(note, language, dataset.texts, out_code, out_text)
  }
}

@c @implementation
public func surveystats_dataset_describe(
  _ dataset: OpaquePointer?, _ run: OpaquePointer?, _ out_text: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_text?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let data = try required(dataset, "dataset", as: DatasetHandle.self).data
    let out = try required(out: out_text, "out_text")
    let description = try data.describe(run: try activeRun(run))
    out.pointee = handle(TextHandle(description.rendered(as: .json)))
  }
}
