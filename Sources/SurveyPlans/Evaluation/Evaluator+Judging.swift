import SurveyInference
import SurveyNumerics
import SurveyTable

func studentCDFOf(_ t: Double, _ df: Double) -> Double { studentCDF(t, degreesOfFreedom: df) }

extension Target {
  /// The most that a cost or time may be.
  var upperBound: Double? {
    if case .atMost(let value) = bound { value } else { nil }
  }

  /// The one number that is wanted; `nil` for a range.
  var wanted: Double? {
    switch bound {
    case .atLeast(let value), .atMost(let value), .equals(let value), .about(let value, _): value
    case .between, nil: nil
    }
  }
}

extension Evaluator {
  func result(
    of indicator: Indicator, _ log: inout DecisionLog
  ) throws(SurveyStatsError) -> IndicatorResult {
    var result = IndicatorResult(indicator, status: .noTarget)
    result.target = targetWords(indicator)
    if let reason = indicator.notApplicable {
      result.status = .notApplicable
      result.reason = Note(code: "not_applicable", english: reason, chinese: reason)
      return result
    }
    switch indicator.kind {
    case .check(let isMet):
      result.status = isMet ? .met : .notMet
      return result
    case .text:
      return result
    default: break
    }
    guard var measured = try measurement(indicator, .current) else {
      result.status = .noData
      result.reason = .noRecords(indicator.label, nil)
      return result
    }
    var decisions = measured.decisions
    try addLastYear(indicator, &measured, &result, &decisions)
    result.value = measured.value
    result.format = measured.format
    result.numerator = measured.numerator
    result.denominator = measured.denominator
    result.count = measured.count
    result.isSample = measured.isSample
    result.standardError = measured.standardError
    result.confidenceLow = measured.low
    result.confidenceHigh = measured.high
    result.degreesOfFreedom = measured.degreesOfFreedom
    result.pValue = measured.pValue
    result.tables = measured.tables
    if case .test(let test) = indicator.kind, test.measure == .mean {
      // Units and months are drawn beside what the plan promised of the mean.
      for table in result.tables.indices where [.groups, .periods].contains(result.tables[table].role) {
        result.tables[table].target = indicator.target?.wanted
      }
    }
    result.notes = measured.notes
    result.evidence = measured.evidence
    if let lacking = measured.lacking {
      result.status = lacking.status
      result.reason = lacking.reason
    } else {
      judge(indicator, measured, &result, &decisions)
    }
    if indicator.direction == .down, measured.value != nil { decisions.insert("U3") }
    log.add(decisions, indicator.id)
    return result
  }

  /// Last year's value of the same, and how this year's differs from it.
  private func addLastYear(
    _ indicator: Indicator, _ measured: inout Measurement, _ result: inout IndicatorResult,
    _ decisions: inout Set<String>
  ) throws(SurveyStatsError) {
    switch indicator.kind {
    case .growth, .frequency, .deadline, .ranking, .representativeness, .marginOfError, .distribution,
      .change, .validity:
      return
    // A reduction is a comparison already; last year's level is no other value of it.
    case .duration(let duration) where duration.measure == .reduction: return
    default: break
    }
    var previous = measured.previous ?? indicator.baseline
    if measured.previous == nil {
      if case .score(let score) = indicator.kind {
        // What may not be compared has no last year.
        guard case .rows(let estimates, _, _) = try growth(score) else {
          if indicator.baseline == nil { return }
          return setLastYear(previous, measured, &result, &decisions)
        }
        previous = estimates.rows.first { $0.period == "prior" && $0.estimate != nil }?.estimate ?? previous
        let growth = estimates.rows.first { $0.statistic == "growth" }
        if measured.isSample {
          result.growthLow = growth?.confidenceLow
          result.growthHigh = growth?.confidenceHigh
        }
      } else if let earlier = try measurement(indicator, .prior)?.value {
        previous = earlier
      }
    }
    setLastYear(previous, measured, &result, &decisions)
  }

  private func setLastYear(
    _ previous: Double?, _ measured: Measurement, _ result: inout IndicatorResult,
    _ decisions: inout Set<String>
  ) {
    guard let previous else { return }
    result.previous = previous
    guard let value = measured.value else { return }
    result.difference = value - previous
    if previous > 0 { result.growth = (value - previous) / previous }
    if measured.format == .percent { decisions.insert("U5") }
  }

