import SurveyStats

@testable import SurveyPlans

/// What the fixture's indicators found.
struct PlanReportResults {
  let plan: Plan
  init(_ plan: Plan) { self.plan = plan }

  static let months = (1...12).map { "\($0)月" }
  static let villages = (1...20).map {
    ["仁愛", "信義", "和平", "忠孝", "大同", "中正", "光復", "復興", "民生", "建國"][($0 - 1) % 10] + ($0 > 10 ? "東里" : "里")
  }
  static let offices = ["秘書室", "民政課", "社會課", "經建課", "役政災防課", "人文課"]

  /// Numbers that look drawn and are the same on every machine.
  static func drawn(_ seed: Int, _ range: Int) -> Int { (seed &* 7_919 &+ 104_729) % 1_009 % range }

  func result(_ indicator: Indicator) -> IndicatorResult {
    var result = IndicatorResult(indicator, status: .noTarget)
    fill(&result)
    return result
  }

  private func words(_ english: String, _ chinese: String) -> Wording {
    Wording(english: english, chinese: chinese)
  }
  private func column(_ english: String, _ chinese: String, _ format: DetailTable.Format)
    -> DetailTable.Column
  {
    .init(words(english, chinese), format)
  }
  private func note(_ english: String, _ chinese: String) -> Note {
    Note(code: "note", english: english, chinese: chinese)
  }

  // swift-format-ignore: a line for each indicator
  private func fill(_ result: inout IndicatorResult) {
    switch result.indicator.id {
    case "overall":
      set(&result, .met, 0.8795, .percent, target: words("at least 80.0%", "至少 80.0%"))
      sample(&result, 473, 0.0151, 0.8466, 0.9063)
      change(&result, 0.8312, 0.0483, 0.0581)
      result.achievement = 1.0994
      (result.points, result.fullPoints) = (20, 20)
      result.evidence = [.init(dataset: "counter", rows: 473)]
    case "by-age":
      set(&result, .undecided, 0.8795, .percent, target: words("at least 90.0%", "至少 90.0%"))
      sample(&result, 473, 0.0151, 0.8466, 0.9063)
      result.tables = [ageTable]
    case "overall-growth":
      set(&result, .undecided, 0.0581, .growth, target: words("at least +5.0%", "至少 +5.0%"))
      sample(&result, 473, 0.0302, -0.0011, 0.1173)
      (result.previous, result.difference, result.pValue) = (0.8312, 0.0483, 0.0545)
    case "staff":
      set(&result, .noTarget, 0.75, .percent)
      result.count = 36
      (result.numerator, result.denominator) = (27, 36)
    case "alpha":
      set(&result, .met, 0.9123, .number(decimals: 3), target: words("at least 0.7", "至少 0.7"))
      sample(&result, 455, 0.0061, 0.8994, 0.9241)
    case "fit":
      set(&result, .noTarget, 0.0002, .number(decimals: 3))
      result.tables = [fitTable]
    case "kmo":
      set(&result, .noData, nil, .number(decimals: 3))
      result.reason = note("Not computed by this version.", "本版未計算建構效度。")
    case "calls":
      set(
        &result, .partlyMet, 88.25, .number(decimals: 2),
        target: words("at least 85, each unit", "至少 85 分，且各課室均達成"))
      sample(&result, 144, 0.81, 86.6, 89.9)
      (result.points, result.fullPoints) = (10, 20)
      result.tables = [officeTable, callMonths, callParts]
    case "right":
      set(&result, .undecided, 0.905, .percent, target: words("at least 90.0%", "至少 90.0%"))
      sample(&result, 200, 0.0207, 0.8568, 0.9383)
    case "online":
      set(&result, .notMet, 0.26449, .percent, target: words("at least 30.0%", "至少 30.0%"))
      (result.numerator, result.denominator, result.count, result.achievement) = (2_010, 7_600, 7_600, 0.8816)
      change(&result, 0.2145, 0.04999, 0.2331)
      (result.growthLow, result.growthHigh) = (nil, nil)
      result.tables = [onlineTable]
    case "online-growth":
      set(&result, .undefined, nil, .growth)
      (result.previous, result.difference) = (0, 2_010)
      result.reason = note("Last year's value is 0: growth has no value.", "上年度為 0，無法計算成長率。")
    case "share-growth":
      set(&result, .noTarget, 0.2331, .growth)
      (result.numerator, result.denominator, result.count) = (0.04999, 0.2145, 7_600)
    case "online-count":
      set(&result, .noTarget, 2_010, .count)
      (result.count, result.previous, result.difference) = (2_010, 0, 2_010)
    case "time":
      set(&result, .met, 0.2857, .percent, target: words("at least 20.0%", "至少 20.0%"))
      (result.count, result.pValue) = (1_204, 0.0004)
      result.tables = [timeTable]
    case "told":
      set(&result, .notMet, 0.5735, .percent, target: words("at least 100.0%", "至少 100.0%"))
      (result.numerator, result.denominator, result.count, result.achievement) = (39, 68, 68, 0.5735)
      result.tables = [toldTable]
    case "reports":
      set(
        &result, .partlyMet, 0.975, .percent,
        target: words("8 in each, 160 in all, every month", "每月各里至少 8 件，全區至少 160 件"))
      (result.numerator, result.denominator, result.count) = (234, 240, 2_412)
      result.tables = [villageTable]
    case "complaints":
      set(&result, .noTarget, 312, .count)
      result.count = 312
      result.tables = [kindTable, complaintMonths, complaintCross, residentTable]
    case "hostile":
      set(&result, .met, 113, .count, target: words("about 120", "約 120 人次"))
      result.achievement = 0.9417
      result.evidence = [.init(dataset: "events", condition: "類別 == \"<防身術>\"", rows: 4)]
      result.tables = [hostileTable]
    case "people":
      set(&result, .noTarget, 2_168, .count)
      result.count = 60
      result.tables = [peopleTable]
    case "docs":
      set(&result, .noTarget, 0.3333, .percent)
      result.tables = [documentTable]
    case "cost":
      set(&result, .noTarget, 412.5, .number(decimals: 0))
      result.tables = [costTable]
    case "rank":
      set(&result, .noTarget, 2, .count)
      result.tables = [rankTable]
    case "lift": (result.status, result.target) = (.met, words("to be met", "應達成"))
    case "published":
      set(&result, .notMet, -6, .count, target: words("by 2016-03-31", "105年3月31日前"))
    case "branch": result.status = .notApplicable
    default: break
    }
  }

