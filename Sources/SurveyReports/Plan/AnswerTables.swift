import SurveyPlans
import SurveyTable

extension ReportPage {
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

  func answerFigures(_ survey: SurveyReading) -> Markup {
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

  func answerTables(_ survey: SurveyReading) -> Markup {
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
      markup += table(
        caption, classes: "data answers",
        legend: group.terms.contains(where: survey.isHidden) ? hiddenLegend : Markup()
      ) {
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
    }
    return markup
  }
}
