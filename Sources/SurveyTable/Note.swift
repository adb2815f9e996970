/// A decision the user did not make, or a fact that a number cannot show, in both languages.
///
/// The code is stable and meant for programs; the sentences are meant for people.
public struct Note: Sendable, Hashable {
  public let code: String
  public let english: String
  public let chinese: String
  /// Of a note on answers that a scale does not know: how large their share is.
  package let unknownAnswers: UnknownAnswers?

  package struct UnknownAnswers: Sendable, Hashable {
    package var column: String
    /// Of the column's answers, blanks left out.
    package var share: Double
  }

  public init(code: String, english: String, chinese: String) {
    self.init(code: code, english: english, chinese: chinese, unknownAnswers: nil)
  }

  package init(code: String, english: String, chinese: String, unknownAnswers: UnknownAnswers?) {
    self.code = code
    self.english = english
    self.chinese = chinese
    self.unknownAnswers = unknownAnswers
  }

  /// The same of another file than the one that the reader thinks of.
  package func about(_ file: String) -> Note {
    Note(
      code: code, english: english.hasPrefix(file) ? english : "\(file): \(english)",
      chinese: chinese.hasPrefix(file) ? chinese : "\(file)：\(chinese)", unknownAnswers: unknownAnswers)
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

/// `1 row`, `2 rows`: a count with its noun, as an English sentence has it. A plural that does not end in s is given.
package func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(count) \(agreeing(count, noun, plural ?? noun + "s"))"
}

/// The English word that agrees with a count: `one` with 1, else `many`.
package func agreeing(_ count: Int, _ one: String, _ many: String) -> String { count == 1 ? one : many }