  private func set(
    _ result: inout IndicatorResult, _ status: IndicatorStatus, _ value: Double?,
    _ format: DetailTable.Format,
    target: Wording? = nil
  ) {
    (result.status, result.value, result.format, result.target) = (status, value, format, target)
  }

  private func sample(
    _ result: inout IndicatorResult, _ n: Int, _ error: Double, _ low: Double, _ high: Double
  ) {
    (result.isSample, result.count, result.standardError) = (true, n, error)
    (result.confidenceLow, result.confidenceHigh) = (low, high)
  }

  private func change(
    _ result: inout IndicatorResult, _ before: Double, _ difference: Double, _ growth: Double
  ) {
    (result.previous, result.difference, result.growth) = (before, difference, growth)
    (result.growthLow, result.growthHigh) = (growth - 0.0592, growth + 0.0592)
  }

  // MARK: tables, in the columns that the evaluation gives them

  private var ageTable: DetailTable {
    let rows: [(String, Double, Double)] = [
      ("20–39 歲", 151, 0.861), ("40–64 歲", 248, 0.8871), ("65 歲以上", 65, 0.8923),
    ]
    return DetailTable(
      .groups, title: words("By 年齡", "依年齡"),
      columns: [
        .init(Wording("年齡"), .text), column("valid answers", "有效回答數", .count),
        column("value", "數值", .percent),
        column("low", "信賴區間下限", .percent), column("high", "信賴區間上限", .percent),
      ],
      rows: rows.map { name, n, share in
        .init([
          .text(name), .number(n), .number(share), .number(share - 0.08), .number(min(share + 0.06, 0.999)),
        ])
      } + [
        .init([.text("未滿 20 歲")] + Array(repeating: .hidden(complementary: false), count: 4)),
        .init([.text("未填年齡")] + Array(repeating: .hidden(complementary: true), count: 4)),
        .init([.text("合計"), .number(473), .number(0.8795), .number(0.8466), .number(0.9063)], isTotal: true),
      ])
  }

