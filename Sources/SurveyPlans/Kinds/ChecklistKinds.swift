import SurveyTable

extension Evaluator {
  /// The share of what applies that is there.
  func measure(
    _ checklist: IndicatorKind.Checklist, _ year: RecordYear
  ) throws(SurveyStatsError) -> Measurement? {
    guard let data = try records.open(checklist.rows.dataset, year) else { return nil }
    var names = [checklist.result]
    let itemSlot = checklist.item.map { _ in names.count }
    if let item = checklist.item { names.append(item) }
    let bySlot = checklist.rows.by.map { _ in names.count }
    if let by = checklist.rows.by { names.append(by) }
    let rows = try data.rows(names, where: checklist.rows.condition)
    var result = Measurement(nil, .percent)
    result.evidence = [data.evidence(checklist.rows.condition, rows: rows.count)]
    result.count = rows.count
    if rows.count == 0 {
      return .lacking(.noData, .noRecords(data.dataset.label, checklist.rows.condition), format: .percent)
    }
    let met = Set(checklist.met.map { foldedForMatching($0) })
    let none = Set(checklist.notApplicable.map { foldedForMatching($0) })
    var (good, applicable, blank, outside) = (0, 0, 0, 0)
    var failing: [String] = []
    var isMet: [Int: Bool] = [:]
    for row in 0..<rows.count {
      guard let answer = rows.columns[0].folded(row) else {
        blank += 1
        continue
      }
      if none.contains(answer) {
        outside += 1
        continue
      }
      applicable += 1
      isMet[row] = met.contains(answer)
      if met.contains(answer) {
        good += 1
      } else if let itemSlot, let item = rows.columns[itemSlot].text(row), !failing.contains(item) {
        failing.append(item)
      }
    }
    // What does not apply is judged by nobody, so that it is neither in the base nor in n.
    result.count = applicable
    if outside > 0 { result.notes.append(.itemsNotApplicable(outside)) }
    if blank > 0 { result.notes.append(.missingCells(checklist.result, blank)) }
    if !failing.isEmpty {
      result.notes.append(
        Note(
          code: "items_failing", english: "Not there: \(failing.prefix(10).joined(separator: ", ")).",
          chinese: "未符合：\(failing.prefix(10).joined(separator: "、"))。"))
    }
    result.numerator = Double(good)
    result.denominator = Double(applicable)
    if applicable == 0 {
      result.lacking = (
        .notApplicable,
        Note(code: "nothing_applies", english: "None of the items applies.", chinese: "各項皆不適用。")
      )
      return result
    }
    result.value = Double(good) / Double(applicable)
    result.parts = (good, applicable)
    let by = checklist.rows.by ?? checklist.item
    if let by, let slot = bySlot ?? itemSlot {
      var parts = PartsOfRows()
      parts.all = (Double(good), Double(applicable))
      parts.groups = rows.groups(by: rows.columns[slot]).map { group in
        (
          group.name, Double(group.rows.count { isMet[$0] == true }),
          Double(group.rows.count { isMet[$0] != nil })
        )
      }
      result.unitValues = parts.groups.map { ($0.name, $0.whole > 0 ? $0.part / $0.whole : nil) }
      result.tables = [Self.table(parts, by: by)]
    }
    return result
  }

  /// Before and after of each procedure, weighted by its cases where the plan says so (U19).
  func measure(_ change: IndicatorKind.Change, _ year: RecordYear) throws(SurveyStatsError) -> Measurement? {
    guard let data = try records.open(change.rows.dataset, year) else { return nil }
    var names = [change.before, change.after]
    let weightSlot = change.weight.map { _ in names.count }
    if let weight = change.weight { names.append(weight) }
    let itemSlot = change.item.map { _ in names.count }
    if let item = change.item { names.append(item) }
    let rows = try data.rows(names, where: change.rows.condition)
    var result = Measurement(nil, change.measure == .reduction ? .percent : .number(decimals: 2))
    result.evidence = [data.evidence(change.rows.condition, rows: rows.count)]
    var (before, after, weights, missing) = (CompensatedSum(), CompensatedSum(), CompensatedSum(), 0)
    var lines: [ChangeLine] = []
    for row in 0..<rows.count {
      let weight =
        try weightSlot.map { (slot) throws(SurveyStatsError) in try rows.number(rows.columns[slot], row) }
        ?? 1
      guard let a = try rows.number(rows.columns[0], row), let b = try rows.number(rows.columns[1], row),
        let weight
      else {
        missing += 1
        continue
      }
      result.count += 1
      before += a * weight
      after += b * weight
      weights += weight
      lines.append(
        ChangeLine(
          name: itemSlot.flatMap { rows.columns[$0].text(row) } ?? "\(result.count)", before: a, after: b,
          weight: weight))
    }
    if missing > 0 { result.notes.append(.missingCells("\(change.before)、\(change.after)", missing)) }
    if result.count == 0 {
      return .lacking(.noData, .noRecords(data.dataset.label, change.rows.condition), format: result.format)
    }
    if change.weight != nil { result.decisions.insert("U19") }
    result.numerator = before.value - after.value
    result.denominator = before.value
    result.tables = [
      Self.changeTable(change, lines, before: before.value, after: after.value, weights: weights.value)
    ]
    switch change.measure {
    case .saved, .difference:
      let saved = before.value - after.value
      result.value = saved
      // Documents and seals come whole.
      if saved == saved.rounded() { result.format = .count }
    case .reduction:
      result.value = Self.reduction(before.value, after.value)
      if result.value == nil { result.lacking = (.undefined, .zeroDenominator(change.before)) }
    }
    return result
  }

