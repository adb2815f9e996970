import SurveyInput
import SurveyTable
import Testing

@Suite("CSV reading") struct CSVReadingTests {
  @Test(
    "every line end gives the same table, with and without a last one",
    arguments: ["\n", "\r\n", "\r"], [true, false])
  func lineEnds(_ end: String, _ hasLast: Bool) throws {
    let text = ["a,b", "1,x", "\"2\",\"y\"", ",z"].joined(separator: end) + (hasLast ? end : "")
    let data = try SurveyData(csv: Array(text.utf8))
    #expect(data.columnNames == ["a", "b"])
    #expect(data.dialect?.lineEnding == ["\n": "lf", "\r\n": "crlf", "\r": "cr"][end])
    let read = try readTable(data)
    #expect(read.columns == [["1", "2", nil], ["x", "y", "z"]])
    #expect(read.notes.isEmpty)
  }

  @Test func mixedLineEndsAreToldAndRead() throws {
    let data = try SurveyData(csv: Array("a,b\r\n1,2\n3,4\r5,6".utf8))
    #expect(data.dialect?.lineEnding == "mixed")
    #expect(try readTable(data).columns == [["1", "3", "5"], ["2", "4", "6"]])
  }

  @Test func lineBreaksInQuotedCellsAreNoLineEnds() throws {
    let data = try SurveyData(csv: Array("a,b\r\n\"1\n2\",x\r\n\"3\r\n4\",y\r\n\"5\r6\",z\r\n".utf8))
    #expect(data.dialect?.lineEnding == "crlf")
    #expect(try readTable(data).columns == [["1\n2", "3\r\n4", "5\r6"], ["x", "y", "z"]])
  }

  @Test(
    "cells and what they hold",
    arguments: [
      ("\"x\"", "x"), ("\"\"\"\"", "\""), ("\"a\"\"b\"", "a\"b"), ("\"a,b\"", "a,b"), ("\"\"", nil),
      ("\" x \"", "x"), ("a\"b", "a\"b"), (" \"b\"", "\"b\""), ("\"x\" ", "x"), ("5\"", "5\""),
      ("\t x \t", "x"), ("NA", nil), (" NA ", nil), ("\"NA\"", nil), ("na", "na"), ("N/A", "N/A"),
      ("\"1\"\"\"", "1\""), ("\"\"\"1\"", "\"1"), ("非常滿意", "非常滿意"), ("\"非\n常\"", "非\n常"), ("🙂", "🙂"),
      ("1234567890123456", "1234567890123456"), ("12345678901234567", "12345678901234567"),
    ] as [(String, String?)])
  func cells(_ cell: String, _ content: String?) throws {
    // A row of nothing is none: the last column keeps it.
    let read = try table(of: "a,b,c,z\n\(cell),\(cell),\(cell),1\n\(cell),\(cell),\(cell),1")
    #expect(Array(read.columns.prefix(3)) == [[content, content], [content, content], [content, content]])
  }

  @Test(
    "numbers and what they are worth",
    arguments: [
      ("4", "4"), ("\"4\"", "4"), (" 4 ", "4"), ("10", "10"), ("33.847", "33.847"), ("-1.5", "-1.5"),
      (".5", "0.5"),
      ("1e-3", "0.001"), ("+2", "2"), ("007", "7"), ("123456789012345", "123456789012345"),
      ("12345678901234567890", "12345678901234567000"), ("", nil), ("NA", nil), ("\"\"", nil), ("  ", nil),
    ] as [(String, String?)])
  func numbers(_ cell: String, _ value: String?) throws {
    let requests = [ColumnRequest(column: 1, reading: .number), ColumnRequest(column: 0, reading: .number)]
    let read = try table(of: "a,b,z\n\(cell),\(cell),1\n1,1,1\n\(cell),\(cell),1", .init(), requests)
    let expected = [value, "1", value].map { $0.flatMap(parseNumber) }
    #expect(read.columns.map { $0.map { $0.flatMap(parseNumber) } } == [expected, expected])
  }

  @Test func missingCodesCompareAsNumbersAndAsTexts() throws {
    let missing = MissingCodes(list: "9,99,拒答,x")
    let text = "q\n9\n9.0\n\"9\"\n09\n99\n5\n拒答\n 拒答 \nx\n\"x\"\n1\n"
    let numbers = try table(of: text, .init(), [ColumnRequest(column: 0, reading: .number, missing: missing)])
    let texts = try table(of: text, .init(), [ColumnRequest(column: 0, reading: .text, missing: missing)])
    let expected: [String?] = [nil, nil, nil, nil, nil, "5", nil, nil, nil, nil, "1"]
    #expect(numbers.columns == [expected])
    #expect(texts.columns == [expected])
  }

