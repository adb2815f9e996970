import SurveyTable

/// Whether all answers of a column are dates, and from when to when.
struct DateProfile {
  private struct Span {
    var earliest: DateText
    var latest: DateText

    mutating func add(_ date: DateText) {
      earliest = min(earliest, date)
      latest = max(latest, date)
    }
  }

  private var isOver = false
  private var isDigitsOnly = true
  private var isRepublican = false
  /// Month and day as both orders have them; `nil` where an answer has no such day.
  private var monthFirst: Span?
  private var dayFirst: Span?
  private var mayBeMonthFirst = true
  private var mayBeDayFirst = true
  private var isYearLast = false

  /// Looks at an answer; columns of other things cost a look at one of them.
  mutating func add(_ text: UnsafeRawBufferPointer) {
    if isOver { return }
    let written = text.count <= 100 ? String(decoding: text, as: UTF8.self) : ""
    guard let date = parseDate(written), date.month != nil else {
      isOver = true
      return
    }
    isDigitsOnly = isDigitsOnly && date.isDigitsOnly
    isRepublican = isRepublican || date.isRepublican
    if date.order == nil {
      Self.add(date, to: &monthFirst)
      Self.add(date, to: &dayFirst)
      return
    }
    isYearLast = true
    if let month = parseDate(written, order: .monthFirst) {
      Self.add(month, to: &monthFirst)
    } else {
      mayBeMonthFirst = false
    }
    if let day = parseDate(written, order: .dayFirst) {
      Self.add(day, to: &dayFirst)
    } else {
      mayBeDayFirst = false
    }
    if !mayBeMonthFirst, !mayBeDayFirst { isOver = true }
  }

  private static func add(_ date: DateText, to span: inout Span?) {
    if span == nil { span = Span(earliest: date, latest: date) } else { span?.add(date) }
  }

  /// The dates of the column called `name`; `nil` where it holds anything else. What is written in digits
  /// alone is a date only where the name says so: `1010101` may be a code.
  func dates(of name: String) -> DataDescription.Column.Dates? {
    guard !isOver, let span = mayBeMonthFirst ? monthFirst : dayFirst else { return nil }
    if isDigitsOnly {
      let lower = name.lowercased()
      guard ["日", "時間", "date", "time"].contains(where: { lower.contains($0) }) else { return nil }
    }
    return DataDescription.Column.Dates(
      earliest: span.earliest.isoText, latest: span.latest.isoText, hasRepublicanYears: isRepublican,
      isDayMonthAmbiguous: isYearLast && mayBeMonthFirst && mayBeDayFirst)
  }
}

/// The marks with which options are ticked, one column for each.
enum TickMark {
  private static let marks: Set<String> = [
    "○", "◯", "〇", "●", "◎", "✓", "✔", "☑", "v", "V", "ｖ", "Ｖ", "■",
  ]

  static func isMark(_ text: UnsafeRawBufferPointer) -> Bool {
    text.count <= 3 && marks.contains(String(decoding: text, as: UTF8.self))
  }
}
