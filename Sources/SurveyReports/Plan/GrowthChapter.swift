import SurveyInference
import SurveyPlans
import SurveyTable

extension ReportPage {
  /// The growth rates of the plan with both years' values, then every construct and item of the questionnaires.
  func growthChapter(_ placed: [PlacedIndicator]) -> Markup {
    var chapter = Markup()
    if !placed.isEmpty {
      chapter += element("p", .classes("quiet")) {
        say(
          "成長率＝（本年度－上年度）÷上年度×100%；百分率相減之差以百分點表示。各數均以未四捨五入之數值計算。",
          "Growth is (this year − last year) / last year. Differences of percentages are percentage points. All are computed from unrounded values."
        )
      }
      chapter += rateTable(placed)
      chapter += rateFigure(placed)
      // The table of both years that a rate comes with is its line of the table above.
      for indicator in placed {
        for table in indicator.result.tables where table.role != .facts {
          chapter += detail(table, of: indicator.result)
        }
      }
      chapter += notes(
        placed.flatMap { placed in
          remarks(placed.result).map { placed.result.indicator.label + say("：", ": ") + $0 }
        })
    }
    for survey in surveys(staff: nil) { chapter += growth(of: survey) }
    return chapter
  }

  private func rateTable(_ placed: [PlacedIndicator]) -> Markup {
    table(say("計畫之各項成長率", "Growth rates of the plan"), classes: "data lines") {
      headRow([
        (say("編號", "No."), false), (say("指標", "Indicator"), false), (say("上年度", "Last year"), true),
        (say("本年度", "This year"), true), (say("增減", "Change"), true), (say("成長率", "Growth"), true),
        (say("\(level) 信賴區間", "\(level) interval"), true), (say("目標", "Target"), false),
        (say("狀態", "Status"), false),
      ])
      element("tbody") {
        for placed in placed {
          let result = placed.result
          let (format, unit) = previousFormat(result)
          let now = base(result)?.value
          let change = difference(result)
          element("tr", .init("id", placed.anchor)) {
            element("td", languageOf(placed.number)) { placed.number }
            element("th", .init("scope", "row"), languageOf(result.indicator.label)) {
              result.indicator.label
            }
            element("td", .classes("num")) { name(previous(result)) }
            element("td", .classes("num")) {
              name(figures.value(now, format, unit: unit))
              small(base(result).map { $0.count > 0 ? ["n = \(figures.count($0.count))"] : [] } ?? [])
            }
            element("td", .classes("num")) { name(figures.signedDifference(change, format, unit: unit)) }
            element("td", .classes("num")) { figures.rate(result.value) }
            element("td", .classes("num")) {
              figures.interval(result.confidenceLow, result.confidenceHigh, .growth) ?? ReportFigures.none
              small([significance(result)].compactMap { $0 })
            }
            targetCell(result)
            element("td") { status(result.status) }
          }
        }
      }
    }
  }

  /// The rates side by side; values of different units cannot share an axis, rates can.
  private func rateFigure(_ placed: [PlacedIndicator]) -> Markup {
    let title = say("計畫之各項成長率", "Growth rates of the plan")
    let rows = placed.filter { $0.result.value != nil }.map {
      ChartRow(
        label: $0.result.indicator.label, value: $0.result.value, low: $0.result.confidenceLow,
        high: $0.result.confidenceHigh, fails: $0.result.status == .notMet)
    }
    guard let drawing = valueRows(title, rows, format: .growth) else { return Markup() }
    return figure(title, drawing)
  }

  private func growth(of survey: SurveyReading) -> Markup {
    guard survey.result.growth != nil else { return Markup() }
    let terms = survey.summaryTerms + survey.result.items
    let label = survey.result.survey.label
    var markup = Markup()
    for (statistic, format, words) in [
      ("top2", DetailTable.Format.percent, say("滿意度", "share satisfied")),
      ("mean", .number(decimals: figures.meanDecimals), say("平均數", "mean")),
    ] {
      let known = terms.filter { !survey.isHidden($0) }.compactMap { term in
        survey.growth(term, statistic).map { (term: term, growth: $0) }
      }
      if known.isEmpty { continue }
      let years = [say("上年度", "last year"), say("本年度", "this year")]
      let title = say("兩年\(words)比較：\(label)", "Two years, \(words): \(label)")
      if statistic == "top2" || !terms.contains(where: { survey.growth($0, "top2") != nil }) {
        let rows = known.map { term, growth in
          ChangeRow(
            label: survey.label(term), before: growth.before?.estimate, after: growth.after?.estimate,
            remark: figures.signedDifference(growth.difference?.estimate, format),
            secondRemark: say("成長率 ", "growth ") + figures.rate(growth.rate.estimate),
            isTotal: term == survey.result.overall)
        }
        if let drawing = changeRows(title, rows, before: years[0], after: years[1], format: format) {
          markup += figure(title, drawing)
        }
      }
      markup += growthTable(known, survey, format, title: title)
    }
    if markup.isEmpty { return markup }
    return element("h3") { name(label) } + markup
      + notes((survey.result.growth?.notes ?? []).map { $0.text(in: language) })
  }

  private func growthTable(
    _ known: [(term: String, growth: SurveyReading.GrowthReading)], _ survey: SurveyReading,
    _ format: DetailTable.Format, title: String
  ) -> Markup {
    var titles: [(text: String, isNumber: Bool)] = [
      (say("題項", "Item"), false), (say("上年度", "Last year"), true), (say("本年度", "This year"), true),
      (say("增減", "Change"), true), (say("成長率", "Growth"), true),
    ]
    if survey.isInferential {
      titles += [(say("\(level) 信賴區間", "\(level) interval"), true), (say("顯著性", "Significance"), false)]
    }
    return table(title, classes: "data") {
      headRow(titles)
      element("tbody") {
        for (term, growth) in known {
          let label = survey.label(term)
          element("tr", .classes(term == survey.result.overall ? "total" : nil)) {
            element("th", .init("scope", "row"), languageOf(label)) { label }
            element("td", .classes("num")) {
              figures.value(growth.before?.estimate, format)
              small(growth.before.map { ["n = \(figures.count($0.count))"] } ?? [])
            }
            element("td", .classes("num")) {
              figures.value(growth.after?.estimate, format)
              small(growth.after.map { ["n = \(figures.count($0.count))"] } ?? [])
            }
            element("td", .classes("num")) { figures.signedDifference(growth.difference?.estimate, format) }
            element("td", .classes("num")) { figures.rate(growth.rate.estimate) }
            if survey.isInferential {
              element("td", .classes("num")) {
                figures.interval(growth.rate.confidenceLow, growth.rate.confidenceHigh, .growth)
                  ?? ReportFigures.none
              }
              element("td", .classes("word")) { verdict(growth) }
            }
          }
        }
      }
    }
  }

  /// By the interval of the difference.
  private func verdict(_ growth: SurveyReading.GrowthReading) -> String {
    guard let low = growth.difference?.confidenceLow ?? growth.rate.confidenceLow,
      let high = growth.difference?.confidenceHigh ?? growth.rate.confidenceHigh
    else { return ReportFigures.none }
    return low > 0
      ? say("顯著提高", "significant rise")
      : high < 0 ? say("顯著降低", "significant fall") : say("未達統計顯著", "not significant")
  }
}
