import SurveyTable

/// A period of the calendar: what "every month" counts by.
struct CalendarPeriod: Hashable, Comparable {
  var first: CalendarDay
  var last: CalendarDay
  var name: Wording

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static func < (a: CalendarPeriod, b: CalendarPeriod) -> Bool { a.first < b.first }

  /// The periods that `days` holds or touches, in order. Weeks begin on Mondays; one that lies in two years belongs
  /// to the year of its Thursday (ISO 8601).
  static func all(_ kind: IndicatorKind.Frequency.Period, in days: ClosedRange<CalendarDay>)
    -> [CalendarPeriod]
  {
    var periods: [CalendarPeriod] = []
    var day = days.lowerBound
    if kind == .week { day = day.adding(1 - day.weekday) }
    while day <= days.upperBound {
      let period = CalendarPeriod(kind, containing: day)
      if kind != .week || days.contains(period.first.adding(3)) { periods.append(period) }
      if period.last.adding(1) <= day { break }
      day = period.last.adding(1)
    }
    return periods
  }

  init(_ kind: IndicatorKind.Frequency.Period, containing day: CalendarDay) {
    switch kind {
    case .day:
      (first, last) = (day, day)
      name = Wording(english: day.isoText, chinese: "\(day.month)月\(day.day)日")
    case .week:
      first = day.adding(1 - day.weekday)
      last = first.adding(6)
      // The week's number is that of its Thursday.
      let thursday = first.adding(3)
      let number = (thursday.number - CalendarDay.firstDay(of: thursday.year).number) / 7 + 1
      name = Wording(english: "week \(number)", chinese: "第\(number)週")
    case .month:
      first = CalendarDay(year: day.year, month: day.month, day: 1) ?? day
      last =
        CalendarDay(year: day.year, month: day.month, day: DateText.days(inMonth: day.month, of: day.year))
        ?? day
      name = Wording(english: Self.months[day.month - 1], chinese: "\(day.month)月")
    case .quarter:
      let quarter = (day.month - 1) / 3
      first = CalendarDay(year: day.year, month: quarter * 3 + 1, day: 1) ?? day
      last =
        CalendarDay(
          year: day.year, month: quarter * 3 + 3, day: DateText.days(inMonth: quarter * 3 + 3, of: day.year))
        ?? day
      name = Wording(english: "Q\(quarter + 1)", chinese: "第\(quarter + 1)季")
    case .year:
      (first, last) = (CalendarDay.firstDay(of: day.year), CalendarDay.lastDay(of: day.year))
      name = Wording(
        english: "\(day.year)", chinese: day.year > 1911 ? "\(day.year - 1911)年" : "西元\(day.year)年")
    }
  }
}

