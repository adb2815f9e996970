import Testing

@testable import SurveyTable

@Suite struct NotANumberTests {
  @Test(
    "a cell that is nearly a number is told what stands in the way",
    arguments: [
      ("1,5", "'1,5' has a comma where numbers have a point (write 1.5) and therefore is not a number"),
      ("-0,25", "'-0,25' has a comma where numbers have a point (write -0.25) and therefore is not a number"),
      (
        "1,050",
        "'1,050' has a comma (write 1050, or 1.050 if the comma is a decimal one) and therefore is not a number"
      ),
      ("1,050,000", "'1,050,000' has separators of thousands (write 1050000) and therefore is not a number"),
      ("1,050.5", "'1,050.5' has separators of thousands (write 1050.5) and therefore is not a number"),
      (
        "\"4\"",
        "'\"4\"' has quotes in it, for something stands before them (take away the blank before the quote) and therefore is not a number"
      ),
      ("50%", "'50%' has a percent sign (write 50) and therefore is not a number"),
      ("4.5％", "'4.5％' has a percent sign (write 4.5) and therefore is not a number"),
      (
        "1e400",
        "'1e400' is too large to compute with (limit 1e50) and therefore is not a number"
      ),
      (
        "-2E+999",
        "'-2E+999' is too large to compute with (limit 1e50) and therefore is not a number"
      ),
    ])
  func obstacles(_ text: String, _ expected: String) {
    #expect(SurveyStatsError.notANumber(text).english == expected)
    #expect(SurveyStatsError.notANumber(text).chinese.hasPrefix("「\(text)」"))
    #expect(SurveyStatsError(.malformedData, "row 2: " + expected).isNotANumber)
  }

  @Test(
    "what is no number at all is told so and nothing else",
    arguments: [
      "", ",", "abc", "\"\"", "\"a\"", "\"", "\"4", "4\"", "1,", ",5", "1,2,3", "1,05,000", "1.5.2", "1.5,2",
      "--1,5", "%", "a%", "50 %", "e",
      "e5", "1e", "1e4x",
      "1e4e4", "0x12", "１,５", "滿意", "1,5…", "5\u{301},5", "5\u{301}%",
    ])
  func nothingElse(_ text: String) {
    #expect(SurveyStatsError.notANumber(text).english == "'\(text)' is not a number")
    #expect(SurveyStatsError.notANumber(text).chinese == "「\(text)」不是數字")
  }
}
