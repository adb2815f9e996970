import SurveyInput
import SurveyTable
import Testing

@Suite("a header that is none") struct HeaderOfAnswersTests {
  private func codes(_ header: String, _ options: CSVOptions = .init()) throws -> [String] {
    try SurveyData(csv: Array((header + "\n").utf8), options: options).notes.map(\.code)
  }

  @Test(
    "answers in the first row are a respondent's, and the note says how to keep them",
    arguments: [
      "2014/9/14 上午 9:00:20,滿意,普通,男", "7,滿意,滿意,女", "非常同意,非常同意,同意", "2014/9/14 09:00,5,5,4", "1,5,5,5,4",
      "Very satisfied,Very satisfied,M",
    ])
  func answers(_ header: String) throws {
    #expect(try codes(header).contains("header_looks_like_answers"))
    #expect(try !codes(header, CSVOptions(headerRows: 0)).contains("header_looks_like_answers"))
    #expect(try !codes(header, CSVOptions(headerRows: 1)).contains("header_looks_like_answers"))
  }

  @Test(
    "headers are headers: counts of each answer, numbered items, years",
    arguments: [
      "題目,非常滿意,滿意,普通,不滿意,非常不滿意", "1,2,3,4,5", "時間戳記,滿意度,性別", "項目,101,102,103", "q1,q2,q2",
      "日期,2014/9/14,2014/9/15", "整體滿意度,滿意",
    ])
  func headers(_ header: String) throws {
    #expect(try !codes(header).contains("header_looks_like_answers"))
  }
}
