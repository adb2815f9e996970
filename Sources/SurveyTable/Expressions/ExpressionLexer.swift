// The words of `--where` and `--expression`: names, numbers, quoted texts and operators.

enum ExpressionToken: Hashable {
  case name(String)
  case number(Double)
  case text(String)
  case symbol(String)
  case end
}

/// Splits an expression into tokens. Names hold letters of any script, digits, `.` and `_`, and do not begin
/// with a digit; any other name stands in backticks.
struct ExpressionLexer {
  private let scalars: [Unicode.Scalar]
  private let source: String
  private var index = 0
  /// Where the current token begins, counted in characters from 1.
  private(set) var tokenStart = 1
  private(set) var token: ExpressionToken = .end

  private static let twoCharacterSymbols: Set<String> = ["==", "!=", "<=", ">=", "&&", "||"]
  private static let oneCharacterSymbols: Set<Unicode.Scalar> = [
    "<", ">", "!", "(", ")", ",", "+", "-", "*", "/", "^", "=",
  ]

  init(_ source: String) throws(SurveyStatsError) {
    self.source = source
    scalars = Array(source.unicodeScalars)
    if scalars.count > 65_536 {
      throw SurveyStatsError(
        .limitExceeded, "the expression has more than 65536 characters",
        chinese: "條件或運算式超過 65,536 個字")
    }
    try advance()
  }

  func failure(_ what: String, _ chinese: String) -> SurveyStatsError {
    let shown = source.count > 120 ? String(source.prefix(120)) + "…" : source
    return SurveyStatsError(
      .invalidExpression, "expression '\(shown)', character \(tokenStart): \(what)",
      chinese: "條件或運算式「\(shown)」第 \(tokenStart) 個字：\(chinese)")
  }

  mutating func advance() throws(SurveyStatsError) {
    while index < scalars.count, scalars[index].properties.isWhitespace { index += 1 }
    tokenStart = index + 1
    guard index < scalars.count else {
      token = .end
      return
    }
    let scalar = scalars[index]
    if scalar == "`" {
      token = .name(try quoted(by: "`", what: "name in backticks"))
    } else if scalar == "\"" || scalar == "'" {
      token = .text(try quoted(by: scalar, what: "quoted text"))
    } else if Self.isDigit(scalar)
      || (scalar == "." && index + 1 < scalars.count && Self.isDigit(scalars[index + 1]))
    {
      token = .number(try number())
    } else if Self.isNameStart(scalar) {
      let start = index
      while index < scalars.count, Self.isNamePart(scalars[index]) { index += 1 }
      token = .name(text(start..<index))
    } else if index + 1 < scalars.count, Self.twoCharacterSymbols.contains(text(index..<index + 2)) {
      token = .symbol(text(index..<index + 2))
      index += 2
    } else if Self.oneCharacterSymbols.contains(scalar) {
      token = .symbol(String(scalar))
      index += 1
    } else {
      throw failure(
        "'\(scalar)' has no meaning here; write names that hold it in backticks",
        "「\(scalar)」在此無意義；名稱若含此字元，請以反引號（`）括住")
    }
  }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  /// A quote inside quoted text is written twice.
  private mutating func quoted(by quote: Unicode.Scalar, what: String) throws(SurveyStatsError) -> String {
    var view = String.UnicodeScalarView()
    index += 1
    while index < scalars.count {
      if scalars[index] == quote {
        if index + 1 < scalars.count, scalars[index + 1] == quote {
          view.append(quote)
          index += 2
          continue
        }
        index += 1
        return String(view)
      }
      view.append(scalars[index])
      index += 1
    }
    throw failure(
      "the \(what) has no end",
      "引號或反引號未成對；請補上結尾")
  }

  private mutating func number() throws(SurveyStatsError) -> Double {
    let start = index
    while index < scalars.count, Self.isDigit(scalars[index]) || scalars[index] == "." { index += 1 }
    if index < scalars.count, scalars[index] == "e" || scalars[index] == "E" {
      var after = index + 1
      if after < scalars.count, scalars[after] == "+" || scalars[after] == "-" { after += 1 }
      if after < scalars.count, Self.isDigit(scalars[after]) {
        while after < scalars.count, Self.isDigit(scalars[after]) { after += 1 }
        index = after
      }
    }
    if index < scalars.count, Self.isNamePart(scalars[index]) {
      throw failure(
        "a name cannot begin with a digit; write it in backticks",
        "名稱若以數字開頭，請以反引號（`）括住")
    }
    guard let value = parseNumber(text(start..<index)) else {
      throw failure(
        "'\(text(start..<index))' is not a number",
        "「\(text(start..<index))」不是數字")
    }
    if value.magnitude >= 0x1p53 {
      throw failure(
        "\(text(start..<index)) is too large to be compared exactly; put it in quotes to compare as text",
        "\(text(start..<index)) 過大，無法精確比較；請加引號以文字比較")
    }
    return value
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 48 && scalar.value <= 57 }

  private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "." || scalar.properties.isAlphabetic
      || scalar.properties.generalCategory == .otherNumber
  }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    isNameStart(scalar) || isDigit(scalar) || scalar.properties.generalCategory == .nonspacingMark
      || scalar.properties.generalCategory == .decimalNumber
  }
}
