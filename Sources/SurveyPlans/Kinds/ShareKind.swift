import SurveyTable

/// Shares, counts and right answers of records.
extension Evaluator {
  func measure(_ share: IndicatorKind.Share, _ year: RecordYear) throws(SurveyStatsError) -> Measurement? {
    guard let data = try records.open(share.rows.dataset, year) else { return nil }
    let parts: PartsOfRows
    switch share.parts {
    case .rows(let numerator, let denominator):
      parts = try countedParts(
        data, part: numerator, whole: Self.both(share.rows.condition, denominator), by: share.rows.by)
    case .sums(let numerator, let denominator):
      parts = try summedParts(
        data, numerator, denominator, where: share.rows.condition, by: share.rows.by)
    }
    var result = Measurement(parts.all.part, .percent)
    result.evidence = [data.evidence(share.rows.condition, rows: parts.rows)]
    result.count = parts.rows
    if parts.rows == 0 {
      result = .lacking(.noData, .noRecords(data.dataset.label, share.rows.condition), format: .percent)
      return result
    }
    result.numerator = parts.all.part
    result.denominator = parts.all.whole
    result.notes = parts.notes
    result.unitValues = parts.groups.map { ($0.name, $0.whole > 0 ? $0.part / $0.whole : nil) }
    if share.measure == .eachMean {
      let values = result.unitValues.compactMap(\.value)
      result.value = values.isEmpty ? nil : values.compensatedSum() / Double(values.count)
    } else {
      result.value = parts.all.whole > 0 ? parts.all.part / parts.all.whole : nil
    }
    if result.value == nil {
      result.lacking = (.undefined, .zeroDenominator(share.denominatorName))
    }
    if let by = share.rows.by {
      result.decisions.insert("U18")
      result.tables = [Self.table(parts, by: by)]
    }
    if case .rows = share.parts {
      if data.dataset.role.isQuestionnaire, isTelling(parts.rows, of: try data.rows([]).count) {
        return withheld(result)
      }
      return protectingRespondents(result, data.dataset, rows: parts.rows)
    }
    return result
  }

  func measure(_ count: IndicatorKind.Count, _ year: RecordYear) throws(SurveyStatsError) -> Measurement? {
    guard let data = try records.open(count.rows.dataset, year) else { return nil }
    var names: [String] = []
    var slot: Int?
    switch count.what {
    case .rows: break
    case .sum(let column), .distinct(let column):
      slot = names.count
      names.append(column)
    }
    let bySlot = count.rows.by.map { _ in names.count }
    if let by = count.rows.by { names.append(by) }
    let averageSlot = count.averageOver.map { _ in names.count }
    if let average = count.averageOver { names.append(average) }
    let rows = try data.rows(names, where: count.rows.condition)
    func value(_ chosen: [Int]) throws(SurveyStatsError) -> Double {
      switch count.what {
      case .rows: return Double(chosen.count)
      case .sum:
        guard let slot else { return 0 }
        var sum = CompensatedSum()
        for row in chosen { sum += try rows.number(rows.columns[slot], row) ?? 0 }
        return sum.value
      case .distinct:
        guard let slot else { return 0 }
        return Double(Set(chosen.compactMap { rows.columns[slot].folded($0) }).count)
      }
    }
    let all = Array(0..<rows.count)
    let total = try value(all)
    var result = Measurement(total, .count)
    result.count = rows.count
    result.numerator = total
    result.evidence = [data.evidence(count.rows.condition, rows: rows.count)]
    if let averageSlot {
      let units = Set(all.compactMap { rows.columns[averageSlot].folded($0) }).count
      result.denominator = Double(units)
      result.format = .number(decimals: 2)
      result.value = units > 0 ? total / Double(units) : nil
      if units == 0 {
        result.lacking = (.undefined, .zeroDenominator(count.averageOver ?? ""))
      }
    }
    if case .sum(let column) = count.what, let slot {
      let missing = all.count { rows.columns[slot].codes[$0] < 0 }
      if missing > 0 { result.notes.append(.missingCells(column, missing)) }
      if total != total.rounded() { result.format = .number(decimals: 2) }
    }
    if let by = count.rows.by, let bySlot {
      let isRows = count.what == .rows
      var table = DetailTable(
        .groups, title: Self.by(by),
        columns: [
          .init(Wording(by), .text), .init(Wording(english: "records", chinese: "筆數"), .count),
          .init(
            Wording(english: "count", chinese: "數量"), result.format == .count ? .count : .number(decimals: 2)),
        ])
      for group in rows.groups(by: rows.columns[bySlot]) {
        let own = try value(group.rows)
        result.unitValues.append((group.name, own))
        table.rows.append(.init([.text(group.name), .number(Double(group.rows.count)), .number(own)]))
      }
      table.rows.append(
        .init(
          [.words(.total), .number(Double(rows.count)), .number(total)], isTotal: true))
      if isRows {
        // Where records are what is counted, a second column would say the same.
        table.columns.removeLast()
        for row in table.rows.indices { table.rows[row].cells.removeLast() }
      }
      result.tables = [table]
    }
    if data.dataset.role.isQuestionnaire, isTelling(rows.count, of: try data.rows([]).count) {
      return withheld(result)
    }
    return protectingRespondents(result, data.dataset, rows: rows.count)
  }

