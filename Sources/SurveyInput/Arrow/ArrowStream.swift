import CSurveyShims
import SurveyTable

/// An Arrow C stream that is ours: its producer's callbacks run on one thread at a time, and its release
/// callback runs once, when this object goes.
///
/// `@unchecked Sendable`: whoever holds the stream calls it; `ArrowTable` sees to it that only one does.
final class ArrowStream: @unchecked Sendable {
  private var stream: ArrowArrayStream
  private let name: String

  /// Takes the stream over, as the specification says a consumer does: the struct is copied, and the caller's is
  /// marked as released.
  ///
  /// Errors: `invalidArgument` where the stream was released before or lacks a callback.
  init(taking pointer: UnsafeMutablePointer<ArrowArrayStream>, name: String) throws(SurveyStatsError) {
    self.name = name
    stream = pointer.pointee
    pointer.pointee.release = nil
    if stream.release == nil {
      throw SurveyStatsError(
        .invalidArgument, "\(name): the Arrow stream was released or read before; make a new one",
        chinese: "\(name)：Arrow 串流已被釋放或讀取過，請重新產生")
    }
    if stream.get_schema == nil || stream.get_next == nil {
      throw SurveyStatsError(
        .malformedData, "\(name): the Arrow stream lacks a callback; the program that made it is at fault",
        chinese: "\(name)：Arrow 串流缺少必要函式，問題出在產生資料的程式")
    }
  }

  deinit {
    if let callback = stream.release { callback(&stream) }
  }

  /// The table's columns. A stream that begins again does so at this call.
  func columns(limits: ResourceLimits) throws(SurveyStatsError) -> [ArrowField] {
    var schema = ArrowSchema()
    let status = stream.get_schema?(&stream, &schema) ?? 0
    defer { schema.releaseOnce() }
    if status != 0 { throw failure(status, "its columns") }
    if schema.release == nil {
      throw SurveyStatsError(
        .malformedData, "\(name): the Arrow stream gave a schema that is released already",
        chinese: "\(name)：Arrow 串流的綱要已被釋放")
    }
    return try ArrowField.columns(of: schema, table: name, limits: limits)
  }

  /// The next array of the stream, which the caller owns; `nil` at the end.
  func next() throws(SurveyStatsError) -> ArrowArray? {
    var array = ArrowArray()
    let status = stream.get_next?(&stream, &array) ?? 0
    if status != 0 {
      // After an error the array is not to be looked at.
      throw failure(status, "its next rows")
    }
    return array.release == nil ? nil : array
  }

  private func failure(_ status: Int32, _ what: String) -> SurveyStatsError {
    var reason = "error \(status)"
    if let text = stream.get_last_error?(&stream) {
      reason = String(String(cString: text).prefix(400))
    }
    return SurveyStatsError(
      .inputOutput, "\(name): the Arrow stream could not give \(what): \(reason)",
      chinese: "\(name)：Arrow 串流讀取失敗：\(reason)")
  }
}
