import SurveyStats
import SurveyTable

/// Sample size, margins of error and representativeness.
extension Command {
  static let facts = [
    OptionSpecification(name: "issued", value: .required("N"), help: "questionnaires handed out"),
    OptionSpecification(name: "returned", value: .required("N"), help: "questionnaires that came back"),
    OptionSpecification(
      name: "sampling", value: .required("HOW"),
      help: "census, srs, systematic, stratified, cluster, quota, convenience or voluntary"),
    OptionSpecification(
      name: "anyway", value: .none, help: "a nominal margin of error although nobody was drawn at random"),
    OptionSpecification(
      name: "margins", value: .required("FILE"),
      help:
        "the population, to compare with: CSV of variable,category,count; or any table with --margins-from"),
  ]

  /// How margins are counted out of any table.
  static let marginTables = [
    OptionSpecification(
      name: "margins-from", value: .required("SPEC"),
      help: "count margins out of a table: district=site_id/people_total or sex=男:male,女:female",
      repeats: true),
    OptionSpecification(
      name: "margins-where", value: .required("EXPR"), help: "which rows of that table count"),
  ]

  static let sampleSize = Command(
    name: "sample-size", summary: "how many answers a margin of error needs",
    usage: "survey-stats sample-size --margin .05 [--population N --deff D --response-rate R]",
    details: "The design effect comes first, then the finite population, then the response rate.",
    options: [
      OptionSpecification(
        name: "margin", value: .required("E"), help: "half the interval's width, a fraction: .05 is 5 points"),
      OptionSpecification(
        name: "proportion", value: .required("P"), help: "the share expected (default .5, the worst case)"),
      OptionSpecification(name: "population", value: .required("N"), help: "members of the population"),
      OptionSpecification(name: "deff", value: .required("D"), help: "design effect (clusters, weights)"),
      OptionSpecification(name: "response-rate", value: .required("R"), help: "share that will answer"),
      OptionSpecification(name: "level", value: .required("0.95"), help: "confidence level"),
      format("text, csv, json or markdown"),
    ] + output)

  static let validity = Command(
    name: "validity", summary: "size, margin of error and representativeness of a sample",
    usage: "survey-stats validity FILE [--issued N --returned N --population N --margins FILE] [options]",
    details: """
      --population is the size of the whole population. With --items, valid are the rows that answer one of
      them. Each variable of the margins is tested against the sample (chi-square; Rao-Scott where rows have
      weights, strata or clusters).
      """,
    options: reading + meaning + design + facts + items
      + asking.filter { ["where", "level"].contains($0.name) } + [format("text, csv, json or markdown")]
      + output)
}

extension Request {
  func sampleSize() throws -> Estimates {
    guard arguments.files.isEmpty else {
      throw UsageError(
        message: "sample-size reads no file",
        chinese: "sample-size 不讀取檔案")
    }
    guard let margin = try arguments.number("margin") else {
      throw UsageError(
        message: "no margin of error is given (--margin): \(command.usage)",
        chinese: "未指定抽樣誤差（--margin）：\(command.usage)")
    }
    return try SampleSize.required(
      margin: margin, proportion: try arguments.number("proportion") ?? 0.5,
      population: try arguments.count("population"), designEffect: try arguments.number("deff"),
      responseRate: try arguments.number("response-rate"), confidence: try arguments.number("level") ?? 0.95)
  }

  /// What the options say of the survey, and Kish's size of weights that were fitted to margins.
  func facts(_ effectiveSize: Double?) throws -> SurveyFacts {
    SurveyFacts(
      issued: try whole("issued"), returned: try whole("returned"),
      population: try arguments.count("population"),
      sampling: try arguments.choice("sampling", SamplingKind.self),
      margins: try arguments["margins"].map { try margins($0) }, nominalMargin: arguments.has("anyway"),
      effectiveSize: effectiveSize)
  }

  private func whole(_ name: String) throws -> Int? {
    guard let number = try arguments.count(name) else { return nil }
    guard number == number.rounded(), number >= 1, number <= 1e12 else {
      throw UsageError(
        message: "--\(name) takes a whole number of at least 1",
        chinese: "--\(name) 須為 1 以上之整數")
    }
    return Int(number)
  }

  /// Margins from a file of margins, or counted out of a table.
  func margins(_ file: String) throws -> PopulationMargins {
    let specifications = try arguments.all("margins-from").map { try MarginSpecification(parsing: $0) }
    if specifications.isEmpty {
      if arguments.has("margins-where") {
        throw UsageError(
          message: "--margins-where goes with --margins-from",
          chinese: "--margins-where 須與 --margins-from 併用")
      }
      if PopulationMargins.isJSON(file) {
        throw UsageError(
          message:
            "\(file): say how to count margins out of this table, for instance --margins-from district=site_id/people_total",
          chinese: "\(file)：請以 --margins-from 說明如何由此表計數，例如 --margins-from 行政區=區別/人口數"
        )
      }
    }
    return try PopulationMargins(file: file, specifications, where: arguments["margins-where"])
  }
}
