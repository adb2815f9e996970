/// Puts the events of a parser together to a tree, without recursion, and keeps the limits.
struct TreeBuilder {
  /// A list or mapping whose end has not come.
  private struct Open {
    let place: DocumentPlace
    let isMapping: Bool
    var items: [DocumentNode] = []
    var entries: [DocumentEntry] = []
    var key: (text: String, place: DocumentPlace)?
    var keyPlaces: [String: DocumentPlace] = [:]
  }

  let origin: DocumentOrigin
  let limits: DocumentLimits
  private(set) var root: DocumentNode?
  private var open: [Open] = []
  private var nodes = 0

  init(origin: DocumentOrigin, limits: DocumentLimits) {
    self.origin = origin
    self.limits = limits
  }

  var depth: Int { open.count }

  /// Whether the innermost list or mapping that is open is a mapping.
  var isInMapping: Bool { open.last?.isMapping ?? false }

  /// Whether the next thing has to be a key.
  var expectsKey: Bool {
    guard let last = open.last else { return false }
    return last.isMapping && last.key == nil
  }

  /// Where the innermost list or mapping that is open begins.
  var innermostPlace: DocumentPlace? { open.last?.place }

  mutating func begin(mapping isMapping: Bool, at place: DocumentPlace) throws(DocumentError) {
    if open.count >= limits.depth {
      throw origin.error(
        .limit, at: place,
        "more than \(limits.depth) lists and mappings stand inside one another; write the document flatter",
        chinese: "清單與鍵值層層相套超過 \(limits.depth) 層；請減少層數")
    }
    try count(at: place)
    open.append(Open(place: place, isMapping: isMapping))
  }

  mutating func end() {
    guard let closed = open.popLast() else { return }
    let content: DocumentNode.Content =
      closed.isMapping ? .mapping(closed.entries) : .sequence(closed.items)
    put(
      DocumentNode(content, line: closed.place.line, column: closed.place.column, origin: origin))
  }

  mutating func key(_ text: String, at place: DocumentPlace) throws(DocumentError) {
    guard let last = open.indices.last else { return }
    try checkSize(of: text, at: place)
    if let first = open[last].keyPlaces.updateValue(place, forKey: text) {
      throw origin.error(
        .syntax, at: place,
        "the key '\(shown(text))' is there already, on line \(first.line); keep one of the two",
        chinese: "「\(shown(text))」在第 \(first.line) 行已出現過；請刪除其中之一")
    }
    open[last].key = (text, place)
  }

  mutating func add(_ content: DocumentNode.Content, at place: DocumentPlace) throws(DocumentError) {
    if case .scalar(let scalar) = content { try checkSize(of: scalar.text, at: place) }
    try count(at: place)
    put(DocumentNode(content, line: place.line, column: place.column, origin: origin))
  }

  private mutating func put(_ node: DocumentNode) {
    guard let last = open.indices.last else {
      root = node
      return
    }
    if let key = open[last].key {
      open[last].key = nil
      open[last].entries.append(
        DocumentEntry(key: key.text, line: key.place.line, column: key.place.column, value: node))
    } else {
      open[last].items.append(node)
    }
  }

  private mutating func count(at place: DocumentPlace) throws(DocumentError) {
    nodes += 1
    if nodes > limits.nodes {
      throw origin.error(
        .limit, at: place, "the document holds more than \(limits.nodes) values; split it into several",
        chinese: "文件超過 \(limits.nodes) 個值；請拆成數份")
    }
  }

  private func checkSize(of text: String, at place: DocumentPlace) throws(DocumentError) {
    if text.utf8.count > limits.scalarBytes {
      throw origin.error(
        .limit, at: place,
        "this text is longer than \(limits.scalarBytes) bytes; look for a quote that is not closed, or shorten it",
        chinese: "此段文字超過 \(limits.scalarBytes) 位元組；請檢查引號是否成對，或縮短內容")
    }
  }
}