extension Evaluator {
  /// How many of the periods, unit by unit, have at least as many events as they should.
  ///
  /// With a target for the total too, both must hold (U14): the value is the share of unit-periods and period
  /// totals that do.
  func measure(
    _ frequency: IndicatorKind.Frequency, _ year: RecordYear
  ) throws(SurveyStatsError) -> Measurement? {
    guard let data = try records.open(frequency.rows.dataset, year) else { return nil }
    var names = [frequency.date]
    let bySlot = frequency.rows.by.map { _ in names.count }
    if let by = frequency.rows.by { names.append(by) }
    let sumSlot = frequency.sum.map { _ in names.count }
    if let sum = frequency.sum { names.append(sum) }
    let rows = try data.rows(names, where: frequency.rows.condition)
    var result = Measurement(nil, .percent)
    result.count = rows.count
    result.evidence = [data.evidence(frequency.rows.condition, rows: rows.count)]
    let (periods, decided) = judgedPeriods(frequency, year)
    result.decisions = decided.codes
    result.notes = decided.notes
    if periods.isEmpty {
      result.lacking = (.noData, .noRecords(data.dataset.label, nil))
      return result
    }
    // Units of the plan's list count even where they have no record: nothing is the worst report.
    var units: [(key: String?, name: String)] = []
    if let list = frequency.units.flatMap(plan.unitList) {
      units = list.units.map { (foldedForMatching($0.id), $0.name) }
    } else if let bySlot {
      units = rows.groups(by: rows.columns[bySlot]).map { (foldedForMatching($0.name), $0.name) }
    } else {
      units = [(nil, "")]
    }
    if units.isEmpty {
      result.lacking = (.noData, .noRecords(data.dataset.label, frequency.rows.condition))
      return result
    }
    var counts = [[CompensatedSum]](
      repeating: [CompensatedSum](repeating: .init(), count: periods.count), count: units.count)
    let unitPlaces = Dictionary(
      units.enumerated().compactMap { place, unit in unit.key.map { ($0, place) } },
      uniquingKeysWith: { first, _ in first })
    // Names of the list, where the records write them instead of ids.
    let namePlaces = Dictionary(
      units.enumerated().map { (foldedForMatching($0.element.name), $0.offset) },
      uniquingKeysWith: { first, _ in first })
    var strangers: Set<String> = []
    var undated = 0
    for row in 0..<rows.count {
      guard let day = try rows.moment(rows.columns[0], row)?.day else {
        undated += 1
        continue
      }
      guard let period = place(of: day, among: periods) else { continue }
      var unit = 0
      if let bySlot {
        guard let key = rows.columns[bySlot].folded(row) else { continue }
        guard let found = unitPlaces[key] ?? namePlaces[key] else {
          strangers.insert(rows.columns[bySlot].text(row) ?? "")
          continue
        }
        unit = found
      }
      counts[unit][period] +=
        try sumSlot.map { (slot) throws(SurveyStatsError) in try rows.number(rows.columns[slot], row) ?? 0 }
        ?? 1
    }
    if undated > 0 { result.notes.append(.missingCells(frequency.date, undated)) }
    if !strangers.isEmpty {
      result.notes.append(.outsideUnits(strangers.sorted(), frequency.units ?? frequency.rows.by ?? ""))
    }
    var (met, all) = (0, 0)
    var worst: [String] = []
    for (place, unit) in units.enumerated() {
      let reached = counts[place].count { $0.value >= frequency.atLeast }
      met += reached
      all += periods.count
      if reached < periods.count, unit.key != nil { worst.append(unit.name) }
      result.unitValues.append((unit.name, Double(reached) / Double(periods.count)))
    }
    let totals = periods.indices.map { period in counts.map { $0[period].value }.compensatedSum() }
    if let wanted = frequency.totalAtLeast {
      met += totals.count { $0 >= wanted }
      all += periods.count
      result.decisions.insert("U14")
    }
    if let wanted = frequency.totalAtLeast {
      let short = periods.indices.filter { totals[$0] < wanted }
      if !short.isEmpty {
        result.notes.append(.totalsMissed(short.map { (periods[$0].name, totals[$0]) }, wanted))
      }
    }
    if !worst.isEmpty { result.notes.append(.failingUnits(worst, of: units.count)) }
    result.numerator = Double(met)
    result.denominator = Double(all)
    result.value = Double(met) / Double(all)
    result.parts = (met, all)
    result.tables = [table(frequency, units.map(\.name), periods, counts.map { $0.map(\.value) }, totals)]
    return result
  }

  /// The periods that are judged: those that ended by the day of the evaluation, and open days where only those count.
  private func judgedPeriods(
    _ frequency: IndicatorKind.Frequency, _ year: RecordYear
  ) -> (periods: [CalendarPeriod], decided: (codes: Set<String>, notes: [Note])) {
    let days = plan.period(of: year)
    var periods = CalendarPeriod.all(frequency.per, in: days)
    var codes: Set<String> = []
    var notes: [Note] = []
    if frequency.onOpeningDays {
      periods.removeAll { !plan.opening.isOpen($0.first) }
      codes.insert("U12")
    } else {
      // A week of holidays asks for nothing.
      let all = periods.count
      periods.removeAll { period in
        !(0...(period.last.number - period.first.number)).contains {
          plan.opening.isOpen(period.first.adding($0))
        }
      }
      if periods.count < all {
        codes.insert("U12")
        notes.append(.closedPeriods(all - periods.count))
      }
    }
    if year == .current {
      // Periods that have not begun are never judged.
      periods.removeAll { $0.first > plan.asOf }
      if let last = periods.last, min(last.last, days.upperBound) > plan.asOf {
        codes.insert("U12")
        let included = plan.assumptions.partialPeriods == .include
        notes.append(.partialPeriod(last.name, included: included))
        if !included { periods.removeLast() }
      }
    }
    return (periods, (codes, notes))
  }

