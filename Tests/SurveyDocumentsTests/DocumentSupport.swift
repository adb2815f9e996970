import SurveyDocuments

/// A tree in one line: text in quotes where it was quoted, places on request.
func outline(_ node: DocumentNode, places: Bool = false) -> String {
  let place = places ? "@\(node.line):\(node.column)" : ""
  switch node.content {
  case .null: return "null" + place
  case .scalar(let scalar): return (scalar.isQuoted ? "\"\(scalar.text)\"" : scalar.text) + place
  case .sequence(let items):
    return "[" + items.map { outline($0, places: places) }.joined(separator: ", ") + "]" + place
  case .mapping(let entries):
    let members = entries.map { entry in
      entry.key + (places ? "@\(entry.line):\(entry.column)" : "") + ": "
        + outline(entry.value, places: places)
    }
    return "{" + members.joined(separator: ", ") + "}" + place
  }
}

enum Notation: String, Sendable { case yaml, json, either }

func parse(
  _ bytes: [UInt8], as notation: Notation, limits: DocumentLimits = .standard
) throws(DocumentError) -> DocumentNode {
  switch notation {
  case .yaml: try parseYAML(bytes, name: "plan.yaml", limits: limits)
  case .json: try parseJSON(bytes, name: "plan.json", limits: limits)
  case .either: try parseDocument(bytes, name: "plan", limits: limits)
  }
}

func parse(_ text: String, as notation: Notation = .either) throws(DocumentError) -> DocumentNode {
  try parse(Array(text.utf8), as: notation)
}

/// The error of reading, `nil` where there is none.
func readingError(
  _ bytes: [UInt8], as notation: Notation = .either, limits: DocumentLimits = .standard
) -> DocumentError? {
  do throws(DocumentError) {
    _ = try parse(bytes, as: notation, limits: limits)
    return nil
  } catch {
    return error
  }
}

/// The error of `body`, `nil` where there is none.
func errorMessage(_ body: () throws(DocumentError) -> Void) -> String? {
  do throws(DocumentError) {
    try body()
    return nil
  } catch {
    return error.message
  }
}
