/// The days on which an office is open.
public struct OpeningDays: Sendable, Hashable {
  /// 1 Monday … 7 Sunday.
  public var weekdays: Set<Int>
  public var closed: Set<CalendarDay>
  /// Open although the weekday is not.
  public var extra: Set<CalendarDay>

  public init(
    weekdays: Set<Int> = [1, 2, 3, 4, 5], closed: Set<CalendarDay> = [], extra: Set<CalendarDay> = []
  ) {
    self.weekdays = weekdays
    self.closed = closed
    self.extra = extra
  }

  public func isOpen(_ day: CalendarDay) -> Bool {
    extra.contains(day) || (weekdays.contains(day.weekday) && !closed.contains(day))
  }

  /// Open days after `start` up to and with `end`; negative where `end` is earlier.
  func openDays(from start: CalendarDay, to end: CalendarDay) -> Int {
    if end < start { return -openDays(from: end, to: start) }
    let (first, last) = (start.number + 1, end.number)
    if last < first { return 0 }
    let days = last - first + 1
    var count = days / 7 * weekdays.count
    for offset in 0..<(days % 7) {
      if weekdays.contains((start.weekday + offset) % 7 + 1) { count += 1 }
    }
    let range = first...last
    count -= closed.count {
      weekdays.contains($0.weekday) && range.contains($0.number) && !extra.contains($0)
    }
    count += extra.count { !weekdays.contains($0.weekday) && range.contains($0.number) }
    return count
  }
}
