import SurveyTable

extension IndicatorKind.TimeUnit {
  var wording: Wording {
    switch self {
    case .minute: Wording(english: "minutes", chinese: "分鐘")
    case .hour: Wording(english: "hours", chinese: "小時")
    case .day: Wording(english: "days", chinese: "日")
    case .workingDay: Wording(english: "working days", chinese: "工作天")
    }
  }
}

extension Evaluator {
  /// The time from one moment to another. Days are differences of dates: received and closed on one day is 0.
  func elapsed(_ from: Moment, _ to: Moment, _ unit: IndicatorKind.TimeUnit) -> Double {
    switch unit {
    case .minute: Double(to.seconds - from.seconds) / 60
    case .hour: Double(to.seconds - from.seconds) / 3600
    case .day: Double(to.day.number - from.day.number)
    case .workingDay: Double(plan.opening.openDays(from: from.day, to: to.day))
    }
  }

  func statistic(_ values: [Double], _ kind: IndicatorKind.Duration.Statistic) -> Double? {
    if values.isEmpty { return nil }
    switch kind {
    case .mean: return values.compensatedSum() / Double(values.count)
    case .median: return quantile(values.sorted(), 0.5)
    case .p90: return quantile(values.sorted(), 0.9)
    }
  }

  func measure(_ duration: IndicatorKind.Duration, _ year: RecordYear) throws(SurveyStatsError)
    -> Measurement?
  {
    guard let data = try records.open(duration.rows.dataset, year) else { return nil }
    let times = try self.times(duration, data)
    var result = Measurement(statistic(times.values, duration.statistic), .number(decimals: 2))
    result.count = times.values.count
    result.evidence = [data.evidence(duration.rows.condition, rows: times.rows)]
    result.notes = times.notes
    if duration.unit == .day || duration.unit == .workingDay { result.decisions.insert("U15") }
    result.decisions.insert("U17")
    if times.values.isEmpty {
      result.lacking = (.noData, .noRecords(data.dataset.label, duration.rows.condition))
      return result
    }
    result.tables = [factsTable(times.values, duration)]
    if duration.rows.by != nil, !times.groups.isEmpty {
      result.tables.append(groupsTable(times, duration))
      result.unitValues = times.groups.map { ($0.name, statistic($0.values, duration.statistic)) }
    }
    switch duration.comparison {
    case nil: break
    case .phases(_, let before, let after, let by):
      compare(times, duration, before, after, by: by, into: &result)
    case .prior:
      guard year == .current, let earlier = try records.open(duration.rows.dataset, .prior) else {
        if duration.measure == .reduction { return .lacking(.noData, .noPrior, format: .percent) }
        break
      }
      let last = try self.times(duration, earlier)
      result.evidence.append(earlier.evidence(duration.rows.condition, rows: last.rows))
      contrast(before: last.values, after: times.values, duration, into: &result)
    }
    return result
  }

  struct Times {
    var values: [Double] = []
    var phases: [String?] = []
    var items: [String?] = []
    var groups: [(name: String, values: [Double])] = []
    var rows = 0
    var notes: [Note] = []
  }

