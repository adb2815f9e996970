import SurveyInput
import SurveyTable
import Testing

@Suite("files and names that are not what they seem") struct MistakenFileTests {
  @Test("a workbook is called one, not a file with a NUL") func workbook() {
    for (bytes, word) in [
      ([0x50, 0x4B, 3, 4, 0x14, 0, 6, 0], "Excel"),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], ".xls"),
    ] as [([UInt8], String)] {
      let error = readingError(of: bytes)
      #expect(error?.code == .unsupported)
      #expect(error?.message.contains(word) == true && error?.message.contains("CSV UTF-8") == true)
    }
  }

  @Test("titles above the header are named as the cause of rows that are too long") func titles() {
    let error = readingError(of: Array("103年度調查結果,\n製表日期,\n時間,q1,q2\n1,2,3\n".utf8))
    #expect(error?.row == 3)
    #expect(error?.message.contains("titles or dates stand above the header") == true)
    #expect(error?.message.contains("103年度調查結果") == true)
    // Far below, it is a cell that wants quotes.
    let text = "a,b\n" + String(repeating: "1,2\n", count: 9) + "1,2,3\n"
    #expect(readingError(of: Array(text.utf8))?.message.contains("goes on behind its 2 cells") == true)
  }

  @Test("a row of averages is no respondent") func averages() throws {
    for word in ["平均", "平均數", "平 均 值"] {
      let read = try table(of: "編號,q\n1,4\n\(word),3.5\n")
      #expect(read.columns[1] == ["4"] && read.notes == ["total_rows_skipped"])
    }
    #expect(try table(of: "區,q\n平均分數,4\n平鎮區,3\n").rowCount == 2)
  }

  @Test("a header without rows is said to have none") func noRows() throws {
    let error = try #require(throws: SurveyStatsError.self) {
      try SurveyData(csv: Array("q1,q2\n".utf8), name: "f.csv").requireRows()
    }
    #expect(error.code == .emptyData && error.message.contains("no rows"))
    try SurveyData(csv: Array("q1,q2\n1,2\n".utf8)).requireRows()
  }

  @Test(
    "a part of a header, a matrix or a longer name is answered with the column that is meant",
    arguments: [
      ("性別", "did you mean '您的性別'?"), ("服務人員態度", "did you mean '滿意度 [服務人員態度]'?"),
      ("滿意度", "question of 2 columns, from '滿意度 [服務人員態度]' to '滿意度 [速度]'"), ("您的性刑", "'您的性別'"),
      ("受訪者您的性別如何", "did you mean '您的性別'?"), ("天氣", "its columns are"),
    ])
  func columns(_ name: String, _ words: String) throws {
    let data = try SurveyData(csv: Array("時間,您的性別,滿意度 [服務人員態度],滿意度 [速度]\n1,2,3,4\n".utf8))
    let error = try #require(throws: SurveyStatsError.self) { _ = try data.columns(matching: name) }
    #expect(error.message.contains(words), "\(error.message)")
  }

  @Test("a name that only differs in width and spaces is the column's") func spelledNames() throws {
    let data = try SurveyData(csv: Array("您的性別,滿意度 [速度],ｑ1,Q2,q2\n1,2,3,4,5\n".utf8))
    #expect(try data.columns(matching: "您 的 性 別,滿意度[速度],q1") == ["您的性別", "滿意度 [速度]", "ｑ1"])
    // Letters keep their case: these are two columns.
    #expect(throws: SurveyStatsError.self) { try data.columns(matching: "Q 3") }
    #expect(try data.columns(matching: "q 2") == ["q2"])
  }

  @Test("the answer that keeps a column off every scale is named") func strangers() throws {
    let data = try SurveyData(csv: Array("q,r,s\n4,好,\n3,壞,\n3.87,好,\n".utf8))
    #expect(try data.strangers(in: "q").english == "beside whole numbers it holds '3.87' (1)")
    #expect(try data.strangers(in: "r").english == "it holds '好' (2), '壞' (1)")
    #expect(try data.strangers(in: "s").english == "nobody answered it")
  }
}
