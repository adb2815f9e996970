import SurveyStats
import SurveyTable

/// One option of the command line: how it is written and what help says of it.
struct OptionSpecification {
  enum Value {
    case none
    case required(String)
    /// A value only where the next word is one of these.
    case optional([String])
  }

  var name: String
  var value: Value
  var help: String
  var repeats = false
}

/// Wrong usage that no data could mend; the tool exits with 2.
struct UsageError: Error {
  var message: String
  /// The same in Traditional Chinese.
  var chinese: String
}

/// The words after a command, sorted into options and files.
struct ParsedArguments {
  private(set) var options: [String: [String]] = [:]
  private(set) var files: [String] = []

  init(_ words: ArraySlice<String>, specifications: [OptionSpecification]) throws(UsageError) {
    let byName = Dictionary(
      specifications.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var rest = words
    var optionsEnded = false
    while let word = rest.popFirst() {
      if optionsEnded || word == "-" || !word.hasPrefix("-") {
        files.append(word)
        continue
      }
      if word == "--" {
        optionsEnded = true
        continue
      }
      guard word.hasPrefix("--") else {
        throw UsageError(
          message: "unknown option '\(word)'; options begin with two dashes",
          chinese: "沒有「\(word)」這個選項；選項以兩個減號（--）開頭")
      }
      let body = word.dropFirst(2)
      let equals = body.firstIndex(of: "=")
      let name = String(equals.map { body[..<$0] } ?? body)
      guard let specification = byName[name] else {
        throw Self.unknown(name, among: specifications)
      }
      if options[name] != nil, !specification.repeats {
        throw UsageError(message: "option --\(name) is given twice", chinese: "選項 --\(name) 重複指定")
      }
      var values: [String] = []
      switch specification.value {
      case .none:
        if equals != nil {
          throw UsageError(
            message: "option --\(name) takes no value",
            chinese: "選項 --\(name) 不可帶值")
        }
      case .required(let placeholder):
        if let equals {
          values = [String(body[body.index(after: equals)...])]
        } else if let next = rest.popFirst() {
          values = [next]
        } else {
          throw UsageError(
            message: "option --\(name) needs a value: --\(name) \(placeholder)",
            chinese: "選項 --\(name) 須有值：--\(name) \(placeholder)")
        }
      case .optional(let words):
        if let equals {
          let value = String(body[body.index(after: equals)...])
          guard words.contains(value) else {
            throw UsageError(
              message: "option --\(name) takes \(words.joined(separator: ", ")), not '\(value)'",
              chinese: "選項 --\(name) 僅可為 \(words.joined(separator: "、"))，而非「\(value)」")
          }
          values = [value]
        } else if let next = rest.first, words.contains(next) {
          values = [next]
          rest = rest.dropFirst()
        }
      }
      options[name, default: []] += values
    }
  }

  private static func unknown(
    _ name: String, among specifications: [OptionSpecification]
  ) -> UsageError {
    let names = specifications.map(\.name)
    if Command.replicates.contains(where: { $0.name == name }) {
      let able = Command.all.filter { $0.options.contains { $0.name == name } }.map(\.name)
      return UsageError(
        message:
          "this command has no replicates (--\(name)); those that have are \(able.joined(separator: ", "))",
        chinese: "此指令不支援複本變異數（--\(name)）；可用之指令為 \(able.joined(separator: "、"))")
    }
    // A longer or shorter form of an option (--language, --langauge for --lang) is no slip of one finger.
    let nearest =
      nearestName(to: name, among: names)
      ?? names.filter { $0.count > 2 && (name.hasPrefix($0) || $0.hasPrefix(name) && name.count > 2) }
      .max { $0.count < $1.count }
    return UsageError(
      message: "unknown option --\(name)" + (nearest.map { "; did you mean --\($0)?" } ?? ""),
      chinese: "沒有 --\(name) 這個選項" + (nearest.map { "；是否為 --\($0)？" } ?? ""))
  }

  func has(_ name: String) -> Bool { options[name] != nil }

  subscript(name: String) -> String? { options[name]?.last }

  func all(_ name: String) -> [String] { options[name] ?? [] }

  /// A number of people, questionnaires or bytes, which may have thousands separators.
  func count(_ name: String) throws(UsageError) -> Double? {
    if let text = self[name], let count = parseCount(text) { return count }
    return try number(name)
  }

  func number(_ name: String) throws(UsageError) -> Double? {
    guard let text = self[name] else { return nil }
    guard let number = parseWrittenNumber(text)?.value else {
      var (hint, chineseHint) = ("", "")
      if text.hasSuffix("%") || text.hasSuffix("％"),
        let percent = parseWrittenNumber(text.dropLast().trimmingSpaces())?.value
      {
        hint = "; \(text) is \(shortestText(percent / 100))"
        chineseHint = "；\(text) 應寫為 \(shortestText(percent / 100))"
      }
      throw UsageError(
        message: "--\(name) takes a number, not '\(text)'\(hint)",
        chinese: "--\(name) 須為數字，而非「\(text)」\(chineseHint)")
    }
    return number
  }

  func choice<C: RawRepresentable & CaseIterable>(
    _ name: String, _ type: C.Type
  ) throws(UsageError) -> C? where C.RawValue == String {
    guard let text = self[name] else { return nil }
    guard let choice = C(rawValue: text) else {
      let words = C.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError(
        message: "--\(name) takes one of \(words), not '\(text)'",
        chinese: "--\(name) 須為 \(words) 之一，而非「\(text)」")
    }
    return choice
  }
}
