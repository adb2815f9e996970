import SurveyPlans

/// The course of a value over periods, for one unit.
struct PeriodSeries {
  var label: String
  var values: [Double?]
  var fails: Set<Int> = []
  /// What stands beside the name: the mean.
  var remark = ""
}

extension ReportPage {
  /// Lines over periods, a small panel for each unit on one common axis, so that units compare at a glance; dashed
  /// and dotted lines are the target and the pass line, a cross a period that misses it.
  func periodPanels(
    _ title: String, periods: [String], _ series: [PeriodSeries], format: DetailTable.Format,
    lines marks: [ChartLine] = []
  ) -> Markup? {
    let known = series.flatMap(\.values).compactMap { $0 }
    // A value that never changes needs no picture.
    guard periods.count > 1, Set(known).count > 1, !series.isEmpty, series.count <= 24 else { return nil }
    let columns = series.count == 1 ? 1 : series.count <= 4 ? 2 : 3
    let lines = (series.count + columns - 1) / columns
    let gap = 16.0
    let margin = 40.0
    let panelWidth = (720 - margin - 4 - gap * Double(columns - 1)) / Double(columns)
    let panelHeight = series.count == 1 ? 180.0 : 96.0
    // Panels have the same lines: what these are is said once, above them all.
    let legendHeight = marks.isEmpty ? 0.0 : 18.0
    let headHeight = series.allSatisfy(\.label.isEmpty) ? 12.0 : 30.0
    let footHeight = 22.0
    let blockHeight = headHeight + panelHeight + footHeight
    let isShare = figures.isFraction(format) && known.allSatisfy { (0...1).contains($0) }
    var drawing = SVGDrawing(
      width: 720, height: legendHeight + blockHeight * Double(lines), number: numbering.nextDrawing())
    drawLegend(marks, &drawing, right: 716, y: 14, format)
    for (index, own) in series.enumerated() {
      let left = margin + (panelWidth + gap) * Double(index % columns)
      let top = legendHeight + blockHeight * Double(index / columns) + headHeight
      let axis = ChartAxis(
        known + marks.map(\.value), from: top + panelHeight, to: top, includesZero: format == .count,
        limits: isShare ? 0...1 : nil,
        wholeNumbers: format == .count,
        count: series.count == 1 ? 5 : 3)
      let decimals = axis.tickDecimals(isFraction: figures.isFraction(format))
      drawing.text(
        fitted(own.label, width: Int(panelWidth / 6.6) - displayWidth(own.remark) - 1), left, top - 12,
        .start,
        "strong")
      drawing.text(own.remark, left + panelWidth, top - 12, .end, "quiet")
      for tick in axis.ticks {
        let y = axis.place(tick)
        drawing.line(left, y, left + panelWidth, y, "grid")
        if index % columns == 0 {
          drawing.text(tickText(tick, format, decimals), left - 6, y + 4, .end, "tick")
        }
      }
      func x(_ period: Int) -> Double {
        left + 8 + (panelWidth - 16) * Double(period) / Double(periods.count - 1)
      }
      let step = max(1, Int((Double(periods.count * 5 * 7) / panelWidth).rounded(.up)))
      for (period, name) in periods.enumerated()
      where period % step == 0 && (period == 0 || period + step / 2 < periods.count || step == 1) {
        drawing.text(fitted(name, width: 8), x(period), top + panelHeight + 15, .middle, "tick")
      }
      for mark in marks {
        let y = axis.place(mark.value)
        drawing.line(left, y, left + panelWidth, y, mark.style)
      }
      draw(own, &drawing, x: x, y: axis.place)
    }
    let words = series.map { own in
      (own.label.isEmpty ? "" : own.label + say("：", ": "))
        + zip(periods, own.values).map { "\($0) \($1 == nil ? say("無", "none") : figures.value($1, format))" }
        .joined(separator: say("、", ", "))
    }
    return drawing.markup(title: title, description: words.joined(separator: say("；", "; ")) + say("。", "."))
  }

  /// The line breaks where a period has no value.
  private func draw(
    _ series: PeriodSeries, _ drawing: inout SVGDrawing, x: (Int) -> Double, y: (Double) -> Double
  ) {
    var run: [(x: Double, y: Double)] = []
    for (period, value) in series.values.enumerated() {
      if let value {
        run.append((x(period), y(value)))
      } else {
        drawing.polyline(run, "course")
        run = []
      }
    }
    drawing.polyline(run, "course")
    for (period, value) in series.values.enumerated() {
      guard let value else { continue }
      if series.fails.contains(period) {
        drawing.cross(x(period), y(value), 4, "miss thick")
      } else {
        drawing.circle(x(period), y(value), 2.8, "now")
      }
    }
  }
}