  private func times(
    _ duration: IndicatorKind.Duration, _ data: OpenDataset
  ) throws(SurveyStatsError) -> Times {
    var names: [String]
    switch duration.time {
    case .between(let from, let to): names = [from, to]
    case .elapsed(let column): names = [column]
    }
    let first = names.count
    let bySlot = duration.rows.by.map { _ in names.count }
    if let by = duration.rows.by { names.append(by) }
    var phaseSlot: Int?
    var itemSlot: Int?
    if case .phases(let column, _, _, let by) = duration.comparison {
      phaseSlot = names.count
      names.append(column)
      if let by {
        itemSlot = names.count
        names.append(by)
      }
    }
    let rows = try data.rows(names, where: duration.rows.condition)
    var result = Times()
    result.rows = rows.count
    var (missing, negative) = (0, 0)
    var kept: [Int: Int] = [:]
    for row in 0..<rows.count {
      let value: Double
      if first == 2 {
        guard let from = try rows.moment(rows.columns[0], row), let to = try rows.moment(rows.columns[1], row)
        else {
          missing += 1
          continue
        }
        // In open days a weekend's order would not show.
        value = to.day < from.day ? -1 : elapsed(from, to, duration.unit)
      } else {
        guard let number = try rows.number(rows.columns[0], row) else {
          missing += 1
          continue
        }
        value = number
      }
      if value < 0 {
        negative += 1
        continue
      }
      kept[row] = result.values.count
      result.values.append(value)
      result.phases.append(phaseSlot.flatMap { rows.columns[$0].folded(row) })
      result.items.append(itemSlot.flatMap { rows.columns[$0].text(row) })
    }
    if missing > 0 {
      // A case without its end is still open: it has no duration yet (U16).
      result.notes.append(.missingCells(names[..<first].joined(separator: "、"), missing))
    }
    if negative > 0 { result.notes.append(.negativeDurations(negative)) }
    if let bySlot {
      result.groups = rows.groups(by: rows.columns[bySlot]).map { group in
        (group.name, group.rows.compactMap { kept[$0].map { result.values[$0] } })
      }
    }
    return result
  }

  private func factsTable(_ values: [Double], _ duration: IndicatorKind.Duration) -> DetailTable {
    let sorted = values.sorted()
    let unit = duration.unit.wording
    return DetailTable(
      .facts,
      title: Wording(english: "Time in \(unit.english)", chinese: "處理時間（\(unit.chinese)）"),
      columns: [
        .init(Wording(english: "records", chinese: "件數"), .count),
        .init(Wording(english: "mean", chinese: "平均數"), .number(decimals: 2)),
        .init(Wording(english: "median", chinese: "中位數"), .number(decimals: 2)),
        .init(Wording(english: "90 % within", chinese: "第90百分位數"), .number(decimals: 2)),
        .init(Wording(english: "longest", chinese: "最長"), .number(decimals: 2)),
      ],
      rows: [
        .init([
          .number(Double(values.count)), .number(statistic(values, .mean)), .number(quantile(sorted, 0.5)),
          .number(quantile(sorted, 0.9)), .number(sorted.last),
        ])
      ])
  }

  private func groupsTable(_ times: Times, _ duration: IndicatorKind.Duration) -> DetailTable {
    let by = duration.rows.by ?? ""
    return DetailTable(
      .groups, title: Self.by(by),
      columns: [
        .init(Wording(by), .text), .init(Wording(english: "records", chinese: "件數"), .count),
        .init(Wording(english: "mean", chinese: "平均數"), .number(decimals: 2)),
        .init(Wording(english: "median", chinese: "中位數"), .number(decimals: 2)),
        .init(Wording(english: "90 % within", chinese: "第90百分位數"), .number(decimals: 2)),
      ],
      rows: times.groups.map { group in
        .init([
          .text(group.name), .number(Double(group.values.count)), .number(statistic(group.values, .mean)),
          .number(statistic(group.values, .median)), .number(statistic(group.values, .p90)),
        ])
      })
  }

