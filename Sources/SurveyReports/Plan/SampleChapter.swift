import SurveyInference
import SurveyPlans
import SurveySampling
import SurveyTable

extension ReportPage {
  /// The questionnaires of citizens, of the staff, or all.
  func surveys(staff: Bool?) -> [SurveyReading] {
    evaluation.surveys
      .filter { staff == nil || plan.isStaffSurvey($0.survey.id) == staff }
      .map { SurveyReading($0, plan) }
  }

  func heading(_ survey: SurveyReading) -> Markup { element("h3") { name(survey.result.survey.label) } }

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
    case .rake: say("多變項反覆加權法（raking）", "raking to population margins")
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
              let cell = column.cells.indices.contains(row) ? column.cells[row] : ""
              let text = column.isNumber && cell.hasPrefix("-") ? "−" + cell.dropFirst() : cell
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
}
