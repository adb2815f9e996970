/// The tool that wrote a file, where columns of its own show it beyond doubt; `nil` otherwise.
func exportingTool(columnNames names: [String]) -> String? {
  let all = Set(names)
  func begins(_ choices: [Set<String>]) -> Bool {
    names.count >= choices.count && zip(names, choices).allSatisfy { $1.contains($0) }
  }
  if all.isSuperset(of: ["StartDate", "EndDate", "Finished", "ResponseId", "DistributionChannel"])
    || (names.starts(with: ["V1", "V2", "V3", "V4"]) && all.contains("LocationAccuracy"))
  {
    return "Qualtrics"
  }
  if begins([["Respondent ID", "RespondentID"], ["Collector ID", "CollectorID"]]) { return "SurveyMonkey" }
  if all.isSuperset(of: ["submitdate", "lastpage", "startlanguage"]) { return "LimeSurvey" }
  if begins([
    ["ID"], ["開始時間", "Start time"], ["完成時間", "Completion time"], ["電子郵件", "Email"], ["名稱", "Name"],
  ]) {
    return "Microsoft Forms"
  }
  if all.isSuperset(of: ["填答時間", "填答秒數"]) { return "SurveyCake" }
  if begins([["時間戳記", "Timestamp"]]) { return "Google Forms" }
  return nil
}
