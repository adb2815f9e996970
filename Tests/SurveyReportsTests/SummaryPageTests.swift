import SurveyStats
import Testing

@testable import SurveyReports

/// Pages of summaries of questionnaires whose answers are counted out here, so that every figure follows by hand.
struct Questionnaire {
  /// A survey with one item, `滿意度`, given by so many respondents each.
  static func text(_ counts: [(answer: String, count: Int)]) -> String {
    "滿意度\n" + counts.flatMap { Array(repeating: $0.answer + "\n", count: $0.count) }.joined()
  }

  static func design(_ text: String, scale: String = "satisfaction-5") throws -> SampleDesign {
    let data = try SurveyData(csv: Array(text.utf8), name: "survey.csv")
    let items = data.columnNames.filter { !["組", "群"].contains($0) }
    return try SampleDesign(
      data.described(by: Codebook(), scales: ScaleRequest(parsing: scale), items: items))
  }

  static func page(
    _ text: String, since prior: String? = nil, scale: String = "satisfaction-5",
    _ sampling: SamplingKind? = .simpleRandom, _ language: Language = .traditionalChinese,
    facts: SurveyFacts? = nil, method: GrowthMethod = .delta
  ) throws -> String {
    let design = try design(text, scale: scale)
    var options = SummaryOptions(
      items: design.data.columnNames, facts: facts ?? SurveyFacts(sampling: sampling))
    options.growth.method = method
    let earlier = try prior.map { try Self.design($0, scale: scale) }
    return try design.summary(options, since: earlier).rendered(as: .text, language: language)
  }
}

@Suite("the page that is signed") struct SummaryPageTests {
  // 60 and 74 of 100: the difference of .14 has a standard error of .0661, so that its interval is .0096 to .2704;
  // the delta interval of the rate .2333 (standard error .1251) holds 0.
  static let prior = Questionnaire.text([("滿意", 60), ("普通", 40)])
  static let current = Questionnaire.text([("滿意", 74), ("普通", 26)])

  @Test(
    "the verdict is that of the difference, whatever the interval of the rate",
    arguments: [GrowthMethod.delta, .log, .fieller])
  func verdict(_ method: GrowthMethod) throws {
    let page = try Questionnaire.page(Self.current, since: Self.prior, method: method)
    #expect(page.contains("由前次之 60.0% 提高為本次之 74.0%，增加 14.0 個百分點，成長率 23.3%，顯著提高。"))
    #expect(page.contains("1.0 – 27.0"))
    if method == .delta { #expect(page.contains("−1.3% 至 48.0%")) }
    #expect(!page.contains("未達統計顯著"))
  }

  @Test("a census and people who chose themselves get no verdict and no interval")
  func nothingInferred() throws {
    for sampling in [SamplingKind.census, .convenience, .voluntary, .quota] {
      for language in Language.allCases {
        let page = try Questionnaire.page(Self.current, since: Self.prior, sampling, language)
        // Notes may say that such words do not apply.
        let end = page.firstRange(of: language == .english ? "\nNotes" : "\n說明")?.lowerBound ?? page.endIndex
        for word in ["顯著", "±", "95%", "significant", "interval "] {
          #expect(!page[..<end].contains(word), "\(sampling) \(word)")
        }
      }
    }
    let page = try Questionnaire.page(Self.current, since: Self.prior, .voluntary)
    #expect(page.contains("非隨機抽樣，不宜推論抽樣誤差。"))
    #expect(page.contains("增加 14.0 個百分點，成長率 23.3%。"))
  }

  @Test("the sentence itself says that the margin of error supposes a random sample")
  func unsaidSampling() throws {
    let page = try Questionnaire.page(Self.current, nil)
    #expect(page.contains("有效樣本 100 份；若為隨機抽樣，在 95% 信心水準下，抽樣誤差為 ±9.80 個百分點（以下統計推論亦以此為前提）。"))
    #expect(
      try Questionnaire.page(Self.current, nil, .english).contains(
        "Valid answers: 100; if this is a random sample, at the 95% confidence level the sampling error is ±9.80 points"
      ))
    #expect(try Questionnaire.page(Self.current).contains("有效樣本 100 份，在 95% 信心水準下，抽樣誤差為 ±9.80 個百分點。"))
  }

  @Test("a cluster sample's margin is said to be that of a simple random sample")
  func clusters() throws {
    let page = try Questionnaire.page(Self.current, .cluster)
    #expect(page.contains("；以簡單隨機抽樣計算（未計入分層或集群），在 95% 信心水準下，抽樣誤差為 ±9.80 個百分點。"))
    // Also where clusters are named: they widen the estimates' intervals, not this margin.
    let rows = (0..<100).map { "\($0 < 74 ? "滿意" : "普通"),\($0 % 10)\n" }.joined()
    let data = try Questionnaire.design("滿意度,群\n" + rows).data
    let named = try SampleDesign(data, cluster: "群").summary(
      SummaryOptions(items: ["滿意度"], facts: SurveyFacts(sampling: .simpleRandom)))
    #expect(named.rendered(as: .text, language: .traditionalChinese).contains("以簡單隨機抽樣計算（未計入分層或集群）"))
  }

