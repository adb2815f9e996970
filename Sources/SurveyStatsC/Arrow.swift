// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

// Data from other libraries' memory and results for them, through the Arrow C interfaces.
public import CSurveyShims
public import CSurveyStats
import SurveyStats
import SurveyTable

@c @implementation
public func surveystats_dataset_open_arrow_stream(
  _ stream: UnsafeMutablePointer<ArrowArrayStream>?, _ passes: Int32,
  _ options: UnsafePointer<surveystats_dataset_options>?,
  _ run: OpaquePointer?, _ out_dataset: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_dataset?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let stream = UnsafeMutableRawPointer(try required(out: stream, "stream"))
    do throws(SurveyStatsError) {
      let out = try required(out: out_dataset, "out_dataset")
      let options = try memoryOptions(options)
      let passes = try choice(passes, of: [ArrowPasses.keep, .once, .again], "passes")
      let data = try SurveyData(
        arrowStream: stream, passes: passes, name: options.name ?? "memory", missing: options.missing,
        limits: options.limits, run: try activeRun(run))
      out.pointee = handle(DatasetHandle(data))
    } catch let failure {
      // Taken over also where an argument is wrong: whoever calls has nothing to release in any case.
      SurveyData.releaseArrowStream(stream)
      throw failure
    }
  }
}

@c @implementation
public func surveystats_dataset_from_arrow_array(
  _ schema: UnsafeMutablePointer<ArrowSchema>?, _ array: UnsafeMutablePointer<ArrowArray>?,
  _ options: UnsafePointer<surveystats_dataset_options>?,
  _ out_dataset: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_dataset?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let givenSchema = schema.map { UnsafeMutableRawPointer($0) }
    let givenArray = array.map { UnsafeMutableRawPointer($0) }
    do throws(SurveyStatsError) {
      guard let givenSchema else { throw invalid("schema is NULL") }
      guard let givenArray else { throw invalid("array is NULL") }
      let out = try required(out: out_dataset, "out_dataset")
      let options = try memoryOptions(options)
      let data = try SurveyData(
        arrowSchema: givenSchema, arrowArray: givenArray, name: options.name ?? "memory",
        missing: options.missing, limits: options.limits)
      out.pointee = handle(DatasetHandle(data))
    } catch let failure {
      SurveyData.releaseArrow(schema: givenSchema, array: givenArray)
      throw failure
    }
  }
}

@c @implementation
public func surveystats_estimates_arrow_stream(
  _ estimates: OpaquePointer?, _ out_stream: UnsafeMutablePointer<ArrowArrayStream>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  answer(error) { () throws(SurveyStatsError) in
    let out = try required(out: out_stream, "out_stream")
    // A stream without a release callback is none.
    out.initialize(to: ArrowArrayStream())
    try required(estimates, "estimates", as: EstimatesHandle.self).estimates.exportArrowStream(to: out)
  }
}

/// Options of data that are no CSV file.
func memoryOptions(
  _ options: UnsafePointer<surveystats_dataset_options>?
) throws(SurveyStatsError) -> DatasetOptions {
  let options = try DatasetOptions(options)
  if options.encoding != nil || options.delimiter != nil || options.headerRows != nil
    || options.keepsTotalRows
  {
    throw invalid(
      "options.encoding, delimiter, header_rows and keep_total_rows are for CSV; columns in memory have none of them"
    )
  }
  return options
}
