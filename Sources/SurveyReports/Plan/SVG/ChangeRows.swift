import SurveyPlans

/// A line of a comparison of two years or of before and after.
struct ChangeRow {
  var label: String
  var before: Double?
  var after: Double?
  /// What is said at the right: `+3.5 百分點`.
  var remark = ""
  /// A second line there: `+3.7%`.
  var secondRemark = ""
  var isTotal = false
}

extension ReportPage {
  /// Two dots for each line, the earlier hollow, the later filled, joined by a line that points from one to the other.
  func changeRows(
    _ title: String, _ rows: [ChangeRow], before: String, after: String, format: DetailTable.Format,
    includesZero: Bool = false
  ) -> Markup? {
    let known = rows.flatMap { [$0.before, $0.after] }.compactMap { $0 }
    guard known.count > 1, rows.count <= mostChartRows else { return nil }
    let labelEnd = 232.0
    let plotEnd = 560.0
    let hasSecond = rows.contains { !$0.secondRemark.isEmpty }
    let rowHeight = hasSecond ? 32.0 : 26.0
    let top = 34.0
    let bottom = top + rowHeight * Double(rows.count)
    let isShare = figures.isFraction(format) && known.allSatisfy { (0...1).contains($0) }
    let axis = ChartAxis(
      known, from: labelEnd + 24, to: plotEnd, includesZero: includesZero, limits: isShare ? 0...1 : nil)
    var drawing = SVGDrawing(width: 720, height: bottom + 26, number: numbering.nextDrawing())
    drawing.circle(labelEnd + 28, 12, 4.5, "then")
    drawing.text(before, labelEnd + 38, 16, .start, "legend")
    let second = labelEnd + 58 + Double(displayWidth(before)) * 6.2
    drawing.circle(second, 12, 4.5, "now")
    drawing.text(after, second + 10, 16, .start, "legend")
    drawAxis(&drawing, axis, from: top, to: bottom, format: format)
    for (index, row) in rows.enumerated() {
      let y = top + rowHeight * (Double(index) + 0.5)
      drawing.label(row.label, labelEnd, y, columns: 36, lines: 2, row.isTotal ? "strong" : "")
      if let before = row.before, let after = row.after {
        let (from, to) = (axis.place(before), axis.place(after))
        drawing.line(from, y, to, y, "link")
        if (to - from).magnitude > 16 {
          let tip = to > from ? to - 6 : to + 6
          let tail = to > from ? tip - 6 : tip + 6
          drawing.polygon([(tip, y), (tail, y - 4), (tail, y + 4)], "arrow")
        }
      }
      if let before = row.before { drawing.circle(axis.place(before), y, 4.5, "then") }
      if let after = row.after { drawing.circle(axis.place(after), y, 4.5, "now") }
      let isDouble = !row.secondRemark.isEmpty
      drawing.text(row.remark, plotEnd + 14, y + (isDouble ? -3 : 4), .start, row.isTotal ? "strong" : "")
      drawing.text(row.secondRemark, plotEnd + 14, y + 12, .start, "quiet")
    }
    let words = rows.map { row in
      "\(row.label) \(figures.value(row.before, format))→\(figures.value(row.after, format))"
    }
    return drawing.markup(title: title, description: words.joined(separator: say("；", "; ")) + say("。", "."))
  }
}
