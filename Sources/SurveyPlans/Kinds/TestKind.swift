import SurveyTable

extension Evaluator {
  /// Points of a test such as telephone manners: each component of its maximum, added up and brought to 100.
  ///
  /// The value averages the tests of a unit first and then the units (U20), or all tests. Its variance is that of a
  /// sample stratified by unit, Σ s_u²/n_u / U², or s²/n over all tests (Cochran, Sampling Techniques, 3rd ed. 1977,
  /// section 5.3, with equal weights of units). Limits end at 0 and 100 points.
  func measure(_ test: IndicatorKind.Test, _ year: RecordYear) throws(SurveyStatsError) -> Measurement? {
    guard let data = try records.open(test.rows.dataset, year) else { return nil }
    var names = test.components.map(\.column)
    let bySlot = test.rows.by.map { _ in names.count }
    if let by = test.rows.by { names.append(by) }
    let dateSlot = test.date.map { _ in names.count }
    if let date = test.date { names.append(date) }
    let rows = try data.rows(names, where: test.rows.condition)
    let full = test.components.map { $0.maximum * $0.factor }.compensatedSum()
    var points: [Int: Double] = [:]
    var (missing, outside) = (0, Set<String>())
    for row in 0..<rows.count {
      var sum = CompensatedSum()
      var isComplete = true
      for (slot, component) in test.components.enumerated() {
        guard let value = try rows.number(rows.columns[slot], row) else {
          isComplete = false
          break
        }
        if value < 0 || value > component.maximum { outside.insert(component.column) }
        sum += value * component.factor
      }
      if isComplete { points[row] = sum.value / full * 100 } else { missing += 1 }
    }
    let used = points.keys.sorted()
    var result = Measurement(nil, test.measure == .mean ? .number(decimals: 2) : .percent)
    result.evidence = [data.evidence(test.rows.condition, rows: rows.count)]
    result.count = used.count
    if missing > 0 {
      result.notes.append(.missingCells(test.components.map(\.column).joined(separator: "、"), missing))
    }
    for column in outside.sorted() {
      let maximum = test.components.first { $0.column == column }?.maximum ?? 0
      result.notes.append(.outOfRange(column, shortestText(maximum)))
    }
    if used.isEmpty {
      return .lacking(.noData, .noRecords(data.dataset.label, test.rows.condition), format: result.format)
    }
    var groups: [(name: String, values: [Double])] = []
    if let bySlot {
      groups = rows.groups(by: rows.columns[bySlot]).map { ($0.name, $0.rows.compactMap { points[$0] }) }
        .filter { !$0.values.isEmpty }
    }
    if test.measure == .passRate {
      let pass = test.pass ?? 0
      let passed = used.count { points[$0] ?? 0 >= pass }
      setShare(Double(passed), of: Double(used.count), in: &result)
      result.unitValues = groups.map {
        ($0.name, Double($0.values.count { $0 >= pass }) / Double($0.values.count))
      }
    } else {
      setMean(used.compactMap { points[$0] }, groups, test, in: &result)
      // Points outside of their range are noted above; then the scale's ends are not what they were said to be.
      if outside.isEmpty { result.clipLimits(to: 0...100) }
      result.unitValues = groups.map { ($0.name, meanAndVariance($0.values).mean) }
    }
    result.tables = tables(test, rows, points, groups, dateSlot: dateSlot, bySlot: bySlot)
    return result
  }

  private func setMean(
    _ values: [Double], _ groups: [(name: String, values: [Double])], _ test: IndicatorKind.Test,
    in result: inout Measurement
  ) {
    if averagesUnits(test), groups.count > 1 {
      result.decisions.insert("U20")
      let moments = groups.map { meanAndVariance($0.values) }
      let units = Double(groups.count)
      result.value = moments.map(\.mean).compensatedSum() / units
      // A unit with one test says nothing of its spread.
      if groups.allSatisfy({ $0.values.count > 1 }) {
        let variance =
          zip(moments, groups).map { $0.variance / Double($1.values.count) }.compensatedSum()
          / (units * units)
        result.setLimits(
          error: variance.squareRoot(), degreesOfFreedom: Double(values.count - groups.count), level: level,
          testLevel: testLevel)
      } else {
        result.isSample = true
      }
    } else {
      let (mean, variance) = meanAndVariance(values)
      result.value = mean
      if values.count > 1 {
        result.setLimits(
          error: (variance / Double(values.count)).squareRoot(), degreesOfFreedom: Double(values.count - 1),
          level: level, testLevel: testLevel)
      } else {
        result.isSample = true
      }
    }
  }

  /// Whether means are those of the units' means. A pass rate is of all tests; the means beside it are the plan's.
  private func averagesUnits(_ test: IndicatorKind.Test) -> Bool {
    let own = test.measure == .mean ? test.average : nil
    return (own ?? plan.assumptions.testAverage) == .units
  }

  /// The mean of some tests as the value averages them, so that totals of tables agree with it.
  private func average(
    _ values: [(row: Int, value: Double)], _ test: IndicatorKind.Test, unit: (Int) -> String?
  ) -> Double {
    let all = meanAndVariance(values.map(\.value)).mean
    if !averagesUnits(test) { return all }
    var byUnit: [String: [Double]] = [:]
    // A test whose unit is blank is of no unit, and of no unit's mean.
    for (row, value) in values { if let name = unit(row) { byUnit[name, default: []].append(value) } }
    if byUnit.count < 2 { return all }
    let means = byUnit.keys.sorted().compactMap { byUnit[$0].map { meanAndVariance($0).mean } }
    return means.compensatedSum() / Double(means.count)
  }

