/// Reads a date and the time behind it from one text.
struct DateReader {
  private var text: [Unicode.Scalar] = []
  private var index = 0
  private let order: DateText.Order

  /// The longest that is looked at: no date is longer, and free text is not worth it.
  private static let longest = 48

  /// Whether a date can begin with this: a digit, an era, or a blank.
  static func mayBegin(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0xFF10...0xFF19: true
    default: "民中西公R　 \u{A0}".unicodeScalars.contains(scalar)
    }
  }

  /// Full-width forms become what they stand for, so that only these have to be known.
  init(_ text: String, order: DateText.Order) {
    self.order = order
    for scalar in text.unicodeScalars {
      if self.text.count == Self.longest {
        self.text = []
        break
      }
      switch scalar.value {
      case 0x3000, 0xA0, 0x202F: self.text.append(" ")
      case 0xFF01...0xFF5E: self.text.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      default: self.text.append(scalar)
      }
    }
  }

  mutating func read() -> DateText? {
    skipBlanks()
    guard var date = self.date(), checks(date) else { return nil }
    let hasWeekday = weekday()
    if date.day == nil {
      skipBlanks()
      return index == text.count ? date : nil
    }
    // `2023-05-04T15:21`, `2023/5/4 15:21`, `112年5月4日下午3時`
    let hasMark = take("T") || hasWeekday
    skipBlanks()
    if index == text.count { return hasMark && !hasWeekday ? nil : date }
    guard let second = clock() else { return nil }
    date.secondOfDay = second
    date.isDigitsOnly = false
    return index == text.count ? date : nil
  }

  /// Whether the calendar has this day.
  private func checks(_ date: DateText) -> Bool {
    guard let month = date.month else { return true }
    guard (1...12).contains(month) else { return false }
    guard let day = date.day else { return true }
    return day >= 1 && day <= DateText.days(inMonth: month, of: date.year)
  }

  private mutating func date() -> DateText? {
    let era = self.era()
    skipBlanks()
    guard let first = number() else { return nil }
    let blanks = skipBlanks()
    if take("年") { return inWords(first, era) }
    for separator in ["/", "-", "."] as [Unicode.Scalar] where take(separator) {
      return separated(by: separator, first, era)
    }
    index -= blanks
    return era == .unsaid ? inDigits(first) : nil
  }

  // MARK: Forms

  /// `112年`, `112年5月`, `112年5月4日`, `112 年 5 月 4 號`
  private mutating func inWords(_ first: Number, _ era: Era) -> DateText? {
    guard var date = year(first, era) else { return nil }
    let start = index
    skipBlanks()
    guard let month = number() else {
      index = start
      return date
    }
    skipBlanks()
    guard take("月"), month.digits <= 2 else { return nil }
    date.month = month.value
    let end = index
    skipBlanks()
    guard let day = number() else {
      index = end
      return date
    }
    skipBlanks()
    guard take("日") || take("號"), day.digits <= 2 else { return nil }
    date.day = day.value
    return date
  }

  /// `2023/5/4`, `112.05.04`, `2023-05`, `4/10/2026`
  private mutating func separated(
    by separator: Unicode.Scalar, _ first: Number, _ era: Era
  ) -> DateText? {
    skipBlanks()
    guard let second = number(), second.digits <= 2 else { return nil }
    let end = index
    skipBlanks()
    guard take(separator) else {
      index = end
      // `2023.5` is a number, and `112/5` may be anything.
      guard separator != ".", first.digits == 4 || era != .unsaid, var date = year(first, era) else {
        return nil
      }
      date.month = second.value
      return date
    }
    skipBlanks()
    guard let third = number() else { return nil }
    if third.digits == 4, first.digits <= 2, era == .unsaid, separator != "." {
      return yearLast(first.value, second.value, third)
    }
    guard third.digits <= 2, var date = year(first, era) else { return nil }
    date.month = second.value
    date.day = third.value
    return date
  }

  private func yearLast(_ first: Int, _ second: Int, _ last: Number) -> DateText? {
    guard var date = year(last, .common) else { return nil }
    let monthFirst =
      switch order {
      case .monthFirst: true
      case .dayFirst: false
      case .automatic: first <= 12
      }
    (date.month, date.day) = monthFirst ? (first, second) : (second, first)
    date.order = monthFirst ? .monthFirst : .dayFirst
    date.isAmbiguous = order == .automatic && first <= 12 && second <= 12 && first != second
    return date
  }

  /// `20230504`, `1120504`, `0990101`
  private func inDigits(_ number: Number) -> DateText? {
    guard number.digits == 7 || number.digits == 8 else { return nil }
    let written = Number(value: number.value / 10_000, digits: number.digits - 4)
    guard var date = year(written, .unsaid), date.isRepublican == (number.digits == 7) else { return nil }
    date.month = number.value / 100 % 100
    date.day = number.value % 100
    date.isDigitsOnly = true
    return date
  }

  // MARK: Parts

  private enum Era { case unsaid, republic, common }

  private struct Number {
    var value: Int
    /// How many digits it was written with, leading zeros included.
    var digits: Int
  }

  private mutating func era() -> Era {
    for word in ["中華民國", "民國", "R.O.C.", "ROC"] where take(word) { return .republic }
    for word in ["西元", "公元"] where take(word) { return .common }
    return .unsaid
  }

  private func year(_ number: Number, _ era: Era) -> DateText? {
    guard number.value > 0, number.digits <= 4 else { return nil }
    let isRepublican: Bool
    switch era {
    case .republic: isRepublican = true
    case .common: isRepublican = false
    case .unsaid:
      isRepublican = number.value < 1000
      // `5/4/23` is more likely a year of two digits in the wrong place than a day of 1916.
      if number.digits == 1 { return nil }
    }
    if isRepublican, number.value >= 1000 { return nil }
    if era == .common, number.digits < 4 { return nil }
    var date = DateText(year: isRepublican ? number.value + 1911 : number.value)
    date.isRepublican = isRepublican
    return date
  }

  /// `(四)`, `星期四`, `週四`; true where there is one.
  private mutating func weekday() -> Bool {
    let start = index
    skipBlanks()
    let isBracketed = take("(")
    let isNamed = take("星期") || take("週") || take("周")
    guard isBracketed || isNamed, index < text.count, "一二三四五六日天".unicodeScalars.contains(text[index])
    else {
      index = start
      return false
    }
    index += 1
    if isBracketed, !take(")") {
      index = start
      return false
    }
    return true
  }

  // MARK: Scanning

  @discardableResult
  mutating func skipBlanks() -> Int {
    let start = index
    while index < text.count, text[index] == " " || text[index] == "\t" { index += 1 }
    return index - start
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard index < text.count, text[index] == scalar else { return false }
    index += 1
    return true
  }

  mutating func take(_ word: String) -> Bool {
    let scalars = word.unicodeScalars
    guard text[index...].starts(with: scalars) else { return false }
    index += scalars.count
    return true
  }

  /// Whether `word`, in capitals, stands here in any case.
  mutating func takeIgnoringCase(_ word: String) -> Bool {
    let wanted = Array(word.unicodeScalars)
    guard text.count - index >= wanted.count else { return false }
    for (offset, scalar) in wanted.enumerated() {
      let here = text[index + offset]
      let capital = here >= "a" && here <= "z" ? Unicode.Scalar(here.value - 32) ?? here : here
      if capital != scalar { return false }
    }
    index += wanted.count
    return true
  }

  private mutating func number() -> Number? {
    digits(atMost: 8).map { Number(value: $0.value, digits: $0.count) }
  }

  /// The digits here; `nil` where there are none or too many.
  mutating func digits(atMost most: Int) -> (value: Int, count: Int)? {
    var value = 0
    var count = 0
    while index < text.count, text[index].value &- 0x30 < 10 {
      if count == most { return nil }
      value = value * 10 + Int(text[index].value - 0x30)
      count += 1
      index += 1
    }
    return count == 0 ? nil : (value, count)
  }
}
