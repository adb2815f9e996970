import SurveyStats
import SurveyTable

/// `fold` and `merge`: totals that are kept, carried and added up.
extension Request {
  /// Writes the totals of a statistic over a file.
  func runFold() throws {
    let words = SurveyRequest.Statistic.allCases.map(\.rawValue)
    guard let word = arguments.files.first, let statistic = SurveyRequest.Statistic(rawValue: word) else {
      throw UsageError(
        message: "fold needs a statistic first, \(words.joined(separator: ", ")): \(command.usage)",
        chinese: "fold 之後須先指定統計項目（\(words.joined(separator: "、"))）：\(command.usage)")
    }
    let files = Array(arguments.files.dropFirst())
    guard !files.isEmpty else {
      throw UsageError(message: "no file is named: \(command.usage)", chinese: "未指定檔案：\(command.usage)")
    }
    guard let output = arguments["state"] else {
      throw UsageError(
        message: "no file for the state is named (--state): \(command.usage)",
        chinese: "未指定彙總檔（--state）：\(command.usage)")
    }
    try refuseCompression("state")
    var state: SurveyState?
    for file in files {
      let data = try open(file)
      let own = try state ?? SurveyState(try surveyRequest(statistic, data), limits: data.limits)
      try own.update(with: data, run: run)
      state = own
    }
    guard let state else { return }
    try write(state, to: output, inputs: files)
  }

  /// Adds states up: the result, or with --state the state of all.
  func runMerge() throws {
    guard let first = arguments.files.first else {
      throw UsageError(message: "no state is named: \(command.usage)", chinese: "未指定彙總檔：\(command.usage)")
    }
    let format = try self.format(ReportFormat.self, otherwise: .text)
    try refuseCompression("state")
    let limits = try limits()
    for (place, file) in arguments.files.enumerated() {
      if arguments.files[..<place].contains(where: { Input.isSameFile($0, file) }) {
        throw UsageError(
          message: "\(file) is named twice: its respondents would count twice",
          chinese: "\(file) 重複指定，其受訪者將被重複計入；請刪除其一")
      }
    }
    func read(_ file: String) throws -> SurveyState {
      let (bytes, name) = try Input.whole(file, limit: limits.memoryBytes, run: run)
      return try SurveyState(bytes: bytes, name: name, limits: limits)
    }
    let whole = try read(first)
    for file in arguments.files.dropFirst() {
      let other = try read(file)
      do throws(SurveyStatsError) {
        try whole.merge(other)
      } catch {
        var located = error
        located.message = "\(file): \(error.message)"
        located.chinese = error.chinese.map { "\(file)：\($0)" }
        throw located
      }
    }
    if let output = arguments["state"] {
      try write(whole, to: output, inputs: arguments.files)
      if !arguments.has("format"), !arguments.has("output") { return }
    }
    var estimates = try whole.estimates()
    if format.isForPeople { estimates.notes = estimates.notes.map(OptionNames(command).written) }
    let isFile = arguments["output"] != nil && format == .csv
    try Output.write(
      (isFile ? Output.markOfCSVFiles : "") + estimates.rendered(as: format, language: language),
      to: arguments["output"], inputs: arguments.files)
    if format == .csv { for note in estimates.notes { Output.message(note.text(in: language)) } }
  }

  private func write(_ state: SurveyState, to path: String, inputs: [String]) throws {
    let bytes = state.bytes
    try Output.stream(to: path == "-" ? nil : path, as: "state", inputs: inputs) {
      (sink) throws(SurveyStatsError) in
      try sink.write(bytes)
    }
    if path == "-" { return }
    Output.message(
      language == .traditionalChinese
        ? "已寫入彙總檔：\(path)（\(state.rowCount) 列，僅含各集群與分組之合計）"
        : "the state was written to \(path): \(counted(state.rowCount, "row")), totals of units and groups only"
    )
  }