  @Test("weights of a voluntary sample have no design effect on an error that is not stated")
  func noDesignEffectWithoutError() throws {
    let rows = (0..<100).map { "\($0 < 74 ? "滿意" : "普通"),\($0 % 2 + 1)\n" }.joined()
    let data = try Questionnaire.design("滿意度,組\n" + rows).data
    for (sampling, isSaid) in [(SamplingKind.voluntary, false), (.census, false), (.simpleRandom, true)] {
      let page = try SampleDesign(data, weights: "組").summary(
        SummaryOptions(items: ["滿意度"], facts: SurveyFacts(sampling: sampling))
      ).rendered(as: .text, language: .traditionalChinese)
      #expect(page.contains("設計效應") == isSaid, "\(sampling)")
    }
  }

  @Test("no p value judges how people who chose themselves fit the population")
  func noTestWithoutChance() throws {
    let rows = (0..<100).map { "\($0 < 74 ? "滿意" : "普通"),\($0 < 20 ? "男" : "女")\n" }.joined()
    let design = try Questionnaire.design("滿意度,組\n" + rows)
    let margins = PopulationMargins(variables: [
      .init(
        columns: ["組"], categories: [.init(answers: ["男"], count: 500), .init(answers: ["女"], count: 500)])
    ])
    for sampling in [SamplingKind.voluntary, .census] {
      let result = try design.validity(SurveyFacts(sampling: sampling, margins: margins))
      let page = result.rendered(as: .text, language: .traditionalChinese)
      #expect(!page.contains("顯著") && !page.contains("p <"), "\(page)")
      // √(Σ(O − E)²/E / n) = √((900/50 + 900/50)/100)
      #expect(page.contains("效果量 w = 0.600"))
      #expect(result.rows.contains { $0.pValue != nil })
    }
    let random = try design.validity(SurveyFacts(sampling: .simpleRandom, margins: margins))
    #expect(random.rendered(as: .text, language: .traditionalChinese).contains("樣本與母體有顯著差異，建議加權"))
  }

  @Test("numbers below zero have a minus beside intervals that have one") func minusSigns() throws {
    // 男 is 20 of 100 and should be 50: its residual is below zero.
    let rows = (0..<100).map { "滿意,\($0 < 20 ? "男" : "女")\n" }.joined()
    let margins = PopulationMargins(variables: [
      .init(
        columns: ["組"], categories: [.init(answers: ["男"], count: 500), .init(answers: ["女"], count: 500)])
    ])
    let fit = try Questionnaire.design("滿意度,組\n" + rows).validity(
      SurveyFacts(sampling: .simpleRandom, margins: margins))
    for format in [ReportFormat.text, .markdown] {
      let page = fit.rendered(as: format, language: .traditionalChinese)
      #expect(page.contains("−6.00") && !page.contains("-6.00"), "\(page)")
    }
    // Two items that answer against each other.
    let against = (0..<40).map { "\($0 % 2 == 0 ? "5,\($0 % 3 + 1)" : "2,\($0 % 3 + 3)")\n" }.joined()
    let page = try Questionnaire.design("甲,乙\n" + against).reliability(["甲", "乙"])
      .rendered(as: .text, language: .traditionalChinese)
    #expect(page.contains("−") && !page.contains(" -0"), "\(page)")
    #expect(intervalText("-0.36", "0.31", .english) == "−0.36 to 0.31")
    #expect(intervalText("−0.36", "0.31", .traditionalChinese) == "−0.36 至 0.31")
    #expect(intervalText("0.30", "0.31", .english) == "0.30 – 0.31")
    #expect(intervalText(low: nil, high: "-0.36", .english) == "≤ −0.36")
    #expect(intervalText(low: "0.31", high: nil, .traditionalChinese) == "≥ 0.31")
    #expect(intervalText(low: "1", high: "2", .traditionalChinese) == "1 – 2")
    #expect(intervalText(low: nil, high: nil, .english) == nil)
  }

  @Test("printed figures that do not subtract are explained, others are not")
  func rounding() throws {
    // 33.3% and 66.7% differ by 33.3 points.
    let third = Questionnaire.text([("滿意", 100), ("普通", 200)])
    let twoThirds = Questionnaire.text([("滿意", 200), ("普通", 100)])
    let note = "差距與成長率以未四捨五入之數值計算"
    #expect(try Questionnaire.page(twoThirds, since: third).contains(note))
    #expect(try !Questionnaire.page(Self.current, since: Self.prior).contains(note))
    for (from, to, gap, holds) in [(0.7336, 0.7955, 0.0619, true), (0.7344, 0.7955, 0.0611, false)] {
      #expect(
        printedFiguresSubtract(from: from, to: to, difference: gap, decimals: 1, shift: 2) == holds)
    }
    #expect(printedFiguresSubtract(from: 3.65, to: 3.85, difference: 0.2, decimals: 2))
    let growth = try Questionnaire.design(twoThirds).growth(
      ["滿意度"], since: Questionnaire.design(third), GrowthOptions(statistic: .topTwo))
    #expect(growth.rendered(as: .text, language: .traditionalChinese).contains(note))
    #expect(growth.rendered(as: .markdown).contains("computed before rounding"))
    #expect(!growth.rendered(as: .json).contains("before rounding"))
  }

  @Test("nothing rises by 0.0") func unchanged() throws {
    let page = try Questionnaire.page(Self.prior, since: Self.prior)
    #expect(page.contains("滿意度前次為 60.0%，本次為 60.0%，持平。"))
    #expect(!page.contains("提高") && !page.contains("增加"))
    #expect(
      try Questionnaire.page(Self.prior, since: Self.prior, .simpleRandom, .english).contains("unchanged."))
  }
}