  private var fitTable: DetailTable {
    let rows: [(String, Double, Double, Double, Double)] = [
      ("男性", 201, 0.425, 0.492, -2.91), ("女性", 272, 0.575, 0.508, 2.91),
    ]
    return DetailTable(
      .groups, title: words("Fit: 性別", "樣本代表性：性別"),
      columns: [
        .init(Wording("性別"), .text), column("sample n", "樣本數", .count), column("sample", "樣本比例", .percent),
        column("population", "母體比例", .percent), column("adjusted residual", "調整後殘差", .number(decimals: 2)),
      ],
      rows: rows.map { .init([.text($0.0), .number($0.1), .number($0.2), .number($0.3), .number($0.4)]) })
  }

  private var officeTable: DetailTable {
    DetailTable(
      .groups, title: words("By 課室", "依課室"),
      columns: [
        .init(Wording("課室"), .text), column("tests", "測試次數", .count),
        column("mean", "平均分數", .number(decimals: 2)),
        column("lowest", "最低", .number(decimals: 1)), column("highest", "最高", .number(decimals: 1)),
        column("passed", "及格率", .percent),
      ],
      rows: Self.offices.enumerated().map { index, name in
        let mean = 84.125 + Double(index) * 1.6
        return .init(
          [
            .text(name), .number(24), .number(mean), .number(mean - 9), .number(mean + 7),
            .number(0.75 + Double(index) * 0.04),
          ],
          failing: mean < 85 ? [2] : [])
      } + [
        .init(
          [.text("合計"), .number(144), .number(88.25), .number(75.1), .number(99), .number(0.85)],
          isTotal: true)
      ],
      target: 88, passLine: 85)
  }

  private var callMonths: DetailTable {
    DetailTable(
      .periods, title: words("By month", "各月平均分數"),
      columns: [column("month", "月份", .text)]
        + Self.offices.map { .init(Wording($0), .number(decimals: 2)) } + [
          column("all", "全部", .number(decimals: 2))
        ],
      rows: Self.months.enumerated().map { month, name in
        let values = Self.offices.indices.map {
          82 + Double($0) + Double(Self.drawn(month * 17 + $0, 90)) / 10
        }
        let cells: [DetailTable.Cell] = values.enumerated().map {
          month == 1 && $0.offset == 2 ? .empty : .number($0.element)
        }
        return .init(
          [.text(name)] + cells + [.number(values.reduce(0, +) / Double(values.count))],
          failing: Set(values.indices.filter { values[$0] < 85 && !(month == 1 && $0 == 2) }.map { $0 + 1 }))
      }, target: 88, passLine: 85)
  }

  private var callParts: DetailTable {
    let rows: [(String, Double, Double)] = [("接聽速度", 25, 22.5), ("電話禮貌", 40, 36.25), ("答話內容", 35, 29.5)]
    return DetailTable(
      .components, title: words("Components", "各項配分及得分"),
      columns: [
        column("component", "項目", .text), column("full points", "配分", .number(decimals: 1)),
        column("mean", "平均得分", .number(decimals: 2)), column("share", "得分率", .percent),
      ],
      rows: rows.map {
        DetailTable.Row([.text($0.0), .number($0.1), .number($0.2), .number($0.2 / $0.1)])
      })
  }

  private var onlineTable: DetailTable {
    let rows: [(String, Double, Double)] = [
      ("戶籍謄本申請", 1_200, 3_000), ("低收入戶申請", 90, 1_400), ("場地租借", 640, 1_600), ("原住民族教育獎助學金申請及審核", 80, 1_600),
    ]
    return DetailTable(
      .groups, title: words("By 服務", "依服務"),
      columns: [
        .init(Wording("服務"), .text), column("part", "分子", .count), column("whole", "分母", .count),
        column("share", "比率", .percent),
      ],
      rows: rows.map {
        .init(
          [.text($0.0), .number($0.1), .number($0.2), .number($0.1 / $0.2)],
          failing: $0.1 / $0.2 < 0.3 ? [3] : [])
      }
        + [.init([.text("合計"), .number(2_010), .number(7_600), .number(2_010.0 / 7_600)], isTotal: true)],
      target: 0.3)
  }

