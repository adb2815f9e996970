import SurveyTable

/// Something that is wrong with a plan or with the records that it names.
public struct PlanProblem: Sendable, Hashable {
  /// The line of the plan file, or `nil` where the whole plan is meant.
  public var line: Int?
  /// Where in the line what is wrong stands, or the entry that it belongs to, from 1.
  public var column: Int?
  public var message: String
  /// The same in Chinese, where it is known.
  public var chinese: String?
  /// Whether `evaluate` would fail for it; else it only leaves something without a value.
  public var isError: Bool
}

extension Plan {
  /// Everything that is wrong: files, columns and cells that cannot be read, and what will have no value. Empty for
  /// a plan that is sound. All indicators are tried, so that one run shows all problems, in the order of the plan.
  public func problems(run: RunControl? = nil) throws(SurveyStatsError) -> [PlanProblem] {
    let evaluator = Evaluator(self, run)
    var list = ProblemList()
    try list.openDatasets(of: evaluator)
    for survey in surveys {
      for year in [RecordYear.current, .prior] {
        try list.attempt(survey.line, survey.places) { () throws(SurveyStatsError) in
          _ = try evaluator.surveys.round(survey.id, year)
        }
      }
    }
    var log = DecisionLog(self)
    var lacking: [PlanProblem] = []
    for indicator in indicators {
      try run?.advance(rows: 0, bytes: 0)
      try list.attempt(indicator.line, indicator.places) { () throws(SurveyStatsError) in
        let result = try evaluator.result(of: indicator, &log)
        if let reason = result.reason, result.status == .noData, reason.code != "not_available" {
          lacking.append(
            PlanProblem(
              line: indicator.line, column: indicator.places.column,
              message: "indicator '\(indicator.id)' has no value: \(reason.english)",
              chinese: "指標「\(indicator.label)」（\(indicator.id)）無數值：\(reason.chinese)", isError: false))
        }
      }
    }
    list.problems += lacking
    // Points that do not add up leave nothing without a value, but they are not those of the plan.
    if list.problems.allSatisfy({ !$0.isError }) {
      for note in try evaluate(run: run).notes {
        list.problems.append(
          PlanProblem(line: nil, message: note.english, chinese: note.chinese, isError: false))
      }
    }
    return list.inOrder
  }
}

/// Problems, each once.
struct ProblemList {
  var problems: [PlanProblem] = []
  private var seen: Set<String> = []

  /// By line and column, what belongs to no line last.
  var inOrder: [PlanProblem] {
    problems.enumerated().sorted {
      ($0.element.line ?? .max, $0.element.column ?? 0, $0.offset)
        < ($1.element.line ?? .max, $1.element.column ?? 0, $1.offset)
    }.map(\.element)
  }

  /// Keeps the error of `body`, at the place of an entry of the plan.
  mutating func attempt(
    _ line: Int, _ places: PlanPlaces, _ body: () throws(SurveyStatsError) -> Void
  ) throws(SurveyStatsError) {
    do throws(SurveyStatsError) {
      try body()
    } catch {
      if error.code == .cancelled { throw error }
      // Reading names every column that a file lacks and every file, each in a line of its own.
      let messages = error.message.split(separator: "\n").map(String.init)
      let chinese = error.chinese?.split(separator: "\n").map(String.init)
      for (index, message) in messages.enumerated() where seen.insert(message).inserted {
        let place = places.place(of: message)
        problems.append(
          PlanProblem(
            line: place?.line ?? line, column: place?.column ?? places.column, message: message,
            chinese: chinese?.count == messages.count ? chinese?[index] : nil, isError: true))
      }
    }
  }

  /// Opens the files of every dataset, and looks for the columns that it names itself.
  mutating func openDatasets(of evaluator: Evaluator) throws(SurveyStatsError) {
    for dataset in evaluator.plan.datasets {
      for year in [RecordYear.current, .prior] {
        try attempt(dataset.line, dataset.places) { () throws(SurveyStatsError) in
          guard let open = try evaluator.records.open(dataset.id, year) else { return }
          // A questionnaire's columns get their names from its codebook.
          if dataset.role.isQuestionnaire { return }
          for name in dataset.columns.map(\.name) + [dataset.date].compactMap({ $0 }) {
            for table in open.tables { _ = try open.header(name, in: table) }
          }
        }
      }
    }
  }
}
