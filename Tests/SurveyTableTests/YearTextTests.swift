import SurveyTable
import Testing

@Suite struct YearTextTests {
  @Test(
    "years of either era",
    arguments: [
      ("2014", 2014), ("西元2014年", 2014), ("西元 2014", 2014), ("公元2014年度", 2014), ("103", 2014), ("103年", 2014),
      ("民國103年", 2014), ("民國 103 年度", 2014), ("103學年度", 2014), ("１０３", 2014), ("　103年　", 2014), ("1", 1912),
      ("1911", 1911), ("999", 2910), ("中華民國103年", 2014), ("ROC 103", 2014), ("0", nil), ("10300", nil),
      ("", nil),
      ("一百零三年", nil), ("103年5月", nil), ("2014/5/4", nil), ("-103", nil), ("103.5", nil), ("年", nil),
    ] as [(String, Int?)])
  func years(_ text: String, _ year: Int?) {
    #expect(commonEraYear(text) == year)
  }

  @Test("a date names a year only on request, and a fraction never does")
  func yearsOfDates() {
    for text in ["2023/5/4 下午 3:21:10", "112/5/4", "112年5月", "1120504", "112", "民國112年"] {
      #expect(commonEraYear(text, ofDates: true) == 2023)
    }
    #expect(commonEraYear("112/5", ofDates: true) == nil)
    #expect(commonEraYear("2023.5", ofDates: true) == nil)
  }
}
