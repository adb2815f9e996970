import SurveyInput
import SurveyTable
import Testing

@Suite("what describe knows of columns") struct DescribeKindsTests {
  private func columns(_ header: String, _ rows: [String]) throws -> [DataDescription.Column] {
    try description(header, rows).columns
  }

  private func description(_ header: String, _ rows: [String]) throws -> DataDescription {
    try SurveyData(csv: Array(([header] + rows).joined(separator: "\n").utf8), name: "f.csv").describe()
  }

  @Test("dates of every notation, with their range")
  func dates() throws {
    let columns = try columns(
      "時間戳記,民國,填答日期,代碼,us,eu,both,mixed,year",
      [
        "2023/5/4 下午 3:21:10,112/5/4,1120504,1120504,04/25/2026,25/04/2026,4/10/2026,2023/5/4,112年",
        "2023/5/4 上午 12:05:00,99/1/1,0990101,0990101,1/2/2026,1/2/2026,5/10/2026,x,113年",
        ",113/2/29,1130229,1130229,12/31/2025,31/12/2025,6/6/2026,2023/5/6,112年",
      ])
    #expect(columns.map(\.kind) == [.date, .date, .date, .integer, .date, .date, .date, .text, .text])
    #expect(columns[0].dates?.earliest == "2023-05-04T00:05:00")
    #expect(columns[0].dates?.latest == "2023-05-04T15:21:10")
    #expect(columns[0].missing == 1)
    #expect(columns[1].dates?.earliest == "2010-01-01" && columns[1].dates?.latest == "2024-02-29")
    #expect(columns[2].dates?.earliest == "2010-01-01" && columns[2].dates?.latest == "2024-02-29")
    #expect(
      columns.map { $0.dates?.hasRepublicanYears } == [false, true, true, nil, false, false, false, nil, nil])
    #expect(columns[4].dates?.earliest == "2025-12-31" && columns[4].dates?.latest == "2026-04-25")
    #expect(columns[5].dates?.earliest == "2025-12-31" && columns[5].dates?.latest == "2026-04-25")
    #expect(columns[6].dates?.earliest == "2026-04-10" && columns[6].dates?.latest == "2026-06-06")
    #expect(
      columns.map { $0.dates?.isDayMonthAmbiguous } == [
        false, false, false, nil, false, false, true, nil, nil,
      ])
    #expect(columns[0].minimum == nil && columns[2].minimum == nil && columns[2].answers.isEmpty)
  }

  @Test("a column whose orders contradict each other holds no dates")
  func contradiction() throws {
    #expect(try columns("t", ["25/4/2026", "4/25/2026"])[0].kind == .text)
  }

  @Test("more timestamps than are held still have a range")
  func manyDates() throws {
    var text = "t\n"
    for index in 0..<5000 {
      text += "2023/\(index % 12 + 1)/\(index % 28 + 1) \(index % 24):\(index % 50 + 10)\n"
    }
    let options = CSVOptions(limits: ResourceLimits(levels: 100))
    let column = try SurveyData(csv: Array(text.utf8), options: options).describe().columns[0]
    #expect(column.hasMoreDistinct && column.kind == .date)
    #expect(column.dates?.earliest.hasPrefix("2023-01-01T") == true)
    #expect(column.dates?.latest.hasPrefix("2023-12-28T") == true)
  }

  @Test("ambiguous dates are told in a note")
  func ambiguousNote() throws {
    let description = try description("t", ["4/10/2026", "5/6/2026"])
    #expect(description.notes.map(\.code) == ["day_month_ambiguous"])
  }

  @Test("marks of one-hot columns")
  func marks() throws {
    let columns = try columns("a,b,c,d,e,f", ["○,V,■,○,,1", ",v,,x,,", "◯,✓,,○,,1", "○,Ｖ,■,,,"])
    #expect(columns.map(\.kind) == [.mark, .mark, .mark, .text, .empty, .integer])
    #expect(columns.map(\.valid) == [3, 4, 2, 3, 0, 2])
  }

  @Test("several answers in a cell, by each separator")
  func multiple() throws {
    let columns = try columns(
      "google;ms;lines;codes;word",
      [
        "網路, 電話;\"網路;電話;\";\"網路\n電話\";1,4;滿意",
        "電話;\"電話;\";\"電話\";4;不滿意",
        "網路, 臨櫃, 電話;\"網路;臨櫃;\";\"臨櫃\n網路\";1,4,5;滿意",
        "網路;\"臨櫃;\";\"網路\";5;不知道、拒答",
        "臨櫃, 網路;\"網路;電話;\";\"網路\n電話\";1,5;滿意",
        ";;;;",
      ])
    #expect(columns.map(\.kind) == [.multiple, .multiple, .multiple, .multiple, .text])
    #expect(columns.map { $0.selection?.separator } == [.comma, .semicolon, .lineBreak, .comma, nil])
    #expect(columns.map { $0.selection?.distinct } == [3, 3, 3, 3, nil])
    #expect(columns[0].selection?.options.map { "\($0.text) \($0.count)" } == ["網路 4", "臨櫃 2", "電話 3"])
    #expect(columns[3].selection?.options.map { "\($0.text) \($0.count)" } == ["1 3", "4 3", "5 3"])
    #expect(columns[0].answers.isEmpty)
  }

  @Test(
    "what has commas and is one answer",
    arguments: [
      ["1,234", "1,234", "2,345", "1,345"], ["1,000-2,000元", "1,000元以下", "2,000-3,000元", "1,000元以下"],
      ["不知道、拒答", "未使用、不適用", "不知道、拒答", "未使用、不適用"], ["很好，謝謝", "服務不錯，再加油", "等太久，請改善", "好"],
      ["20歲以上，未滿30歲", "30歲以上，未滿40歲", "20歲以上，未滿30歲", "30歲以上，未滿40歲"], ["a,b", "a,b", "a,b", "a,b"],
    ])
  func oneAnswer(_ answers: [String]) throws {
    let columns = try columns("a;b", answers.map { "\"\($0)\";1" })
    #expect(columns[0].kind == .text)
    #expect(columns[0].selection == nil)
  }

  @Test("the note names the columns and says what to do")
  func multipleNote() throws {
    let description = try description("用途;b", ["甲, 乙;1", "乙;1", "甲;1", "乙, 甲;1"])
    let note = description.notes.first { $0.code == "multiple_answers" }
    #expect(note?.english.contains("'用途'") == true && note?.english.contains("codebook") == true)
    #expect(note?.chinese.contains("編碼簿") == true)
  }

  @Test("matrix questions by the names of their columns")
  func matrices() throws {
    let description = try description(
      "時間戳記,服務滿意度 [環境],服務滿意度 [禮儀],整體,Q1[SQ001],Q1[SQ002],D[A][1],D[A][2],單獨 [甲],[x],服務滿意度 [措施]",
      ["2023/5/4,5,4,3,1,1,1,1,1,1,2"])
    #expect(description.matrices.map(\.stem) == ["服務滿意度", "Q1", "D"])
    #expect(description.matrices.map(\.columns) == [[2, 3, 11], [5, 6], [7, 8]])
    #expect(
      description.matrices.map(\.subQuestions) == [
        ["環境", "禮儀", "措施"], ["SQ001", "SQ002"], ["A [1]", "A [2]"],
      ])
  }

  @Test("full-width digits are numbers to describe as to every other reader")
  func fullWidth() throws {
    let description = try description("a", ["５", "4", "　３", "'2", "５"])
    #expect(description.columns[0].kind == .integer)
    #expect(description.columns[0].minimum == 2 && description.columns[0].maximum == 5)
    #expect(
      description.notes.map(\.english) == [
        "3 numbers in full-width digits were read as the numbers they are."
      ])
    #expect(try self.description("a", ["５", "x"]).notes.isEmpty)
  }

  @Test("a number in full-width digits is the answer that its plain digits are")
  func fullWidthDistinct() throws {
    let columns = try columns("a,b", ["９,９", "9,9x", "'9,9", "１０,１０", "9,1"])
    #expect(columns[0].distinct == 2)
    #expect(columns[0].answers.map(\.text) == ["9", "10"])
    #expect(columns[0].answers.map(\.count) == [4, 1])
    // Among texts digits are no numbers.
    #expect(columns[1].distinct == 5)
  }

  @Test("answers of a scale are listed however few rows there are; other texts are not")
  func answersOfATally() throws {
    let columns = try columns("滿意度,人", ["非常滿意,甲", "滿意,乙", "普通,丙", "不滿意,丁", "非常不滿意,戊"])
    #expect(columns[0].answers.count == 5)
    #expect(columns[0].scale == "satisfaction-5")
    #expect(columns[1].answers.isEmpty)
  }
}
