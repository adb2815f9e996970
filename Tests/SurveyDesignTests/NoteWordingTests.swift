import SurveyStats
import Testing

/// A note about one row speaks of one row.
@Suite struct NoteWordingTests {
  private static func notes(_ rows: String..., by: ColumnList = []) throws -> [String] {
    let text = (["q,w,place,place,"] + rows).joined(separator: "\n") + "\n"
    let data = try SurveyData(csv: Array(text.utf8), name: "a.csv")
    return try SampleDesign(data, weights: "w").mean("q", by: by).notes.map(\.english)
  }

  @Test("rows of weight 0 and without a group, columns without a name and with one that is taken")
  func singularAndPlural() throws {
    let one = try Self.notes("1,1,a,b,", "2,0,a,b,", "3,1,,b,", by: "place").joined(separator: "\n")
    #expect(one.contains("1 row has weight 0: it stays a unit of the design and is counted"))
    #expect(one.contains("1 row has no answer in place and belongs to no group; it stays in the design."))
    #expect(one.contains("1 column without a name was named"))
    #expect(one.contains("1 column repeats a name and was numbered"))
    let two = try Self.notes("1,0,,b,", "2,0,,b,", "3,1,,b,", "4,1,,b,", "5,1,a,b,", by: "place")
      .joined(separator: "\n")
    #expect(two.contains("2 rows have weight 0: they stay units of the design and are counted"))
    #expect(two.contains("rows have no answer in place and belong to no group; they stay in the design."))
  }
}
