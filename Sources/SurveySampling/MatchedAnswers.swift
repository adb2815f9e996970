import SurveyTable

/// The answers of a sample sorted into the categories of a margin.
struct MatchedAnswers {
  /// For each category the answers that name it.
  private(set) var ofCategory: [[String]]
  private(set) var unmatched: Set<String> = []
  /// Answers that name their category otherwise than it is written.
  private var respelled: [String] = []
  private var suffixes: [String] = []

  /// Only the answers of one column may be the end of a category: those of several are joined.
  init(_ answers: [String], to categories: [String], columns: Int) {
    let matching = CategoryMatching(categories)
    ofCategory = categories.map { _ in [] }
    for answer in answers {
      let match = matching.match(answer)
      guard let category = match.category else {
        unmatched.insert(answer)
        continue
      }
      switch match {
      case .bySuffix where columns > 1:
        unmatched.insert(answer)
        continue
      case .bySuffix: suffixes.append("\(answer) → \(categories[category])")
      case .bySpelling: respelled.append("\(answer) → \(categories[category])")
      default: break
      }
      ofCategory[category].append(answer)
    }
  }

  func notes(_ variable: String) -> [Note] {
    func list(_ pairs: [String], _ separator: String) -> String {
      pairs.prefix(8).joined(separator: separator) + (pairs.count > 8 ? separator + "…" : "")
    }
    var notes: [Note] = []
    if !respelled.isEmpty {
      notes.append(
        Note(
          code: "category_matched_by_spelling",
          english:
            "'\(variable)': answers were matched to categories that are spelled otherwise: \(list(respelled, ", ")).",
          chinese: "「\(variable)」：下列答案與母體類別寫法不同，已視為相同：\(list(respelled, "、"))。"))
    }
    if !suffixes.isEmpty {
      notes.append(
        Note(
          code: "category_matched_by_suffix",
          english:
            "'\(variable)': answers were matched to the only category that ends so: \(list(suffixes, ", ")).",
          chinese: "「\(variable)」：下列答案已對應至唯一以其結尾的母體類別：\(list(suffixes, "、"))。"))
    }
    return notes
  }
}