  /// A share of a sample, with Wilson's limits and the score test.
  func setShare(_ part: Double, of n: Double, in result: inout Measurement) {
    let p = part / n
    result.value = p
    result.numerator = part
    result.denominator = n
    result.isSample = true
    result.standardError = (p * (1 - p) / n).squareRoot()
    (result.low, result.high) = wilsonLimits(p, n, z: normalQuantile((1 + level) / 2))
    (result.lower, result.upper) = wilsonLimits(p, n, z: normalQuantile(1 - testLevel))
    result.test = { target in
      let error = (target * (1 - target) / n).squareRoot()
      return error > 0 ? 1 - normalCDF((p - target) / error) : (p >= target ? 0 : 1)
    }
  }

  private func tables(
    _ test: IndicatorKind.Test, _ rows: RecordRows, _ points: [Int: Double],
    _ groups: [(name: String, values: [Double])], dateSlot: Int?, bySlot: Int?
  ) -> [DetailTable] {
    var tables: [DetailTable] = []
    let used = points.keys.sorted()
    func unit(_ row: Int) -> String? { bySlot.flatMap { rows.columns[$0].folded(row) } }
    if test.components.count > 1 {
      var parts = DetailTable(
        .components, title: Wording(english: "Components", chinese: "各項配分及得分"),
        columns: [
          .init(Wording(english: "component", chinese: "項目"), .text),
          .init(Wording(english: "full points", chinese: "配分"), .number(decimals: 1)),
          .init(Wording(english: "mean", chinese: "平均得分"), .number(decimals: 2)),
          .init(Wording(english: "share", chinese: "得分率"), .percent),
        ])
      for (slot, component) in test.components.enumerated() {
        let mean = average(
          used.compactMap { row in rows.columns[slot].number(row).map { (row, $0) } }, test, unit: unit)
        parts.rows.append(
          .init([
            .text(component.column), .number(component.maximum), .number(mean),
            .number(mean / component.maximum),
          ]))
      }
      tables.append(parts)
    }
    func line(_ name: Wording, _ values: [Double], total: Double? = nil) -> DetailTable.Row {
      let mean = total ?? meanAndVariance(values).mean
      var cells: [DetailTable.Cell] = [
        .words(name), .number(Double(values.count)), .number(mean), .number(values.min()),
        .number(values.max()),
      ]
      if let pass = test.pass {
        cells.append(.number(Double(values.count { $0 >= pass }) / Double(values.count)))
      }
      return .init(cells, isTotal: total != nil, failing: mean < test.pass ?? -.infinity ? [2] : [])
    }
    if let by = test.rows.by {
      var table = DetailTable(
        .groups, title: Self.by(by),
        columns: [
          .init(Wording(by), .text), .init(Wording(english: "tests", chinese: "測試次數"), .count),
          .init(Wording(english: "mean", chinese: "平均分數"), .number(decimals: 2)),
          .init(Wording(english: "lowest", chinese: "最低"), .number(decimals: 1)),
          .init(Wording(english: "highest", chinese: "最高"), .number(decimals: 1)),
        ], passLine: test.pass)
      if test.pass != nil {
        table.columns.append(.init(Wording(english: "passed", chinese: "及格率"), .percent))
      }
      table.rows = groups.map { line(Wording($0.name), $0.values) }
      let total = average(used.compactMap { row in points[row].map { (row, $0) } }, test, unit: unit)
      table.rows.append(line(.total, used.compactMap { points[$0] }, total: total))
      tables.append(table)
    }
    if let dateSlot, let table = monthlyTable(test, rows, points, dateSlot, bySlot, groups.map(\.name)) {
      tables.append(table)
    }
    return tables
  }

  /// Means by month, a column for each unit: the lines of the year.
  private func monthlyTable(
    _ test: IndicatorKind.Test, _ rows: RecordRows, _ points: [Int: Double], _ dateSlot: Int, _ bySlot: Int?,
    _ units: [String]
  ) -> DetailTable? {
    var byMonth: [CalendarPeriod: [Int]] = [:]
    for row in points.keys.sorted() {
      guard let day = rows.columns[dateSlot].moment(row)?.day else { continue }
      byMonth[CalendarPeriod(.month, containing: day), default: []].append(row)
    }
    if byMonth.isEmpty { return nil }
    var table = DetailTable(
      .periods, title: Wording(english: "By month", chinese: "各月平均分數"),
      columns: [.init(Wording(english: "month", chinese: "月份"), .text)], passLine: test.pass)
    let shown = units.count > 1 ? units : []
    table.columns += shown.map { .init(Wording($0), .number(decimals: 2)) }
    table.columns.append(.init(Wording(english: "all", chinese: "全部"), .number(decimals: 2)))
    for month in byMonth.keys.sorted() {
      let own = byMonth[month] ?? []
      var cells: [DetailTable.Cell] = [.words(month.name)]
      for unit in shown {
        let key = foldedForMatching(unit)
        let values = own.filter { row in bySlot.flatMap { rows.columns[$0].folded(row) } == key }.compactMap {
          points[$0]
        }
        cells.append(values.isEmpty ? .empty : .number(meanAndVariance(values).mean))
      }
      let all = average(own.compactMap { row in points[row].map { (row, $0) } }, test) { row in
        bySlot.flatMap { rows.columns[$0].folded(row) }
      }
      cells.append(.number(all))
      table.rows.append(.init(cells))
    }
    return table
  }
}