  private func place(of day: CalendarDay, among periods: [CalendarPeriod]) -> Int? {
    var (low, high) = (0, periods.count)
    while low < high {
      let middle = (low + high) / 2
      if periods[middle].last < day { low = middle + 1 } else { high = middle }
    }
    return low < periods.count && periods[low].first <= day ? low : nil
  }

  private func table(
    _ frequency: IndicatorKind.Frequency, _ units: [String], _ periods: [CalendarPeriod],
    _ counts: [[Double]],
    _ totals: [Double]
  ) -> DetailTable {
    // Days and weeks are too many for columns: their table has a row for each month.
    if periods.count > 24 { return monthTable(frequency, units, periods, counts) }
    let isCross = units.count > 1 || !units[0].isEmpty
    var table = DetailTable(
      isCross ? .cross : .periods,
      title: Wording(english: "By period", chinese: "各期\(frequency.rows.by.map { "各\($0)" } ?? "")件數"),
      columns: [], target: frequency.atLeast)
    func cells(_ values: [Double]) -> [DetailTable.Cell] { values.map { .number($0) } }
    if isCross {
      table.columns =
        [.init(Wording(frequency.rows.by ?? ""), .text)] + periods.map { .init($0.name, .count) }
        + [.init(Wording(english: "total", chinese: "合計"), .count)]
      for (place, unit) in units.enumerated() {
        let failing = periods.indices.filter { counts[place][$0] < frequency.atLeast }.map { $0 + 1 }
        table.rows.append(
          .init(
            [.text(unit)] + cells(counts[place]) + [.number(counts[place].compensatedSum())],
            failing: Set(failing)))
      }
      let failing = periods.indices.filter { totals[$0] < frequency.totalAtLeast ?? -.infinity }.map {
        $0 + 1
      }
      table.rows.append(
        .init(
          [.words(.total)] + cells(totals) + [.number(totals.compensatedSum())], isTotal: true,
          failing: Set(failing)))
      return table
    }
    table.columns = [
      .init(Wording(english: "period", chinese: "期間"), .text),
      .init(Wording(english: "count", chinese: "次數"), .count),
    ]
    for (place, period) in periods.enumerated() {
      table.rows.append(
        .init(
          [.words(period.name), .number(counts[0][place])],
          failing: counts[0][place] < frequency.atLeast ? [1] : []))
    }
    return table
  }

  private func monthTable(
    _ frequency: IndicatorKind.Frequency, _ units: [String], _ periods: [CalendarPeriod], _ counts: [[Double]]
  ) -> DetailTable {
    // A week is in the month of its Thursday, as it is in the year of its Thursday.
    func middle(_ period: CalendarPeriod) -> CalendarDay {
      period.first.adding((period.last.number - period.first.number) / 2)
    }
    let months = CalendarPeriod.all(.month, in: middle(periods[0])...middle(periods[periods.count - 1]))
    var table = DetailTable(
      .periods, title: Wording(english: "Periods met, by month", chinese: "各月達成期數"),
      columns: [
        .init(Wording(english: "month", chinese: "月份"), .text),
        .init(Wording(english: "periods", chinese: "應辦期數"), .count),
        .init(Wording(english: "met", chinese: "達成期數"), .count),
        .init(Wording(english: "share", chinese: "達成率"), .percent),
      ], target: 1)
    for month in months {
      var (met, all) = (0, 0)
      for (place, period) in periods.enumerated()
      where (month.first...month.last).contains(middle(period)) {
        all += units.count
        met += counts.count { $0[place] >= frequency.atLeast }
      }
      if all == 0 { continue }
      table.rows.append(
        .init(
          [
            .words(month.name), .number(Double(all)), .number(Double(met)),
            .number(Double(met) / Double(all)),
          ],
          failing: met < all ? [2, 3] : []))
    }
    return table
  }
}