  // MARK: verdicts

  private func judge(
    _ indicator: Indicator, _ measured: Measurement, _ result: inout IndicatorResult,
    _ decisions: inout Set<String>
  ) {
    guard let value = measured.value else { return }
    guard let target = indicator.target else {
      result.status = statusWithoutTarget(indicator, measured)
      return
    }
    var verdicts: [IndicatorStatus] = []
    if let bound = target.bound {
      if case .about = bound { decisions.insert("U13") }
      verdicts.append(verdict(bound, value, measured, &result))
      result.achievement = achievement(bound, value)
    }
    if let wanted = target.growthAtLeast {
      if let growth = result.growth {
        verdicts.append(growth >= wanted ? .met : .notMet)
      } else {
        result.reason = .noPrior
        verdicts.append(.noData)
      }
    }
    if target.each, let bound = target.bound, !measured.unitValues.isEmpty {
      let failing = measured.unitValues.filter { unit in unit.value.map { !holds(bound, $0) } ?? true }
      if !failing.isEmpty {
        result.notes.append(.failingUnits(failing.map(\.name), of: measured.unitValues.count))
        verdicts.append(failing.count == measured.unitValues.count ? .notMet : .partlyMet)
      }
    }
    if case .cost = indicator.kind, let parts = measured.parts, parts.met < parts.all {
      verdicts.append(parts.met == 0 ? .notMet : .partlyMet)
    }
    if case .frequency = indicator.kind, let parts = measured.parts, verdicts == [.notMet], parts.met > 0 {
      verdicts = [.partlyMet]
    }
    result.status = Self.together(verdicts)
    if result.status == .undecided, result.reason == nil { result.reason = .sampleCannotTell }
  }

  /// Kinds whose definition is a target: every period, every item, the last day.
  private func statusWithoutTarget(_ indicator: Indicator, _ measured: Measurement) -> IndicatorStatus {
    switch indicator.kind {
    case .frequency, .deadline:
      guard let parts = measured.parts else { return .noTarget }
      return parts.met == parts.all ? .met : parts.met == 0 ? .notMet : .partlyMet
    default: return .noTarget
    }
  }

  static func together(_ verdicts: [IndicatorStatus]) -> IndicatorStatus {
    if verdicts.isEmpty { return .noTarget }
    if verdicts.allSatisfy({ $0 == .met }) { return .met }
    if verdicts.contains(.noData) { return .noData }
    if verdicts.contains(.notMet) {
      return verdicts.contains(.met) || verdicts.contains(.partlyMet) ? .partlyMet : .notMet
    }
    return verdicts.contains(.partlyMet) ? .partlyMet : .undecided
  }

  /// Bounds of records hold or not. Of a sample, a bound holds where the one-sided test at 1 − level says so, fails
  /// where the test of the opposite says so, and else nobody can tell.
  private func verdict(
    _ bound: Target.Bound, _ value: Double, _ measured: Measurement, _ result: inout IndicatorResult
  ) -> IndicatorStatus {
    guard measured.isSample, let lower = measured.lower, let upper = measured.upper else {
      return holds(bound, value) ? .met : .notMet
    }
    // A comparison keeps the p value of what it compares: whether the years differ is another question than whether
    // the target is reached.
    let hasOwn = measured.pValue != nil
    func least(_ wanted: Double) -> IndicatorStatus {
      if !hasOwn { result.pValue = measured.test?(wanted) ?? result.pValue }
      return lower >= wanted ? .met : upper < wanted ? .notMet : .undecided
    }
    func most(_ wanted: Double) -> IndicatorStatus {
      if !hasOwn { result.pValue = measured.test.map { 1 - $0(wanted) } ?? result.pValue }
      return upper <= wanted ? .met : lower > wanted ? .notMet : .undecided
    }
    switch bound {
    case .atLeast(let wanted): return least(wanted)
    case .atMost(let wanted): return most(wanted)
    case .about(let wanted, let tolerance):
      return least(wanted * (1 - (tolerance ?? plan.assumptions.tolerance)))
    case .between(let low, let high):
      let both = [least(low), most(high)]
      return both.contains(.notMet) ? .notMet : both.contains(.undecided) ? .undecided : .met
    case .equals(let wanted):
      // No sample shows that a value is exactly something.
      return lower > wanted || upper < wanted ? .notMet : .undecided
    }
  }

