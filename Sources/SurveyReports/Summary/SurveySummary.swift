import SurveyDesign
import SurveyInference
import SurveyTable

extension SampleDesign {
  /// The whole result of a satisfaction survey: sample, reliability, items, constructs, overall satisfaction and
  /// growth since an earlier survey, as the rows of one result with a `section` each.
  ///
  /// | `section` | rows |
  /// |---|---|
  /// | `sample`, `validity` | size, margin of error, fit to the margins (`validity(_:items:where:_:)`) |
  /// | `reliability` | alpha of all items and of each construct, corrected item–total correlations |
  /// | `frequencies` | counts and shares of each answer |
  /// | `items`, `constructs` | `mean`, `score-of-max`, `score-of-range`, `top2` of the valid answers and of all |
  /// | `overall` | the same of the overall item (`method` item) and of all items together, averaged three ways: over a respondent's answers first (`person-mean`), over items first (`item-mean`), over constructs by their weights (`construct-mean`) |
  /// | `groups` | scores of constructs and overall by the answers of `by` |
  /// | `growth` | `mean` and `top2` of both periods, their `difference` and `growth` |
  ///
  /// `term` is the column's or construct's name, `all_items` for all items together. Parts that the data cannot
  /// give are left out with a note. The data is read several times.
  ///
  /// Errors: those of the parts; `invalidArgument` where no item is known or an item is on no scale;
  /// `unsupported` for a design with replicates and growth by bootstrap.
  public func summary(
    _ options: SummaryOptions = .init(), since prior: SampleDesign? = nil
  ) throws(SurveyStatsError) -> Estimates {
    try refuseReplicates(
      of: "a summary", chinese: "摘要",
      because: ("its reliability and sample chapters have none", "其信度與樣本檢核部分無法以複本計算"),
      isAsked: options.growth.method == .bootstrap)
    expectColumns()
    var summary = try SummaryMaker(self, options)
    try summary.addRepeats(in: data)
    try summary.addSample()
    try summary.addReliability()
    try summary.addScores()
    try summary.addGroups()
    if let prior { try summary.addGrowth(since: prior) }
    return summary.result
  }

  /// Says before the first of several passes what the others read besides the items.
  private func expectColumns() {
    data.expectColumns(
      numbers: data.columnNames.prefix(1) + [weights, stages[0].fpc].compactMap { $0 },
      texts: [stages[0].strata, stages[0].cluster].compactMap { $0 })
  }
}
