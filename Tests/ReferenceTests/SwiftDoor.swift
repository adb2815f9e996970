import SurveyStats

/// Answers a reference request through the Swift module, as an app would ask.
func answer(_ reference: ReferenceCase) throws -> Estimates {
  let request = reference.request
  var options = CSVOptions()
  if let missing = request.missing { options.missing = try MissingCodesByColumn(parsing: missing) }
  let path = ReferenceCase.folder.appending(path: "data").appending(path: reference.data).path()
  let data = try SurveyData(csvFile: path, options: options)
  let design = try SampleDesign(
    data, weights: request.weights, strata: ColumnList(request.strata ?? []),
    cluster: ColumnList(request.cluster ?? []), fpc: ColumnList(request.fpc ?? []),
    population: request.population, lonelyUnits: LonelyUnits(rawValue: request.lonelyPSU ?? "fail") ?? .fail)
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
  default:
    let statistic = ContrastStatistic(rawValue: request.statistic ?? "mean") ?? .mean
    return try design.contrast(
      request.expression ?? "", of: statistic, by: by, where: request.where, asked)
  }
}

struct UnknownInterval: Error { var name: String }
