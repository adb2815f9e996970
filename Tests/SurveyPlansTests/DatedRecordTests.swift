import SurveyStats
import Testing

/// Datasets with a date, of which rows outside the term are left out.
@Suite struct DatedRecordTests {
  private func evaluate(_ records: String, _ indicator: String) throws -> IndicatorResult? {
    let folder = try PlanFolder(["r.csv": records])
    return try withExtendedLifetime(folder) {
      try folder.plan(
        [indicator], datasets: ["{id: r, role: events, file: r.csv, date: 日期}"],
        top: "term: {from: 2014-01-01, to: 2014-03-31}"
      ).evaluate()["f"]
    }
  }

  @Test("a day above 12 in the last row says how the first is read: 4/1/2014 is within the first quarter")
  func orderOfDaysAndMonths() throws {
    let dates = ["4/1/2014", "5/2/2014", "1/4/2014", "13/1/2014"]
    for order in [dates, dates.reversed()] {
      let records = (["日期"] + order).joined(separator: "\n")
      let found = try evaluate(records, "{id: f, kind: count, dataset: r}")
      let result = try #require(found)
      #expect(result.value == 3 && result.evidence.first?.rows == 3)
    }
  }

  @Test("a row outside the term has no part in how a group is written") func spellingOfGroups() throws {
    let found = try evaluate(
      "日期,課室\n2014-05-01,Ａ課\n2014-02-01,A課\n,A課\n", "{id: f, kind: count, dataset: r, by: 課室}")
    let result = try #require(found)
    #expect(result.value == 2)
    #expect(
      result.tables[0].rows.map { $0.cells[0] } == [
        .text("A課"), .words(Wording(english: "Total", chinese: "合計")),
      ])
  }
}
