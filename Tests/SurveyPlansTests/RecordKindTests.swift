import SurveyStats
import Testing

@testable import SurveyPlans

/// Kinds that count complete records, against sums done by hand.
@Suite struct RecordKindTests {
  private func evaluate(
    _ files: [String: String], _ datasets: [String], _ indicators: [String], top: String = ""
  ) throws -> PlanEvaluation {
    let folder = try PlanFolder(files)
    // The folder must outlive the reading.
    return try withExtendedLifetime(folder) {
      try folder.plan(indicators, datasets: datasets, top: top).evaluate()
    }
  }

  @Test("each 里 needs 8 and all need 160: one that fails is named although the total is reached")
  func twoLevels() throws {
    var lines = ["里,月份,件數"]
    for village in 1...20 {
      for month in 1...12 {
        let count = village == 7 && month == 3 ? 7 : village == 8 ? 10 : 8
        lines.append("里\(village),103/\(month)/15,\(count)")
      }
    }
    let units = "units: {里: [\((1...20).map { "里\($0)" }.joined(separator: ", "))]}"
    let result = try #require(
      evaluate(
        ["r.csv": lines.joined(separator: "\n") + "\n"], ["{id: r, role: reports, file: r.csv}"],
        [
          "{id: f, kind: frequency, dataset: r, date: 月份, per: month, sum: 件數, by: 里, units: 里, at_least: 8, total_at_least: 160}"
        ], top: units)["f"])
    // 239 of 240 unit-months and all 12 totals: 19·8 + 10 = 162 and 161 in March.
    #expect(result.numerator == 251 && result.denominator == 252 && result.status == .partlyMet)
    #expect(result.notes.contains { $0.code == "units_failing" && $0.chinese.contains("里7") })
    #expect(result.tables[0].role == .cross && result.tables[0].rows[6].failing == [3])
    #expect(result.tables[0].rows[20].isTotal && result.tables[0].rows[20].cells[3] == .number(161))
  }

  @Test("a unit without a single record fails every period") func absentUnit() throws {
    let result = try #require(
      evaluate(
        ["r.csv": "課室,日期\n民政課,2014/1/3\n民政課,103.2.5\n"], ["{id: r, role: events, file: r.csv}"],
        ["{id: f, kind: frequency, dataset: r, date: 日期, per: month, by: 課室, units: 課室}"],
        top: "as_of: 2014-02-28\nunits: {課室: [民政課, 社政課]}")["f"])
    #expect(result.numerator == 2 && result.denominator == 4 && result.status == .partlyMet)
  }

  @Test("open days: a holiday needs nothing, a working Saturday does") func openingDays() throws {
    // 2014-01-01 is a Wednesday and closed, 01-04 a Saturday that is open.
    let result = try #require(
      evaluate(
        ["r.csv": "日期\n1030102\n1030103\n1030104\n"], ["{id: r, role: rota, file: r.csv}"],
        ["{id: f, kind: frequency, dataset: r, date: 日期, per: day, opening_days: true}"],
        top: "as_of: 2014-01-06\nopening: {closed: [103/1/1], open: [103/1/4]}")["f"])
    #expect(result.numerator == 3 && result.denominator == 4)
  }

  @Test("a week in which the office is closed asks for nothing") func closedWeek() throws {
    let result = try #require(
      evaluate(
        ["r.csv": "日期\n2014-01-02\n2014-01-20\n"], ["{id: r, role: events, file: r.csv}"],
        ["{id: f, kind: frequency, dataset: r, date: 日期, per: week}"],
        top:
          "as_of: 2014-01-26\nopening: {closed: [2014-01-06, 2014-01-07, 2014-01-08, 2014-01-09, 2014-01-10]}"
      )["f"])
    // The weeks of the 30th of December, the 13th and the 20th of January; that of the 6th is closed.
    #expect(result.numerator == 2 && result.denominator == 3)
  }

  @Test("a month that the evaluation cuts is not judged, unless the plan wants it") func partialPeriods()
    throws
  {
    let files = ["r.csv": "日期\n2014-01-10\n"]
    let indicator = ["{id: f, kind: frequency, dataset: r, date: 日期, per: month}"]
    let datasets = ["{id: r, role: events, file: r.csv}"]
    let without = try evaluate(files, datasets, indicator, top: "as_of: 2014-02-10")
    #expect(without["f"]?.denominator == 1 && without["f"]?.status == .met)
    #expect(without["f"]?.notes.contains { $0.code == "partial_period" } == true)
    let with = try evaluate(
      files, datasets, indicator, top: "as_of: 2014-02-10\nassumptions: {partial_periods: include}")
    #expect(with["f"]?.denominator == 2 && with["f"]?.status == .partlyMet)
  }

  private static let cases = """
    收件,結案,標準,階段,程序,告知
    103/3/3,103/3/5,3,前,甲,
    103/3/3,103/3/7,3,前,甲,是
    103/3/3,103/3/4,3,後,甲,
    103/3/3,103/3/10,5,前,乙,否
    103/3/3,103/3/6,5,後,乙,
    103/3/3,103/3/8,5,後,乙,
    103/12/30,,1,後,甲,
    103/3/9,103/3/8,5,後,乙,

    """

  @Test("days are differences of dates; open and impossible cases have no duration") func durations() throws {
    let result = try evaluate(
      ["c.csv": Self.cases], ["{id: c, role: cases, file: c.csv}"],
      [
        "{id: mean, kind: duration, dataset: c, from: 收件, to: 結案, statistic: mean}",
        "{id: median, kind: duration, dataset: c, from: 收件, to: 結案}",
        "{id: p90, kind: duration, dataset: c, from: 收件, to: 結案, statistic: p90}",
        "{id: work, kind: duration, dataset: c, from: 收件, to: 結案, statistic: mean, time_unit: working_day}",
        "{id: cut, kind: duration, dataset: c, from: 收件, to: 結案, statistic: mean, compare: {column: 階段, before: 前, after: 後, by: 程序}}",
      ])
    // 2, 4, 1, 7, 3, 5 days.
    #expect(isClose(result["mean"]?.value, 22.0 / 6) && result["mean"]?.count == 6)
    #expect(result["median"]?.value == 3.5 && result["p90"]?.value == 6)
    // Monday the 3rd to the 5th, 7th, 4th, 10th (5 open days), 6th, and Saturday the 8th (4).
    #expect(isClose(result["work"]?.value, (2.0 + 4 + 1 + 5 + 3 + 4) / 6))
    #expect(result["mean"]?.notes.map(\.code).contains("negative_duration") == true)
    // 甲: 3 → 1, one case after; 乙: 7 → 4, two after. (3·1 + 7·2)/3 → (1·1 + 4·2)/3.
    #expect(isClose(result["cut"]?.value, (17.0 - 9) / 17))
  }

  @Test("the rank test is R's, with ties and continuity") func rankTest() throws {
    let rows = [10, 12, 9, 15, 11, 14, 10].map { "\($0),前" } + [7, 8, 10, 6, 9, 7].map { "\($0),後" }
    let result = try evaluate(
      ["c.csv": "分,階段\n" + rows.joined(separator: "\n") + "\n"], ["{id: c, role: cases, file: c.csv}"],
      ["{id: d, kind: duration, dataset: c, elapsed: 分, compare: {column: 階段, before: 前, after: 後}}"])
    // wilcox.test(c(10,12,9,15,11,14,10), c(7,8,10,6,9,7), exact = FALSE)
    #expect(isClose(result["d"]?.pValue, 0.0095173947670790082, 1e-12))
  }

  @Test("a case that is open past its limit is overdue, one within it is not counted") func overdue() throws {
    let result = try evaluate(
      ["c.csv": Self.cases], ["{id: c, role: cases, file: c.csv}"],
      [
        "{id: o, kind: overdue, dataset: c, from: 收件, to: 結案, limit: 標準, told: '告知 == \"是\"'}",
        "{id: t, kind: overdue, dataset: c, from: 收件, to: 結案, limit: 標準, told: '告知 == \"是\"', measure: told}",
        "{id: n, kind: overdue, dataset: c, from: 收件, to: 結案, limit: 5, measure: on_time}",
      ], top: "as_of: 2014-12-31")
    // Over 3, 3, 3, 5, 5, 5 days: 4 and 7; the open case has had 1 of its 1 day; the impossible one kept its limit.
    #expect(result["o"]?.numerator == 2 && result["o"]?.denominator == 7)
    #expect(result["o"]?.notes.contains { $0.code == "open_cases" } == true)
    #expect(result["t"]?.value == 0.5)
    #expect(isClose(result["n"]?.value, 6.0 / 7))
  }

  @Test("right answers have Wilson's interval, and too few cannot tell") func accuracy() throws {
    let result = try #require(
      evaluate(
        ["q.csv": "題數,答對\n5,5\n５,4\n"], ["{id: q, role: qa_test, file: q.csv}"],
        ["{id: a, kind: accuracy, dataset: q, correct_sum: 答對, asked_sum: 題數, target: {at_least: 0.8}}"])["a"]
    )
    #expect(result.value == 0.9 && result.status == .undecided)
    // R: prop.test(9, 10, correct = FALSE)$conf.int
    #expect(isClose(result.confidenceLow, 0.5958499732047615, 1e-10))
    #expect(isClose(result.confidenceHigh, 0.9821237869049271, 1e-10))
  }

  @Test("rates per thousand residents name areas that the list does not have") func distribution() throws {
    let result = try #require(
      evaluate(
        ["p.csv": "類型,里\n路燈,東里\n道路,東 里\n路燈,西里\n路燈,北里\n"], ["{id: p, role: complaints, file: p.csv}"],
        ["{id: d, kind: distribution, dataset: p, by: [類型, 里], rate_per: 1000, units: 里, area: 里}"],
        top: "units: {里: [{id: 東里, population: 500}, {id: 西里, population: 1500}]}")["d"])
    // 北里 is nobody's of these 2,000: 3 cases, not 4.
    #expect(result.value == 1.5 && result.numerator == 3 && result.direction == .none)
    let rates = try #require(result.tables.last)
    #expect(rates.rows[0].cells == [.text("東里"), .number(500), .number(2), .number(4)])
    #expect(result.notes.contains { $0.code == "units_outside_plan" && $0.chinese.contains("北里") })
  }

  @Test("what does not apply leaves the denominator") func checklist() throws {
    let result = try #require(
      evaluate(
        ["l.csv": "項目,結果\n電梯,符合\n斜坡,不符合\n哺乳室,不適用\n標示,符合\n"], ["{id: l, role: web_audit, file: l.csv}"],
        ["{id: c, kind: checklist, dataset: l, item: 項目, result: 結果, target: {at_least: 100%}}"])["c"])
    #expect(isClose(result.value, 2.0 / 3) && result.denominator == 3 && result.status == .notMet)
    #expect(result.count == 3)
    #expect(result.notes.first { $0.code == "items_not_applicable" }?.chinese == "不適用 1 項，不列入分母。")
    #expect(result.notes.contains { $0.chinese.contains("斜坡") })
  }

  @Test("a project above the limit needs a written reason") func cost() throws {
    let file = "措施,人事費,設備費,受益,例外,理由\n甲,\"1,000\",200,100,,\n乙,500,0,10,是,偏鄉長者\n"
    let indicator =
      "{id: c, kind: cost, dataset: c, cost: [人事費, 設備費], beneficiaries: 受益, item: 措施, exception: '例外 == \"是\"', reason: 理由, target: {at_most: 20}}"
    let with = try #require(
      evaluate(["c.csv": file], ["{id: c, role: cost, file: c.csv}"], [indicator])["c"])
    #expect(isClose(with.value, 1700.0 / 110) && with.status == .met)
    #expect(with.notes.contains { $0.code == "cost_exceptions" })
    let without = try #require(
      evaluate(
        ["c.csv": file.replacing("偏鄉長者", with: "")], ["{id: c, role: cost, file: c.csv}"], [indicator])["c"])
    #expect(without.status == .partlyMet && without.notes.contains { $0.code == "cost_without_reason" })
  }

  @Test("before and after weigh by cases; saved is what they add up to") func change() throws {
    let result = try evaluate(
      ["d.csv": "程序,前,後,件數\n甲,5,2,10\n乙,3,3,100\n"], ["{id: d, role: documents, file: d.csv}"],
      [
        "{id: r, kind: change, dataset: d, before: 前, after: 後, weight_by: 件數, item: 程序}",
        "{id: s, kind: change, dataset: d, before: 前, after: 後, weight_by: 件數, measure: saved}",
        "{id: p, kind: change, dataset: d, before: 前, after: 後, measure: reduction}",
      ])
    #expect(isClose(result["r"]?.value, 30.0 / 350) && result["s"]?.value == 30)
    #expect(isClose(result["p"]?.value, 3.0 / 8))
    func numbers(_ row: DetailTable.Row) -> [Double?] {
      row.cells.dropFirst().map { cell in if case .number(let value) = cell { value } else { nil } }
    }
    // What one case needs and what the year's cases need are columns of their own, and only the latter add up.
    let weighted = try #require(result["r"]?.tables.first)
    #expect(
      weighted.columns.map(\.name.chinese) == [
        "程序", "前（每件）", "後（每件）", "件數", "前（全年）", "後（全年）", "減少量（全年）", "減少率",
      ])
    #expect(
      weighted.columns[1].format == .number(decimals: 0) && weighted.columns[4].format == .number(decimals: 0)
    )
    #expect(numbers(weighted.rows[0]).prefix(6) == [5, 2, 10, 50, 20, 30])
    #expect(weighted.rows[2].isTotal && numbers(weighted.rows[2]).prefix(6) == [nil, nil, 110, 350, 320, 30])
    let plain = try #require(result["p"]?.tables.first)
    #expect(plain.columns.map(\.name.chinese) == ["項目", "前", "後", "減少量", "減少率"])
    #expect(numbers(plain.rows[2]).prefix(3) == [8, 5, 3])
  }

  @Test("an assessor with more sheets does not count more, and a missing one is said") func rubric() throws {
    let result = try #require(
      evaluate(
        ["s.csv": "委員,分數\n甲,90\n甲,80\n乙,95\n"], ["{id: s, role: scores, file: s.csv}"],
        ["{id: r, kind: rubric, dataset: s, score: 分數, assessor: 委員, assessors: 3, max: 100}"])["r"])
    #expect(result.value == 90 && result.notes.contains { $0.code == "assessors_missing" })
  }

  @Test("a deadline is kept, missed, or passed without a trace") func deadline() throws {
    let result = try evaluate(
      ["e.csv": "事項,日期\n公布,103/1/20\n"], ["{id: e, role: events, file: e.csv}"],
      [
        "{id: kept, kind: deadline, dataset: e, due: 2014-01-31, date: 日期, where: '事項 == \"公布\"'}",
        "{id: missed, kind: deadline, due: 103/1/31, done: 103/2/3}",
        "{id: passed, kind: deadline, dataset: e, due: 2014-01-31, date: 日期, where: '事項 == \"核定\"'}",
      ])
    #expect(result["kept"]?.value == 11 && result["kept"]?.status == .met)
    #expect(result["missed"]?.value == -3 && result["missed"]?.status == .notMet)
    #expect(result["passed"]?.status == .notMet && result["passed"]?.reason?.code == "deadline_passed")
    #expect(
      result["passed"]?.target?.chinese == "103年1月31日前"
        && result["passed"]?.target?.english == "by 2014-01-31")
    func words(_ id: String) -> Wording? { result[id].flatMap(result.plan.doneWords) }
    #expect(words("kept") == Wording(english: "2014-01-20 (11 days early)", chinese: "103年1月20日（提前 11 日）"))
    #expect(words("missed") == Wording(english: "2014-02-03 (3 days late)", chinese: "103年2月3日（逾期 3 日）"))
    #expect(words("passed") == nil)
  }

  @Test("a check has a target: that it be met; words alone have none") func checksHaveTargets() throws {
    let result = try evaluate(
      ["r.csv": "日期\n103/1/3\n"], ["{id: r, role: events, file: r.csv}"],
      [
        "{id: yes, kind: check}", "{id: no, kind: check, met: false}", "{id: words, kind: text}",
        "{id: monthly, kind: frequency, dataset: r, date: 日期, per: month}",
        "{id: none, kind: check, status: not_applicable, reason: 無此業務}",
      ])
    #expect(result.indicators.map(\.hasTarget) == [true, true, false, true, false])
    #expect(result["yes"]?.target?.chinese == "應達成" && result["monthly"]?.target?.chinese == "各期均應達成")
  }

  @Test("targets group their digits, part number and unit, and have a minus of their own") func targetWords()
    throws
  {
    let result = try evaluate(
      ["r.csv": "日期,人次\n103/1/3,15000\n"], ["{id: r, role: events, file: r.csv}"],
      [
        "{id: a, kind: count, dataset: r, sum: 人次, unit: 人次, target: {at_least: 14000}}",
        "{id: b, kind: count, dataset: r, sum: 人次, unit: 人次, target: {between: [500, 1500]}}",
        "{id: c, kind: count, dataset: r, sum: 人次, unit: 人次, target: {about: 1200}}",
        "{id: d, kind: share, dataset: r, numerator: '人次 > 1', target: {between: [20%, 100%]}}",
        "{id: e, kind: change, dataset: r, before: 人次, after: 人次, target: {at_most: -0.1}}",
        "{id: f, kind: count, dataset: r, sum: 人次, target: {growth_at_least: -5%}}",
        "{id: g, kind: change, dataset: r, before: 人次, after: 人次, measure: saved, target: {at_least: -1234.5}}",
      ])
    #expect(
      result.indicators.map { $0.target?.chinese } == [
        "至少 14,000 人次", "500 至 1,500 人次", "約 1,200 人次（容許低 10%）", "20% 至 100%", "至多 −10%", "成長率至少 −5%",
        "至少 −1,234.5",
      ])
    #expect(result["b"]?.target?.english == "500 to 1,500 人次")
    // What is saved is whole where documents are.
    #expect(result["g"]?.format == .count)
  }

  @Test("a unit in two groups has no place, rather than that of the last group") func rankedTwice() throws {
    let result = try #require(
      evaluate(
        ["s.csv": "機關,組,分數\n東區區公所,1,90\n東區區公所,2,80\n甲,1,85\n乙,2,95\n"],
        ["{id: s, role: scores, file: s.csv}"],
        ["{id: r, kind: ranking, dataset: s, unit_column: 機關, group: 組, score: 分數}"])["r"])
    #expect(result.value == nil && result.status == .undefined && result.reason?.code == "ranked_twice")
  }

  @Test("a place has an interval: who cannot be told apart may change places") func ranking() throws {
    let scores = """
      機關,組,委員,分數
      東區區公所,二,甲,90
      東區區公所,二,乙,91
      東區區公所,二,丙,92
      北區區公所,二,甲,91
      北區區公所,二,乙,92
      北區區公所,二,丙,93
      香山區公所,二,甲,60
      香山區公所,二,乙,61
      香山區公所,二,丙,62
      衛生局,一,甲,99

      """
    let result = try #require(
      evaluate(
        ["s.csv": scores], ["{id: s, role: scores, file: s.csv}"],
        ["{id: r, kind: ranking, dataset: s, unit_column: 機關, group: 組, score: 分數, assessor: 委員}"])["r"])
    #expect(result.value == 2 && result.denominator == 3)
    #expect(result.confidenceLow == 1 && result.confidenceHigh == 2)
  }

  @Test("about 120 is met by 110, and cases of other years are not the year's") func about() throws {
    let result = try evaluate(
      ["a.csv": "日期,人次\n103/5/1,\"1,970\"\n102/5/1,500\n103/6/1,２０\n"],
      ["{id: a, role: events, file: a.csv, date: 日期}"],
      [
        "{id: n, kind: count, dataset: a, sum: 人次, target: {about: 2200}}",
        "{id: m, kind: count, dataset: a, sum: 人次, target: {at_least: 2200}}",
        "{id: w, kind: count, dataset: a, where: '人次 >= 1970'}",
      ])
    #expect(result["w"]?.value == 1)
    #expect(result["n"]?.value == 1990 && result["n"]?.status == .met)
    #expect(result["m"]?.status == .notMet)
    #expect(result.decisions.contains { $0.code == "U13" && $0.indicators == ["n"] })
  }

  @Test("a month without records is a month with none, and a rate says of how many residents it is")
  func monthsAndRates() throws {
    let result = try #require(
      evaluate(
        ["p.csv": "里,日期\n東里,103/2/5\n東里,103/5/6\n"], ["{id: p, role: complaints, file: p.csv, date: 日期}"],
        [
          "{id: d, kind: distribution, dataset: p, unit: 件, by: 里, month: 日期, rate_per: 10000, units: 里, area: 里}"
        ],
        top: "as_of: 103/6/10\nunits: {里: [{id: 東里, population: 5000}]}")["d"])
    #expect(result.value == 4 && result.indicator.unit == "件／萬人")
    let months = try #require(result.tables.first { $0.role == .periods })
    #expect(months.rows.map { $0.cells[1] } == [0, 1, 0, 0, 1, 0].map { .number($0) })
    #expect(result.tables.last?.title.chinese == "每萬人件數")
  }

  @Test("a week that begins in December of last year is in January's line") func weeksByMonth() throws {
    let days = (0..<52).map { week -> String in
      let day = CalendarDay(year: 2013, month: 12, day: 31)?.adding(7 * week)
      return (day?.isoText ?? "") + "\n"
    }
    let result = try #require(
      evaluate(
        ["r.csv": "日期\n" + days.joined()], ["{id: r, role: events, file: r.csv}"],
        ["{id: f, kind: frequency, dataset: r, date: 日期, per: week}"])["f"])
    let table = try #require(result.tables.first)
    #expect(
      table.rows.count == 12 && table.rows[0].cells[0] == .words(Wording(english: "Jan", chinese: "1月")))
    // Thursdays of 2014: five each in January, May, July and October.
    let weeks: [Double] = [5, 4, 4, 4, 5, 4, 5, 4, 4, 5, 4, 4]
    #expect(table.rows.map { $0.cells[1] } == weeks.map { .number($0) })
  }
}

extension IndicatorResult {
  fileprivate var direction: Indicator.Direction { indicator.direction }
}
