// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

// The statistics: what a caller asks for, checked and handed to the library.
public import CSurveyStats
import SurveyStats

@c @implementation
public func surveystats_mean(
  _ design: OpaquePointer?, _ items: UnsafePointer<UnsafePointer<CChar>?>?, _ n_items: Int64,
  _ request: UnsafePointer<surveystats_request>?, _ run: OpaquePointer?,
  _ out_estimates: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  estimate(design, request, run, out_estimates, error) { (design, asked) throws(SurveyStatsError) in
    try asked.refuseProportionOptions("mean")
    let items = try columns(items, n_items, of: design.data)
    return try design.mean(items, by: asked.by, where: asked.condition, asked.options)
  }
}

@c @implementation
public func surveystats_total(
  _ design: OpaquePointer?, _ items: UnsafePointer<UnsafePointer<CChar>?>?, _ n_items: Int64,
  _ request: UnsafePointer<surveystats_request>?, _ run: OpaquePointer?,
  _ out_estimates: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  estimate(design, request, run, out_estimates, error) { (design, asked) throws(SurveyStatsError) in
    try asked.refuseProportionOptions("total")
    let items = try columns(items, n_items, of: design.data)
    return try design.total(items, by: asked.by, where: asked.condition, asked.options)
  }
}

@c @implementation
public func surveystats_proportion(
  _ design: OpaquePointer?, _ items: UnsafePointer<UnsafePointer<CChar>?>?, _ n_items: Int64,
  _ request: UnsafePointer<surveystats_request>?, _ run: OpaquePointer?,
  _ out_estimates: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  estimate(design, request, run, out_estimates, error) { (design, asked) throws(SurveyStatsError) in
    let items = try columns(items, n_items, of: design.data)
    return try design.proportion(items, by: asked.by, where: asked.condition, asked.options)
  }
}

@c @implementation
public func surveystats_contrast(
  _ design: OpaquePointer?, _ expression: UnsafePointer<CChar>?, _ statistic: Int32,
  _ request: UnsafePointer<surveystats_request>?, _ run: OpaquePointer?,
  _ out_estimates: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  estimate(design, request, run, out_estimates, error) { (design, asked) throws(SurveyStatsError) in
    try asked.refuseProportionOptions("contrast")
    if asked.options.designEffect != .none {
      throw invalid("request.deff is set, but a contrast has no design effect")
    }
    let expression = try text(expression, "expression")
    let statistic: ContrastStatistic = try choice(statistic, of: [.mean, .total], "statistic")
    return try design.contrast(
      expression, of: statistic, by: asked.by, where: asked.condition, asked.options)
  }
}

@c @implementation
public func surveystats_reliability(
  _ design: OpaquePointer?, _ items: UnsafePointer<UnsafePointer<CChar>?>?, _ n_items: Int64,
  _ request: UnsafePointer<surveystats_request>?, _ run: OpaquePointer?,
  _ out_estimates: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  estimate(design, request, run, out_estimates, error) { (design, asked) throws(SurveyStatsError) in
    try asked.refuseProportionOptions("reliability")
    let items = try columns(items, n_items, of: design.data)
    return try design.reliability(items, by: asked.by, where: asked.condition, asked.options)
  }
}

@c @implementation
public func surveystats_growth(
  _ design: OpaquePointer?, _ prior: OpaquePointer?, _ items: UnsafePointer<UnsafePointer<CChar>?>?,
  _ n_items: Int64, _ options: UnsafePointer<surveystats_growth_options>?,
  _ request: UnsafePointer<surveystats_request>?, _ run: OpaquePointer?,
  _ out_estimates: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  estimate(design, request, run, out_estimates, error) { (design, asked) throws(SurveyStatsError) in
    let given = try fields(options, defaults: surveystats_growth_options(), "options")
    if given.reserved != 0 { throw invalid("options.reserved must be 0") }
    var growth = GrowthOptions()
    growth.statistic = try choice(
      given.statistic, of: [.mean, .proportion, .total, .topTwo, .scoreOfMax, .scoreOfRange],
      "options.statistic")
    growth.method = try choice(given.method, of: growthMethods, "options.method")
    growth.sharedClusters = try choice(given.shared_clusters, of: [false, true], "options.shared_clusters")
    growth.id = try optionalText(given.id, "options.id")
    growth.base = try choice(given.base, of: answerBases, "options.base")
    growth.comparable = try choice(given.comparable, of: [false, true], "options.comparable")
    growth.estimates = asked.options
    switch growth.statistic {
    case .proportion: break
    case .topTwo: try asked.refuseLevels("growth of top-two shares")
    case .mean, .total, .scoreOfMax, .scoreOfRange:
      try asked.refuseProportionOptions("growth of means, totals or scores")
    }
    if growth.base != .valid, growth.statistic != .topTwo {
      throw invalid("options.base is for SURVEYSTATS_GROWTH_TOP2")
    }
    if growth.comparable, prior == nil {
      throw invalid("options.comparable is for two tables; in one table an item has one scale")
    }
    let items = try columns(items, n_items, of: design.data)
    let period = try optionalText(given.period, "options.period")
    let from = try optionalText(given.from, "options.from")
    let to = try optionalText(given.to, "options.to")
    if let prior {
      if period != nil { throw invalid("options.period is for one table; with prior each table is a period") }
      let earlier = try required(prior, "prior", as: DesignHandle.self).design
      return try design.growth(
        items, since: earlier, from: from ?? "prior", to: to ?? "current", by: asked.by,
        where: asked.condition, growth)
    }
    guard let period, let from, let to else {
      throw invalid("one table needs options.period, options.from and options.to")
    }
    return try design.growth(
      items, period: period, from: from, to: to, by: asked.by, where: asked.condition, growth)
  }
}

