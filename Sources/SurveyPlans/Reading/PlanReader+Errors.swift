import SurveyDocuments
import SurveyTable

/// All that cannot be read of a plan. A plan is written by hand, and whoever mends it wants to see all that is wrong at
/// once: reading goes on wherever what follows does not hang on what cannot be read, and what would only be wrong because
/// of an earlier error is not named.
final class PlanErrors {
  /// The most errors that one message lists.
  private static let most = 50

  private var found: [DocumentError] = []

  var count: Int { found.count }

  func add(_ error: DocumentError) { found.append(error) }

  /// What `read` gives; `nil` where it cannot, with the error kept.
  func keep<Value>(_ read: @autoclosure () throws(DocumentError) -> Value) -> Value? {
    do throws(DocumentError) {
      return try read()
    } catch {
      found.append(error)
      return nil
    }
  }

  /// An object in which misspelt keys are read as what they probably mean, with an error for each unknown key.
  func corrected(_ object: DocumentObject, allowed: [String]) -> DocumentObject {
    let (result, errors) = object.corrected(allowed: allowed)
    found += errors
    return result
  }

  /// By line and column.
  var inOrder: [DocumentError] {
    found.enumerated().sorted {
      ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
    }.map(\.element)
  }

  /// Errors in their order as one, at the place of the first: a line for each.
  static func together(_ errors: [DocumentError]) -> DocumentError? {
    guard var first = errors.first, errors.count > 1 else { return errors.first }
    let listed = errors.prefix(most)
    first.message = listed.map(\.message).joined(separator: "\n")
    first.chinese = listed.map { $0.chinese ?? $0.message }.joined(separator: "\n")
    if errors.count > most {
      first.message += "\nand \(counted(errors.count - most, "more error"))"
      first.chinese? += "\n另有 \(errors.count - most) 項錯誤"
    }
    return first
  }
}