  /// Before and after, procedure by procedure, with the same mix of procedures in both (U19).
  private func compare(
    _ times: Times, _ duration: IndicatorKind.Duration, _ before: String, _ after: String, by: String?,
    into result: inout Measurement
  ) {
    let (first, second) = (foldedForMatching(before), foldedForMatching(after))
    let chosen = times.values.indices
    let old = chosen.filter { times.phases[$0] == first }
    let new = chosen.filter { times.phases[$0] == second }
    guard let by else {
      contrast(
        before: old.map { times.values[$0] }, after: new.map { times.values[$0] }, duration, into: &result)
      return
    }
    var names: [String] = []
    for place in old + new {
      if let name = times.items[place], !names.contains(name) { names.append(name) }
    }
    names = sortedKeyOrder(names).map { names[$0] }
    var table = Self.changesTable(by)
    var (oldMean, newMean, weight) = (CompensatedSum(), CompensatedSum(), 0.0)
    for name in names {
      let a = old.filter { times.items[$0] == name }.map { times.values[$0] }
      let b = new.filter { times.items[$0] == name }.map { times.values[$0] }
      let (x, y) = (statistic(a, duration.statistic), statistic(b, duration.statistic))
      table.rows.append(
        .init([
          .text(name), .number(Double(a.count)), .number(x), .number(Double(b.count)), .number(y),
          .number(Self.reduction(x, y)), .number(rankTest(a, b)),
        ]))
      // A procedure that is in one phase only cannot be compared.
      guard let x, let y else { continue }
      oldMean += x * Double(b.count)
      newMean += y * Double(b.count)
      weight += Double(b.count)
    }
    result.tables.append(table)
    result.decisions.insert("U19")
    guard weight > 0 else {
      result.lacking = (.noData, .noRecords(before, nil))
      return
    }
    setContrast(
      oldMean.value / weight, newMean.value / weight,
      rankTest(old.map { times.values[$0] }, new.map { times.values[$0] }), old.count + new.count, duration,
      into: &result)
  }

  private func contrast(
    before: [Double], after: [Double], _ duration: IndicatorKind.Duration, into result: inout Measurement
  ) {
    let (x, y) = (statistic(before, duration.statistic), statistic(after, duration.statistic))
    var table = Self.changesTable("")
    table.rows = [
      .init([
        .words(.total), .number(Double(before.count)), .number(x), .number(Double(after.count)),
        .number(y),
        .number(Self.reduction(x, y)), .number(rankTest(before, after)),
      ])
    ]
    result.tables.append(table)
    guard let x, let y else {
      result.lacking = (.noData, .noPrior)
      return
    }
    setContrast(x, y, rankTest(before, after), before.count + after.count, duration, into: &result)
  }

  private func setContrast(
    _ before: Double, _ after: Double, _ p: Double?, _ count: Int, _ duration: IndicatorKind.Duration,
    into result: inout Measurement
  ) {
    result.pValue = p
    if duration.measure == .level {
      result.value = after
      result.previous = before
      return
    }
    result.count = count
    result.numerator = before - after
    result.denominator = before
    result.format = .percent
    result.value = Self.reduction(before, after)
    if result.value == nil { result.lacking = (.undefined, .zeroDenominator("簡化前")) }
  }

  static func reduction(_ before: Double?, _ after: Double?) -> Double? {
    guard let before, let after, before != 0 else { return nil }
    return (before - after) / before
  }

  static func changesTable(_ by: String) -> DetailTable {
    DetailTable(
      .changes, title: Wording(english: "Before and after", chinese: "簡化前後比較"),
      columns: [
        .init(by.isEmpty ? Wording(english: "all", chinese: "項目") : Wording(by), .text),
        .init(Wording(english: "records before", chinese: "前（件數）"), .count),
        .init(Wording(english: "before", chinese: "前"), .number(decimals: 2)),
        .init(Wording(english: "records after", chinese: "後（件數）"), .count),
        .init(Wording(english: "after", chinese: "後"), .number(decimals: 2)),
        .init(Wording(english: "reduction", chinese: "減少率"), .percent),
        .init(Wording(english: "p (rank test)", chinese: "p 值（等級檢定）"), .number(decimals: 3)),
      ])
  }

  /// The two-sided p value of the Wilcoxon–Mann–Whitney test by its normal approximation, corrected for ties and
  /// continuity (Hollander, Wolfe & Chicken, Nonparametric Statistical Methods, 3rd ed. 2014, section 4.1), as R's
  /// `wilcox.test(exact = FALSE)`.
  func rankTest(_ a: [Double], _ b: [Double]) -> Double? {
    let (m, n) = (Double(a.count), Double(b.count))
    if a.isEmpty || b.isEmpty { return nil }
    let all = (a.map { ($0, true) } + b.map { ($0, false) }).sorted { $0.0 < $1.0 }
    var (ranks, ties) = (0.0, 0.0)
    var start = 0
    while start < all.count {
      var end = start
      while end < all.count, all[end].0 == all[start].0 { end += 1 }
      let rank = Double(start + end + 1) / 2
      ranks += rank * Double(all[start..<end].count { $0.1 })
      let same = Double(end - start)
      ties += same * same * same - same
      start = end
    }
    let u = ranks - m * (m + 1) / 2
    let total = m + n
    let variance = m * n / 12 * (total + 1 - ties / (total * (total - 1)))
    guard variance > 0 else { return nil }
    let distance = u - m * n / 2
    let corrected = distance == 0 ? 0 : distance - (distance > 0 ? 0.5 : -0.5)
    return min(1, 2 * normalCDF(-corrected.magnitude / variance.squareRoot()))
  }

