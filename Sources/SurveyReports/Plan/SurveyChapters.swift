import SurveyInference
import SurveyPlans
import SurveySampling
import SurveyTable

// The chapters that questionnaires fill: method and sample, satisfaction, reliability, change since last year.

extension ReportPage {
  func surveys(staff: Bool?) -> [SurveyReading] {
    evaluation.surveys
      .filter { staff == nil || plan.isStaffSurvey($0.survey.id) == staff }
      .map { SurveyReading($0, plan) }
  }

  private func heading(_ survey: SurveyReading, _ more: String = "") -> Markup {
    element("h3") {
      name(survey.result.survey.label)
      more
    }
  }

  // MARK: method and sample

  func sampleChapter() -> Markup {
    var chapter = Markup()
    for survey in surveys(staff: nil) {
      chapter += heading(survey)
      chapter += methodTable(survey)
      guard let validity = survey.result.validity else { continue }
      let sample = SamplePage(validity, language)
      func value(_ statistic: String) -> Double? {
        validity.rows.first { $0.term == "sample" && $0.statistic == statistic }?.estimate
      }
      let steps: [(label: String, count: Double, share: String)] = [
        (say("發出問卷", "issued"), value("issued"), ""),
        (say("回收問卷", "returned"), value("returned"), rate(value("return_rate"), say("回收率", "returned"))),
        (say("有效問卷", "valid"), value("valid"), rate(value("valid_rate"), say("有效回收率", "valid of issued"))),
      ].compactMap { label, count, share in count.map { (label, $0, share) } }
      let title = say("問卷發出、回收與有效份數", "Questionnaires issued, returned and valid")
      if let funnel = funnel(title, steps) { chapter += figure(title, funnel) }
      for sentence in sample.sample?.sentences ?? [] { chapter += paragraph(sentence) }
      chapter += fit(validity, sample)
      chapter += notes(validity.notes.map { $0.text(in: language) })
    }
    return chapter
  }

  private func rate(_ value: Double?, _ words: String) -> String {
    value.map { say("\(words) \(figures.percent($0))", "\(figures.percent($0)) \(words)") } ?? ""
  }

  private func methodTable(_ survey: SurveyReading) -> Markup {
    let own = survey.result.survey
    var facts: [(String, String)] = []
    func add(_ title: String, _ text: String?) {
      if let text, !text.isEmpty { facts.append((title, text)) }
    }
    add(say("調查對象", "Population asked"), own.targetPopulation)
    add(say("母體人數", "Members of the population"), own.current.population.map { figures.count($0) })
    let days = [own.fieldworkFrom, own.fieldworkTo].compactMap { $0 }.map(figures.day)
    add(say("調查期間", "Fieldwork"), days.isEmpty ? nil : days.joined(separator: say(" 至 ", " to ")))
    add(say("調查方式", "Mode"), own.mode.map(mode))
    add(say("抽樣方法", "Sampling"), own.sampling.map(sampling))
    add(say("加權方式", "Weighting"), weighting(own))
    if facts.isEmpty { return Markup() }
    return table(say("調查方法：\(own.label)", "Method: \(own.label)"), classes: "facts") {
      element("tbody") {
        for (title, text) in facts {
          element("tr") {
            element("th", .init("scope", "row")) { title }
            element("td", languageOf(text)) { text }
          }
        }
      }
    }
  }

  private func mode(_ mode: String) -> String {
    let words = [
      "counter": ("臨櫃問卷", "questionnaires at the counter"), "paper": ("紙本問卷", "paper questionnaires"),
      "web": ("網路問卷", "web form"), "phone": ("電話訪問", "telephone interviews"), "mail": ("郵寄問卷", "mail"),
    ]
    return words[mode].map { say($0.0, $0.1) } ?? mode
  }

  private func sampling(_ kind: SamplingKind) -> String {
    switch kind {
    case .census: say("普查（全體調查）", "census")
    case .simpleRandom: say("簡單隨機抽樣", "simple random sample")
    case .systematic: say("系統抽樣", "systematic sample")
    case .stratified: say("分層隨機抽樣", "stratified random sample")
    case .cluster: say("集群抽樣", "cluster sample")
    case .quota: say("配額抽樣（非隨機）", "quota sample (not random)")
    case .convenience: say("便利抽樣（非隨機）", "convenience sample (not random)")
    case .voluntary: say("自願填答（非隨機）", "voluntary answers (not random)")
    }
  }

