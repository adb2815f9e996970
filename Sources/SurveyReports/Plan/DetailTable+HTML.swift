import SurveyPlans
import SurveyTable

extension ReportPage {
  /// A detail table, with the picture that its role asks for.
  func detail(_ table: DetailTable, of result: IndicatorResult) -> Markup {
    guard !table.columns.isEmpty, !table.rows.isEmpty, !isInReliabilityChapter(result),
      !isInSampleChapter(result)
    else { return Markup() }
    let title = caption(table, of: result)
    // Two indicators may be measured from the same figures, a rate and a sum: these are printed once.
    let known = numbering.known(table, as: numbering.tables + 1)
    let reading = DetailReading(table, of: result)
    let picture =
      numbering.isDrawn(reading, of: result) ? Markup() : picture(reading, of: result, title: title)
    guard let known else { return picture + detailTable(table, title: title) }
    return picture
      + element("p", .classes("quiet")) {
        say("各項數據同", "The figures are those of ")
        element("a", .init("href", "#t\(known)")) { say("表 \(known)", "Table \(known)") }
        say("。", ".")
      }
  }

  /// Whether the chapter on reliability has the table of the same items already: of the whole scale of its survey.
  private func isInReliabilityChapter(_ result: IndicatorResult) -> Bool {
    guard case .reliability(let asked) = result.indicator.kind,
      let survey = evaluation.surveys.first(where: { $0.survey.id == asked.survey })
    else { return false }
    let rows = survey.reliability?.rows ?? []
    let items = rows.filter { $0.statistic == "item_total_correlation" }
    let named = result.tables.first?.rows.compactMap { row in
      if case .words(let words) = row.cells.first { words.chinese } else { nil }
    }
    // Tables name items by their labels, which may repeat: the coefficient has to agree as well.
    return !items.isEmpty && named == items.map { survey.labels[$0.term] ?? $0.term }
      && rows.first { $0.statistic == "alpha" }?.estimate == result.value
  }

  /// Whether the survey's part of the chapter on samples compares it with the population already.
  private func isInSampleChapter(_ result: IndicatorResult) -> Bool {
    guard case .representativeness(let asked) = result.indicator.kind,
      let survey = evaluation.surveys.first(where: { $0.survey.id == asked.survey })
    else { return false }
    let compared = survey.validity?.rows.count { $0.statistic == "adjusted_residual" } ?? 0
    return compared > 0 && compared == result.tables.reduce(0) { $0 + $1.rows.count }
  }

  private func caption(_ table: DetailTable, of result: IndicatorResult) -> String {
    let own = table.title.text(in: language)
    let label = result.indicator.label
    if own.hasPrefix(label) { return own }
    return own.isEmpty ? label : label + say("：", ": ") + own
  }

  // MARK: the picture

  private func picture(_ reading: DetailReading, of result: IndicatorResult, title: String) -> Markup {
    guard let drawing = drawing(reading, of: result, title: title) else { return Markup() }
    return figure(drawnTitle(title, reading), drawing)
  }

  /// A picture shows one column of its table and says which.
  private func drawnTitle(_ title: String, _ reading: DetailReading) -> String {
    guard reading.table.role == .groups, let column = reading.valueColumn else { return title }
    let name = reading.table.columns[column].name
    if ["value", "adjusted residual"].contains(name.english) { return title }
    return title + say("（", " (") + name.text(in: language) + say("）", ")")
  }

  private func drawing(_ reading: DetailReading, of result: IndicatorResult, title: String) -> Markup? {
    let table = reading.table
    switch table.role {
    case .groups:
      if let residual = reading.column(["adjusted residual"], ["調整後殘差"]) {
        // The chapter on the sample has drawn the residuals of all variables already.
        if evaluation.surveys.contains(where: { survey in
          survey.survey.id == result.indicator.kind.surveyID
            && survey.validity?.rows.contains { $0.statistic == "adjusted_residual" } ?? false
        }) {
          return nil
        }
        let variable = table.columns.first?.name.text(in: language) ?? ""
        return residualPlot(
          title,
          table.rows.filter { !$0.isTotal }.map {
            ResidualRow(
              variable: variable, category: reading.name($0, language), residual: reading.number($0, residual)
            )
          })
      }
      if reading.isYesOrNo { return nil }
      return valueRows(
        title, rows(reading, low: reading.column(["low"], ["下限"]), high: reading.column(["high"], ["上限"])),
        format: format(reading), unit: result.indicator.unit, lines: reading.lines)
    case .ranking:
      return valueRows(
        title,
        rows(
          reading, low: reading.column(["best place"], ["名次上限"]),
          high: reading.column(["worst place"], ["名次下限"])), format: format(reading))
    case .periods: return periodDrawing(reading, of: result, title: title)
    case .changes: return changeDrawing(reading, title: title)
    case .components:
      guard let full = reading.column(["full points", "full"], ["配分", "滿分"]),
        let value = reading.column(["mean", "points", "value"], ["平均得分", "平均分數", "得分"])
      else { return nil }
      return partBars(
        title,
        table.rows.filter { !$0.isTotal }.map {
          (reading.name($0, language), reading.number($0, value), reading.number($0, full))
        },
        format: table.columns[value].format)
    case .cross, .facts, .list: return nil
    }
  }

