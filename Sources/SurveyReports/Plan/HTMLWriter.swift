/// A piece of a page that is well-formed by construction.
///
/// Names of elements and attributes are literals of the program (`StaticString`); everything else is escaped on its
/// way in. So no label of a plan, no cell of a file and no note can become markup, whatever it holds. The result is
/// HTML that is XML at the same time: every element is closed and every attribute quoted.
///
/// It is kept as a tree, so that the same content can be written as a text document of another format.
struct Markup: Sendable, Hashable {
  indirect enum Piece: Sendable, Hashable {
    case text(String)
    case element(name: String, attributes: [MarkupAttribute], content: [Piece])
    /// The program's own style sheet, which must not be escaped.
    case styleSheet(String)
  }

  private(set) var pieces: [Piece] = []

  init() {}

  /// Text as readers see it.
  init(_ text: String) { if !text.isEmpty { pieces = [.text(text)] } }

  init(styleSheet: StaticString) { pieces = [.styleSheet("\(styleSheet)")] }

  init(_ pieces: [Piece]) { self.pieces = pieces }

  var isEmpty: Bool { pieces.isEmpty }

  /// How many rows of tables are in it: what is short is not torn apart by the end of a page.
  var rowCount: Int { Self.rowCount(pieces) }

  /// Whether it begins with a drawing.
  var isFigure: Bool {
    if case .element("figure", _, _) = pieces.first { true } else { false }
  }

  private static func rowCount(_ pieces: [Piece]) -> Int {
    pieces.reduce(0) { count, piece in
      guard case .element(let name, _, let content) = piece else { return count }
      return count + (name == "tr" ? 1 : rowCount(content))
    }
  }

  static func + (a: Markup, b: Markup) -> Markup { Markup(a.pieces + b.pieces) }
  static func += (a: inout Markup, b: Markup) { a.pieces += b.pieces }

  /// HTML that is XML at the same time.
  var source: String {
    var source = ""
    for piece in pieces { Self.write(piece, to: &source) }
    return source
  }

  private static func write(_ piece: Piece, to source: inout String) {
    switch piece {
    case .text(let text): source += escapedForMarkup(text)
    case .styleSheet(let text): source += text
    case .element(let name, let attributes, let content):
      source += "<\(name)"
      for attribute in attributes {
        guard let value = attribute.value else { continue }
        source += " \(attribute.name)=\"\(escapedForMarkup(value))\""
      }
      if content.isEmpty, selfClosing.contains(name) {
        source += "/>"
      } else {
        source += ">"
        for piece in content { write(piece, to: &source) }
        source += "</\(name)>"
      }
      // A line for each larger piece, so that two versions of a report can be compared line by line.
      if linesOfTheirOwn.contains(name) { source += "\n" }
    }
  }
}

/// An attribute of an element; its value is escaped.
struct MarkupAttribute: Sendable, Hashable {
  let name: String
  let value: String?

  /// `nil` leaves the attribute out.
  init(_ name: StaticString, _ value: String?) {
    self.name = "\(name)"
    self.value = value
  }

  static func classes(_ names: String?...) -> MarkupAttribute {
    let known = names.compactMap { $0 }.filter { !$0.isEmpty }
    return MarkupAttribute("class", known.isEmpty ? nil : known.joined(separator: " "))
  }
}

/// An element with its content. Elements that HTML calls void (`meta`, `br`, `col`) are written `<br/>`.
func element(
  _ name: StaticString, _ attributes: MarkupAttribute..., @MarkupBuilder content: () -> Markup = { Markup() }
) -> Markup {
  element(name, attributes, content: content)
}

func element(
  _ name: StaticString, _ attributes: [MarkupAttribute], @MarkupBuilder content: () -> Markup = { Markup() }
) -> Markup {
  Markup([
    .element(
      name: "\(name)", attributes: attributes.filter { $0.value != nil }, content: content().pieces)
  ])
}

private let selfClosing: Set<String> = [
  "meta", "br", "col", "hr", "line", "rect", "circle", "path", "polyline", "polygon", "use",
]

private let linesOfTheirOwn: Set<String> = [
  "tr", "p", "li", "h1", "h2", "h3", "h4", "table", "thead", "tbody", "section", "figure", "caption", "svg",
  "style", "meta", "title", "head", "div", "header", "footer", "nav", "ol", "ul", "dl", "dd",
]

/// Puts markup together from elements, texts (escaped), conditions and loops.
@resultBuilder enum MarkupBuilder {
  static func buildExpression(_ markup: Markup) -> Markup { markup }
  static func buildExpression(_ text: String) -> Markup { Markup(text) }
  static func buildExpression(_ markup: Markup?) -> Markup { markup ?? Markup() }
  static func buildBlock(_ parts: Markup...) -> Markup { Markup(parts.flatMap(\.pieces)) }
  static func buildOptional(_ part: Markup?) -> Markup { part ?? Markup() }
  static func buildEither(first part: Markup) -> Markup { part }
  static func buildEither(second part: Markup) -> Markup { part }
  static func buildArray(_ parts: [Markup]) -> Markup { Markup(parts.flatMap(\.pieces)) }
}

/// `text` without meaning for a parser, in content and in quoted attributes alike.
///
/// Characters that XML does not have, and those that turn the direction of the text around them, become U+FFFD: a
/// label must not be able to reorder the figures beside it (Unicode Technical Report 36, "bidirectional text spoofing").
func escapedForMarkup(_ text: String) -> String {
  var escaped = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x26: escaped.append(contentsOf: "&amp;".unicodeScalars)
    case 0x3C: escaped.append(contentsOf: "&lt;".unicodeScalars)
    case 0x3E: escaped.append(contentsOf: "&gt;".unicodeScalars)
    case 0x22: escaped.append(contentsOf: "&quot;".unicodeScalars)
    case 0x27: escaped.append(contentsOf: "&#39;".unicodeScalars)
    case 0x9, 0xA: escaped.append(scalar)
    case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF, 0x202A...0x202E, 0x2066...0x2069: escaped.append("\u{FFFD}")
    default: escaped.append(scalar)
    }
  }
  return String(escaped)
}
