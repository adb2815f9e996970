import SurveyInput
import SurveyTable
import Testing

@Suite("numbers as people write them") struct WrittenNumberTests {
  @Test(
    "full-width digits, wide blanks and the apostrophe of spreadsheets",
    arguments: [
      ("５", "5"), ("１０", "10"), ("　4 ", "4"), ("\u{A0}4\u{A0}", "4"), ("'5", "5"), ("’5", "5"), ("'　５", "5"),
      ("－１．５", "-1.5"), ("−1", "-1"), ("＋２", "2"), ("\"５\"", "5"), ("1５", "15"), ("\"　１０　\"", "10"),
      ("'-5", "-5"),
      ("　　　", nil), ("\u{A0}", nil), ("9", nil), ("９", nil), ("'9", nil), ("９．０", nil), ("　NA　", nil),
      ("拒答", nil),
      ("　拒答", nil), ("　９", nil),
    ] as [(String, String?)])
  func numbers(_ cell: String, _ value: String?) throws {
    let missing = MissingCodes(list: "９,拒答")
    let requests = [ColumnRequest(column: 1, reading: .number, missing: missing)]
    let read = try table(of: "a,b\n1,\(cell)\n2,2\n", .init(), requests)
    #expect(read.columns == [[value, "2"]])
    // Columns in memory are read the same way.
    let text = cell.filter { $0 != "\"" }
    let memory = try SurveyData(columns: [SurveyColumn(name: "b", texts: [text, "2"])])
    #expect(
      try readTable(memory, [ColumnRequest(column: 0, reading: .number, missing: missing)]).columns
        == read.columns)
  }

  @Test(
    "what is no number stays none",
    arguments: ["五", "'", "５分", "''5", "5'", "1,000", "②", "٥", "5 5", "５　５", "e5"])
  func notNumbers(_ cell: String) {
    let error = readingError(of: Array("a;b\n1;\(cell)\n".utf8), numbers: ["b"])
    #expect(error?.message.contains("is not a number") == true)
  }

  @Test("a note counts the cells with full-width digits, once each")
  func note() throws {
    let text = "a,b,c\n５,x,５\n1,５,'2\n　3,６,７\n９,１,1\n"
    let missing = MissingCodes(list: "9")
    let data = try SurveyData(csv: Array(text.utf8), name: "f.csv")
    let requests = [
      ColumnRequest(column: 0, reading: .number, missing: missing),
      ColumnRequest(column: 2, reading: .number),
      ColumnRequest(column: 0, reading: .number),
    ]
    let source = try data.makeSource()
    let batch = ColumnBatch()
    try source.begin(requests, into: batch, run: nil)
    while try source.next(into: batch) {}
    // 9 is missing to one request and a number to another.
    #expect(
      source.passNotes.map(\.english) == ["4 numbers in full-width digits were read as the numbers they are."]
    )
    let plain = try table(of: "a\n5\n'5\n", .init(), [ColumnRequest(column: 0, reading: .number)])
    #expect(plain.notes.isEmpty)
    let memory = try SurveyData(columns: [SurveyColumn(name: "b", texts: ["５", "5", "５"])])
    #expect(
      try readTable(memory, [ColumnRequest(column: 0, reading: .number)]).notes == ["full_width_digits"])
  }

  @Test("texts lose wide blanks around them, and only there")
  func texts() throws {
    let read = try table(of: "　甲　,b\n　非常 滿意　,\u{A0}x\u{A0}\n あ,\u{3000}\n\"　中　國\u{A0} \",ア\u{30}\n")
    #expect(read.columns == [["非常 滿意", "あ", "中　國"], ["x", nil, "ア0"]])
    #expect(try SurveyData(csv: Array("　甲　,b\n".utf8)).columnNames == ["甲", "b"])
    // Bytes that only look like the end of a wide blank.
    #expect(try table(of: "a\n倀\n栠\n、\n。\n").columns == [["倀", "栠", "、", "。"]])
  }
}