  private func format(_ reading: DetailReading) -> DetailTable.Format {
    reading.valueColumn.map { reading.table.columns[$0].format } ?? .number(decimals: 2)
  }

  private func rows(_ reading: DetailReading, low: Int?, high: Int?) -> [ChartRow] {
    reading.drawnRows(reading.valueColumn).map { row in
      let value = reading.valueColumn
      return ChartRow(
        label: reading.name(row, language), value: reading.number(row, value),
        low: reading.number(row, low), high: reading.number(row, high),
        fails: value.map(row.failing.contains) ?? false, isTotal: row.isTotal,
        isHidden: reading.isHidden(row, value), remark: reading.remark(row, figures))
    }
  }

  /// Rows are periods. Where several columns hold the indicator's kind of number, each is a unit.
  private func periodDrawing(_ reading: DetailReading, of result: IndicatorResult, title: String) -> Markup? {
    let table = reading.table
    let numbers = table.columns.indices.filter {
      $0 >= reading.nameCount && table.columns[$0].format != .text
    }
    guard let first = numbers.first else { return nil }
    let wanted =
      numbers.contains { table.columns[$0].format == result.format }
      ? result.format : table.columns[first].format
    let rows = table.rows.filter { !$0.isTotal }
    let series = numbers.filter { table.columns[$0].format == wanted }.map { column in
      PeriodSeries(
        label: numbers.count == 1 ? "" : table.columns[column].name.text(in: language),
        values: rows.map { reading.number($0, column) },
        fails: Set(rows.indices.filter { rows[$0].failing.contains(column) }))
    }
    return periodPanels(
      title, periods: rows.map { reading.name($0, language) }, series, format: wanted, lines: table.lines)
  }

  private func changeDrawing(_ reading: DetailReading, title: String) -> Markup? {
    let table = reading.table
    guard let before = reading.column(["before", "before, per case"], ["前", "簡化前"]),
      let after = reading.column(["after", "after, per case"], ["後", "簡化後"])
    else { return nil }
    let rate = reading.column(["reduction"], ["減少率"])
    // What all cases of the year add up to has no value of one case.
    let drawn = reading.drawnRows(before).filter { !$0.isTotal || reading.number($0, before) != nil }
    if drawn.count < 2 { return nil }
    let rows = drawn.map { row in
      let (from, to) = (reading.number(row, before), reading.number(row, after))
      // What counts is how much less there is; more is said as such.
      var remark =
        "\(figures.value(from, table.columns[before].format)) → \(figures.value(to, table.columns[after].format))"
      if from == nil || to == nil { remark = ReportFigures.none }
      let reduction = reading.number(row, rate).map { value in
        value < 0
          ? say("增加 ", "up ") + figures.percent(-value) : say("減少 ", "down ") + figures.percent(value)
      }
      return ChangeRow(
        label: reading.name(row, language), before: from, after: to, remark: remark,
        secondRemark: reduction ?? "", isTotal: row.isTotal)
    }
    return changeRows(
      title, rows, before: table.columns[before].name.text(in: language),
      after: table.columns[after].name.text(in: language), format: table.columns[before].format,
      includesZero: true)
  }

  // MARK: the table

  /// Tables with more columns than a page holds are split, each part with the names of its rows.
  private static let mostColumns = 14

  private func detailTable(_ given: DetailTable, title: String) -> Markup {
    let table = given.withPeriodsAcross(language) ?? given
    let names = table.columns.prefix { $0.format == .text }.count
    let others = Array(names..<table.columns.count)
    let most = max(Self.mostColumns - names, 1)
    let parts = (others.count + most - 1) / max(most, 1)
    var result = Markup()
    if parts <= 1 {
      result = part(
        table, columns: Array(table.columns.indices), names: names, legend: legend(table), title: title)
    } else {
      let size = (others.count + parts - 1) / parts
      for part in 0..<parts {
        let own = others[min(part * size, others.count)..<min((part + 1) * size, others.count)]
        if own.isEmpty { continue }
        result += self.part(
          table, columns: Array(0..<names) + own, names: names,
          legend: part == parts - 1 ? legend(table) : Markup(),
          title: title + say("（\(part + 1)／\(parts)）", " (\(part + 1) of \(parts))"))
      }
    }
    return result
  }

  private func part(
    _ table: DetailTable, columns: [Int], names: Int, legend: Markup, title: String
  ) -> Markup {
    let heat = table.role == .cross ? HeatScale(table, names: names) : nil
    return self.table(
      title, classes: columns.count > 9 || table.role == .cross ? "data cross" : "data", legend: legend
    ) {
      headRow(columns.map { (table.columns[$0].name.text(in: language), table.columns[$0].format != .text) })
      element("tbody") {
        for row in table.rows {
          element("tr", .classes(row.isTotal ? "total" : nil)) {
            for column in columns { cell(row, column, table, names: names, heat: heat) }
          }
        }
      }
    }
  }

