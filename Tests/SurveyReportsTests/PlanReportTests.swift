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

  @Test("the pass line of a test and the target of its mean are drawn under their own names")
  func passLine() throws {
    let page = try WellFormedPage(Self.page(.traditionalChinese))
    for title in ["電話禮貌測試：依課室", "電話禮貌測試：各月平均分數"] {
      let drawing = try #require(page.drawings.first { $0.title == title })
      #expect(drawing.words.contains { $0.hasPrefix("及格線 85") }, "\(title)")
      #expect(drawing.words.contains { $0.hasPrefix("目標 88") }, "\(title)")
    }
    #expect(page.shows("× 未達及格線（85）"))
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

  @Test(
    "indicators with a target are those that are neither without one nor not applicable",
    arguments: Language.allCases)
  func countsAgree(language: Language) throws {
    let evaluation = try PlanReportFixture.evaluation()
    func count(_ status: IndicatorStatus) -> Int { evaluation.indicators.count { $0.status == status } }
    // One of the fixture's has neither a value nor a target.
    let lacking = evaluation.indicators.count {
      [.noData, .undefined].contains($0.status) && $0.target == nil
    }
    #expect(lacking == 2)
    let wanted = evaluation.indicators.count - count(.noTarget) - count(.notApplicable) - lacking
    #expect(evaluation.indicators.count(where: \.hasTarget) == wanted)
    let page = try WellFormedPage(Self.page(language))
    let words =
      language == .english
      ? [
        "\(wanted) of them with a target",
        "\(wanted) of them have a target (2 of those without a value have none either).",
      ]
      : ["其中有目標值 \(wanted) 項", "有目標值者 \(wanted) 項（資料不足或無法計算者中，另 2 項無目標值）。"]
    for words in words { #expect(page.shows(words), "\(words)") }
  }

  @Test("years of a survey that is not random are compared without intervals and verdicts")
  func yearsWithoutInference() throws {
    var evaluation = try PlanReportFixture.evaluation()
    func table(_ evaluation: PlanEvaluation) -> Substring? {
      let rest = evaluation.html().split(separator: "兩年滿意度比較：洽公民眾滿意度問卷調查</caption>").dropFirst().first
      return rest.flatMap { rest in rest.firstRange(of: "</table>").map { rest[..<$0.lowerBound] } }
    }
    let random = try #require(table(evaluation))
    #expect(random.contains("信賴區間") && random.contains("顯著性"))
    for sampling in [SamplingKind.voluntary, .convenience, .quota, .census] {
      evaluation.surveys[0].survey.sampling = sampling
      let other = try #require(table(evaluation))
      #expect(!other.contains("信賴區間") && !other.contains("顯著"), "\(sampling)")
      #expect(other.contains("成長率"))
    }
  }

  @Test("a deadline shows its day and the day it was done, in every format but JSON") func deadlines() throws
  {
    let evaluation = try PlanReportFixture.evaluation()
    let page = try WellFormedPage(Self.page(.traditionalChinese))
    #expect(page.cells.count { $0 == "105年4月6日（逾期 6 日）" } >= 2)
    #expect(page.shows("未達成：執行計畫公布（實際值 105年4月6日（逾期 6 日）；目標：105年3月31日前）。"))
    #expect(try WellFormedPage(Self.page(.english)).shows("2016-04-06 (6 days late)"))
    for format in [PlanReportFormat.text, .markdown, .csv] {
      let text = try evaluation.rendered(as: format, language: .traditionalChinese)
      #expect(text.contains("105年4月6日（逾期 6 日）") && text.contains("105年3月31日前"), "\(format)")
      #expect(!text.contains("-6 日") && !text.contains("−6 日"))
    }
    let json = try evaluation.rendered(as: .json, language: .traditionalChinese)
    #expect(json.contains("\"value\":-6,") && json.contains("105年3月31日前"))
  }

  @Test("growth of a share is a change in points over a percentage, not two rounded fractions")
  func quotientOfGrowth() throws {
    let page = try WellFormedPage(Self.page(.traditionalChinese))
    #expect(page.shows("+5.0 百分點／21.5%"))
    #expect(!page.shows("0.05／0.21"))
    #expect(try WellFormedPage(Self.page(.english)).shows("+5.0 pp／21.5%"))
  }

  @Test("a probability is never 0, and people who live somewhere are no n") func probabilitiesAndResidents()
    throws
  {
    let evaluation = try PlanReportFixture.evaluation()
    for format in [PlanReportFormat.text, .markdown] {
      let text = try evaluation.rendered(as: format, language: .traditionalChinese)
      #expect(text.contains("p < 0.001") || text.contains("p \\< 0.001") || text.contains("p &lt; 0.001"))
      #expect(!text.contains("0.000"))
    }
    let page = try WellFormedPage(Self.page(.traditionalChinese))
    #expect(page.cells.contains("< 0.001") && page.cells.contains("0.020"))
    #expect(page.cells.contains("p < 0.001"))
    let drawing = try #require(page.drawings.first { $0.title == "陳情型態與地域分布：每千人件數" })
    #expect(drawing.words.contains("人口數 9,120") && !drawing.words.contains("n = 9,120"))
  }

  @Test("a drawing of cases before and after leaves out the total of the year") func changesPerCase() throws {
    let page = try WellFormedPage(Self.page(.traditionalChinese))
    let drawing = try #require(page.drawings.first { $0.title == "書證謄本減量：前後比較" })
    #expect(drawing.description == "低收入戶申請 6→4；場地租借 3→2。")
    #expect(drawing.words.contains("6 → 4") && drawing.words.contains("前（每件）"))
  }

  @Test("the summary lists failures in the plan's order, those in part last, and points to the rest")
  func failuresInOrder() throws {
    var evaluation = try PlanReportFixture.evaluation()
    let open: (PlanEvaluation) -> [String] = { evaluation in
      [IndicatorStatus.notMet, .partlyMet].flatMap { status in
        evaluation.indicators.filter { $0.status == status }.map(\.indicator.label)
      }
    }
    // Two more than fit.
    evaluation.nodes[0].children[0].indicators[3].status = .notMet
    evaluation.nodes[0].children[0].indicators[5].status = .partlyMet
    let names = open(evaluation)
    #expect(names.count == 7)
    let page = WellFormedPage(evaluation.html())
    #expect(page.problems == [] && page.references.allSatisfy(page.ids.contains))
    var rest = Substring(page.text)
    for (place, name) in names.prefix(5).enumerated() {
      let status =
        evaluation.indicators.first { $0.indicator.label == name }?.status == .notMet ? "未達成" : "部分達成"
      let found = try #require(rest.firstRange(of: "\(status)：\(name)"), "\(place) \(name)")
      rest = rest[found.upperBound...]
    }
    let more = try #require(rest.firstRange(of: "其餘 2 項詳見表 "))
    let number = rest[more.upperBound...].prefix(while: \.isNumber)
    #expect(page.text.contains("表 \(number)　未達成及部分達成事項"))
  }

  @Test("text groups its digits and has a minus, as the page does") func digitsInText() throws {
    let evaluation = try PlanReportFixture.evaluation()
    let figures = IndicatorFigures(evaluation.plan, .traditionalChinese)
    #expect(figures.text(196_441, .number(decimals: 0)) == "196,441")
    #expect(figures.text(8_775, .count) == "8,775")
    #expect(figures.text(-8_775.5, .count) == "−8,775.5")
    #expect(figures.text(-0.082, .growth) == "−8.2%")
    #expect(figures.text(12.5, .growth) == "+1,250.0%")
    #expect(figures.text(0, .count) == "0")
    let text = try evaluation.rendered(as: .text, language: .traditionalChinese)
    #expect(text.contains("12,345 筆") && text.contains("2,010 件"))
  }

  @Test("the items of a scale are tabled once, by the chapter or by the indicator") func itemsOnce() throws {
    var evaluation = try PlanReportFixture.evaluation()
    let survey = evaluation.surveys[0]
    let items = survey.items.map { survey.labels[$0] ?? $0 }
    let place = try #require(
      evaluation.nodes[0].children[0].indicators.firstIndex { $0.indicator.id == "alpha" })
    func tables(_ labels: [String], _ alpha: Double) -> Int {
      var result = evaluation.nodes[0].children[0].indicators[place]
      result.value = alpha
      result.tables = [
        DetailTable(
          .list, title: Wording("各題項信度"),
          columns: [
            .init(Wording("題項"), .text), .init(Wording("修正後題項總相關"), .number(decimals: 3)),
          ], rows: labels.map { .init([.text($0), .number(0.7)]) })
      ]
      evaluation.nodes[0].children[0].indicators[place] = result
      return WellFormedPage(evaluation.html()).cells.count { $0 == "修正後題項總相關" }
    }
    #expect(tables(items, 0.9123) == 1)
    // Other items, or other respondents, are another table.
    #expect(tables(Array(items.dropLast()), 0.9123) == 2)
    #expect(tables(items, 0.85) == 2)
  }

  @Test("figures that two indicators share are drawn and tabled once") func sharedFigures() throws {
    var evaluation = try PlanReportFixture.evaluation()
    func count(_ evaluation: PlanEvaluation) -> (drawings: Int, tables: Int) {
      let page = WellFormedPage(evaluation.html())
      #expect(page.problems == [] && page.references.allSatisfy(page.ids.contains))
      return (page.drawings.count, page.tableCount)
    }
    let alone = count(evaluation)
    let node = evaluation.nodes[1].children[1].indicators
    let place = try #require(node.firstIndex { $0.indicator.id == "docs" })
    var again = node[place]
    (again.indicator.label, again.format) = ("全年減少附件數", .count)
    evaluation.nodes[1].children[1].indicators.append(again)
    #expect(count(evaluation) == alone)
    #expect(WellFormedPage(evaluation.html()).shows("各項數據同表 "))
    // One figure that differs makes another table.
    again.tables[0].rows[0].cells[1] = .number(7)
    evaluation.nodes[1].children[1].indicators[node.count] = again
    #expect(count(evaluation) == (alone.drawings + 1, alone.tables + 1))
  }

  @Test("bars of a sum are of what is summed, not of how many rows it was made of") func barsOfSums() throws {
    let result = try #require(
      try PlanReportFixture.evaluation().indicators.first { $0.indicator.id == "people" })
    let reading = DetailReading(try #require(result.tables.first), of: result)
    #expect(reading.valueColumn == 2)
    let page = try WellFormedPage(Self.page(.traditionalChinese))
    #expect(page.shows("共餐人次：依據點（數量）"))
    let drawing = try #require(page.drawings.first { $0.title == "共餐人次：依據點" })
    #expect(drawing.description == "東里 1,250；西里 918。")
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
