import SurveyTable

/// Whether the cells of a column hold several answers each, and which.
enum SelectionProfile {
  /// More different options than this are free text with punctuation in it.
  private static let mostOptions = 60
  private static let longestOption = 60

  /// The options, where the different texts of a column are combinations of a few that come again and again.
  /// `counts` are the rows with each text.
  static func selection(of texts: [String], counts: [Int]) -> DataDescription.Column.Selection? {
    for separator in DataDescription.Column.Selection.Separator.allCases {
      if let selection = selection(of: texts, counts: counts, separator) { return selection }
    }
    return nil
  }

  private static func selection(
    of texts: [String], counts: [Int], _ separator: DataDescription.Column.Selection.Separator
  ) -> DataDescription.Column.Selection? {
    // Rows and different texts with each option.
    var options: [String: (rows: Int, texts: Int)] = [:]
    var joined = 0
    var mentions = 0
    for (text, count) in zip(texts, counts) {
      let parts = separator.parts(of: text)
      if parts.count > 1 {
        joined += 1
        if separator == .comma, holdsGroupedNumber(text) { return nil }
      }
      for part in Set(parts) {
        if part.unicodeScalars.count > longestOption { return nil }
        options[part, default: (0, 0)].rows += count
        options[part, default: (0, 0)].texts += 1
        mentions += count
        if options.count > mostOptions { return nil }
      }
    }
    // Several combinations, each option chosen twice on average, and some of them together with others.
    guard joined >= 2, options.count < mentions, options.count * 2 <= mentions,
      options.values.contains(where: { $0.texts > 1 })
    else { return nil }
    let names = Array(options.keys)
    let ordered = sortedKeyOrder(names).map { index in
      DataDescription.Column.Answer(text: names[index], count: options[names[index]]?.rows ?? 0)
    }
    return DataDescription.Column.Selection(
      separator: separator, distinct: ordered.count,
      options: ordered.count <= ColumnProfile.listed ? ordered : [])
  }

  /// Whether a comma groups digits, as in `1,234` and `1,000-2,000 元`.
  private static func holdsGroupedNumber(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    func isDigit(_ index: Int) -> Bool {
      bytes.indices.contains(index) && bytes[index] &- UInt8(ascii: "0") < 10
    }
    return bytes.indices.contains { index in
      bytes[index] == UInt8(ascii: ",") && isDigit(index - 1) && (1...3).allSatisfy { isDigit(index + $0) }
        && !isDigit(index + 4)
    }
  }
}

extension DataDescription.Column.Selection.Separator {
  /// The answers in `text`, without blanks around them; a separator at the end, as Microsoft Forms writes
  /// one, adds none.
  func parts(of text: String) -> [String] {
    let characters: [Unicode.Scalar] =
      switch self {
      case .lineBreak: ["\n", "\r"]
      case .semicolon: [";", "；"]
      case .comma: [",", "，", "、"]
      }
    return text.unicodeScalars.split(whereSeparator: { characters.contains($0) })
      .map { String($0).trimmingSpaces() }.filter { !$0.isEmpty }
  }
}
