// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CSurveyStats
import SurveyStats

/// The control of a call's `run`, which must not be cancelled already.
func activeRun(_ run: OpaquePointer?) throws(SurveyStatsError) -> RunControl? {
  guard let control = object(run, as: RunControl.self) else { return nil }
  if control.isCancelled {
    throw SurveyStatsError(.cancelled, "the run was cancelled by its owner; nothing was written")
  }
  return control
}

@c @implementation
public func surveystats_run_create(
  _ out_run: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  answer(error) { () throws(SurveyStatsError) in
    try required(out: out_run, "out_run").pointee = handle(RunControl())
  }
}

@c @implementation
public func surveystats_run_cancel(_ run: OpaquePointer?) { object(run, as: RunControl.self)?.cancel() }

@c @implementation
public func surveystats_run_progress(
  _ run: OpaquePointer?, _ out_rows: UnsafeMutablePointer<Int64>?, _ out_bytes: UnsafeMutablePointer<Int64>?,
  _ out_total_bytes: UnsafeMutablePointer<Int64>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_rows?.pointee = 0
  out_bytes?.pointee = 0
  out_total_bytes?.pointee = 0
  return answer(error) { () throws(SurveyStatsError) in
    let progress = try required(run, "run", as: RunControl.self).progress
    out_rows?.pointee = Int64(progress.rows)
    out_bytes?.pointee = Int64(progress.bytes)
    out_total_bytes?.pointee = Int64(progress.totalBytes)
  }
}

@c @implementation
public func surveystats_run_destroy(_ run: OpaquePointer?) { release(run, as: RunControl.self) }
