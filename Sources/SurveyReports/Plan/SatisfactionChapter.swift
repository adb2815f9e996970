import SurveyInference
import SurveyPlans
import SurveyTable

extension ReportPage {
  func satisfactionChapter(staff: Bool) -> Markup {
    var chapter = Markup()
    for survey in surveys(staff: staff) where survey.result.scores != nil || survey.result.answers != nil {
      chapter += heading(survey)
      chapter += paragraph(
        say(
          "滿意度為正向答案占有效回答之比例；普通不計入滿意，無意見、拒答及未填答不列入分母。百分制分數＝平均數÷最高分×100。",
          "Satisfied: positive answers among the valid ones; middle answers do not count as satisfied, and answers without an opinion are not in the base. Score of 100: 100 × mean / highest score."
        ), classes: "quiet")
      if !survey.isInferential {
        chapter += paragraph(
          survey.result.survey.sampling == .census
            ? say(
              "本調查為普查，無抽樣誤差，不列標準誤與信賴區間。",
              "A census has no sampling error: no standard errors and intervals are given.")
            : say(
              "受訪者非隨機抽出，不宜推論抽樣誤差，不列標準誤與信賴區間。",
              "Respondents were not drawn at random, so that no sampling error can be inferred: no standard errors and intervals are given."
            ), classes: "quiet")
      }
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
    let interval =
      survey.isInferential ? figures.interval(share.confidenceLow, share.confidenceHigh, .percent) : nil
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
        let hasInterval = survey.isInferential && !isHidden
        return ChartRow(
          label: survey.label(term), value: isHidden ? nil : row?.estimate,
          low: hasInterval ? row?.confidenceLow : nil, high: hasInterval ? row?.confidenceHigh : nil,
          isTotal: term == survey.result.overall, isHidden: isHidden,
          remark: isHidden ? "" : row.map { "n = \(figures.count($0.count))" } ?? "")
      }
    }
    var markup = Markup()
    let note = survey.isInferential ? say("橫線為 \(level) 信賴區間。", "Lines are \(level) intervals.") : nil
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

  /// A column of the table of scores: its title, its text for a line, and whether it needs a random sample.
  private struct ScoreColumn {
    var title: String
    var isInferential = false
    var text: (_ term: String, _ share: EstimateRow?, _ mean: EstimateRow?) -> String
  }

  private func scoreColumns(_ survey: SurveyReading) -> [ScoreColumn] {
    let items = survey.result.items
    let shares = items.map { survey.isHidden($0) ? nil : survey.score($0, "top2")?.estimate }
    let columns = [
      ScoreColumn(title: "n") { _, share, mean in
        (share ?? mean).map { figures.count($0.count) } ?? ReportFigures.none
      },
      ScoreColumn(title: say("滿意度", "Satisfied")) { _, share, _ in figures.percent(share?.estimate) },
      ScoreColumn(title: say("標準誤（百分點）", "SE (points)"), isInferential: true) { _, share, _ in
        figures.number(share?.standardError, decimals: figures.percentDecimals + 1, shift: 2)
      },
      ScoreColumn(title: say("\(level) 信賴區間", "\(level) interval"), isInferential: true) { _, share, _ in
        figures.interval(share?.confidenceLow, share?.confidenceHigh, .percent) ?? ReportFigures.none
      },
      ScoreColumn(title: say("排序", "Rank")) { term, _, _ in
        guard let place = items.firstIndex(of: term), let own = shares[place] else { return "" }
        return String(shares.count { ($0 ?? -1) > own } + 1)
      },
      ScoreColumn(title: say("平均數", "Mean")) { _, _, mean in
        figures.number(mean?.estimate, decimals: figures.meanDecimals)
      },
      ScoreColumn(title: say("標準誤", "SE"), isInferential: true) { _, _, mean in
        figures.number(mean?.standardError, decimals: figures.meanDecimals + 1)
      },
      ScoreColumn(title: say("百分制", "Of 100")) { term, _, _ in
        figures.number(survey.score(term, "score-of-max")?.estimate, decimals: 1)
      },
    ]
    return columns.filter { survey.isInferential || !$0.isInferential }
  }

  private func scoreTable(_ survey: SurveyReading) -> Markup {
    let terms = survey.result.items + survey.summaryTerms
    guard !terms.isEmpty, survey.result.scores != nil else { return Markup() }
    let columns = scoreColumns(survey)
    let label = survey.result.survey.label
    return table(
      say("各題、各構面與整體滿意度：\(label)", "Items, constructs and overall: \(label)"),
      legend: terms.contains(where: survey.isHidden) ? hiddenLegend : Markup()
    ) {
      headRow([(say("題項", "Item"), false)] + columns.map { ($0.title, true) })
      scoreRows(survey, survey.result.items, nil, columns)
      scoreRows(survey, survey.result.constructs, say("構面", "Constructs"), columns)
      scoreRows(survey, [survey.result.overall].compactMap { $0 }, say("整體", "Overall"), columns)
    }
  }

  private func scoreRows(
    _ survey: SurveyReading, _ terms: [String], _ group: String?, _ columns: [ScoreColumn]
  ) -> Markup {
    if terms.isEmpty { return Markup() }
    return element("tbody") {
      if let group {
        element("tr", .classes("group")) {
          element("th", .init("scope", "rowgroup"), .init("colspan", String(columns.count + 1))) { group }
        }
      }
      for term in terms {
        let label = survey.label(term)
        let isHidden = survey.isHidden(term)
        let (share, mean) = (survey.score(term, "top2"), survey.score(term, "mean"))
        element("tr", .classes(term == survey.result.overall ? "total" : nil)) {
          element("th", .init("scope", "row"), languageOf(label)) { label }
          for column in columns {
            element("td", .classes("num")) { isHidden ? "＊" : column.text(term, share, mean) }
          }
        }
      }
    }
  }

  var hiddenLegend: Markup {
    element("p", .classes("legend")) {
      say(
        "＊ 人數少於 \(plan.suppressBelow)，為保護隱私不予列示。",
        "＊ withheld: fewer than \(plan.suppressBelow) respondents stand behind it.")
    }
  }
}
