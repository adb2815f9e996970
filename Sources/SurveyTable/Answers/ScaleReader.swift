import Synchronization

/// One cell as a scale understands it.
package struct ScaledAnswer: Sendable, Hashable {
  /// `nil` where the answer is not substantive.
  package var score: Double?
  package var role: AnswerScale.Role
  /// The option's label; the number itself on scales of numbers.
  package var label: String
}

/// A scale prepared for reading cells: every spelling folded once.
package struct ScaleReader: Sendable {
  package let scale: AnswerScale
  private var labels: [String: Int] = [:]
  private var codes: [Double: Int] = [:]
  private let known = KnownAnswers()

  package init(_ scale: AnswerScale) {
    self.scale = scale
    for (index, option) in scale.options.enumerated() {
      for spelling in [option.label] + option.aliases {
        let folded = foldedForMatching(spelling)
        if labels[folded] == nil { labels[folded] = index }
      }
      guard let code = option.code else { continue }
      if let number = parseNumber(code) {
        if codes[number] == nil { codes[number] = index }
      } else if labels[foldedForMatching(code)] == nil {
        labels[foldedForMatching(code)] = index
      }
    }
  }

  /// Readers of built-in scales that were asked for.
  private static let builtIn = Mutex<[String: ScaleReader]>([:])

  /// The reader of a scale, made once for all where the scale is a built-in one.
  package static func reader(of scale: AnswerScale) -> ScaleReader {
    guard AnswerScale.builtIn(named: scale.name) == scale else { return ScaleReader(scale) }
    return builtIn.withLock { readers in
      if let known = readers[scale.name] { return known }
      let reader = ScaleReader(scale)
      readers[scale.name] = reader
      return reader
    }
  }

  /// What `text` answers; `nil` where the scale does not know it. A label with a number (`5.非常滿意`,
  /// `(5) 非常滿意`, `非常滿意(5)`) is read by its label, since files number in both directions.
  package func answer(_ text: String) -> ScaledAnswer? { recognise(text)?.answer }

  /// The folded words by which `text` names an option; `nil` where a number or nothing does.
  package func spelling(_ text: String) -> String? { recognise(text)?.spelling }

  /// The answer and its spelling. What is recognised once is remembered: every item of a survey has the same few
  /// answers, and every statistic asks for them again.
  private func recognise(_ text: String) -> KnownAnswers.Entry? {
    if let entry = known[text] { return entry }
    let folded = foldedForMatching(text)
    guard let answer = foldedAnswer(folded) else { return nil }
    let entry = KnownAnswers.Entry(answer: answer, spelling: spelling(folded: folded))
    known.remember(text, entry)
    return entry
  }

  /// What a text that ``foldedForMatching(_:)`` made answers.
  package func foldedAnswer(_ folded: String) -> ScaledAnswer? {
    if let index = labels[folded] { return answer(option: index) }
    if let number = Self.number(folded) { return answer(number: number) }
    let (label, number) = Self.parts(folded)
    if let label, let index = labels[label] { return answer(option: index) }
    // `(5)` is the number; a number beside words that no label explains is one only where numbers are answers.
    if let number, label == nil || scale.acceptsNumbers { return answer(number: number) }
    return nil
  }

  private func spelling(folded: String) -> String? {
    if labels[folded] != nil { return folded }
    if Self.number(folded) != nil { return nil }
    return Self.parts(folded).label.flatMap { labels[$0] == nil ? nil : $0 }
  }

  private func answer(option index: Int) -> ScaledAnswer {
    let option = scale.options[index]
    return ScaledAnswer(score: option.score, role: option.role, label: option.label)
  }

  private func answer(number: Double) -> ScaledAnswer? {
    if let index = codes[number] { return answer(option: index) }
    guard scale.acceptsNumbers, number >= scale.minimum, number <= scale.maximum else { return nil }
    let score = scale.isReversed ? scale.minimum + scale.maximum - number : number
    return ScaledAnswer(score: score, role: scale.role(ofScore: score), label: shortestText(score))
  }

  /// `5`, `5分`.
  private static func number(_ folded: String) -> Double? {
    parseNumber(folded.hasSuffix("分") ? String(folded.dropLast()) : folded)
  }

  private static let openings: Set<Character> = ["(", "[", "【", "〔", "「"]
  private static let closings: Set<Character> = [")", "]", "】", "〕", "」"]
  private static let separators: Set<Character> = [".", "、", ":", "=", "-", "_", ",", "。", "—", "–"]

  /// A number before or behind a label, and the label without it.
  private static func parts(_ folded: String) -> (label: String?, number: Double?) {
    func digits(_ text: Substring) -> (number: Double?, rest: Substring) {
      let run = text.prefix { $0.isASCII && $0.isNumber }
      if run.isEmpty || run.count > 3 { return (nil, text) }
      return (parseNumber(String(run)), text.dropFirst(run.count))
    }
    var front = folded[...]
    let isEnclosed = front.first.map(openings.contains) ?? false
    if isEnclosed { front = front.dropFirst() }
    let (number, behind) = digits(front)
    if let number {
      var label = behind
      if label.first == "分" { label = label.dropFirst() }
      while let first = label.first, separators.contains(first) || closings.contains(first) {
        label = label.dropFirst()
      }
      // `5(非常滿意)`: the label is what is enclosed.
      if let first = label.first, openings.contains(first), let last = label.last, closings.contains(last) {
        label = label.dropFirst().dropLast()
      }
      return (label.isEmpty ? nil : String(label), number)
    }
    var back = Substring(folded)
    if let last = back.last, closings.contains(last) { back = back.dropLast() }
    if back.last == "分" { back = back.dropLast() }
    let trailing = String(back.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
    guard !trailing.isEmpty, trailing.count <= 3, let number = parseNumber(trailing) else {
      return (nil, nil)
    }
    back = back.dropLast(trailing.count)
    while let last = back.last, separators.contains(last) || openings.contains(last) {
      back = back.dropLast()
    }
    return (back.isEmpty ? nil : String(back), number)
  }

  /// The known label nearest to an unknown answer, to help whoever mistyped it.
  package func nearestLabel(to text: String) -> String? {
    nearestName(to: text.trimmingSpaces(), among: scale.options.flatMap { [$0.label] + $0.aliases })
  }
}

/// Readers of the scales met so far: many items are on the same scale, and folding its spellings takes its time.
struct ScaleReaders {
  private var readers: [ScaleReader] = []

  mutating func reader(of scale: AnswerScale) -> ScaleReader {
    if let known = readers.first(where: { $0.scale == scale }) { return known }
    readers.append(.reader(of: scale))
    return readers[readers.count - 1]
  }
}

/// Texts that a scale recognised. Texts that it does not know are forgotten: they may be anybody's words.
private final class KnownAnswers: Sendable {
  struct Entry {
    let answer: ScaledAnswer
    let spelling: String?
  }

  /// Scales of numbers know texts without end.
  private static let most = 1000

  private let entries = Mutex<[String: Entry]>([:])

  subscript(text: String) -> Entry? { entries.withLock { $0[text] } }

  func remember(_ text: String, _ entry: Entry) {
    entries.withLock { if $0.count < Self.most { $0[text] = entry } }
  }
}
