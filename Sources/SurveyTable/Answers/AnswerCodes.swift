/// What the codes of one text column mean under a scale, worked out once for each different answer.
struct AnswerCodes {
  let reader: ScaleReader
  private(set) var scores: [Double] = []
  private(set) var meanings: [Meaning] = []
  private(set) var labels: [String] = []
  private var unknownCounts: [Int32: Int] = [:]
  private var knownCount = 0
  private(set) var variants: Set<String> = []

  enum Meaning: UInt8 {
    case positive, neutral, negative, noOpinion, refused, notApplicable, unknown

    init(_ role: AnswerScale.Role) {
      switch role {
      case .positive: self = .positive
      case .neutral: self = .neutral
      case .negative: self = .negative
      case .noOpinion: self = .noOpinion
      case .refused: self = .refused
      case .notApplicable: self = .notApplicable
      }
    }

    var isSubstantive: Bool { rawValue <= Meaning.negative.rawValue }
  }

  /// What a blank means: nothing, or an option that was not chosen.
  let blank: Meaning?

  init(_ reader: ScaleReader) {
    self.reader = reader
    blank = reader.scale.blankScore.map { Meaning(reader.scale.role(ofScore: $0)) }
  }

  /// Learns the answers that the dictionary gained.
  mutating func learn(_ dictionary: TextDictionary) {
    while meanings.count < dictionary.count {
      let text = dictionary[Int32(truncatingIfNeeded: meanings.count)]
      if let answer = reader.answer(text) {
        scores.append(answer.score ?? .nan)
        meanings.append(Meaning(answer.role))
        labels.append(answer.label)
        if hasFontVariant(text) { variants.insert(text) }
      } else {
        scores.append(.nan)
        meanings.append(.unknown)
        labels.append(text)
      }
    }
  }

  /// Counts an answer that is there, for the notes.
  @inline(__always)
  mutating func count(_ code: Int32) {
    if meanings[Int(code)] == .unknown {
      unknownCounts[code, default: 0] += 1
    } else {
      knownCount += 1
    }
  }

  /// Unknown answers with their counts, the most frequent first.
  var unknown: [(text: String, count: Int)] {
    unknownCounts.map { (labels[Int($0.key)], $0.value) }.sorted { a, b in
      a.count != b.count ? a.count > b.count : a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
    }
  }

  /// Of the answers, blanks left out.
  var unknownShare: Double {
    let unknown = unknownCounts.values.reduce(0) { $0.addingClamped($1) }
    return unknown == 0 ? 0 : Double(unknown) / Double(unknown.addingClamped(knownCount))
  }

  var knowsNothing: Bool { knownCount == 0 && !unknownCounts.isEmpty }
}
