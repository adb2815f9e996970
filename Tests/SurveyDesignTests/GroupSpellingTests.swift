import SurveyStats
import Testing

/// Groups whose answers differ only in how they are typed.
@Suite struct GroupSpellingTests {
  private func means(_ groups: [String]) throws -> Estimates {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "g", texts: groups),
      SurveyColumn(name: "y", values: .float64((0..<groups.count).map { Double($0) })),
    ])
    return try SampleDesign(data).mean("y", by: "g")
  }

  @Test("full-width and half-width spellings are one group under the plainest, whatever comes first")
  func width() throws {
    for order in [["２０-２９歲", "20-29歲", "30 歲", "30歲"], ["20-29歲", "２０-２９歲", "30歲", "30 歲"]] {
      let found = try means(order)
      #expect(found.rows.map { $0.group[0].value } == ["20-29歲", "30 歲"])
      #expect(found.rows.map(\.count) == [2, 2])
      #expect(found.rows.map(\.estimate) == [0.5, 2.5])
      let note = try #require(found.notes.first { $0.code == "groups_merged_by_spelling" })
      #expect(note.chinese.contains("２０-２９歲 → 20-29歲"))
    }
  }

  @Test("letters keep their case, and plain codes have no note") func letters() throws {
    let found = try means(["F", "f", "A1", "a1"])
    #expect(found.rows.count == 4 && !found.notes.contains { $0.code == "groups_merged_by_spelling" })
  }

  @Test("characters of PDF fonts and both spellings of 臺 are one") func variants() throws {
    #expect(try means(["臺北", "台北", "帄日", "平日"]).rows.map(\.count) == [2, 2])
  }
}