  func measure(_ overdue: IndicatorKind.Overdue, _ year: RecordYear) throws(SurveyStatsError) -> Measurement?
  {
    guard let data = try records.open(overdue.rows.dataset, year) else { return nil }
    var names = [overdue.from, overdue.to]
    switch overdue.limit {
    case .due(let column), .column(let column, _): names.append(column)
    case .number: break
    }
    let bySlot = overdue.rows.by.map { _ in names.count }
    if let by = overdue.rows.by { names.append(by) }
    let rows = try data.rows(names, where: overdue.rows.condition)
    let told = try overdue.told.map { (told) throws(SurveyStatsError) in
      let some = try data.rows([], where: Self.both(overdue.rows.condition, told))
      return Set(some.places.map { [$0.file, $0.row] })
    }
    var result = Measurement(nil, overdue.measure == .count ? .count : .percent)
    result.evidence = [data.evidence(overdue.rows.condition, rows: rows.count)]
    if rows.count == 0 {
      return .lacking(.noData, .noRecords(data.dataset.label, overdue.rows.condition), format: result.format)
    }
    let asOf = year == .current ? plan.asOf : CalendarDay.lastDay(of: plan.year - 1)
    var counts = OverdueCounts()
    var groups: [String: OverdueCounts] = [:]
    for row in 0..<rows.count {
      guard let received = try rows.moment(rows.columns[0], row) else {
        counts.unusable += 1
        continue
      }
      let closed = try rows.moment(rows.columns[1], row)
      guard let isLate = try self.isLate(overdue, rows, row, received, closed, asOf) else {
        counts.unusable += 1
        continue
      }
      let place = rows.places[row]
      let isTold = told?.contains([place.file, place.row]) ?? false
      counts.add(isLate: isLate, isOpen: closed == nil, isTold: isTold, assumptions: plan.assumptions)
      if let bySlot, let name = rows.columns[bySlot].text(row) {
        groups[name, default: .init()].add(
          isLate: isLate, isOpen: closed == nil, isTold: isTold, assumptions: plan.assumptions)
      }
    }
    if counts.open > 0 {
      result.decisions.insert("U16")
      result.notes.append(.openCases(counts.openLate, counts.open - counts.openLate))
    }
    if counts.unusable > 0 {
      result.notes.append(.missingCells(names.prefix(3).joined(separator: "、"), counts.unusable))
    }
    result.decisions.insert("U15")
    result.count = counts.judged
    let (part, whole) = counts.parts(overdue.measure)
    result.numerator = part
    result.denominator = whole
    if overdue.measure == .count {
      result.value = part
    } else if let whole, whole > 0 {
      result.value = part / whole
    } else if overdue.measure == .told {
      // Nobody was late, so nobody had to be told.
      result.lacking = (
        .notApplicable,
        Note(
          code: "nobody_overdue", english: "No case passed its limit, so nobody had to be told.",
          chinese: "無逾期案件，無須主動告知。")
      )
    } else {
      result.lacking = (.noData, .noRecords(data.dataset.label, overdue.rows.condition))
    }
    result.tables = [overdueTable(counts, groups, overdue)]
    result.unitValues = groups.sorted { $0.key < $1.key }.map { name, own in
      let (part, whole) = own.parts(overdue.measure)
      return (name, whole.map { $0 > 0 ? part / $0 : nil } ?? part)
    }
    return result
  }

