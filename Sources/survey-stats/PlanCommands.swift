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
    let plan = try Plan(file: file)
    if action == "check" { return try check(plan, file) }
    let format = try self.format(PlanReportFormat.self, otherwise: action == "report" ? .html : .text)
    let evaluation = try plan.evaluate()
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

  private func check(_ plan: Plan, _ file: String) throws -> Int32 {
    let problems = try plan.problems()
    let isChinese = language == .traditionalChinese
    for problem in problems {
      let kind = problem.isError ? (isChinese ? "錯誤" : "error") : (isChinese ? "提醒" : "note")
      try Output.write(
        "\(file)\(problem.line.map { ":\($0)" } ?? "")\(problem.column.map { ":\($0)" } ?? ""): \(kind): \(isChinese ? problem.chinese ?? problem.message : problem.message)\n",
        to: nil)
    }
    let errors = problems.count { $0.isError }
    if errors == 0 {
      let count = plan.indicators.count
      try Output.write(
        isChinese
          ? "\(file)：計畫檔無誤，共 \(count) 項指標。\n" : "\(file): the plan is sound, \(count) indicators.\n", to: nil)
      return 0
    }
    return 1
  }
}
