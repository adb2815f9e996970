import SurveyInference
import SurveyTable

extension Plan {
  /// Every indicator computed from its records, judged by its target, and scored.
  ///
  /// Records are read from the plan's files. Errors: those of reading (a file, column or cell that the plan needs and
  /// that cannot be read, named with the plan's dataset and line); `cancelled`.
  public func evaluate(run: RunControl? = nil) throws(SurveyStatsError) -> PlanEvaluation {
    try Evaluator(self, run).evaluate()
  }
}

/// Holds what the kinds of indicators share: the plan, its records and its surveys.
final class Evaluator {
  let plan: Plan
  let records: RecordLibrary
  let surveys: SurveyLibrary
  let run: RunControl?
  private var measured: [String: Measurement?] = [:]
  private var byID: [String: Indicator] = [:]

  init(_ plan: Plan, _ run: RunControl?) {
    self.plan = plan
    self.run = run
    records = RecordLibrary(plan, run)
    surveys = SurveyLibrary(plan, records)
    for indicator in plan.indicators { byID[indicator.id] = indicator }
  }

  var level: Double { plan.assumptions.level }
  /// The error that one-sided tests of targets may have.
  var testLevel: Double { 1 - plan.assumptions.level }

  func evaluate() throws(SurveyStatsError) -> PlanEvaluation {
    var log = DecisionLog(plan)
    var nodes: [PlanEvaluation.NodeResult] = []
    for node in plan.nodes { nodes.append(try result(of: node, floor: 0, &log)) }
    var scorecard = Scorecard(self)
    let score = try scorecard.score(&nodes)
    var results: [PlanEvaluation.SurveyResult] = []
    for survey in plan.surveys {
      try run?.advance(rows: 0, bytes: 0)
      if let result = try surveyResult(survey) { results.append(result) }
    }
    // A part of a survey that could not be had is a note, but not where the owner asked to stop.
    try run?.advance(rows: 0, bytes: 0)
    return PlanEvaluation(
      plan: plan, asOf: plan.asOf, nodes: nodes, surveys: results,
      datasets: records.uses, decisions: log.decisions(), score: score, notes: scorecard.notes)
  }

  private func result(
    of node: PlanNode, floor: Int, _ log: inout DecisionLog
  ) throws(SurveyStatsError) -> PlanEvaluation.NodeResult {
    var indicators: [IndicatorResult] = []
    for indicator in node.indicators {
      try run?.advance(rows: 0, bytes: 0)
      do throws(SurveyStatsError) {
        indicators.append(try result(of: indicator, &log))
      } catch {
        throw SurveyStatsError(
          error.code, "indicator '\(indicator.id)' (line \(indicator.line) of the plan): \(error.message)",
          chinese: "指標「\(indicator.id)」（計畫檔第 \(indicator.line) 行）：\(error.chinese ?? error.message)",
          row: error.row, column: error.column)
      }
    }
    var children: [PlanEvaluation.NodeResult] = []
    for child in node.children { children.append(try result(of: child, floor: floor + 1, &log)) }
    return PlanEvaluation.NodeResult(
      node: node, level: floor < plan.levels.count ? plan.levels[floor] : nil, indicators: indicators,
      children: children, score: nil)
  }

  /// A kind's value of a year; `nil` where there are no records of it. Each is measured once.
  func measurement(_ indicator: Indicator, _ year: RecordYear) throws(SurveyStatsError) -> Measurement? {
    let key = "\(year.rawValue) \(indicator.id)"
    if let known = measured[key] { return known }
    let value = try measure(indicator, year)
    measured[key] = .some(value)
    return value
  }

