import SurveyInference

/// The rows of a result as columns under the contract's names, groups first: what CSV and Arrow have in common.
struct ResultColumn {
  enum Values {
    case texts([String?])
    /// `nil`, and whatever is not finite, is undefined.
    case numbers([Double?])
    case counts([Int])
  }

  var name: String
  var values: Values
  /// Whether a caller's column is behind it, whose name may be one of ours.
  var isGroup = false
}

extension Estimates {
  var resultColumns: [ResultColumn] {
    var columns: [ResultColumn] = []
    func texts(_ name: String, _ value: (EstimateRow) -> String?) {
      columns.append(ResultColumn(name: name, values: .texts(rows.map(value))))
    }
    func numbers(_ name: String, _ value: (EstimateRow) -> Double?) {
      columns.append(ResultColumn(name: name, values: .numbers(rows.map(value))))
    }
    func counts(_ name: String, _ value: (EstimateRow) -> Int) {
      columns.append(ResultColumn(name: name, values: .counts(rows.map(value))))
    }
    if rows.contains(where: { $0.section != nil }) { texts("section", \.section) }
    for group in groupColumns {
      let values = rows.map { row in row.group.first { $0.column == group }?.value }
      columns.append(ResultColumn(name: group, values: .texts(values), isGroup: true))
    }
    texts("statistic", \.statistic)
    texts("term", \.term)
    if rows.contains(where: { $0.level != nil }) { texts("level", \.level) }
    if rows.contains(where: { $0.probability != nil }) { numbers("prob", \.probability) }
    if rows.contains(where: { $0.period != nil }) {
      texts("period", \.period)
      texts("period_from", \.periodFrom)
      texts("period_to", \.periodTo)
    }
    numbers("estimate", \.estimate)
    numbers("std_error", \.standardError)
    numbers("conf_low", \.confidenceLow)
    numbers("conf_high", \.confidenceHigh)
    numbers("df", \.degreesOfFreedom)
    counts("n", \.count)
    counts("n_missing", \.missingCount)
    numbers("weighted_n", \.weightedCount)
    if rows.contains(where: { $0.designEffect != nil }) { numbers("deff", \.designEffect) }
    numbers("cv", \.coefficientOfVariation)
    if rows.contains(where: { $0.statisticValue != nil || $0.pValue != nil }) {
      numbers("statistic_value", \.statisticValue)
      numbers("df2", \.secondDegreesOfFreedom)
      numbers("p_value", \.pValue)
    }
    if rows.contains(where: { $0.method != nil }) { texts("method", \.method) }
    if rows.contains(where: { $0.base != nil }) { texts("base", \.base) }
    return columns
  }

  /// The grouping columns in the order of the request.
  var groupColumns: [String] {
    (rows.first { !$0.group.isEmpty } ?? rows.first).map { $0.group.map(\.column) } ?? []
  }
}
