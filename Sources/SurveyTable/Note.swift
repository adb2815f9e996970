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

/// The first five of `labels` and how many there are, as a sentence of that language lists them.
package func firstOf(_ labels: [String], in language: Language) -> String {
  let shown = labels.prefix(5)
  switch language {
  case .english:
    return shown.joined(separator: "; ") + (labels.count > 5 ? "; … (\(labels.count))" : "")
  case .traditionalChinese:
    return shown.joined(separator: "、") + (labels.count > 5 ? " 等 \(labels.count) 項" : "")
  }
}
