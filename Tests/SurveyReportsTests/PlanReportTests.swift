import SurveyStats
import Testing

@testable import SurveyPlans
@testable import SurveyReports

@Suite struct PlanReportTests {
  private static func page(_ language: Language, _ years: Plan.Report.Years? = nil) throws -> String {
    try PlanReportFixture.evaluation().html(language: language, years: years)
  }

  @Test("the page is well-formed XML, so that no piece of it can be left open", arguments: Language.allCases)
  func wellFormed(language: Language) throws {
    let page = try WellFormedPage(Self.page(language))
    #expect(page.problems == [])
    #expect(Set(page.ids).count == page.ids.count)
    #expect(page.references.filter { !page.ids.contains($0) } == [])
    #expect(!page.elements.contains("script"))
    #expect(page.elements.isDisjoint(with: ["img", "link", "iframe", "object"]))
  }

  @Test("names that try to be markup are shown as they are", arguments: Language.allCases)
  func hostileNames(language: Language) throws {
    let text = try Self.page(language)
    #expect(!text.contains("<script"))
    #expect(!text.contains("<b>'"))
    #expect(!text.contains("\u{202E}"))
    #expect(!text.contains("\u{0}"))
    let page = WellFormedPage(text)
    #expect(page.shows(PlanReportFixture.hostile))
    #expect(page.shows("案件<紀錄>.csv"))
  }

