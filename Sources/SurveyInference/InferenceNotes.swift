import SurveyTable

/// Notes about rows, gathered so that a table of a thousand rows has a handful of notes.
struct InferenceNotes {
  /// Rows of other statistics than the one that was asked for are called by it.
  let command: String
  private var undefinedRows: [String] = []
  private var rowsWithoutDF: [String] = []
  private var boundaryRows: [String] = []
  private var boundaryMethod = ""

  mutating func undefined(_ row: EstimateRow) { undefinedRows.append(label(row)) }
  mutating func noDegreesOfFreedom(_ row: EstimateRow) { rowsWithoutDF.append(label(row)) }
  mutating func kornGraubardInstead(_ row: EstimateRow, of method: ProportionInterval) {
    boundaryRows.append(label(row))
    boundaryMethod = method.rawValue
  }

  init(command: String) { self.command = command }

  private func label(_ row: EstimateRow) -> String {
    let parts = [row.term] + row.group.map(\.value) + (row.level.map { [$0] } ?? [])
    return ((row.statistic == command ? [] : [row.statistic]) + parts).joined(separator: " / ")
  }

  var list: [Note] {
    var notes: [Note] = []
    if !undefinedRows.isEmpty {
      let rows = undefinedRows
      notes.append(
        Note(
          code: "undefined_estimate",
          english:
            "No estimate, because there is no valid answer or the value is not defined there: \(firstOf(rows, in: .english)).",
          chinese: "無法計算（沒有有效答案，或該值沒有定義）：\(firstOf(rows, in: .traditionalChinese))。"))
    }
    if !rowsWithoutDF.isEmpty {
      let rows = rowsWithoutDF
      notes.append(
        Note(
          code: "no_degrees_of_freedom",
          english:
            "No interval, because too few units answered to estimate a variance: \(firstOf(rows, in: .english)).",
          chinese: "單位數過少，無法估計變異數，故無信賴區間：\(firstOf(rows, in: .traditionalChinese))。"))
    }
    if !boundaryRows.isEmpty {
      let rows = boundaryRows
      notes.append(
        Note(
          code: "korn_graubard_at_boundary",
          english:
            "The proportion is 0 or 1, where the \(boundaryMethod) interval does not exist; the Korn–Graubard interval stands instead: \(firstOf(rows, in: .english)).",
          chinese:
            "比例為 0 或 1 時 \(boundaryMethod) 區間不存在，改用 Korn–Graubard 區間：\(firstOf(rows, in: .traditionalChinese))。"
        ))
    }
    return notes
  }

  static func designEffectReplace(_ terms: [String]) -> Note {
    let names = terms
    return Note(
      code: "deff_with_replacement",
      english:
        "The weights sum to no more than the number of answers, so that the design effect leaves out 1 − n/Σw: \(firstOf(names, in: .english)).",
      chinese: "權數總和不大於有效樣本數，設計效應未計入 1 − n/Σw：\(firstOf(names, in: .traditionalChinese))。")
  }
}