  /// Money, and for how many people; projects above the limit need an exception with a written reason.
  func measure(
    _ cost: IndicatorKind.Cost, _ year: RecordYear, limit: Double?
  ) throws(SurveyStatsError) -> Measurement? {
    guard let data = try records.open(cost.rows.dataset, year) else { return nil }
    var names = cost.cost
    func slot(_ name: String?) -> Int? {
      guard let name else { return nil }
      names.append(name)
      return names.count - 1
    }
    let (people, item, reason, hours) = (
      slot(cost.beneficiaries), slot(cost.item), slot(cost.reason), slot(cost.hoursSaved)
    )
    let rows = try data.rows(names, where: cost.rows.condition)
    let excepted = try cost.exception.map { (condition) throws(SurveyStatsError) in
      let some = try data.rows([], where: Self.both(cost.rows.condition, condition))
      return Set(some.places.map { [$0.file, $0.row] })
    }
    var result = Measurement(nil, .number(decimals: cost.measure == .benefitRatio ? 2 : 0))
    result.evidence = [data.evidence(cost.rows.condition, rows: rows.count)]
    result.count = rows.count
    if rows.count == 0 {
      return .lacking(.noData, .noRecords(data.dataset.label, cost.rows.condition), format: result.format)
    }
    var (money, served, saved) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    var (withReason, without) = ([String](), [String]())
    var table = DetailTable(
      .list, title: Wording(english: "Projects", chinese: "各項措施成本"),
      columns: [
        .init(cost.item.map { Wording($0) } ?? Wording(english: "project", chinese: "措施"), .text),
        .init(Wording(english: "cost", chinese: "成本（元）"), .count),
        .init(Wording(english: "people", chinese: "受益人數"), .count),
        .init(Wording(english: "cost per person", chinese: "每人成本（元）"), .number(decimals: 0)),
        .init(Wording(english: "exception", chinese: "例外理由"), .text),
      ])
    for row in 0..<rows.count {
      var own = CompensatedSum()
      for place in cost.cost.indices { own += try rows.number(rows.columns[place], row) ?? 0 }
      let number =
        try people.map { (slot) throws(SurveyStatsError) in try rows.number(rows.columns[slot], row) } ?? nil
      money += own.value
      served += number ?? 0
      if let hours { saved += try rows.number(rows.columns[hours], row) ?? 0 }
      let each = number.flatMap { $0 > 0 ? own.value / $0 : nil }
      let name = item.flatMap { rows.columns[$0].text(row) } ?? "\(row + 1)"
      let place = rows.places[row]
      let written = reason.flatMap { rows.columns[$0].text(row) }
      let isExcepted = excepted?.contains([place.file, place.row]) ?? false
      let isOver = limit.map { (each ?? .infinity) > $0 } ?? false
      if isOver, cost.measure == .perBeneficiary {
        if isExcepted, written != nil { withReason.append(name) } else { without.append(name) }
      }
      table.rows.append(
        .init(
          [
            .text(name), .number(own.value), .number(number), .number(each),
            isExcepted ? written.map { .text($0) } ?? .empty : .empty,
          ],
          failing: isOver && !(isExcepted && written != nil) ? [3] : []))
    }
    result.numerator = money.value
    switch cost.measure {
    case .total: result.value = money.value
    case .perBeneficiary:
      result.denominator = served.value
      result.value = served.value > 0 ? money.value / served.value : nil
      if result.value == nil { result.lacking = (.undefined, .zeroDenominator(cost.beneficiaries ?? "")) }
    case .benefitRatio:
      let benefit = saved.value * (cost.wage ?? 0)
      result.numerator = benefit
      result.denominator = money.value
      result.value = money.value > 0 ? benefit / money.value : nil
      if result.value == nil {
        result.lacking = (.undefined, .zeroDenominator(cost.cost.joined(separator: "、")))
      }
    }
    if !withReason.isEmpty { result.notes.append(.exceptionsWithReason(withReason)) }
    if !without.isEmpty { result.notes.append(.exceptionsWithoutReason(without)) }
    if limit != nil, cost.measure == .perBeneficiary {
      result.parts = (rows.count - without.count, rows.count)
    }
    table.rows.append(
      .init(
        [
          .words(.total), .number(money.value), .number(served.value),
          .number(served.value > 0 ? money.value / served.value : nil), .empty,
        ], isTotal: true))
    // What a cost in total or a ratio was not asked for has no column.
    let kept = table.columns.indices.filter { column in
      switch column {
      case 2, 3: cost.measure == .perBeneficiary
      case 4: !withReason.isEmpty
      default: true
      }
    }
    table.columns = kept.map { table.columns[$0] }
    table.rows = table.rows.map { row in
      DetailTable.Row(
        kept.map { row.cells[$0] }, isTotal: row.isTotal,
        failing: Set(kept.indices.filter { row.failing.contains(kept[$0]) }))
    }
    result.tables = [table]
    return result
  }

