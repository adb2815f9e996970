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

  public func text(in language: Language) -> String {
    switch language {
    case .english: english
    case .traditionalChinese: chinese
    }
  }
}
