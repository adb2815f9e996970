import SurveyStats

/// Answers a reference request through the Swift module, as an app would ask.
func answer(_ reference: ReferenceCase) throws -> Estimates {
  let request = reference.request
  if request.command == "sample-size" { return try sampleSize(request) }
  let (design, effectiveSize) = try open(reference.data, request)
  let asked = try estimateOptions(request)
  let by = ColumnList(request.by ?? [])
  let items = ColumnList(request.items ?? [])
  switch request.command {
  case "mean": return try design.mean(items, by: by, where: request.where, asked)
  case "total": return try design.total(items, by: by, where: request.where, asked)
  case "quantile":
    guard let rule = QuantileRule(rawValue: request.rule ?? "math"),
      let interval = QuantileInterval(rawValue: request.interval ?? "mean")
    else { throw UnknownInterval(name: request.rule ?? "") }
    return try design.quantile(
      items, probabilities: request.probs ?? [0.25, 0.5, 0.75], rule: rule, interval: interval, by: by,
      where: request.where, asked)
  case "proportion": return try design.proportion(items, by: by, where: request.where, asked)
  case "reliability": return try design.reliability(items, by: by, where: request.where, asked)
  case "frequency": return try design.frequency(items, by: by, where: request.where, asked)
  case "score":
    return try design.score(items, as: try scoreKinds(request), by: by, where: request.where, asked)
  case "validity":
    return try design.validity(
      try surveyFacts(request, effectiveSize), items: items, where: request.where, asked)
  case "summary": return try summary(of: design, effectiveSize, request, asked)
  case "growth":
    var growth = GrowthOptions(
      method: GrowthMethod(rawValue: request.method ?? "delta") ?? .delta, id: request.id,
      sharedClusters: request.sharedClusters ?? false, base: answerBase(request),
      comparable: request.comparable ?? false, estimates: asked)
    growth.statistic = GrowthStatistic(rawValue: request.statistic ?? "mean") ?? .mean
    if let prior = request.prior {
      return try design.growth(
        items, since: try open(prior, request).design, from: request.from ?? "prior",
        to: request.to ?? "current", by: by, where: request.where, growth)
    }
    return try design.growth(
      items, period: request.period ?? "", from: request.from ?? "", to: request.to ?? "", by: by,
      where: request.where, growth)
  default:
    let statistic = ContrastStatistic(rawValue: request.statistic ?? "mean") ?? .mean
    return try design.contrast(
      request.expression ?? "", of: statistic, by: by, where: request.where, asked)
  }
}

/// The design of a file, and Kish's effective size where its weights were fitted to margins.
func open(
  _ file: String, _ request: ReferenceCase.Request
) throws -> (design: SampleDesign, effectiveSize: Double?) {
  let path = ReferenceCase.path
  let design = try SampleDesign(
    try described(request, file: path(file)), weights: request.weights,
    strata: ColumnList(request.strata ?? []), cluster: ColumnList(request.cluster ?? []),
    fpc: ColumnList(request.fpc ?? []), population: request.command == "validity" ? nil : request.population,
    lonelyUnits: LonelyUnits(rawValue: request.lonelyPSU ?? "fail") ?? .fail,
    replicates: try replicates(request))
  let keepsTotal = request.keepsTotal ?? false
  let weighted: WeightedDesign
  if let margins = request.poststratify {
    weighted = try design.postStratified(
      to: try PopulationMargins(csvFile: path(margins)), keepsTotal: keepsTotal)
  } else if let margins = request.rake {
    weighted = try design.raked(to: try PopulationMargins(csvFile: path(margins)), keepsTotal: keepsTotal)
  } else {
    return (design, nil)
  }
  return (weighted.design, weighted.summary.after.effectiveSize)
}

private func replicates(_ request: ReferenceCase.Request) throws -> Replicates? {
  guard let name = request.replicateType else { return nil }
  guard let kind = Replicates.Kind(rawValue: name) else { throw UnknownReplicates(name: name) }
  return try Replicates(
    kind, count: request.replicates, seed: request.seed, fayRho: request.fayRho,
    aboutEstimate: request.mse ?? false)
}

private func estimateOptions(_ request: ReferenceCase.Request) throws -> EstimateOptions {
  var asked = EstimateOptions()
  asked.confidence = request.level ?? 0.95
  switch request.df {
  case .number(let df)?: asked.degreesOfFreedom = .fixed(df)
  case .text("inf")?: asked.degreesOfFreedom = .infinite
  default: break
  }
  switch request.deff {
  case .bool(true)?: asked.designEffect = .withoutReplacement
  case .text("replace")?: asked.designEffect = .withReplacement
  default: break
  }
  asked.covariance = request.covariance ?? false
  asked.levels = request.levels
  if let interval = request.interval, request.command != "quantile" {
    guard let method = ProportionInterval(rawValue: interval) else { throw UnknownInterval(name: interval) }
    asked.interval = method
  }
  return asked
}

/// The data of a request with what its answers mean.
private func described(_ request: ReferenceCase.Request, file: String) throws -> SurveyData {
  var options = CSVOptions()
  if let missing = request.missing { options.missing = try MissingCodesByColumn(parsing: missing) }
  options.keepTotalRows = request.keepsTotalRows ?? false
  var data = try SurveyData(csvFile: file, options: options)
  var codebook = Codebook()
  if let name = request.codebook { codebook = try Codebook(file: ReferenceCase.path(name)) }
  if let counts = request.counts { data = try data.repeated(by: counts) }
  if request.findsItems ?? false {
    return try data.described(
      by: codebook, scales: ScaleRequest(all: .detected), items: try data.satisfactionItems())
  }
  guard let scale = request.scale else { return try data.described(by: codebook) }
  return try data.described(
    by: codebook, scales: try ScaleRequest(parsing: scale, own: codebook.scales), items: request.items ?? [])
}

private func answerBase(_ request: ReferenceCase.Request) -> AnswerBase {
  AnswerBase(rawValue: request.base ?? "valid") ?? .valid
}

private func scoreKinds(_ request: ReferenceCase.Request) throws -> [ScoreKind] {
  let all: [ScoreKind] = [.mean, .scoreOfMax, .scoreOfRange, .topTwo(answerBase(request))]
  guard let names = request.kinds else { return all }
  return try names.map { name in
    guard let kind = all.first(where: { $0.name == name }) else { throw UnknownScore(name: name) }
    return kind
  }
}

struct UnknownInterval: Error { var name: String }
struct UnknownReplicates: Error { var name: String }
struct UnknownScore: Error { var name: String }
