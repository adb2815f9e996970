import SurveyPlans
import SurveyTable

extension ReportPage {
  /// What a reader in a hurry needs: how many indicators were met and the points; the findings follow in sentences.
  func summaryTiles() -> Markup {
    let counts = statusCounts()
    var chapter = element("div", .classes("tiles")) {
      tile(
        say("指標", "Indicators"), figures.count(evaluation.indicators.count),
        say("其中有目標值 \(withTarget) 項", "\(withTarget) of them with a target"))
      tile(say("達成", "Met"), figures.count(count(.met)), metShare)
      tile(
        say("未達成", "Not met"), figures.count(count(.notMet)),
        say(
          "另部分達成 \(count(.partlyMet)) 項、無法判定 \(count(.undecided)) 項",
          "\(count(.partlyMet)) partly met, \(count(.undecided)) undecided"))
      if let score = evaluation.score {
        tile(
          say("總得分", "Points"), figures.number(score.points, decimals: 1),
          say("滿分 ", "of ") + figures.number(score.fullPoints, decimals: pointDecimals(score.fullPoints)))
      }
    }
    let title = say("各項指標達成情形", "Status of the indicators")
    if let bar = statusBar(title, counts) { chapter += figure(title, bar) }
    return chapter
  }

  /// The findings; they point to the table of what is to be improved, which has to be made before.
  func summaryFindings() -> Markup {
    let findings = findings()
    return element("ol", .classes("findings")) {
      for finding in findings { element("li") { finding } }
    }
  }

  private func tile(_ title: String, _ figure: String, _ remark: String) -> Markup {
    element("div") {
      element("span", .classes("tile-title")) { title }
      element("span", .classes("tile-figure")) { figure }
      element("span", .classes("tile-remark")) { remark }
    }
  }

  func pointDecimals(_ value: Double) -> Int { value == value.rounded() ? 0 : 1 }

  private func statusCounts() -> [(status: IndicatorStatus, count: Int)] {
    IndicatorStatus.allCases.map { ($0, count($0)) }
  }

  private func count(_ status: IndicatorStatus) -> Int { evaluation.indicators.count { $0.status == status } }

  /// All that are judged against something; the statuses of the others are 無目標值 and 不適用.
  private var withTarget: Int { evaluation.indicators.count(where: \.hasTarget) }

  private var metShare: String {
    let judged = count(.met) + count(.partlyMet) + count(.notMet)
    guard judged > 0 else { return "" }
    let share = figures.percent(Double(count(.met)) / Double(judged))
    return say("占可判定 \(judged) 項之 \(share)", "\(share) of \(judged) decided")
  }

  // MARK: findings

  private func findings() -> [Markup] {
    var sentences = [statusSentence()]
    if let score = evaluation.score { sentences.append(scoreSentence(score)) }
    for survey in surveys(staff: nil) {
      if let sentence = overallSentence(survey) {
        sentences.append("\(survey.result.survey.label)\(say("：", ": "))\(sentence)")
      }
    }
    let growth = evaluation.indicators.filter { isGrowth($0) && $0.value != nil }
    for result in growth.prefix(6) { sentences.append(growthSentence(result)) }
    let (failures, rest) = failureSentences()
    sentences += failures
    var findings = sentences.map(name)
    if let rest { findings.append(rest) }
    let failing = evaluation.indicators.filter { [.noData, .undefined].contains($0.status) }
    if !failing.isEmpty {
      findings.append(
        name(
          say("尚無法評定者 \(failing.count) 項：", "\(failing.count) cannot be judged: ")
            + list(failing.prefix(8).map(\.indicator.label))
            + (failing.count > 8 ? say("等", " and others") : "")
            + say("。", ".")))
    }
    return findings
  }

  private func statusSentence() -> String {
    let shown = statusCounts().filter { $0.count > 0 }
    let words = shown.map {
      say("\($0.status.label.chinese) \($0.count) 項", "\($0.count) \($0.status.label.english)")
    }
    return say(
      "本計畫共 \(evaluation.indicators.count) 項指標：\(words.joined(separator: "、"))。有目標值者 \(withTarget) 項",
      "The plan has \(counted(evaluation.indicators.count, "indicator")): \(words.joined(separator: ", ")). \(withTarget) of them \(agreeing(withTarget, "has", "have")) a target"
    ) + missingTargets + say("。", ".")
  }

