import SurveyPlans
import SurveyTable

extension ReportPage {
  /// The value with its unit.
  func value(_ result: IndicatorResult) -> String {
    if let done = plan.doneWords(result) { return done.text(in: language) }
    return switch result.indicator.kind {
    case .marginOfError where result.value != nil:
      "±" + figures.points(result.value, decimals: 2, isShort: true)
    case .representativeness where result.value != nil: figures.probability(result.value)
    default: figures.value(result.value, result.format, unit: result.indicator.unit)
    }
  }

  /// How last year's value is shown: growth rates compare values of another indicator.
  func previousFormat(_ result: IndicatorResult) -> (format: DetailTable.Format, unit: String?) {
    guard let base = base(result) else { return (result.format, result.indicator.unit) }
    return (base.format, base.indicator.unit)
  }

  func previous(_ result: IndicatorResult) -> String {
    let (format, unit) = previousFormat(result)
    return figures.value(previousValue(result), format, unit: unit)
  }

  /// The indicator whose growth this is.
  func base(_ result: IndicatorResult) -> IndicatorResult? {
    guard case .growth(let id) = result.indicator.kind else { return nil }
    return evaluation.indicators.first { $0.indicator.id == id }
  }

  /// Whether the value is growth over last year; reductions are rates too, of before and after.
  func isGrowth(_ result: IndicatorResult) -> Bool {
    if case .growth = result.indicator.kind { true } else { false }
  }

  /// Last year's value; of a growth rate that of what grew.
  func previousValue(_ result: IndicatorResult) -> Double? { result.previous ?? base(result)?.previous }

  func difference(_ result: IndicatorResult) -> Double? {
    if let difference = result.difference { return difference }
    guard let base = base(result) else { return nil }
    if let difference = base.difference { return difference }
    return base.value.flatMap { now in previousValue(result).map { now - $0 } }
  }

  /// `n = 403; 標準誤 0.61 百分點; 95% 信賴區間 97.1%–99.2%`: what stands behind a value.
  func basis(_ result: IndicatorResult) -> [String] {
    var parts: [String] = []
    let quotient = quotient(result)
    if let quotient { parts.append(quotient) }
    // A count is its own base, and a quotient names it already.
    let named = quotient == nil ? [result.value] : [result.denominator, result.value]
    let isSaid = !result.isSample && named.contains(Double(result.count))
    if result.count > 0, !isSaid { parts.append("n = \(figures.count(result.count))") }
    if let error = result.standardError {
      parts.append(say("標準誤 ", "SE ") + figures.standardError(error, result.format))
    }
    if let interval = figures.interval(result.confidenceLow, result.confidenceHigh, result.format) {
      parts.append(say("\(level) 信賴區間 ", "\(level) interval ") + interval)
    }
    return parts
  }

  /// What a value of records was divided by what: `1,175／4,130`; of growth the change and what it is a change of, each
  /// as its indicator is shown: `+2.8 百分點／83.8%`.
  private func quotient(_ result: IndicatorResult) -> String? {
    guard let part = result.numerator, let whole = result.denominator, !result.isSample else { return nil }
    if case .ranking = result.indicator.kind {
      return say(
        "平均 \(figures.number(part, decimals: 2)) 分，共 \(figures.amount(whole)) 個受評單位",
        "mean \(figures.number(part, decimals: 2)) points, \(figures.amount(whole)) units")
    }
    guard isGrowth(result) else { return "\(figures.amount(part))／\(figures.amount(whole))" }
    let (format, unit) = previousFormat(result)
    return figures.signedDifference(part, format, unit: unit) + "／"
      + figures.value(whole, format, unit: unit)
  }

  /// What was found of an indicator, in sentences.
  func sentence(_ result: IndicatorResult) -> String {
    var sentences: [String] = []
    if result.value != nil {
      let basis = basis(result).joined(separator: say("，", ", "))
      let when = plan.doneWords(result) == nil ? say("本年度 ", "This year: ") : say("完成日 ", "Done: ")
      sentences.append(
        when + value(result)
          + (basis.isEmpty ? "" : say("（\(basis)）", " (\(basis))")))
    }
    if let target = result.target {
      var words = say("目標：", "target: ") + target.text(in: language)
      if let achievement = result.achievement, achievement.isFinite {
        words += say("，達成率 ", ", achieved ") + figures.percent(achievement)
      }
      if result.isSample, let p = result.pValue {
        let test =
          isGrowth(result)
          ? say("兩年差異檢定 ", "test of the difference ") : say("單尾檢定 ", "one-sided test ")
        words += say("（", " (") + test + figures.probability(p) + say("）", ")")
      }
      sentences.append(words)
    }
    if let change = changeSentence(result) { sentences.append(change) }
    if sentences.isEmpty { return "" }
    return sentences.joined(separator: say("；", "; ")) + say("。", ".")
  }

