import SurveyPlans

/// A category of a test of fit.
struct ResidualRow {
  var variable: String
  var category: String
  var residual: Double?
}

extension ReportPage {
  /// Adjusted residuals of the sample against the population, a stem each. Beyond the lines at ±2 a category is over-
  /// or under-represented.
  func residualPlot(_ title: String, _ rows: [ResidualRow]) -> Markup? {
    let known = rows.compactMap(\.residual)
    guard !known.isEmpty, rows.count <= mostChartRows else { return nil }
    let labelEnd = 232.0
    let rowHeight = 22.0
    let top = 34.0
    var places: [Double] = []
    var y = top
    for (index, row) in rows.enumerated() {
      if index > 0, rows[index - 1].variable != row.variable { y += 10 }
      places.append(y + rowHeight / 2)
      y += rowHeight
    }
    let reach = max(3, known.map(\.magnitude).max() ?? 3)
    let axis = ChartAxis([-reach, reach], from: labelEnd + 16, to: 640, includesZero: true, count: 6)
    var drawing = SVGDrawing(width: 720, height: y + 26, number: numbering.nextDrawing())
    drawing.box(axis.place(-2), top - 4, axis.place(2) - axis.place(-2), y - top + 4, "band")
    drawAxis(&drawing, axis, from: top - 4, to: y, format: .number(decimals: 0))
    drawing.text(say("← 樣本不足", "← too few"), axis.place(-2) - 6, top - 12, .end, "tick")
    drawing.text(say("樣本過多 →", "too many →"), axis.place(2) + 6, top - 12, .start, "tick")
    drawing.text(say("±2 以內", "within ±2"), axis.place(0), top - 12, .middle, "tick")
    for (row, y) in zip(rows, places) {
      drawing.label("\(row.variable)　\(row.category)", labelEnd, y, columns: 36, lines: 1)
      guard let residual = row.residual else { continue }
      let isOff = residual.magnitude > 2
      let x = axis.place(residual)
      drawing.line(axis.place(0), y, x, y, isOff ? "stem miss" : "stem")
      if isOff { drawing.cross(x, y, 4.5, "miss thick") } else { drawing.circle(x, y, 4, "now") }
      drawing.text(
        figures.number(residual, decimals: 2) + (isOff ? " ×" : ""), 716, y + 4, .end,
        isOff ? "miss-text strong" : "")
    }
    return drawing.markup(
      title: title,
      description: describe(rows.map { ("\($0.variable) \($0.category)", $0.residual) }, .number(decimals: 2))
    )
  }
}
