extension SurveyData {
  /// Two tables one below the other, with a column that says which: the years of one panel, to be read as one
  /// sample.
  ///
  /// Columns are matched by name and only those that both tables have are there; `labels` become the answers
  /// of the new column, whose name is returned as well (`period`, or another where that is taken).
  package static func stacked(
    _ first: SurveyData, _ second: SurveyData, labels: (String, String)
  ) -> (data: SurveyData, column: String) {
    let shared = first.columnNames.filter { second.position(ifPresent: $0) != nil }
    let name =
      (1...shared.count + 1).lazy.map { $0 == 1 ? "period" : "period.\($0)" }
      .first { !shared.contains($0) } ?? "period"
    var missing = first.missing
    for (column, codes) in second.missing.byColumn where missing.byColumn[column] == nil {
      missing.byColumn[column] = codes
    }
    let data = SurveyData(
      name: "\(first.name) + \(second.name)", columnNames: shared + [name],
      notes: first.notes + second.notes.filter { !first.notes.contains($0) }, missing: missing,
      limits: first.limits
    ) { () throws(SurveyStatsError) in
      StackedSource(
        columnNames: shared + [name], parts: [first, second], labels: [labels.0, labels.1])
    }
    return (data, name)
  }
}

/// Reads its parts one after another; a part's own text codes are translated into those of the whole pass.
private final class StackedSource: BatchSource {
  let columnNames: [String]
  private(set) var passNotes: [Note] = []
  private let parts: [SurveyData]
  private let labels: [String]
  private var requests: [ColumnRequest] = []
  private var run: RunControl?
  private var part = 0
  private var source: (any BatchSource)?
  private let own = ColumnBatch()
  /// Where each request stands in the part's batch; `nil` for the label column.
  private var slots: [Int?] = []
  /// For each request, codes of the part's dictionary in the pass's.
  private var translations: [[Int32]] = []

  init(columnNames: [String], parts: [SurveyData], labels: [String]) {
    self.columnNames = columnNames
    self.parts = parts
    self.labels = labels
  }

  func begin(
    _ requests: [ColumnRequest], into batch: ColumnBatch, run: RunControl?
  ) throws(SurveyStatsError) {
    self.requests = requests
    self.run = run
    part = 0
    passNotes = []
    batch.prepare(for: requests)
    try openPart()
  }

  private func openPart() throws(SurveyStatsError) {
    let data = parts[part]
    var inner: [ColumnRequest] = []
    slots = []
    for request in requests {
      let name = columnNames[request.column]
      if request.column == columnNames.count - 1 {
        slots.append(nil)
      } else {
        slots.append(inner.count)
        inner.append(
          ColumnRequest(
            column: try data.position(of: name, as: "items"), reading: request.reading,
            missing: request.missing))
      }
    }
    translations = requests.map { _ in [] }
    let source = try data.makeSource()
    try source.begin(inner, into: own, run: run)
    self.source = source
  }

  func next(into batch: ColumnBatch) throws(SurveyStatsError) -> Bool {
    batch.removeAllRows()
    while let source {
      if try source.next(into: own) {
        copy(into: batch)
        return true
      }
      passNotes += source.passNotes.filter { !passNotes.contains($0) }
      part += 1
      if part == parts.count {
        self.source = nil
      } else {
        try openPart()
      }
    }
    return false
  }

  private func copy(into batch: ColumnBatch) {
    batch.rowCount = own.rowCount
    batch.firstRow = own.firstRow
    for index in requests.indices {
      switch (batch.columns[index], slots[index].map { own.columns[$0] }) {
      case (.codes(let codes), nil):
        codes.codes = [Int32](repeating: codes.dictionary.code(of: labels[part]), count: own.rowCount)
      case (.numbers(let numbers), nil):
        let label = parseNumber(labels[part])
        for _ in 0..<own.rowCount {
          if let label { numbers.append(label) } else { numbers.appendMissing() }
        }
      case (.numbers(let numbers), .numbers(let inner)?):
        numbers.copy(inner)
      case (.codes(let codes), .codes(let inner)?):
        while translations[index].count < inner.dictionary.count {
          let text = inner.dictionary[Int32(truncatingIfNeeded: translations[index].count)]
          translations[index].append(codes.dictionary.code(of: text))
        }
        for code in inner.codes { codes.codes.append(code < 0 ? -1 : translations[index][Int(code)]) }
      default:
        break
      }
    }
  }
}
