import SurveyPlans
import SurveyTable

extension PlanEvaluation {
  /// The official report of a year's plan: one HTML file with everything in it, for the screen and for A4 paper.
  ///
  /// Cover, summary, the plan with what became of each promise, the chapters of a survey report that the data can fill
  /// (method and sample, reliability, satisfaction, change since last year, staff, tests, online services, processing
  /// time, complaints, duties, cost), what is to be improved, and as appendices the decisions on what the plan leaves
  /// open, notes, and the files with their hashes. Every table of every indicator is in it, and drawings are SVG with
  /// their text as text. There is no script and nothing is fetched; the file is also well-formed XML.
  ///
  /// Figures are shown rounded half up with as many decimals as the plan's `report` asks for. `language` and `years`
  /// (of the Republic or of the common era) are the plan's unless given.
  public func html(language: Language? = nil, years: Plan.Report.Years? = nil) -> String {
    ReportPage(self, language: language, years: years).document()
  }
}

extension ReportPage {
  private struct Chapter {
    var title: String
    var anchor: String
    var content: Markup
    var isWide = false
  }

  func document() -> String { "<!DOCTYPE html>\n" + markup().source + "\n" }

  /// The whole page.
  func markup() -> Markup {
    let placed = placedIndicators()
    // Tables and figures are numbered in the order in which they are made: from the summary on. Its sentences hold none.
    let tiles = summaryTiles()
    let chapters = self.chapters(placed)
    let summary = tiles + summaryFindings()
    let appendices = self.appendices(placed)
    return element("html", .init("lang", languageTag), .init("xmlns", "http://www.w3.org/1999/xhtml")) {
      element("head") {
        element("meta", .init("charset", "utf-8"))
        element("meta", .init("name", "viewport"), .init("content", "width=device-width, initial-scale=1"))
        element("meta", .init("name", "generator"), .init("content", "survey-stats \(surveyStatsVersion)"))
        element("title") { title }
        element("style") { Markup(styleSheet: reportStyleSheet) }
      }
      element("body") {
        cover()
        contents(chapters, appendices)
        element("main") {
          element("section", .classes("chapter"), .init("id", "summary")) {
            element("h2") { say("摘要", "Summary") }
            summary
          }
          for (index, chapter) in chapters.enumerated() {
            section(chapter, number: say("\(formalNumeral(index + 1))、", "\(index + 1)  "))
          }
          for (index, appendix) in appendices.enumerated() {
            section(appendix, number: appendixNumber(index))
          }
        }
      }
    }
  }

  private func appendixNumber(_ index: Int) -> String {
    let letters = ["A", "B", "C", "D"]
    return say(
      "附錄\(chineseNumeral(index + 1))　",
      "Appendix \(letters.indices.contains(index) ? letters[index] : String(index + 1))  ")
  }

  private func section(_ chapter: Chapter, number: String) -> Markup {
    element("section", .classes("chapter", chapter.isWide ? "wide" : nil), .init("id", chapter.anchor)) {
      element("h2") {
        number
        chapter.title
      }
      chapter.content
    }
  }

  private func contents(_ chapters: [Chapter], _ appendices: [Chapter]) -> Markup {
    element("nav", .init("aria-label", say("目次", "Contents"))) {
      element("h2") { say("目次", "Contents") }
      element("ol") {
        entry(say("摘要", "Summary"), "summary")
        for (index, chapter) in chapters.enumerated() {
          entry(say("\(formalNumeral(index + 1))、", "\(index + 1)  ") + chapter.title, chapter.anchor)
        }
        for (index, appendix) in appendices.enumerated() {
          entry(appendixNumber(index) + appendix.title, appendix.anchor)
        }
      }
    }
  }

  private func entry(_ text: String, _ anchor: String) -> Markup {
    element("li") { element("a", .init("href", "#\(anchor)")) { text } }
  }

  private func chapters(_ placed: [PlacedIndicator]) -> [Chapter] {
    var chapters: [Chapter] = []
    func add(_ title: String, _ anchor: String, _ content: Markup, isWide: Bool = false) {
      if !content.isEmpty {
        chapters.append(Chapter(title: title, anchor: anchor, content: content, isWide: isWide))
      }
    }
    add(say("計畫概要", "The plan"), "plan", overviewChapter())
    add(say("計畫執行成果與評核", "Results by the plan's hierarchy"), "results", planChapter(placed), isWide: true)
    for topic in ReportTopic.allCases {
      let own = placed.filter { ReportTopic($0.result.indicator, in: plan) == topic }
      add(topic.title(self), "c\(topic.rawValue)", chapter(topic, own))
    }
    add(say("結論與改善事項", "What is to be improved"), "improvement", improvementChapter(placed))
    return chapters
  }

  private func chapter(_ topic: ReportTopic, _ placed: [PlacedIndicator]) -> Markup {
    if topic == .growth { return growthChapter(placed) }
    // Tables are numbered as they are made, so that they are made in the order of the page.
    let lines = indicatorLines(placed)
    let survey: Markup =
      switch topic {
      case .sample: sampleChapter()
      case .reliability: reliabilityChapter()
      case .satisfaction: satisfactionChapter(staff: false)
      case .staff: satisfactionChapter(staff: true)
      default: Markup()
      }
    return lines + survey + indicatorSections(placed)
  }

  private func appendices(_ placed: [PlacedIndicator]) -> [Chapter] {
    [
      Chapter(
        title: say("計畫未明定事項之處理", "Decisions on undefined cases"), anchor: "decisions",
        content: decisionsAppendix()),
      Chapter(
        title: say("評核說明", "Notes"), anchor: "notes",
        content: notes(evaluation.notes.map { $0.text(in: language) })),
      Chapter(title: say("資料來源", "Files"), anchor: "files", content: datasetsAppendix()),
      Chapter(
        title: say("指標代碼對照", "Indicators by their ids"), anchor: "ids", content: indicatorsAppendix(placed)),
    ].filter { !$0.content.isEmpty }
  }
}
