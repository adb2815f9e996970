import SurveyInference
import SurveyStats
import Testing

// Small answers to four items or more are summed row by row, eight a vector; an item alone is summed cell by cell. The two
// roads must not differ in a digit, whatever closes the one in the middle of the rows.

private enum Turn: String, CaseIterable {
  /// Answers from 1 to 5 and one size of weights: all rows go together.
  case none
  /// An item meets an answer that no byte holds, and goes alone from there on.
  case wideAnswer
  /// Weights become finer, and then larger than units so fine can count.
  case weights
  /// All at once, at different rows.
  case everything
}

private func table(_ turn: Turn, rows: Int) -> String {
  var state: UInt64 = 2718
  func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(truncatingIfNeeded: state >> 33) % limit
  }
  var text = "stratum,village,w,group,q1,q2,q3,q4,q5,q6\n"
  for row in 0..<rows {
    let village = below(40)
    var weight = "\(below(30)).5"
    if turn == .weights || turn == .everything {
      if row == 3000 { weight = "0.000000123456789" }
      if row == 6000 { weight = "1e30" }
      if row > 7000 { weight = "\(below(3000)).\(below(999_983))" }
    }
    text += "s\(village % 4),\(village),\(weight),\(below(9) == 0 ? "" : "g\(below(3))")"
    for item in 1...6 {
      var answer = below(12) == 0 ? "" : "\(below(5) + 1)"
      if item == 6 { answer = "\(below(255) - 127)" }
      if turn == .wideAnswer || turn == .everything, item == 2, row == 5000 { answer = "3.25" }
      if turn == .everything, item == 5, row == 9500 { answer = "1000000" }
      text += "," + answer
    }
    text += "\n"
  }
  return text
}

@Test("items summed together have the digits of each summed alone", arguments: Turn.allCases, [1, 2])
private func itemsTogether(_ turn: Turn, _ threads: Int) throws {
  var options = CSVOptions()
  options.limits.threads = threads
  let data = try SurveyData(csv: Array(table(turn, rows: 10_000).utf8), options: options)
  let items = (1...6).map { "q\($0)" }
  let designs = [
    try SampleDesign(data, weights: "w", strata: "stratum", cluster: "village"),
    try SampleDesign(data, cluster: "village"),
    try SampleDesign(data, weights: "w", cluster: "village"),
  ]
  let questions: [(by: ColumnList, condition: String?)] = [
    ([], nil), (["group"], nil), (["group", "stratum"], "q1 >= 2 && !(q3 == 4)"), ([], "q6 < 0"),
  ]
  for design in designs {
    for (by, condition) in questions {
      let together = try [
        design.mean(ColumnList(items), by: by, where: condition),
        design.total(ColumnList(items), by: by, where: condition),
      ]
      let alone = try items.map { item in
        try [
          design.mean(ColumnList([item]), by: by, where: condition),
          design.total(ColumnList([item]), by: by, where: condition),
        ]
      }
      for statistic in together.indices {
        #expect(together[statistic].rows == alone.flatMap { $0[statistic].rows })
        #expect(!together[statistic].rows.isEmpty)
      }
    }
  }
}