  @Test("every indicator and every cell of every table is on the page", arguments: Language.allCases)
  func nothingIsLost(language: Language) throws {
    let evaluation = try PlanReportFixture.evaluation()
    let page = try WellFormedPage(Self.page(language))
    let figures = ReportPage(evaluation, language: language, years: nil).figures
    let cells = Set(page.cells)
    for result in evaluation.indicators {
      #expect(cells.contains(result.indicator.id))
      #expect(page.shows(result.indicator.label))
      for table in result.tables {
        for row in table.rows {
          for (cell, column) in zip(row.cells, table.columns) where !column.isProbability {
            guard case .number(let value) = cell else { continue }
            let shown = figures.value(value, column.format)
            #expect(cells.contains(shown) || cells.contains(shown + "×"), "\(result.indicator.id) \(shown)")
          }
        }
      }
    }
    for node in evaluation.nodes { #expect(page.text.contains(node.node.label)) }
    for use in evaluation.datasets { #expect(page.text.contains(use.hash)) }
    for decision in evaluation.decisions { #expect(page.text.contains(decision.choice.text(in: language))) }
  }

  @Test("a failing cell carries a sign besides its colour") func failingCells() throws {
    let evaluation = try PlanReportFixture.evaluation()
    let source = try Self.page(.traditionalChinese)
    let failing = evaluation.indicators.flatMap(\.tables).flatMap(\.rows).reduce(0) { $0 + $1.failing.count }
    #expect(failing > 5)
    #expect(source.split(separator: "class=\"num fail\"").count - 1 == failing)
    for cell in source.split(separator: "class=\"num fail\"").dropFirst() {
      #expect(cell.prefix { $0 != "\n" }.prefix(80).contains(">×</span>"))
    }
  }

  @Test("hidden cells show why they are hidden, and nothing else of them") func hiddenCells() throws {
    let page = try WellFormedPage(Self.page(.traditionalChinese))
    #expect(page.cells.count { $0 == "＊" } >= 4)
    #expect(page.cells.count { $0 == "＊＊" } == 4)
    #expect(page.shows("＊ 人數少於 5，為保護隱私不予列示；＊＊ 可由合計反推，一併不列示。"))
    let english = try WellFormedPage(Self.page(.english))
    #expect(english.shows("fewer than 5 respondents"))
  }

  @Test("halves are rounded up in the decimals that a fraction is written in") func halves() throws {
    let figures = ReportPage(try PlanReportFixture.evaluation(), language: .traditionalChinese, years: nil)
      .figures
    // 100 × 0.5735 is 57.349999999999994 and 100 × 1.005 is 100.49999999999999.
    #expect(figures.percent(0.5735) == "57.4%")
    #expect(figures.percent(1.005, decimals: 0) == "101%")
    #expect(figures.percent(0.285, decimals: 0) == "29%")
    #expect(figures.points(0.0315) == "3.2 個百分點")
    #expect(figures.points(0.0315, isShort: true) == "3.2 百分點")
    #expect(figures.rate(0.0368421) == "+3.7%")
    #expect(figures.rate(-0.1225) == "−12.3%")
    #expect(figures.rate(0.0001) == "0.0%")
    #expect(figures.number(84.125, decimals: 2) == "84.13")
    #expect(figures.number(-1_234.5, decimals: 0) == "−1,235")
    #expect(figures.count(12_345) == "12,345")
    #expect(figures.amount(0.30476190476190457) == "0.30")
    #expect(figures.target(0.7, .number(decimals: 3)) == "0.7")
    #expect(figures.target(85, .number(decimals: 2)) == "85")
    #expect(figures.interval(-0.0011, 0.1173, .growth) == "−0.1% 至 +11.7%")
    #expect(figures.number(.nan, decimals: 1) == "–")
    #expect(figures.number(.infinity, decimals: 1) == "–")
  }

  @Test("percentages differ by points, rates by per cent") func points() throws {
    let page = try WellFormedPage(Self.page(.traditionalChinese))
    // 0.26449 − 0.2145 = 0.04999, 0.04999 / 0.2145 = 0.2331; 0.8795 − 0.8312 = 0.0483, 0.0483 / 0.8312 = 0.0581.
    #expect(page.shows("上年度 21.5%，提高 5.0 個百分點，成長率 +23.3%"))
    #expect(page.shows("服務滿意度成長率 +5.8%（由 83.1% 至 88.0%，提高 4.8 個百分點），未達統計顯著。"))
    #expect(page.shows("+4.8 百分點"))
    #expect(page.shows("未達統計顯著"))
    let english = try WellFormedPage(Self.page(.english))
    #expect(english.shows("last year 21.5%, up 5.0 percentage points, growth +23.3%"))
  }

  @Test("years are those of the Republic or of the common era") func years() throws {
    let republican = try WellFormedPage(Self.page(.traditionalChinese))
    #expect(republican.shows("105 年度"))
    #expect(republican.shows("民國 106 年 1 月 10 日"))
    let common = try WellFormedPage(Self.page(.traditionalChinese, .common))
    #expect(common.shows("西元 2016 年度"))
    #expect(common.shows("西元 2017 年 1 月 10 日"))
    let english = try WellFormedPage(Self.page(.english, .common))
    #expect(english.shows("10 January 2017"))
  }

  @Test("the Chinese page holds no English but names and signs") func chineseOnly() throws {
    let page = try WellFormedPage(Self.page(.traditionalChinese))
    let evaluation = try PlanReportFixture.evaluation()
    var text = page.text
    // What comes from the plan and the files is theirs.
    var names = evaluation.indicators.map(\.indicator.id) + [PlanReportFixture.hostile]
    names += evaluation.datasets.flatMap { [$0.file, $0.hash, $0.encoding] }
    for name in names.sorted(by: { $0.count > $1.count }) { text = text.replacing(name, with: " ") }
    let allowed: Set<String> = ["n", "p", "w", "df", "Cronbach", "s", "SHA", "raking", "U", "Kish"]
    let words = text.split { !$0.isASCII || !$0.isLetter }.map(String.init)
    #expect(Set(words).subtracting(allowed) == [])
  }

  @Test("the English page marks Chinese names as Chinese") func languageOfNames() throws {
    let page = try WellFormedPage(Self.page(.english))
    #expect(page.language == "en")
    #expect(page.unmarkedChinese == [])
    #expect(try WellFormedPage(Self.page(.traditionalChinese)).language == "zh-Hant-TW")
  }

  @Test(
    "drawings have a title, words for who cannot see them, and finite coordinates",
    arguments: Language.allCases)
  func drawings(language: Language) throws {
    let page = try WellFormedPage(Self.page(language))
    #expect(page.drawings.count >= 15)
    for drawing in page.drawings {
      #expect(!drawing.title.isEmpty)
      #expect(!drawing.description.isEmpty)
      #expect(drawing.coordinates.count > 4)
      #expect(drawing.coordinates.allSatisfy { ($0 ?? .nan).isFinite })
      #expect(drawing.isInside, "\(drawing.title)")
    }
  }

  @Test("tables have captions and header cells say what they head") func tables() throws {
    let page = try WellFormedPage(Self.page(.traditionalChinese))
    #expect(page.tableCount > 20)
    #expect(page.captionCount == page.tableCount)
    #expect(page.headersWithoutScope == 0)
    #expect(page.ragged == [])
  }

  @Test("values that are not numbers leave gaps, not faults")
  func withoutValues() throws {
    var evaluation = try PlanReportFixture.evaluation()
    for node in evaluation.nodes.indices {
      for child in evaluation.nodes[node].children.indices {
        for place in evaluation.nodes[node].children[child].indicators.indices {
          evaluation.nodes[node].children[child].indicators[place].value = .nan
          evaluation.nodes[node].children[child].indicators[place].growth = .infinity
          for table in evaluation.nodes[node].children[child].indicators[place].tables.indices {
            let rows = evaluation.nodes[node].children[child].indicators[place].tables[table].rows
            evaluation.nodes[node].children[child].indicators[place].tables[table].rows = rows.map { row in
              var row = row
              row.cells = row.cells.enumerated().map { index, cell in
                guard case .number = cell else { return cell }
                return [.number(Double.nan), .number(-.infinity), .number(1e300), .empty][index % 4]
              }
              row.cells.removeLast()
              return row
            }
          }
        }
      }
    }
    evaluation.surveys = []
    evaluation.score = nil
    let page = WellFormedPage(evaluation.html())
    #expect(page.problems == [])
    #expect(!page.text.contains("nan"))
    #expect(!page.text.contains("inf"))
    for drawing in page.drawings { #expect(drawing.coordinates.allSatisfy { ($0 ?? .nan).isFinite }) }
  }

  @Test("a plan without indicators is a page too") func emptyPlan() throws {
    let yaml = """
      schema: survey-stats/plan@1
      id: empty
      title: 空計畫
      agency: {name: 某機關}
      year: {roc: 105}
      nodes: []
      """
    let plan = try Plan(document: Array(yaml.utf8), name: "plan.yaml")
    let evaluation = PlanEvaluation(
      plan: plan, asOf: plan.asOf, nodes: [], surveys: [], datasets: [], decisions: [], score: nil, notes: [])
    for language in Language.allCases {
      #expect(WellFormedPage(evaluation.html(language: language)).problems == [])
    }
  }

  private func reading(_ table: DetailTable, _ id: String = "calls") throws -> DetailReading {
    let result = try PlanReportFixture.evaluation().indicators.first { $0.indicator.id == id }
    return DetailReading(table, of: try #require(result))
  }

  @Test("a total that is the sum of its parts stays out of the picture, a mean of them stays in")
  func totals() throws {
    func table(_ total: Double) -> DetailTable {
      DetailTable(
        .groups, title: Wording(""),
        columns: [.init(Wording("課室"), .text), .init(Wording("件數"), .count)],
        rows: [
          .init([.text("a"), .number(30)]), .init([.text("b"), .number(20)]),
          .init([.text("合計"), .number(total)], isTotal: true),
        ])
    }
    #expect(try reading(table(50)).drawnRows(1).count == 2)
    #expect(try reading(table(25)).drawnRows(1).count == 3)
  }

  @Test("the lines of a test's points are not drawn over its pass rate") func targetOfPoints() throws {
    var result = try #require(
      try PlanReportFixture.evaluation().indicators.first { $0.indicator.id == "calls" })
    var table = try #require(result.tables.first)
    #expect(
      DetailReading(table, of: result).lines == [
        ChartLine(meaning: .target, value: 88), ChartLine(meaning: .pass, value: 85),
      ])
    table.rows = table.rows.map { DetailTable.Row($0.cells, isTotal: $0.isTotal) }
    result.format = .percent
    #expect(DetailReading(table, of: result).lines == [])
  }

  @Test("a course that never changes has no picture") func constantCourse() throws {
    let page = ReportPage(try PlanReportFixture.evaluation(), language: .english, years: nil)
    let flat = PeriodSeries(label: "", values: [1, 1, nil, 1])
    #expect(page.periodPanels("t", periods: ["1", "2", "3", "4"], [flat], format: .percent) == nil)
    let moving = PeriodSeries(label: "", values: [1, 0.5, nil, 1])
    #expect(page.periodPanels("t", periods: ["1", "2", "3", "4"], [moving], format: .percent) != nil)
  }

  @Test("long names break at the right places and end in an ellipsis") func wrapping() {
    #expect(SVGDrawing.wrapped("洽公環境整潔", columns: 8, lines: 2) == ["洽公環境", "整潔"])
    #expect(SVGDrawing.wrapped("環境，整潔", columns: 4, lines: 3) == ["環", "境，", "整潔"])
    #expect(SVGDrawing.wrapped("online services", columns: 8, lines: 2) == ["online ", "services"])
    let long = SVGDrawing.wrapped(PlanReportFixture.longLabel, columns: 20, lines: 2)
    #expect(long.count == 2)
    #expect(long.last?.hasSuffix("…") ?? false)
  }

  @Test("axes end at round numbers that hold every value")
  func axes() {
    for values in [[0.83, 0.8795], [3, 3], [0, 0], [-0.12, 0.31], [1e9, 2.5e9], [2e-5, 7e-5], []] {
      let axis = ChartAxis(values, from: 0, to: 100)
      #expect(axis.low < axis.high)
      #expect(axis.ticks.count >= 2 && axis.ticks.count <= 12)
      for value in values { #expect(value >= axis.low - 1e-9 && value <= axis.high + 1e-9) }
      for value in values { #expect((0...100).contains(axis.place(value))) }
    }
    #expect(ChartAxis([0.91, 0.998], from: 0, to: 1, limits: 0...1).high <= 1)
    #expect(ChartAxis([.nan, .infinity, 1e300], from: 0, to: 1).place(.nan) == 0)
  }
}
