import SurveyStats

/// The library says what an argument of its own is called, "(items)", and is heard through four doors; here people
/// type `--items`.
struct OptionNames {
  /// The options of the command: a word may be an option of one and the name of another, as "proportion" is.
  private let names: Set<String>

  init(_ command: Command?) { names = Set(command?.options.map(\.name) ?? []) }

  /// `text` with the names in parentheses as options: "(strata, cluster)" becomes "(--strata, --cluster)".
  ///
  /// Only where all that stands in the parentheses are options, and not at the end of a quoted name: a column may be
  /// called `Q1 (items)`.
  func written(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(where: { $0 == "(" || $0 == "（" }) {
      let inside = rest.index(after: open)
      result += rest[..<inside]
      rest = rest[inside...]
      guard let close = rest.firstIndex(where: { $0 == ")" || $0 == "）" }) else { break }
      let words = rest[..<close].split(whereSeparator: { ",、 ".contains($0) })
      let next = rest[rest.index(after: close)...].first
      if !words.isEmpty, words.allSatisfy({ names.contains(String($0)) }),
        !(next.map { "'\"」`".contains($0) } ?? false)
      {
        var place = rest.startIndex
        for word in words {
          result += rest[place..<word.startIndex] + "--" + word
          place = word.endIndex
        }
        result += rest[place..<close]
        rest = rest[close...]
      }
    }
    return result + rest
  }

  /// A note as a person at the command line reads it.
  func written(_ note: Note) -> Note {
    Note(code: note.code, english: written(note.english), chinese: written(note.chinese))
  }
}
