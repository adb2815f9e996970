// For people who read a tree by hand: each accessor gives a value of the type that is wanted, or an error
// that names the place, what stands there and what to write. `what` names the thing in the reader's words:
// "the title", "a target of indicator 'q1'".

extension DocumentNode {
  /// An error at this value, for readers who find that it does not fit.
  package func error(_ message: String, chinese: String? = nil) -> DocumentError {
    origin.error(.content, at: DocumentPlace(line: line, column: column), message, chinese: chinese)
  }

  package var isNull: Bool {
    if case .null = content { return true }
    return false
  }

  /// A scalar's text as written, whatever it looks like: `1010101`, `NO`, `112/5/4`.
  package func text(expecting what: String) throws(DocumentError) -> String {
    guard case .scalar(let scalar) = content else {
      throw unexpected(
        what, "a text", isNull ? "; write it, in quotes if it is meant to be empty or 'null'" : "")
    }
    return scalar.text
  }

  /// A decimal number without quotes: `5`, `-1.5`, `1e-3`.
  package func number(expecting what: String) throws(DocumentError) -> Double {
    let text = try unquoted(what, "a number")
    guard ScalarGrammar.isNumber(text),
      let number = Double(text.hasPrefix("+") ? String(text.dropFirst()) : text)
    else { throw unexpected(what, "a number", "; write digits and a point alone, as in 12.5") }
    guard number.isFinite else { throw unexpected(what, "a number", ", which is too large") }
    return number
  }

  package func number(
    expecting what: String, in range: ClosedRange<Double>
  ) throws(DocumentError) -> Double {
    let number = try number(expecting: what)
    if range.contains(number) { return number }
    throw unexpected(what, "a number from \(short(range.lowerBound)) to \(short(range.upperBound))")
  }

  /// Digits without quotes, with or without a sign.
  package func integer(
    expecting what: String, in range: ClosedRange<Int> = .min ... .max
  ) throws(DocumentError) -> Int {
    let text = try unquoted(what, "a whole number")
    guard ScalarGrammar.isInteger(text) else { throw unexpected(what, "a whole number") }
    guard let number = Int(text) else { throw unexpected(what, "a whole number", ", which is too large") }
    if range.contains(number) { return number }
    throw unexpected(what, "a whole number from \(range.lowerBound) to \(range.upperBound)")
  }

  /// `true` or `false` without quotes.
  package func boolean(expecting what: String) throws(DocumentError) -> Bool {
    let text = try unquoted(what, "true or false")
    guard let boolean = ScalarGrammar.boolean(text) else {
      let meant = [
        "yes": true, "y": true, "on": true, "是": true, "no": false, "n": false, "off": false, "否": false,
      ]
      throw unexpected(what, "true or false", meant[text.lowercased()].map { "; write \($0)" } ?? "")
    }
    return boolean
  }

  /// The case of `Choice` that the text names.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type, expecting what: String
  ) throws(DocumentError) -> Choice where Choice.RawValue == String {
    let text = try text(expecting: what)
    if let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    let near = nearestKey(to: text, among: words)
    var error = unexpected(
      what, "one of \(words.joined(separator: ", "))", near.map { "; did you mean '\($0)'?" } ?? "")
    if let near { error.addChinese("；是否為「\(near)」？") }
    throw error
  }

  package func sequence(expecting what: String) throws(DocumentError) -> [DocumentNode] {
    guard case .sequence(let items) = content else {
      throw unexpected(what, "a list", "; write [a, b], or each item on a line of its own behind '- '")
    }
    return items
  }

  package func mapping(expecting what: String) throws(DocumentError) -> [DocumentEntry] {
    guard case .mapping(let entries) = content else {
      throw unexpected(what, "a mapping of keys to values", colonAdvice)
    }
    return entries
  }

  /// The mapping as an object whose members are asked for by name.
  package func object(expecting what: String) throws(DocumentError) -> DocumentObject {
    DocumentObject(node: self, entries: try mapping(expecting: what), what: what)
  }

  /// A list of texts as written.
  package func texts(expecting what: String) throws(DocumentError) -> [String] {
    var texts: [String] = []
    for item in try sequence(expecting: what) { texts.append(try item.text(expecting: "an item of \(what)")) }
    return texts
  }

  /// A list of texts, or one text where the list has one item only.
  package func textsOrText(expecting what: String) throws(DocumentError) -> [String] {
    if case .scalar(let scalar) = content { return [scalar.text] }
    return try texts(expecting: what)
  }

  /// The error that `what` must be `wanted` and is something else.
  package func unexpected(
    _ what: String, _ wanted: String, _ advice: String = "", chinese: String? = nil
  ) -> DocumentError {
    error(
      "\(what) must be \(wanted), but here is \(kind)\(advice)",
      chinese: "此處須為\(chinese ?? Self.chinese(wanted))，而非\(chineseKind)")
  }

  /// What is wanted here, in Chinese; words of a format stay as they are.
  private static func chinese(_ wanted: String) -> String {
    let names = [
      "a text": "文字", "a number": "數字（不加引號，如 12.5）", "a whole number": "整數（不加引號）",
      "true or false": " true 或 false（不加引號）", "a list": "清單（寫為 [甲, 乙]，或每項一行並以「- 」開頭）",
      "a mapping of keys to values": "「鍵: 值」的形式（冒號須為半形，其後須空一格）",
    ]
    if let name = names[wanted] { return name }
    if wanted.hasPrefix("one of ") { return "下列之一：\(wanted.dropFirst(7))" }
    for (beginning, name) in [("a whole number from ", "整數"), ("a number from ", "數字")]
    where wanted.hasPrefix(beginning) {
      return "\(wanted.dropFirst(beginning.count).replacing(" to ", with: " 至 ")) 之\(name)"
    }
    return " \(wanted)"
  }

  private func unquoted(_ what: String, _ wanted: String) throws(DocumentError) -> String {
    guard case .scalar(let scalar) = content else { throw unexpected(what, wanted) }
    if scalar.isQuoted { throw unexpected(what, wanted, " in quotes; take the quotes away") }
    return scalar.text
  }

  /// What stands here, for messages.
  private var kind: String {
    switch content {
    case .null: "nothing"
    case .scalar(let scalar) where scalar.text.isEmpty: "an empty text"
    case .scalar(let scalar): "'\(shown(scalar.text))'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  private var chineseKind: String {
    switch content {
    case .null: "空白"
    case .scalar(let scalar) where scalar.text.isEmpty: "空白文字"
    case .scalar(let scalar): "「\(shown(scalar.text))」\(scalar.isQuoted ? "（加了引號）" : "")"
    case .sequence: "清單"
    case .mapping: "「鍵: 值」的形式"
    }
  }

  /// For `title：調查` and `title:調查`, which are texts.
  private var colonAdvice: String {
    guard case .scalar(let scalar) = content, !scalar.isQuoted else { return "" }
    if scalar.text.unicodeScalars.contains("：") { return "; its colon is full-width (：), write ': ' instead" }
    return scalar.text.contains(":") ? "; put a space behind the colon" : ""
  }

  private func short(_ number: Double) -> String { JSONWriter.numberText(number) }
}
