// Which columns a user means: lists, ranges, everything; and which name was probably meant.

extension SurveyData {
  /// The columns that `text` names: `q1,q3`, `q1-q20` (file order), `*`. An exact column name wins over a
  /// range, a list and `*`, so that a header with a comma or a dash in it can be named whole.
  ///
  /// Errors: `unknownColumn` with the nearest name; `invalidArgument` for a range that runs backwards.
  public func columns(matching text: String) throws(SurveyStatsError) -> [String] {
    if position(ifPresent: text) != nil { return [text] }
    if let spelled = sameName(as: text) { return [spelled] }
    var chosen: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: true) {
      let name = part.trimmingSpaces()
      if name.isEmpty { continue }
      if position(ifPresent: name) != nil {
        chosen.append(name)
      } else if name == "*" {
        chosen += columnNames.prefix(fileColumnCount)
      } else if let range = try range(named: name) {
        chosen += range
      } else if let spelled = sameName(as: name) {
        chosen.append(spelled)
      } else {
        chosen.append(columnNames[try position(of: name, as: "items")])
      }
    }
    if chosen.isEmpty {
      throw SurveyStatsError(
        .invalidArgument, "no column is named; give names, a range such as q1-q20, or *",
        chinese: "未指定欄位（items）；請填欄名、範圍（如 q1-q20）或 *")
    }
    var seen: Set<String> = []
    return chosen.filter { seen.insert($0).inserted }
  }

  /// The one column whose name only differs in the width of its signs and in spaces.
  private func sameName(as name: String) -> String? {
    let folded = foldedSpelling(name)
    let same = columnNames.filter { foldedSpelling($0) == folded }
    return same.count == 1 ? same[0] : nil
  }

  /// `a-b` where both ends are columns; names may hold dashes themselves, so every split is tried.
  private func range(named text: String) throws(SurveyStatsError) -> [String]? {
    for dash in text.indices where text[dash] == "-" {
      let low = text[..<dash].trimmingSpaces()
      let high = text[text.index(after: dash)...].trimmingSpaces()
      guard let first = position(ifPresent: low), let last = position(ifPresent: high) else { continue }
      if first > last {
        throw SurveyStatsError(
          .invalidArgument, "the range '\(text)' runs backwards: '\(high)' stands before '\(low)' in \(name)",
          chinese: "範圍「\(text)」前後顛倒：「\(high)」在檔案中位於「\(low)」之前")
      }
      return Array(columnNames[first...last])
    }
    return nil
  }
}

extension SurveyData {
  /// What a name that no column has may mean, as the end of a message: the questions of a matrix (`服務滿意度` for
  /// `服務滿意度 [專業知識]`), a word out of a longer header (`性別` for `您的性別`), a slip of the finger. `nil` where
  /// nothing comes near.
  func columnsMeant(by name: String) -> (english: String, chinese: String)? {
    let folded = foldedForMatching(name)
    if let same = columnNames.first(where: { foldedForMatching($0) == folded }) { return nearest(same) }
    if folded.unicodeScalars.count > 1 {
      let inMatrix = columnNames.filter { foldedForMatching($0).hasPrefix(folded + "[") && $0.hasSuffix("]") }
      if let first = inMatrix.first, let last = inMatrix.last, inMatrix.count > 1 {
        return (
          "; it is the question of \(inMatrix.count) columns, from '\(first)' to '\(last)'; name these",
          "；這是 \(inMatrix.count) 個欄位共同的題目，自「\(first)」至「\(last)」，請逐欄指定"
        )
      }
      let containing = columnNames.filter { foldedForMatching($0).contains(folded) }
      if containing.count == 1 { return question(containing[0]) }
      if containing.count > 1, nearestName(to: name, among: columnNames) == nil {
        let more = containing.count > 5
        let shown = containing.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        let listed = containing.prefix(5).map { "「\($0)」" }.joined(separator: "、")
        return (
          "; columns with these words are \(shown)\(more ? ", …" : "")",
          "；含有這些字的欄位有\(listed)\(more ? "等" : "")"
        )
      }
    }
    if let near = nearestName(to: name, among: columnNames) { return nearest(near) }
    // A shorter name within the one that was written: 您的性別 for 受訪者您的性別.
    let within = columnNames.filter { $0.unicodeScalars.count > 1 && folded.contains(foldedForMatching($0)) }
    return within.max { $0.unicodeScalars.count < $1.unicodeScalars.count }.map(question)
  }

  private func nearest(_ column: String) -> (english: String, chinese: String) {
    ("; the nearest is '\(column)'", "；最接近的是「\(column)」")
  }

  private func question(_ column: String) -> (english: String, chinese: String) {
    ("; did you mean '\(column)'?", "；是否為「\(column)」？")
  }
}

/// The name at the smallest edit distance, where it is near enough to be a slip of the finger.
package func nearestName(to name: String, among names: [String]) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
  var best: (distance: Int, name: String)?
  for candidate in names.prefix(5000) {
    let distance = editDistance(wanted, Array(candidate.lowercased().unicodeScalars.prefix(64)))
    if distance < best?.distance ?? Int.max { best = (distance, candidate) }
  }
  guard let best, best.distance <= max(1, wanted.count / 3) else { return nil }
  return best.name
}

/// Insertions, deletions, substitutions and swaps of neighbours between two texts.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var best = min(row[j], last[j + 1]) + 1
      best = min(best, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
      row.append(best)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}
