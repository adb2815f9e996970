// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

// A whole survey: sample size, validity, the summary.
public import CSurveyStats
import SurveyStats

@c @implementation
public func surveystats_survey_facts_init(
  _ facts: UnsafeMutablePointer<surveystats_survey_facts>?, _ struct_size: Int
) -> surveystats_status {
  initialize(facts, struct_size, surveystats_survey_facts())
}

@c @implementation
public func surveystats_sample_size(
  _ margin: Double, _ proportion: Double, _ population: Double, _ deff: Double, _ response_rate: Double,
  _ confidence: Double, _ out_estimates: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_estimates?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let out = try required(out: out_estimates, "out_estimates")
    func known(_ value: Double) -> Double? { value == 0 ? nil : value }
    out.pointee = handle(
      EstimatesHandle(
        try SampleSize.required(
          margin: margin, proportion: known(proportion) ?? 0.5, population: known(population),
          designEffect: known(deff), responseRate: known(response_rate),
          confidence: known(confidence) ?? 0.95)))
  }
}

@c @implementation
public func surveystats_validity(
  _ design: OpaquePointer?, _ facts: UnsafePointer<surveystats_survey_facts>?,
  _ items: UnsafePointer<UnsafePointer<CChar>?>?, _ n_items: Int64,
  _ request: UnsafePointer<surveystats_request>?, _ run: OpaquePointer?,
  _ out_estimates: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  let handle = design
  return estimate(design, request, run, out_estimates, error) { (design, asked) throws(SurveyStatsError) in
    try asked.refuseProportionOptions("validity")
    try asked.refuseGroups("validity")
    let items = n_items == 0 ? [] : try columns(items, n_items, of: design.data)
    return try design.validity(
      try surveyFacts(facts, of: handle), items: items, where: asked.condition, asked.options)
  }
}

@c @implementation
public func surveystats_summary(
  _ design: OpaquePointer?, _ prior: OpaquePointer?, _ facts: UnsafePointer<surveystats_survey_facts>?,
  _ items: UnsafePointer<UnsafePointer<CChar>?>?, _ n_items: Int64,
  _ options: UnsafePointer<surveystats_growth_options>?, _ request: UnsafePointer<surveystats_request>?,
  _ run: OpaquePointer?, _ out_estimates: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  let handle = design
  return estimate(design, request, run, out_estimates, error) { (design, asked) throws(SurveyStatsError) in
    try asked.refuseLevels("a summary")
    let given = try fields(options, defaults: surveystats_growth_options(), "options")
    if given.reserved != 0 { throw invalid("options.reserved must be 0") }
    if try optionalText(given.period, "options.period") != nil {
      throw invalid("options.period is for growth within one table; a summary compares with prior")
    }
    var summary = SummaryOptions(
      by: asked.by, where: asked.condition, facts: try surveyFacts(facts, of: handle),
      periods: (
        try optionalText(given.from, "options.from") ?? "prior",
        try optionalText(given.to, "options.to") ?? "current"
      ), asked.options)
    summary.growth.method = try choice(given.method, of: growthMethods, "options.method")
    summary.growth.sharedClusters = try choice(
      given.shared_clusters, of: [false, true], "options.shared_clusters")
    summary.growth.id = try optionalText(given.id, "options.id")
    if n_items != 0 { summary.items = try columns(items, n_items, of: design.data).names }
    guard let prior else { return try design.summary(summary) }
    return try design.summary(summary, since: try required(prior, "prior", as: DesignHandle.self).design)
  }
}

/// What the caller knows of the survey, with Kish's size of a design that was fitted to margins.
private func surveyFacts(
  _ pointer: UnsafePointer<surveystats_survey_facts>?, of design: OpaquePointer?
) throws(SurveyStatsError) -> SurveyFacts {
  let given = try fields(pointer, defaults: surveystats_survey_facts(), "facts")
  var facts = SurveyFacts()
  facts.issued = try count(given.issued, "facts.issued")
  facts.returned = try count(given.returned, "facts.returned")
  if given.population != 0 { facts.population = given.population }
  let kinds: [SamplingKind?] = [
    nil, .census, .simpleRandom, .systematic, .stratified, .cluster, .quota, .convenience, .voluntary,
  ]
  facts.sampling = try choice(given.sampling, of: kinds, "facts.sampling")
  facts.nominalMargin = try choice(given.nominal_margin, of: [false, true], "facts.nominal_margin")
  let handle = object(design, as: DesignHandle.self)
  facts.margins = try populationMargins(given, limits: handle?.design.data.limits ?? .standard)
  facts.effectiveSize = handle?.weighted?.summary.after.effectiveSize
  return facts
}

/// The margins of a file, or counted out of a table where the caller says how.
private func populationMargins(
  _ given: surveystats_survey_facts, limits: ResourceLimits
) throws(SurveyStatsError) -> PopulationMargins? {
  let texts = try names(given.margins_from, given.n_margins_from, "margins_from", limits: limits)
  let condition = try optionalText(given.margins_where, "facts.margins_where")
  guard let file = try optionalText(given.margins, "facts.margins") else {
    if !texts.isEmpty { throw invalid("facts.margins_from is set, but facts.margins, its table, is NULL") }
    if condition != nil { throw invalid("facts.margins_where is set, but facts.margins, its table, is NULL") }
    return nil
  }
  if texts.isEmpty, condition != nil {
    throw invalid("facts.margins_where is set, but n_margins_from is 0; it chooses rows of a table to count")
  }
  var specifications: [MarginSpecification] = []
  for text in texts { specifications.append(try MarginSpecification(parsing: text)) }
  return try PopulationMargins(file: file, specifications, where: condition)
}

/// 0 is not known.
private func count(_ value: Int64, _ argument: String) throws(SurveyStatsError) -> Int? {
  if value == 0 { return nil }
  guard value > 0, let count = Int(exactly: value) else {
    throw invalid("\(argument) is \(value); give a number of questionnaires, or 0 where it is not known")
  }
  return count
}

extension CheckedRequest {
  fileprivate func refuseGroups(_ statistic: String) throws(SurveyStatsError) {
    if !by.isEmpty { throw invalid("request.by is set, but \(statistic) has no groups; use where") }
  }
}
