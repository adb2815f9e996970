import SurveyTable

/// A page as an OpenDocument text (ODT): the same headings, tables and drawings as the HTML report, editable.
///
/// Headings keep their floors, tables their captions and repeated heads, drawings are pictures (SVG) with their titles
/// and descriptions.
struct TextDocument {
  private let language: Language
  private let title: String
  private var body = ""
  private var tableStyles = ""
  private var tables = 0
  private var pictures: [(path: String, type: String, text: String)] = []
  /// Whether the page now lies on its side.
  private var isWide = false
  /// What the next heading begins: a page of this kind.
  private var pageToBegin: String?
  private let chartStyle: String

  init(_ page: Markup, title: String, language: Language) {
    self.language = language
    self.title = title
    chartStyle =
      "\(reportStyleSheet)".split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix(".chart") }
      .joined(separator: "\n")
    blocks(page.pieces)
  }

  func bytes() throws(SurveyStatsError) -> [UInt8] {
    var package = OpenDocumentPackage(
      kind: .text, title: title, language: language, content: content, styles: Self.styles(language))
    package.pictures = pictures
    return try package.bytes()
  }

  // MARK: blocks

  private mutating func blocks(_ pieces: [Markup.Piece], style: String = "Body") {
    var line: [Markup.Piece] = []
    func isInline(_ piece: Markup.Piece) -> Bool {
      guard case .element(let name, _, _) = piece else { return true }
      return ["span", "b", "small", "code", "a", "br"].contains(name)
    }
    for piece in pieces {
      if isInline(piece) {
        line.append(piece)
        continue
      }
      flush(&line, style)
      if case .element(let name, let attributes, let content) = piece {
        block(name, attributes, content, style)
      }
    }
    flush(&line, style)
  }

  private mutating func flush(_ line: inout [Markup.Piece], _ style: String) {
    defer { line = [] }
    let text = inline(line)
    if text.isEmpty { return }
    body += "<text:p text:style-name=\"\(style)\">\(text)</text:p>\n"
  }

  private mutating func block(
    _ name: String, _ attributes: [MarkupAttribute], _ content: [Markup.Piece], _ style: String
  ) {
    switch name {
    // What only a screen needs, and what the file's other parts hold.
    case "head", "style", "nav", "meta", "title": break
    case "section":
      let classes = Self.value("class", attributes)
      if classes.contains("chapter") {
        let wide = classes.contains("wide")
        if wide != isWide || pictures.isEmpty && tables == 0 { pageToBegin = wide ? "Wide" : "Standard" }
        isWide = wide
      }
      blocks(content, style: style)
    case "h1", "h2", "h3", "h4", "h5":
      let floor = Int(String(name.dropFirst())) ?? 1
      if floor == 1 {
        body += "<text:p text:style-name=\"Title\">\(inline(content))</text:p>\n"
      } else {
        var heading = "Heading_20_\(floor - 1)"
        if let page = pageToBegin, floor == 2 {
          heading = "Heading\(page)"
          pageToBegin = nil
        }
        body +=
          "<text:h text:style-name=\"\(heading)\" text:outline-level=\"\(floor - 1)\">\(inline(content))</text:h>\n"
      }
    case "p": blocks(content, style: Self.value("class", attributes).isEmpty ? style : "Note")
    case "ul", "ol":
      body += "<text:list text:style-name=\"\(name == "ol" ? "Numbers" : "Bullets")\">\n"
      for case .element("li", _, let item) in content {
        body += "<text:list-item>"
        blocks(item, style: Self.value("class", attributes).contains("notes") ? "Note" : "Body")
        body += "</text:list-item>\n"
      }
      body += "</text:list>\n"
    case "dl": terms(content)
    case "div" where Self.value("class", attributes).contains("tiles"):
      // Boxes beside each other are a table of one row.
      let cells = content.map { piece -> Markup.Piece in
        guard case .element(_, _, let inner) = piece else { return piece }
        return .element(name: "td", attributes: [], content: inner)
      }
      table([.element(name: "tr", attributes: [], content: cells)])
    case "table": table(content)
    case "figure": figure(content)
    case "svg": drawing(attributes, content)
    default: blocks(content, style: style)
    }
  }

  /// A term and what is said of it, in one line.
  private mutating func terms(_ content: [Markup.Piece]) {
    var term = ""
    for case .element(let name, _, let inner) in content {
      switch name {
      case "dt": term = inline(inner)
      case "dd":
        let text = inline(inner)
        body +=
          "<text:p text:style-name=\"Body\"><text:span text:style-name=\"Small\">\(term)</text:span>　\(text)</text:p>\n"
        term = ""
      default: terms(inner)
      }
    }
  }

  static func value(_ name: String, _ attributes: [MarkupAttribute]) -> String {
    attributes.first { $0.name == name }?.value ?? ""
  }

  // MARK: text

  private func inline(_ pieces: [Markup.Piece]) -> String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let words): text += Self.escaped(words)
      case .styleSheet: break
      case .element(let name, let attributes, let content):
        let inner = inline(content)
        let classes = Self.value("class", attributes)
        switch name {
        case "br": text += "<text:line-break/>"
        case "b": text += "<text:span text:style-name=\"Strong\">\(inner)</text:span>"
        case "code": text += "<text:span text:style-name=\"Code\">\(inner)</text:span>"
        case "small":
          text +=
            (text.isEmpty ? "" : "<text:line-break/>")
            + "<text:span text:style-name=\"Small\">\(inner)</text:span>"
        case "span" where classes.contains("kind") || classes.contains("line") || classes.hasPrefix("tile"):
          text += (text.isEmpty ? "" : "<text:line-break/>") + inner
        case "span" where classes.contains("sign"): text += inner + " "
        case "span" where classes.contains("level"): text += "〔\(inner)〕"
        default: text += inner
        }
      }
    }
    return text
  }

  /// Text whose runs of blanks stay as they are.
  static func escaped(_ text: String) -> String {
    escapedForMarkup(text).replacing("\n", with: " ").replacing("  ", with: " <text:s/>")
  }

  // MARK: tables

  private struct Cell {
    var pieces: [Markup.Piece]
    var isHead: Bool
    var isNumber: Bool
    var fails: Bool
    var columns: Int
    var rows: Int
  }

  private mutating func table(_ content: [Markup.Piece]) {
    tables += 1
    var caption = ""
    var heads: [[Cell]] = []
    var rows: [(cells: [Cell], isTotal: Bool)] = []
    func cells(_ content: [Markup.Piece]) -> [Cell] {
      content.compactMap { piece in
        guard case .element(let name, let attributes, let inner) = piece, name == "td" || name == "th" else {
          return nil
        }
        let classes = Self.value("class", attributes)
        return Cell(
          pieces: inner, isHead: name == "th", isNumber: classes.contains("num"),
          fails: classes.contains("fail"),
          columns: min(200, max(1, Int(Self.value("colspan", attributes)) ?? 1)),
          rows: min(10_000, max(1, Int(Self.value("rowspan", attributes)) ?? 1)))
      }
    }
    func gather(_ content: [Markup.Piece], isHead: Bool) {
      for case .element(let name, let attributes, let inner) in content {
        switch name {
        case "caption": caption = inline(inner)
        case "thead": gather(inner, isHead: true)
        case "tbody", "tfoot": gather(inner, isHead: isHead)
        case "tr":
          if isHead {
            heads.append(cells(inner))
          } else {
            rows.append((cells(inner), Self.value("class", attributes).contains("total")))
          }
        default: break
        }
      }
    }
    gather(content, isHead: false)
    let width = (heads + rows.map(\.cells)).map { $0.reduce(0) { $0 + $1.columns } }.max() ?? 0
    if width == 0 { return }
    if !caption.isEmpty { body += "<text:p text:style-name=\"Caption\">\(caption)</text:p>\n" }
    let name = "T\(tables)"
    tableStyles +=
      "<style:style style:name=\"\(name)\" style:family=\"table\"><style:table-properties style:rel-width=\"100%\" table:align=\"margins\" table:border-model=\"collapsing\"/></style:style>\n"
    body += "<table:table table:name=\"\(name)\" table:style-name=\"\(name)\">\n"
    for (place, weight) in columnWeights(heads + rows.map(\.cells), width).enumerated() {
      tableStyles +=
        "<style:style style:name=\"\(name).\(place)\" style:family=\"table-column\"><style:table-column-properties style:rel-column-width=\"\(weight)*\"/></style:style>\n"
      body += "<table:table-column table:style-name=\"\(name).\(place)\"/>\n"
    }
    var covered: [Int: Int] = [:]
    if !heads.isEmpty {
      body += "<table:table-header-rows>\n"
      for row in heads { write(row, width, isHead: true, isTotal: false, &covered) }
      body += "</table:table-header-rows>\n"
    }
    for row in rows { write(row.cells, width, isHead: false, isTotal: row.isTotal, &covered) }
    body += "</table:table>\n"
  }

  /// Rows of a table must be full: `covered` says for how many rows yet a column lies below a tall cell.
  private mutating func write(
    _ cells: [Cell], _ width: Int, isHead: Bool, isTotal: Bool, _ covered: inout [Int: Int]
  ) {
    body += "<table:table-row table:style-name=\"Row\">\n"
    var column = 0
    func skipCovered() {
      while column < width, let left = covered[column], left > 0 {
        body += "<table:covered-table-cell/>\n"
        covered[column] = left - 1
        column += 1
      }
    }
    for cell in cells {
      skipCovered()
      if column >= width { break }
      let columns = min(cell.columns, width - column)
      var style = isHead ? "CellHead" : isTotal ? "CellTotal" : "Cell"
      if cell.fails { style = "CellFail" }
      var attributes = "table:style-name=\"\(style)\" office:value-type=\"string\""
      if columns > 1 { attributes += " table:number-columns-spanned=\"\(columns)\"" }
      if cell.rows > 1 { attributes += " table:number-rows-spanned=\"\(cell.rows)\"" }
      body += "<table:table-cell \(attributes)>"
      let start = body.utf8.count
      blocks(
        cell.pieces,
        style: isHead
          ? (cell.isNumber ? "HeadNumber" : "HeadText") : cell.isNumber ? "CellNumber" : "CellText")
      if body.utf8.count == start { body += "<text:p text:style-name=\"CellText\"/>" }
      body += "</table:table-cell>\n"
      for offset in 0..<columns {
        if offset > 0 { body += "<table:covered-table-cell/>\n" }
        if cell.rows > 1 { covered[column + offset] = cell.rows - 1 }
      }
      column += columns
    }
    while column < width {
      skipCovered()
      if column < width {
        body += "<table:table-cell table:style-name=\"Cell\"><text:p/></table:table-cell>\n"
        column += 1
      }
    }
    body += "</table:table-row>\n"
  }

  /// Columns as wide as their texts ask, within reason.
  private func columnWeights(_ rows: [[Cell]], _ width: Int) -> [Int] {
    var weights = [Int](repeating: 5, count: width)
    for row in rows {
      var column = 0
      for cell in row {
        if cell.columns == 1, column < width {
          weights[column] = max(weights[column], min(26, displayWidth(Self.plainText(cell.pieces)) + 2))
        }
        column += cell.columns
      }
    }
    return weights
  }

  static func plainText(_ pieces: [Markup.Piece]) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .styleSheet: ""
      case .element(let name, _, let content): name == "small" ? "" : plainText(content)
      }
    }.joined()
  }

  // MARK: drawings

  private mutating func figure(_ content: [Markup.Piece]) {
    for piece in content {
      guard case .element(let name, let attributes, let inner) = piece else { continue }
      switch name {
      case "svg": drawing(attributes, inner)
      case "figcaption": blocks(inner, style: "Caption")
      default: blocks([piece])
      }
    }
  }

  private mutating func drawing(_ attributes: [MarkupAttribute], _ content: [Markup.Piece]) {
    let box = Self.value("viewBox", attributes).split(separator: " ").compactMap { parseNumber(String($0)) }
    guard box.count == 4, box[2] > 0, box[3] > 0 else { return }
    let path = "Pictures/figure\(pictures.count + 1).svg"
    var own = attributes.filter { $0.name != "width" && $0.name != "height" }
    own.append(MarkupAttribute("width", shortestText(box[2])))
    own.append(MarkupAttribute("height", shortestText(box[3])))
    let style =
      ".chart text { font-family: 'Noto Sans CJK TC', 'Microsoft JhengHei', 'PingFang TC', sans-serif; }\n"
      + chartStyle
    let picture = Markup([
      .element(
        name: "svg", attributes: own,
        content: [.element(name: "style", attributes: [], content: [.styleSheet(style)])] + content)
    ])
    pictures.append((path, "image/svg+xml", OpenDocumentPackage.head + picture.source))
    let width = isWide ? 22.0 : 16.5
    let height = width * box[3] / box[2]
    func words(_ name: String) -> String {
      for case .element(name, _, let inner) in content { return escapedForMarkup(Self.plainText(inner)) }
      return ""
    }
    body += """
      <text:p text:style-name="Figure"><draw:frame draw:name="figure\(pictures.count)" text:anchor-type="as-char" \
      svg:width="\(fixedText(width, decimals: 2))cm" svg:height="\(fixedText(height, decimals: 2))cm">\
      <draw:image xlink:href="\(path)" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>\
      <svg:title>\(words("title"))</svg:title><svg:desc>\(words("desc"))</svg:desc></draw:frame></text:p>

      """
  }

  // MARK: files

  private var content: String {
    """
    <office:document-content \(OpenDocumentPackage.namespaces)>
    <office:automatic-styles>
    \(tableStyles)\(Self.cellStyles)</office:automatic-styles>
    <office:body><office:text>
    \(body)</office:text></office:body>
    </office:document-content>

    """
  }

  private static let cellStyles: String = {
    func cell(_ name: String, _ properties: String) -> String {
      "<style:style style:name=\"\(name)\" style:family=\"table-cell\"><style:table-cell-properties fo:padding=\"0.08cm\" \(properties)/></style:style>\n"
    }
    let hair = "fo:border-bottom=\"0.5pt solid #c9d0d7\""
    // A row is read as a whole and stays on one page.
    let row =
      "<style:style style:name=\"Row\" style:family=\"table-row\"><style:table-row-properties fo:keep-together=\"always\"/></style:style>\n"
    return row + cell("Cell", hair)
      + cell(
        "CellHead",
        "fo:border-top=\"1pt solid #1b1f24\" fo:border-bottom=\"0.75pt solid #1b1f24\" style:vertical-align=\"bottom\""
      )
      + cell("CellTotal", "fo:border-top=\"0.75pt solid #1b1f24\" \(hair)")
      + cell("CellFail", "fo:background-color=\"#fbe0cf\" \(hair)")
  }()

  private static func styles(_ language: Language) -> String {
    func paragraph(_ name: String, _ parent: String?, _ paragraph: String, _ text: String, extra: String = "")
      -> String
    {
      let parentText = parent.map { " style:parent-style-name=\"\($0)\"" } ?? ""
      return
        "<style:style style:name=\"\(name)\" style:display-name=\"\(name.replacing("_20_", with: " "))\" style:family=\"paragraph\"\(parentText)\(extra)><style:paragraph-properties \(paragraph)/><style:text-properties \(text)/></style:style>\n"
    }
    func size(_ points: String) -> String {
      "fo:font-size=\"\(points)pt\" style:font-size-asian=\"\(points)pt\""
    }
    let bold = "fo:font-weight=\"bold\" style:font-weight-asian=\"bold\""
    let quiet = "fo:color=\"#5a6470\""
    let head = "fo:color=\"#12395b\""
    var text = "<office:document-styles \(OpenDocumentPackage.namespaces)>\n"
    text += OpenDocumentPackage.defaults(language, paragraph: true)
    text += paragraph(
      "Body", nil,
      "fo:margin-top=\"0.1cm\" fo:margin-bottom=\"0.1cm\" fo:line-height=\"150%\" fo:orphans=\"2\" fo:widows=\"2\"",
      "")
    text += paragraph(
      "Title", nil, "fo:margin-top=\"4cm\" fo:margin-bottom=\"0.6cm\"", "\(size("22")) \(bold) \(head)")
    for (floor, points) in [(1, "16"), (2, "13"), (3, "11.5"), (4, "10.5")] {
      text += paragraph(
        "Heading_20_\(floor)", nil,
        "fo:margin-top=\"\(floor == 1 ? "0.9" : "0.6")cm\" fo:margin-bottom=\"0.25cm\" fo:keep-with-next=\"always\"",
        "\(size(points)) \(bold) \(head)", extra: " style:default-outline-level=\"\(floor)\"")
    }
    for page in ["Standard", "Wide"] {
      text += paragraph(
        "Heading\(page)", "Heading_20_1", "fo:keep-with-next=\"always\"", "",
        extra: " style:master-page-name=\"\(page)\" style:default-outline-level=\"1\"")
    }
    text += paragraph(
      "Note", nil, "fo:margin-top=\"0.05cm\" fo:margin-bottom=\"0.05cm\" fo:orphans=\"2\" fo:widows=\"2\"",
      "\(size("9")) \(quiet)")
    text += paragraph("Term", nil, "fo:margin-top=\"0.15cm\"", "\(size("9")) \(quiet)")
    text += paragraph(
      "Caption", nil, "fo:margin-top=\"0.4cm\" fo:margin-bottom=\"0.15cm\" fo:keep-with-next=\"always\"",
      "\(size("10")) \(bold)")
    text += paragraph("Figure", nil, "fo:margin-top=\"0.3cm\" fo:keep-with-next=\"always\"", "")
    text += paragraph("CellText", nil, "", size("9"))
    text += paragraph("CellNumber", nil, "fo:text-align=\"end\"", size("9"))
    text += paragraph("HeadText", nil, "", "\(size("9")) \(bold)")
    text += paragraph("HeadNumber", nil, "fo:text-align=\"end\"", "\(size("9")) \(bold)")
    text +=
      "<style:style style:name=\"Strong\" style:family=\"text\"><style:text-properties \(bold)/></style:style>\n"
    text +=
      "<style:style style:name=\"Small\" style:family=\"text\"><style:text-properties \(size("8")) \(quiet)/></style:style>\n"
    text +=
      "<style:style style:name=\"Code\" style:family=\"text\"><style:text-properties \(size("7.5")) style:font-name=\"Mono\"/></style:style>\n"
    for (name, level) in [
      ("Bullets", "<text:list-level-style-bullet text:level=\"1\" text:bullet-char=\"•\">"),
      (
        "Numbers",
        "<text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\">"
      ),
    ] {
      let end = name == "Bullets" ? "</text:list-level-style-bullet>" : "</text:list-level-style-number>"
      text +=
        "<text:list-style style:name=\"\(name)\">\(level)<style:list-level-properties text:list-level-position-and-space-mode=\"label-alignment\"><style:list-level-label-alignment text:label-followed-by=\"listtab\" fo:margin-left=\"0.7cm\" fo:text-indent=\"-0.6cm\"/></style:list-level-properties>\(end)</text:list-style>\n"
    }
    text += "</office:styles>\n<office:automatic-styles>\n"
    text +=
      page("PageStandard", "21cm", "29.7cm", "portrait") + page("PageWide", "29.7cm", "21cm", "landscape")
    text += "</office:automatic-styles>\n<office:master-styles>\n"
    let footer =
      "<style:footer><text:p text:style-name=\"Note\"><text:page-number text:select-page=\"current\"/></text:p></style:footer>"
    for name in ["Standard", "Wide"] {
      text +=
        "<style:master-page style:name=\"\(name)\" style:page-layout-name=\"Page\(name)\">\(footer)</style:master-page>\n"
    }
    return text + "</office:master-styles>\n</office:document-styles>\n"
  }

  private static func page(_ name: String, _ width: String, _ height: String, _ orientation: String) -> String
  {
    "<style:page-layout style:name=\"\(name)\"><style:page-layout-properties fo:page-width=\"\(width)\" fo:page-height=\"\(height)\" style:print-orientation=\"\(orientation)\" fo:margin-top=\"1.8cm\" fo:margin-bottom=\"1.8cm\" fo:margin-left=\"2cm\" fo:margin-right=\"2cm\"/><style:footer-style><style:header-footer-properties fo:min-height=\"0.6cm\" fo:margin-top=\"0.3cm\"/></style:footer-style></style:page-layout>\n"
  }
}
