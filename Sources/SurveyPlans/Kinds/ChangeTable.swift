import SurveyTable

/// A procedure before and after.
struct ChangeLine {
  var name: String
  /// Of one case where cases are counted, else of the procedure.
  var before: Double
  var after: Double
  /// Its cases; 1 where they are not counted.
  var weight: Double
}

extension Evaluator {
  /// Procedures before and after, with what they add up to.
  ///
  /// Where cases are counted, what one case needs and what all cases of the year need stand in columns of their own: a
  /// column has one unit, and only columns of the year have a total.
  static func changeTable(
    _ change: IndicatorKind.Change, _ lines: [ChangeLine], before: Double, after: Double, weights: Double
  ) -> DetailTable {
    /// Documents, seals and steps are whole; days and minutes may not be.
    func format(_ values: [Double]) -> DetailTable.Format {
      .number(decimals: values.allSatisfy { $0 == $0.rounded() } ? 0 : 2)
    }
    func column(_ english: String, _ chinese: String, _ format: DetailTable.Format) -> DetailTable.Column {
      .init(Wording(english: english, chinese: chinese), format)
    }
    let hasCases = change.weight != nil
    let each = format(lines.flatMap { [$0.before, $0.after] })
    let all = format(lines.flatMap { [$0.before * $0.weight, $0.after * $0.weight] })
    let item = DetailTable.Column(
      change.item.map { Wording($0) } ?? Wording(english: "item", chinese: "項目"), .text)
    let rate = column("reduction", "減少率", .percent)
    var table = DetailTable(
      .changes, title: Wording(english: "Before and after", chinese: "前後比較"),
      columns: hasCases
        ? [
          item, column("before, per case", "前（每件）", each), column("after, per case", "後（每件）", each),
          column("cases", "件數", .count), column("before, all cases", "前（全年）", all),
          column("after, all cases", "後（全年）", all), column("saved, all cases", "減少量（全年）", all), rate,
        ]
        : [
          item, column("before", "前", each), column("after", "後", each), column("saved", "減少量", each), rate,
        ])
    for line in lines {
      let (from, to) = (line.before * line.weight, line.after * line.weight)
      var cells: [DetailTable.Cell] = [.text(line.name), .number(line.before), .number(line.after)]
      if hasCases { cells += [.number(line.weight), .number(from), .number(to)] }
      table.rows.append(.init(cells + [.number(from - to), .number(reduction(line.before, line.after))]))
    }
    let sums: [DetailTable.Cell] = [.number(before), .number(after)]
    table.rows.append(
      .init(
        [.words(.total)] + (hasCases ? [.empty, .empty, .number(weights)] + sums : sums)
          + [.number(before - after), .number(reduction(before, after))], isTotal: true))
    return table
  }
}
