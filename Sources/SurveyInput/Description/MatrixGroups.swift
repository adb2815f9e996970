import SurveyTable

extension DataDescription {
  /// The matrix questions among columns called `題目 [子題]` (Google Forms) or `Q1[SQ001]` (LimeSurvey).
  static func matrices(among names: [String]) -> [Matrix] {
    var order: [String] = []
    var groups: [String: [(position: Int, sub: String)]] = [:]
    for (index, name) in names.enumerated() {
      guard let (stem, sub) = stemAndSub(of: name) else { continue }
      if groups[stem] == nil { order.append(stem) }
      groups[stem, default: []].append((index + 1, sub))
    }
    return order.compactMap { stem in
      guard let parts = groups[stem], parts.count > 1 else { return nil }
      return Matrix(stem: stem, columns: parts.map(\.position), subQuestions: parts.map(\.sub))
    }
  }

  /// What stands before the last bracket and in it; `Q1[SQ001][1]`, a question with two scales, has the stem
  /// `Q1`.
  private static func stemAndSub(of name: String) -> (stem: String, sub: String)? {
    guard name.hasSuffix("]"), let open = name.lastIndex(of: "[") else { return nil }
    var stem = name[..<open]
    var sub = String(name[name.index(after: open)...].dropLast())
    if stem.hasSuffix("]"), let first = stem.lastIndex(of: "[") {
      sub = "\(stem[stem.index(after: first)...].dropLast()) [\(sub)]"
      stem = stem[..<first]
    }
    let trimmed = stem.trimmingSpaces()
    sub = sub.trimmingSpaces()
    return trimmed.isEmpty || sub.isEmpty ? nil : (trimmed, sub)
  }
}
