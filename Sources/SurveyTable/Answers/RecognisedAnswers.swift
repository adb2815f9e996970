/// What the built-in scales of labels make of texts, each text looked at once: the items of a survey have the same few
/// answers.
final class RecognisedAnswers {
  /// A text as it is compared, and the number that it is.
  struct Text {
    let folded: String
    let number: Double?
  }

  /// What one scale knows of a text.
  struct Answer {
    let isSubstantive: Bool
  }

  /// Built-in scales whose answers are words.
  let scales = AnswerScale.builtIn.filter { !$0.acceptsNumbers && $0.name != "mark" }
  // Columns of numbers need none of them.
  private lazy var readers = scales.map(ScaleReader.reader)
  private var texts: [String: Text] = [:]
  private var found: [String: [Answer?]] = [:]

  subscript(text: String) -> Text {
    if let known = texts[text] { return known }
    let folded = foldedForMatching(text)
    let new = Text(folded: folded, number: parseNumber(folded))
    texts[text] = new
    return new
  }

  /// What each of ``scales`` knows of a text.
  func answers(_ text: String) -> [Answer?] {
    if let known = found[text] { return known }
    let folded = self[text].folded
    let new = readers.map { reader in
      reader.foldedAnswer(folded).map { Answer(isSubstantive: $0.score != nil) }
    }
    found[text] = new
    return new
  }
}
