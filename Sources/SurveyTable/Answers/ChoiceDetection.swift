/// Whether the cells of a column hold several answers each, and which.
package struct ChoiceDetection: Sendable {
  package enum Separator: String, Sendable, CaseIterable {
    case lineBreak = "line break"
    case semicolon = ";"
    case comma = ","
  }

  package var separator: Separator
  /// The options in key order, with the rows that chose them.
  package var options: [(text: String, count: Int)]

  /// More different options than this are free text with punctuation in it.
  private static let mostOptions = 60
  private static let longestOption = 60

  /// `nil` unless the different texts of a column are combinations of a few options that come again and again.
  package init?(_ answers: [(text: String, count: Int)]) {
    for separator in Separator.allCases {
      if let options = Self.options(answers, separator) {
        (self.separator, self.options) = (separator, options)
        return
      }
    }
    return nil
  }

  private static func options(
    _ answers: [(text: String, count: Int)], _ separator: Separator
  ) -> [(text: String, count: Int)]? {
    // Rows and different texts with each option.
    var options: [String: (rows: Int, texts: Int)] = [:]
    var joined = 0
    var mentions = 0
    for (text, count) in answers {
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
    return sortedKeyOrder(names).map { (names[$0], options[names[$0]]?.rows ?? 0) }
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

extension ChoiceDetection.Separator {
  private var characters: [Unicode.Scalar] {
    switch self {
    case .lineBreak: ["\n", "\r"]
    case .semicolon: [";", "；"]
    case .comma: [",", "，", "、"]
    }
  }

  /// The separators as a list of choices takes them: any of these characters.
  var text: String {
    switch self {
    case .lineBreak: "\n"
    case .semicolon: ";"
    case .comma: ",、"
    }
  }

  /// The answers in `text`, without blanks around them; a separator at the end, as Microsoft Forms writes
  /// one, adds none.
  func parts(of text: String) -> [String] {
    let characters = self.characters
    return text.unicodeScalars.split(whereSeparator: { characters.contains($0) })
      .map { String($0).trimmingSpaces() }.filter { !$0.isEmpty }
  }
}