  func measure(_ accuracy: IndicatorKind.Accuracy, _ year: RecordYear) throws(SurveyStatsError)
    -> Measurement?
  {
    guard let data = try records.open(accuracy.rows.dataset, year) else { return nil }
    let parts: PartsOfRows
    switch accuracy.parts {
    case .rows(let correct):
      parts = try countedParts(data, part: correct, whole: accuracy.rows.condition, by: accuracy.rows.by)
    case .sums(let correct, let asked):
      parts = try summedParts(data, correct, asked, where: accuracy.rows.condition, by: accuracy.rows.by)
    }
    if parts.rows == 0 {
      return .lacking(.noData, .noRecords(data.dataset.label, accuracy.rows.condition), format: .percent)
    }
    var result = Measurement(nil, .percent)
    result.evidence = [data.evidence(accuracy.rows.condition, rows: parts.rows)]
    result.count = Int(exactly: parts.all.whole.rounded()) ?? parts.rows
    result.notes = parts.notes
    guard parts.all.whole > 0 else {
      (result.numerator, result.denominator) = (parts.all.part, parts.all.whole)
      result.lacking = (.undefined, .zeroDenominator("題數"))
      return result
    }
    if parts.all.part > parts.all.whole || parts.all.part < 0 {
      throw SurveyStatsError(
        .malformedData,
        "dataset '\(data.dataset.id)': \(shortestText(parts.all.part)) right answers of \(shortestText(parts.all.whole)) questions cannot be",
        chinese:
          "資料集「\(data.dataset.id)」：\(shortestText(parts.all.whole)) 題不可能答對 \(shortestText(parts.all.part)) 題"
      )
    }
    setShare(parts.all.part, of: parts.all.whole, in: &result)
    result.unitValues = parts.groups.map { ($0.name, $0.whole > 0 ? $0.part / $0.whole : nil) }
    if let by = accuracy.rows.by { result.tables = [Self.table(parts, by: by)] }
    return result
  }
}

/// Wilson's limits of a share (Journal of the American Statistical Association 22, 1927, 209–212).
func wilsonLimits(_ p: Double, _ n: Double, z: Double) -> (Double, Double) {
  let square = z * z
  let middle = (p + square / (2 * n)) / (1 + square / n)
  let half = z / (1 + square / n) * (p * (1 - p) / n + square / (4 * n * n)).squareRoot()
  // At the ends the formula's limit is the end itself, up to rounding.
  return (p == 0 ? 0 : max(0, middle - half), p == 1 ? 1 : min(1, middle + half))
}

