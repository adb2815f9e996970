import SurveyInference
import SurveyTable

extension SummaryPage {
  func growth() -> Part? {
    let rates = rows("growth", "growth")
    guard let first = rates.first else { return nil }
    var part = Part(heading: words.growth)
    func rowOf(_ rate: EstimateRow, _ matches: (EstimateRow) -> Bool) -> EstimateRow? {
      estimates.rows.first {
        $0.section == "growth" && $0.term == rate.term && $0.method == rate.method && matches($0)
      }
    }
    func points(_ rate: EstimateRow) -> (from: EstimateRow?, to: EstimateRow?, difference: EstimateRow?) {
      (
        rowOf(rate) { $0.period == rate.periodFrom }, rowOf(rate) { $0.period == rate.periodTo },
        rowOf(rate) { $0.statistic == "difference" }
      )
    }
    func value(_ row: EstimateRow?, _ rate: EstimateRow) -> String {
      rate.method == "top2" ? share(row?.estimate) : number(row?.estimate, 2)
    }
    func change(_ row: EstimateRow?, _ rate: EstimateRow) -> String {
      guard let gap = row?.estimate else { return labels.undefined }
      let sign = gap > 0 ? "+" : ""
      return rate.method == "top2"
        ? sign + labels.points(withMinusSign(fixedText(gap, decimals: 1, shift: 2)))
        : sign + withMinusSign(fixedText(gap, decimals: 2))
    }
    // The sentence speaks of the difference, so that its interval decides; the rate's is another one.
    func verdict(_ difference: EstimateRow?) -> String {
      guard let low = difference?.confidenceLow, let high = difference?.confidenceHigh else {
        return labels.undefined
      }
      return low > 0 ? words.rise : high < 0 ? words.fall : words.noChange
    }
    func differenceInterval(_ rate: EstimateRow, _ difference: EstimateRow?) -> String {
      guard let difference else { return labels.undefined }
      return interval(difference) { value in
        guard let value else { return labels.undefined }
        return rate.method == "top2" ? fixedText(value, decimals: 1, shift: 2) : fixedText(value, decimals: 2)
      }
    }
    let headline = rates.first { $0.method == "top2" && $0.term == first.term } ?? first
    let (from, to, difference) = points(headline)
    if let gap = difference?.estimate {
      part.sentences.append(
        words.change(
          name(headline.term), positive(of: headline.term),
          from: labels.periodName(headline.periodFrom ?? ""), value(from, headline),
          to: labels.periodName(headline.periodTo ?? ""),
          value(to, headline), gap: gap, points: fixedText(gap.magnitude, decimals: 1, shift: 2),
          rate: withMinusSign(share(headline.estimate)), verdict: isInferential ? verdict(difference) : nil))
    }
    var seemsOff = false
    for statistic in ["top2", "mean"] {
      let own = rates.filter { $0.method == statistic }
      if own.isEmpty { continue }
      let all = own.map { ($0, points($0)) }
      let measure =
        statistic == "top2" ? words.positiveShare(positive(of: own.map(\.term))) : labels.statistic("mean")
      var columns = [
        column(
          labels.item,
          own.map { name($0.term) }, isNumber: false),
        column(labels.periodName(first.periodFrom ?? ""), all.map { value($0.1.from, $0.0) }),
        column(labels.periodName(first.periodTo ?? ""), all.map { value($0.1.to, $0.0) }),
        column(words.difference, all.map { change($0.1.difference, $0.0) }),
      ]
      if isInferential {
        columns.append(
          column(
            words.differenceInterval(inPoints: statistic == "top2"),
            all.map { differenceInterval($0.0, $0.1.difference) }))
      }
      columns.append(column(labels.statistic("growth"), own.map { withMinusSign(share($0.estimate)) }))
      if isInferential {
        columns.append(column(words.growthInterval, own.map { interval($0, share) }))
        columns.append(column(words.significance, all.map { verdict($0.1.difference) }, isNumber: false))
      }
      part.tables.append(PlainTable(caption: words.changeOf(measure), columns: columns))
      let (decimals, shift) = statistic == "top2" ? (1, 2) : (2, 0)
      seemsOff = seemsOff || all.contains { !Self.subtracts($0.1, decimals: decimals, shift: shift) }
    }
    if isInferential { part.sentences.append(words.verdictBasis) }
    if seemsOff { part.sentences.append(words.unroundedDifferences) }
    return part
  }
}

extension SummaryPage {
  /// Whether the printed figures of two years give the printed difference.
  private static func subtracts(
    _ years: (from: EstimateRow?, to: EstimateRow?, difference: EstimateRow?), decimals: Int, shift: Int
  ) -> Bool {
    guard let from = years.from?.estimate, let to = years.to?.estimate, let gap = years.difference?.estimate
    else { return true }
    return printedFiguresSubtract(from: from, to: to, difference: gap, decimals: decimals, shift: shift)
  }
}
