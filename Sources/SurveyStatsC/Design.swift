// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CSurveyStats
import SurveyStats

final class DesignHandle: Sendable {
  let design: SampleDesign
  /// Where the weights were fitted to margins.
  let weighted: WeightedDesign?

  init(_ design: SampleDesign) {
    self.design = design
    weighted = nil
  }

  init(_ weighted: WeightedDesign) {
    design = weighted.design
    self.weighted = weighted
  }

  fileprivate func fitted() throws(SurveyStatsError) -> WeightedDesign {
    guard let weighted else {
      throw invalid("the design is not fitted to margins; surveystats_design_weighted makes one that is")
    }
    return weighted
  }
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
      lonelyUnits: try choice(given.lonely_psu, of: lonely, "options.lonely_psu"),
      replicates: try replicates(given))
    out.pointee = handle(DesignHandle(design))
  }
}

/// Standard errors from replicates, where the options ask for them.
private func replicates(_ given: surveystats_design_options) throws(SurveyStatsError) -> Replicates? {
  let kinds: [Replicates.Kind?] = [nil, .jk1, .jkn, .brr, .fay, .bootstrap]
  let aboutEstimate = try choice(given.mse, of: [false, true], "options.mse")
  guard let kind = try choice(given.replicate_type, of: kinds, "options.replicate_type") else {
    if given.replicates != 0 || given.seed != 0 || given.fay_rho != 0 || aboutEstimate {
      throw invalid("options.replicates, seed, fay_rho and mse go with options.replicate_type")
    }
    return nil
  }
  return try Replicates(
    kind, count: given.replicates == 0 ? nil : Int(clamping: given.replicates),
    seed: given.seed == 0 ? nil : Int(clamping: given.seed),
    fayRho: kind == .fay || given.fay_rho != 0 ? given.fay_rho : nil, aboutEstimate: aboutEstimate)
}

@c @implementation
public func surveystats_design_destroy(_ design: OpaquePointer?) { release(design, as: DesignHandle.self) }

@c @implementation
public func surveystats_design_weighted(
  _ design: OpaquePointer?, _ method: Int32, _ margins: UnsafePointer<CChar>?, _ keep_total: Int32,
  _ run: OpaquePointer?, _ out_design: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_design?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let design = try required(design, "design", as: DesignHandle.self).design
    let out = try required(out: out_design, "out_design")
    let methods: [WeightingMethod] = [.postStratification, .raking]
    let method = try choice(method, of: methods, "method")
    let keepsTotal = try choice(keep_total, of: [false, true], "keep_total")
    let run = try activeRun(run)
    let margins = try PopulationMargins(csvFile: try text(margins, "margins"))
    let weighted =
      switch method {
      case .postStratification: try design.postStratified(to: margins, keepsTotal: keepsTotal, run: run)
      case .raking: try design.raked(to: margins, keepsTotal: keepsTotal, run: run)
      }
    out.pointee = handle(DesignHandle(weighted))
  }
}

@c @implementation
public func surveystats_design_weighting(
  _ design: OpaquePointer?, _ format: Int32, _ language: Int32,
  _ out_text: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_text?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let summary = try required(design, "design", as: DesignHandle.self).fitted().summary
    let out = try required(out: out_text, "out_text")
    let format = try reportFormat(format)
    out.pointee = handle(
      TextHandle(summary.rendered(as: format, language: try SurveyStatsC.language(language))))
  }
}

@c @implementation
public func surveystats_design_weights(
  _ design: OpaquePointer?, _ run: OpaquePointer?, _ out_weights: UnsafeMutablePointer<Double>?,
  _ capacity: Int64, _ out_count: UnsafeMutablePointer<Int64>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_count?.pointee = 0
  return answer(error) { () throws(SurveyStatsError) in
    let weighted = try required(design, "design", as: DesignHandle.self).fitted()
    let out = try required(out: out_count, "out_count")
    let room = try length(
      capacity, elementBytes: MemoryLayout<Double>.size, "capacity", memoryLimit: .max)
    if out_weights == nil, room > 0 { throw invalid("out_weights is NULL, but capacity is \(room)") }
    let weights = try weighted.weights(run: try activeRun(run))
    if let out_weights {
      for (index, weight) in weights.prefix(room).enumerated() { out_weights[index] = weight }
    }
    out.pointee = Int64(weights.count)
  }
}
