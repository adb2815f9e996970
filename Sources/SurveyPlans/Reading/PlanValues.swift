import SurveyDocuments
import SurveyTable

// Values that plan files write in more than one way.

extension DocumentNode {
  /// A day, CE or ROC: `2016-01-31`, `105/1/31`, `民國105年1月31日`.
  func day(expecting what: String) throws(DocumentError) -> CalendarDay {
    let text = try text(expecting: what)
    guard let date = parseDate(text), let month = date.month, let number = date.day,
      let day = CalendarDay(year: date.year, month: month, day: number)
    else { throw unexpected(what, "a day, as in 2016-01-31 or 105/1/31") }
    return day
  }

  /// A number, or a percentage as the fraction that it is: `0.8`, `80%`.
  func amount(expecting what: String) throws(DocumentError) -> Double {
    if case .scalar(let scalar) = content, let last = scalar.text.last, last == "%" || last == "％",
      let number = parseNumber(scalar.text.dropLast().trimmingSpaces()), number.isFinite
    {
      return number / 100
    }
    return try number(expecting: what)
  }
}

extension DocumentObject {
  func optionalDay(_ key: String) throws(DocumentError) -> CalendarDay? {
    guard let value = optional(key) else { return nil }
    return try value.day(expecting: "'\(key)' of \(what)")
  }

  func optionalAmount(_ key: String) throws(DocumentError) -> Double? {
    guard let value = optional(key) else { return nil }
    return try value.amount(expecting: "'\(key)' of \(what)")
  }

  func days(_ key: String) throws(DocumentError) -> Set<CalendarDay> {
    var days: Set<CalendarDay> = []
    for node in try optionalList(key) { days.insert(try node.day(expecting: "a day of '\(key)'")) }
    return days
  }

  /// Ids that must be among `known`; the error names the nearest.
  func references(_ key: String, to known: [String], as kind: String) throws(DocumentError) -> [String] {
    guard let node = optional(key) else { return [] }
    let names = try node.textsOrText(expecting: "'\(key)' of \(what)")
    for name in names { try node.requireKnown(name, among: known, as: kind) }
    return names
  }

  /// One id that must be among `known`.
  func reference(_ key: String, to known: [String], as kind: String) throws(DocumentError) -> String {
    let node = try required(key)
    let name = try node.text(expecting: "'\(key)' of \(what)")
    try node.requireKnown(name, among: known, as: kind)
    return name
  }

  /// A condition as `--where` takes them.
  func condition(_ key: String) throws(DocumentError) -> String? {
    guard let node = optional(key) else { return nil }
    let text = try node.text(expecting: "'\(key)' of \(what)")
    do throws(SurveyStatsError) {
      _ = try DomainExpression(parsing: text, limits: .standard)
    } catch {
      throw node.error("'\(key)' of \(what): \(error.message)")
    }
    return text
  }
}

extension DocumentNode {
  func requireKnown(_ name: String, among known: [String], as kind: String) throws(DocumentError) {
    if known.contains(name) { return }
    let advice =
      nearestKey(to: name, among: known).map { "did you mean '\($0)'?" }
      ?? (known.isEmpty
        ? "the plan has none"
        : "the plan has \(known.prefix(12).joined(separator: ", "))\(known.count > 12 ? ", …" : "")")
    throw error("there is no \(kind) '\(name)'; \(advice)")
  }
}
