import SurveyTable

/// Combinations of answers to several columns, numbered from 0 in the order in which they are met.
struct AnswerCombinations {
  /// The columns folded one after another: (combination so far, code) to a combination.
  private var levels: [KeyTable]

  init(columns: Int) { levels = (0..<columns).map { _ in KeyTable() } }

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
          rows[row] = levels[level].index(of: rows[row], code)
        }
      }
    }
    return missing
  }

  /// Takes combinations of others over, whose codes `codes` translates column by column; says what number each has
  /// here.
  mutating func add(_ other: AnswerCombinations, codes: [[Int32]]) -> [Int32] {
    if levels.isEmpty { return [0] }
    return (0..<other.count).map { combination in
      var place: Int32 = 0
      for (level, code) in other.codes(of: combination).enumerated() {
        place = levels[level].index(of: place, codes[level][Int(code)])
      }
      return place
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
