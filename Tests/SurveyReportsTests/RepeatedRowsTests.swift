import SurveyStats
import Testing

@Suite("rows that repeat others") struct RepeatedRowsTests {
  private func summary(_ times: [String], _ answers: [String], counts: [Int16]? = nil) throws -> Estimates {
    let columns = [
      SurveyColumn(name: "時間戳記", texts: times), SurveyColumn(name: "q1", texts: answers),
      SurveyColumn(name: "q2", texts: answers),
      SurveyColumn(name: "n", values: .int16(counts ?? times.map { _ in 1 })),
    ]
    var data = try SurveyData(columns: columns)
    if counts != nil { data = try data.repeated(by: "n") }
    return try SampleDesign(data.scored(["q1", "q2"], by: ScaleRequest(all: .detected)))
      .summary(SummaryOptions(items: ["q1", "q2"]))
  }

  private static let times = (0..<40).map { "2014/9/\(10 + $0 / 10) 上午 9:0\($0 % 10):20" }
  private static let answers = (0..<40).map { ["滿意", "普通", "非常滿意", "不滿意"][$0 % 4] }

  @Test("a summary says that rows with the same time and answers are copies") func copies() throws {
    // Three of the forty once more.
    let result = try summary(Self.times + Self.times.prefix(3), Self.answers + Self.answers.prefix(3))
    let note = try #require(result.notes.first { $0.code == "repeated_rows" })
    #expect(note.chinese.contains("3 列") && note.chinese.contains("時間戳記"))
    #expect(try !summary(Self.times, Self.answers).notes.contains { $0.code == "repeated_rows" })
  }

  @Test("a first column that only sometimes differs, or counts on and off, hides no copy") func firstColumn()
    throws
  {
    let first = [
      Self.answers,  // few answers
      Self.times.indices.map { "\($0 / 2)" },  // each number twice
      Self.times.indices.map { $0 == 20 ? "" : "\($0)" },  // one missing
      Self.times.indices.map { "\(40 - $0)" },
    ]
    for (index, numbers) in first.enumerated() {
      let columns = [
        SurveyColumn(name: "no", texts: numbers + numbers.prefix(3)),
        SurveyColumn(name: "q1", texts: Self.answers + Self.answers.prefix(3)),
        SurveyColumn(name: "q2", texts: Self.answers + Self.answers.prefix(3)),
        SurveyColumn(name: "time", texts: Self.times + Self.times.prefix(3)),
      ]
      let data = try SurveyData(columns: columns).scored(["q1", "q2"], by: ScaleRequest(all: .detected))
      let notes = try SampleDesign(data).summary(SummaryOptions(items: ["q1", "q2"])).notes
      #expect(notes.contains { $0.code == "repeated_rows" && $0.chinese.contains("3 列") }, "\(index)")
    }
  }

  @Test("equal answers without anything that tells people apart are no copies, nor are tallies") func chance()
    throws
  {
    let same = Self.times.map { _ in "臨櫃" }
    #expect(try !summary(same, Self.answers).notes.contains { $0.code == "repeated_rows" })
    let counts = Self.times.map { _ in Int16(2) }
    #expect(
      try !summary(Self.times, Self.answers, counts: counts).notes.contains { $0.code == "repeated_rows" })
  }
}
