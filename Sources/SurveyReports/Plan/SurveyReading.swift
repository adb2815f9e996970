import SurveyInference
import SurveyPlans
import SurveyTable

/// Looks up what a questionnaire found.
struct SurveyReading {
  let result: PlanEvaluation.SurveyResult
  /// Items answered by fewer are not shown.
  let suppressBelow: Int

  init(_ result: PlanEvaluation.SurveyResult, _ plan: Plan) {
    self.result = result
    suppressBelow = plan.suppressBelow
  }

  func label(_ term: String) -> String { result.labels[term] ?? result.scores?.termLabels[term] ?? term }

  /// Whether respondents were drawn at random, so that intervals and tests speak for the population.
  var isInferential: Bool {
    guard let sampling = result.survey.sampling else { return true }
    return sampling.isRandom && sampling != .census
  }

  /// Constructs, then the overall item: the lines of a table of satisfaction.
  var summaryTerms: [String] { result.constructs + [result.overall].compactMap { $0 } }

  /// A score of a column; shares are those of the valid answers.
  func score(_ term: String, _ statistic: String) -> EstimateRow? {
    let rows = result.scores?.rows.filter { $0.term == term && $0.statistic == statistic } ?? []
    return rows.first { $0.base == "valid" } ?? rows.first { $0.base == nil }
  }

  func isHidden(_ term: String) -> Bool {
    let row = score(term, "mean") ?? score(term, "top2")
    return row.map { $0.count < suppressBelow } ?? false
  }

  /// Counts and shares of an item's answers in the scale's order.
  func answers(_ term: String) -> [(level: String, count: Int, valid: Double?, all: Double?)] {
    let rows = result.answers?.rows.filter { $0.term == term } ?? []
    var order: [String] = []
    for row in rows {
      if let level = row.level, !order.contains(level) { order.append(level) }
    }
    return order.map { level in
      let own = rows.filter { $0.level == level }
      func share(_ base: String) -> Double? {
        own.first { $0.statistic == "proportion" && $0.base == base }?.estimate
      }
      let count = own.first { $0.statistic == "count" }?.estimate ?? 0
      return (level, Int(exactly: count.rounded()) ?? 0, share("valid"), share("all"))
    }
  }

  /// An item's line in the drawing of answers, the worst answer first; `nil` where the parts that its answers play are
  /// not known.
  func answerRow(_ term: String) -> AnswerRow? {
    let valid = answers(term).filter { $0.valid != nil }
    guard valid.count > 1, valid.count <= 7, !isHidden(term), let roles = roles(valid.map(\.level), term)
    else {
      return nil
    }
    var shares = zip(valid, roles).map { answer, role in
      (AnswerShare(label: answer.level, role: role.role, strength: 1, share: answer.valid ?? 0), role.score)
    }
    shares.sort { $0.1 < $1.1 }
    var answers = shares.map(\.0)
    // The outermost of several answers on one side is the strong one.
    if answers.count > 1, answers[0].role == .negative, answers[1].role == .negative {
      answers[0].strength = 2
    }
    let last = answers.count - 1
    if last > 0, answers[last].role == .positive, answers[last - 1].role == .positive {
      answers[last].strength = 2
    }
    let positive =
      score(term, "top2")?.estimate
      ?? answers.filter { $0.role == .positive }.reduce(0) { $0 + $1.share }
    return AnswerRow(
      label: label(term), answers: answers, positive: positive,
      count: score(term, "top2")?.count ?? score(term, "mean")?.count ?? valid.reduce(0) { $0 + $1.count })
  }

  /// By the codebook's scale where it is written in the plan, else by the scale that knows all the answers.
  private func roles(_ levels: [String], _ term: String) -> [(role: AnswerScale.Role, score: Double)]? {
    var scales: [AnswerScale] = []
    if case .inline(let codebook) = result.survey.codebook {
      scales =
        codebook.columns.filter { $0.id == term || $0.name == term }.compactMap(\.scale) + codebook.scales
    }
    scales += AnswerScale.builtIn
    for scale in scales {
      let reader = ScaleReader(scale)
      let answers = levels.map(reader.answer)
      let known = answers.compactMap { answer in answer.flatMap { own in own.score.map { (own.role, $0) } } }
      if known.count == levels.count { return known }
    }
    return nil
  }

  /// A column's comparison of two years: of its share (`top2`) or of its `mean`.
  func growth(_ term: String, _ statistic: String) -> GrowthReading? {
    let own = result.growth?.rows.filter { $0.term == term && $0.group.isEmpty } ?? []
    // Where a result holds both, `method` tells them apart; else the values of the years say what they are.
    let isMean = own.contains { $0.statistic == "mean" }
    let rows = own.filter { row in
      guard let method = row.method, ["top2", "mean"].contains(method) else {
        return isMean == (statistic == "mean")
      }
      return method == statistic
    }
    guard let rate = rows.first(where: { $0.statistic == "growth" }) else { return nil }
    return GrowthReading(
      before: rows.first { $0.period != nil && $0.period == rate.periodFrom },
      after: rows.first { $0.period != nil && $0.period == rate.periodTo },
      difference: rows.first { $0.statistic == "difference" }, rate: rate)
  }

  struct GrowthReading {
    var before: EstimateRow?
    var after: EstimateRow?
    var difference: EstimateRow?
    var rate: EstimateRow
  }
}