  private func cell(
    _ row: DetailTable.Row, _ column: Int, _ table: DetailTable, names: Int, heat: HeatScale?
  ) -> Markup {
    let format = table.columns[column].format
    let cell = row.cells.indices.contains(column) ? row.cells[column] : .empty
    let fails = row.failing.contains(column)
    if column < names {
      let text = if case .words(let words) = cell { words.text(in: language) } else { "" }
      if column == 0 { return element("th", .init("scope", "row"), languageOf(text)) { text } }
      return element("td", languageOf(text)) { text }
    }
    if case .words(let words) = cell, format == .text {
      let text = words.text(in: language)
      return element("td", languageOf(text)) { text }
    }
    let shade: String? =
      if case .number(let value) = cell, !row.isTotal { heat?.shade(value, column) } else { nil }
    return element("td", .classes("num", fails ? "fail" : nil, fails ? nil : shade)) {
      switch cell {
      case .words(let words): name(words.text(in: language))
      case .number(let value):
        table.columns[column].isProbability ? figures.bareProbability(value) : figures.value(value, format)
      case .empty: ReportFigures.none
      case .hidden(let complementary): complementary ? "＊＊" : "＊"
      }
      if fails { element("span", .classes("sign")) { "×" } }
    }
  }

  private func legend(_ table: DetailTable) -> Markup {
    var words: [String] = []
    if table.rows.contains(where: { !$0.failing.isEmpty }) {
      words.append(missWords(table))
    }
    let cells = table.rows.flatMap(\.cells)
    if cells.contains(.hidden(complementary: false)) {
      words.append(
        say(
          "＊ 人數少於 \(plan.suppressBelow)，為保護隱私不予列示",
          "＊ withheld: fewer than \(plan.suppressBelow) respondents stand behind it"))
    }
    if cells.contains(.hidden(complementary: true)) {
      words.append(say("＊＊ 可由合計反推，一併不列示", "＊＊ withheld, since the total would give the first away"))
    }
    if words.isEmpty { return Markup() }
    return element("p", .classes("legend")) { words.joined(separator: say("；", "; ")) + say("。", ".") }
  }

  /// What a cross says: that a test is not passed, or else that a target is missed.
  private func missWords(_ table: DetailTable) -> String {
    let words =
      table.passLine == nil ? say("× 未達標準", "× misses the target") : say("× 未達及格線", "× below the pass line")
    guard let line = table.passLine ?? table.target else { return words }
    let column = table.rows.lazy.compactMap { $0.failing.min() }.first ?? table.columns.count - 1
    let format = table.columns.indices.contains(column) ? table.columns[column].format : .number(decimals: 2)
    let figure = figures.target(line, format)
    return words
      + (table.passLine == nil ? say("（標準 \(figure)）", " (\(figure))") : say("（\(figure)）", " (\(figure))"))
  }
}

extension DetailTable {
  /// Periods read from left to right, as in yearbooks, where a page is wide enough and all columns hold one kind of
  /// number; `nil` where they stay rows.
  fileprivate func withPeriodsAcross(_ language: Language) -> DetailTable? {
    guard role == .periods, rows.count <= 13, let first = columns.first, first.format == .text,
      let format = columns.dropFirst().first?.format, format != .text,
      columns.dropFirst().allSatisfy({ $0.format == format }),
      rows.allSatisfy({ $0.cells.count == columns.count && !$0.isTotal })
    else { return nil }
    var turned = self
    turned.columns = [DetailTable.Column(first.name, .text)]
    for row in rows {
      guard case .words(let name) = row.cells[0] else { return nil }
      turned.columns.append(.init(name, format))
    }
    turned.rows = columns.indices.dropFirst().map { column in
      DetailTable.Row(
        [.words(columns[column].name)] + rows.map { $0.cells[column] },
        failing: Set(rows.indices.filter { rows[$0].failing.contains(column) }.map { $0 + 1 }))
    }
    return turned
  }
}

/// Five shades for the cells of a cross table that has no target, by their share of the largest.
struct HeatScale {
  private var most = 0.0
  private let plain: Set<Int>

  /// `nil` where cells are judged: there only what fails is coloured.
  init?(_ table: DetailTable, names: Int) {
    if table.target != nil || table.rows.contains(where: { !$0.failing.isEmpty }) { return nil }
    plain = Set(
      table.columns.indices.filter { $0 >= names && table.columns[$0].name.english.lowercased() != "total" })
    for row in table.rows where !row.isTotal {
      for (column, cell) in row.cells.enumerated() where plain.contains(column) {
        if case .number(let value) = cell, value.isFinite { most = max(most, value) }
      }
    }
    if most <= 0 { return nil }
  }

  func shade(_ value: Double, _ column: Int) -> String? {
    guard plain.contains(column), value.isFinite, value > 0 else { return nil }
    return "h\(min(5, Int(value / most * 5) + 1))"
  }
}
