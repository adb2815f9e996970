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
}