extension IndicatorKind.Share {
  var denominatorName: String {
    switch parts {
    case .rows(_, let among): among ?? "全部紀錄"
    case .sums(_, let whole): whole
    }
  }
}

/// A part and its whole, for all and for each group.
struct PartsOfRows {
  var all = (part: 0.0, whole: 0.0)
  var groups: [(name: String, part: Double, whole: Double)] = []
  var rows = 0
  var notes: [Note] = []
}

extension Evaluator {

  static func by(_ column: String) -> Wording {
    Wording(english: "By \(column)", chinese: "依\(column)")
  }

  static func both(_ a: String?, _ b: String?) -> String? {
    switch (a, b) {
    case (let a?, let b?): "(\(a)) && (\(b))"
    default: a ?? b
    }
  }

  static func table(_ parts: PartsOfRows, by: String) -> DetailTable {
    var table = DetailTable(
      .groups, title: Self.by(by),
      columns: [
        .init(Wording(by), .text), .init(Wording(english: "part", chinese: "分子"), .count),
        .init(Wording(english: "whole", chinese: "分母"), .count),
        .init(Wording(english: "share", chinese: "比率"), .percent),
      ])
    for group in parts.groups {
      table.rows.append(
        .init([
          .text(group.name), .number(group.part), .number(group.whole),
          .number(group.whole > 0 ? group.part / group.whole : nil),
        ]))
    }
    table.rows.append(
      .init(
        [
          .words(.total), .number(parts.all.part), .number(parts.all.whole),
          .number(parts.all.whole > 0 ? parts.all.part / parts.all.whole : nil),
        ], isTotal: true))
    return table
  }

  func countedParts(
    _ data: OpenDataset, part: String, whole: String?, by: String?
  ) throws(SurveyStatsError) -> PartsOfRows {
    let names = by.map { [$0] } ?? []
    let all = try data.rows(names, where: whole)
    let some = try data.rows(names, where: Self.both(whole, part))
    var result = PartsOfRows()
    result.rows = all.count
    result.all = (Double(some.count), Double(all.count))
    if by != nil {
      let parts = Dictionary(
        some.groups(by: some.columns[0]).map { (foldedForMatching($0.name), $0.rows.count) },
        uniquingKeysWith: { first, _ in first })
      result.groups = all.groups(by: all.columns[0]).map {
        ($0.name, Double(parts[foldedForMatching($0.name)] ?? 0), Double($0.rows.count))
      }
    }
    return result
  }

  func summedParts(
    _ data: OpenDataset, _ part: String, _ whole: String, where condition: String?, by: String?
  ) throws(SurveyStatsError) -> PartsOfRows {
    let rows = try data.rows([part, whole] + (by.map { [$0] } ?? []), where: condition)
    var result = PartsOfRows()
    result.rows = rows.count
    var missing = 0
    func sums(_ chosen: [Int]) throws(SurveyStatsError) -> (Double, Double) {
      var (top, bottom) = (CompensatedSum(), CompensatedSum())
      for row in chosen {
        // Only rows that have both: a part without its whole would be more than all of it.
        guard let a = try rows.number(rows.columns[0], row), let b = try rows.number(rows.columns[1], row)
        else {
          missing += 1
          continue
        }
        top += a
        bottom += b
      }
      return (top.value, bottom.value)
    }
    result.all = try sums(Array(0..<rows.count))
    if missing > 0 { result.notes.append(.missingCells("\(part)、\(whole)", missing)) }
    if by != nil {
      for group in rows.groups(by: rows.columns[2]) {
        let (a, b) = try sums(group.rows)
        result.groups.append((group.name, a, b))
      }
    }
    return result
  }
}

extension OpenDataset {
  func evidence(_ condition: String?, rows: Int) -> IndicatorResult.Evidence {
    IndicatorResult.Evidence(dataset: dataset.id, condition: condition, rows: rows)
  }
}
