/// The date, and the time where there is one, that a cell of an export spells.
///
/// ```
/// 112/5/4              ─▶ 2023-05-04, a year of the Republic
/// 2023/5/4 下午 3:21:10 ─▶ 2023-05-04T15:21:10
/// 4/10/2026            ─▶ 2026-04-10, month and day may be the other way round
/// ```
/// Times are as written: a time zone behind them is read over and nothing is converted.
package struct DateText: Sendable, Hashable {
  /// Which of two small numbers before the year is the month.
  package enum Order: Sendable, Hashable {
    /// What is possible; month first where both are, as Google Forms (en-US) and SurveyMonkey write.
    case automatic
    case monthFirst
    case dayFirst
  }

  /// Of the common era.
  package var year: Int
  package var month: Int?
  package var day: Int?
  /// Seconds since midnight.
  package var secondOfDay: Int?
  /// Whether the year was written as one of the Republic (民國 1 is 1912).
  package var isRepublican = false
  /// Whether the month could as well be the day: `4/10/2026`.
  package var isAmbiguous = false
  /// Which of both stood first, where the year stood last.
  package var order: Order?
  /// Whether it is written in digits alone, as a number is: `1120504`, `20230504`.
  package var isDigitsOnly = false

  package init(year: Int, month: Int? = nil, day: Int? = nil, secondOfDay: Int? = nil) {
    self.year = year
    self.month = month
    self.day = day
    self.secondOfDay = secondOfDay
  }
}

/// The date that `text` spells: `2023/5/4`, `2023-05-04`, `112.05.04`, `民國112年5月4日`, `112年5月`, `1120504`,
/// `20230504`, `04/10/2026`, each with a time behind it or not (`下午 3:21:10`, `3:21 PM`, `15:21`,
/// `T15:21:10+08:00`, `15時21分`); full-width digits are digits. `nil` for anything else, and for days that no
/// calendar has.
///
/// A year of up to three digits is one of the Republic; one of a single digit only behind 民國. Excel's serial
/// numbers (`45050.63968`) look like any number and are read only where `excelSerials` is set.
package func parseDate(
  _ text: String, order: DateText.Order = .automatic, excelSerials: Bool = false
) -> DateText? {
  if excelSerials, let number = parseNumber(text) { return DateText(excelSerial: number) }
  guard let first = text.unicodeScalars.first, DateReader.mayBegin(first) else { return nil }
  var reader = DateReader(text, order: order)
  return reader.read()
}

extension DateText {
  /// The day and time of Excel's 1900 system, in which 1 is 1900-01-01 and 60 a day that never was.
  package init?(excelSerial serial: Double) {
    guard serial >= 1, serial < 2_958_466 else { return nil }
    var whole = Int(serial)
    var seconds = Int(((serial - Double(whole)) * 86_400).rounded())
    if seconds == 86_400 {
      whole += 1
      seconds = 0
    }
    if whole == 60 || whole > 2_958_465 { return nil }
    // Days since 1970-01-01; before the day that never was the count is one ahead.
    let date = Self.civil(daysSince1970: whole - 25_569 + (whole < 60 ? 1 : 0))
    self.init(
      year: date.year, month: date.month, day: date.day,
      secondOfDay: serial == Double(whole) ? nil : seconds)
  }

  /// A day of any era; day 0 is 1970-01-01.
  package init(daysSince1970 days: Int) {
    let date = Self.civil(daysSince1970: days)
    self.init(year: date.year, month: date.month, day: date.day)
  }

  /// Hinnant's algorithm (2013, "chrono-compatible low-level date algorithms", `civil_from_days`), for days
  /// since year 0.
  private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  package static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// ISO 8601 as far as it is known: `2023`, `2023-05`, `2023-05-04`, `2023-05-04T15:21:10`.
  package var isoText: String {
    var text = Self.digits(year, 4)
    guard let month else { return text }
    text += "-" + Self.digits(month, 2)
    guard let day else { return text }
    text += "-" + Self.digits(day, 2)
    guard let secondOfDay else { return text }
    return text + "T" + Self.digits(secondOfDay / 3600, 2) + ":" + Self.digits(secondOfDay / 60 % 60, 2) + ":"
      + Self.digits(secondOfDay % 60, 2)
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}

extension DateText: Comparable {
  package static func < (a: DateText, b: DateText) -> Bool {
    (a.year, a.month ?? 0, a.day ?? 0, a.secondOfDay ?? -1)
      < (b.year, b.month ?? 0, b.day ?? 0, b.secondOfDay ?? -1)
  }
}