/// What all statistics have in common: the checks before and the handle after.
func estimate(
  _ design: OpaquePointer?, _ request: UnsafePointer<surveystats_request>?, _ run: OpaquePointer?,
  _ outEstimates: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?,
  _ statistic: (SampleDesign, CheckedRequest) throws(SurveyStatsError) -> Estimates
) -> surveystats_status {
  outEstimates?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let design = try required(design, "design", as: DesignHandle.self).design
    let out = try required(out: outEstimates, "out_estimates")
    let asked = try CheckedRequest(request, limits: design.data.limits, run: try activeRun(run))
    out.pointee = handle(EstimatesHandle(try statistic(design, asked)))
  }
}

/// The columns that the texts of `items` select, each once.
func columns(
  _ items: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int64, of data: SurveyData
) throws(SurveyStatsError) -> ColumnList {
  var chosen: [String] = []
  var seen: Set<String> = []
  for selection in try names(items, count, "items", limits: data.limits) {
    for column in try data.columns(matching: selection) where seen.insert(column).inserted {
      chosen.append(column)
    }
  }
  return ColumnList(chosen)
}

/// A request in the library's own words.
struct CheckedRequest {
  var by: ColumnList
  var condition: String?
  var options: EstimateOptions

  init(
    _ pointer: UnsafePointer<surveystats_request>?, limits: ResourceLimits, run: RunControl?
  ) throws(SurveyStatsError) {
    let given = try fields(pointer, defaults: requestDefaults, "request")
    by = ColumnList(try names(given.by, given.n_by, "by", limits: limits))
    condition = try optionalText(given.`where`, "request.where")
    options = EstimateOptions(
      confidence: given.confidence, degreesOfFreedom: try Self.degreesOfFreedom(given),
      designEffect: try choice(
        given.deff, of: [.none, .withoutReplacement, .withReplacement] as [DesignEffect], "request.deff"),
      covariance: try choice(given.covariance, of: [false, true], "request.covariance"),
      interval: try choice(given.interval, of: Self.intervals, "request.interval"),
      levels: try Self.levels(given, limits), run: run)
  }

  private static let intervals: [ProportionInterval] = [
    .logit, .xlogit, .wald, .kornGraubard, .beta, .wilson, .wilsonAdjusted, .arcsine,
  ]

  private static func degreesOfFreedom(
    _ given: surveystats_request
  ) throws(SurveyStatsError) -> DegreesOfFreedom {
    let kind = try choice(
      given.df, of: [.design, .infinite, .fixed(given.df_value)] as [DegreesOfFreedom], "request.df")
    if case .fixed = kind { return kind }
    if given.df_value != 0 {
      throw invalid("request.df_value is set, but request.df is not SURVEYSTATS_DF_FIXED")
    }
    return kind
  }

  private static func levels(
    _ given: surveystats_request, _ limits: ResourceLimits
  ) throws(SurveyStatsError) -> [String]? {
    let count = try length(
      given.n_levels, elementBytes: MemoryLayout<surveystats_slice>.size, "n_levels",
      memoryLimit: limits.memoryBytes)
    if count == 0 { return nil }
    guard let slices = given.levels else { throw invalid("levels is NULL, but n_levels is \(count)") }
    if count > limits.levels {
      throw SurveyStatsError(.limitExceeded, "n_levels is \(count), more than the limit of \(limits.levels)")
    }
    var levels: [String] = []
    for index in 0..<count {
      let place = TextPlace.level(index)
      guard let bytes = try bytes(of: slices[index], limits: limits, place) else {
        throw invalid("\(place.wording) is NULL; a missing answer has no proportion")
      }
      levels.append(try text(of: bytes, place))
    }
    return levels
  }

  func refuseProportionOptions(_ statistic: String) throws(SurveyStatsError) {
    if options.interval != .logit {
      throw invalid("request.interval is for proportions; a \(statistic) has the t interval")
    }
    try refuseLevels(statistic)
  }

  func refuseLevels(_ statistic: String) throws(SurveyStatsError) {
    if options.levels != nil { throw invalid("request.levels is for proportions, not for a \(statistic)") }
  }
}