  private func surveyRequest(
    _ statistic: SurveyRequest.Statistic, _ data: SurveyData
  ) throws -> SurveyRequest {
    var request = SurveyRequest(statistic)
    if statistic == .contrast {
      request.contrastOf = try arguments.choice("statistic", ContrastStatistic.self) ?? .mean
    } else if statistic == .growth {
      request.growthOf = try arguments.choice("statistic", GrowthStatistic.self) ?? .mean
    }
    try checkOptions(of: request)
    if statistic != .contrast { request.items = try items(data).names }
    request.by = columns("by", data).names
    request.condition = arguments["where"]
    let options = try estimateOptions()
    request.confidence = options.confidence
    request.degreesOfFreedom = options.degreesOfFreedom
    request.designEffect = options.designEffect
    request.covariance = options.covariance
    request.interval = options.interval
    request.levels = options.levels
    request.expression = arguments["expression"]
    request.method = try arguments.choice("method", GrowthMethod.self) ?? .delta
    request.period = arguments["period"]
    request.from = arguments["from"]
    request.to = arguments["to"]
    request.id = arguments["id"]
    request.weights = arguments["weights"]
    func one(_ option: String) throws -> String? {
      let names = columns(option, data).names
      if names.count > 1 {
        // Designs of several stages say themselves what they lack.
        _ = try plainDesign(over: data)
      }
      return names.first
    }
    request.strata = try one("strata")
    request.cluster = try one("cluster")
    request.fpc = try one("fpc")
    request.population = try arguments.count("population")
    request.lonelyUnits = try arguments.choice("lonely-psu", LonelyUnits.self) ?? .fail
    request.replicates = try replicates()
    return request
  }

  /// Options of one statistic do nothing in the state of another.
  private func checkOptions(of request: SurveyRequest) throws {
    let isGrowth = request.statistic == .growth
    let isContrast = request.statistic == .contrast
    let hasShares = request.statistic == .proportion || isGrowth && request.growthOf == .proportion
    try check(["expression"], where: isContrast, with: "fold contrast")
    try check(
      ["statistic"], where: isContrast || isGrowth, with: "fold contrast or growth", "fold contrast 或 growth")
    try check(["period", "from", "to", "method", "id"], where: isGrowth, with: "fold growth")
    try check(["levels", "interval"], where: hasShares, with: "proportions", "百分比（proportion）")
  }
}

extension Command {
  static let fold = Command(
    name: "fold", summary: "the totals of a statistic, to be merged with those of other files",
    usage:
      "survey-stats fold mean|total|proportion|contrast|growth|reliability FILE … --items q1-q5 --state OUT [options]",
    details: """
      Writes exact sums by unit and group, and no respondent's row (a unit of one respondent is that respondent).
      survey-stats merge adds states up in any order to the digits of one reading. docs/state-format.md describes
      the bytes. Reliability needs --cluster.
      """,
    options: reading + meaning + sample + replicates + items
      + [
        OptionSpecification(
          name: "state", value: .required("FILE"), help: "where the state goes; - is standard output"),
        OptionSpecification(
          name: "levels", value: .required("A,B"), help: "proportion: the answers wanted", repeats: true),
        OptionSpecification(name: "interval", value: .required("NAME"), help: "proportion: the interval"),
        OptionSpecification(
          name: "expression", value: .required("'NAME = EXPR'"), help: "contrast: what to compute"),
        OptionSpecification(
          name: "statistic", value: .required("NAME"),
          help: "contrast: mean or total; growth: mean, proportion or total"),
        OptionSpecification(
          name: "period", value: .required("COL"), help: "growth: the column that holds the period"),
        OptionSpecification(name: "from", value: .required("A"), help: "growth: the earlier period"),
        OptionSpecification(name: "to", value: .required("B"), help: "growth: the later period"),
        OptionSpecification(
          name: "method", value: .required("NAME"), help: "growth: delta (default), log, fieller, bootstrap"),
        OptionSpecification(
          name: "id", value: .required("COL"), help: "growth: the same respondents or units in both periods"),
      ] + asking + [deff] + output.filter { $0.name != "output" })

  static let merge = Command(
    name: "merge", summary: "the result of several states together",
    usage: "survey-stats merge STATE … [--format NAME] [--state OUT]",
    details: """
      The states must answer the same request. The result is that of all rows read at once, to the last digit. With
      --state the merged state is written, and a result only where --format or --output asks for one.
      """,
    options: [
      OptionSpecification(name: "state", value: .required("FILE"), help: "write the merged state there"),
      memoryLimit,
    ] + [format("text, csv, json or markdown")] + output)
}
