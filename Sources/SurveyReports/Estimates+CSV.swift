import SurveyDocuments
import SurveyInference
import SurveyTable

extension Estimates {
  /// One line for each row under the contract's names, group columns first. An undefined value is empty; a
  /// cell that a spreadsheet would take for a formula is quoted and led by an apostrophe.
  func csv() -> String {
    let columns = resultColumns
    var lines = [columns.map { csvCell($0.name) }.joined(separator: ",")]
    for row in rows.indices {
      let cells = columns.map { column in
        switch column.values {
        case .texts(let texts): csvCell(texts[row] ?? "")
        case .numbers(let numbers): csvNumber(numbers[row])
        case .counts(let counts): String(counts[row])
        }
      }
      lines.append(cells.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
