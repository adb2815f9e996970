// What to say of a cell that should be a number and is none.

extension SurveyStatsError {
  /// How sources end the message on such a cell; whoever knows what the column is used for adds what to do.
  private static let isNoNumber = "is not a number"

  package var isNotANumber: Bool { code == .malformedData && message.hasSuffix(Self.isNoNumber) }

  /// Whether the message says already what to do.
  package var namesObstacle: Bool { message.hasSuffix("and therefore " + Self.isNoNumber) }

  /// The end of the message on a cell that says `text`, which may be the start of a longer one: what stands in the way
  /// where it is nearly a number, and that it is none.
  package static func notANumber(_ text: some StringProtocol) -> (english: String, chinese: String) {
    guard let obstacle = NumberObstacle(String(text)) else {
      return ("'\(text)' \(isNoNumber)", "「\(text)」不是數字")
    }
    return (
      "'\(text)' \(obstacle.english) and therefore \(isNoNumber)", "「\(text)」\(obstacle.chinese)，不是數字"
    )
  }
}

/// What keeps a text from being a number that a person may read as one.
enum NumberObstacle: Equatable {
  /// `1,5`: what it would be with a point.
  case decimalComma(String)
  /// `1,050`, which is 1050 to one reader and 1.050 to another.
  case comma(whole: String, decimal: String)
  /// `1,050,000` or `1,050.5`
  case separators(String)
  /// `50%`
  case percent(String)
  /// `1e400`
  case tooLarge
  /// `"4"`, quotes and all, which are no quotes to a reader of CSV behind a blank.
  case quotes(String)

  init?(_ text: String) {
    let text = text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    if text.count > 2, text.first == "\"", text.last == "\"" {
      let inside = String(text.dropFirst().dropLast())
      if parseNumber(inside) == nil { return nil }
      self = .quotes(inside)
      return
    }
    if let last = text.last, last == "%" || last == "％" {
      let number = text.dropLast()
      if number.last == " " || parseNumber(String(number)) == nil { return nil }
      self = .percent(String(number))
      return
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    if parts.count > 1 {
      guard let found = Self.commas(parts) else { return nil }
      self = found
      return
    }
    let places = text.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    if places.isEmpty || places.count > 2 || parseNumber(text) != nil { return nil }
    if parseNumber(String(places[0])) == nil { return nil }
    if places.count == 2, !Self.isDigits(places[1].drop { $0 == "+" || $0 == "-" }) { return nil }
    self = .tooLarge
  }

  private static func commas(_ parts: [Substring]) -> NumberObstacle? {
    let sign = parts[0].prefix { $0 == "+" || $0 == "-" }
    let first = parts[0].dropFirst(sign.count)
    if sign.count > 1 || !isDigits(first) { return nil }
    let last = parts[parts.count - 1].split(separator: ".", omittingEmptySubsequences: false)
    if last.count > 2 || !last.allSatisfy(isDigits) { return nil }
    let groups = parts[1..<(parts.count - 1)] + [last[0]]
    if first.count <= 3, groups.allSatisfy({ isDigits($0) && $0.count == 3 }) {
      let whole = parts.joined()
      return parts.count == 2 && last.count == 1
        ? .comma(whole: whole, decimal: parts.joined(separator: ".")) : .separators(whole)
    }
    return parts.count == 2 && last.count == 1 ? .decimalComma(parts.joined(separator: ".")) : nil
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
  }

  var english: String {
    switch self {
    case .decimalComma(let number): "has a comma where numbers have a point (write \(number))"
    case .comma(let whole, let decimal):
      "has a comma (write \(whole), or \(decimal) if the comma is a decimal one)"
    case .separators(let number): "has separators of thousands (write \(number))"
    case .percent(let number): "has a percent sign (write \(number))"
    case .tooLarge: "is too large to compute with (limit 1e50)"
    case .quotes: "has quotes in it, for something stands before them (take away the blank before the quote)"
    }
  }

  var chinese: String {
    switch self {
    case .decimalComma(let number): "以逗號為小數點（請寫 \(number)）"
    case .comma(let whole, let decimal): "含逗號（請寫 \(whole)；若逗號為小數點，請寫 \(decimal)）"
    case .separators(let number): "含千分位逗號（請寫 \(number)）"
    case .percent(let number): "含百分號（請寫 \(number)）"
    case .tooLarge: "過大，無法計算（上限 1e50）"
    case .quotes: "含引號，因引號前另有字元（請刪除引號前之空白）"
    }
  }
}
