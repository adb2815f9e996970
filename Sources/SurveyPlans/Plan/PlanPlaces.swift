/// Where an entry of a plan file stands, and its texts: what is wrong with one of them is shown at its own place.
struct PlanPlaces: Sendable, Hashable {
  /// Of the entry, from 1; `nil` where the plan was not read from a document.
  var column: Int?
  var texts: [PlanPlace] = []
  /// Those of the texts that are paths.
  var files: [PlanPlace] = []

  /// The place of the text that an English message is about: the column that a file lacks, by itself or else within a
  /// condition, or the file that cannot be read.
  func place(of message: String) -> PlanPlace? {
    if let start = message.firstRange(of: " has no column '"),
      let end = message[start.upperBound...].firstRange(of: "' (")
    {
      let name = String(message[start.upperBound..<end.lowerBound])
      return texts.first { $0.text == name } ?? texts.first { $0.text.contains(name) }
    }
    return files.filter { message.contains($0.text) }.max { $0.text.utf8.count < $1.text.utf8.count }
  }
}

/// A text of a plan file with its place, from 1.
struct PlanPlace: Sendable, Hashable {
  var text: String
  var line: Int
  var column: Int
}
