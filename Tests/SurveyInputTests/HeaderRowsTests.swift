import SurveyInput
import SurveyTable
import Testing

@Suite("header rows") struct HeaderRowsTests {
  private let qualtrics = """
    StartDate,Q1,Q2
    Start Date,"How was it?
    Tell us",再來嗎？
    "{""ImportId"":""startDate""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"
    2024-01-02,5,4

    """
  private let monkey = """
    Respondent ID,Collector ID,服務如何？,,意見
    ,,櫃台,網路,Open-Ended Response
    1,2,5,4,很好

    """

  private func data(_ text: String, _ rows: Int? = nil, buffer: Int = 256 * 1024) throws -> SurveyData {
    try SurveyData(
      origin: ChunkedBytes(bytes: Array(text.utf8), chunkBytes: buffer), name: "f.csv",
      options: CSVOptions(headerRows: rows), bufferBytes: buffer)
  }

  @Test("three rows of Qualtrics: codes are names, texts are labels, row numbers go on", arguments: [nil, 3])
  func qualtricsRows(_ asked: Int?) throws {
    for buffer in [256 * 1024, 1, 7] {
      let data = try data(qualtrics, asked, buffer: buffer)
      #expect(data.columnNames == ["StartDate", "Q1", "Q2"])
      #expect(data.columnLabels == ["Start Date", "How was it?\nTell us", "再來嗎？"])
      #expect(data.dialect?.headerRows == 3)
      #expect(data.notes.map(\.code) == (asked == nil ? ["header_rows_detected"] : []))
      #expect(try readTable(data).columns == [["2024-01-02"], ["5"], ["4"]])
    }
    let error = readingError(of: Array((qualtrics + "x\n").utf8), CSVOptions(headerRows: asked))
    #expect(error?.row == 5)
    #expect(error?.message.contains("row 5 (line 6)") == true)
  }

  @Test("two rows of SurveyMonkey: a blank continues the question", arguments: [nil, 2])
  func surveyMonkeyRows(_ asked: Int?) throws {
    let data = try data(monkey, asked)
    #expect(data.columnNames == ["Respondent ID", "Collector ID", "服務如何？ [櫃台]", "服務如何？ [網路]", "意見"])
    #expect(try readTable(data).columns == [["1"], ["2"], ["5"], ["4"], ["很好"]])
    #expect(data.notes.map(\.code) == (asked == nil ? ["header_rows_detected"] : []))
  }

  @Test func legacyQualtricsHasTwoRows() throws {
    let data = try data("V1,V2,V3,Q1\nResponseID,ResponseSet,Name,How was it?\nR_1,Default,A,5\n")
    #expect(data.columnNames == ["V1", "V2", "V3", "Q1"])
    #expect(data.columnLabels.last == "How was it?")
    #expect(try readTable(data).rowCount == 1)
  }

  @Test func questionsOverTheirFirstOptionAreReadWhenAskedFor() throws {
    let text = "No,問1,,問2\n,はい,いいえ,\n1,○,,x\n"
    #expect(try data(text, 2).columnNames == ["No", "問1 [はい]", "問1 [いいえ]", "問2"])
    // Not a sure sign, so not found by itself.
    #expect(try data(text).dialect?.headerRows == 1)
  }

  @Test(
    "nothing but sure signs makes a second header row",
    arguments: [
      "a,b\nResponse,x\n", "V1,V2,V3\nr,s,t\n", "a,b\n1,2\n\"{\"\"ImportId\"\":\"\"x\"\"}\",3\n",
      "a,b\n1,\"2\n", "a,b\n1\n",
      "Respondent ID,Collector ID,Q\n,,5\n",
    ])
  func oneRow(_ text: String) throws {
    let data = try data(text)
    #expect(data.dialect?.headerRows == 1)
    #expect(!data.notes.contains { $0.code == "header_rows_detected" })
  }

  @Test func severalRowsInOtherEncodings() throws {
    for bytes in [cp950(monkey), utf16(monkey, bigEndian: true, mark: true)] {
      let read = try readAll(bytes)
      #expect(read.names[2] == "服務如何？ [櫃台]")
      #expect(read.table.columns[4] == ["很好"])
    }
  }
}
