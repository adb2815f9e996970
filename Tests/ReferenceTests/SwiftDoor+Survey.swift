import SurveyStats

// A whole survey through the Swift module: sample size, what is known of it, the summary.

func sampleSize(_ request: ReferenceCase.Request) throws -> Estimates {
  var designEffect: Double?
  if case .number(let given)? = request.deff { designEffect = given }
  return try SampleSize.required(
    margin: request.margin ?? 0, proportion: request.proportion ?? 0.5, population: request.population,
    designEffect: designEffect, responseRate: request.responseRate, confidence: request.level ?? 0.95)
}

func surveyFacts(_ request: ReferenceCase.Request, _ effectiveSize: Double?) throws -> SurveyFacts {
  var facts = SurveyFacts(
    issued: request.issued, returned: request.returned, population: request.population,
    nominalMargin: request.nominalMargin ?? false, effectiveSize: effectiveSize)
  if let name = request.sampling {
    guard let kind = SamplingKind(rawValue: name) else { throw UnknownSampling(name: name) }
    facts.sampling = kind
  }
  if let file = request.margins {
    facts.margins = try PopulationMargins(
      file: ReferenceCase.path(file),
      try (request.marginsFrom ?? []).map { try MarginSpecification(parsing: $0) },
      where: request.marginsWhere)
  }
  return facts
}

func summary(
  of design: SampleDesign, _ effectiveSize: Double?, _ request: ReferenceCase.Request,
  _ asked: EstimateOptions
) throws -> Estimates {
  var options = SummaryOptions(
    items: request.items ?? [], by: ColumnList(request.by ?? []), where: request.where,
    facts: try surveyFacts(request, effectiveSize),
    periods: (request.from ?? "prior", request.to ?? "current"), asked)
  if request.findsItems ?? false { options.items = try design.data.satisfactionItems() }
  options.growth.method = GrowthMethod(rawValue: request.method ?? "delta") ?? .delta
  options.growth.id = request.id
  options.growth.sharedClusters = request.sharedClusters ?? false
  guard let prior = request.prior else { return try design.summary(options) }
  return try design.summary(options, since: try open(prior, request).design)
}

struct UnknownSampling: Error { var name: String }
