import SurveyInference
import SurveyPlans
import SurveyTable

/// What all parts of a report share: the evaluation, the reader's language, figures, and running numbers.
struct ReportPage {
  let evaluation: PlanEvaluation
  let language: Language
  let figures: ReportFigures
  let numbering = ReportNumbering()

  init(_ evaluation: PlanEvaluation, language: Language?, years: Plan.Report.Years?) {
    let report = evaluation.plan.report
    self.evaluation = evaluation
    self.language = language ?? report.language
    figures = ReportFigures(
      language: self.language, years: years ?? report.years, percentDecimals: report.percentDecimals,
      meanDecimals: report.meanDecimals)
  }

  var plan: Plan { evaluation.plan }
  var isChinese: Bool { language == .traditionalChinese }

  /// The words of the report's language.
  func say(_ chinese: String, _ english: String) -> String { isChinese ? chinese : english }

  /// The language of the page, as BCP 47 names it.
  var languageTag: String { say("zh-Hant-TW", "en") }

  /// The level of intervals: `95%`.
  var level: String { percentLabel(plan.assumptions.level) }

  /// A name out of a plan or a file. On an English page Chinese names say that they are Chinese, so that readers'
  /// programs pronounce and draw them as such.
  func name(_ text: String) -> Markup {
    guard !isChinese, holdsHan(text) else { return Markup(text) }
    return element("span", MarkupAttribute("lang", "zh-Hant-TW")) { text }
  }

  /// An attribute for elements that hold one name.
  func languageOf(_ text: String) -> MarkupAttribute {
    MarkupAttribute("lang", !isChinese && holdsHan(text) ? "zh-Hant-TW" : nil)
  }

  private func holdsHan(_ text: String) -> Bool {
    text.unicodeScalars.contains {
      (0x3400...0x9FFF).contains($0.value) || (0x20000...0x3FFFF).contains($0.value)
    }
  }

  /// Names of owners in the plan's words; ids that the plan does not list stand for themselves.
  func owners(_ ids: [String]) -> String {
    ids.map { id in plan.owners.first { $0.id == id }?.name ?? id }.joined(separator: say("、", ", "))
  }

  func list(_ names: [String]) -> String { names.joined(separator: say("、", ", ")) }

  // MARK: captions

  /// A table with its numbered caption and what its signs mean, in a frame that may be scrolled on a narrow screen.
  ///
  /// A table that fits on a page is not torn apart by its end.
  func table(
    _ caption: String, classes: String = "data", legend: Markup = Markup(), @MarkupBuilder body: () -> Markup
  ) -> Markup {
    let number = numbering.nextTable()
    let body = body()
    let most = classes.contains("cross") ? 30 : 16
    return element("div", .classes("frame", body.rowCount <= most ? "short" : nil)) {
      element("table", .classes(classes), MarkupAttribute("id", "t\(number)")) {
        element("caption") {
          element("b") { say("表 \(number)", "Table \(number)") }
          "　"
          name(caption)
        }
        body
      }
      legend
    }
  }

  /// A drawing with its numbered caption below.
  func figure(_ caption: String, _ drawing: Markup, note: String? = nil) -> Markup {
    let number = numbering.nextFigure()
    return element("figure", MarkupAttribute("id", "f\(number)")) {
      drawing
      element("figcaption") {
        element("b") { say("圖 \(number)", "Figure \(number)") }
        "　"
        name(caption)
        if let note { element("span", .classes("note")) { note } }
      }
    }
  }

  func headRow(_ titles: [(text: String, isNumber: Bool)]) -> Markup {
    element("thead") {
      element("tr") {
        for title in titles {
          element(
            "th", MarkupAttribute("scope", "col"), .classes(title.isNumber ? "num" : nil),
            languageOf(title.text)
          ) { title.text }
        }
      }
    }
  }

  func paragraph(_ text: String, classes: String? = nil) -> Markup {
    element("p", .classes(classes)) { name(text) }
  }

  /// Notes and remarks below a table or a result.
  func notes(_ sentences: [String]) -> Markup {
    var seen: Set<String> = []
    let shown = sentences.filter { !$0.isEmpty && seen.insert($0).inserted }
    guard !shown.isEmpty else { return Markup() }
    return element("ul", .classes("notes")) {
      for sentence in shown { element("li") { name(sentence) } }
    }
  }

  func status(_ status: IndicatorStatus) -> Markup {
    element("span", .classes("status", "s-\(status.rawValue)")) {
      element("span", .classes("sign"), MarkupAttribute("aria-hidden", "true")) { status.sign }
      status.label.text(in: language)
    }
  }
}

/// Running numbers of tables, figures, drawings and headings. A report is written by one thread from top to bottom.
final class ReportNumbering {
  private(set) var tables = 0
  private(set) var figures = 0
  private var drawings = 0
  /// Tables of indicators that the page has already.
  private var shown: [ShownTable] = []
  /// Of the table of what is not met, to which the summary points.
  var improvementTable: Int?

  func nextTable() -> Int {
    tables += 1
    return tables
  }

  func nextFigure() -> Int {
    figures += 1
    return figures
  }

  /// The number of the table that has the same columns and rows, if there is one; else it is kept under `number`.
  func known(_ table: DetailTable, as number: Int) -> Int? {
    let own = ShownTable(table, number)
    if let known = shown.first(where: { $0.columns == own.columns && $0.rows == own.rows }) {
      return known.number
    }
    shown.append(own)
    return nil
  }

  /// Whether the same column of the same table is drawn already; else it counts as drawn from now on.
  func isDrawn(_ reading: DetailReading, of result: IndicatorResult) -> Bool {
    guard
      let place = shown.firstIndex(where: {
        $0.columns == reading.table.columns && $0.rows == reading.table.rows
      })
    else { return false }
    // What a picture takes from the indicator: its column, or of periods the columns of its kind of number.
    let role = reading.table.role
    let picture = ShownTable.Picture(
      column: [.groups, .ranking].contains(role) ? reading.valueColumn : nil,
      format: role == .periods ? result.format : nil, lines: reading.lines)
    if shown[place].pictures.contains(picture) { return true }
    shown[place].pictures.append(picture)
    return false
  }

  private struct ShownTable {
    struct Picture: Equatable {
      var column: Int?
      var format: DetailTable.Format?
      var lines: [ChartLine]
    }

    let columns: [DetailTable.Column]
    let rows: [DetailTable.Row]
    let number: Int
    var pictures: [Picture] = []

    init(_ table: DetailTable, _ number: Int) {
      (columns, rows, self.number) = (table.columns, table.rows, number)
    }
  }

  /// A number for identifiers inside of a drawing.
  func nextDrawing() -> Int {
    drawings += 1
    return drawings
  }
}

extension IndicatorStatus {
  /// A sign beside the word, so that a column of statuses can be read at a glance and without colour.
  var sign: String {
    switch self {
    case .met: "○"
    case .partlyMet: "△"
    case .notMet: "×"
    case .undecided: "？"
    case .noTarget: "－"
    case .noData: "…"
    case .notApplicable: "／"
    case .undefined: "÷"
    }
  }
}
