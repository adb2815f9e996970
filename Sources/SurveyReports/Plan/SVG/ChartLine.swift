import SurveyPlans

/// A line across a drawing that values are compared with.
///
/// A test has two: what it takes to pass it once, and what the plan promised of the mean. They are other promises and
/// must not be drawn under one name.
struct ChartLine: Equatable {
  enum Meaning {
    case target
    case pass
  }

  var meaning: Meaning
  var value: Double

  /// The class of the line, and with `-text` that of its words.
  var style: String { meaning == .pass ? "pass" : "target" }
}

extension ReportPage {
  /// What a line is, with its value: `及格線 80 分`.
  func words(_ line: ChartLine, _ format: DetailTable.Format, unit: String? = nil) -> String {
    (line.meaning == .pass ? say("及格線 ", "pass line ") : say("目標 ", "target "))
      + figures.target(line.value, format, unit: unit)
  }

  /// Vertical lines with their words above. Words of two lines stand on either side, so that near values do not overlap.
  func draw(
    _ lines: [ChartLine], _ drawing: inout SVGDrawing, _ axis: ChartAxis, from top: Double, to bottom: Double,
    _ format: DetailTable.Format, _ unit: String?
  ) {
    let sorted = lines.sorted { $0.value < $1.value }
    for (place, line) in sorted.enumerated() {
      let x = axis.place(line.value)
      drawing.line(x, top - 6, x, bottom, line.style)
      let words = words(line, format, unit: unit)
      if sorted.count == 1 {
        drawing.text(words, min(x, 600), top - 12, .middle, line.style + "-text")
      } else {
        drawing.text(
          words, x + (place == 0 ? -2 : 2), top - 12, place == 0 ? .end : .start, line.style + "-text")
      }
    }
  }

  /// The lines of panels, which all have the same ones: each with a stroke of its kind beside its words, from the
  /// right edge to the left.
  func drawLegend(
    _ lines: [ChartLine], _ drawing: inout SVGDrawing, right: Double, y: Double, _ format: DetailTable.Format
  ) {
    var end = right
    for line in lines.sorted(by: { $0.value > $1.value }) {
      let words = words(line, format)
      drawing.text(words, end, y, .end, line.style + "-text")
      let start = end - Double(displayWidth(words)) * 5.8
      drawing.line(start - 24, y - 4, start - 6, y - 4, line.style)
      end = start - 40
    }
  }
}
