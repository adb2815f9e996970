import SurveyTable

/// Combinations of answers to several columns, numbered from 0 in the order in which they are met.
struct AnswerCombinations {
  /// The columns folded one after another: (combination so far, code) to a combination.
  private var levels: [KeyTable]
  /// For each column which answers are one; empty where every spelling is an answer of its own.
  private(set) var spellings: [AnswerSpellings]

  init(columns: Int, foldsSpellings: Bool) {
    levels = (0..<columns).map { _ in KeyTable() }
    spellings = foldsSpellings ? (0..<columns).map { _ in AnswerSpellings() } : []
  }

  /// Combinations met; one, of nothing, where there are no columns.
  var count: Int { levels.last?.count ?? 1 }

  /// Turns the 0 of every row that takes part into the number of its combination. A row without an answer
  /// becomes −1, as those are that take no part; returns how many rows did.
  mutating func number(_ rows: inout [Int32], _ columns: [CodeColumn]) -> Int {
    var missing = 0
    for (level, column) in columns.enumerated() {
      for row in rows.indices where rows[row] >= 0 {
        let code = column.codes[row]
        if code < 0 {
          rows[row] = -1
          missing += 1
        } else {
          let answer = spellings.isEmpty ? code : spellings[level].first(code, column.dictionary)
          rows[row] = levels[level].index(of: rows[row], answer)
        }
      }
    }
    return missing
  }

  /// The answers of a combination, one for each column.
  func texts(of combination: Int, _ dictionaries: [TextDictionary]) -> [String] {
    codes(of: combination).enumerated().map { (level, code) in
      spellings.isEmpty ? dictionaries[level][code] : spellings[level].text(code, dictionaries[level])
    }
  }

  /// Takes combinations of others over, whose codes `codes` translates column by column to those of `dictionaries`;
  /// says what number each has here.
  mutating func add(
    _ other: AnswerCombinations, codes: [[Int32]], _ dictionaries: [TextDictionary]
  ) -> [Int32] {
    if levels.isEmpty { return [0] }
    return (0..<other.count).map { combination in
      var place: Int32 = 0
      for (level, code) in other.codes(of: combination).enumerated() {
        let own = codes[level][Int(code)]
        let answer = spellings.isEmpty ? own : spellings[level].first(own, dictionaries[level])
        place = levels[level].index(of: place, answer)
      }
      return place
    }
  }

  /// Learns every spelling in the columns' dictionaries, so that which of them is shown does not depend on the order
  /// of rows: not every text of a dictionary was met in a row that takes part.
  mutating func learnAllSpellings(_ dictionaries: [TextDictionary]) {
    for level in spellings.indices where level < dictionaries.count {
      spellings[level].learn(dictionaries[level])
    }
  }

  /// The codes of a combination, one for each column.
  func codes(of combination: Int) -> [Int32] {
    var codes: [Int32] = []
    var current = Int32(truncatingIfNeeded: combination)
    for level in levels.reversed() {
      let (parent, code) = level.pair(at: Int(current))
      codes.append(code)
      current = parent
    }
    return codes.reversed()
  }
}
