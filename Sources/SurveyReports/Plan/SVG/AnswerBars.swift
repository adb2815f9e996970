import SurveyPlans
import SurveyTable

/// An answer of a question with the part it plays and its share of the valid answers.
struct AnswerShare {
  var label: String
  var role: AnswerScale.Role
  /// Weakest first among answers of one role: 1 for 不滿意 and 2 for 非常不滿意.
  var strength: Int
  var share: Double
}

/// A question's line in the drawing of answers.
struct AnswerRow {
  var label: String
  /// From the worst to the best answer.
  var answers: [AnswerShare]
  /// The share of positive answers.
  var positive: Double?
  var count: Int
}

extension ReportPage {
  /// Answers as bars around a middle line (Robbins & Heiberger 2011, "Plotting Likert and other rating scales"): the
  /// negative answers to the left of it, the positive to the right, the middle answer across it, so that it counts for
  /// neither. Shares of at least 4 % carry their number; negative answers are hatched.
  func answerBars(_ title: String, _ rows: [AnswerRow]) -> Markup? {
    guard let first = rows.first, rows.count <= mostChartRows else { return nil }
    let labelEnd = 218.0
    let (plotStart, plotEnd) = (labelEnd + 12, 620.0)
    let rowHeight = 30.0
    let top = 52.0
    let bottom = top + rowHeight * Double(rows.count)
    let left = rows.map { Self.leftOfMiddle($0) }.max() ?? 0
    let right =
      rows.map { row in row.answers.reduce(0) { $0 + $1.share } - Self.leftOfMiddle(row) }.max() ?? 0
    let room = left + right
    guard room > 0, room.isFinite else { return nil }
    let scale = (plotEnd - plotStart) / room
    let middle = plotStart + left * scale
    var drawing = SVGDrawing(width: 720, height: bottom + 10, number: numbering.nextDrawing())
    drawLegend(&drawing, first.answers, y: 8)
    drawing.text(say("滿意度", "satisfied"), 668, top - 8, .end, "tick")
    drawing.text("n", 716, top - 8, .end, "tick")
    // Behind the bars, so that it does not cross out the number of the middle answer.
    drawing.line(middle, top - 4, middle, bottom, "zero")
    for (index, row) in rows.enumerated() {
      let y = top + rowHeight * (Double(index) + 0.5)
      drawing.label(row.label, labelEnd, y, columns: 34, lines: 2)
      var x = middle - Self.leftOfMiddle(row) * scale
      for answer in row.answers {
        let width = answer.share * scale
        drawing.box(x, y - 10, width, 20, Self.style(answer), hatch: Self.hatch(answer))
        if answer.share >= 0.04, width >= 26 {
          drawing.text(
            figures.number(answer.share, decimals: figures.percentDecimals, shift: 2), x + width / 2, y + 4,
            .middle,
            Self.isDark(answer) ? "on-dark" : answer.role == .negative ? "on-hatch" : "on-light")
        }
        x += width
      }
      drawing.text(figures.percent(row.positive), 668, y + 4, .end, "strong")
      drawing.text(figures.count(row.count), 716, y + 4, .end, "quiet")
    }
    let words = rows.map { row in
      row.label + say("：", ": ")
        + row.answers.reversed().map { "\($0.label) \(figures.percent($0.share))" }.joined(
          separator: say("、", ", "))
    }
    return drawing.markup(title: title, description: words.joined(separator: say("；", "; ")) + say("。", "."))
  }

  private static func leftOfMiddle(_ row: AnswerRow) -> Double {
    row.answers.reduce(0) { sum, answer in
      sum + (answer.role == .negative ? answer.share : answer.role == .neutral ? answer.share / 2 : 0)
    }
  }

  private func drawLegend(_ drawing: inout SVGDrawing, _ answers: [AnswerShare], y: Double) {
    var x = 4.0
    var line = y
    for answer in answers {
      let width = 24 + Double(displayWidth(answer.label)) * 6.2 + 14
      if x + width > 716 {
        x = 4
        line += 18
      }
      drawing.box(x, line - 6, 18, 12, Self.style(answer), hatch: Self.hatch(answer))
      drawing.text(answer.label, x + 23, line + 4, .start, "legend")
      x += width
    }
  }

  private static func style(_ answer: AnswerShare) -> String {
    switch answer.role {
    case .positive: answer.strength > 1 ? "best" : "good"
    case .negative: answer.strength > 1 ? "worst" : "bad"
    default: "neutral"
    }
  }

  private static func hatch(_ answer: AnswerShare) -> SVGDrawing.Hatch? {
    guard answer.role == .negative else { return nil }
    return answer.strength > 1 ? .falling : .rising
  }

  private static func isDark(_ answer: AnswerShare) -> Bool {
    answer.role == .positive && answer.strength > 1
  }
}
