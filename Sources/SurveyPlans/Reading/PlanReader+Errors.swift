import SurveyDocuments

// A plan is written by hand, and whoever mends it wants to see all that is wrong at once. Reading goes on after an entry
// of a list that cannot be read, wherever what follows does not hang on it; what would only be wrong because of an
// earlier error is not named.

extension PlanReader {
  /// The most errors that one message lists.
  private static let mostErrors = 50

  /// Keeps the error of an entry and goes on.
  mutating func attempt(_ body: (inout PlanReader) throws(DocumentError) -> Void) {
    do throws(DocumentError) {
      try body(&self)
    } catch {
      errors.append(error)
    }
  }

  /// Every key that an object may not have; what follows an unknown key in it cannot be judged, so that reading of the
  /// object ends here.
  mutating func finish(_ object: DocumentObject, allowed: [String]) throws(DocumentError) {
    var unknown = object.unknownMembers(allowed: allowed)
    guard let last = unknown.popLast() else { return }
    errors += unknown
    throw last
  }

  /// Datasets that there are, and those that could not be read: to refer to one of these is no error.
  var datasetIDs: [String] { datasets.map(\.id) + unreadDatasets }
  var surveyIDs: [String] { surveys.map(\.id) + unreadSurveys }

  /// The id of an entry that could not be read; without it nobody can tell what refers to it.
  static func id(of node: DocumentNode) -> String? {
    guard let object = try? node.object(expecting: "an entry") else { return nil }
    return try? object.text("id")
  }

  /// All errors as one, at the place of the first: a line for each.
  static func together(_ errors: [DocumentError]) -> DocumentError? {
    let sorted = errors.enumerated().sorted {
      ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
    }.map(\.element)
    guard var first = sorted.first, sorted.count > 1 else { return sorted.first }
    first.message = sorted.prefix(mostErrors).map(\.message).joined(separator: "\n")
    first.chinese = sorted.prefix(mostErrors).map { $0.chinese ?? $0.message }.joined(separator: "\n")
    if sorted.count > mostErrors {
      first.message += "\nand \(sorted.count - mostErrors) more errors"
      first.chinese? += "\n另有 \(sorted.count - mostErrors) 項錯誤"
    }
    return first
  }
}
