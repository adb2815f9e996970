/// Answers that stand for "no answer" in one column: texts, and numbers however they are written.
public struct MissingCodes: Sendable, Hashable {
  public var texts: [String]
  public var numbers: [Double]

  public init(texts: [String] = [], numbers: [Double] = []) {
    self.texts = texts
    self.numbers = numbers
  }

  public static let none = MissingCodes()

  /// Reads `9,99,NA` (full-width commas too): what is a number counts as that number (9 is also 9.0), everything counts as text.
  public init(list: String) {
    self.init()
    for part in list.split(whereSeparator: { ",，、".contains($0) }) {
      let code = part.trimmingSpaces()
      if code.isEmpty { continue }
      texts.append(code)
      if let number = parseWrittenNumber(code)?.value { numbers.append(number) }
    }
  }

  package var isEmpty: Bool { texts.isEmpty && numbers.isEmpty }

  package static func + (a: MissingCodes, b: MissingCodes) -> MissingCodes {
    MissingCodes(texts: a.texts + b.texts, numbers: a.numbers + b.numbers)
  }

  package static func += (a: inout MissingCodes, b: MissingCodes) { a = a + b }
}

/// Missing codes for a whole table: the same for every item, or named per column.
public struct MissingCodesByColumn: Sendable, Hashable {
  public var all: MissingCodes
  public var byColumn: [String: MissingCodes]

  public init(all: MissingCodes = .none, byColumn: [String: MissingCodes] = [:]) {
    self.all = all
    self.byColumn = byColumn
  }

  public static let none = MissingCodesByColumn()

  /// Reads `9,99` (every item), `q1=9;q2=98,99` (per column), or both: `99;q1=9`.
  public init(parsing text: String) throws(SurveyStatsError) {
    self.init()
    for part in text.split(whereSeparator: { ";；".contains($0) }) {
      guard let equals = part.lastIndex(of: "=") else {
        let codes = MissingCodes(list: String(part))
        all.texts += codes.texts
        all.numbers += codes.numbers
        continue
      }
      let column = part[..<equals].trimmingSpaces()
      if column.isEmpty {
        throw SurveyStatsError(
          .invalidArgument, "missing codes '\(text)': a column name must stand before '='",
          chinese: "未答代碼（missing）「\(text)」：「=」之前須有欄名")
      }
      byColumn[column] = MissingCodes(list: String(part[part.index(after: equals)...]))
    }
  }

  package func codes(for column: String) -> MissingCodes { byColumn[column] ?? all }
}
