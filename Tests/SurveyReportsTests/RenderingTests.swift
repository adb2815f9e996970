import SurveyStats
import Testing

@testable import SurveyReports

@Suite struct RenderingTests {
  static func estimates() -> Estimates {
    var first = EstimateRow(
      statistic: "mean", term: "服務禮儀", group: [.init(column: "行政區", value: "信義區")], estimate: 4.25,
      count: 120, missingCount: 3, weightedCount: 1200)
    first.standardError = 0.0519
    first.confidenceLow = 4.1469
    first.confidenceHigh = 4.3531
    first.degreesOfFreedom = 14
    first.coefficientOfVariation = 0.0122
    let second = EstimateRow(
      statistic: "mean", term: "服務禮儀", group: [.init(column: "行政區", value: "Zhongzheng")],
      missingCount: 2)
    return Estimates(
      command: "mean", confidence: 0.95, rows: [first, second],
      notes: [Note(code: "undefined_estimate", english: "No estimate.", chinese: "無法計算。")])
  }

  @Test("Chinese text takes two columns in a terminal") func text() {
    let expected = """
      行政區      題項        平均數    標準誤   95% 信賴區間    n  未答
      ----------  --------  --------  --------  -------------  ---  ----
      信義區      服務禮儀     4.250     0.052  4.147 – 4.353  120     3
      Zhongzheng  服務禮儀  無法計算  無法計算       無法計算    0     2

      說明
      - 無法計算。

      """
    #expect(Self.estimates().rendered(as: .text, language: .traditionalChinese) == expected)
  }

  @Test("JSON has the contract's names and null for what is undefined") func json() {
    let expected = """
      {
        "schema": "survey-stats/result@1",
        "command": "mean",
        "confidence": 0.95,
        "rows": [
          {"statistic":"mean", "term":"服務禮儀", "group":{"行政區":"信義區"}, "estimate":4.25, "std_error":0.0519, "conf_low":4.1469, "conf_high":4.3531, "df":14, "n":120, "n_missing":3, "weighted_n":1200, "cv":0.0122},
          {"statistic":"mean", "term":"服務禮儀", "group":{"行政區":"Zhongzheng"}, "estimate":null, "std_error":null, "conf_low":null, "conf_high":null, "df":null, "n":0, "n_missing":2, "weighted_n":0, "cv":null}
        ],
        "notes": [
          {"code":"undefined_estimate", "text":"No estimate."}
        ]
      }

      """
    #expect(Self.estimates().rendered(as: .json) == expected)
  }

  @Test("CSV has group columns first and empty cells for what is undefined") func csv() {
    let expected = """
      行政區,statistic,term,estimate,std_error,conf_low,conf_high,df,n,n_missing,weighted_n,cv
      信義區,mean,服務禮儀,4.25,0.0519,4.1469,4.3531,14,120,3,1200,0.0122
      Zhongzheng,mean,服務禮儀,,,,,,0,2,0,

      """
    #expect(Self.estimates().rendered(as: .csv) == expected)
  }

  @Test("Markdown cannot be broken by a cell") func markdown() {
    var estimates = Self.estimates()
    estimates.rows[0].term = "a|b*c"
    let lines = estimates.rendered(as: .markdown).split(separator: "\n")
    #expect(lines[2] == "| 信義區 | a\\|b\\*c | 4.250 | 0.052 | 4.147 – 4.353 | 120 | 3 |")
  }

  @Test(
    "a cell that a spreadsheet would run is disarmed",
    arguments: [
      ("=1+2", "'=1+2"), ("@x", "'@x"), ("-5", "-5"), ("+x,y", "\"'+x,y\""), ("a\"b", "\"a\"\"b\""),
      ("plain", "plain"), ("two\nlines", "\"two\nlines\""),
    ])
  func csvCells(_ text: String, _ expected: String) {
    #expect(csvCell(text) == expected)
  }

  @Test(
    "numbers round half away from zero as they read",
    arguments: [
      (2.675, 2, "2.68"), (0.5, 0, "1"), (-0.5, 0, "-1"), (1.005, 2, "1.01"), (0.045, 2, "0.05"),
      (99.95, 1, "100.0"),
      (0, 2, "0.00"), (-0.001, 2, "0.00"), (1234.5678, 1, "1234.6"), (1e-7, 3, "0.000"), (9.9999, 2, "10.00"),
      (123, 0, "123"), (0.05, 1, "0.1"), (3.684, 1, "3.7"), (1e21, 2, "1e+21"),
      (12345678.9, 3, "12345678.900"),
    ])
  func rounding(_ value: Double, _ decimals: Int, _ expected: String) {
    #expect(fixedText(value, decimals: decimals) == expected)
  }

