import SurveyPlans
import SurveyTable

/// Sheets of an OpenDocument spreadsheet (ODS), with numbers as numbers.
struct Spreadsheet {
  enum Cell {
    case text(String)
    case number(Double, DetailTable.Format)
    case empty
  }

  private var sheets = ""
  private let title: String
  private let language: Language

  init(title: String, language: Language) {
    self.title = title
    self.language = language
  }

  /// Adds a sheet; `heads` are the places of rows that are titles of columns.
  mutating func add(_ name: String, _ rows: [[Cell]], heads: Set<Int> = [0]) {
    let width = rows.map(\.count).max() ?? 0
    if width == 0 { return }
    sheets += "<table:table table:name=\"\(escapedForMarkup(name))\" table:style-name=\"Sheet\">\n"
    for column in 0..<width {
      let widest = rows.map { $0.count > column ? displayWidth(Self.shown($0[column])) : 0 }.max() ?? 0
      let style = widest > 30 ? "Wide" : widest > 12 ? "Middle" : "Narrow"
      sheets += "<table:table-column table:style-name=\"\(style)\"/>\n"
    }
    for (place, row) in rows.enumerated() {
      sheets += "<table:table-row>"
      for cell in row { sheets += Self.cell(cell, isHead: heads.contains(place)) }
      if row.isEmpty { sheets += "<table:table-cell/>" }
      sheets += "</table:table-row>\n"
    }
    sheets += "</table:table>\n"
  }

  private static func shown(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): text
    case .number(let value, _): shortestText((value * 100).rounded() / 100)
    case .empty: ""
    }
  }

  private static func cell(_ cell: Cell, isHead: Bool) -> String {
    switch cell {
    case .empty: return "<table:table-cell/>"
    case .text(let text):
      return
        "<table:table-cell table:style-name=\"\(isHead ? "Head" : "Words")\" office:value-type=\"string\"><text:p>\(TextDocument.escaped(text))</text:p></table:table-cell>"
    case .number(let value, let format):
      guard value.isFinite else { return "<table:table-cell/>" }
      let number = shortestText(value)
      switch format {
      case .percent, .growth:
        return
          "<table:table-cell table:style-name=\"Percent\" office:value-type=\"percentage\" office:value=\"\(number)\"><text:p>\(percentText(value))</text:p></table:table-cell>"
      case .points:
        return
          "<table:table-cell table:style-name=\"Number2\" office:value-type=\"float\" office:value=\"\(shortestText(value * 100))\"><text:p>\(fixedText(value, decimals: 2, shift: 2))</text:p></table:table-cell>"
      case .count, .text:
        return
          "<table:table-cell table:style-name=\"Count\" office:value-type=\"float\" office:value=\"\(number)\"><text:p>\(number)</text:p></table:table-cell>"
      case .number(let decimals):
        let style = decimals == 0 ? "Count" : decimals <= 2 ? "Number2" : "Number3"
        return
          "<table:table-cell table:style-name=\"\(style)\" office:value-type=\"float\" office:value=\"\(number)\"><text:p>\(fixedText(value, decimals: decimals))</text:p></table:table-cell>"
      }
    }
  }

  func bytes() throws(SurveyStatsError) -> [UInt8] {
    func column(_ name: String, _ width: String) -> String {
      "<style:style style:name=\"\(name)\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"\(width)\"/></style:style>\n"
    }
    func cell(_ name: String, _ data: String?, _ properties: String = "", text: String = "") -> String {
      let dataText = data.map { " style:data-style-name=\"\($0)\"" } ?? ""
      return
        "<style:style style:name=\"\(name)\" style:family=\"table-cell\"\(dataText)><style:table-cell-properties \(properties)/><style:text-properties \(text)/></style:style>\n"
    }
    func number(_ name: String, _ decimals: Int, grouping: Bool) -> String {
      "<number:number-style style:name=\"\(name)\"><number:number number:decimal-places=\"\(decimals)\" number:min-decimal-places=\"\(decimals)\" number:min-integer-digits=\"1\" number:grouping=\"\(grouping)\"/></number:number-style>\n"
    }
    let content = """
      <office:document-content \(OpenDocumentPackage.namespaces)>
      <office:automatic-styles>
      \(column("Narrow", "2.4cm"))\(column("Middle", "4.6cm"))\(column("Wide", "9.5cm"))\
      \(number("NCount", 0, grouping: true))\(number("N2", 2, grouping: true))\(number("N3", 3, grouping: true))\
      <number:percentage-style style:name="NPercent"><number:number number:decimal-places="1" number:min-decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>
      \(cell("Words", nil, "fo:wrap-option=\"wrap\" style:vertical-align=\"top\""))\
      \(cell("Head", nil, "fo:background-color=\"#e9eef3\" fo:wrap-option=\"wrap\" fo:border-bottom=\"0.75pt solid #1b1f24\"", text: "fo:font-weight=\"bold\" style:font-weight-asian=\"bold\""))\
      \(cell("Count", "NCount", "style:vertical-align=\"top\""))\(cell("Number2", "N2", "style:vertical-align=\"top\""))\(cell("Number3", "N3", "style:vertical-align=\"top\""))\
      \(cell("Percent", "NPercent", "style:vertical-align=\"top\""))\
      <style:style style:name="Sheet" style:family="table" style:master-page-name="Default"><style:table-properties table:display="true"/></style:style>
      </office:automatic-styles>
      <office:body><office:spreadsheet>
      \(sheets)</office:spreadsheet></office:body>
      </office:document-content>

      """
    let styles = """
      <office:document-styles \(OpenDocumentPackage.namespaces)>
      \(OpenDocumentPackage.defaults(language, paragraph: false))</office:styles>
      <office:automatic-styles><style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" fo:margin="1.5cm" style:scale-to-X="1" style:scale-to-Y="0"/></style:page-layout></office:automatic-styles>
      <office:master-styles><style:master-page style:name="Default" style:page-layout-name="Page"/></office:master-styles>
      </office:document-styles>

      """
    return try OpenDocumentPackage(
      kind: .spreadsheet, title: title, language: language, content: content, styles: styles
    ).bytes()
  }
}
