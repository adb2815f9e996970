import SurveyTable

/// Answers to one column that are one answer spelled in several ways: `20-29歲` and `２０-２９歲`, `臺北` and `台北`.
///
/// Forms and people who type mix full-width and half-width signs; as groups they would stand beside each other. Letters
/// keep their case, which codes may rely on.
struct AnswerSpellings {
  /// For each code of the dictionary the first code that is the same answer.
  private var firstCodes: [Int32] = []
  /// The other spellings of a first code, where it has any.
  private(set) var others: [Int32: [Int32]] = [:]
  /// First codes by folded text; filled only once a text has been met that is not its own folded form.
  private var firstOfFolded: [String: Int32] = [:]
  private var isFolding = false

  /// The code that stands for all spellings of an answer.
  @inline(__always)
  mutating func first(_ code: Int32, _ dictionary: TextDictionary) -> Int32 {
    if Int(code) >= firstCodes.count { learn(dictionary) }
    return firstCodes[Int(code)]
  }

  /// Finds the first code of every text of the dictionary.
  mutating func learn(_ dictionary: TextDictionary) {
    while firstCodes.count < dictionary.count {
      let code = Int32(truncatingIfNeeded: firstCodes.count)
      if !isFolding {
        let isPlain = dictionary.withBytes(of: code) { $0.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
        if isPlain {
          firstCodes.append(code)
          continue
        }
        isFolding = true
        for before in 0..<code { firstOfFolded[foldedSpelling(dictionary[before])] = before }
      }
      let folded = foldedSpelling(dictionary[code])
      if let first = firstOfFolded[folded] {
        firstCodes.append(first)
        others[first, default: []].append(code)
      } else {
        firstOfFolded[folded] = code
        firstCodes.append(code)
      }
    }
  }

  /// How an answer is shown: of its spellings the first in byte order, which does not depend on the order of rows.
  func text(_ first: Int32, _ dictionary: TextDictionary) -> String {
    (others[first] ?? []).reduce(dictionary[first]) { shown, other in
      let text = dictionary[other]
      return text.utf8.lexicographicallyPrecedes(shown.utf8) ? text : shown
    }
  }
}