  private func measure(_ indicator: Indicator, _ year: RecordYear) throws(SurveyStatsError) -> Measurement? {
    switch indicator.kind {
    case .score(let kind): try measure(kind, year)
    case .share(let kind): try measure(kind, year)
    case .count(let kind): try measure(kind, year)
    case .frequency(let kind): try measure(kind, year)
    case .duration(let kind): try measure(kind, year)
    case .overdue(let kind): try measure(kind, year)
    case .test(let kind): try measure(kind, year)
    case .accuracy(let kind): try measure(kind, year)
    case .distribution(let kind): try measure(kind, year)
    case .checklist(let kind): try measure(kind, year)
    case .change(let kind): try measure(kind, year)
    case .cost(let kind): try measure(kind, year, limit: indicator.target?.upperBound)
    case .rubric(let kind): try measure(kind, year)
    case .deadline(let kind): year == .current ? try measure(kind) : nil
    case .ranking(let kind): try measure(kind, year)
    case .reliability(let kind): try measureReliability(kind, year)
    case .representativeness(let kind): try measureSample(kind, year, fit: true)
    case .marginOfError(let kind): try measureSample(kind, year, fit: false)
    case .growth(let of): year == .current ? try measureGrowth(of: of) : nil
    case .validity:
      year == .current
        ? .lacking(
          .noData,
          .notYet(
            Wording(
              english: "Construct validity (KMO, Bartlett, factor analysis)",
              chinese: "建構效度（KMO、Bartlett 球形檢定、因素分析）")))
        : nil
    case .check, .text: nil
    }
  }

  // MARK: growth

  /// (this year − last year) / last year of another indicator.
  private func measureGrowth(of id: String) throws(SurveyStatsError) -> Measurement? {
    guard let of = byID[id] else {
      throw SurveyStatsError(.invalidArgument, "the plan has no indicator '\(id)'")
    }
    var result = Measurement(nil, .growth)
    result.decisions = ["U5"]
    if case .score(let score) = of.kind {
      switch try growth(score) {
      case .lacking(let status, let reason):
        if status == .noData, let baseline = of.baseline {
          return try growthOfValues(of, now: try measurement(of, .current), before: baseline, result)
        }
        result.lacking = (status, reason)
        result.decisions.insert(status == .undefined ? "U6" : "U2")
        return result
      case .rows(let estimates, let sides, let isInferential):
        return growthOfScore(score, estimates, sides, isInferential, of, result)
      }
    }
    let now = try measurement(of, .current)
    if let earlier = try measurement(of, .prior), let before = earlier.value {
      var grown = try growthOfValues(of, now: now, before: before, result)
      // Two samples drawn apart: the variance of the ratio b/a by linearization.
      if let now, now.isSample, earlier.isSample, let value = now.value, before > 0, grown.value != nil,
        let error = now.standardError, let earlierError = earlier.standardError
      {
        let ratio = value / before
        let variance = (error * error + ratio * ratio * earlierError * earlierError) / (before * before)
        let df = [now.degreesOfFreedom, earlier.degreesOfFreedom].compactMap { $0 }.reduce(nil) {
          ($0 ?? 0) + $1
        }
        grown.setLimits(
          error: variance.squareRoot(), degreesOfFreedom: df ?? .infinity, level: level, testLevel: testLevel)
        grown.pValue = twoSided(
          value - before, (error * error + earlierError * earlierError).squareRoot(), df ?? .infinity)
      }
      return grown
    }
    if let baseline = of.baseline { return try growthOfValues(of, now: now, before: baseline, result) }
    result.lacking = (.noData, .noPrior)
    result.decisions.insert("U2")
    return result
  }

  private func growthOfValues(
    _ of: Indicator, now: Measurement?, before: Double, _ start: Measurement
  ) throws(SurveyStatsError) -> Measurement {
    var result = start
    result.evidence = now?.evidence ?? []
    result.count = now?.count ?? 0
    guard let now, let value = now.value else {
      result.lacking = now?.lacking ?? (.noData, .noRecords(of.label, nil))
      return result
    }
    result.numerator = value - before
    result.denominator = before
    result.tables = [Self.growthTable(of, before, value, now.format)]
    setGrowth(value, before, &result)
    return result
  }