  private var timeTable: DetailTable {
    let rows: [(String, Double, Double)] = [
      ("戶籍謄本申請", 3.5, 2), ("低收入戶申請", 21, 16), ("場地租借", 5, 5.5), ("調解申請", 14, 9),
    ]
    return DetailTable(
      .changes, title: words("Before and after", "簡化前後比較"),
      columns: [
        .init(Wording("服務"), .text), column("records before", "前（件數）", .count),
        column("before", "前", .number(decimals: 2)),
        column("records after", "後（件數）", .count), column("after", "後", .number(decimals: 2)),
        column("reduction", "減少率", .percent), column("p (rank test)", "p 值（等級檢定）", .number(decimals: 3)),
      ],
      rows: rows.map {
        .init([
          .text($0.0), .number(120), .number($0.1), .number(140), .number($0.2),
          .number(($0.1 - $0.2) / $0.1), .number($0.0 == "調解申請" ? 0.0002 : 0.02),
        ])
      })
  }

  private var toldTable: DetailTable {
    DetailTable(
      .facts, title: words("Kept and passed limits", "時限辦結情形"),
      columns: [
        column("all", "全部", .text), column("judged", "應辦件數", .count), column("in time", "如期", .count),
        column("overdue", "逾期", .count), column("told of the delay", "逾期已告知", .count),
      ],
      rows: [.init([.text("合計"), .number(1_204), .number(1_136), .number(68), .number(39)], isTotal: true)])
  }

  private var villageTable: DetailTable {
    var totals = [Double](repeating: 0, count: 12)
    var rows: [DetailTable.Row] = []
    for (place, village) in Self.villages.enumerated() {
      let values = (0..<12).map {
        Double(8 + Self.drawn(place * 31 + $0, 5) - ((place * 12 + $0) % 41 == 40 ? 3 : 0))
      }
      for month in 0..<12 { totals[month] += values[month] }
      rows.append(
        .init(
          [.text(village)] + values.map { .number($0) } + [.number(values.reduce(0, +))],
          failing: Set((0..<12).filter { values[$0] < 8 }.map { $0 + 1 })))
    }
    rows.append(
      .init([.text("合計")] + totals.map { .number($0) } + [.number(totals.reduce(0, +))], isTotal: true))
    return DetailTable(
      .cross, title: words("By period", "各期各里件數"),
      columns: [.init(Wording("里"), .text)]
        + Self.months.enumerated().map { .init(words("month \($0.offset + 1)", $0.element), .count) } + [
          column("total", "合計", .count)
        ], rows: rows, target: 8)
  }

  private let kinds = ["違規停車", "市容整潔", "違建占用", "噪音", "路燈", "其他"]

  private var kindTable: DetailTable {
    let counts: [Double] = [96, 80, 58, 41, 25, 12]
    return DetailTable(
      .groups, title: words("By 型態", "依型態"),
      columns: [.init(Wording("型態"), .text), column("count", "件數", .count), column("share", "占比", .percent)],
      rows: zip(kinds, counts).map { .init([.text($0), .number($1), .number($1 / 312)]) })
  }

  private var residentTable: DetailTable {
    DetailTable(
      .groups, title: words("Per 1000 residents", "每千人件數"),
      columns: [
        .init(Wording("里"), .text), column("residents", "人口數", .count), column("count", "件數", .count),
        column("rate", "每千人", .number(decimals: 2)),
      ],
      rows: [
        .init([.text("仁武里"), .number(9_120), .number(28), .number(3.0702)]),
        .init([.text("烏林里"), .number(6_480), .number(29), .number(4.4753)]),
      ])
  }

  private var complaintMonths: DetailTable {
    DetailTable(
      .periods, title: words("By month", "各月件數"),
      columns: [column("month", "月份", .text), column("count", "件數", .count)],
      rows: Self.months.enumerated().map {
        .init([.text($0.element), .number(Double(18 + Self.drawn($0.offset, 17)))])
      })
  }

