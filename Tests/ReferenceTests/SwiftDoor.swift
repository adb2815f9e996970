import SurveyStats

/// Answers a reference request through the Swift module, as an app would ask.
func answer(_ reference: ReferenceCase) throws -> Estimates {
  let request = reference.request
  var options = CSVOptions()
  if let missing = request.missing { options.missing = try MissingCodesByColumn(parsing: missing) }
  func open(_ file: String) throws -> SampleDesign {
    func path(_ file: String) -> String {
      ReferenceCase.folder.appending(path: "data").appending(path: file).path()
    }
    let design = try SampleDesign(
      try SurveyData(csvFile: path(file), options: options), weights: request.weights,
      strata: ColumnList(request.strata ?? []), cluster: ColumnList(request.cluster ?? []),
      fpc: ColumnList(request.fpc ?? []), population: request.population,
      lonelyUnits: LonelyUnits(rawValue: request.lonelyPSU ?? "fail") ?? .fail)
    let keepsTotal = request.keepsTotal ?? false
    if let margins = request.poststratify {
      return try design.postStratified(
        to: try PopulationMargins(csvFile: path(margins)), keepsTotal: keepsTotal
      ).design
    }
    if let margins = request.rake {
      return try design.raked(to: try PopulationMargins(csvFile: path(margins)), keepsTotal: keepsTotal)
        .design
    }
    return design
  }
  let design = try open(reference.data)
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
  if let interval = request.interval {
    guard let method = ProportionInterval(rawValue: interval) else { throw UnknownInterval(name: interval) }
    asked.interval = method
  }
  let by = ColumnList(request.by ?? [])
  let items = ColumnList(request.items ?? [])
  switch request.command {
  case "mean": return try design.mean(items, by: by, where: request.where, asked)
  case "total": return try design.total(items, by: by, where: request.where, asked)
  case "proportion": return try design.proportion(items, by: by, where: request.where, asked)
  case "reliability": return try design.reliability(items, by: by, where: request.where, asked)
  case "growth":
    var growth = GrowthOptions(
      method: GrowthMethod(rawValue: request.method ?? "delta") ?? .delta, id: request.id,
      sharedClusters: request.sharedClusters ?? false, estimates: asked)
    growth.statistic = GrowthStatistic(rawValue: request.statistic ?? "mean") ?? .mean
    if let prior = request.prior {
      return try design.growth(
        items, since: try open(prior), from: request.from ?? "prior",
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

struct UnknownInterval: Error { var name: String }
