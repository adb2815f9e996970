/// A column made of a row's answers while the row is read.
package struct DerivedColumn: Sendable {
  package var name: String
  package var function: Function

  package enum Function: Sendable {
    /// The mean of the answered items, missing where fewer than `minimumAnswered` are.
    case mean([String], minimumAnswered: Int)
    /// 100 · x / maximum.
    case percentOfMaximum(String, maximum: Double)
    /// 100 · (x − minimum) / (maximum − minimum).
    case percentOfRange(String, minimum: Double, maximum: Double)
    /// Positive answers among those of the base: 1 or 0 for one item, a mean over several. All need a scale.
    /// In the base of valid answers it is missing where fewer than `minimumAnswered` are valid.
    case positiveShare([String], base: AnswerBase, minimumAnswered: Int)
    /// The answer as its scale spells it. Answers outside the base are missing; a blank is `blank` in the base
    /// of all.
    case label(String, base: AnswerBase, blank: String)
    /// Whether a cell that holds several answers names this one: 1 or 0, missing where the cell is blank.
    case choice(String, option: String, among: ChoiceList)
    /// The same over a base: with that of all, a blank names no option, and 1 without an `option` says that the cell is
    /// blank.
    case chosen(String, option: String?, among: ChoiceList, base: AnswerBase)
    /// 1 where at least one of the items has an answer, else missing; 1 for every row where no item is named.
    case answered([String])
    /// The answers of several columns joined by a colon, as margins write joint cells; missing where one is
    /// missing or, with `among`, where the joined text is none of these.
    case joined([String], among: Set<String>?)
  }

  package init(name: String, function: Function) {
    self.name = name
    self.function = function
  }

  /// How the file's columns are read for this one, in the order in which the function takes them.
  func inputs(_ data: SurveyData) -> [(column: String, reading: ColumnRequest.Reading)] {
    switch function {
    case .mean(let items, _): items.map { ($0, .number) }
    case .percentOfMaximum(let item, _), .percentOfRange(let item, _, _): [(item, .number)]
    case .positiveShare(let items, _, _), .answered(let items), .joined(let items, _):
      items.map { ($0, .text) }
    case .label(let item, _, _), .choice(let item, _, _), .chosen(let item, _, _, _): [(item, .text)]
    }
  }
}

extension SurveyData {
  /// The same data with columns made of its own, computed row by row as they are read.
  package func adding(_ derived: [DerivedColumn]) throws(SurveyStatsError) -> SurveyData {
    var inputs: [[ColumnRequest]] = []
    var known = ScaleReaders()
    var readers: [[ScaleReader?]] = []
    for column in derived {
      var requests: [ColumnRequest] = []
      var own: [ScaleReader?] = []
      for (name, reading) in column.inputs(self) {
        requests.append(
          ColumnRequest(
            column: try position(of: name, as: "items"), reading: reading, missing: missing.codes(for: name)))
        own.append(scales[name].map { known.reader(of: $0) })
      }
      inputs.append(requests)
      readers.append(own)
    }
    let names = columnNames + derived.map(\.name)
    let padding = [String?](repeating: nil, count: max(0, columnNames.count - columnLabels.count))
    let labels = columnLabels + (columnLabels.isEmpty ? [] : padding + derived.map { _ in nil })
    return changed(
      columnNames: names, columnLabels: labels,
      open: { [self, inputs, readers] () throws(SurveyStatsError) in
        DerivedSource(
          try self.makeSource(), names: names, scales: [:],
          derived: derived.indices.map { (derived[$0], inputs[$0], readers[$0]) }, data: self.name)
      })
  }

  /// The same data with the meaning of answers: where numbers are wanted of these columns, their scores are
  /// read. Unknown answers are missing, and a note counts them; a column of which no answer is known is an
  /// error when it has been read.
  public func scored(by scales: [String: AnswerScale]) throws(SurveyStatsError) -> SurveyData {
    if scales.isEmpty { return self }
    var known = ScaleReaders()
    var readers: [Int: ScaleReader] = [:]
    for (column, scale) in scales.sorted(by: { $0.key < $1.key }) {
      try scale.requireUsableScores()
      readers[try position(of: column, as: "scale")] = known.reader(of: scale)
    }
    return changed(
      scales: self.scales.merging(scales) { _, new in new },
      open: { [self, readers] () throws(SurveyStatsError) in
        DerivedSource(
          try self.makeSource(), names: self.columnNames, scales: readers, derived: [], data: self.name)
      })
  }
}