  private var complaintCross: DetailTable {
    DetailTable(
      .cross, title: words("里 by 型態", "里與型態交叉表"),
      columns: [.init(Wording("里"), .text)] + kinds.map { .init(Wording($0), .count) } + [
        column("total", "合計", .count)
      ],
      rows: Self.villages.prefix(8).enumerated().map { place, name in
        let values = kinds.indices.map { Double(Self.drawn(place * 13 + $0 * 5, 16)) }
        return .init([.text(name)] + values.map { .number($0) } + [.number(values.reduce(0, +))])
      })
  }

  private var hostileTable: DetailTable {
    let name = PlanReportFixture.hostile
    return DetailTable(
      .list, title: Wording(name),
      columns: [.init(Wording(name), .text), .init(Wording(name), .count), .init(Wording(name), .text)],
      rows: [.init([.text(name), .number(113), .text("\u{202E}反轉\u{0}")])])
  }

  private var peopleTable: DetailTable {
    DetailTable(
      .groups, title: words("By 據點", "依據點"),
      columns: [
        .init(Wording("據點"), .text), column("records", "筆數", .count), column("count", "數量", .count),
      ],
      rows: [
        .init([.text("東里"), .number(24), .number(1_250)]), .init([.text("西里"), .number(36), .number(918)]),
        .init([.text("合計"), .number(60), .number(2_168)], isTotal: true),
      ])
  }

  private var documentTable: DetailTable {
    let rows: [(String, Double, Double)] = [("低收入戶申請", 6, 4), ("場地租借", 3, 2)]
    return DetailTable(
      .changes, title: words("Before and after", "前後比較"),
      columns: [
        column("item", "項目", .text), column("before, per case", "前（每件）", .number(decimals: 0)),
        column("after, per case", "後（每件）", .number(decimals: 0)), column("cases", "件數", .count),
        column("before, all cases", "前（全年）", .number(decimals: 0)),
        column("after, all cases", "後（全年）", .number(decimals: 0)),
        column("saved, all cases", "減少量（全年）", .number(decimals: 0)), column("reduction", "減少率", .percent),
      ],
      rows: rows.map {
        DetailTable.Row([
          .text($0.0), .number($0.1), .number($0.2), .number(100), .number($0.1 * 100), .number($0.2 * 100),
          .number(($0.1 - $0.2) * 100), .number(($0.1 - $0.2) / $0.1),
        ])
      } + [
        .init(
          [
            .text("合計"), .empty, .empty, .number(200), .number(900), .number(600), .number(300),
            .number(1.0 / 3),
          ], isTotal: true)
      ])
  }

  private var costTable: DetailTable {
    DetailTable(
      .list, title: words("Projects", "各項措施成本"),
      columns: [
        column("project", "措施", .text), column("cost", "成本（元）", .count), column("people", "受益人數", .count),
        column("cost per person", "每人成本（元）", .number(decimals: 0)), column("exception", "例外理由", .text),
      ],
      rows: [
        .init([.text("行動區公所"), .number(180_000), .number(600), .number(300), .text("")]),
        .init([.text("到府服務"), .number(150_000), .number(200), .number(750), .text("服務對象為行動不便者，依法應予協助")]),
        .init([.text("合計"), .number(330_000), .number(800), .number(412.5), .text("")], isTotal: true),
      ])
  }

  private var rankTable: DetailTable {
    let rows: [(String, Double, Double, Double, Double)] = [
      ("東區區公所", 88.1, 1, 1, 2), ("中山區公所", 86.4, 2, 1, 3), ("北區區公所", 82.2, 3, 2, 3),
    ]
    return DetailTable(
      .ranking, title: words("Ranking within groups", "各組排名"),
      columns: [
        .init(Wording("組別"), .text), .init(Wording("機關"), .text), column("assessors", "評分數", .count),
        column("mean", "平均分數", .number(decimals: 2)), column("place", "名次", .count),
        column("best place", "名次上限", .count),
        column("worst place", "名次下限", .count),
      ],
      rows: rows.map {
        DetailTable.Row([
          .text("區公所組"), .text($0.0), .number(3), .number($0.1), .number($0.2), .number($0.3), .number($0.4),
        ])
      })
  }
}
