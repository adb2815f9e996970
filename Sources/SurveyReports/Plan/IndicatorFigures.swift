import SurveyPlans
import SurveyTable

/// How figures of indicators are shown: halves rounded up, shares as per cent, base sizes beside.
struct IndicatorFigures {
  let plan: Plan
  let language: Language

  init(_ plan: Plan, _ language: Language) {
    self.plan = plan
    self.language = language
  }

  func text(_ value: Double?, _ format: DetailTable.Format) -> String {
    guard let value, value.isFinite else { return "" }
    switch format {
    case .text: return groupedDigits(shortestText(value))
    case .count: return groupedDigits(fixedText(value, decimals: value == value.rounded() ? 0 : 1))
    case .number(let decimals): return groupedDigits(fixedText(value, decimals: decimals))
    case .percent: return groupedDigits(percentText(value, decimals: plan.report.percentDecimals))
    case .points:
      return (value > 0 ? "+" : "")
        + groupedDigits(fixedText(value, decimals: plan.report.percentDecimals, shift: 2))
    case .growth:
      return (value > 0 ? "+" : "")
        + groupedDigits(percentText(value, decimals: plan.report.percentDecimals))
    }
  }

  func cell(_ cell: DetailTable.Cell, _ format: DetailTable.Format) -> String {
    switch cell {
    case .words(let words): words.text(in: language)
    case .number(let value): text(value, format)
    case .empty: language == .english ? "–" : "－"
    case .hidden: "＊"
    }
  }

  /// A value with its unit.
  func value(_ result: IndicatorResult) -> String {
    if let done = plan.doneWords(result) { return done.text(in: language) }
    if case .representativeness = result.indicator.kind, let p = result.value {
      return probability(p)
    }
    guard let value = result.value else {
      return result.status == .undefined ? result.status.label.text(in: language) : ""
    }
    let shown = text(value, result.format)
    switch result.format {
    case .percent, .growth: return shown
    default: return shown + (result.indicator.unit.map { $0 == "%" ? "" : " " + $0 } ?? "")
    }
  }

  /// `p < 0.001`, `p = 0.043`: a probability is never 0.
  func probability(_ p: Double) -> String {
    p.isFinite ? (p < 0.001 ? "p < 0.001" : "p = \(fixedText(p, decimals: 3))") : ""
  }

  func interval(_ result: IndicatorResult) -> String {
    intervalText(
      low: result.confidenceLow.map { text($0, result.format) },
      high: result.confidenceHigh.map { text($0, result.format) }, language) ?? ""
  }

  /// 百分點 for shares, else the difference itself.
  func difference(_ result: IndicatorResult) -> String {
    guard let difference = result.difference else { return "" }
    let sign = difference > 0 ? "+" : ""
    if result.format == .percent || result.format == .growth {
      let points =
        sign + groupedDigits(fixedText(difference, decimals: plan.report.percentDecimals, shift: 2))
      return points + (language == .english ? " points" : " 百分點")
    }
    return sign + text(difference, result.format)
  }

  func year(_ common: Int) -> String {
    switch plan.report.years {
    case .republican where common > 1911:
      language == .english ? "ROC \(common - 1911)" : "\(common - 1911) 年度"
    default: language == .english ? "\(common)" : "西元 \(common) 年"
    }
  }

  func day(_ day: CalendarDay) -> String {
    plan.report.years == .republican && language == .traditionalChinese ? day.republicanText : day.isoText
  }
}
