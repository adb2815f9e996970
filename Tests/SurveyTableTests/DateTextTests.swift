import SurveyTable
import Testing

@Suite("dates as exports write them") struct DateTextTests {
  @Test(
    "dates, with the year of the Republic where it has up to three digits",
    arguments: [
      ("2023/5/4", "2023-05-04", ""), ("2023-05-04", "2023-05-04", ""), ("2023.5.4", "2023-05-04", ""),
      ("2023/05/04", "2023-05-04", ""), ("20230504", "2023-05-04", "digits"),
      ("112/5/4", "2023-05-04", "roc"), ("112.05.04", "2023-05-04", "roc"), ("112-5-4", "2023-05-04", "roc"),
      ("1120504", "2023-05-04", "roc digits"), ("0990101", "2010-01-01", "roc digits"),
      ("1010101", "2012-01-01", "roc digits"), ("1000229", "2011-02-28", "none"),
      ("99/1/1", "2010-01-01", "roc"), ("099/01/01", "2010-01-01", "roc"), ("100/1/1", "2011-01-01", "roc"),
      ("民國112年5月4日", "2023-05-04", "roc"), ("中華民國 112 年 5 月 4 日", "2023-05-04", "roc"),
      ("民國1年1月1日", "1912-01-01", "roc"), ("民國112/5/4", "2023-05-04", "roc"),
      ("112年5月", "2023-05", "roc"), ("112年", "2023", "roc"), ("2023年5月4號", "2023-05-04", ""),
      ("西元2014年", "2014", ""), ("西元 2014/5/4", "2014-05-04", ""), ("ROC 112.5.4", "2023-05-04", "roc"),
      ("1911/12/31", "1911-12-31", ""), ("2023/5", "2023-05", ""), ("2023-12", "2023-12", ""),
      ("民國112/5", "2023-05", "roc"), ("１１２／５／４", "2023-05-04", "roc"), ("　2023/5/4　", "2023-05-04", ""),
      ("２０２３．５．４", "2023-05-04", ""), ("2023 / 5 / 4", "2023-05-04", ""),
      ("2023/5/4(四)", "2023-05-04", ""), ("112年5月4日（星期四）", "2023-05-04", "roc"),
      ("2024/2/29", "2024-02-29", ""), ("113/2/29", "2024-02-29", "roc"), ("2000/2/29", "2000-02-29", ""),
      ("4/25/2026", "2026-04-25", ""), ("25/4/2026", "2026-04-25", ""),
      ("04/10/2026", "2026-04-10", "ambiguous"),
      ("4-10-2026", "2026-04-10", "ambiguous"), ("4/4/2026", "2026-04-04", ""),
    ])
  func dates(_ text: String, _ iso: String, _ marks: String) {
    let date = parseDate(text)
    if marks == "none" {
      #expect(date == nil)
      return
    }
    #expect(date?.isoText == iso)
    let found = [
      date?.isRepublican == true ? "roc" : nil, date?.isAmbiguous == true ? "ambiguous" : nil,
      date?.isDigitsOnly == true ? "digits" : nil,
    ]
    #expect(found.compactMap { $0 }.joined(separator: " ") == marks)
  }

  @Test(
    "times: 12 in the morning is midnight, 12 in the afternoon is noon",
    arguments: [
      ("2023/5/4 下午 3:21:10", "15:21:10"), ("2023/5/4 3:21:10 下午", "15:21:10"),
      ("2023/05/04 3:21:10 下午 GMT+8", "15:21:10"), ("2023/5/4 上午12:05", "00:05:00"),
      ("2023/5/4 下午12:05", "12:05:00"), ("2023/5/4 上午 11:59:59", "11:59:59"),
      ("2023/5/4 下午 11:59", "23:59:00"),
      ("2023/5/4 凌晨 12:05", "00:05:00"), ("2023/5/4 凌晨3:00", "03:00:00"), ("2023/5/4 中午 12:05", "12:05:00"),
      ("2023/5/4 中午 1:05", "13:05:00"), ("2023/5/4 晚上 7:30", "19:30:00"), ("2023/5/4 晚上 12:05", "00:05:00"),
      ("2023/5/4 晚上 1:05", "01:05:00"), ("2023/5/4 早上 8:05", "08:05:00"),
      ("2023/5/4 3:21 PM", "15:21:00"), ("2023/5/4 PM 3:21", "15:21:00"), ("2023/5/4 12:00 am", "00:00:00"),
      ("2023/5/4 12:00 p.m.", "12:00:00"), ("2023-05-04T15:21:10", "15:21:10"),
      ("2023-05-04T15:21:10Z", "15:21:10"),
      ("2023-05-04T15:21:10.123+08:00", "15:21:10"), ("2023-05-04 15:21:10 +0800", "15:21:10"),
      ("2023-05-04 15:21", "15:21:00"), ("2023/5/4 00:00:00", "00:00:00"), ("112/5/4 15:21", "15:21:00"),
      ("民國112年5月4日下午3時21分", "15:21:00"), ("112年5月4日15時21分10秒", "15:21:10"), ("112年5月4日 15時整", "15:00:00"),
      ("2023/5/4　下午　３：２１：１０", "15:21:10"), ("5/4/2023 15:21:10", "15:21:10"), ("1120504 15:21", "15:21:00"),
      ("2023/5/4 下午 15:21", "15:21:00"), ("2023/5/4(四) 15:21", "15:21:00"),
    ])
  func times(_ text: String, _ time: String) {
    #expect(parseDate(text)?.isoText == "2023-05-04T" + time)
    #expect(parseDate(text)?.isDigitsOnly == false)
  }

