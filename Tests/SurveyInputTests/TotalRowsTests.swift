import SurveyInput
import SurveyTable
import Testing

@Suite("rows of totals") struct TotalRowsTests {
  @Test(
    "a row that begins with a word for totals is no respondent",
    arguments: [
      "總計", "合計", "小計", "總和", "Total", "TOTAL", "total", "Grand total", "Grand Total", "grandtotal", "Sum",
      "總　計", "總 計", "　總計　", " 總計 ", "\u{A0}Total", "T o t a l", "\"總計\"", "\" 總　計 \"", "\"Total\" ",
    ])
  func totals(_ word: String) throws {
    for row in ["\(word),9", ",\(word)", "\"\",\(word)", "  ,\(word)", "　,\(word)"] {
      for end in ["", "\n", "\n2,2\n"] {
        let read = try table(of: "a,b\n1,1\n\(row)" + end)
        #expect(read.columns == (end.count > 1 ? [["1", "2"], ["1", "2"]] : [["1"], ["1"]]), "\(row)")
        #expect(read.notes == ["total_rows_skipped"])
      }
    }
  }

  @Test(
    "rows that only look like it are respondents",
    arguments: [
      "總計畫,9", "Totals,9", "Totally,9", "Summer,9", "Su,9", "T,9", "Gran,9", "小,9", "合計數,9", "總,9",
      "\"總計\"\"\",9",
      "5,總計", "x,Total", ",總計畫", "Grand,total", "總計：,9", "T\"otal\",9", "=總計,9", "S,um",
    ])
  func others(_ row: String) throws {
    let read = try table(of: "a,b\n1,1\n\(row)\n")
    #expect(read.rowCount == 2, "\(row)")
    #expect(read.notes.isEmpty)
  }

  @Test("the third cell is not looked at, nor a row that is blank before it")
  func twoCells() throws {
    #expect(try table(of: "a,b,c\n,,總計\n").rowCount == 1)
    #expect(try table(of: "a,b,c\n,,\n").rowCount == 0)
    #expect(try table(of: "a\n總計\n5\n").rowCount == 1)
  }

  @Test("the note counts all rows and names five by the spreadsheet's numbers")
  func note() throws {
    var text = "a,b\n\n1,1\n"
    for index in 0..<7 { text += "合計,\(index)\n\"x\ny\",2\n" }
    let data = try SurveyData(csv: Array(text.utf8))
    let description = try data.describe()
    let note = description.notes.first { $0.code == "total_rows_skipped" }
    #expect(note?.english.contains("7 rows") == true)
    #expect(note?.english.contains(": 4, 6, 8, 10, 12, …;") == true)
    #expect(note?.chinese.contains("7 列") == true)
    #expect(description.rows == 8)
    // Neither a code nor a count is left of them.
    #expect(description.columns[0].distinct == 2)
  }

  @Test("rows keep their numbers in messages behind rows of totals")
  func rowNumbers() throws {
    let error = readingError(of: Array("a,b\n1,1\n總計,1\n\n小計,1\nx,y\n".utf8), numbers: ["b"])
    #expect(error?.row == 6)
    #expect(error?.message.contains("'y'") == true)
  }

  @Test("kept on request")
  func kept() throws {
    let read = try table(of: "a,b\n1,1\n總計,9\n,Total\n", CSVOptions(keepTotalRows: true))
    #expect(read.columns == [["1", "總計", nil], ["1", "9", "Total"]])
    #expect(read.notes.isEmpty)
  }

  @Test("what is wrong with a row of totals is told as of any row")
  func malformed() {
    #expect(readingError(of: Array("a,b\n總計\n1,1\n".utf8))?.message.contains("row 2, column 1") == true)
    #expect(readingError(of: Array("a,b\n總計,1,2\n".utf8))?.message.contains("goes on behind") == true)
    #expect(readingError(of: Array("a,b\n總計,\"1\n".utf8))?.message.contains("never closed") == true)
    #expect(readingError(of: Array("a,b\n\"總計\n".utf8))?.message.contains("never closed") == true)
    #expect(
      readingError(of: Array("a,b\n\"總計\"x,1\n".utf8))?.message.contains("after the closing quote") == true)
    // A text where a number should be is none of a respondent's.
    #expect(readingError(of: Array("a,b\n總計,九\n1,1\n".utf8), numbers: ["b"]) == nil)
  }

  @Test("every statistic leaves them out")
  func everyPass() throws {
    var text = "a;b\n"
    for index in 0..<9000 { text += index % 100 == 7 ? "小計;\n" : "\(index);\(index % 5)\n" }
    let read = try table(of: text)
    #expect(read.rowCount == 8910)
    #expect(read.columns[0].contains("小計") == false)
    #expect(try table(of: text.replacing(";", with: "\t")).rowCount == 8910)
  }
}
