/// A drawing made of lines, boxes and text, in units of about a pixel.
///
/// Colours and weights are classes of the page's style sheet, so that print and screen can differ. Whatever is given,
/// coordinates are finite: a value that is not a number is drawn at 0.
struct SVGDrawing {
  let width: Double
  let height: Double
  private let number: Int
  private var content = Markup()

  init(width: Double, height: Double, number: Int) {
    self.width = width
    self.height = height
    self.number = number
  }

  enum Anchor: String {
    case start, middle, end
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
    content += element(
      "line", .init("x1", coordinate(x1)), .init("y1", coordinate(y1)), .init("x2", coordinate(x2)),
      .init("y2", coordinate(y2)), .classes(style))
  }

  mutating func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String) {
    content += element(
      "rect", .init("x", coordinate(x)), .init("y", coordinate(y)), .init("width", coordinate(max(width, 0))),
      .init("height", coordinate(max(height, 0))), .classes(style))
  }

  /// A box filled with a colour and, over it, with a pattern that tells it apart without colour.
  mutating func box(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, hatch: Hatch?
  ) {
    box(x, y, width, height, style)
    guard let hatch, width > 0 else { return }
    content += element(
      "rect", .init("x", coordinate(x)), .init("y", coordinate(y)), .init("width", coordinate(width)),
      .init("height", coordinate(height)), .init("fill", "url(#d\(number)-\(hatch.rawValue))"))
    hatches.insert(hatch)
  }

  enum Hatch: String, CaseIterable {
    /// Thin strokes rising to the right.
    case rising
    /// Dense strokes falling to the right.
    case falling
    case dots
  }
  private var hatches: Set<Hatch> = []

  mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ style: String) {
    content += element(
      "circle", .init("cx", coordinate(x)), .init("cy", coordinate(y)), .init("r", coordinate(radius)),
      .classes(style))
  }

  mutating func cross(_ x: Double, _ y: Double, _ size: Double, _ style: String) {
    line(x - size, y - size, x + size, y + size, style)
    line(x - size, y + size, x + size, y - size, style)
  }

  mutating func polyline(_ points: [(x: Double, y: Double)], _ style: String) {
    guard points.count > 1 else { return }
    content += element(
      "polyline",
      .init("points", points.map { "\(coordinate($0.x)),\(coordinate($0.y))" }.joined(separator: " ")),
      .classes(style))
  }

  mutating func polygon(_ points: [(x: Double, y: Double)], _ style: String) {
    content += element(
      "polygon",
      .init("points", points.map { "\(coordinate($0.x)),\(coordinate($0.y))" }.joined(separator: " ")),
      .classes(style))
  }

  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, _ style: String = ""
  ) {
    content += element(
      "text", .init("x", coordinate(x)), .init("y", coordinate(y)),
      .init("text-anchor", anchor == .start ? nil : anchor.rawValue), .classes(style)
    ) { text }
  }

  /// A label in at most `lines` lines of `columns` columns, its middle at `y`; what does not fit ends in an ellipsis
  /// and stands in full in the table beside the drawing.
  mutating func label(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .end, columns: Int, lines: Int = 2,
    _ style: String = ""
  ) {
    let wrapped = Self.wrapped(text, columns: columns, lines: lines)
    let first = y + 4 - Double(wrapped.count - 1) * 7
    for (index, line) in wrapped.enumerated() {
      self.text(line, x, first + Double(index) * 14, anchor, style)
    }
  }

  /// Chinese text may break anywhere but before a closing mark; Latin words stay whole where they fit.
  static func wrapped(_ text: String, columns: Int, lines: Int) -> [String] {
    var pieces: [String] = []
    for character in text {
      let isLatin = displayWidth(String(character)) < 2 && character != " "
      if isLatin, let last = pieces.last?.last, displayWidth(String(last)) < 2, last != " " {
        pieces[pieces.count - 1].append(character)
      } else if "，。、；：）」』！？".contains(character), !pieces.isEmpty {
        pieces[pieces.count - 1].append(character)
      } else {
        pieces.append(String(character))
      }
    }
    var result: [String] = []
    var line = ""
    for piece in pieces {
      if !line.isEmpty, displayWidth(line) + displayWidth(piece) > columns {
        result.append(line)
        line = piece == " " ? "" : piece
      } else {
        line += piece
      }
    }
    if !line.isEmpty { result.append(line) }
    if result.count > lines {
      let rest = result[(lines - 1)...].joined()
      result = Array(result.prefix(lines - 1)) + [rest]
    }
    return result.map { fitted($0, width: columns + 1) }
  }

  /// The drawing with what it shows in words, for readers who cannot see it.
  func markup(title: String, description: String) -> Markup {
    element(
      "svg", .init("xmlns", "http://www.w3.org/2000/svg"), .init("role", "img"),
      .init("viewBox", "0 0 \(coordinate(width)) \(coordinate(height))"),
      .init("aria-labelledby", "d\(number)-t d\(number)-d"), .classes("chart")
    ) {
      element("title", .init("id", "d\(number)-t")) { title }
      element("desc", .init("id", "d\(number)-d")) { description }
      if !hatches.isEmpty {
        element("defs") {
          for hatch in Hatch.allCases where hatches.contains(hatch) { pattern(hatch) }
        }
      }
      content
    }
  }

  private func pattern(_ hatch: Hatch) -> Markup {
    let size = hatch == .falling ? "4" : "6"
    return element(
      "pattern", .init("id", "d\(number)-\(hatch.rawValue)"), .init("width", size), .init("height", size),
      .init("patternUnits", "userSpaceOnUse"),
      .init("patternTransform", hatch == .dots ? nil : "rotate(\(hatch == .rising ? "45" : "-45"))")
    ) {
      switch hatch {
      case .rising, .falling:
        element(
          "line", .init("x1", "0"), .init("y1", "0"), .init("x2", "0"), .init("y2", size), .classes("hatch"))
      case .dots:
        element("circle", .init("cx", "3"), .init("cy", "3"), .init("r", "0.9"), .classes("hatch-dot"))
      }
    }
  }

  private func coordinate(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e6 else { return "0" }
    let text = fixedText(value, decimals: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