  private func weighting(_ survey: PlanSurvey) -> String {
    switch survey.weighting {
    case .rake: say("多變數反覆加權（raking）", "raking to population margins")
    case .poststratify: say("事後分層加權", "post-stratification")
    case .none:
      survey.weights.map { say("依檔案內權數「\($0)」", "by the file's weights (\($0))") } ?? say("未加權", "none")
    }
  }

  /// Tests of fit with their tables, and the residuals of all variables in one drawing.
  private func fit(_ validity: Estimates, _ sample: SamplePage) -> Markup {
    guard let part = sample.fit else { return Markup() }
    var markup = element("h4") { part.heading }
    for sentence in part.sentences { markup += paragraph(sentence) }
    let rows = validity.rows.filter { $0.statistic == "adjusted_residual" }.map {
      ResidualRow(
        variable: validity.termLabels[$0.term] ?? $0.term, category: $0.level ?? "", residual: $0.estimate)
    }
    let title = say("樣本與母體之差異（調整後殘差）", "Sample and population: adjusted residuals")
    if let drawing = residualPlot(title, rows) { markup += figure(title, drawing) }
    for table in part.tables {
      let name = table.columns.first?.title ?? ""
      markup += plain(table, caption: say("樣本代表性：\(name)", "Fit to the population: \(name)"))
    }
    return markup
  }

  /// A table of finished texts.
  func plain(_ plain: PlainTable, caption: String) -> Markup {
    let count = plain.columns.first?.cells.count ?? 0
    return table(caption, classes: "data") {
      headRow(plain.columns.map { ($0.title, $0.isNumber) })
      element("tbody") {
        for row in 0..<count {
          element("tr") {
            for (index, column) in plain.columns.enumerated() {
              let text = column.cells.indices.contains(row) ? column.cells[row] : ""
              if index == 0 {
                element("th", .init("scope", "row"), languageOf(text)) { text }
              } else {
                element("td", .classes(column.isNumber ? "num" : nil), languageOf(text)) { text }
              }
            }
          }
        }
      }
    }
  }

  // MARK: satisfaction

  func satisfactionChapter(staff: Bool) -> Markup {
    var chapter = Markup()
    for survey in surveys(staff: staff) where survey.result.scores != nil || survey.result.answers != nil {
      chapter += heading(survey)
      chapter += paragraph(
        say(
          "滿意度為正向答案占有效回答之比例；普通不計入滿意，無意見、拒答及未填答不列入分母。百分制分數＝平均數÷最高分×100。",
          "Satisfied: positive answers among the valid ones; middle answers do not count as satisfied, and answers without an opinion are not in the base. Score of 100: 100 × mean / highest score."
        ), classes: "quiet")
      if let overall = overallSentence(survey) { chapter += paragraph(overall) }
      chapter += scoreFigures(survey)
      chapter += scoreTable(survey)
      chapter += answerFigures(survey)
      chapter += answerTables(survey)
      chapter += notes(survey.result.notes.map { $0.text(in: language) })
    }
    return chapter
  }

  func overallSentence(_ survey: SurveyReading) -> String? {
    guard let term = survey.result.overall, !survey.isHidden(term), let share = survey.score(term, "top2"),
      share.estimate != nil
    else { return nil }
    let interval = figures.interval(share.confidenceLow, share.confidenceHigh, .percent)
    let mean = survey.score(term, "mean")?.estimate
    let score = survey.score(term, "score-of-max")?.estimate
    return say(
      "「\(survey.label(term))」滿意度 \(figures.percent(share.estimate))（n = \(figures.count(share.count))"
        + (interval.map { "，\(level) 信賴區間 \($0)" } ?? "") + "）"
        + (mean.map { "，平均 \(figures.number($0, decimals: figures.meanDecimals)) 分" } ?? "")
        + (score.map { "，換算百分制 \(figures.number($0, decimals: 1)) 分" } ?? "") + "。",
      "\(survey.label(term)): \(figures.percent(share.estimate)) satisfied (n = \(figures.count(share.count))"
        + (interval.map { ", \(level) interval \($0)" } ?? "") + ")"
        + (mean.map { ", mean \(figures.number($0, decimals: figures.meanDecimals))" } ?? "")
        + (score.map { ", \(figures.number($0, decimals: 1)) of 100" } ?? "") + ".")
  }

