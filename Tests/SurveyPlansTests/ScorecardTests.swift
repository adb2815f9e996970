import SurveyStats
import Testing

/// Full points are those of the plan; what it leaves open is shared, and what does not add up is said.
@Suite struct ScorecardTests {
  private func evaluate(_ nodes: String, scoring: String = "{total: 100}") throws -> PlanEvaluation {
    let text = """
      schema: survey-stats/plan@1
      id: test
      title: 配分
      agency: {name: 東區區公所}
      year: {roc: 103}
      scoring: \(scoring)
      nodes:
      \(nodes)
      """
    return try Plan(document: Array(text.utf8), name: "plan.yaml", folder: "").evaluate()
  }

  private func check(_ id: String, _ met: Bool, _ more: String = "") -> String {
    "{id: \(id), label: \(id), kind: check, met: \(met)\(more.isEmpty ? "" : ", " + more)}"
  }

  @Test("said points are given as said, and the rest goes to those that say nothing") func shared() throws {
    let found = try evaluate(
      """
      - label: 甲
        points: 30
        nodes:
          - label: 一
            indicators: [\(check("a", true, "points: 10")), \(check("b", false))]
          - label: 二
            indicators: [\(check("c", false))]
      - label: 乙
        points: 70
        indicators: [\(check("d", true)), \(check("e", true, "weight: 3"))]
      """)
    #expect(found["a"]?.fullPoints == 10 && found["a"]?.points == 10)
    #expect(found["b"]?.fullPoints == 5 && found["b"]?.points == 0)
    #expect(found["c"]?.fullPoints == 15)
    #expect(found["d"]?.fullPoints == 17.5 && found["e"]?.fullPoints == 52.5)
    #expect(found.nodes[0].score?.points == 10 && found.nodes[0].score?.fullPoints == 30)
    #expect(found.score?.points == 80 && found.notes.isEmpty)
  }

  @Test("a node without points whose parts all say theirs has their sum") func sums() throws {
    let found = try evaluate(
      """
      - label: 甲
        nodes:
          - label: 一
            indicators: [\(check("a", true, "points: 40")), \(check("b", false, "points: 20"))]
          - label: 二
            indicators: [\(check("c", false))]
      """)
    #expect(found.nodes[0].children.map { $0.score?.fullPoints } == [60, 40])
    #expect(found["c"]?.fullPoints == 40 && found.score?.points == 40)
  }

  @Test("points that do not add up are scaled, and the node is named") func scaled() throws {
    let found = try evaluate(
      """
      - label: 甲
        points: 100
        indicators: [\(check("a", true, "points: 20")), \(check("b", false, "points: 30"))]
      """)
    #expect(found["a"]?.fullPoints == 40 && found["b"]?.fullPoints == 60)
    let note = try #require(found.notes.first)
    #expect(note.code == "points_scaled" && note.chinese.contains("甲") && note.chinese.contains("50"))
  }

  @Test(
    "what does not apply or has no value is represented by the rest, or by nothing where the plan says so")
  func missing() throws {
    let nodes = """
      - label: 甲
        points: 60
        indicators:
          - \(check("a", true, "points: 20"))
          - \(check("b", false, "points: 10"))
          - {id: none, kind: check, met: true, points: 10, status: not_applicable, reason: 本所無此業務}
          - {id: later, kind: deadline, due: 2016-06-30, points: 20}
      - label: 乙
        points: 40
        indicators: [\(check("c", true))]
      """
    let found = try evaluate(nodes)
    #expect(
      found["none"]?.fullPoints == nil && found["a"]?.fullPoints == 20 && found["later"]?.fullPoints == 20)
    #expect(found["later"]?.points == nil)
    // 20 of the 30 points that could be shown stand for 60.
    #expect(isClose(found.nodes[0].score?.points, 40) && isClose(found.score?.points, 80))
    #expect(isClose(found.nodes[0].score?.missingPoints, 24))
    let strict = try evaluate(nodes, scoring: "{total: 100, missing: zero}")
    #expect(isClose(strict.nodes[0].score?.points, 24))
  }

  @Test("a node of words alone keeps its points, which nothing can show") func words() throws {
    let found = try evaluate(
      """
      - label: 甲
        points: 90
        indicators: [\(check("a", true))]
      - label: 乙
        points: 10
        indicators: [{id: t, kind: text, label: 說明, evidence: 佐證}]
      """)
    #expect(found["a"]?.fullPoints == 90)
    #expect(found.nodes[1].score?.fullPoints == 10 && found.nodes[1].score?.missingPoints == 10)
    #expect(found.score?.points == 100 && found.score?.missingPoints == 10)
  }

  @Test("where others have all the points an indicator has none, not 0 of 0") func noPoints() throws {
    let found = try evaluate(
      """
      - label: 甲
        indicators: [\(check("a", true)), \(check("b", false))]
      - label: 乙
        points: 100
        indicators: [\(check("c", true))]
      """)
    for id in ["a", "b"] { #expect(found[id]?.fullPoints == nil && found[id]?.points == nil) }
    #expect(found.nodes[0].score == nil && found["a"]?.status == .met)
    #expect(found["c"]?.fullPoints == 100 && found.score?.points == 100)
  }
}
