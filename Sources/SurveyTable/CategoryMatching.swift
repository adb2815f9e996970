/// Finds the category that an answer names, where two files spell the same thing differently.
///
/// | answer | category | match |
/// |---|---|---|
/// | `女` | `女` | as written |
/// | `台北市`, `臺北 市`, `２０-２９歲` | `臺北市`, `臺北市`, `20-29歲` | by spelling |
/// | `東區` | `新竹市東區`, the only category that ends so | by its end |
///
/// By spelling: as ``foldedForMatching(_:)`` folds both.
package struct CategoryMatching: Sendable {
  package enum Match: Sendable, Hashable {
    case asWritten(Int)
    case bySpelling(Int)
    case bySuffix(Int)
    /// The end of several categories: 中山區 of 臺北市中山區 and 基隆市中山區.
    case ambiguous([Int])
    case none

    package var category: Int? {
      switch self {
      case .asWritten(let category), .bySpelling(let category), .bySuffix(let category): category
      case .ambiguous, .none: nil
      }
    }
  }

  private let folded: [String]
  private let byName: [String: Int]
  /// −1 where several categories fold to one text.
  private let byFolded: [String: Int]

  package init(_ names: [String]) {
    folded = names.map(foldedForMatching)
    byName = Dictionary(
      names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    byFolded = Dictionary(
      folded.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { _, _ in -1 })
  }

  package func match(_ answer: String) -> Match {
    if let category = byName[answer] { return .asWritten(category) }
    let wanted = foldedForMatching(answer)
    if wanted.isEmpty { return .none }
    if let category = byFolded[wanted] { return category < 0 ? .none : .bySpelling(category) }
    // A code such as 5 or c is not short for 15 or cc; a place's name is for the same with its county.
    guard wanted.unicodeScalars.count > 1, wanted.unicodeScalars.allSatisfy({ !$0.isASCII }) else {
      return .none
    }
    let ending = folded.indices.filter { folded[$0].hasSuffix(wanted) }
    return ending.count == 1 ? .bySuffix(ending[0]) : ending.isEmpty ? .none : .ambiguous(ending)
  }
}
