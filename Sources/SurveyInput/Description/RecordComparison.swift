import SurveyTable

extension SurveyData {
  /// Different texts of a column that are held to compare records; beyond, records may repeat for all that is known.
  private static var mostTexts: Int { 100_000 }

  /// Whether a record may say the same in every column as one before it, by a look at a few columns: the first, which as a
  /// rule numbers records or says when they came, and `others`. Records that differ there are no copies of each other,
  /// and all other columns need not be read. False is certain; true asks for ``describe(run:)``, which compares them all.
  ///
  /// Errors: those of reading; `cancelled`.
  package func mayRepeatRecords(
    comparing others: [String], run: RunControl? = nil
  ) throws(SurveyStatsError) -> Bool {
    let first = Array(columnNames.prefix(1))
    if try isCounting(first, run) { return false }
    if try !mayRepeat(first, run) { return false }
    return try mayRepeat(first + others, run)
  }

  /// Whether the column numbers its rows: every row has a number, each greater than the one before.
  private func isCounting(_ column: [String], _ run: RunControl?) throws(SurveyStatsError) -> Bool {
    guard let position = column.first.flatMap(position(ifPresent:)) else { return false }
    let source = try makeSource()
    let batch = ColumnBatch()
    var last = -Double.infinity
    do throws(SurveyStatsError) {
      try source.begin([ColumnRequest(column: position, reading: .number)], into: batch, run: run)
      while try source.next(into: batch) {
        guard case .numbers(let numbers)? = batch.columns.first else { return false }
        for (number, isThere) in zip(numbers.values, numbers.valid) {
          guard isThere != 0, number > last else { return false }
          last = number
        }
      }
    } catch {
      // A time, as a rule.
      if error.isNotANumber { return false }
      throw error
    }
    return true
  }

  /// Whether some records agree in these columns, or would have to be held to know.
  private func mayRepeat(_ columns: [String], _ run: RunControl?) throws(SurveyStatsError) -> Bool {
    var requests: [ColumnRequest] = []
    for name in columns {
      guard let position = position(ifPresent: name) else { continue }
      let request = ColumnRequest(column: position, reading: .text, missing: missing.codes(for: name))
      if !requests.contains(request) { requests.append(request) }
    }
    let source = try makeSource()
    let batch = ColumnBatch()
    try source.begin(requests, into: batch, run: run)
    var repeats = RepeatCounter()
    var hashes: [UInt64] = []
    while try source.next(into: batch) {
      hashes.removeAll(keepingCapacity: true)
      hashes.append(contentsOf: repeatElement(0, count: batch.rowCount))
      for column in batch.columns {
        guard case .codes(let codes) = column, codes.dictionary.count <= Self.mostTexts else { return true }
        hashes.withUnsafeMutableBufferPointer { hashes in
          codes.codes.withUnsafeBufferPointer { codes in
            // Within a pass a text has one code.
            for row in 0..<min(hashes.count, codes.count) {
              let code = UInt64(UInt32(bitPattern: codes[row]))
              hashes[row] = mixed(hashes[row] &* 0x9E37_79B9_7F4A_7C15 &+ code)
            }
          }
        }
      }
      repeats.add(hashes)
      if repeats.count != 0 { return true }
    }
    return false
  }
}
