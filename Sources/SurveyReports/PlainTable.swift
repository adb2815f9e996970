import SurveyTable

/// A column of a table for people: its title and cells, already worded.
struct PlainColumn {
  var title: String
  var isNumber = false
  var cells: [String]
}

/// Tables for a terminal and for a document, from the same columns.
struct PlainTable {
  /// What the table shows, above it; a page's heading says it for a table that stands alone.
  var caption: String?
  var columns: [PlainColumn] = []
  /// Columns wider than this are cut; the last has the rest of the line.
  private let widest = 48
  private let widestLast = 160

  /// Columns that line up in a terminal, also with Chinese text in them. Rules are of ASCII: consoles in East Asia draw
  /// those of box drawing twice as wide.
  var text: String {
    let count = columns.first?.cells.count ?? 0
    var lines = [String](repeating: "", count: count + 2)
    for (index, column) in columns.enumerated() {
      let limit = index == columns.count - 1 ? widestLast : widest
      let title = fitted(column.title, width: limit)
      let cells = column.cells.map { fitted($0, width: limit) }
      let width = max(displayWidth(title), cells.map(displayWidth).max() ?? 0)
      let gap = index == 0 ? "" : "  "
      lines[0] += gap + padded(title, width: width, right: column.isNumber)
      lines[1] += gap + String(repeating: "-", count: width)
      for (row, cell) in cells.enumerated() {
        lines[row + 2] += gap + padded(cell, width: width, right: column.isNumber)
      }
    }
    return (caption.map { $0 + "\n" } ?? "") + lines.map(withoutTrailingSpaces).joined(separator: "\n") + "\n"
  }

  var markdown: String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    var lines = [line(columns.map { markdownCell($0.title) })]
    lines.append(line(columns.map { $0.isNumber ? "---:" : "---" }))
    for row in 0..<(columns.first?.cells.count ?? 0) {
      lines.append(line(columns.map { markdownCell($0.cells[row]) }))
    }
    return (caption.map { "**\(markdownCell($0))**\n\n" } ?? "") + lines.joined(separator: "\n") + "\n"
  }
}

/// The notes below a text table, or nothing.
func noteLines(_ notes: [Note], _ language: Language) -> String {
  if notes.isEmpty { return "" }
  return "\n\(Labels(language).notes)\n" + notes.map { "- \(oneLine($0.text(in: language)))\n" }.joined()
}

/// Names of columns may hold line breaks; a note is a line.
func oneLine(_ text: String) -> String {
  String(text.map { $0.isNewline ? " " : $0 })
}

/// The notes below a Markdown table under a heading of their own, or nothing.
func markdownNotes(_ notes: [Note], _ language: Language) -> String {
  if notes.isEmpty { return "" }
  return "\n## \(Labels(language).notes)\n\n"
    + notes.map { "- \(markdownCell(oneLine($0.text(in: language))))\n" }.joined()
}

/// A cell that cannot end the table or become markup.
func markdownCell(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "|", "\\", "`", "*", "_", "<", ">", "[", "]", "#": escaped += "\\\(scalar)"
    case _ where scalar.value < 0x20 || (scalar.value >= 0x7F && scalar.value < 0xA0): escaped += " "
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

private func withoutTrailingSpaces(_ text: String) -> String {
  var view = text[...]
  while view.last == " " { view = view.dropLast() }
  return String(view)
}
