import SurveyInference
import SurveyTable

// What too few respondents stand behind is withheld, here where it is computed, so that no format can show it.

extension Evaluator {
  /// A measurement of which nothing may be seen: not its value, nor how many they are, nor what notes say of answers.
  func withheld(_ measured: Measurement) -> Measurement {
    var result = Measurement(nil, measured.format)
    result.evidence = measured.evidence.map { .init(dataset: $0.dataset, condition: $0.condition, rows: 0) }
    result.decisions = measured.decisions.union(["U24"])
    result.lacking = (.noData, .suppressed(plan.suppressBelow))
    return result
  }

  /// Whether a part of `whole` people must be withheld: it is small, or the rest is, which would follow by subtraction.
  func isTelling(_ part: Int, of whole: Int) -> Bool {
    (1..<max(plan.suppressBelow, 1)).contains(part) || (1..<max(plan.suppressBelow, 1)).contains(whole - part)
  }

  /// The same measurement without what few respondents of a questionnaire stand behind. Records of cases and events are
  /// nobody's answers and stay as they are. `rows` are those that were counted.
  func protectingRespondents(_ measured: Measurement, _ dataset: Dataset, rows: Int) -> Measurement {
    guard dataset.role.isQuestionnaire, plan.suppressBelow > 1, measured.lacking == nil else {
      return measured
    }
    if rows < plan.suppressBelow { return withheld(measured) }
    var result = measured
    var hasHidden = false
    result.tables = measured.tables.compactMap { table in
      switch table.role {
      case .groups:
        let (shown, names) = withoutSmallGroups(table)
        hasHidden = hasHidden || !names.isEmpty
        result.unitValues.removeAll { names.contains($0.name) }
        return shown
      case .cross, .periods:
        // Of a table in two directions no single cell can be hidden that its neighbours would not give away.
        let isSmall = table.rows.contains { row in
          row.cells.contains { cell in
            if case .number(let count) = cell {
              count > 0 && count < Double(plan.suppressBelow)
            } else {
              false
            }
          }
        }
        hasHidden = hasHidden || isSmall
        return isSmall ? nil : table
      default: return table
      }
    }
    if hasHidden {
      result.decisions.insert("U24")
      result.notes.append(.suppressed(plan.suppressBelow))
    }
    return result
  }

  private func withoutSmallGroups(_ table: DetailTable) -> (DetailTable, hidden: Set<String>) {
    // A share's people are those of its denominator.
    let base =
      table.columns.firstIndex { $0.name.english == "whole" }
      ?? table.columns.firstIndex { $0.format == .count }
    guard let base else { return (table, []) }
    let places = table.rows.indices.filter { !table.rows[$0].isTotal }
    let counts = places.map { place -> Int in
      guard case .number(let count) = table.rows[place].cells[base], count > 0 else { return .max }
      return Int(exactly: count.rounded()) ?? .max
    }
    let hidden = hiddenGroups(counts)
    if hidden.isEmpty { return (table, []) }
    var result = table
    var names: Set<String> = []
    for (index, complementary) in hidden {
      let row = table.rows[places[index]]
      if case .words(let name) = row.cells[0] { names.insert(name.chinese) }
      result.rows[places[index]].failing = []
      result.rows[places[index]].cells = row.cells.enumerated().map { column, cell in
        column == 0 ? cell : .hidden(complementary: complementary)
      }
    }
    return (result, names)
  }
}
