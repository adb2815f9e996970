/// The answers that one cell may hold several of, and how they are separated.
///
/// Options are looked for longest first at every place where one can begin, so that an option that holds the
/// separator (`電話, 傳真`) is one answer wherever it stands.
package struct ChoiceList: Sendable, Hashable {
  package var options: [String]
  package var separator: String

  package init(options: [String], separator: String) {
    self.options = options
    self.separator = separator
    prepared = options.map { (option: $0, folded: Array(foldedForMatching($0))) }
      .sorted { $0.folded.count > $1.folded.count }.map { Prepared(option: $0.option, folded: $0.folded) }
  }

  private struct Prepared: Sendable, Hashable {
    var option: String
    var folded: [Character]
  }
  private let prepared: [Prepared]

  /// The options named in a cell.
  package func options(in cell: String) -> Set<String> { read(cell).known }

  /// The options named in a cell, and the pieces between separators that no option explains.
  package func read(_ cell: String) -> (known: Set<String>, unknown: [String]) {
    let separators = Set(foldedForMatching(separator))
    // A line break or a space as separator folds to nothing: keep the line breaks of the cell apart.
    let text = Array(foldedForMatching(cell.map { $0.isNewline ? "\u{1}" : String($0) }.joined()))
    var (known, unknown, piece): (Set<String>, [String], [Character]) = ([], [], [])
    func isSeparator(_ character: Character) -> Bool {
      separators.contains(character) || character == "\u{1}"
    }
    func flush() {
      if !piece.isEmpty { unknown.append(String(piece)) }
      piece = []
    }
    var place = 0
    while place < text.count {
      if isSeparator(text[place]) {
        flush()
        place += 1
        continue
      }
      // An option stands between separators: what follows it must be one, or the end.
      if piece.isEmpty,
        let match = prepared.first(where: { option in
          let end = place + option.folded.count
          return !option.folded.isEmpty && end <= text.count && text[place..<end].elementsEqual(option.folded)
            && (end == text.count || isSeparator(text[end]))
        })
      {
        known.insert(match.option)
        place += match.folded.count
        continue
      }
      piece.append(text[place])
      place += 1
    }
    flush()
    return (known, unknown)
  }
}
