import SurveyInference
import SurveyTable

extension Estimates {
  /// A table for a terminal. Columns line up with Chinese text in them.
  func textTable(_ language: Language) -> String {
    let table = ResultTable(self, language)
    let widest = 48
    var lines = [String](repeating: "", count: rows.count + 2)
    for (index, column) in table.columns.enumerated() {
      let title = fitted(column.title, width: widest)
      let cells = column.cells.map { fitted($0, width: widest) }
      let width = max(displayWidth(title), cells.map(displayWidth).max() ?? 0)
      let gap = index == 0 ? "" : "  "
      lines[0] += gap + padded(title, width: width, right: column.isNumber)
      lines[1] += gap + String(repeating: "─", count: width)
      for (row, cell) in cells.enumerated() {
        lines[row + 2] += gap + padded(cell, width: width, right: column.isNumber)
      }
    }
    return lines.map(withoutTrailingSpaces).joined(separator: "\n") + "\n" + noteLines(language)
  }

  private func noteLines(_ language: Language) -> String {
    if notes.isEmpty { return "" }
    let title = Labels(language).notes
    return "\n\(title)\n" + notes.map { "- \($0.text(in: language))\n" }.joined()
  }

  /// The same table in Markdown, for a document.
  func markdown(_ language: Language) -> String {
    let table = ResultTable(self, language)
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    var lines = [line(table.columns.map { Self.markdownCell($0.title) })]
    lines.append(line(table.columns.map { $0.isNumber ? "---:" : "---" }))
    for row in rows.indices {
      lines.append(line(table.columns.map { Self.markdownCell($0.cells[row]) }))
    }
    var text = lines.joined(separator: "\n") + "\n"
    for note in notes { text += "\n- " + Self.markdownCell(note.text(in: language)) }
    return text + (notes.isEmpty ? "" : "\n")
  }

  /// A cell that cannot end the table or become markup.
  static func markdownCell(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "|", "\\", "`", "*", "_", "<", ">", "[", "]", "#": escaped += "\\\(scalar)"
      case "\n", "\r", "\t": escaped += " "
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

func withoutTrailingSpaces(_ text: String) -> String {
  var view = text[...]
  while view.last == " " { view = view.dropLast() }
  return String(view)
}