  /// Growth over 0 is no number (U1), and over something negative means nothing.
  private func setGrowth(_ value: Double, _ before: Double, _ result: inout Measurement) {
    if before > 0 {
      result.value = (value - before) / before
      return
    }
    result.decisions.insert("U1")
    if before < 0 {
      result.lacking = (.undefined, .negativePrior)
    } else if value == 0 {
      result.lacking = (.undefined, .bothZero)
    } else if plan.assumptions.zeroPrior == .new {
      result.lacking = (.met, .newThisYear)
    } else {
      result.lacking = (.undefined, .zeroPrior)
    }
  }

  private func growthOfScore(
    _ score: IndicatorKind.Score, _ estimates: Estimates, _ sides: Estimates, _ isInferential: Bool,
    _ of: Indicator,
    _ start: Measurement
  ) -> Measurement {
    var result = start
    func row(_ statistic: String, _ from: Estimates, period: String? = nil) -> EstimateRow? {
      from.rows.first { $0.statistic == statistic && (period == nil || $0.period == period) }
    }
    let growth = row("growth", estimates)
    let difference = row("difference", estimates)
    let years = estimates.rows.filter { $0.period != nil && $0.estimate != nil }
    let before = years.first { $0.period == "prior" }?.estimate
    let now = years.first { $0.period == "current" }?.estimate
    result.notes = estimates.notes
    result.count = growth?.count ?? 0
    result.evidence = [
      .init(dataset: plan.survey(score.survey)?.dataset ?? "", condition: score.condition, rows: result.count)
    ]
    guard let before, let now else {
      result.lacking = (.noData, .noPrior)
      result.decisions.insert("U2")
      return result
    }
    result.numerator = now - before
    result.denominator = before
    result.tables = [Self.growthTable(of, before, now, score.format)]
    setGrowth(now, before, &result)
    if let rate = growth?.estimate, result.value != nil {
      result.value = rate
      if isInferential {
        result.isSample = true
        result.standardError = growth?.standardError
        result.low = growth?.confidenceLow
        result.high = growth?.confidenceHigh
        result.degreesOfFreedom = growth?.degreesOfFreedom
        let side = row("growth", sides)
        result.lower = side?.confidenceLow
        result.upper = side?.confidenceHigh
        let df = growth?.degreesOfFreedom ?? .infinity
        if let error = growth?.standardError, error > 0 {
          result.test = { 1 - studentCDFOf((rate - $0) / error, df) }
        }
        if let change = difference?.estimate, let error = difference?.standardError {
          result.pValue = twoSided(change, error, difference?.degreesOfFreedom ?? .infinity)
          if let p = result.pValue, p > testLevel { result.decisions.insert("U9") }
        }
      }
    }
    return result
  }

  func twoSided(_ difference: Double, _ error: Double, _ df: Double) -> Double? {
    guard error > 0, error.isFinite, df > 0 else { return nil }
    return min(1, 2 * studentCDFOf(-(difference / error).magnitude, df))
  }

  static func growthTable(
    _ of: Indicator, _ before: Double, _ now: Double, _ format: DetailTable.Format
  ) -> DetailTable {
    DetailTable(
      .facts, title: Wording(english: "Both years: \(of.label)", chinese: "兩年度比較：\(of.label)"),
      columns: [
        .init(Wording(english: "last year", chinese: "上年度"), format),
        .init(Wording(english: "this year", chinese: "本年度"), format),
        .init(
          format == .percent
            ? Wording(english: "difference (points)", chinese: "差距（百分點）")
            : Wording(english: "difference", chinese: "差距"),
          format == .percent ? .points : format),
        .init(Wording(english: "growth", chinese: "成長率"), .growth),
      ],
      rows: [
        .init([
          .number(before), .number(now), .number(now - before),
          .number(before > 0 ? (now - before) / before : nil),
        ])
      ])
  }
}
