import SurveyInference
import SurveyPlans
import SurveyTable

extension ReportPage {
  /// Cronbach's alpha of each scale, and of each item what it does to the scale.
  func reliabilityChapter() -> Markup {
    var chapter = Markup()
    for survey in surveys(staff: nil) {
      guard let estimates = survey.result.reliability else { continue }
      let alphas = estimates.rows.filter { $0.statistic == "alpha" }
      guard !alphas.isEmpty else { continue }
      chapter += element("h3") { name(survey.result.survey.label) }
      chapter += alphaTable(alphas, estimates, survey)
      chapter += itemTable(estimates, survey)
      chapter += notes(estimates.notes.map { $0.text(in: language) })
    }
    return chapter
  }

  private func alphaTable(_ alphas: [EstimateRow], _ estimates: Estimates, _ survey: SurveyReading) -> Markup
  {
    table(
      say("內部一致性信度：\(survey.result.survey.label)", "Internal consistency: \(survey.result.survey.label)"),
      classes: "data"
    ) {
      headRow([
        (say("量表", "Scale"), false), ("Cronbach's α", true), (say("標準誤", "SE"), true),
        (say("\(level) 信賴區間", "\(level) interval"), true), (say("標準化 α", "Standardized α"), true),
        ("n", true),
      ])
      element("tbody") {
        for alpha in alphas {
          let label = scaleName(alpha.term, survey)
          let standardized = estimates.rows.first {
            $0.statistic == "alpha_standardized" && $0.term == alpha.term && $0.group == alpha.group
          }
          element("tr") {
            element("th", .init("scope", "row"), languageOf(label)) { label }
            for text in [
              figures.number(alpha.estimate, decimals: 3), figures.number(alpha.standardError, decimals: 3),
              figures.interval(alpha.confidenceLow, alpha.confidenceHigh, .number(decimals: 3))
                ?? ReportFigures.none,
              figures.number(standardized?.estimate, decimals: 3), figures.count(alpha.count),
            ] { element("td", .classes("num")) { text } }
          }
        }
      }
    }
  }

  /// A scale of several items is called by the construct it is, else by how many items it has.
  private func scaleName(_ term: String, _ survey: SurveyReading) -> String {
    let items = term.split(separator: ",")
    guard survey.result.labels[term] == nil, items.count > 1 || term == SummaryMaker.allItemsTerm else {
      return survey.label(term)
    }
    if items.count > 1, items.count < survey.result.items.count {
      return say("\(items.count) 題", "\(items.count) items")
    }
    return say("全部題項", "All items")
  }

  private func itemTable(_ estimates: Estimates, _ survey: SurveyReading) -> Markup {
    let correlations = estimates.rows.filter { $0.statistic == "item_total_correlation" }
    if correlations.isEmpty { return Markup() }
    func value(_ statistic: String, _ row: EstimateRow, _ decimals: Int) -> String {
      figures.number(
        estimates.rows.first { $0.statistic == statistic && $0.term == row.term && $0.group == row.group }?
          .estimate,
        decimals: decimals)
    }
    return table(
      say("各題項目分析：\(survey.result.survey.label)", "Items: \(survey.result.survey.label)"), classes: "data"
    ) {
      headRow([
        (say("題項", "Item"), false), (say("平均數", "Mean"), true), (say("標準差", "SD"), true),
        (say("修正後題項總相關", "Corrected item–total r"), true), (say("刪題後 α", "α if dropped"), true), ("n", true),
      ])
      element("tbody") {
        for row in correlations {
          let label = survey.label(row.term)
          element("tr") {
            element("th", .init("scope", "row"), languageOf(label)) { label }
            for text in [
              value("mean", row, 2), value("std_dev", row, 2), figures.number(row.estimate, decimals: 3),
              value("alpha_if_dropped", row, 3), figures.count(row.count),
            ] { element("td", .classes("num")) { text } }
          }
        }
      }
    }
  }
}