  /// Points of assessors, each assessor's mean first, so that one with more sheets does not count more.
  func measure(_ rubric: IndicatorKind.Rubric, _ year: RecordYear) throws(SurveyStatsError) -> Measurement? {
    guard let data = try records.open(rubric.rows.dataset, year) else { return nil }
    var names = [rubric.score]
    if let assessor = rubric.assessor { names.append(assessor) }
    let rows = try data.rows(names, where: rubric.rows.condition)
    var points: [Int: Double] = [:]
    var (missing, isOutside) = (0, false)
    for row in 0..<rows.count {
      guard let value = try rows.number(rows.columns[0], row) else {
        missing += 1
        continue
      }
      if value < 0 || value > rubric.maximum ?? .infinity { isOutside = true }
      points[row] = value
    }
    var result = Measurement(nil, .number(decimals: 2))
    result.evidence = [data.evidence(rubric.rows.condition, rows: rows.count)]
    result.count = points.count
    if points.isEmpty { return .lacking(.noData, .noRecords(data.dataset.label, rubric.rows.condition)) }
    if missing > 0 { result.notes.append(.missingCells(rubric.score, missing)) }
    if isOutside, let maximum = rubric.maximum {
      result.notes.append(.outOfRange(rubric.score, shortestText(maximum)))
    }
    if let assessor = rubric.assessor {
      let groups = rows.groups(by: rows.columns[1]).map { ($0.name, $0.rows.compactMap { points[$0] }) }
        .filter { !$0.1.isEmpty }
      let means = groups.map { meanAndVariance($0.1).mean }
      result.value = means.compensatedSum() / Double(means.count)
      if let wanted = rubric.assessors, groups.count < wanted {
        result.notes.append(.missingAssessors(groups.count, wanted))
        result.decisions.insert("U21")
      }
      result.tables = [
        DetailTable(
          .list, title: Self.by(assessor),
          columns: [
            .init(Wording(assessor), .text), .init(Wording(english: "sheets", chinese: "評分筆數"), .count),
            .init(Wording(english: "mean", chinese: "平均分數"), .number(decimals: 2)),
          ],
          rows: zip(groups, means).map {
            .init([.text($0.0), .number(Double($0.1.count)), .number($1)])
          } + [
            .init(
              [.words(.total), .number(Double(points.count)), .number(result.value)], isTotal: true)
          ])
      ]
    } else {
      result.value = points.keys.sorted().compactMap { points[$0] }.compensatedSum() / Double(points.count)
    }
    return result
  }

  /// Days between what was done and the last day for it.
  func measure(_ deadline: IndicatorKind.Deadline) throws(SurveyStatsError) -> Measurement? {
    var done = deadline.done
    var result = Measurement(nil, .count)
    if let rows = deadline.rows, let column = deadline.date {
      guard let data = try records.open(rows.dataset, .current) else { return nil }
      let found = try data.rows([column], where: rows.condition)
      for row in 0..<found.count {
        guard let day = try found.moment(found.columns[0], row)?.day else { continue }
        done = min(done ?? day, day)
      }
      result.count = found.count
      result.evidence = [data.evidence(rows.condition, rows: found.count)]
    }
    guard let done else {
      if plan.asOf > deadline.due {
        // The day has passed and nothing shows that it was done.
        result.parts = (0, 1)
        result.notes = [
          Note(
            code: "deadline_passed",
            english: "Nothing shows that it was done; the last day was \(deadline.due.isoText).",
            chinese: "查無完成紀錄，期限為 \(plan.words(for: deadline.due).chinese)。")
        ]
        result.lacking = (.notMet, result.notes[0])
      } else {
        result.lacking = (
          .noData,
          Note(
            code: "deadline_ahead", english: "Not done yet; the last day is \(deadline.due.isoText).",
            chinese: "尚未完成，期限為 \(plan.words(for: deadline.due).chinese)。")
        )
      }
      return result
    }
    result.value = Double(deadline.due.number - done.number)
    result.parts = (done <= deadline.due ? 1 : 0, 1)
    result.tables = [
      DetailTable(
        .facts, title: Wording(english: "Dates", chinese: "日期"),
        columns: [
          .init(Wording(english: "last day", chinese: "期限"), .text),
          .init(Wording(english: "done", chinese: "完成日"), .text),
        ], rows: [.init([.words(plan.words(for: deadline.due)), .words(plan.words(for: done))])])
    ]
    return result
  }
}
