import SurveyStats
import Testing

@testable import SurveyPlans

/// Tests of telephone manners, against sums done by hand.
@Suite struct TestKindTests {
  private func evaluate(_ records: String, _ indicator: String) throws -> IndicatorResult {
    let folder = try PlanFolder(["calls.csv": records])
    // The folder must outlive the reading.
    return try withExtendedLifetime(folder) {
      let plan = try folder.plan([indicator], datasets: ["{id: c, role: calls, file: calls.csv}"])
      return try #require(plan.evaluate()["t"])
    }
  }

  private let calls = "課室,日期,總分\n甲課,103/1/5,90\n甲課,103/2/5,80\n乙課,103/1/6,70\n乙課,103/2/6,78\n"

  @Test("the pass line of a test is not the target of its mean: both are kept, and units fail the pass line")
  func twoLines() throws {
    let result = try evaluate(
      calls,
      "{id: t, kind: test, dataset: c, total: 總分, by: 課室, date: 日期, pass: 75, target: {at_least: 85}}")
    #expect(result.tables.map(\.role) == [.groups, .periods])
    for table in result.tables { #expect(table.passLine == 75 && table.target == 85) }
    // The means are 74 and 85.
    #expect(result.tables[0].rows.map(\.failing) == [[2], [], []])
  }

  @Test("an interval of points ends at the ends of the scale") func limits() throws {
    let result = try evaluate(
      "課室,日期,總分\n甲課,103/1/5,100\n甲課,103/2/5,99\n甲課,103/3/5,97\n",
      "{id: t, kind: test, dataset: c, total: 總分, target: {at_least: 90}}")
    // 98.667 ± t(0.975; 2)·0.882 would reach 102.46: s² = 7/3, and t is 4.302652729911275.
    let (mean, half) = (296.0 / 3, 4.302652729911275 * (7.0 / 9).squareRoot())
    #expect(mean + half > 102)
    #expect(isClose(result.confidenceLow, mean - half, 1e-10) && result.confidenceHigh == 100)
    #expect(result.status == .met && isClose(result.standardError, (7.0 / 9).squareRoot()))
    let bottom = try evaluate(
      "課室,日期,總分\n甲課,103/1/5,0\n甲課,103/2/5,1\n", "{id: t, kind: test, dataset: c, total: 總分}")
    #expect(bottom.confidenceLow == 0)
  }

  @Test("the target of a pass rate is no line of points") func passRate() throws {
    let result = try evaluate(
      calls,
      "{id: t, kind: test, dataset: c, total: 總分, by: 課室, pass: 75, measure: pass_rate, target: {at_least: 90%}}"
    )
    #expect(result.tables[0].passLine == 75 && result.tables[0].target == nil)
  }

  @Test("totals of tables average as the value does, by units or by tests", arguments: ["units", "tests"])
  func totals(average: String) throws {
    // 甲課 is tested three times with a mean of 80, 乙課 once with 60.
    let records =
      "課室,日期,禮貌,速度\n甲課,103/1/5,60,30\n甲課,103/1/9,40,30\n甲課,103/2/5,50,30\n乙課,103/1/6,40,20\n"
    let result = try evaluate(
      records,
      "{id: t, kind: test, dataset: c, components: [{column: 禮貌, max: 60}, {column: 速度, max: 40}], by: 課室, date: 日期, average: \(average)}"
    )
    let byUnits = average == "units"
    #expect(result.value == (byUnits ? 70 : 75))
    func number(_ table: Int, _ row: Int, _ column: Int) throws -> Double? {
      let table = try #require(result.tables.count > table ? result.tables[table] : nil)
      guard case .number(let number) = table.rows[row].cells[column] else { return nil }
      return number
    }
    let parts = try [number(0, 0, 2), number(0, 1, 2)]
    #expect(parts == (byUnits ? [45, 25] : [47.5, 27.5]))
    #expect(try number(1, 2, 1) == 4 && number(1, 2, 2) == result.value)
    // January: 80 and 60 by units, 90, 70 and 60 by tests.
    #expect(isClose(try number(2, 0, 3), byUnits ? 70 : 220.0 / 3))
  }
}