  /// Last year's value, the distance, and the rate; 百分點 and % side by side (U5), the sign as the formula gives it (U3).
  func changeSentence(_ result: IndicatorResult) -> String? {
    guard previousValue(result) != nil else { return nil }
    let (format, unit) = previousFormat(result)
    var parts = [say("上年度 ", "last year ") + previous(result)]
    if let difference = difference(result), difference.isFinite {
      parts.append(changeWords(difference, format, unit: unit))
    }
    if let rate = result.growth ?? growthValue(result), rate.isFinite {
      var words = say("成長率 ", "growth ") + figures.rate(rate)
      if let interval = figures.interval(
        result.growthLow ?? (isGrowth(result) ? result.confidenceLow : nil),
        result.growthHigh ?? (isGrowth(result) ? result.confidenceHigh : nil), .growth),
        !isGrowth(result)
      {
        words += say("（\(level) 信賴區間 \(interval)）", " (\(level) interval \(interval))")
      }
      parts.append(words)
    }
    if let verdict = significance(result) { parts.append(verdict) }
    return parts.joined(separator: say("，", ", "))
  }

  private func growthValue(_ result: IndicatorResult) -> Double? {
    isGrowth(result) ? result.value : nil
  }

  /// `提高 3.5 百分點`, `減少 12 件`.
  func changeWords(_ difference: Double, _ format: DetailTable.Format, unit: String? = nil) -> String {
    let distance = figures.difference(difference.magnitude, format, unit: unit)
    if difference == 0 { return say("持平", "unchanged") }
    if figures.isFraction(format) {
      return (difference > 0 ? say("提高 ", "up ") : say("降低 ", "down ")) + distance
    }
    return (difference > 0 ? say("增加 ", "up ") : say("減少 ", "down ")) + distance
  }

  /// Whether a change of sampled values could be chance (U9): by the test of the difference where there is one.
  func significance(_ result: IndicatorResult) -> String? {
    var (low, high) = (result.growthLow, result.growthHigh)
    if isGrowth(result) {
      if let p = result.pValue, result.isSample, let rate = result.value, p.isFinite {
        return significance(isSignificant: p <= 1 - plan.assumptions.level, rises: rate > 0)
      }
      if low == nil { (low, high) = (result.confidenceLow, result.confidenceHigh) }
    }
    guard let low, let high, low.isFinite, high.isFinite else { return nil }
    return significance(isSignificant: low > 0 || high < 0, rises: low > 0)
  }

  private func significance(isSignificant: Bool, rises: Bool) -> String {
    guard isSignificant else { return say("未達統計顯著", "not statistically significant") }
    return rises ? say("顯著提高", "a significant rise") : say("顯著降低", "a significant fall")
  }

  /// Reasons, remarks and notes that belong to a result.
  func remarks(_ result: IndicatorResult) -> [String] {
    var sentences: [String] = []
    if let reason = result.reason { sentences.append(reason.text(in: language)) }
    if let reason = result.indicator.notApplicable, !sentences.contains(reason) { sentences.append(reason) }
    if let remark = result.indicator.remark { sentences.append(remark) }
    sentences += result.notes.map { $0.text(in: language) }
    return sentences
  }

  /// `肆一(二)、第 2 頁`.
  func source(_ source: PlanSource?) -> String? {
    guard let source else { return nil }
    let parts = [
      source.section, source.number, source.page.map { say("第 \($0) 頁", "page \($0)") },
    ].compactMap { $0 }
    return parts.isEmpty ? nil : list(parts)
  }

  /// The records behind a result, and what the officer filed.
  func evidence(_ result: IndicatorResult) -> [String] {
    var words = result.evidence.map { evidence in
      let label = plan.datasets.first { $0.id == evidence.dataset }?.label ?? evidence.dataset
      let rows = say(
        "\(figures.count(evidence.rows)) 筆",
        "\(figures.count(evidence.rows)) \(agreeing(evidence.rows, "row", "rows"))")
      guard let condition = evidence.condition else { return "\(label)\(say("，", ", "))\(rows)" }
      return "\(label)\(say("，", ", "))\(rows)\(say("（條件：", " (where "))\(condition)\(say("）", ")"))"
    }
    words += result.indicator.evidence
    return words
  }

  /// The units that miss the target, those with the most misses first; periods only where no table has units.
  func failing(_ result: IndicatorResult) -> [(name: String, count: Int)] {
    let failing = result.tables.filter { table in table.rows.contains { !$0.isTotal && !$0.failing.isEmpty } }
    guard let table = failing.first(where: { $0.role != .periods }) ?? failing.first else { return [] }
    let reading = DetailReading(table, of: result)
    var counts: [(name: String, count: Int)] = []
    for row in table.rows where !row.isTotal && !row.failing.isEmpty {
      let name = reading.name(row, language)
      // Only units by periods miss more than once.
      if !name.isEmpty { counts.append((name, table.role == .cross ? row.failing.count : 0)) }
    }
    return counts.enumerated().sorted { (-$0.element.count, $0.offset) < (-$1.element.count, $1.offset) }
      .map(\.element)
  }
}
