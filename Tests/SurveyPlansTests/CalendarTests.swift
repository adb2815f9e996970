import Testing

@testable import SurveyPlans

@Suite("days") struct CalendarTests {
  @Test("the number of a day is its distance from 1970 and leads back to it") func numbers() throws {
    let first = try #require(CalendarDay(year: 1970, month: 1, day: 1))
    #expect(first.number == 0 && first.weekday == 4)
    let leap = try #require(CalendarDay(year: 2016, month: 2, day: 29))
    #expect(leap.number == 16_860 && leap.weekday == 1)
    for number in stride(from: -719_162, through: 2_932_896, by: 997) {
      #expect(first.adding(number).number == number)
    }
    #expect(CalendarDay(year: 2015, month: 2, day: 29) == nil)
    #expect(leap.republicanText == "105年2月29日" && leap.isoText == "2016-02-29")
  }

  @Test("open days between two days are those that a walk counts") func openDays() throws {
    let start = try #require(CalendarDay(year: 2016, month: 1, day: 1))
    let opening = OpeningDays(
      weekdays: [1, 2, 3, 4, 5], closed: [start, start.adding(38), start.adding(39)],
      extra: [start.adding(29), start.adding(154)])
    for from in stride(from: 0, to: 200, by: 13) {
      for length in 0..<60 {
        let (a, b) = (start.adding(from), start.adding(from + length))
        let walked = (0..<length).count { opening.isOpen(a.adding($0 + 1)) }
        #expect(opening.openDays(from: a, to: b) == walked)
        #expect(opening.openDays(from: b, to: a) == -walked)
      }
    }
  }
}
