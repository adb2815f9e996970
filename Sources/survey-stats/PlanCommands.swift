import Glibc
import SurveyReports
import SurveyStats

/// `plan check`, `plan evaluate`, `report`.
extension Request {
  /// The exit status.
  func runPlan() throws -> Int32 {
    var files = arguments.files
    var action = "report"
    if command.name == "plan" {
      guard let word = files.first, ["check", "evaluate"].contains(word) else {
        throw UsageError(
          message: "plan takes check or evaluate: \(command.usage)",
          chinese: "plan 之後須為 check 或 evaluate：\(command.usage)")
      }
      action = word
      files.removeFirst()
    }
    guard files.count == 1, let file = files.first else {
      throw UsageError(
        message: files.isEmpty
          ? "no plan file is named: \(command.usage)" : "one plan at a time, not \(files.count)",
        chinese: files.isEmpty
          ? "未指定計畫檔：\(command.usage)" : "一次僅能處理一份計畫檔，目前指定了 \(files.count) 份")
    }
    if action == "check" {
      for option in ["output", "format"] where arguments.has(option) {
        throw UsageError(
          message: "--\(option) goes with plan evaluate; plan check prints what it finds",
          chinese: "--\(option) 適用於 plan evaluate；plan check 之檢核結果直接顯示於畫面")
      }
      return try check(file)
    }
    let plan = try Plan(file: file)
    let format = try self.format(PlanReportFormat.self, otherwise: action == "report" ? .html : .text)
    let evaluation = try plan.evaluate(run: run)
    let asked = arguments.has("lang") ? language : plan.report.language
    let path = arguments["output"]
    if path == nil, [.odt, .ods].contains(format), isatty(1) == 1 {
      throw UsageError(
        message: "\(format.rawValue) is no text for a terminal; name a file with --output",
        chinese: "\(format.rawValue) 並非文字，無法顯示於終端機；請以 --output 指定檔名")
    }
    let document = try evaluation.document(as: format, language: asked)
    try Output.stream(to: path, inputs: [file]) { (sink) throws(SurveyStatsError) in
      if format == .csv, path != nil { try sink.write(Output.markOfCSVFiles) }
      try sink.write(document)
    }
    return 0
  }

  /// The most problems that are listed; who mends these sees the others the next time.
  private static let mostProblems = 50

  private func check(_ file: String) throws -> Int32 {
    let check = try PlanCheck(file: file, run: run)
    let isChinese = language == .traditionalChinese
    var text = ""
    for problem in check.problems.prefix(Self.mostProblems) {
      let kind = problem.isError ? (isChinese ? "錯誤" : "error") : (isChinese ? "提醒" : "note")
      let place = [problem.line, problem.column].compactMap { $0 }.map { ":\($0)" }.joined()
      let words = isChinese ? problem.chinese ?? problem.message : problem.message
      text += "\(file)\(place): \(kind): \(words)\n"
    }
    let rest = check.problems.dropFirst(Self.mostProblems)
    if !rest.isEmpty {
      let errors = rest.count { $0.isError }
      text +=
        isChinese
        ? "\(file)：另有 \(rest.count) 項（其中錯誤 \(errors) 項）\n"
        : "\(file): and \(rest.count) more (\(errors) of them \(agreeing(errors, "an error", "errors")))\n"
    }
    if let plan = check.plan, !check.problems.contains(where: \.isError) {
      let count = plan.indicators.count
      text +=
        isChinese
        ? "\(file)：計畫檔無誤，共 \(count) 項指標。\n"
        : "\(file): the plan is sound, \(counted(count, "indicator")).\n"
    }
    try Output.write(text, to: nil)
    return check.problems.contains(where: \.isError) ? 1 : 0
  }
}
