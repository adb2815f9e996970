/// A mapping whose members are asked for by name.
///
/// ```swift
/// let survey = try node.object(expecting: "the survey")
/// let title = try survey.text("title")
/// let level = try survey.number("level", default: 0.95)
/// try survey.finish(allowed: ["title", "level"])
/// ```
/// A member that holds nothing (`note:` or `null`) counts as absent.
package struct DocumentObject: Sendable {
  package let node: DocumentNode
  package let entries: [DocumentEntry]
  /// What messages call it.
  package let what: String
  private let positions: [String: Int]

  package init(node: DocumentNode, entries: [DocumentEntry], what: String) {
    self.node = node
    self.entries = entries
    self.what = what
    positions = Dictionary(
      entries.enumerated().map { ($0.element.key, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  package var keys: [String] { entries.map(\.key) }

  /// The value of `key`; `nil` where it is absent or nothing.
  package func optional(_ key: String) -> DocumentNode? {
    guard let position = positions[key], !entries[position].value.isNull else { return nil }
    return entries[position].value
  }

  package func required(_ key: String) throws(DocumentError) -> DocumentNode {
    if let value = optional(key) { return value }
    if let position = positions[key] {
      throw entries[position].value.error(
        "'\(key)' of \(what) is empty; write its value behind the colon",
        chinese: "「\(key)」沒有內容；請在冒號後填寫")
    }
    var (advice, chineseAdvice) = ("; add it", "；請補上")
    if let near = nearestKey(to: key, among: keys), let position = positions[near] {
      advice = "; line \(entries[position].line) has '\(shown(near))', which may be meant"
      chineseAdvice = "；第 \(entries[position].line) 行有「\(shown(near))」，是否筆誤？"
    }
    throw node.error("\(what) has no '\(key)'\(advice)", chinese: "缺少「\(key)」\(chineseAdvice)")
  }

  package func text(_ key: String) throws(DocumentError) -> String {
    try required(key).text(expecting: name(key))
  }

  package func optionalText(_ key: String) throws(DocumentError) -> String? {
    guard let value = optional(key) else { return nil }
    return try value.text(expecting: name(key))
  }

  package func number(_ key: String) throws(DocumentError) -> Double {
    try required(key).number(expecting: name(key))
  }

  package func optionalNumber(_ key: String) throws(DocumentError) -> Double? {
    guard let value = optional(key) else { return nil }
    return try value.number(expecting: name(key))
  }

  package func number(_ key: String, default number: Double) throws(DocumentError) -> Double {
    try optionalNumber(key) ?? number
  }

  package func integer(
    _ key: String, in range: ClosedRange<Int> = .min ... .max
  ) throws(DocumentError) -> Int {
    try required(key).integer(expecting: name(key), in: range)
  }

  package func optionalInteger(
    _ key: String, in range: ClosedRange<Int> = .min ... .max
  ) throws(DocumentError) -> Int? {
    guard let value = optional(key) else { return nil }
    return try value.integer(expecting: name(key), in: range)
  }

  package func boolean(_ key: String, default boolean: Bool) throws(DocumentError) -> Bool {
    guard let value = optional(key) else { return boolean }
    return try value.boolean(expecting: name(key))
  }

  package func optionalChoice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type
  ) throws(DocumentError) -> Choice? where Choice.RawValue == String {
    guard let value = optional(key) else { return nil }
    return try value.choice(type, expecting: name(key))
  }

  package func list(_ key: String) throws(DocumentError) -> [DocumentNode] {
    try required(key).sequence(expecting: name(key))
  }

  /// Empty where the member is absent.
  package func optionalList(_ key: String) throws(DocumentError) -> [DocumentNode] {
    guard let value = optional(key) else { return [] }
    return try value.sequence(expecting: name(key))
  }

  /// A list of texts or one text; empty where the member is absent.
  package func texts(_ key: String) throws(DocumentError) -> [String] {
    guard let value = optional(key) else { return [] }
    return try value.textsOrText(expecting: name(key))
  }

  package func object(_ key: String) throws(DocumentError) -> DocumentObject {
    try required(key).object(expecting: name(key))
  }

  package func optionalObject(_ key: String) throws(DocumentError) -> DocumentObject? {
    guard let value = optional(key) else { return nil }
    return try value.object(expecting: name(key))
  }

  /// Throws where there is a member that `allowed` does not name: a misspelt key would be ignored in silence.
  package func finish(allowed: [String]) throws(DocumentError) {
    if let first = unknownMembers(allowed: allowed).first { throw first }
  }

  /// The object as it was probably meant: a member that `allowed` does not name has the name of the nearest that is not
  /// there, or is left out. With it an error for each such member.
  package func corrected(allowed: [String]) -> (object: DocumentObject, errors: [DocumentError]) {
    let errors = unknownMembers(allowed: allowed)
    if errors.isEmpty { return (self, []) }
    var present = Set(keys)
    var kept: [DocumentEntry] = []
    for var entry in entries {
      if !allowed.contains(entry.key) {
        guard let near = nearestKey(to: entry.key, among: allowed), present.insert(near).inserted else {
          continue
        }
        entry.key = near
      }
      kept.append(entry)
    }
    return (DocumentObject(node: node, entries: kept, what: what), errors)
  }

  /// An error for each member that `allowed` does not name, with the nearest of those.
  package func unknownMembers(allowed: [String]) -> [DocumentError] {
    entries.filter { !allowed.contains($0.key) }.map { entry in
      let near = nearestKey(to: entry.key, among: allowed)
      let advice =
        near.map { "did you mean '\($0)'?" } ?? "it may have \(allowed.joined(separator: ", "))"
      let chineseAdvice = near.map { "是否為「\($0)」？" } ?? "可用的有 \(allowed.joined(separator: "、"))"
      return node.origin.error(
        .content, at: DocumentPlace(line: entry.line, column: entry.column),
        "\(what) has no member '\(shown(entry.key))'; \(advice)",
        chinese: "沒有「\(shown(entry.key))」這個鍵；\(chineseAdvice)")
    }
  }

  private func name(_ key: String) -> String { "'\(key)' of \(what)" }
}
