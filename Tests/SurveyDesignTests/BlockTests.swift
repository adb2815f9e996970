import SurveyStats
import Testing

/// Many units and groups: a few items at a time give what all at once give.
@Test("items in several passes give the same bytes", arguments: [1, 2], [false, true])
func itemsInBlocks(_ threads: Int, _ isReplicated: Bool) throws {
  let replicates = isReplicated ? try Replicates(.bootstrap, count: 20) : nil
  var text = "stratum,cluster,w,group,q1,q2,q3,q4,q5,q6,q7,q8,q9,q10\n"
  for row in 0..<6000 {
    text += "\(row % 3),\(row % 2000),\(row % 7).\(row % 10)5,g\(row / 2000 + row % 2)"
    for item in 1...10 {
      text +=
        (row + item) % 13 == 0 || (item == 4 && row % 2 == 0) ? "," : ",\((row * item + row / 7) % 5 + 1)"
    }
    text += "\n"
  }
  func answer(_ limits: ResourceLimits) throws -> String {
    var options = CSVOptions()
    options.limits = limits
    options.limits.threads = threads
    let data = try SurveyData(csv: Array(text.utf8), options: options)
    let design = try SampleDesign(
      data, weights: "w", strata: "stratum", cluster: "cluster", lonelyUnits: .remove,
      replicates: replicates)
    let items = ColumnList((1...10).map { "q\($0)" })
    return try [design.mean(items, by: "group"), design.total(items, by: "group", where: "q1 > 1")]
      .map { $0.rendered(as: .json) }.joined(separator: "\n")
  }
  var few = ResourceLimits.standard
  few.memoryBytes = 3 << 20
  #expect(try answer(few) == answer(.standard))
}
