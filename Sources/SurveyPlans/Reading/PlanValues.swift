import SurveyDocuments
import SurveyTable

// Values that plan files write in more than one way.

extension DocumentNode {
  /// A day, CE or ROC: `2016-01-31`, `105/1/31`, `民國105年1月31日`.
  func day(expecting what: String) throws(DocumentError) -> CalendarDay {
    let text = try text(expecting: what)
    guard let date = parseDate(text), let month = date.month, let number = date.day,
      let day = CalendarDay(year: date.year, month: month, day: number)
    else {
      throw unexpected(what, "a day, as in 2016-01-31 or 105/1/31", chinese: "日期（如 105/1/31 或 2016-01-31）")
    }
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

  /// Ids that must be among `known`, where they are known; the error names the nearest.
  func references(_ key: String, to known: [String]?, as kind: Wording) throws(DocumentError) -> [String] {
    guard let node = optional(key) else { return [] }
    let names = try node.textsOrText(expecting: "'\(key)' of \(what)")
    for name in names { try node.requireKnown(name, among: known, as: kind) }
    return names
  }

  /// One id that must be among `known`.
  func reference(_ key: String, to known: [String]?, as kind: Wording) throws(DocumentError) -> String {
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
      throw node.error(
        "'\(key)' of \(what): \(error.message)", chinese: "條件「\(key)」：\(error.chinese ?? error.message)")
    }
    return text
  }
}

extension DocumentNode {
  func requireKnown(_ name: String, among known: [String]?, as kind: Wording) throws(DocumentError) {
    guard let known, !known.contains(name) else { return }
    var advice = (english: "the plan has none", chinese: "計畫檔中一個也沒有")
    if let near = nearestKey(to: name, among: known) {
      advice = ("did you mean '\(near)'?", "是否為「\(near)」？")
    } else if !known.isEmpty {
      let (first, more) = (known.prefix(12), known.count > 12)
      advice = (
        "the plan has \(first.joined(separator: ", "))\(more ? ", …" : "")",
        "計畫檔有 \(first.joined(separator: "、"))\(more ? "…" : "")"
      )
    }
    throw error(
      "there is no \(kind.english) '\(name)'; \(advice.english)",
      chinese: "沒有\(kind.chinese)「\(name)」；\(advice.chinese)")
  }
}

extension Wording {
  static let ofOwner = Wording(english: "owner", chinese: "負責單位")
  static let ofDataset = Wording(english: "dataset", chinese: "資料集")
  static let ofSurvey = Wording(english: "survey", chinese: "調查")
  static let ofIndicator = Wording(english: "indicator", chinese: "指標")
  static let ofUnitList = Wording(english: "list of units", chinese: "單位清單")
}
