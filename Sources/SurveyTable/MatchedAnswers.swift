/// The answers of a sample sorted into the categories of a margin.
package struct MatchedAnswers {
  /// For each category the answers that name it.
  package private(set) var ofCategory: [[String]]
  package private(set) var unmatched: Set<String> = []
  /// The category of each answer that names one.
  package private(set) var categories: [String: Int] = [:]
  /// What stands between the answers of a row to several columns: nobody types it.
  package static let separator = "\u{1F}"
  /// Answers that name their category otherwise than it is written.
  private var respelled: [String] = []
  private var suffixes: [String] = []
  private var ambiguous: [String] = []

  /// Only the answers of one column may be the end of a category: those of several are joined.
  package init(_ answers: [String], to names: [String], columns: Int) {
    let matching = CategoryMatching(names)
    ofCategory = names.map { _ in [] }
    for answer in answers {
      let match = matching.match(answer)
      guard let category = match.category else {
        unmatched.insert(answer)
        if case .ambiguous(let several) = match, columns == 1 {
          ambiguous.append("\(answer) → \(several.prefix(3).map { names[$0] }.joined(separator: "／"))")
        }
        continue
      }
      switch match {
      case .bySuffix where columns > 1:
        unmatched.insert(answer)
        continue
      case .bySuffix: suffixes.append("\(answer) → \(names[category])")
      case .bySpelling: respelled.append("\(answer) → \(names[category])")
      default: break
      }
      ofCategory[category].append(answer)
      self.categories[answer] = category
    }
  }

  package func notes(_ variable: String) -> [Note] {
    func list(_ pairs: [String], _ separator: String) -> String {
      let shown = pairs.prefix(8).map { $0.split(separator: Self.separator).joined(separator: ":") }
      return shown.joined(separator: separator) + (pairs.count > 8 ? separator + "…" : "")
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
    if !ambiguous.isEmpty {
      notes.append(
        Note(
          code: "category_ambiguous",
          english:
            "'\(variable)': answers that several categories end in belong to none: \(list(ambiguous, ", ")); restrict the margins to one area (--margins-where), or write the names in full.",
          chinese:
            "「\(variable)」：下列答案可對應多個母體類別，未予歸類：\(list(ambiguous, "、"))；請限定母體範圍（--margins-where），或將名稱寫全。"))
    }
    return notes
  }
}
