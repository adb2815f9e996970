import SurveyTable

/// A label or sentence in both languages.
public struct Wording: Sendable, Hashable {
  public var english: String
  public var chinese: String

  public init(english: String, chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  /// Words that are the same in both: names out of a plan or a file.
  public init(_ words: String) {
    english = words
    chinese = words
  }

  /// What the row is called that sums up the others.
  static let total = Wording(english: "Total", chinese: "合計")

  public func text(in language: Language) -> String {
    switch language {
    case .english: english
    case .traditionalChinese: chinese
    }
  }
}

extension Plan {
  /// A day as the plan's reports write it.
  func words(for day: CalendarDay) -> Wording {
    Wording(
      english: day.isoText,
      chinese: report.years == .republican
        ? day.republicanText : "\(day.year)年\(day.month)月\(day.day)日")
  }

  /// The value of a deadline as readers want it: the day, and how far it is from the last one, 105年4月6日（逾期 6 日）.
  /// `nil` for other kinds and where nothing shows that it was done.
  package func doneWords(_ result: IndicatorResult) -> Wording? {
    guard case .deadline(let deadline) = result.indicator.kind, let value = result.value,
      let spare = Int(exactly: value)
    else { return nil }
    let day = words(for: deadline.due.adding(-max(-9_999_999, min(9_999_999, spare))))
    let days = spare.magnitude
    let word = days == 1 ? "day" : "days"
    if spare == 0 {
      return Wording(english: "\(day.english) (on the last day)", chinese: "\(day.chinese)（期限當日）")
    }
    return spare > 0
      ? Wording(english: "\(day.english) (\(days) \(word) early)", chinese: "\(day.chinese)（提前 \(days) 日）")
      : Wording(english: "\(day.english) (\(days) \(word) late)", chinese: "\(day.chinese)（逾期 \(days) 日）")
  }
}
