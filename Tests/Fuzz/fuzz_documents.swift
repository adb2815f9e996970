// Any bytes give a tree or a located DocumentError, and a tree written as JSON reads back as the same tree.
// The first byte chooses the notation and the limits, the rest is the document.
import SurveyDocuments

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
  let choice = input.first ?? 0
  let bytes = Array(input.dropFirst())
  let limits = choice & 4 == 0 ? .standard : DocumentLimits(bytes: 1000, depth: 3, nodes: 20, scalarBytes: 10)
  do throws(DocumentError) {
    let tree =
      switch choice & 3 {
      case 0: try parseYAML(bytes, name: "fuzz", limits: limits)
      case 1: try parseJSON(bytes, name: "fuzz", limits: limits)
      default: try parseDocument(bytes, name: "fuzz", limits: limits)
      }
    checkRoundTrip(tree)
    readByHand(tree)
  } catch {
    precondition(error.line >= 1 && error.column >= 1, "the error has no place")
    let lines = bytes.reduce(into: 1) { $0 += [0x0A, 0x0D, 0x85, 0xA8, 0xA9].contains($1) ? 1 : 0 }
    precondition(
      error.line <= lines && error.column <= bytes.count + 1, "the place is outside of the document")
    precondition(error.message.hasPrefix("fuzz line \(error.line), column \(error.column)"))
  }
  return 0
}

private func checkRoundTrip(_ tree: DocumentNode) {
  let written = json(tree)
  do throws(DocumentError) {
    let again = try parseJSON(written, name: "written")
    precondition(json(again) == written, "the tree changed")
  } catch {
    preconditionFailure("what was written cannot be read: \(error.message)")
  }
}

private func json(_ tree: DocumentNode) -> [UInt8] {
  var writer = JSONWriter()
  write(tree, to: &writer)
  return writer.bytes
}

private func write(_ node: DocumentNode, to writer: inout JSONWriter) {
  switch node.content {
  case .null: writer.null()
  case .scalar(let scalar): writer.string(scalar.text)
  case .sequence(let items): writer.array { for item in items { write(item, to: &$0) } }
  case .mapping(let entries):
    writer.object {
      for entry in entries {
        $0.name(entry.key)
        write(entry.value, to: &$0)
      }
    }
  }
}

/// Every accessor on every value: a value or an error.
private func readByHand(_ node: DocumentNode) {
  _ = try? node.number(expecting: "x")
  _ = try? node.integer(expecting: "x", in: 0...9)
  _ = try? node.boolean(expecting: "x")
  _ = try? node.textsOrText(expecting: "x")
  if let items = try? node.sequence(expecting: "x") {
    for item in items { readByHand(item) }
  }
  if let object = try? node.object(expecting: "x") {
    precondition(Set(object.keys).count == object.entries.count, "a key stands twice")
    _ = try? object.required("title")
    _ = try? object.finish(allowed: ["title", "scale"])
    for entry in object.entries { readByHand(entry.value) }
  }
}
