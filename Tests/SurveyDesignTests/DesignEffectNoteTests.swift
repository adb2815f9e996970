import SurveyStats
import Testing

/// Columns that this program makes have names that no reader should see.
@Suite struct DesignEffectNoteTests {
  @Test("the note on design effects names the items of scores, each once")
  func items() throws {
    let text = "q,r,g\n5,1,a\n4,2,a\n3,3,b\n5,4,b\n"
    let data = try SurveyData(csv: Array(text.utf8), name: "a.csv")
      .scored(["q", "r"], by: ScaleRequest(parsing: "satisfaction-5"))
    let options = EstimateOptions(designEffect: .withoutReplacement)
    for by in [[], ["g"]] {
      let notes = try SampleDesign(data).score(
        ["q", "r"], as: [.mean, .scoreOfMax, .topTwo(.valid)], by: ColumnList(by), options
      ).notes
      let note = try #require(notes.first { $0.code == "deff_with_replacement" })
      #expect(note.english.hasSuffix(": q; r.") && note.chinese.contains("\u{1F}") == false)
    }
  }
}
