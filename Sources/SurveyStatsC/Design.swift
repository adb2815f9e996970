// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CSurveyStats
import SurveyStats

final class DesignHandle: Sendable {
  let design: SampleDesign

  init(_ design: SampleDesign) { self.design = design }
}

@c @implementation
public func surveystats_design_create(
  _ dataset: OpaquePointer?, _ options: UnsafePointer<surveystats_design_options>?,
  _ out_design: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_design?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let data = try required(dataset, "dataset", as: DatasetHandle.self).data
    let out = try required(out: out_design, "out_design")
    let given = try fields(options, defaults: surveystats_design_options(), "options")
    if given.reserved != 0 { throw invalid("options.reserved is not 0") }
    let lonely: [LonelyUnits] = [.fail, .remove, .adjust, .average, .certainty, .collapse]
    let design = try SampleDesign(
      data,
      weights: try optionalText(given.weights, "options.weights"),
      strata: ColumnList(try names(given.strata, given.n_strata, "strata", limits: data.limits)),
      cluster: ColumnList(try names(given.cluster, given.n_cluster, "cluster", limits: data.limits)),
      fpc: ColumnList(try names(given.fpc, given.n_fpc, "fpc", limits: data.limits)),
      population: given.population == 0 ? nil : given.population,
      lonelyUnits: try choice(given.lonely_psu, of: lonely, "options.lonely_psu"))
    out.pointee = handle(DesignHandle(design))
  }
}

@c @implementation
public func surveystats_design_destroy(_ design: OpaquePointer?) { release(design, as: DesignHandle.self) }
