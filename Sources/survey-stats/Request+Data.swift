import SurveyStats
import SurveyTable

// The data of a request, described, and the design over them.

extension Request {
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
    guard readsAgain || fits || looksForScales, Input.isStream(file) else {
      return try SurveyData(csvFile: file, options: options)
    }
    let (bytes, name) = try Input.whole(file, limit: options.limits.memoryBytes, run: run)
    return try SurveyData(csv: bytes, name: name, options: options)
  }

  /// The design of an earlier survey, read and weighted as the later one is.
  func priorDesign(_ file: String, later: SurveyData, named: String) throws -> SampleDesign {
    if Input.isSameFile(file, named) {
      throw UsageError(
        message: "\(file) is both surveys; name the file of the earlier one",
        chinese: "\(file) 同時被指定為本年與前次調查；請指定前次調查的檔案")
    }
    return try design(over: try open(file, later: later))
  }

  /// What the earlier survey takes over from the options, which were written with the later one in mind.
  func inherited(by file: String) -> [Note] {
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
  func comparing(_ prior: String, _ body: () throws -> Estimates) throws -> Estimates {
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
  func described(_ data: SurveyData, codebook path: String?) throws -> SurveyData {
    var data = data
    var codebook = Codebook()
    if let path { codebook = try Codebook(file: path) }
    if let counts = arguments["counts"] { data = try data.repeated(by: counts) }
    var request = ScaleRequest()
    if let text = arguments["scale"] { request = try ScaleRequest(parsing: text, own: codebook.scales) }
    if looksForScales, request.all == nil { request.all = .detected }
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

  /// Whether the request is about what answers mean: where nobody says it, the answers themselves do.
  private var looksForScales: Bool {
    switch command.name {
    case "score", "frequency", "summary": true
    case "growth": ["top2", "score-of-max", "score-of-range"].contains(arguments["statistic"] ?? "")
    default: false
    }
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
}