  @Test func oneColumnMayBeReadInSeveralWays() throws {
    let requests = [
      ColumnRequest(column: 1, reading: .text), ColumnRequest(column: 1, reading: .number),
      ColumnRequest(column: 1, reading: .number, missing: MissingCodes(list: "9")),
      ColumnRequest(column: 0, reading: .number),
    ]
    let read = try table(of: "a,b\n1,9\n2,08\n3,\n4,\"7\"\n", .init(), requests)
    #expect(
      read.columns == [
        ["9", "08", nil, "7"], ["9", "8", nil, "7"], [nil, "8", nil, "7"], ["1", "2", "3", "4"],
      ])
  }

  @Test func noRequestStillChecksAndCounts() throws {
    let read = try table(of: "a,b\n1,2\n3,4\n", .init(), [])
    #expect(read.rowCount == 2)
    #expect(readingError(of: Array("a,b\n1,2\n3\n".utf8)) != nil)
  }

  @Test func aHeaderAloneIsATableWithoutRows() throws {
    for text in ["a,b", "a,b\n", "a,b\r\n", "\u{FEFF}a,b\n"] {
      let data = try SurveyData(csv: Array(text.utf8))
      #expect(data.columnNames == ["a", "b"])
      #expect(try readTable(data).rowCount == 0)
    }
  }

  @Test func aByteOrderMarkIsNoPartOfTheFirstName() throws {
    let data = try SurveyData(csv: Array("\u{FEFF}a,b\n1,2\n".utf8))
    #expect(data.columnNames == ["a", "b"])
    #expect(data.dialect?.byteOrderMark == true)
    let headless = try SurveyData(csv: Array("\u{FEFF}1,2\n".utf8), options: CSVOptions(headerRows: 0))
    #expect(try readTable(headless).columns == [["1"], ["2"]])
  }

  @Test("each row of a batch knows its number in the file, blank lines counted")
  func rowNumbers() throws {
    // Blank lines at the start, in runs, and exactly where a batch is full.
    var text = "n\n\n"
    var expected: [Int] = []
    var line = 3
    for value in 1...9000 {
      text += "\(value)\n"
      expected.append(line)
      line += 1
      if value % 1000 == 0 || value == ColumnBatch.capacity || value == 7 {
        text += "\n\n"
        line += 2
      }
    }
    let source = try SurveyData(csv: Array(text.utf8)).makeSource()
    let batch = ColumnBatch()
    try source.begin([ColumnRequest(column: 0, reading: .number)], into: batch, run: nil)
    var numbers: [Int] = []
    while try source.next(into: batch) {
      numbers += (0..<batch.rowCount).map { batch.firstRow + $0 }
    }
    #expect(numbers == expected)
  }

  @Test func blankLinesAreSkippedAndCounted() throws {
    let data = try SurveyData(csv: Array("\n  \na,b\n\n1,2\n \t \n,\n\n".utf8))
    let source = try data.makeSource()
    let batch = ColumnBatch()
    try source.begin([ColumnRequest(column: 0, reading: .text)], into: batch, run: nil)
    var rows = 0
    while try source.next(into: batch) { rows += batch.rowCount }
    #expect(rows == 1)
    #expect(source.passNotes.map(\.code) == ["blank_lines_skipped", "blank_rows_skipped"])
    #expect(source.passNotes.first?.english == "5 blank lines were skipped.")
    // In both languages the two are told apart without their codes.
    #expect(
      source.passNotes.map(\.chinese) == ["略過 5 行空行（整行沒有任何內容）。", "略過 1 列各欄均為空白之資料（第 7 列）。"])
    #expect(source.passNotes.last?.english == "All cells of row 7 are blank; it was left out.")
  }

  @Test(
    "rows of nothing, as spreadsheets leave them below the data, are no respondents, however they are cut",
    arguments: [",,", ", ,\t", "\"\",\"\",", "　,,", "\u{A0},\"\", "])
  func blankRows(_ row: String) throws {
    for end in ["\n", "\r\n"] {
      let text = "a,b,c" + end + "1,2,3" + end + row + end + ",,4" + end + row + end + row
      let read = try table(of: text)
      #expect(read.columns == [["1", nil], ["2", nil], ["3", "4"]], "\(row)")
      #expect(read.notes == ["blank_rows_skipped"])
      let data = try SurveyData(csv: Array((text + end).utf8), options: CSVOptions(keepTotalRows: true))
      #expect(try readTable(data).columns[2] == ["3", "4"])
    }
  }

  @Test func aFileWithoutHeaderNumbersItsColumns() throws {
    let data = try SurveyData(csv: Array("5;4\n3;2\n".utf8), options: CSVOptions(headerRows: 0))
    #expect(data.columnNames == ["column1", "column2"])
    #expect(data.notes.map(\.code) == ["delimiter_detected"])
    #expect(try readTable(data).columns == [["5", "3"], ["4", "2"]])
    let error = readingError(of: Array("5;4\n3\n".utf8), CSVOptions(headerRows: 0))
    #expect(error?.row == 2)
  }

  @Test(
    "the delimiter is found by the header",
    arguments: [
      ("a,b\n", ","), ("a;b\n", ";"), ("a\tb\n", "\t"), ("a|b\n", "|"), ("a\n", ","), ("\"a,b,c\";d\n", ";"),
      ("a;b,c;d\n", ";"), ("a,b;c\n", ","),
    ])
  func delimiters(_ header: String, _ delimiter: String) throws {
    let data = try SurveyData(csv: Array(header.utf8))
    #expect(data.dialect?.delimiter == delimiter)
    #expect(data.notes.map(\.code) == (delimiter == "," ? [] : ["delimiter_detected"]))
    let asked = try SurveyData(csv: Array(header.utf8), options: CSVOptions(delimiter: delimiter))
    #expect(asked.notes.isEmpty)
    #expect(asked.columnNames == data.columnNames)
  }

  @Test func tabsSeparateEvenWhereCellsAreBlank() throws {
    let read = try table(of: "a\tb\n\t3\n1\t2\n\"x\"\t\"y\"\n")
    #expect(read.columns == [[nil, "1", "x"], ["3", "2", "y"]])
    #expect(read.notes.isEmpty)
  }

  @Test(
    "names are made unique and none is empty",
    arguments: [
      ("a,a,a", ["a", "a.2", "a.3"], ["duplicate_header"]),
      ("a,a,a.2", ["a", "a.3", "a.2"], ["duplicate_header"]),
      ("a,a.2,a,a.2", ["a", "a.2", "a.3", "a.2.2"], ["duplicate_header"]),
      ("a,,b", ["a", "column2", "b"], ["empty_header"]),
      ("column2,,\"\"", ["column2", "column2.2", "column3"], ["empty_header"]),
      (" 地點 ,\"地點\"", ["地點", "地點.2"], ["duplicate_header"]),
    ])
  func headerNames(_ header: String, _ names: [String], _ notes: [String]) throws {
    let data = try SurveyData(csv: Array(header.utf8))
    #expect(data.columnNames == names)
    #expect(data.notes.map(\.code) == notes)
    #expect(data.notes.allSatisfy { !$0.chinese.isEmpty && !$0.english.isEmpty })
  }

  @Test func aRunSeesRowsAndBytesAndCanStop() throws {
    let text = "a,b\n" + String(repeating: "1,2\n", count: 10_000)
    let data = try SurveyData(csv: Array(text.utf8))
    let run = RunControl()
    _ = try readTable(data, run: run)
    #expect(run.progress.rows == 10_000)
    #expect(run.progress.bytes == text.utf8.count)
    #expect(run.progress.totalBytes == text.utf8.count)
    run.cancel()
    #expect(throws: SurveyStatsError.self) { try readTable(data, run: run) }
  }

  @Test func anErrorStaysAnError() throws {
    let data = try SurveyData(csv: Array("a\n1\n\"2\n".utf8))
    let source = try data.makeSource()
    let batch = ColumnBatch()
    try source.begin([ColumnRequest(column: 0, reading: .number)], into: batch, run: nil)
    #expect(throws: SurveyStatsError.self) { try source.next(into: batch) }
    #expect(throws: SurveyStatsError.self) { try source.next(into: batch) }
    try source.begin([ColumnRequest(column: 0, reading: .text)], into: batch, run: nil)
    #expect(throws: SurveyStatsError.self) { try source.next(into: batch) }
    #expect(throws: SurveyStatsError.self) {
      try source.begin([ColumnRequest(column: 1, reading: .text)], into: batch, run: nil)
    }
  }
}
