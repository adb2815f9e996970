extension PopulationMargins {
  /// The columns of all variables, each once, in their order.
  package var columns: [String] {
    var columns: [String] = []
    for column in variables.flatMap(\.columns) where !columns.contains(column) { columns.append(column) }
    return columns
  }

  /// These margins with the spaces around answers taken off, as the answers of a file are read.
  ///
  /// Errors (`invalidArgument`): no variable or category, a variable twice, a category twice, answers that do not
  /// match the variable's columns, a count that is negative or no number, no count above 0.
  package func checked() throws(SurveyStatsError) -> PopulationMargins {
    func wrong(_ what: String, _ chinese: String) -> SurveyStatsError {
      SurveyStatsError(.invalidArgument, "margins: \(what)", chinese: "母體資料：\(chinese)")
    }
    if variables.isEmpty { throw wrong("no variable is named", "沒有任何變項") }
    var seen: Set<Set<String>> = []
    var checked: [Variable] = []
    for variable in variables {
      let columns = Set(variable.columns)
      if columns.isEmpty || columns.count != variable.columns.count {
        throw wrong(
          "'\(variable.name)' must name one column or several different ones",
          "「\(variable.name)」須為一欄，或數個不同之欄")
      }
      if !seen.insert(columns).inserted {
        throw wrong("the variable '\(variable.name)' is there twice", "變項「\(variable.name)」重複")
      }
      var names: Set<[String]> = []
      var trimmed = variable
      for index in variable.categories.indices {
        let category = variable.categories[index]
        let answers = category.answers.map { $0.trimmingSpaces() }
        if answers.count != variable.columns.count || answers.contains("") {
          throw wrong(
            "the category '\(category.name)' of '\(variable.name)' must have one answer for each column",
            "「\(variable.name)」之類別「\(category.name)」須與各欄一一對應")
        }
        if !names.insert(answers).inserted {
          throw wrong(
            "the category '\(category.name)' of '\(variable.name)' is there twice",
            "「\(variable.name)」之類別「\(category.name)」重複")
        }
        if !(category.count >= 0 && category.count <= 1e50) {
          throw wrong(
            "the count of '\(category.name)' of '\(variable.name)' must be 0 or more, not \(shortestText(category.count))",
            "「\(variable.name)」之「\(category.name)」人數須為 0 以上，而非 \(shortestText(category.count))"
          )
        }
        trimmed.categories[index].answers = answers
      }
      if !(variable.total > 0) {
        throw wrong("'\(variable.name)' counts nobody", "「\(variable.name)」各類別人數均為 0")
      }
      if variable.categories.contains(where: { $0.count > 0 && $0.count < 1e-50 }) {
        throw wrong(
          "a count of '\(variable.name)' is too small to compute with", "「\(variable.name)」有人數過小，無法計算")
      }
      checked.append(trimmed)
    }
    return PopulationMargins(variables: checked)
  }
}