  private func scoreFigures(_ survey: SurveyReading) -> Markup {
    func rows(_ terms: [String]) -> [ChartRow] {
      terms.map { term in
        let row = survey.score(term, "top2")
        let isHidden = survey.isHidden(term)
        return ChartRow(
          label: survey.label(term), value: isHidden ? nil : row?.estimate,
          low: isHidden ? nil : row?.confidenceLow, high: isHidden ? nil : row?.confidenceHigh,
          isTotal: term == survey.result.overall, isHidden: isHidden,
          remark: isHidden ? "" : row.map { "n = \(figures.count($0.count))" } ?? "")
      }
    }
    var markup = Markup()
    let note = say("橫線為 \(level) 信賴區間。", "Lines are \(level) intervals.")
    let constructs = say(
      "各構面與整體滿意度：\(survey.result.survey.label)", "Constructs and overall: \(survey.result.survey.label)")
    if survey.result.constructs.count > 0,
      let drawing = valueRows(constructs, rows(survey.summaryTerms), format: .percent)
    {
      markup += figure(constructs, drawing, note: note)
    }
    // Items in the order of their share: what to improve stands at the bottom.
    let items = survey.result.items.sorted {
      (survey.score($0, "top2")?.estimate ?? -1) > (survey.score($1, "top2")?.estimate ?? -1)
    }
    let title = say(
      "各題滿意度（由高至低）：\(survey.result.survey.label)", "Items by share satisfied: \(survey.result.survey.label)")
    if let drawing = valueRows(title, rows(items), format: .percent) {
      markup += figure(title, drawing, note: note)
    }
    return markup
  }

  private func scoreTable(_ survey: SurveyReading) -> Markup {
    let items = survey.result.items
    let terms = items + survey.summaryTerms
    guard !terms.isEmpty, survey.result.scores != nil else { return Markup() }
    let shares = items.map { survey.isHidden($0) ? nil : survey.score($0, "top2")?.estimate }
    func rank(_ term: String) -> String {
      guard let place = items.firstIndex(of: term), let own = shares[place] else { return "" }
      return String(shares.count { ($0 ?? -1) > own } + 1)
    }
    let hasHidden = terms.contains(where: survey.isHidden)
    let caption = say(
      "各題、各構面與整體滿意度：\(survey.result.survey.label)",
      "Items, constructs and overall: \(survey.result.survey.label)")
    return table(caption, classes: "data") {
      headRow([
        (say("題項", "Item"), false), ("n", true), (say("滿意度", "Satisfied"), true),
        (say("標準誤（百分點）", "SE (points)"), true), (say("\(level) 信賴區間", "\(level) interval"), true),
        (say("排序", "Rank"), true), (say("平均數", "Mean"), true), (say("標準誤", "SE"), true),
        (say("百分制", "Of 100"), true),
      ])
      scoreRows(survey, items, nil, rank)
      scoreRows(survey, survey.result.constructs, say("構面", "Constructs"), rank)
      scoreRows(survey, [survey.result.overall].compactMap { $0 }, say("整體", "Overall"), rank)
    } + (hasHidden ? hiddenLegend : Markup())
  }

  private var hiddenLegend: Markup {
    element("p", .classes("legend")) {
      say(
        "＊ 人數少於 \(plan.suppressBelow)，為保護隱私不予列示。",
        "＊ withheld: fewer than \(plan.suppressBelow) respondents stand behind it.")
    }
  }

  private func scoreRows(
    _ survey: SurveyReading, _ terms: [String], _ group: String?, _ rank: (String) -> String
  ) -> Markup {
    if terms.isEmpty { return Markup() }
    return element("tbody") {
      if let group {
        element("tr", .classes("group")) {
          element("th", .init("scope", "rowgroup"), .init("colspan", "9")) { group }
        }
      }
      for term in terms {
        let label = survey.label(term)
        element("tr", .classes(term == survey.result.overall ? "total" : nil)) {
          element("th", .init("scope", "row"), languageOf(label)) { label }
          for text in scoreCells(survey, term, rank(term)) { element("td", .classes("num")) { text } }
        }
      }
    }
  }

