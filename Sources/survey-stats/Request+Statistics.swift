import SurveyStats
import SurveyTable

// What each command computes.

extension Request {
  func growth() throws -> Estimates {
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
    let hasShares = options.statistic == .proportion || options.statistic == .topTwo
    try check(["levels"], where: options.statistic == .proportion, with: "--statistic proportion")
    try check(
      ["interval"], where: hasShares, with: "--statistic proportion or top2", "--statistic proportion 或 top2")
    try check(["base"], where: options.statistic == .topTwo, with: "--statistic top2")
    try check(
      ["comparable", "shared-clusters", "prior-codebook"], where: arguments.files.count == 2,
      with: "two files", "兩個檔案")
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

  func estimates(of data: SurveyData) throws -> Estimates {
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
        try items(data), by: by, where: condition, blank: try blank(), options)
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

  func summary(_ current: SampleDesign, _ effectiveSize: Double?) throws -> Estimates {
    var options = SummaryOptions(
      by: columns("by", current.data), where: arguments["where"],
      facts: try facts(effectiveSize), periods: (arguments["from"] ?? "prior", arguments["to"] ?? "current"),
      try estimateOptions())
    if let text = arguments["items"] {
      options.items = try current.data.columns(matching: text)
    } else if current.data.constructs.isEmpty {
      options.items = try current.data.satisfactionItems(run: run)
    }
    options.blank = try blank()
    options.growth.method = try arguments.choice("method", GrowthMethod.self) ?? .delta
    options.growth.id = arguments["id"]
    options.growth.sharedClusters = arguments.has("shared-clusters")
    guard let file = arguments["prior"] else {
      try check(
        ["from", "to", "id", "shared-clusters", "method", "prior-codebook"], where: false, with: "--prior")
      return try current.summary(options)
    }
    let prior = try priorDesign(file, later: current.data, named: arguments.files[0])
    return try comparing(file) { try current.summary(options, since: prior) }
  }

  /// What a blank is called; what programs read is the same in every language.
  private func blank() throws -> String {
    let isWorded = try format(ReportFormat.self, otherwise: .text) != .json && language == .traditionalChinese
    return isWorded ? "（未答）" : "(blank)"
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
    var kinds: [ScoreKind] = []
    for name in names.split(separator: ",") {
      let kind: ScoreKind
      switch name.trimmingSpaces() {
      case "mean": kind = .mean
      case "score-of-max": kind = .scoreOfMax
      case "score-of-range": kind = .scoreOfRange
      case "top2": kind = .topTwo(base)
      default:
        throw UsageError(
          message: "--as takes mean, score-of-max, score-of-range and top2, not '\(name)'",
          chinese: "--as 可為 mean、score-of-max、score-of-range、top2，而非「\(name)」")
      }
      if kinds.contains(kind) {
        throw UsageError(
          message: "--as names \(name.trimmingSpaces()) twice",
          chinese: "--as 重複指定「\(name.trimmingSpaces())」")
      }
      kinds.append(kind)
    }
    try check(["base", "interval"], where: kinds.contains(.topTwo(base)), with: "--as top2")
    return kinds
  }
}
