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

  /// The data of a file; of an earlier survey with its columns spelled as those of the `later` one.
  func open(_ file: String, later: SurveyData? = nil) throws -> SurveyData {
    var options = CSVOptions()
    if let encoding = arguments["encoding"] { options.encoding = encoding }
    if let delimiter = arguments["delimiter"] { options.delimiter = delimiter == "\\t" ? "\t" : delimiter }
    if let rows = arguments["header-rows"], rows != "auto" {
      guard let count = Int(rows) else {
        throw UsageError(
          message: "--header-rows takes auto or a whole number, not '\(rows)'",
          chinese: "--header-rows 須為 auto 或整數，而非「\(rows)」")
      }
      options.headerRows = count
    }
    options.keepTotalRows = arguments.has("keep-total-rows")
    if let missing = arguments["missing"] { options.missing = try MissingCodesByColumn(parsing: missing) }
    options.limits = try limits()
    let data = try openedForSeveralPasses(file, options)
    let codebook = later == nil ? arguments["codebook"] : arguments["prior-codebook"] ?? arguments["codebook"]
    return try described(later.map { data.spelled(like: $0) } ?? data, codebook: codebook)
  }

  /// What the run may ask of the machine.
  func limits() throws -> ResourceLimits {
    var limits = ResourceLimits.standard
    if let limit = try arguments.count("memory-limit") {
      guard limit >= 1, limit <= 1e18 else {
        throw UsageError(
          message: "--memory-limit takes a number of bytes of at least 1",
          chinese: "--memory-limit 須為 1 以上之位元組數")
      }
      limits.memoryBytes = Int(limit)
    }
    if let threads = try arguments.count("threads") {
      guard threads >= 1, threads <= 1024, threads == threads.rounded() else {
        throw UsageError(
          message: "--threads takes a whole number of at least 1", chinese: "--threads 須為 1 以上之整數")
      }
      limits.threads = Int(threads)
    }
    return limits
  }

  /// A file, or what standard input or a named pipe holds: several commands read their data more than once, which a
  /// pipe does not allow.
  private func openedForSeveralPasses(_ file: String, _ options: CSVOptions) throws -> SurveyData {
    let readsAgain = ["summary", "frequency", "score", "reliability", "validity", "weight"].contains(
      command.name)
    let fits = ["scale", "codebook-out", "rake", "poststratify"].contains { arguments.has($0) }
    guard readsAgain || fits, Input.isStream(file) else {
      return try SurveyData(csvFile: file, options: options)
    }
    let (bytes, name) = try Input.whole(file, limit: options.limits.memoryBytes, run: run)
    return try SurveyData(csv: bytes, name: name, options: options)
  }

  /// The design of an earlier survey, read and weighted as the later one is.
  private func priorDesign(_ file: String, later: SurveyData, named: String) throws -> SampleDesign {
    if Input.isSameFile(file, named) {
      throw UsageError(
        message: "\(file) is both surveys; name the file of the earlier one",
        chinese: "\(file) 同時被指定為本年與前次調查；請指定前次調查的檔案")
    }
    return try design(over: try open(file, later: later))
  }

  /// What the earlier survey takes over from the options, which were written with the later one in mind.
  private func inherited(by file: String) -> [Note] {
    var names = [
      "weights", "strata", "cluster", "fpc", "population", "poststratify", "rake", "scale", "replicate-type",
    ]
    if !arguments.has("prior-codebook") { names.append("codebook") }
    names += ["missing", "counts", "where"]
    let options = names.compactMap { name in arguments[name].map { "--\(name) \($0)" } }
    if options.isEmpty { return [] }
    return [
      Note(
        code: "prior_inherits",
        english: "\(file) was read with the same options as this survey: \(options.joined(separator: ", ")).",
        chinese: "\(file) 沿用本次之選項：\(options.joined(separator: "、"))。")
    ]
  }

  /// An error that the earlier survey has with what was said of the later one.
  private func comparing(_ prior: String, _ body: () throws -> Estimates) throws -> Estimates {
    do {
      var result = try body()
      result.notes += inherited(by: prior)
      return result
    } catch var error as SurveyStatsError {
      if arguments.has("population"), error.message.hasPrefix("\(prior): the population") {
        error.message +=
          "; --population counts for both surveys, so give each file its own size in a column and name that with --fpc"
        error.chinese? += "；--population 同時用於兩次調查，請於各檔案以一欄記載其母體數，並以 --fpc 指定"
      }
      throw error
    }
  }

  /// The data with what the codebook, --scale and --counts say of it.
  private func described(_ data: SurveyData, codebook path: String?) throws -> SurveyData {
    var data = data
    var codebook = Codebook()
    if let path { codebook = try Codebook(file: path) }
    if let counts = arguments["counts"] { data = try data.repeated(by: counts) }
    var request = ScaleRequest()
    if let text = arguments["scale"] { request = try ScaleRequest(parsing: text, own: codebook.scales) }
    if command.name == "score" || command.name == "frequency" || command.name == "summary" {
      // These commands are about answers: where nobody says what they mean, the answers themselves do.
      if request.all == nil { request.all = .detected }
    }
    // Names may be those that the codebook gives; the items decide which columns need a scale.
    let named = try data.described(by: codebook)
    var items = try arguments["items"].map { try named.columns(matching: $0) } ?? []
    if command.name == "summary", items.isEmpty, named.constructs.isEmpty {
      items = try named.satisfactionItems(run: run)
    }
    if items.isEmpty, let expression = arguments["expression"] {
      items = try ContrastExpression(parsing: expression).columns.filter(named.columnNames.contains)
    }
    if request.all == nil, request.byColumn.isEmpty { return named }
    if arguments.has("scale"), request.all != nil, items.isEmpty, named.constructs.isEmpty,
      named.overallItem == nil
    {
      throw UsageError(
        message: command.options.contains { $0.name == "items" }
          ? "--scale needs --items, or q1=NAME for a column" : "--scale names a column here: q1=NAME",
        chinese: command.options.contains { $0.name == "items" }
          ? "指定 --scale 時須同時指定題項（--items），或以 欄名=量表 指定" : "此處之 --scale 須指定欄名：欄名=量表")
    }
    expectDesign(in: named)
    return try data.described(by: codebook, scales: request, items: items, run: run)
  }

  /// Says before the answers are looked at which other columns are going to be read.
  private func expectDesign(in data: SurveyData) {
    var numbers = [arguments["weights"], columns("fpc", data).names.first].compactMap { $0 }
    // A summary looks whether the first column numbers the records.
    if command.name == "summary" { numbers += data.columnNames.prefix(1) }
    data.expectColumns(
      numbers: numbers, texts: ["strata", "cluster"].compactMap { columns($0, data).names.first })
  }

  /// The design without margins.
  func plainDesign(over data: SurveyData) throws -> SampleDesign {
    try SampleDesign(
      data, weights: arguments["weights"], strata: columns("strata", data),
      cluster: columns("cluster", data), fpc: columns("fpc", data),
      // In `validity` it says whom the sample is to speak for, whatever the design.
      // Everybody who answered a census is there, so that nothing is to be inferred from a size.
      population: command.name == "validity" || arguments["sampling"] == "census"
        ? nil : try arguments.count("population"),
      lonelyUnits: try arguments.choice("lonely-psu", LonelyUnits.self) ?? .fail,
      replicates: try replicates())
  }

  private func growth() throws -> Estimates {
    guard let last = arguments.files.last else {
      throw UsageError(
        message: "no file is named: \(command.usage)", chinese: "未指定檔案：\(command.usage)")
    }
    if arguments.files.count > 2 {
      throw UsageError(
        message: "growth takes one file or two, not \(arguments.files.count)",
        chinese: "growth 讀取一個或兩個檔案，目前指定了 \(arguments.files.count) 個")
    }
    let data = try open(last)
    let current = try design(over: data)
    var options = GrowthOptions()
    options.statistic = try arguments.choice("statistic", GrowthStatistic.self) ?? .mean
    options.method = try arguments.choice("method", GrowthMethod.self) ?? .delta
    options.id = arguments["id"]
    options.sharedClusters = arguments.has("shared-clusters")
    options.base = try arguments.choice("base", AnswerBase.self) ?? .valid
    options.comparable = arguments.has("comparable")
    options.estimates = try estimateOptions()
    if options.statistic != .proportion, arguments.has("levels") {
      throw UsageError(
        message: "--levels goes with --statistic proportion",
        chinese: "--levels 須與 --statistic proportion 併用")
    }
    if options.statistic != .proportion, options.statistic != .topTwo, arguments.has("interval") {
      throw UsageError(
        message: "--interval goes with --statistic proportion or top2",
        chinese: "--interval 須與 --statistic proportion 或 top2 併用")
    }
    let items = try items(data)
    let by = columns("by", data)
    if arguments.files.count == 2 {
      if arguments.has("period") {
        throw UsageError(
          message: "--period is for one file; with two, each file is a period",
          chinese: "--period 僅用於單一檔案；兩個檔案時，每一檔即為一期")
      }
      let file = arguments.files[0]
      let prior = try priorDesign(file, later: data, named: last)
      return try comparing(file) {
        try current.growth(
          items, since: prior, from: arguments["from"] ?? "prior", to: arguments["to"] ?? "current", by: by,
          where: arguments["where"], options)
      }
    }
    guard let period = arguments["period"], let from = arguments["from"], let to = arguments["to"] else {
      throw UsageError(
        message: "one file needs --period, --from and --to; or name two files: the earlier first",
        chinese: "單一檔案須指定 --period、--from 及 --to；或指定兩個檔案，前期在前")
    }
    return try current.growth(
      items, period: period, from: from, to: to, by: by, where: arguments["where"], options)
  }

  private func estimates(of data: SurveyData) throws -> Estimates {
    let (design, effectiveSize) = try designAndSize(over: data)
    let options = try estimateOptions()
    if command.name == "summary" { return try summary(design, effectiveSize) }
    if command.name == "validity" {
      return try design.validity(
        try facts(effectiveSize), items: arguments.has("items") ? try items(data) : [],
        where: arguments["where"], options)
    }
    let by = columns("by", data)
    let condition = arguments["where"]
    switch command.name {
    case "mean": return try design.mean(try items(data), by: by, where: condition, options)
    case "total": return try design.total(try items(data), by: by, where: condition, options)
    case "reliability": return try design.reliability(try items(data), by: by, where: condition, options)
    case "quantile":
      return try design.quantile(
        try items(data), probabilities: try probabilities(),
        rule: try arguments.choice("rule", QuantileRule.self) ?? .math,
        interval: try arguments.choice("interval", QuantileInterval.self) ?? .mean, by: by, where: condition,
        options)
    case "proportion": return try design.proportion(try items(data), by: by, where: condition, options)
    case "frequency":
      return try design.frequency(
        try items(data), by: by, where: condition,
        blank: language == .traditionalChinese ? "（未答）" : "(blank)", options)
    case "score":
      return try design.score(try items(data), as: try scoreKinds(), by: by, where: condition, options)
    default:
      guard let expression = arguments["expression"] else {
        throw UsageError(
          message: "no expression is given (--expression): \(command.usage)",
          chinese: "未指定運算式（--expression）：\(command.usage)")
      }
      if arguments.has("items") { try checkItems(of: expression, data) }
      let statistic = try arguments.choice("statistic", ContrastStatistic.self) ?? .mean
      return try design.contrast(expression, of: statistic, by: by, where: condition, options)
    }
  }

  private func summary(_ current: SampleDesign, _ effectiveSize: Double?) throws -> Estimates {
    var options = SummaryOptions(
      by: columns("by", current.data), where: arguments["where"],
      facts: try facts(effectiveSize), periods: (arguments["from"] ?? "prior", arguments["to"] ?? "current"),
      try estimateOptions())
    if let text = arguments["items"] {
      options.items = try current.data.columns(matching: text)
    } else if current.data.constructs.isEmpty {
      options.items = try current.data.satisfactionItems(run: run)
    }
    options.growth.method = try arguments.choice("method", GrowthMethod.self) ?? .delta
    options.growth.id = arguments["id"]
    options.growth.sharedClusters = arguments.has("shared-clusters")
    guard let file = arguments["prior"] else {
      for name in ["from", "to", "id", "shared-clusters", "method"] where arguments.has(name) {
        throw UsageError(
          message: "--\(name) goes with --prior",
          chinese: "--\(name) 須與 --prior 併用")
      }
      return try current.summary(options)
    }
    let prior = try priorDesign(file, later: current.data, named: arguments.files[0])
    return try comparing(file) { try current.summary(options, since: prior) }
  }

  /// The shares of `--probs`, quartiles where none are named.
  private func probabilities() throws -> [Double] {
    guard let text = arguments["probs"] else { return [0.25, 0.5, 0.75] }
    return try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      let word = word.trimmingSpaces()
      if word.isEmpty {
        throw UsageError(
          message:
            "--probs '\(text)' has an empty place; name a number there (.25,.5,.75) or leave out the comma",
          chinese: "--probs「\(text)」有空白之項目；請填入數字（.25,.5,.75）或刪除多餘之逗號")
      }
      guard let number = parseWrittenNumber(word)?.value else {
        throw UsageError(
          message: "--probs takes numbers between 0 and 1 (.25,.5,.75), not '\(word)'",
          chinese: "--probs 須為 0 與 1 之間之數字（.25,.5,.75），而非「\(word)」")
      }
      return number
    }
  }

  private func scoreKinds() throws -> [ScoreKind] {
    let base = try arguments.choice("base", AnswerBase.self) ?? .valid
    let names = arguments["as"] ?? "mean,score-of-max,score-of-range,top2"
    return try names.split(separator: ",").map { name in
      switch name.trimmingSpaces() {
      case "mean": return .mean
      case "score-of-max": return .scoreOfMax
      case "score-of-range": return .scoreOfRange
      case "top2": return .topTwo(base)
      default:
        throw UsageError(
          message: "--as takes mean, score-of-max, score-of-range and top2, not '\(name)'",
          chinese: "--as 可為 mean、score-of-max、score-of-range、top2，而非「\(name)」")
      }
    }
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
  private func checkItems(of expression: String, _ data: SurveyData) throws {
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