  private func scoreCells(_ survey: SurveyReading, _ term: String, _ rank: String) -> [String] {
    if survey.isHidden(term) { return Array(repeating: "＊", count: 8) }
    let share = survey.score(term, "top2")
    let mean = survey.score(term, "mean")
    return [
      (share ?? mean).map { figures.count($0.count) } ?? ReportFigures.none,
      figures.percent(share?.estimate),
      figures.number(share?.standardError, decimals: figures.percentDecimals + 1, shift: 2),
      figures.interval(share?.confidenceLow, share?.confidenceHigh, .percent) ?? ReportFigures.none, rank,
      figures.number(mean?.estimate, decimals: figures.meanDecimals),
      figures.number(mean?.standardError, decimals: figures.meanDecimals + 1),
      figures.number(survey.score(term, "score-of-max")?.estimate, decimals: 1),
    ]
  }

  // MARK: answers

  /// Items with the same answers share a drawing and a table.
  private func answerGroups(_ survey: SurveyReading) -> [(levels: [String], terms: [String])] {
    var groups: [(levels: [String], terms: [String])] = []
    for term in survey.result.items + [survey.result.overall].compactMap({ $0 }) {
      let levels = survey.answers(term).filter { $0.valid != nil }.map(\.level)
      if levels.isEmpty { continue }
      if let known = groups.firstIndex(where: { $0.levels == levels }) {
        groups[known].terms.append(term)
      } else {
        groups.append((levels, [term]))
      }
    }
    return groups
  }

  private func answerFigures(_ survey: SurveyReading) -> Markup {
    var markup = Markup()
    for group in answerGroups(survey) {
      let title = say(
        "各題答案分配：\(survey.result.survey.label)", "Answers by item: \(survey.result.survey.label)")
      let rows = group.terms.compactMap(survey.answerRow)
      // A drawing holds as many lines as fit on a page.
      for start in stride(from: 0, to: rows.count, by: 24) {
        let own = Array(rows[start..<min(start + 24, rows.count)])
        guard let drawing = answerBars(title, own) else { continue }
        markup += figure(
          title, drawing,
          note: say(
            "占有效回答之百分比；中線右側為滿意，左側（斜線）為不滿意，普通橫跨中線。",
            "Per cent of the valid answers; right of the line satisfied, left of it (hatched) dissatisfied, middle answers across it."
          ))
      }
    }
    return markup
  }

  private func answerTables(_ survey: SurveyReading) -> Markup {
    var markup = Markup()
    for group in answerGroups(survey) where group.levels.count <= 12 {
      let answers = group.terms.map { (term: $0, answers: survey.answers($0)) }
      // Answers outside of the base: no opinion, refusals, blanks.
      var others: [String] = []
      for (_, own) in answers {
        for answer in own where answer.valid == nil && !others.contains(answer.level) {
          others.append(answer.level)
        }
      }
      let caption = say(
        "各題次數分配（人數；占有效回答之百分比）：\(survey.result.survey.label)",
        "Answers (respondents; per cent of the valid answers): \(survey.result.survey.label)")
      markup += table(caption, classes: "data answers") {
        headRow(
          [(say("題項", "Item"), false)] + group.levels.map { ($0, true) } + [(say("有效回答", "Valid"), true)]
            + others.map { ($0.isEmpty ? say("未填答", "Blank") : $0, true) })
        element("tbody") {
          for (term, own) in answers {
            let label = survey.label(term)
            let isHidden = survey.isHidden(term)
            element("tr") {
              element("th", .init("scope", "row"), languageOf(label)) { label }
              for level in group.levels {
                let answer = own.first { $0.level == level }
                element("td", .classes("num")) {
                  if isHidden {
                    "＊"
                  } else {
                    figures.count(answer?.count ?? 0)
                    element("small") { figures.percent(answer?.valid) }
                  }
                }
              }
              element("td", .classes("num")) {
                isHidden ? "＊" : figures.count(own.filter { $0.valid != nil }.reduce(0) { $0 + $1.count })
              }
              for level in others {
                let answer = own.first { $0.level == level && $0.valid == nil }
                element("td", .classes("num")) {
                  if isHidden {
                    "＊"
                  } else {
                    figures.count(answer?.count ?? 0)
                    if let share = answer?.all {
                      element("small") { say("全體之 ", "of all ") + figures.percent(share) }
                    }
                  }
                }
              }
            }
          }
        }
      }
      if group.terms.contains(where: survey.isHidden) { markup += hiddenLegend }
    }
    return markup
  }
}