  /// What can neither be judged nor has a target is counted under why it has no value.
  private var missingTargets: String {
    let others = evaluation.indicators.count {
      !$0.hasTarget && ![.noTarget, .notApplicable].contains($0.status)
    }
    if others == 0 { return "" }
    return say(
      "（資料不足或無法計算者中，另 \(others) 項無目標值）",
      " (\(others) of those without a value \(agreeing(others, "has", "have")) none either)")
  }

  func scoreSentence(_ score: PlanEvaluation.ScoreResult) -> String {
    var words =
      say("總得分 ", "Points: ") + figures.number(score.points, decimals: 1)
      + say(" 分，滿分 ", " of ") + figures.number(score.fullPoints, decimals: pointDecimals(score.fullPoints))
      + say(" 分", "")
    if let interval = figures.interval(score.confidenceLow, score.confidenceHigh, .number(decimals: 1)) {
      words += say(
        "（\(level) 信賴區間 \(interval)，反映抽樣調查之誤差）",
        " (\(level) interval \(interval), for the errors of the samples)")
    }
    if score.missingPoints > 0 {
      let missing = figures.number(score.missingPoints, decimals: 1)
      words +=
        plan.scoring.missing == .zero
        ? say("；無法計算之指標配分 \(missing) 分以 0 分計", "; \(missing) points of what could not be computed count as 0")
        : say(
          "；無法計算之指標配分 \(missing) 分，由其他指標按比例分攤",
          "; for \(missing) points of what could not be computed the others stand")
    }
    return words + say("。", ".")
  }

  private func growthSentence(_ result: IndicatorResult) -> String {
    let (format, unit) = previousFormat(result)
    var words = "\(result.indicator.label) \(figures.rate(result.value))"
    if let now = base(result)?.value, let before = previousValue(result) {
      let years = (figures.value(before, format, unit: unit), figures.value(now, format, unit: unit))
      words += say("（由 \(years.0) 至 \(years.1)，", " (from \(years.0) to \(years.1), ")
      words += changeWords(difference(result) ?? (now - before), format, unit: unit) + say("）", ")")
    }
    if let verdict = significance(result) { words += say("，", ", ") + verdict }
    return words + say("。", ".")
  }

  /// What was not met and then what was met in part, each in the order of the plan, and where the rest stands.
  private func failureSentences() -> (sentences: [String], rest: Markup?) {
    let failures =
      evaluation.indicators.filter { $0.status == .notMet }
      + evaluation.indicators.filter { $0.status == .partlyMet }
    let most = 5
    var rest: Markup?
    if failures.count > most, let table = numbering.improvementTable {
      let link = element("a", .init("href", "#t\(table)")) { say("表 \(table)", "Table \(table)") }
      let more = failures.count - most
      rest = Markup(say("其餘 \(more) 項詳見", "\(more) more: see ")) + link + Markup(say("。", "."))
    }
    let sentences = failures.prefix(most).map { result in
      var words = "\(result.status.label.text(in: language))\(say("：", ": "))\(result.indicator.label)"
      var facts: [String] = []
      if result.value != nil { facts.append(say("實際值 ", "value ") + value(result)) }
      if let target = result.target { facts.append(say("目標：", "target: ") + target.text(in: language)) }
      let failing = failing(result)
      if !failing.isEmpty {
        facts.append(
          say("未達者：", "missed by ") + list(failing.prefix(4).map(\.name))
            + (failing.count > 4 ? say(" 等 \(failing.count) 個", " and \(failing.count - 4) more") : ""))
      }
      if !facts.isEmpty { words += say("（", " (") + facts.joined(separator: say("；", "; ")) + say("）", ")") }
      return words + say("。", ".")
    }
    return (sentences, rest)
  }
}
