import SurveyTable

/// Something that is wrong with a plan or with the records that it names.
public struct PlanProblem: Sendable, Hashable {
  /// The line of the plan file, or `nil` where the whole plan is meant.
  public var line: Int?
  /// Where in the line what is wrong stands, from 1; `nil` where the whole entry is meant.
  public var column: Int?
  public var message: String
  /// The same in Chinese, where it is known.
  public var chinese: String?
  /// Whether `evaluate` would fail for it; else it only leaves something without a value.
  public var isError: Bool
}

extension Plan {
  /// Everything that is wrong: files, columns and cells that cannot be read, and what will have no value. Empty for
  /// a plan that is sound. All indicators are tried, so that one run shows all problems.
  public func problems(run: RunControl? = nil) throws(SurveyStatsError) -> [PlanProblem] {
    let evaluator = Evaluator(self)
    var problems: [PlanProblem] = []
    var seen: Set<String> = []
    func attempt(
      _ line: Int, _ places: [PlanPlace] = [], _ body: () throws(SurveyStatsError) -> Void
    ) throws(SurveyStatsError) {
      do throws(SurveyStatsError) {
        try body()
      } catch {
        if error.code == .cancelled { throw error }
        // Reading names every column that a file lacks, each in a line of its own.
        let messages = error.message.split(separator: "\n").map(String.init)
        let chinese = error.chinese?.split(separator: "\n").map(String.init)
        for (index, message) in messages.enumerated() where seen.insert(message).inserted {
          let place = Self.place(of: message, among: places)
          problems.append(
            PlanProblem(
              line: place?.line ?? line, column: place?.column, message: message,
              chinese: chinese?.count == messages.count ? chinese?[index] : nil, isError: true))
        }
      }
    }
    for dataset in datasets {
      try attempt(dataset.line) { () throws(SurveyStatsError) in
        for year in [RecordYear.current, .prior] {
          guard let open = try evaluator.records.open(dataset.id, year) else { continue }
          // A questionnaire's columns get their names from its codebook.
          if dataset.role.isQuestionnaire { continue }
          for column in dataset.columns {
            for table in open.tables { _ = try open.header(column.name, in: table) }
          }
        }
      }
    }
    for survey in surveys {
      try attempt(survey.line) { () throws(SurveyStatsError) in
        _ = try evaluator.surveys.round(survey.id, .current)
        _ = try evaluator.surveys.round(survey.id, .prior)
      }
    }
    var log = DecisionLog(self)
    for indicator in indicators {
      try run?.advance(rows: 0, bytes: 0)
      try attempt(indicator.line, indicator.places) { () throws(SurveyStatsError) in
        let result = try evaluator.result(of: indicator, &log)
        if let reason = result.reason, result.status == .noData, reason.code != "not_available" {
          problems.append(
            PlanProblem(
              line: indicator.line, message: "indicator '\(indicator.id)' has no value: \(reason.english)",
              chinese: "指標「\(indicator.label)」（\(indicator.id)）無數值：\(reason.chinese)", isError: false))
        }
      }
    }
    // Points that do not add up leave nothing without a value, but they are not those of the plan.
    if problems.allSatisfy({ !$0.isError }) {
      for note in try evaluate(run: run).notes {
        problems.append(PlanProblem(line: nil, message: note.english, chinese: note.chinese, isError: false))
      }
    }
    return problems
  }

  /// Where the plan names the column that a message says is missing: by itself, else within a condition.
  private static func place(of message: String, among places: [PlanPlace]) -> PlanPlace? {
    guard let start = message.firstRange(of: " has no column '") else { return nil }
    let rest = message[start.upperBound...]
    guard let end = rest.firstRange(of: "' (") else { return nil }
    let name = String(rest[..<end.lowerBound])
    return places.first { $0.text == name } ?? places.first { $0.text.contains(name) }
  }
}
