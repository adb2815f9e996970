// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

// States: totals that are kept, carried and added up.
public import CSurveyStats
import SurveyStats
import SurveyTable

final class StateHandle {
  let state: SurveyState
  init(_ state: SurveyState) { self.state = state }
}

@c @implementation
public func surveystats_state_create(
  _ request_json: UnsafePointer<CChar>?, _ limits: UnsafePointer<surveystats_limits>?,
  _ out_state: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_state?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let out = try required(out: out_state, "out_state")
    let request = try SurveyRequest(json: try text(request_json, "request_json"), name: "request_json")
    out.pointee = handle(StateHandle(try SurveyState(request, limits: try resourceLimits(limits))))
  }
}

@c @implementation
public func surveystats_state_update(
  _ state: OpaquePointer?, _ dataset: OpaquePointer?, _ run: OpaquePointer?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  answer(error) { () throws(SurveyStatsError) in
    let state = try required(state, "state", as: StateHandle.self).state
    let data = try required(dataset, "dataset", as: DatasetHandle.self).data
    try state.update(with: data, run: try activeRun(run))
  }
}

@c @implementation
public func surveystats_state_merge(
  _ state: OpaquePointer?, _ other: OpaquePointer?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  answer(error) { () throws(SurveyStatsError) in
    let state = try required(state, "state", as: StateHandle.self).state
    let other = try required(other, "other", as: StateHandle.self).state
    if state === other { throw invalid("other is the state itself, whose rows would count twice") }
    try state.merge(other)
  }
}

@c @implementation
public func surveystats_state_to_bytes(
  _ state: OpaquePointer?, _ out_bytes: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_bytes?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let state = try required(state, "state", as: StateHandle.self).state
    try required(out: out_bytes, "out_bytes").pointee = handle(TextHandle(bytes: state.bytes))
  }
}

@c @implementation
public func surveystats_state_from_bytes(
  _ bytes: UnsafeRawPointer?, _ length: Int64, _ limits: UnsafePointer<surveystats_limits>?,
  _ out_state: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_state?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let out = try required(out: out_state, "out_state")
    let limits = try resourceLimits(limits)
    let count = try SurveyStatsC.length(length, elementBytes: 1, "length", memoryLimit: limits.memoryBytes)
    if bytes == nil, count > 0 { throw invalid("bytes is NULL, but length is \(count)") }
    let state = try SurveyState(
      bytes: [UInt8](UnsafeRawBufferPointer(start: bytes, count: count)), limits: limits)
    out.pointee = handle(StateHandle(state))
  }
}

@c @implementation
public func surveystats_state_result(
  _ state: OpaquePointer?, _ out_estimates: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_estimates?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let state = try required(state, "state", as: StateHandle.self).state
    let out = try required(out: out_estimates, "out_estimates")
    out.pointee = handle(EstimatesHandle(try state.estimates()))
  }
}

@c @implementation
public func surveystats_state_request(
  _ state: OpaquePointer?, _ out_json: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_json?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let state = try required(state, "state", as: StateHandle.self).state
    try required(out: out_json, "out_json").pointee = handle(TextHandle(try state.requestDescription()))
  }
}

@c @implementation
public func surveystats_state_row_count(_ state: OpaquePointer?) -> Int64 {
  Int64(object(state, as: StateHandle.self)?.state.rowCount ?? 0)
}

@c @implementation
public func surveystats_state_destroy(_ state: OpaquePointer?) { release(state, as: StateHandle.self) }
