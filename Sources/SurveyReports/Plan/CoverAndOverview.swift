import SurveyPlans
import SurveyTable

extension ReportPage {
  var title: String { say("\(plan.title)執行成果評核報告", "\(plan.title): evaluation report") }

  func cover() -> Markup {
    element("header", .classes("cover")) {
      element("p", .classes("agency"), languageOf(plan.agency.name)) { plan.agency.name }
      element("h1") {
        name(plan.title)
        element("span", .classes("kind")) { say("執行成果評核報告", "Evaluation report") }
      }
      element("dl") {
        fact(say("計畫年度", "Year of the plan"), figures.year(plan.year))
        fact(
          say("計畫期程", "Term"), figures.day(plan.termFrom) + say(" 至 ", " to ") + figures.day(plan.termTo))
        fact(say("評核基準日", "Evaluated as of"), figures.day(evaluation.asOf))
      }
    }
  }

  private func fact(_ title: String, _ text: String) -> Markup {
    element("div") {
      element("dt") { title }
      element("dd") { name(text) }
    }
  }

  /// What the plan is, in a table of facts.
  func overviewChapter() -> Markup {
    var facts: [(String, String)] = [(say("機關", "Agency"), plan.agency.name)]
    if let group = plan.agency.group { facts.append((say("組別", "Group"), group)) }
    if let category = plan.agency.category {
      facts.append(
        (
          say("類別", "Class"),
          category == .firstLine ? say("第一線服務機關", "first-line agency") : say("服務規劃機關", "planning agency")
        ))
    }
    facts.append((say("計畫名稱", "Plan"), plan.title))
    if let document = plan.document, document != plan.title {
      facts.append((say("計畫文件", "Document"), document))
    }
    if !plan.basis.isEmpty {
      facts.append((say("依據", "Basis"), plan.basis.joined(separator: say("；", "; "))))
    }
    facts.append(
      (say("計畫期程", "Term"), figures.day(plan.termFrom) + say(" 至 ", " to ") + figures.day(plan.termTo)))
    facts.append((say("評核基準日", "Evaluated as of"), figures.day(evaluation.asOf)))
    if !plan.levels.isEmpty { facts.append((say("計畫層級", "Levels"), plan.levels.joined(separator: " → "))) }
    if !plan.owners.isEmpty { facts.append((say("承辦單位", "Owners"), list(plan.owners.map(\.name)))) }
    let count = evaluation.indicators.count
    facts.append((say("評核指標", "Indicators"), say("\(count) 項", "\(count)")))
    return table(say("計畫概要", "The plan"), classes: "facts") {
      element("tbody") {
        for (title, text) in facts {
          element("tr") {
            element("th", .init("scope", "row")) { title }
            element("td", languageOf(text)) { text }
          }
        }
      }
    } + conventions()
  }
}
