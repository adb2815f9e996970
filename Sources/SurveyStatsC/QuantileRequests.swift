// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CSurveyStats
import SurveyStats

@c @implementation
public func surveystats_quantile(
  _ design: OpaquePointer?, _ items: UnsafePointer<UnsafePointer<CChar>?>?, _ n_items: Int64,
  _ options: UnsafePointer<surveystats_quantile_options>?, _ request: UnsafePointer<surveystats_request>?,
  _ run: OpaquePointer?, _ out_estimates: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  estimate(design, request, run, out_estimates, error) { (design, asked) throws(SurveyStatsError) in
    let given = try fields(options, defaults: surveystats_quantile_options(), "options")
    // In the order of their constants.
    let rule = try choice(given.rule, of: QuantileRule.allCases, "options.rule")
    let interval = try choice(given.interval, of: QuantileInterval.allCases, "options.interval")
    let probabilities = try probabilities(given, limits: design.data.limits)
    if asked.options.interval != .logit {
      throw invalid("request.interval is for proportions; a quantile's interval is options.interval")
    }
    try asked.refuseLevels("quantile")
    let items = try columns(items, n_items, of: design.data)
    return try design.quantile(
      items, probabilities: probabilities, rule: rule, interval: interval, by: asked.by,
      where: asked.condition, asked.options)
  }
}

/// The shares that a caller names; quartiles where there are none.
private func probabilities(
  _ given: surveystats_quantile_options, limits: ResourceLimits
) throws(SurveyStatsError) -> [Double] {
  let count = try length(
    given.n_probs, elementBytes: MemoryLayout<Double>.size, "options.n_probs",
    memoryLimit: limits.memoryBytes)
  guard let probs = given.probs else {
    if count == 0 { return [0.25, 0.5, 0.75] }
    throw invalid("options.probs is NULL, but options.n_probs is \(count)")
  }
  if count > limits.levels {
    throw SurveyStatsError(
      .limitExceeded, "options.n_probs is \(count), more than the limit of \(limits.levels)")
  }
  return (0..<count).map { probs[$0] }
}
