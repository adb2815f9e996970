/// A strict reader of the report's markup: it knows no repairs, so that what it accepts is well-formed.
struct WellFormedPage {
  struct Drawing {
    var title = ""
    var description = ""
    /// The texts that are drawn.
    var words: [String] = []
    var coordinates: [Double?] = []
    var width = 0.0
    var height = 0.0
    var points: [(x: Double, y: Double)] = []
    var isInside: Bool {
      points.allSatisfy { $0.x >= -1 && $0.x <= width + 1 && $0.y >= -1 && $0.y <= height + 1 }
    }
  }

  private(set) var problems: [String] = []
  private(set) var ids: [String] = []
  private(set) var references: [String] = []
  private(set) var elements: Set<String> = []
  private(set) var text = ""
  /// Texts of `td` and `th`.
  private(set) var cells: [String] = []
  private(set) var drawings: [Drawing] = []
  private(set) var language = ""
  private(set) var tableCount = 0
  private(set) var captionCount = 0
  private(set) var headersWithoutScope = 0
  /// Captions of tables whose rows have different numbers of columns.
  private(set) var ragged: [String] = []
  /// Pieces of Chinese text on a page of another language that do not say so.
  private(set) var unmarkedChinese: [String] = []

  private struct Open {
    var name: String
    var language: String
    var text = ""
  }
  private var stack: [Open] = []
  private var widths: [Int] = []
  private var rowWidth = 0

  init(_ source: String) {
    let start = "<!DOCTYPE html>\n"
    guard source.hasPrefix(start) else {
      problems.append("no document type")
      return
    }
    var rest = source.dropFirst(start.count)
    while let next = rest.firstIndex(of: "<") {
      add(text: rest[..<next])
      guard let end = rest[next...].firstIndex(of: ">") else {
        problems.append("a tag is not closed")
        return
      }
      // A style sheet has no entities and no tags.
      add(tag: rest[rest.index(after: next)..<end])
      rest = rest[rest.index(after: end)...]
    }
    if !stack.isEmpty { problems.append("open at the end: \(stack.map(\.name))") }
    if rest.contains(where: { !$0.isWhitespace }) { problems.append("text after the end") }
  }

  /// Whether readers see `words`; a failure prints the words and not the page.
  func shows(_ words: String) -> Bool { text.contains(words) }

  private mutating func add(text piece: Substring) {
    guard let text = Self.decoded(piece) else {
      problems.append("an ampersand stands alone in \(piece.prefix(40))")
      return
    }
    if stack.contains(where: { $0.name == "style" }) { return }
    self.text += text
    for index in stack.indices { stack[index].text += text }
    if language == "en", stack.last?.language == "en",
      !stack.contains(where: { $0.name == "svg" || $0.name == "title" }),
      text.unicodeScalars.contains(where: { (0x4E00...0x9FFF).contains($0.value) })
    {
      unmarkedChinese.append(text)
    }
  }

  private mutating func add(tag: Substring) {
    if tag.hasPrefix("/") {
      let name = String(tag.dropFirst())
      guard let open = stack.popLast(), open.name == name else {
        problems.append("</\(name)> closes nothing")
        return
      }
      close(open)
      return
    }
    let isEmpty = tag.hasSuffix("/")
    let body = isEmpty ? tag.dropLast() : tag
    let name = String(body.prefix { $0 != " " })
    guard let attributes = Self.attributes(body.dropFirst(name.count)) else {
      problems.append("attributes of <\(tag.prefix(60))>")
      return
    }
    elements.insert(name)
    open(name, attributes)
    if !isEmpty {
      stack.append(Open(name: name, language: attributes["lang"] ?? stack.last?.language ?? ""))
    }
  }

  private mutating func open(_ name: String, _ attributes: [String: String]) {
    if let id = attributes["id"] { ids.append(id) }
    if let target = attributes["href"], target.hasPrefix("#") {
      references.append(String(target.dropFirst()))
    }
    switch name {
    case "html": language = attributes["lang"] ?? ""
    case "table":
      tableCount += 1
      widths = []
    case "caption": captionCount += 1
    case "tr": rowWidth = 0
    case "th", "td":
      rowWidth += Int(attributes["colspan"] ?? "1") ?? 0
      if name == "th", attributes["scope"] == nil { headersWithoutScope += 1 }
    case "svg":
      var drawing = Drawing()
      let box = (attributes["viewBox"] ?? "").split(separator: " ").map { Double($0) }
      if box.count == 4 { (drawing.width, drawing.height) = (box[2] ?? 0, box[3] ?? 0) }
      drawings.append(drawing)
    default: break
    }
    guard stack.contains(where: { $0.name == "svg" }), !drawings.isEmpty else { return }
    let places = ["x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height"]
    let last = drawings.count - 1
    for place in places {
      if let value = attributes[place] { drawings[last].coordinates.append(Double(value)) }
    }
    for pair in (attributes["points"] ?? "").split(separator: " ") {
      let numbers = pair.split(separator: ",").map { Double($0) }
      drawings[last].coordinates += numbers
      if numbers.count == 2, let x = numbers[0], let y = numbers[1] { drawings[last].points.append((x, y)) }
    }
    if stack.contains(where: { $0.name == "pattern" }) { return }
    for (x, y) in [("x", "y"), ("x1", "y1"), ("x2", "y2"), ("cx", "cy")] {
      if let x = attributes[x].flatMap(Double.init), let y = attributes[y].flatMap(Double.init) {
        drawings[last].points.append((x, y))
      }
    }
  }

  private mutating func close(_ open: Open) {
    switch open.name {
    case "td", "th": cells.append(open.text)
    case "tr": widths.append(rowWidth)
    case "table": if Set(widths).count > 1 { ragged.append(String(open.text.prefix(40))) }
    case "title" where !drawings.isEmpty && stack.last?.name == "svg":
      drawings[drawings.count - 1].title = open.text
    case "text" where !drawings.isEmpty: drawings[drawings.count - 1].words.append(open.text)
    case "desc" where !drawings.isEmpty: drawings[drawings.count - 1].description = open.text
    default: break
    }
  }

  private static func attributes(_ text: Substring) -> [String: String]? {
    var result: [String: String] = [:]
    var rest = text
    while true {
      rest = rest.drop { $0 == " " }
      if rest.isEmpty { return result }
      guard let equals = rest.firstIndex(of: "=") else { return nil }
      let name = String(rest[..<equals])
      rest = rest[rest.index(after: equals)...]
      guard rest.first == "\"", !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" })
      else { return nil }
      rest = rest.dropFirst()
      guard let end = rest.firstIndex(of: "\""), let value = decoded(rest[..<end]), result[name] == nil else {
        return nil
      }
      result[name] = value
      rest = rest[rest.index(after: end)...]
    }
  }

  /// Text with its five entities; `nil` where an ampersand or a bracket stands for itself.
  private static func decoded(_ text: Substring) -> String? {
    if text.contains("<") { return nil }
    var result = ""
    var rest = text
    while let next = rest.firstIndex(of: "&") {
      result += rest[..<next]
      guard let end = rest[next...].firstIndex(of: ";") else { return nil }
      let entities = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"]
      guard let value = entities[String(rest[rest.index(after: next)..<end])] else { return nil }
      result += value
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
