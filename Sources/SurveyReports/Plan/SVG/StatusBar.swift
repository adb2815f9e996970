import SurveyPlans

extension ReportPage {
  /// How many indicators have each status, as one bar.
  func statusBar(_ title: String, _ counts: [(status: IndicatorStatus, count: Int)]) -> Markup? {
    let total = counts.reduce(0) { $0 + $1.count }
    let shown = counts.filter { $0.count > 0 }
    guard total > 0 else { return nil }
    // The legend takes as many lines as it needs.
    var (line, column) = (0, 0.0)
    var places: [(x: Double, y: Double)] = []
    for entry in shown {
      let width = 46 + Double(displayWidth(legend(entry.status))) * 6.2
      if column + width > 720 { (line, column) = (line + 1, 0) }
      places.append((column, 54 + 20 * Double(line)))
      column += width
    }
    var drawing = SVGDrawing(width: 720, height: 64 + 20 * Double(line), number: numbering.nextDrawing())
    var x = 0.0
    for ((status, count), place) in zip(shown, places) {
      let width = 720 * Double(count) / Double(total)
      let (style, hatch) = ("f-\(status.rawValue)", Self.hatch(status))
      drawing.box(x, 2, max(width - 2, 1), 30, style, hatch: hatch)
      if width >= 20 {
        drawing.text(
          figures.count(count), x + (width - 2) / 2, 22, .middle,
          status == .met ? "on-dark" : hatch == nil ? "on-light" : "on-hatch")
      }
      drawing.box(place.x, place.y - 11, 16, 12, style, hatch: hatch)
      drawing.text(legend(status), place.x + 21, place.y, .start, "legend")
      x += width
    }
    return drawing.markup(
      title: title,
      description: shown.map { "\($0.status.label.text(in: language)) \($0.count)" }
        .joined(separator: say("、", ", ")) + say("。", "."))
  }

  private func legend(_ status: IndicatorStatus) -> String {
    "\(status.sign) \(status.label.text(in: language))"
  }

  private static func hatch(_ status: IndicatorStatus) -> SVGDrawing.Hatch? {
    switch status {
    case .notMet: .falling
    case .partlyMet: .rising
    case .undecided: .dots
    case .met, .noTarget, .noData, .notApplicable, .undefined: nil
    }
  }
}