  /// Whether a case passed its limit; `nil` where the record does not say what its limit is.
  private func isLate(
    _ overdue: IndicatorKind.Overdue, _ rows: RecordRows, _ row: Int, _ received: Moment, _ closed: Moment?,
    _ asOf: CalendarDay
  ) throws(SurveyStatsError) -> Bool? {
    switch overdue.limit {
    case .due:
      guard let due = try rows.moment(rows.columns[2], row) else { return nil }
      guard let closed else { return asOf > due.day }
      // A date without a time lasts until its end.
      return due.second == nil || closed.second == nil ? closed.day > due.day : closed > due
    case .number(let limit, let unit):
      return elapsed(received, closed ?? asOf.moment, unit) > limit
    case .column(_, let unit):
      guard let limit = try rows.number(rows.columns[2], row) else { return nil }
      return elapsed(received, closed ?? asOf.moment, unit) > limit
    }
  }

  private func overdueTable(
    _ all: OverdueCounts, _ groups: [String: OverdueCounts], _ overdue: IndicatorKind.Overdue
  ) -> DetailTable {
    let by = overdue.rows.by
    var table = DetailTable(
      by == nil ? .facts : .groups, title: Wording(english: "Kept and passed limits", chinese: "時限辦結情形"),
      columns: [
        .init(Wording(english: by ?? "all", chinese: by ?? "全部"), .text),
        .init(Wording(english: "judged", chinese: "應辦件數"), .count),
        .init(Wording(english: "in time", chinese: "如期"), .count),
        .init(Wording(english: "overdue", chinese: "逾期"), .count),
        overdue.measure == .onTime
          ? .init(Wording(english: "share in time", chinese: "如期率"), .percent)
          : .init(Wording(english: "share overdue", chinese: "逾期率"), .percent),
        .init(Wording(english: "still open", chinese: "未結"), .count),
      ])
    if overdue.told != nil {
      table.columns.append(.init(Wording(english: "told of the delay", chinese: "逾期已告知"), .count))
    }
    func row(_ name: Wording, _ counts: OverdueCounts, isTotal: Bool) -> DetailTable.Row {
      .init(
        [
          .words(name), .number(Double(counts.judged)), .number(Double(counts.judged - counts.late)),
          .number(Double(counts.late)),
          .number(
            counts.judged > 0
              ? Double(overdue.measure == .onTime ? counts.judged - counts.late : counts.late)
                / Double(counts.judged)
              : nil),
          .number(Double(counts.open)),
        ] + (overdue.told == nil ? [] : [.number(Double(counts.told))]), isTotal: isTotal)
    }
    let names = Array(groups.keys)
    for place in sortedKeyOrder(names) {
      if let counts = groups[names[place]] {
        table.rows.append(row(Wording(names[place]), counts, isTotal: false))
      }
    }
    table.rows.append(row(.total, all, isTotal: by != nil))
    return table
  }
}

/// Cases by whether they kept their limit.
struct OverdueCounts {
  var judged = 0
  var late = 0
  var open = 0
  var openLate = 0
  var told = 0
  /// Without a date of receipt or a limit.
  var unusable = 0

  mutating func add(isLate: Bool, isOpen: Bool, isTold: Bool, assumptions: Assumptions) {
    if isOpen {
      open += 1
      if isLate { openLate += 1 }
      if !isLate || assumptions.openCases == .exclude { return }
    }
    judged += 1
    if isLate {
      late += 1
      if isTold { told += 1 }
    }
  }

  func parts(_ measure: IndicatorKind.Overdue.Measure) -> (part: Double, whole: Double?) {
    switch measure {
    case .overdue: (Double(late), Double(judged))
    case .onTime: (Double(judged - late), Double(judged))
    case .told: (Double(told), Double(late))
    case .count: (Double(late), nil)
    }
  }
}

extension CalendarDay {
  /// The end of the day, for cases that are open then.
  var moment: Moment { Moment(day: self, second: 86_399) }
}

extension Moment {
  init(day: CalendarDay, second: Int?) {
    self.day = day
    self.second = second
  }
}
