// Text and lengths that a caller hands in.
import CSurveyStats
import SurveyStats
import SurveyTable

/// No process on a 64-bit machine can address more.
private let addressableBytes = 1 << 47

/// A count that a caller gave: not negative, and of a size in bytes that can exist and is allowed.
func length(
  _ count: Int64, elementBytes: Int, _ argument: String, memoryLimit: Int
) throws(SurveyStatsError) -> Int {
  guard let length = Int(exactly: count), length >= 0 else {
    throw invalid("\(argument) is \(count); a length cannot be negative")
  }
  let (bytes, isTooLarge) = length.multipliedReportingOverflow(by: elementBytes)
  if isTooLarge || bytes > addressableBytes || bytes > memoryLimit {
    throw SurveyStatsError(
      .limitExceeded,
      "\(argument) is \(count): more than the memory limit of \(min(memoryLimit, addressableBytes)) bytes"
    )
  }
  return length
}

/// A NUL-terminated text that must be there.
func text(_ pointer: UnsafePointer<CChar>?, _ argument: String) throws(SurveyStatsError) -> String {
  guard let text = try optionalText(pointer, argument) else { throw invalid("\(argument) is NULL") }
  return text
}

func optionalText(_ pointer: UnsafePointer<CChar>?, _ argument: String) throws(SurveyStatsError) -> String? {
  guard let pointer else { return nil }
  guard let text = String(validatingCString: pointer) else { throw invalid("\(argument) is not UTF-8") }
  return text
}

/// A list of names.
func names(
  _ pointer: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int64, _ argument: String, limits: ResourceLimits
) throws(SurveyStatsError) -> [String] {
  let count = try length(
    count, elementBytes: MemoryLayout<UnsafePointer<CChar>?>.size, "n_\(argument)",
    memoryLimit: limits.memoryBytes)
  if count == 0 { return [] }
  guard let pointer else { throw invalid("\(argument) is NULL, but n_\(argument) is \(count)") }
  if count > limits.columns {
    throw SurveyStatsError(
      .limitExceeded, "\(argument): \(count) names, more than the limit of \(limits.columns) columns")
  }
  var names: [String] = []
  for index in 0..<count { names.append(try text(pointer[index], "\(argument)[\(index)]")) }
  return names
}

/// Which of the caller's texts a message is about; worded only where there is a message.
enum TextPlace {
  case value(row: Int, column: String)
  case label(Int, column: String)
  case level(Int)

  var wording: String {
    switch self {
    case .value(let row, let column): "value \(row + 1) of column '\(column)'"
    case .label(let index, let column): "label \(index) of column '\(column)'"
    case .level(let index): "levels[\(index)]"
    }
  }
}

/// The bytes of a slice; `nil` where it is a missing answer.
func bytes(
  of slice: surveystats_slice, limits: ResourceLimits, _ place: TextPlace
) throws(SurveyStatsError) -> UnsafeRawBufferPointer? {
  guard let data = slice.data else { return nil }
  guard let length = Int(exactly: slice.length), length >= 0 else {
    throw invalid("\(place.wording) has a length of \(slice.length)")
  }
  if length > limits.cellBytes {
    throw SurveyStatsError(
      .limitExceeded,
      "\(place.wording) has \(length) bytes, more than the limit of \(limits.cellBytes) for a cell")
  }
  return UnsafeRawBufferPointer(start: data, count: length)
}

/// A slice as a text; it may not hold NUL, because results are NUL-terminated.
func text(of bytes: UnsafeRawBufferPointer, _ place: TextPlace) throws(SurveyStatsError) -> String {
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw SurveyStatsError(.badEncoding, "\(place.wording) is not UTF-8")
  }
  if bytes.contains(0) {
    throw SurveyStatsError(.malformedData, "\(place.wording) holds a NUL, which no text does")
  }
  return text
}

/// The limits of a dataset; a field that is 0 keeps its default.
func resourceLimits(
  _ pointer: UnsafePointer<surveystats_limits>?
) throws(SurveyStatsError) -> ResourceLimits {
  let given = try fields(pointer, defaults: surveystats_limits(), "limits")
  var limits = ResourceLimits.standard
  limits.columns = try limit(given.columns, limits.columns, "columns")
  limits.cellBytes = try limit(given.cell_bytes, limits.cellBytes, "cell_bytes")
  limits.units = try limit(given.units, limits.units, "units")
  limits.levels = try limit(given.levels, limits.levels, "levels")
  limits.expressionDepth = try limit(given.expression_depth, limits.expressionDepth, "expression_depth")
  limits.memoryBytes = try limit(given.memory_limit, limits.memoryBytes, "memory_limit")
  limits.threads = try limit(given.threads, limits.threads, "threads")
  // Expressions are evaluated by recursion, and a thread's stack may be as small as half a megabyte.
  if limits.expressionDepth > 1000 {
    throw invalid("limits.expression_depth is \(limits.expressionDepth); it can be at most 1000")
  }
  return limits
}

private func limit(_ given: Int64, _ standard: Int, _ field: String) throws(SurveyStatsError) -> Int {
  guard let value = Int(exactly: given), value >= 0 else {
    throw invalid("limits.\(field) is \(given); it cannot be negative")
  }
  return value == 0 ? standard : value
}
