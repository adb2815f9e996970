import CSurveyShims

/// What the codes of one text column mean under a scale, worked out once for each different answer. A class, because
/// it is looked at for every batch and a copy would hold a dozen tables.
final class AnswerCodes {
  let reader: ScaleReader
  private(set) var scores: [Double] = []
  private var smallScores: [Int8] = []
  private var isSmall = true
  private(set) var meanings: [Meaning] = []
  private(set) var labels: [String] = []
  private var texts: [String] = []
  private var counts: [Int64] = []
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
  func learn(_ dictionary: TextDictionary) {
    while meanings.count < dictionary.count {
      learn(dictionary[Int32(truncatingIfNeeded: meanings.count)])
    }
  }

  private func learn(_ text: String) {
    texts.append(text)
    counts.append(0)
    if let answer = reader.answer(text) {
      let score = answer.score ?? .nan
      scores.append(score)
      meanings.append(Meaning(answer.role))
      labels.append(answer.label)
      if hasFontVariant(text) { variants.insert(text) }
    } else {
      scores.append(.nan)
      meanings.append(.unknown)
      labels.append(text)
    }
    let score = scores[scores.count - 1]
    if score.isNaN {
      smallScores.append(NumberColumn.missing)
    } else if let small = NumberColumn.small(score) {
      smallScores.append(small)
    } else {
      smallScores.append(NumberColumn.missing)
      isSmall = false
    }
  }

  /// Counts the answers that are there, for the notes.
  func count(_ codes: [Int32]) {
    survey_count_codes(codes, codes.count, counts.count, &counts)
  }

  /// Counts what another part of the rows counted.
  func add(_ other: AnswerCodes) {
    var places: [String: Int] = [:]
    for (place, text) in texts.enumerated() { places[text] = place }
    for (index, text) in other.texts.enumerated() {
      if places[text] == nil {
        places[text] = texts.count
        learn(text)
      }
      // Counts of rows, far from the end of what they can hold.
      if let place = places[text] { counts[place] &+= other.counts[index] }
    }
  }

  /// The scores of all codes in a byte each, where all are small whole numbers.
  var answers: [Int8]? { isSmall ? smallScores : nil }

  /// Unknown answers with their counts, the most frequent first.
  var unknown: [(text: String, count: Int)] {
    Self.sorted(
      counts.indices.filter { meanings[$0] == .unknown && counts[$0] > 0 }.map {
        (labels[$0], Int(counts[$0]))
      })
  }

  /// Of the answers, blanks left out.
  var unknownShare: Double {
    let all = counts.reduce(0) { $0.addingClamped(Int($1)) }
    return all == 0 ? 0 : Double(unknown.reduce(0) { $0.addingClamped($1.count) }) / Double(all)
  }

  var knowsNothing: Bool {
    !unknown.isEmpty && counts.indices.allSatisfy { meanings[$0] == .unknown || counts[$0] == 0 }
  }

  /// Answers that count as an option which others name by its label, as 還好 beside 普通: the words, how often, the
  /// option; the most frequent first. A file that calls an option by one word only has a word of its own for it.
  var synonyms: [(text: String, count: Int, label: String)] {
    if reader.scale.blankScore != nil { return [] }
    var bySpelling: [String: (text: String, count: Int, label: String)] = [:]
    var spellingsOfLabel: [String: Set<String>] = [:]
    for code in counts.indices where counts[code] > 0 && meanings[code] != .unknown {
      let text = texts[code]
      guard let spelling = reader.spelling(text) else { continue }
      let label = labels[code]
      spellingsOfLabel[label, default: []].insert(spelling)
      let known = bySpelling[spelling]
      bySpelling[spelling] = (
        min(known?.text ?? text, text), (known?.count ?? 0).addingClamped(Int(counts[code])), label
      )
    }
    let found = bySpelling.filter { entry in
      spellingsOfLabel[entry.value.label]?.count ?? 0 > 1 && entry.key != foldedForMatching(entry.value.label)
    }
    return found.values.sorted {
      $0.count != $1.count ? $0.count > $1.count : $0.text.utf8.lexicographicallyPrecedes($1.text.utf8)
    }
  }

  private static func sorted(_ counts: [(text: String, count: Int)]) -> [(text: String, count: Int)] {
    counts.sorted { a, b in
      a.count != b.count ? a.count > b.count : a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
    }
  }
}