  func holds(_ bound: Target.Bound, _ value: Double) -> Bool {
    // A share that is 0.8 up to the last bit reaches 80 %.
    func slack(_ wanted: Double) -> Double { wanted.magnitude * 4e-16 }
    switch bound {
    case .atLeast(let wanted): return value >= wanted - slack(wanted)
    case .atMost(let wanted): return value <= wanted + slack(wanted)
    case .equals(let wanted): return (value - wanted).magnitude <= slack(wanted)
    case .between(let low, let high): return value >= low - slack(low) && value <= high + slack(high)
    case .about(let wanted, let tolerance):
      let least = wanted * (1 - (tolerance ?? plan.assumptions.tolerance))
      return value >= least - slack(least)
    }
  }

  private func achievement(_ bound: Target.Bound, _ value: Double) -> Double? {
    switch bound {
    case .atLeast(let wanted), .equals(let wanted), .about(let wanted, _): wanted > 0 ? value / wanted : nil
    case .atMost(let wanted): wanted > 0 && value > 0 ? wanted / value : nil
    case .between: nil
    }
  }

  // MARK: words

  /// What is to be reached: the plan's target, or the one that the kind is by its definition.
  private func targetWords(_ indicator: Indicator) -> Wording? {
    let own = indicator.target.map { wording(of: $0, indicator) }
    switch indicator.kind {
    case .deadline(let deadline):
      // The day is the target; how many days to spare a plan may ask for besides.
      let day = plan.words(for: deadline.due)
      return Wording(
        english: "by \(day.english)" + (own.map { ", \($0.english)" } ?? ""),
        chinese: "\(day.chinese)前" + (own.map { "，\($0.chinese)" } ?? ""))
    case .check: return own ?? Wording(english: "to be met", chinese: "應達成")
    case .frequency: return own ?? Wording(english: "in every period", chinese: "各期均應達成")
    default: return own
    }
  }

  func wording(of target: Target, _ indicator: Indicator) -> Wording {
    var english: [String] = []
    var chinese: [String] = []
    let unit = indicator.unit.map { $0 == "%" || $0.isEmpty ? "" : " " + $0 } ?? ""
    func percent(_ value: Double) -> String {
      groupedDigits(shortestText((value * 1e10).rounded() / 1e8)) + "%"
    }
    func figure(_ value: Double) -> String {
      isFraction(indicator) ? percent(value) : groupedDigits(shortestText(value))
    }
    func text(_ value: Double) -> String { figure(value) + (isFraction(indicator) ? "" : unit) }
    switch target.bound {
    case nil: break
    case .atLeast(let value):
      english.append("at least \(text(value))")
      chinese.append("至少 \(text(value))")
    case .atMost(let value):
      english.append("at most \(text(value))")
      chinese.append("至多 \(text(value))")
    case .equals(let value):
      english.append(text(value))
      chinese.append(text(value))
    case .between(let low, let high):
      english.append("\(figure(low)) to \(text(high))")
      chinese.append("\(figure(low)) 至 \(text(high))")
    case .about(let value, let tolerance):
      let below = percent(tolerance ?? plan.assumptions.tolerance)
      english.append("about \(text(value)) (−\(below))")
      chinese.append("約 \(text(value))（容許低 \(below)）")
    }
    if target.each {
      english.append("in every unit")
      chinese.append("各單位皆須達到")
    }
    if let growth = target.growthAtLeast {
      english.append("growth of at least \(percent(growth))")
      chinese.append("成長率至少 \(percent(growth))")
    }
    return Wording(english: english.joined(separator: ", "), chinese: chinese.joined(separator: "，"))
  }

  /// Whether values of an indicator are shares or rates.
  func isFraction(_ indicator: Indicator) -> Bool {
    switch indicator.kind {
    case .score(let score): score.statistic == .topTwo
    case .growth, .share, .accuracy, .checklist, .frequency, .marginOfError: true
    case .overdue(let overdue): overdue.measure != .count
    case .duration(let duration): duration.measure == .reduction
    case .change(let change): change.measure == .reduction
    case .test(let test): test.measure == .passRate
    default: false
    }
  }
}
