/// A decision the user did not make, or a fact that a number cannot show, in both languages.
///
/// The code is stable and meant for programs; the sentences are meant for people.
public struct Note: Sendable, Hashable {
  public let code: String
  public let english: String
  public let chinese: String

  public init(code: String, english: String, chinese: String) {
    self.code = code
    self.english = english
    self.chinese = chinese
  }
}

/// The language of labels and sentences. Names of fields and codes never change with it.
public enum Language: String, Sendable, Hashable, CaseIterable {
  case english = "en"
  case traditionalChinese = "zh-TW"
}

extension Note {
  public func text(in language: Language) -> String {
    switch language {
    case .english: english
    case .traditionalChinese: chinese
    }
  }
}
