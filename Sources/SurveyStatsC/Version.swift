// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CSurveyStats
import SurveyStats

@c @implementation
public func surveystats_version() -> UnsafePointer<CChar>? { version.pointer(0) }

/// Made once, at the first call, and never changed.
private let version: FixedTexts = {
  var texts = TextCollection()
  _ = texts.add(surveyStatsVersion)
  return FixedTexts(texts)
}()

@c @implementation
public func surveystats_status_name(_ status: surveystats_status) -> UnsafePointer<CChar>? {
  if status == 0 { return pointer(to: "ok") }
  guard let code = SurveyStatsError.Code(rawValue: status) else { return pointer(to: "unknown") }
  switch code {
  case .invalidArgument: return pointer(to: "invalid_argument")
  case .unknownColumn: return pointer(to: "unknown_column")
  case .inputOutput: return pointer(to: "io")
  case .malformedData: return pointer(to: "malformed_data")
  case .badEncoding: return pointer(to: "bad_encoding")
  case .invalidDesign: return pointer(to: "invalid_design")
  case .lonelyUnit: return pointer(to: "lonely_psu")
  case .emptyData: return pointer(to: "empty_data")
  case .limitExceeded: return pointer(to: "limit_exceeded")
  case .cancelled: return pointer(to: "cancelled")
  case .invalidExpression: return pointer(to: "invalid_expression")
  case .unsupported: return pointer(to: "unsupported")
  case .sourceChanged: return pointer(to: "source_changed")
  }
}

/// The address of a literal, which ends in NUL and lives as long as the process.
private func pointer(to literal: StaticString) -> UnsafePointer<CChar> {
  UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
}
