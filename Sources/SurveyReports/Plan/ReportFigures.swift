import SurveyPlans
import SurveyTable

/// How an official report shows numbers and days: half rounded up, thousands grouped, 百分點 told from %.
///
/// Values keep their full precision until here; what is shown is never computed with again (U23).
struct ReportFigures {
  let language: Language
  let years: Plan.Report.Years
  let percentDecimals: Int
  let meanDecimals: Int

  /// What stands where there is no number.
  static let none = "–"

  private var isChinese: Bool { language == .traditionalChinese }

  /// `1,234.5`, `−3`: a typographic minus, so that a figure never starts with a hyphen.
  func number(_ value: Double?, decimals: Int, shift: Int = 0) -> String {
    guard let value, value.isFinite else { return Self.none }
    return groupedDigits(fixedText(value, decimals: min(max(decimals, 0), 9), shift: shift))
  }

  func count(_ value: Double?) -> String { number(value, decimals: 0) }
  func count(_ value: Int) -> String { groupedText(value) }

  /// `98.5%` of the fraction 0.985.
  func percent(_ fraction: Double?, decimals: Int? = nil) -> String {
    guard let fraction, fraction.isFinite else { return Self.none }
    return number(fraction, decimals: decimals ?? percentDecimals, shift: 2) + "%"
  }

  /// `+3.7%`, `−12.3%`.
  func rate(_ fraction: Double?) -> String { signed(fraction) { percent($0) } }

  /// `3.5 百分點` of the fraction 0.035: how far two percentages are apart.
  ///
  /// Sentences count them (`3.5 個百分點`), tables and brackets have them as a unit (`isShort`). English tables write
  /// `pp`, which the list of signs explains.
  func points(_ fraction: Double?, decimals: Int? = nil, isShort: Bool = false) -> String {
    guard let fraction, fraction.isFinite else { return Self.none }
    let figure = number(fraction, decimals: decimals ?? percentDecimals, shift: 2)
    return figure + (isChinese ? (isShort ? " 百分點" : " 個百分點") : isShort ? " pp" : " percentage points")
  }

  /// A part or a whole: a count, or a sum of measurements.
  func amount(_ value: Double?) -> String {
    number(value, decimals: value.map { $0 == $0.rounded() } ?? true ? 0 : 2)
  }

  func value(_ value: Double?, _ format: DetailTable.Format) -> String {
    switch format {
    case .text: plain(value)
    case .count: count(value)
    case .number(let decimals): number(value, decimals: decimals)
    case .percent: percent(value)
    case .growth: rate(value)
    case .points: signed(value) { points($0, isShort: true) }
    }
  }

  /// A value with the plan's unit: `160 件`.
  func value(_ value: Double?, _ format: DetailTable.Format, unit: String?) -> String {
    let text = self.value(value, format)
    guard text != Self.none, let unit, !unit.isEmpty, unit != "%", unit != "％" else { return text }
    return isFraction(format) ? text : "\(text) \(unit)"
  }

  /// The distance of two values: points for shares.
  func difference(
    _ value: Double?, _ format: DetailTable.Format, unit: String? = nil, isShort: Bool = false
  ) -> String {
    isFraction(format) ? points(value, isShort: isShort) : self.value(value, format, unit: unit)
  }

  func signedDifference(_ value: Double?, _ format: DetailTable.Format, unit: String? = nil) -> String {
    signed(value) { difference($0, format, unit: unit, isShort: true) }
  }

  /// A standard error: one more decimal than its estimate.
  func standardError(_ value: Double?, _ format: DetailTable.Format) -> String {
    switch format {
    case .percent, .growth, .points: points(value, decimals: percentDecimals + 1, isShort: true)
    case .number(let decimals): number(value, decimals: decimals + 1)
    case .count, .text: number(value, decimals: 2)
    }
  }

  func interval(_ low: Double?, _ high: Double?, _ format: DetailTable.Format) -> String? {
    let (low, high) = (low.flatMap { $0.isFinite ? $0 : nil }, high.flatMap { $0.isFinite ? $0 : nil })
    guard let low, let high else {
      return low.map { "≥ " + value($0, format) } ?? high.map { "≤ " + value($0, format) }
    }
    // A dash beside a minus would be read as one.
    let dash = low < 0 || format == .growth ? (isChinese ? " 至 " : " to ") : "–"
    return value(low, format) + dash + value(high, format)
  }

  /// A target: no more decimals than it has.
  func target(_ value: Double?, _ format: DetailTable.Format, unit: String? = nil) -> String {
    guard case .number = format else { return self.value(value, format, unit: unit) }
    return self.value(value, .text, unit: unit)
  }

  /// `p = 0.043`, `p < 0.001`: a probability is never 0.
  func probability(_ p: Double?) -> String {
    let text = bareProbability(p)
    return text.hasPrefix("<") ? "p \(text)" : "p = \(text)"
  }

  /// `0.043`, `< 0.001`, in a column that says that it holds p values.
  func bareProbability(_ p: Double?) -> String {
    guard let p, p.isFinite else { return Self.none }
    return p < 0.001 ? "< 0.001" : fixedText(p, decimals: 3)
  }

  func isFraction(_ format: DetailTable.Format) -> Bool { format == .percent || format == .growth }

  private func signed(_ value: Double?, _ text: (Double?) -> String) -> String {
    let shown = text(value)
    guard let value, value > 0, value.isFinite, shown.contains(where: { ("1"..."9").contains($0) }) else {
      return shown
    }
    return "+" + shown
  }

  /// As many decimals as the number has, at most four.
  private func plain(_ value: Double?) -> String {
    guard let value, value.isFinite else { return Self.none }
    let decimals =
      (0..<4).first { fixedText(value, decimals: $0) == trimmed(fixedText(value, decimals: 4)) } ?? 4
    return number(value, decimals: decimals)
  }

  private func trimmed(_ text: String) -> String {
    var digits = Substring(text)
    while digits.hasSuffix("0") { digits = digits.dropLast() }
    return String(digits.hasSuffix(".") ? digits.dropLast() : digits)
  }

  // MARK: days

  func year(_ year: Int) -> String {
    let isRepublican = years == .republican && year > 1911
    if isChinese { return isRepublican ? "\(year - 1911) 年度" : "西元 \(year) 年度" }
    return isRepublican ? "ROC year \(year - 1911) (\(year))" : "\(year)"
  }

  func day(_ day: CalendarDay) -> String {
    let isRepublican = years == .republican && day.year > 1911
    if isChinese {
      return (isRepublican ? "民國 \(day.year - 1911)" : "西元 \(day.year)") + " 年 \(day.month) 月 \(day.day) 日"
    }
    let month = Self.months.indices.contains(day.month - 1) ? Self.months[day.month - 1] : String(day.month)
    return "\(day.day) \(month) \(day.year)" + (isRepublican ? " (ROC year \(day.year - 1911))" : "")
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]
}

/// 一, 十二, 二十: how chapters and sections of official documents are numbered.
func chineseNumeral(_ number: Int) -> String {
  let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
  guard (1...99).contains(number) else { return String(number) }
  let (tens, ones) = (number / 10, number % 10)
  return (tens == 0 ? "" : tens == 1 ? "十" : digits[tens] + "十") + digits[ones]
}

/// 壹, 拾貳: the numerals of chapters.
func formalNumeral(_ number: Int) -> String {
  let digits = ["", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖"]
  guard (1...99).contains(number) else { return String(number) }
  let (tens, ones) = (number / 10, number % 10)
  return (tens == 0 ? "" : tens == 1 ? "拾" : digits[tens] + "拾") + digits[ones]
}
