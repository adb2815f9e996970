import SurveyTable

/// The columns of `data` by name, read as numbers; `nil` for missing.
func numbers(_ data: SurveyData, _ columns: [String]) throws -> (
  columns: [[Double?]], notes: [Note]
) {
  var requests: [ColumnRequest] = []
  for column in columns {
    requests.append(
      ColumnRequest(
        column: try data.position(of: column, as: "test"), reading: .number,
        missing: data.missing.codes(for: column)))
  }
  let source = try data.makeSource()
  let batch = ColumnBatch()
  try source.begin(requests, into: batch, run: nil)
  var result = [[Double?]](repeating: [], count: columns.count)
  while try source.next(into: batch) {
    for (slot, column) in batch.columns.enumerated() {
      guard case .numbers(let numbers) = column else { continue }
      for (value, valid) in zip(numbers.values, numbers.valid) {
        result[slot].append(valid == 0 ? nil : value)
      }
    }
  }
  return (result, source.passNotes)
}

/// The same, read as text.
func texts(_ data: SurveyData, _ columns: [String]) throws -> [[String?]] {
  var requests: [ColumnRequest] = []
  for column in columns {
    requests.append(
      ColumnRequest(
        column: try data.position(of: column, as: "test"), reading: .text,
        missing: data.missing.codes(for: column)))
  }
  let source = try data.makeSource()
  let batch = ColumnBatch()
  try source.begin(requests, into: batch, run: nil)
  var result = [[String?]](repeating: [], count: columns.count)
  while try source.next(into: batch) {
    for (slot, column) in batch.columns.enumerated() {
      guard case .codes(let codes) = column else { continue }
      for code in codes.codes { result[slot].append(code < 0 ? nil : codes.dictionary[code]) }
    }
  }
  return result
}

func table(_ columns: (String, [String?])..., missing: String = "") throws -> SurveyData {
  try SurveyData(
    columns: columns.map { SurveyColumn(name: $0.0, texts: $0.1) }, name: "t",
    missing: MissingCodesByColumn(parsing: missing))
}

/// The error that `body` throws, or `nil`.
func failure(_ body: () throws -> Void) -> SurveyStatsError? {
  do {
    try body()
    return nil
  } catch {
    return error as? SurveyStatsError
  }
}
