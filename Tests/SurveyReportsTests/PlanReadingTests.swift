import SurveyStats
import Testing

@testable import SurveyPlans
@testable import SurveyReports

/// What an officer reads off the report: days, counts, units and lines under their own names, and each figure once.
@Suite struct PlanReadingTests {
  private static func page(_ language: Language) throws -> String {
    try PlanReportFixture.evaluation().html(language: language)
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

  @Test("a place in a ranking is no quotient of points and offices") func rankings() throws {
    var evaluation = try PlanReportFixture.evaluation()
    try change(&evaluation, "rank") { ($0.numerator, $0.denominator, $0.count) = (86.4, 3, 3) }
    let page = WellFormedPage(evaluation.html())
    #expect(page.shows("平均 86.40 分，共 3 個受評單位") && !page.shows("86.40／3") && !page.shows("86.4／3"))
    #expect(WellFormedPage(evaluation.html(language: .english)).shows("mean 86.40 points, 3 units"))
  }

  @Test("how many answered is said where no interval is") func answersOfOthers() throws {
    var evaluation = try PlanReportFixture.evaluation()
    try change(&evaluation, "fit") { result in
      (result.value, result.count, result.isSample) = (0.0002, 473, false)
      (result.numerator, result.denominator) = (nil, 473)
    }
    #expect(WellFormedPage(evaluation.html()).shows("（n = 473）"))
  }

  @Test("a sample is compared with its population once") func fitOnce() throws {
    var evaluation = try PlanReportFixture.evaluation()
    let rows = evaluation.surveys[0].validity?.rows.filter { $0.statistic == "adjusted_residual" } ?? []
    func count(_ shown: Int) throws -> Int {
      try change(&evaluation, "fit") { result in
        result.tables = [
          DetailTable(
            .groups, title: Wording("樣本代表性"),
            columns: [.init(Wording("類別"), .text), .init(Wording("調整後殘差甲"), .number(decimals: 2))],
            rows: rows.prefix(shown).map { DetailTable.Row([.text($0.level ?? ""), .number($0.estimate)]) })
        ]
      }
      return WellFormedPage(evaluation.html()).cells.count { $0 == "調整後殘差甲" }
    }
    #expect(rows.count > 1)
    #expect(try count(rows.count) == 0)
    #expect(try count(rows.count - 1) == 1)
  }

  @Test("points that nothing can show are a dash, not 0, and a drawing's words begin with a word")
  func dashes() throws {
    var evaluation = try PlanReportFixture.evaluation()
    let score = try #require(evaluation.nodes[0].score)
    evaluation.nodes[0].score?.points = 0
    evaluation.nodes[0].score?.missingPoints = score.fullPoints
    for format in [PlanReportFormat.text, .markdown] {
      #expect(try evaluation.rendered(as: format, language: .traditionalChinese).contains("（–／"))
      #expect(try evaluation.rendered(as: format, language: .english).contains("(– of "))
    }
    for language in Language.allCases {
      for drawing in WellFormedPage(evaluation.html(language: language)).drawings {
        #expect(
          !drawing.description.hasPrefix("：") && !drawing.description.hasPrefix(": "), "\(drawing.title)")
      }
    }
  }

  private func change(
    _ evaluation: inout PlanEvaluation, _ id: String, _ body: (inout IndicatorResult) -> Void
  ) throws {
    func found(_ node: inout PlanEvaluation.NodeResult) -> Bool {
      if let place = node.indicators.firstIndex(where: { $0.indicator.id == id }) {
        body(&node.indicators[place])
        return true
      }
      for place in node.children.indices where found(&node.children[place]) { return true }
      return false
    }
    #expect(evaluation.nodes.indices.contains { found(&evaluation.nodes[$0]) })
  }
}