  @Test(
    "what is no date, or a day no calendar has",
    arguments: [
      "", " ", "5", "45050", "45050.63968", "2023", "112", "2023.5", "112/5", "3-5", "20-29", "1/2", "5/4/23",
      "5/4",
      "2023/2/29", "2100/2/29", "112/2/29", "2023/4/31", "2023/13/1", "2023/0/1", "2023/1/0", "2023/1/32",
      "13/13/2026", "0/5/2026", "31/4/2026", "4.10.2026", "20231301", "1121301", "990101", "123456789",
      "202305041",
      "2023/5/4x", "2023/5/4 下午", "2023/5/4 25:00", "2023/5/4 24:00", "2023/5/4 3:60", "2023/5/4 3:21:60",
      "2023/5/4 3:2", "2023/5/4 上午 13:00", "2023/5/4 15", "2023-05-04T", "2023/5/4 下午 3:21 下午 x", "下午 3:21",
      "15:21:10", "滿意", "民國", "民國前1年", "年5月4日", "112年5", "112年13月", "112年5月4", "民國1120/5/4", "西元112/5/4",
      "0/1/1", "000/1/1", "2023/5-4", "2023//4", "/5/4/2023", "-2023/5/4", "+112/5/4", "2023/5/4/6", "1.5e3",
      "Q1",
      "0912345678", "10:00-12:00", "2023/5/4 3:21 GMT+", "99999/1/1", "2023/123/1", "民國112年5月4日星期八",
      "2023/5/4, 3:21", String(repeating: "1", count: 500), "2023/5/4" + String(repeating: " ", count: 60),
    ])
  func notDates(_ text: String) {
    #expect(parseDate(text) == nil)
  }

  @Test func whoKnowsTheOrderSaysIt() {
    #expect(parseDate("04/10/2026", order: .dayFirst)?.isoText == "2026-10-04")
    #expect(parseDate("04/10/2026", order: .dayFirst)?.isAmbiguous == false)
    #expect(parseDate("04/10/2026", order: .monthFirst)?.isAmbiguous == false)
    #expect(parseDate("25/4/2026", order: .monthFirst) == nil)
    #expect(parseDate("4/25/2026", order: .dayFirst) == nil)
    #expect(parseDate("2026/4/5", order: .dayFirst)?.isoText == "2026-04-05")
    #expect(parseDate("4/25/2026")?.order == .monthFirst)
    #expect(parseDate("25/4/2026")?.order == .dayFirst)
  }

  @Test(
    "Excel's serial numbers, only on request, with the day that never was",
    arguments: [
      ("1", "1900-01-01"), ("59", "1900-02-28"), ("60", nil), ("61", "1900-03-01"), ("36526", "2000-01-01"),
      ("45050", "2023-05-04"), ("45050.5", "2023-05-04T12:00:00"), ("45050.63968", "2023-05-04T15:21:08"),
      ("45350.9999999", "2024-02-29"), ("2958465", "9999-12-31"), ("2958466", nil), ("0.5", nil), ("-1", nil),
      ("2958465.9999999", nil), ("2023/5/4", "2023-05-04"),
    ] as [(String, String?)])
  func serials(_ text: String, _ iso: String?) {
    let date = parseDate(text, excelSerials: true)
    let shown = date.map { String($0.isoText.prefix(iso?.count ?? 99)) }
    #expect(shown == iso)
  }

  @Test func datesAreOrderedByTime() {
    let texts = ["112年", "2023/5", "112/5/4", "2023/5/4 0:00", "2023/5/4 下午 3:21", "112/5/5", "113年"]
    let dates = texts.compactMap { parseDate($0) }
    #expect(dates.count == texts.count)
    #expect(dates == dates.shuffled().sorted())
  }

  @Test("all days of four centuries are told as the calendar has them")
  func everyDay() {
    // 1900-03-01 is serial 61, and from there on every day is one more.
    var serial = 61
    for year in 1900..<2300 {
      for month in 1...12 {
        // The rule as Pope Gregory's bull has it, independent of the day count that is tested.
        let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        if year == 1900, month < 3 { continue }
        for day in 1...days {
          let date = DateText(excelSerial: Double(serial))
          if date?.year != year || date?.month != month || date?.day != day {
            Issue.record("\(serial): \(date?.isoText ?? "none")")
          }
          serial += 1
        }
      }
    }
  }
}
