import SurveyTable

extension Evaluator {
  /// How records spread over types, areas and months; with `rate_per` how many there are for so many residents.
  func measure(
    _ distribution: IndicatorKind.Distribution, _ year: RecordYear
  ) throws(SurveyStatsError) -> Measurement? {
    guard let data = try records.open(distribution.dataset, year) else { return nil }
    var names = distribution.by
    let monthSlot = distribution.month.map { _ in names.count }
    if let month = distribution.month { names.append(month) }
    let areaSlot = distribution.area.map { _ in names.count }
    if let area = distribution.area { names.append(area) }
    let rows = try data.rows(names, where: distribution.condition)
    var result = Measurement(Double(rows.count), .count)
    result.count = rows.count
    result.numerator = Double(rows.count)
    result.evidence = [data.evidence(distribution.condition, rows: rows.count)]
    for (slot, column) in distribution.by.enumerated() {
      result.tables.append(spread(rows, rows.columns[slot], column))
    }
    if let monthSlot { result.tables.append(months(rows, rows.columns[monthSlot], year)) }
    if distribution.by.count > 1 {
      result.tables.append(cross(rows, distribution.by[0], distribution.by[1]))
    }
    if let per = distribution.ratePer, let areaSlot, let list = distribution.units.flatMap(plan.unitList) {
      let populations = list.units.compactMap(\.population)
      let total = populations.compensatedSum()
      // Records from elsewhere are no part of these residents' rate.
      let (table, known) = rates(rows, rows.columns[areaSlot], list, per, total, notes: &result.notes)
      result.numerator = Double(known)
      result.denominator = total
      result.value = Double(known) / total * per
      result.format = .number(decimals: 2)
      result.tables.append(table)
    }
    return protectingRespondents(result, data.dataset, rows: rows.count)
  }

  private func spread(_ rows: RecordRows, _ column: RecordColumn, _ name: String) -> DetailTable {
    var table = DetailTable(
      .groups, title: Self.by(name),
      columns: [
        .init(Wording(name), .text), .init(Wording(english: "count", chinese: "件數"), .count),
        .init(Wording(english: "share", chinese: "占比"), .percent),
      ])
    let groups = rows.groups(by: column)
    let total = groups.reduce(0) { $0 + $1.rows.count }
    // The most frequent first, as the officer wants to read it.
    for group in groups.enumerated().sorted(by: {
      ($1.element.rows.count, $0.offset) < ($0.element.rows.count, $1.offset)
    }).map(\.element) {
      table.rows.append(
        .init([
          .text(group.name), .number(Double(group.rows.count)),
          .number(Double(group.rows.count) / Double(total)),
        ]))
    }
    table.rows.append(
      .init([.words(.total), .number(Double(total)), .number(total > 0 ? 1 : nil)], isTotal: true))
    return table
  }

  private func months(_ rows: RecordRows, _ column: RecordColumn, _ year: RecordYear) -> DetailTable {
    var counts: [CalendarPeriod: Int] = [:]
    for row in 0..<rows.count {
      guard let day = column.moment(row)?.day else { continue }
      counts[CalendarPeriod(.month, containing: day), default: 0] += 1
    }
    // A month without any is a month with none, from the beginning of the year to the day of the evaluation.
    let period = plan.period(of: year)
    let last =
      year == .current ? max(period.lowerBound, min(period.upperBound, plan.asOf)) : period.upperBound
    let ofYear = CalendarPeriod.all(.month, in: period.lowerBound...last)
    if counts.keys.allSatisfy(ofYear.contains) {
      for month in ofYear { counts[month, default: 0] += 0 }
    }
    return DetailTable(
      .periods, title: Wording(english: "By month", chinese: "各月件數"),
      columns: [
        .init(Wording(english: "month", chinese: "月份"), .text),
        .init(Wording(english: "count", chinese: "件數"), .count),
      ],
      rows: counts.keys.sorted().map { .init([.words($0.name), .number(Double(counts[$0] ?? 0))]) })
  }

  private func cross(_ rows: RecordRows, _ first: String, _ second: String) -> DetailTable {
    let down = rows.groups(by: rows.columns[1])
    let across = rows.groups(by: rows.columns[0])
    var table = DetailTable(
      .cross, title: Wording(english: "\(second) by \(first)", chinese: "\(second)與\(first)交叉表"),
      columns: [.init(Wording(second), .text)] + across.map { .init(Wording($0.name), .count) }
        + [.init(Wording(english: "total", chinese: "合計"), .count)])
    let sets = across.map { Set($0.rows) }
    for group in down {
      let counts = sets.map { set in Double(group.rows.count { set.contains($0) }) }
      table.rows.append(
        .init([.text(group.name)] + counts.map { .number($0) } + [.number(counts.compensatedSum())]))
    }
    let inDown = Set(down.flatMap(\.rows))
    let totals = sets.map { Double($0.intersection(inDown).count) }
    table.rows.append(
      .init(
        [.words(.total)] + totals.map { .number($0) } + [.number(totals.compensatedSum())],
        isTotal: true))
    return table
  }

  private func rates(
    _ rows: RecordRows, _ column: RecordColumn, _ list: Plan.UnitList, _ per: Double, _ total: Double,
    notes: inout [Note]
  ) -> (table: DetailTable, known: Int) {
    var table = DetailTable(
      .groups,
      title: Wording(
        english: "Per \(shortestText(per)) residents", chinese: "每\(IndicatorKind.residents(per))件數"),
      columns: [
        .init(Wording(list.name), .text), .init(Wording(english: "residents", chinese: "人口數"), .count),
        .init(Wording(english: "count", chinese: "件數"), .count),
        .init(
          Wording(english: "rate", chinese: "每\(IndicatorKind.residents(per))"),
          .number(decimals: 2)),
      ])
    var counts: [String: Int] = [:]
    for row in 0..<rows.count {
      if let key = column.folded(row) { counts[key, default: 0] += 1 }
    }
    var known = 0
    for unit in list.units {
      let keys = Set([foldedForMatching(unit.id), foldedForMatching(unit.name)])
      let count = keys.reduce(0) { $0 + (counts[$1] ?? 0) }
      for key in keys { counts[key] = nil }
      known += count
      table.rows.append(
        .init([
          .text(unit.name), .number(unit.population), .number(Double(count)),
          .number(unit.population.map { Double(count) / $0 * per }),
        ]))
    }
    if !counts.isEmpty { notes.append(.outsideUnits(counts.keys.sorted(), list.name)) }
    table.rows.append(
      .init(
        [
          .words(.total), .number(total), .number(Double(known)), .number(Double(known) / total * per),
        ], isTotal: true))
    return (table, known)
  }
}
