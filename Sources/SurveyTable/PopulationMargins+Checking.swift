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
    func wrong(_ what: String) -> SurveyStatsError { SurveyStatsError(.invalidArgument, "margins: \(what)") }
    if variables.isEmpty { throw wrong("no variable is named") }
    var seen: Set<Set<String>> = []
    var checked: [Variable] = []
    for variable in variables {
      let columns = Set(variable.columns)
      if columns.isEmpty || columns.count != variable.columns.count {
        throw wrong("'\(variable.name)' must name one column or several different ones")
      }
      if !seen.insert(columns).inserted { throw wrong("the variable '\(variable.name)' is there twice") }
      var names: Set<[String]> = []
      var trimmed = variable
      for index in variable.categories.indices {
        let category = variable.categories[index]
        let answers = category.answers.map { $0.trimmingSpaces() }
        if answers.count != variable.columns.count || answers.contains("") {
          throw wrong(
            "the category '\(category.name)' of '\(variable.name)' must have one answer for each column")
        }
        if !names.insert(answers).inserted {
          throw wrong("the category '\(category.name)' of '\(variable.name)' is there twice")
        }
        if !(category.count >= 0 && category.count <= 1e50) {
          throw wrong(
            "the count of '\(category.name)' of '\(variable.name)' must be 0 or more, not \(shortestText(category.count))"
          )
        }
        trimmed.categories[index].answers = answers
      }
      if !(variable.total > 0) { throw wrong("'\(variable.name)' counts nobody") }
      if variable.categories.contains(where: { $0.count > 0 && $0.count < 1e-50 }) {
        throw wrong("a count of '\(variable.name)' is too small to compute with")
      }
      checked.append(trimmed)
    }
    return PopulationMargins(variables: checked)
  }
}
