import SurveyInput
import SurveyTable
import Testing

@Suite("describe") struct DescribeTests {
  @Test func kindsRangesAndAnswers() throws {
    let text = """
      q1,weight,district,note,empty
      5,1.5,信義區,,
      4,2,大安區,,NA
      9,3,信義區,,
      5,.5,大安區,,
      4,1e1,信義區,,
      10,7,大安區,,

      """
    let data = try SurveyData(
      csv: Array(text.utf8), name: "f.csv",
      options: CSVOptions(missing: MissingCodesByColumn(byColumn: ["q1": MissingCodes(list: "9")])))
    let description = try data.describe()
    #expect(description.name == "f.csv")
    #expect(description.rows == 6)
    #expect(description.dialect?.delimiter == ",")
    #expect(description.columns.map(\.name) == ["q1", "weight", "district", "note", "empty"])
    #expect(description.columns.map(\.position) == [1, 2, 3, 4, 5])
    #expect(description.columns.map(\.kind) == [.integer, .number, .text, .empty, .empty])
    #expect(description.columns.map(\.missing) == [1, 0, 0, 6, 6])
    #expect(description.columns.map(\.valid) == [5, 6, 6, 0, 0])
    #expect(description.columns.map(\.distinct) == [3, 6, 2, 0, 0])
    #expect(description.columns.map(\.minimum) == [4, 0.5, nil, nil, nil])
    #expect(description.columns.map(\.maximum) == [10, 10, nil, nil, nil])
    #expect(description.columns[2].listed == ["信義區 3", "大安區 3"])
    #expect(description.repeatedRecords == 0)
  }

  @Test func answersStandInKeyOrder() throws {
    let text = "q\n" + ["10", "9", "10", "9", "2", "2", "2"].joined(separator: "\n")
    let description = try SurveyData(csv: Array(text.utf8)).describe()
    #expect(
      description.columns[0].listed == ["2 3", "9 2", "10 2"])
  }

  @Test func identifiersAndFreeTextAreNeverShown() throws {
    let long = String(repeating: "很長的意見", count: 13)
    var text = "id,comment,many,few\n"
    for index in 0..<40 { text += "A\(index % 10 * 10 + index / 2),\(long),\(index % 13),\(index % 12)\n" }
    let description = try SurveyData(csv: Array(text.utf8)).describe()
    #expect(description.columns[0].distinct > 20)
    #expect(description.columns.map { $0.answers.isEmpty } == [true, true, true, false])
    #expect(description.columns[3].answers.count == 12)
    let three = try SurveyData(csv: Array("name\n王\n李\n王\n".utf8)).describe()
    #expect(three.columns[0].answers.isEmpty)
  }

  @Test("a column with more answers than the limit is counted no further, and its memory is given back")
  func manyAnswers() throws {
    var text = "id,q\n"
    for index in 0..<50_000 { text += "第\(index)號,\(index % 5)\n" }
    let data = try SurveyData(csv: Array(text.utf8), options: CSVOptions(limits: ResourceLimits(levels: 100)))
    let description = try data.describe()
    #expect(description.rows == 50_000)
    #expect(description.columns.map(\.hasMoreDistinct) == [true, false])
    #expect(description.columns.map(\.distinct) == [100, 5])
    #expect(description.columns.map(\.valid) == [50_000, 50_000])
    #expect(description.columns[1].answers.map(\.count) == [10_000, 10_000, 10_000, 10_000, 10_000])
    #expect(description.repeatedRecords == 0)
  }

  @Test("repeated records are found although texts get new codes in between")
  func repeatedRecords() throws {
    var text = "id,q\n"
    for index in 0..<30_000 { text += "\(index % 20_000),\(index % 5)\n" }
    let options = CSVOptions(limits: ResourceLimits(levels: 100))
    #expect(try SurveyData(csv: Array(text.utf8), options: options).describe().repeatedRecords == 10_000)
    // The order of cells and the column matter.
    #expect(try SurveyData(csv: Array("a,b\n1,2\n2,1\n,1\n1,\n1,2\n".utf8)).describe().repeatedRecords == 1)
  }

  @Test func notesOfOpeningAndReadingAreJoined() throws {
    let description = try SurveyData(csv: Array("a;a\n\n1;2\n".utf8)).describe()
    #expect(
      description.notes.map(\.code) == ["duplicate_header", "delimiter_detected", "blank_lines_skipped"])
  }

  @Test func columnsInMemoryAreDescribedToo() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "x", values: .float64([1, 2.5, .nan, 1])),
      SurveyColumn(name: "t", texts: ["a", nil, "a", "a"]),
    ])
    let description = try data.describe()
    #expect(description.dialect == nil)
    #expect(description.columns.map(\.kind) == [.number, .text])
    #expect(description.columns.map(\.missing) == [1, 1])
    #expect(description.columns[1].listed == ["a 3"])
    #expect(description.repeatedRecords == 1)
  }

  @Test func aTableWithoutRowsIsDescribed() throws {
    let description = try SurveyData(csv: Array("a,b\n".utf8)).describe()
    #expect(description.rows == 0)
    #expect(description.columns.map(\.kind) == [.empty, .empty])
  }

  @Test func describingCanBeCancelled() throws {
    let run = RunControl()
    run.cancel()
    #expect(throws: SurveyStatsError.self) { try SurveyData(csv: Array("a\n1\n".utf8)).describe(run: run) }
  }
}

extension DataDescription.Column {
  fileprivate var listed: [String] { answers.map { "\($0.text) \($0.count)" } }
}
