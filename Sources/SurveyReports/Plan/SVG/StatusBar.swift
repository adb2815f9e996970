import SurveyPlans

extension ReportPage {
  /// How many indicators have each status, as one bar.
  func statusBar(_ title: String, _ counts: [(status: IndicatorStatus, count: Int)]) -> Markup? {
    let total = counts.reduce(0) { $0 + $1.count }
    let shown = counts.filter { $0.count > 0 }
    guard total > 0 else { return nil }
    var drawing = SVGDrawing(width: 720, height: 62, number: numbering.nextDrawing())
    var x = 0.0
    for (status, count) in shown {
      let width = 720 * Double(count) / Double(total)
      let hatch: SVGDrawing.Hatch? =
        switch status {
        case .notMet: .falling
        case .partlyMet: .rising
        case .undecided: .dots
        default: nil
        }
      drawing.box(x, 4, max(width - 2, 1), 30, "f-\(status.rawValue)", hatch: hatch)
      if width >= 22 {
        drawing.text(
          figures.count(count), x + width / 2, 24, .middle,
          status == .met ? "on-dark" : hatch == nil ? "on-light" : "on-hatch")
      }
      let label = "\(status.sign) \(status.label.text(in: language))"
      if Double(displayWidth(label)) * 6.3 <= width { drawing.text(label, x + 1, 52, .start, "legend") }
      x += width
    }
    return drawing.markup(
      title: title,
      description: shown.map { "\($0.status.label.text(in: language)) \($0.count)" }
        .joined(separator: say("、", ", ")) + say("。", "."))
  }
}
