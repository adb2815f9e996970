import SurveyStats
import Testing

/// A scale that takes points away has no highest score to divide by: the other items keep theirs.
@Suite struct UndefinedScoreTests {
  private static func design() throws -> SampleDesign {
    let codebook = try Codebook(
      document: Array(
        """
        columns:
          - {name: a, scale: lost}
        scales:
          - name: lost
            minimum: -4
            maximum: 0
            options:
              - {label: good, score: 0, role: positive}
              - {label: fair, score: -2}
              - {label: poor, score: -4}
        """.utf8), name: "codebook.yaml")
    let text = "a,b,g\ngood,4,x\nfair,3,x\npoor,4,y\ngood,2,y\nfair,4,x\n"
    let data = try SurveyData(csv: Array(text.utf8), name: "a.csv")
    return try SampleDesign(
      data.described(by: codebook, scales: ScaleRequest(all: .detected), items: ["a", "b"]))
  }

  @Test("a summary has no such score of the item, a note, and every other number")
  func summary() throws {
    let design = try Self.design()
    let summary = try design.summary(SummaryOptions(items: ["a", "b"], by: "g"))
    let scores = summary.rows.filter { $0.statistic == "score-of-max" }
    let (ours, others) = (scores.filter { $0.term == "a" }, scores.filter { $0.term == "b" })
    #expect(
      !ours.isEmpty && ours.allSatisfy { $0.estimate == nil && $0.standardError == nil && $0.count > 0 })
    let plain = try design.score("b", as: [.scoreOfMax])
    #expect(others.first?.estimate == plain.rows[0].estimate && others.first?.estimate != nil)
    let range = summary.rows.first { $0.statistic == "score-of-range" && $0.term == "a" }
    // Scores of 0, −2, −4, 0 and −2 on −4 to 0.
    #expect(range?.estimate.map { ($0 - 60).magnitude < 1e-12 } == true)
    let notes = summary.notes.filter { $0.code == "score_of_max_undefined" }
    #expect(notes.count == 1 && notes[0].english.contains("The highest score of a is not above 0"))
  }

  @Test("who asks for the score itself is told to ask for the other")
  func score() throws {
    #expect(throws: SurveyStatsError.self) { try Self.design().score("a", as: [.scoreOfMax]) }
    #expect(try Self.design().score("a", as: [.scoreOfRange]).rows.count == 1)
  }
}
