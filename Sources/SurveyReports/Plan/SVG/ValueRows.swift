import SurveyPlans

/// A line of a drawing: a unit, a service, a group, with its value.
struct ChartRow {
  var label: String
  var value: Double?
  var low: Double? = nil
  var high: Double? = nil
  /// Misses the target.
  var fails = false
  var isTotal = false
  /// Withheld: the line stays, so that the drawing does not hide that there is something.
  var isHidden = false
  /// What stands at the right besides the value: `n = 120`.
  var remark = ""
}

/// More lines than these do not fit on a page; the table shows them.
let mostChartRows = 40

extension ReportPage {
  /// Values by unit, a line each: dots with intervals where there are intervals, else bars from zero. Lines mark the
  /// target and the pass line, a cross and hatching what misses it.
  func valueRows(
    _ title: String, _ rows: [ChartRow], format: DetailTable.Format, unit: String? = nil,
    lines: [ChartLine] = []
  ) -> Markup? {
    let known = rows.compactMap(\.value)
    guard known.count > 1, rows.count <= mostChartRows else { return nil }
    let hasIntervals = rows.contains { $0.low != nil && $0.high != nil }
    let isFraction = figures.isFraction(format)
    let labelEnd = 232.0
    let plotEnd = 600.0
    let isTall = rows.contains { SVGDrawing.wrapped($0.label, columns: 36, lines: 2).count > 1 }
    let rowHeight = isTall ? 31.0 : 24.0
    let top = lines.isEmpty ? 12.0 : 30.0
    let bottom = top + rowHeight * Double(rows.count)
    let values = known + rows.compactMap(\.low) + rows.compactMap(\.high) + lines.map(\.value)
    let isShare = isFraction && values.allSatisfy { (0...1).contains($0) }
    let axis = ChartAxis(
      values, from: labelEnd + 10, to: plotEnd, includesZero: !hasIntervals, limits: isShare ? 0...1 : nil,
      wholeNumbers: format == .count)
    var drawing = SVGDrawing(width: 720, height: bottom + 26, number: numbering.nextDrawing())
    drawAxis(&drawing, axis, from: top, to: bottom, format: format)
    for (index, row) in rows.enumerated() {
      let y = top + rowHeight * (Double(index) + 0.5)
      drawing.label(row.label, labelEnd, y, columns: 36, lines: 2, row.isTotal ? "strong" : "")
      guard let value = row.value else {
        drawing.text(row.isHidden ? "＊" : ReportFigures.none, plotEnd + 10, y + 4, .start, "quiet")
        continue
      }
      let x = axis.place(value)
      if hasIntervals {
        if let low = row.low, let high = row.high {
          let style = row.fails ? "interval miss" : "interval"
          drawing.line(axis.place(low), y, axis.place(high), y, style)
          for end in [low, high] { drawing.line(axis.place(end), y - 4, axis.place(end), y + 4, style) }
        }
        if row.fails { drawing.cross(x, y, 5, "miss thick") } else { drawing.circle(x, y, 4.5, "now") }
      } else {
        let zero = axis.place(0)
        drawing.box(
          min(zero, x), y - 7, (x - zero).magnitude, 14,
          row.fails ? "bar-miss" : row.isTotal ? "bar-total" : "bar",
          hatch: row.fails ? .rising : nil)
      }
      let sign = row.fails ? " ×" : ""
      drawing.text(
        figures.value(value, format) + sign, plotEnd + 10, y + 4, .start,
        row.fails ? "miss-text strong" : row.isTotal ? "strong" : "")
      drawing.text(row.remark, 716, y + 4, .end, "quiet")
    }
    draw(lines, &drawing, axis, from: top, to: bottom, format, unit)
    let failing = rows.filter(\.fails).map(\.label)
    return drawing.markup(
      title: title,
      description: describe(rows.map { ($0.label, $0.value) }, format)
        + (failing.isEmpty ? "" : missWords(lines) + list(failing) + say("。", "."))
    )
  }

  /// Ticks and grid of a horizontal axis.
  func drawAxis(
    _ drawing: inout SVGDrawing, _ axis: ChartAxis, from top: Double, to bottom: Double,
    format: DetailTable.Format
  ) {
    let isFraction = figures.isFraction(format)
    let decimals = axis.tickDecimals(isFraction: isFraction)
    for tick in axis.ticks {
      let x = axis.place(tick)
      drawing.line(x, top, x, bottom, tick == 0 ? "zero" : "grid")
      drawing.text(tickText(tick, format, decimals), x, bottom + 16, .middle, "tick")
    }
  }

  func tickText(_ tick: Double, _ format: DetailTable.Format, _ decimals: Int) -> String {
    // The product of a count and a step may miss zero by a rounding.
    let value = tick.magnitude < 1e-12 ? 0 : tick
    return figures.isFraction(format)
      ? figures.percent(value, decimals: decimals) : figures.number(value, decimals: decimals)
  }

  private func missWords(_ lines: [ChartLine]) -> String {
    lines.contains { $0.meaning == .pass }
      ? say("未達及格線：", " Below the pass line: ") : say("未達目標：", " Below the target: ")
  }

  /// The values in words.
  func describe(_ values: [(label: String, value: Double?)], _ format: DetailTable.Format) -> String {
    let parts = values.map { label, value in
      "\(label) \(value == nil ? say("無數值", "no figure") : figures.value(value, format))"
    }
    return parts.joined(separator: say("；", "; ")) + say("。", ".")
  }
}
