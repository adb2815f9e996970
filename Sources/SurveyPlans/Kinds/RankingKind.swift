import SurveyNumerics
import SurveyTable

extension Evaluator {
  /// The agency's place in its group by the mean of its assessors' points, with an interval for the place.
  ///
  /// The interval counts who is certainly better and who is certainly worse: pairs whose difference passes
  /// a two-sided t test (Welch) at α/(number of others), so that it holds for all comparisons at once (Mogstad, Romano,
  /// Shaikh & Wilhelm, Review of Economic Studies 91, 2024, 476–518, with Bonferroni's bound).
  func measure(_ ranking: IndicatorKind.Ranking, _ year: RecordYear) throws(SurveyStatsError) -> Measurement?
  {
    guard let data = try records.open(ranking.rows.dataset, year) else { return nil }
    var names = [ranking.unit, ranking.group, ranking.score]
    if let assessor = ranking.assessor { names.append(assessor) }
    let rows = try data.rows(names, where: ranking.rows.condition)
    var result = Measurement(nil, .count)
    result.evidence = [data.evidence(ranking.rows.condition, rows: rows.count)]
    result.count = rows.count
    if rows.count == 0 {
      return .lacking(.noData, .noRecords(data.dataset.label, ranking.rows.condition), format: .count)
    }
    let ownName = ranking.own ?? plan.agency.name
    let own = foldedForMatching(ownName)
    var ownGroups: [String] = []
    var table = DetailTable(
      .ranking, title: Wording(english: "Ranking within groups", chinese: "各組排名"),
      columns: [
        .init(Wording(ranking.group), .text), .init(Wording(ranking.unit), .text),
        .init(Wording(english: "assessors", chinese: "評分數"), .count),
        .init(Wording(english: "mean", chinese: "平均分數"), .number(decimals: 2)),
        .init(Wording(english: "place", chinese: "名次"), .count),
        .init(Wording(english: "best place", chinese: "名次上限"), .count),
        .init(Wording(english: "worst place", chinese: "名次下限"), .count),
      ])
    for group in rows.groups(by: rows.columns[1]) {
      var units: [(name: String, key: String, values: [Double])] = []
      var places: [String: Int] = [:]
      for row in group.rows {
        guard let key = rows.columns[0].folded(row), let value = try rows.number(rows.columns[2], row) else {
          continue
        }
        if let place = places[key] {
          units[place].values.append(value)
        } else {
          places[key] = units.count
          units.append((rows.columns[0].text(row) ?? "", key, [value]))
        }
      }
      let means = units.map { meanAndVariance($0.values).mean }
      let order = units.indices.sorted { (means[$1], $0) < (means[$0], $1) }
      for place in order {
        let better = means.count { $0 > means[place] }
        let (above, below) = certainNeighbours(units.map(\.values), place)
        table.rows.append(
          .init([
            .text(group.name), .text(units[place].name), .number(Double(units[place].values.count)),
            .number(means[place]), .number(Double(better + 1)), .number(Double(above + 1)),
            .number(Double(units.count - below)),
          ]))
        if units[place].key == own {
          ownGroups.append(group.name)
          result.value = Double(better + 1)
          result.denominator = Double(units.count)
          result.numerator = means[place]
          result.low = Double(above + 1)
          result.high = Double(units.count - below)
          result.count = units[place].values.count
        }
      }
    }
    result.tables = [table]
    if result.value == nil {
      result.lacking = (
        .noData,
        Note(
          code: "not_ranked",
          english: "'\(ownName)' is not among the units that were assessed.",
          chinese: "評分資料中無「\(ownName)」。")
      )
    } else if ownGroups.count > 1 {
      // A place in either group would be half of the truth.
      (result.value, result.numerator, result.denominator) = (nil, nil, nil)
      (result.low, result.high, result.count) = (nil, nil, rows.count)
      result.lacking = (
        .undefined,
        Note(
          code: "ranked_twice",
          english:
            "'\(ownName)' is in more than one group (\(ownGroups.joined(separator: ", "))) and has no one place; correct the column '\(ranking.group)'.",
          chinese: "「\(ownName)」同時列於數組（\(ownGroups.joined(separator: "、"))），名次無法認定，請更正「\(ranking.group)」欄。")
      )
    }
    return result
  }

  private func certainNeighbours(_ units: [[Double]], _ own: Int) -> (better: Int, worse: Int) {
    let (mean, variance) = meanAndVariance(units[own])
    let alpha = (1 - level) / Double(max(1, units.count - 1))
    var (better, worse) = (0, 0)
    for other in units.indices where other != own {
      let (otherMean, otherVariance) = meanAndVariance(units[other])
      let (a, b) = (variance / Double(units[own].count), otherVariance / Double(units[other].count))
      guard a.isFinite, b.isFinite, a + b > 0 else { continue }
      let df =
        (a + b) * (a + b)
        / (a * a / Double(units[own].count - 1) + b * b / Double(units[other].count - 1))
      let t = (otherMean - mean) / (a + b).squareRoot()
      let limit = -studentQuantile(alpha / 2, degreesOfFreedom: df)
      if t > limit { better += 1 }
      if t < -limit { worse += 1 }
    }
    return (better, worse)
  }
}
