import SurveyPlans
import SurveyTable

extension ReportPage {
  /// What is not met, and what could not be judged, as a list to work from. Measures and days are the owners' to fill in.
  func improvementChapter(_ placed: [PlacedIndicator]) -> Markup {
    let open = placed.filter { [.notMet, .partlyMet].contains($0.result.status) }
    let unclear = placed.filter { [.undecided, .noData, .undefined].contains($0.result.status) }
    var chapter = Markup()
    if open.isEmpty {
      chapter += paragraph(
        say("凡有目標值且可判定之指標均已達成，無應改善事項。", "Every indicator with a target that could be judged is met."))
    } else {
      chapter += table(say("未達成及部分達成事項", "What is not met, or only in part"), classes: "data lines") {
        headRow([
          (say("編號", "No."), false), (say("指標", "Indicator"), false), (say("目標值", "Target"), false),
          (say("實際值", "Value"), true), (say("狀態及說明", "Status and remarks"), false),
          (say("承辦單位", "Owner"), false),
          (say("改善措施及期限（由承辦單位填寫）", "Measure and day (for the owner to fill in)"), false),
        ])
        element("tbody") { for placed in open { improvementRow(placed) } }
      }
      numbering.improvementTable = numbering.tables
    }
    if !unclear.isEmpty {
      chapter += table(say("無法判定或資料不足事項", "What cannot be judged"), classes: "data lines") {
        headRow([
          (say("編號", "No."), false), (say("指標", "Indicator"), false), (say("狀態", "Status"), false),
          (say("原因", "Reason"), false), (say("承辦單位", "Owner"), false),
        ])
        element("tbody") {
          for placed in unclear {
            element("tr") {
              element("td", languageOf(placed.number)) { placed.number }
              element("th", .init("scope", "row")) { link(placed) }
              element("td") { status(placed.result.status) }
              element("td") {
                placed.result.reason.map { name($0.text(in: language)) }
                  ?? Markup(
                    placed.result.status == .undecided ? undecidedWords(placed.result) : ReportFigures.none)
              }
              element("td", languageOf(owners(placed.owners))) { owners(placed.owners) }
            }
          }
        }
      }
    }
    return chapter
  }

  /// A unit with how many periods it missed.
  private func failure(_ unit: (name: String, count: Int)) -> String {
    if unit.count == 0 { return unit.name }
    return say("\(unit.name)（\(unit.count) 期）", "\(unit.name) (\(unit.count))")
  }

  private func undecidedWords(_ result: IndicatorResult) -> String {
    let interval = figures.interval(result.confidenceLow, result.confidenceHigh, result.format)
    return say("樣本不足以判定是否達到目標", "The sample cannot tell whether the target is reached")
      + (interval.map { say("（\(level) 信賴區間 \($0)）", " (\(level) interval \($0))") } ?? "") + say("。", ".")
  }

  private func link(_ placed: PlacedIndicator) -> Markup {
    element("a", .init("href", "#\(placed.anchor)"), languageOf(placed.result.indicator.label)) {
      placed.result.indicator.label
    }
  }

  private func improvementRow(_ placed: PlacedIndicator) -> Markup {
    let result = placed.result
    let failing = failing(result)
    return element("tr") {
      element("td", languageOf(placed.number)) { placed.number }
      element("th", .init("scope", "row")) {
        link(placed)
        small([placed.due.map { say("期限：", "due: ") + $0 }].compactMap { $0 })
      }
      targetCell(result)
      element("td", .classes("num")) {
        name(value(result))
        small(result.achievement.map { [say("達成率 ", "achieved ") + figures.percent($0)] } ?? [])
      }
      element("td") {
        status(result.status)
        if let reason = result.reason { small([reason.text(in: language)]) }
        if !failing.isEmpty {
          small([
            say("未達者：", "Missed by: ")
              + list(failing.prefix(12).map(failure))
              + (failing.count > 12 ? say(" 等 \(failing.count) 個", " and \(failing.count - 12) more") : "")
          ])
        }
      }
      element("td", languageOf(owners(placed.owners))) { owners(placed.owners) }
      element("td", .classes("fill")) {}
    }
  }
}
