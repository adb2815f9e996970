import SurveyPlans

extension ReportPage {
  /// Parts of a test: the outline is what could be reached, the filling what was.
  func partBars(
    _ title: String, _ parts: [(label: String, value: Double?, full: Double?)], format: DetailTable.Format
  ) -> Markup? {
    guard parts.count > 1, parts.count <= mostChartRows, parts.contains(where: { $0.full ?? 0 > 0 }) else {
      return nil
    }
    let labelEnd = 232.0
    let rowHeight = 28.0
    let top = 8.0
    let bottom = top + rowHeight * Double(parts.count)
    let axis = ChartAxis(
      parts.compactMap(\.full) + parts.compactMap(\.value), from: labelEnd + 10, to: 560, includesZero: true)
    var drawing = SVGDrawing(width: 720, height: bottom + 26, number: numbering.nextDrawing())
    drawAxis(&drawing, axis, from: top, to: bottom, format: format)
    for (index, part) in parts.enumerated() {
      let y = top + rowHeight * (Double(index) + 0.5)
      drawing.label(part.label, labelEnd, y, columns: 36, lines: 2)
      if let full = part.full {
        drawing.box(axis.place(0), y - 9, axis.place(full) - axis.place(0), 18, "outline")
      }
      if let value = part.value {
        drawing.box(axis.place(0), y - 6, axis.place(value) - axis.place(0), 12, "bar")
      }
      var words = figures.value(part.value, format)
      if let full = part.full {
        words += say("／", " / ") + figures.value(full, format)
        if let value = part.value, full > 0 {
          words += say("（", " (") + figures.percent(value / full) + say("）", ")")
        }
      }
      drawing.text(words, 574, y + 4, .start)
    }
    return drawing.markup(title: title, description: describe(parts.map { ($0.label, $0.value) }, format))
  }

  /// Questionnaires issued, returned and valid: each bar as long as its count.
  func funnel(_ title: String, _ steps: [(label: String, count: Double, share: String)]) -> Markup? {
    guard steps.count > 1, let most = steps.map(\.count).max(), most > 0 else { return nil }
    var drawing = SVGDrawing(
      width: 720, height: 30 * Double(steps.count) + 4, number: numbering.nextDrawing())
    for (index, step) in steps.enumerated() {
      let y = 30 * Double(index) + 17
      drawing.label(step.label, 150, y, columns: 24, lines: 1)
      drawing.box(162, y - 10, 380 * step.count / most, 20, index == steps.count - 1 ? "bar" : "bar-pale")
      drawing.text(
        figures.count(step.count) + (step.share.isEmpty ? "" : "　\(step.share)"),
        170 + 380 * step.count / most, y + 4)
    }
    return drawing.markup(title: title, description: describe(steps.map { ($0.label, $0.count) }, .count))
  }
}
