import SurveyStats
import Testing

/// Evaluations that are watched, and ended by their owner while they read.
@Suite struct WatchedPlanTests {
  private static let rows = 60_000

  private func withPlan(_ body: (Plan) throws -> Void) throws {
    let answers = "q1,q2,q3\n" + String(repeating: "滿意,普通,滿意\n不滿意,滿意,很滿意\n", count: Self.rows / 2)
    let folder = try PlanFolder(["r.csv": answers])
    try withExtendedLifetime(folder) {
      try body(
        try folder.plan(
          ["{id: f, kind: count, dataset: r, where: 'q1 == \"滿意\"'}"],
          datasets: ["{id: r, role: events, file: r.csv}"]))
    }
  }

  @Test("reading records is told to the run") func progress() throws {
    try withPlan { plan in
      let run = RunControl()
      let evaluation = try plan.evaluate(run: run)
      #expect(evaluation["f"]?.value == Double(Self.rows / 2))
      #expect(run.progress.rows == Self.rows)
      #expect(run.progress.bytes == run.progress.totalBytes && run.progress.totalBytes > Self.rows)
    }
  }

  @Test("a run that was cancelled reads no file to its end, and says why") func cancelled() throws {
    try withPlan { plan in
      for isCheck in [false, true] {
        let run = RunControl()
        run.cancel()
        let error = #expect(throws: SurveyStatsError.self) {
          if isCheck { _ = try plan.problems(run: run) } else { _ = try plan.evaluate(run: run) }
        }
        #expect(error?.code == .cancelled)
        #expect(run.progress.rows < Self.rows)
      }
    }
  }
}
