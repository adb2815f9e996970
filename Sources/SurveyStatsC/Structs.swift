// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

// Structs that may grow: what a caller of another version knows or does not know of them.
public import CSurveyStats
import SurveyStats

private let largestStruct = 4096

private func checkSize(_ size: Int, _ argument: String) throws(SurveyStatsError) {
  guard size >= MemoryLayout<Int>.size, size <= largestStruct, size % MemoryLayout<Int>.alignment == 0 else {
    throw invalid(
      "\(argument).struct_size is \(size), which no version has; begin with the struct's _INIT macro")
  }
}

/// A caller's struct, the defaults standing for fields that the caller does not know.
func fields<Struct: BitwiseCopyable>(
  _ pointer: UnsafePointer<Struct>?, defaults: Struct, _ argument: String
) throws(SurveyStatsError) -> Struct {
  guard let pointer else { return defaults }
  return try fields(raw: UnsafeRawPointer(pointer), defaults: defaults, argument)
}

/// The same for a struct at any address, as the elements of an array with the caller's stride are.
func fields<Struct: BitwiseCopyable>(
  raw: UnsafeRawPointer, defaults: Struct, _ argument: String
) throws(SurveyStatsError) -> Struct {
  let size = raw.loadUnaligned(as: Int.self)
  try checkSize(size, argument)
  let known = MemoryLayout<Struct>.size
  if size > known,
    UnsafeRawBufferPointer(start: raw + known, count: size - known).contains(where: { $0 != 0 })
  {
    throw SurveyStatsError(
      .unsupported, "\(argument) sets a field that this version of the library does not know")
  }
  var value = defaults
  withUnsafeMutableBytes(of: &value) {
    $0.copyMemory(from: UnsafeRawBufferPointer(start: raw, count: min(size, known)))
  }
  return value
}

/// Writes the part of `value` that the caller has room for, keeps the caller's `struct_size`, and zeroes what
/// only the caller knows.
func store<Struct: BitwiseCopyable>(
  _ value: Struct, at pointer: UnsafeMutablePointer<Struct>, size: Int, _ argument: String
) throws(SurveyStatsError) {
  try checkSize(size, argument)
  let target = UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(pointer), count: size)
  withUnsafeBytes(of: value) { source in
    target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source.prefix(size)))
  }
  for index in min(MemoryLayout<Struct>.size, size)..<size { target[index] = 0 }
  target.storeBytes(of: size, as: Int.self)
}

/// Answers a call that fills a struct of the caller's; where `body` throws, all but its size is zero.
func fill<Struct: BitwiseCopyable>(
  _ out: UnsafeMutablePointer<Struct>?, _ argument: String, empty: Struct,
  _ error: UnsafeMutablePointer<surveystats_error>?, _ body: () throws(SurveyStatsError) -> Struct
) -> surveystats_status {
  answer(error) { () throws(SurveyStatsError) in
    let out = try required(out: out, argument)
    let size = UnsafeRawPointer(out).loadUnaligned(as: Int.self)
    try store(empty, at: out, size: size, argument)
    try store(try body(), at: out, size: size, argument)
  }
}

/// The `_init` functions.
func initialize<Struct: BitwiseCopyable>(
  _ pointer: UnsafeMutablePointer<Struct>?, _ size: Int, _ defaults: Struct
) -> surveystats_status {
  answer(nil) { () throws(SurveyStatsError) in
    guard let pointer else { throw invalid("the struct is NULL") }
    try store(defaults, at: pointer, size: size, "the struct")
  }
}

var datasetDefaults: surveystats_dataset_options {
  var options = surveystats_dataset_options()
  options.header_rows = -1
  return options
}

var requestDefaults: surveystats_request {
  var request = surveystats_request()
  request.confidence = 0.95
  return request
}

@c @implementation
public func surveystats_limits_init(
  _ limits: UnsafeMutablePointer<surveystats_limits>?, _ struct_size: Int
) -> surveystats_status {
  initialize(limits, struct_size, surveystats_limits())
}

@c @implementation
public func surveystats_dataset_options_init(
  _ options: UnsafeMutablePointer<surveystats_dataset_options>?, _ struct_size: Int
) -> surveystats_status {
  initialize(options, struct_size, datasetDefaults)
}

@c @implementation
public func surveystats_meaning_init(
  _ meaning: UnsafeMutablePointer<surveystats_meaning>?, _ struct_size: Int
) -> surveystats_status {
  initialize(meaning, struct_size, surveystats_meaning())
}

@c @implementation
public func surveystats_column_init(
  _ column: UnsafeMutablePointer<surveystats_column>?, _ struct_size: Int
) -> surveystats_status {
  initialize(column, struct_size, surveystats_column())
}

@c @implementation
public func surveystats_design_options_init(
  _ options: UnsafeMutablePointer<surveystats_design_options>?, _ struct_size: Int
) -> surveystats_status {
  initialize(options, struct_size, surveystats_design_options())
}

@c @implementation
public func surveystats_request_init(
  _ request: UnsafeMutablePointer<surveystats_request>?, _ struct_size: Int
) -> surveystats_status {
  initialize(request, struct_size, requestDefaults)
}

@c @implementation
public func surveystats_growth_options_init(
  _ options: UnsafeMutablePointer<surveystats_growth_options>?, _ struct_size: Int
) -> surveystats_status {
  initialize(options, struct_size, surveystats_growth_options())
}

@c @implementation
public func surveystats_quantile_options_init(
  _ options: UnsafeMutablePointer<surveystats_quantile_options>?, _ struct_size: Int
) -> surveystats_status {
  initialize(options, struct_size, surveystats_quantile_options())
}