  @Test(
    "noise behind the twelfth digit does not decide a half",
    arguments: [
      // What weights that fit margins made of 0.5185, and what the margins say.
      (0.5184999999999998, 1, "51.9%"), (0.5185, 1, "51.9%"), (0.5185000000000002, 1, "51.9%"),
      (-0.0204999999999999, 1, "-2.1%"), (0.99949999999999997, 1, "100.0%"),
      (0.9999999999999999, 2, "100.00%"),
      (0.49999999999999994, 0, "50%"), (1 / 3.0, 1, "33.3%"), (0.51849999, 1, "51.8%"),
    ])
  func noise(_ share: Double, _ decimals: Int, _ expected: String) {
    #expect(percentText(share, decimals: decimals) == expected)
  }

  @Test("numbers with more than twelve digits to show keep them") func longNumbers() {
    #expect(fixedText(1_234_567_890_123.4, decimals: 0) == "1234567890123")
    #expect(fixedText(99_999_999_999_999, decimals: 1) == "99999999999999.0")
    #expect(fixedText(9_999_999_999.99, decimals: 2) == "9999999999.99")
    #expect(fixedText(999_999_999_999.9, decimals: 0) == "1000000000000")
  }

  @Test("display width") func widths() {
    #expect(displayWidth("信義區") == 6)
    #expect(displayWidth("é") == 1 && displayWidth("e\u{301}") == 1)
    #expect(displayWidth("ＡＢ") == 4 && displayWidth("☺") == 1 && displayWidth("😀") == 2)
    #expect(fitted("信義區公所", width: 6) == "信義…")
    #expect(fitted("bell\u{7}\u{1b}[31m", width: 20) == "bell  [31m")
  }

  @Test("confidence labels") func labels() {
    #expect(percentLabel(0.95) == "95%" && percentLabel(0.999) == "99.9%" && percentLabel(0.9) == "90%")
  }
}

@Suite("descriptions as documents") struct DescriptionRenderingTests {
  static func description() throws -> DataDescription {
    let text = """
      時間,服務 [環境],服務 [禮儀],管道,勾
      2023/5/4 下午 3:21:10,5,4,"網路, 電話",V
      113/6/4,4,4,電話,
      2023/5/4,4,4,"網路, 電話, 臨櫃",V
      2023/5/4,4,4,網路,V
      """
    return try SurveyData(csv: Array(text.utf8), name: "f.csv").describe()
  }

  @Test("dates, marks, several answers and matrices in both languages") func text() throws {
    let chinese = try Self.description().rendered(as: .text, language: .traditionalChinese)
    for part in [
      "矩陣題「服務」：2 個子題（第 2–3 欄）", "2023-05-04 – 2024-06-04（含民國年）", "勾選 3／4",
      "3 個選項，以「,」分隔  網路 (3)  臨櫃 (1)  電話 (3)", "「管道」的儲存格含多個答案",
    ] { #expect(chinese.contains(part), "\(part)") }
    let english = try Self.description().rendered(as: .markdown)
    for part in [
      "matrix '服務': 2 sub-questions (columns 2–3)",
      "| date | 4 | 0 | 3 | 2023-05-04 – 2024-06-04 (with ROC years) |",
      "3 of 4 marked", "3 options separated by ','",
    ] { #expect(english.contains(part), "\(part)") }
  }

  @Test func csv() throws {
    let lines = try Self.description().rendered(as: .csv).split(separator: "\n")
    #expect(lines[0].hasSuffix("minimum,maximum,earliest,latest,roc_years,separator,options,matrix,scale"))
    #expect(lines[1] == "1,時間,date,4,0,3,false,,,2023-05-04,2024-06-04,true,,,,")
    #expect(lines[2] == "2,服務 [環境],integer,4,0,2,false,4,5,,,,,,服務,")
    #expect(lines[4] == "4,管道,multiple,4,0,4,false,,,,,,\",\",3,,")
  }

  @Test func json() throws {
    let text = try Self.description().rendered(as: .json)
    for part in [
      #""earliest":"2023-05-04", "latest":"2024-06-04", "roc_years":true, "day_month_ambiguous":false"#,
      #""separator":",", "distinct_options":3, "options":[{"level":"網路", "n":3}"#,
      #"{"stem":"服務", "columns":[2, 3], "sub_questions":["環境", "禮儀"]}"#, #""kind":"mark", "n":3"#,
    ] { #expect(text.contains(part), "\(part)") }
  }
}
