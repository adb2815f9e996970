import SurveyStats
import SurveyTable

/// Turns a command's words into calls of the library. No statistics here.
struct Request {
  let command: Command
  let arguments: ParsedArguments
  let language: Language
  /// What watches and cancels all reading.
  let run: RunControl

  /// Every file that is read.
  var inputs: [String] {
    arguments.files
      + (WeightingMethod.allCases.map(\.rawValue) + ["margins", "codebook", "prior", "prior-codebook"])
      .compactMap {
        arguments[$0]
      }
  }

  /// The rendered result, its format, and the notes that this has no place for.
  func answer() throws -> (text: String, format: ReportFormat, notes: [String]) {
    let format = try self.format(ReportFormat.self, otherwise: .text)
    if command.name == "describe" {
      try requireSuffix(["yaml", "yml"], of: "codebook-out")
      let data = try openData()
      if let path = arguments["codebook-out"] {
        let codebook = try Codebook.drafted(for: data, run: run)
        try Output.write(codebook.yaml, to: path, inputs: arguments.files)
        Output.message(
          language == .traditionalChinese
            ? "已寫入編碼簿草稿：\(path)（請檢視後以 --codebook \(path) 使用）"
            : "a first codebook was written to \(path); look it over, then name it with --codebook \(path)")
      }
      var description = try data.describe(run: run)
      if format.isForPeople { description.notes = description.notes.map(OptionNames(command).written) }
      return (
        description.rendered(as: format, language: language), format, besides(description.notes, format)
      )
    }
    var estimates: Estimates
    switch command.name {
    case "growth": estimates = try growth()
    case "sample-size": estimates = try sampleSize()
    default: estimates = try self.estimates(of: try openData())
    }
    if format.isForPeople { estimates.notes = estimates.notes.map(OptionNames(command).written) }
    return (
      estimates.rendered(as: format, language: language), format, besides(estimates.notes, format)
    )
  }

  private func besides(_ notes: [Note], _ format: ReportFormat) -> [String] {
    format == .csv ? notes.map { OptionNames(command).written($0.text(in: language)) } : []
  }

  private func openData() throws -> SurveyData {
    guard let file = arguments.files.first else {
      throw UsageError(
        message: "no file is named: \(command.usage)", chinese: "未指定檔案：\(command.usage)")
    }
    if arguments.files.count > 1 {
      throw UsageError(
        message: "\(command.name) takes one file, not \(arguments.files.count)",
        chinese: "\(command.name) 僅讀取一個檔案，目前指定了 \(arguments.files.count) 個")
    }
    return try open(file)
  }

  func items(_ data: SurveyData) throws -> ColumnList {
    if arguments["items"] == nil, ["score", "frequency", "reliability"].contains(command.name) {
      // A codebook says which items there are.
      let whole = [data.overallItem].compactMap { $0 }
      let named =
        command.name == "score" ? data.constructs.map(\.name) + whole : data.constructs.flatMap(\.items)
      if !named.isEmpty { return ColumnList(command.name == "frequency" ? named + whole : named) }
    }
    guard let text = arguments["items"] else {
      throw UsageError(
        message: "no item is named (--items): \(command.usage)", chinese: "未指定題項（--items）：\(command.usage)")
    }
    return ColumnList(try data.columns(matching: text))
  }

  /// Where --items is given too, the expression may name these columns and no others.
  func checkItems(of expression: String, _ data: SurveyData) throws {
    let allowed = try items(data).names
    for name in try ContrastExpression(parsing: expression).columns where !allowed.contains(name) {
      throw UsageError(
        message: "the expression names '\(name)', which is not among --items",
        chinese: "運算式含「\(name)」，但 --items 未列入")
    }
  }

  /// A column whose whole name is the text, else a list separated by commas.
  func columns(_ option: String, _ data: SurveyData) -> ColumnList {
    guard let text = arguments[option] else { return [] }
    if data.columnNames.contains(text) { return ColumnList(text) }
    return ColumnList(text.split(separator: ",").map { $0.trimmingSpaces() })
  }

  /// Refuses options that would do nothing here, naming what they go `with`.
  func check(_ options: [String], where isUsed: Bool, with: String, _ chinese: String? = nil) throws {
    for name in options where !isUsed && arguments.has(name) {
      throw UsageError(
        message: "--\(name) goes with \(with)", chinese: "--\(name) 須與 \(chinese ?? with) 併用")
    }
  }

  func estimateOptions() throws -> EstimateOptions {
    var options = EstimateOptions()
    options.run = run
    if let level = try arguments.number("level") { options.confidence = level }
    if let df = arguments["df"] {
      options.degreesOfFreedom = df == "inf" ? .infinite : .fixed(try arguments.number("df") ?? 0)
    }
    if arguments.has("deff") {
      options.designEffect = arguments["deff"] == "replace" ? .withReplacement : .withoutReplacement
    }
    // A state keeps the matrix for whatever it is merged into.
    let showsMatrix = try command.name == "fold" || format(ReportFormat.self, otherwise: .text) == .json
    try check(["covariance"], where: showsMatrix, with: "--format json")
    options.covariance = arguments.has("covariance")
    // Quantiles have intervals of their own.
    if command.name != "quantile", let interval = try arguments.choice("interval", ProportionInterval.self) {
      options.interval = interval
    }
    if arguments.has("levels") {
      let levels = arguments.all("levels").flatMap {
        $0.split(separator: ",").map { $0.trimmingSpaces() }
      }
      if levels.isEmpty {
        throw UsageError(
          message: "--levels names no answer",
          chinese: "--levels 未指定任何答案")
      }
      options.levels = levels
    }
    return options
  }
}

extension ReportFormat {
  /// Whether a person reads it; what a program reads is the same through every door.
  var isForPeople: Bool { self == .text || self == .markdown }
}
