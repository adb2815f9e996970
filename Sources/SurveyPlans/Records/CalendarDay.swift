import SurveyTable

/// A day of the Gregorian calendar.
public struct CalendarDay: Sendable, Hashable, Comparable {
  /// Of the common era.
  public let year: Int
  public let month: Int
  public let day: Int

  /// `nil` for a day that the calendar does not have, and outside the years 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= DateText.days(inMonth: month, of: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// A day that is one by construction.
  private init(known year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  static func firstDay(of year: Int) -> CalendarDay { CalendarDay(known: max(1, min(9999, year)), 1, 1) }
  static func lastDay(of year: Int) -> CalendarDay { CalendarDay(known: max(1, min(9999, year)), 12, 31) }

  public static func < (a: CalendarDay, b: CalendarDay) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  /// Days since 1970-01-01 (Hinnant 2013, "chrono-compatible low-level date algorithms", `days_from_civil`).
  public var number: Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// 1 Monday … 7 Sunday.
  public var weekday: Int { ((number + 3) % 7 + 7) % 7 + 1 }

  /// The day `days` later; days before year 1 or after 9999 stop there.
  public func adding(_ days: Int) -> CalendarDay {
    let limited = max(-719_162, min(2_932_896, number + days))
    let shifted = limited + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let place = (5 * dayOfYear + 2) / 153
    let month = place < 10 ? place + 3 : place - 9
    return CalendarDay(
      known: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * place + 2) / 5 + 1)
  }

  /// `2016-01-31`.
  public var isoText: String {
    func digits(_ number: Int, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))"
  }

  /// `105年1月31日`; years before the Republic as those of the common era.
  public var republicanText: String {
    year > 1911 ? "\(year - 1911)年\(month)月\(day)日" : "西元\(year)年\(month)月\(day)日"
  }
}
