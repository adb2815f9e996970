import SurveyTable

extension DataDescription.Column.Selection {
  /// The options of a column whose cells hold several answers each; `nil` where they hold one.
  init?(of texts: [String], counts: [Int]) {
    guard let found = ChoiceDetection(zip(texts, counts).map { ($0, $1) }),
      let separator = Separator(rawValue: found.separator.rawValue)
    else { return nil }
    self.separator = separator
    distinct = found.options.count
    options =
      distinct <= ColumnProfile.listed
      ? found.options.map { DataDescription.Column.Answer(text: $0.text, count: $0.count) } : []
  }
}
