// What every call of the C interface has in common: a status, an error struct, handles, out parameters.
import CSurveyStats
import SurveyStats
import SurveyTable

/// Runs the body of a call and turns what it throws into a status and the caller's error struct.
func answer(
  _ error: UnsafeMutablePointer<surveystats_error>?, _ body: () throws(SurveyStatsError) -> Void
) -> surveystats_status {
  do throws(SurveyStatsError) {
    try body()
  } catch let failure {
    report(failure, to: error)
    return failure.code.rawValue
  }
  report(nil, to: error)
  return 0
}

/// Writes as much of `failure` as the caller's `struct_size` has room for; success is code 0 and no message.
private func report(_ failure: SurveyStatsError?, to error: UnsafeMutablePointer<surveystats_error>?) {
  guard let error else { return }
  let target = UnsafeMutableRawPointer(error)
  let size = target.loadUnaligned(as: Int.self)
  let full = MemoryLayout<surveystats_error>.size
  guard size > 0 else { return }
  let room = min(size, full)
  var value = surveystats_error()
  value.struct_size = size
  value.code = failure?.code.rawValue ?? 0
  value.row = Int64(failure?.row ?? 0)
  value.column = Int64(failure?.column ?? 0)
  let start = MemoryLayout<surveystats_error>.offset(of: \.message) ?? full
  withUnsafeMutableBytes(of: &value) { bytes in
    if let failure, room > start {
      let kept = cut(failure.message, to: room - start - 1)
      for (index, byte) in kept.enumerated() { bytes[start + index] = byte }
    }
    // A number that fits in part only would be another number.
    target.copyMemory(
      from: UnsafeRawPointer(bytes.baseAddress ?? target), byteCount: wholeFields(room, start))
  }
}

/// How many of the first `room` bytes of an error hold whole fields.
private func wholeFields(_ room: Int, _ messageStart: Int) -> Int {
  if room > messageStart { return room }
  let ends = [
    MemoryLayout<surveystats_error>.offset(of: \.code),
    MemoryLayout<surveystats_error>.offset(of: \.reserved),
    MemoryLayout<surveystats_error>.offset(of: \.row), MemoryLayout<surveystats_error>.offset(of: \.column),
    messageStart,
  ]
  return ends.compactMap { $0 }.last { $0 <= room } ?? 0
}

/// The first bytes of `text`, at most `count`, cut between characters.
private func cut(_ text: String, to count: Int) -> [UInt8] {
  var bytes = Array(text.utf8.prefix(max(0, count)).map { $0 == 0 ? UInt8(ascii: "?") : $0 })
  if bytes.count == text.utf8.count { return bytes }
  // The last byte may belong to a character whose rest does not fit: remove it from its first byte on.
  guard let lead = bytes.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return [] }
  let length = bytes[lead] < 0x80 ? 1 : bytes[lead] < 0xE0 ? 2 : bytes[lead] < 0xF0 ? 3 : 4
  if lead + length > bytes.count { bytes.removeSubrange(lead...) }
  return bytes
}

func invalid(_ message: String) -> SurveyStatsError { SurveyStatsError(.invalidArgument, message) }

// MARK: Handles

/// A handle that the caller owns until it is given to `release`.
func handle(_ object: some AnyObject) -> OpaquePointer {
  OpaquePointer(Unmanaged.passRetained(object).toOpaque())
}

func object<Object: AnyObject>(_ handle: OpaquePointer?, as type: Object.Type = Object.self) -> Object? {
  guard let handle else { return nil }
  // A handle of another kind is a slip that a cast can catch; only what is no handle at all cannot be known.
  return Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(handle)).takeUnretainedValue() as? Object
}

func required<Object: AnyObject>(
  _ handle: OpaquePointer?, _ argument: String, as type: Object.Type = Object.self
) throws(SurveyStatsError) -> Object {
  if let object = object(handle, as: type) { return object }
  throw invalid(handle == nil ? "\(argument) is NULL" : "\(argument) is a handle of another kind")
}

func release<Object: AnyObject>(_ handle: OpaquePointer?, as type: Object.Type) {
  guard let handle, object(handle, as: type) != nil else { return }
  Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(handle)).release()
}

/// An out parameter that must be there.
func required<Value>(
  out: UnsafeMutablePointer<Value>?, _ argument: String
) throws(SurveyStatsError) -> UnsafeMutablePointer<Value> {
  guard let out else { throw invalid("\(argument) is NULL") }
  return out
}

/// A position from 0 that a caller gave, checked against how many there are.
func position(_ index: Int64, of count: Int, _ argument: String) throws(SurveyStatsError) -> Int {
  guard let position = Int(exactly: index), position >= 0, position < count else {
    throw invalid("\(argument) \(index) does not exist; there are \(count), counted from 0")
  }
  return position
}

// MARK: Enumerations

/// The case that a C constant stands for; constants count the cases from 0.
func choice<Value>(
  _ constant: Int32, of values: [Value], _ argument: String
) throws(SurveyStatsError) -> Value {
  guard let index = Int(exactly: constant), values.indices.contains(index) else {
    throw invalid("\(argument) is \(constant), which none of its constants is")
  }
  return values[index]
}

func reportFormat(_ constant: Int32) throws(SurveyStatsError) -> ReportFormat {
  if (4...6).contains(constant) {
    throw invalid(
      "format is \(constant), which is for evaluations of plans; here there are text, CSV, JSON and Markdown")
  }
  return try choice(constant, of: [.text, .csv, .json, .markdown], "format")
}

func planReportFormat(_ constant: Int32) throws(SurveyStatsError) -> PlanReportFormat {
  try choice(constant, of: [.text, .csv, .json, .markdown, .html, .odt, .ods], "format")
}

func language(_ constant: Int32) throws(SurveyStatsError) -> Language {
  try choice(constant, of: [.english, .traditionalChinese], "language")
}
