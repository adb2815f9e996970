extension SurveyData {
  /// The same data where a row stands for as many respondents as the column `counts` says: hand tallies.
  ///
  /// The row is read that many times, so that every statistic has the n, the variance and the degrees of
  /// freedom of that many respondents; a sampling weight would not give them. A blank counts as 0.
  ///
  /// Counts may have thousands separators (`1,050`) and full-width digits.
  ///
  /// Errors while reading: `malformedData` for a count that is not a whole number of at least 0;
  /// `limitExceeded` for more respondents in all than the limit on units.
  public func repeated(by counts: String) throws(SurveyStatsError) -> SurveyData {
    let column = try position(of: counts, as: "counts")
    return changed(
      isTally: true,
      open: { [self] () throws(SurveyStatsError) in
        RepeatedSource(
          try self.makeSource(), column: column, name: counts, data: self.name, limit: self.limits.units)
      })
  }
}

/// Reads every row as often as a column says.
private final class RepeatedSource: BatchSource {
  var columnNames: [String] { inner.columnNames }
  private(set) var passNotes: [Note] = []
  private let inner: any BatchSource
  private let column: Int
  private let name: String
  private let data: String
  private let limit: Int
  private let own = ColumnBatch()
  /// What each text of the column says, by its code; `nil` for one that is no count.
  private var counts: [Double?] = []
  private var requestCount = 0
  /// The row of `own` that is being repeated and how often it still stands.
  private var row = 0
  private var left = 0
  private var isOver = false
  private var respondents = 0
  private var blanks = 0
  /// Rows that sum up others: 合計 where the answers stand.
  private var totals = 0
  private var totalTexts: [[Bool]] = []

  init(_ inner: any BatchSource, column: Int, name: String, data: String, limit: Int) {
    self.inner = inner
    self.column = column
    self.name = name
    self.data = data
    self.limit = limit
  }

  func begin(
    _ requests: [ColumnRequest], into batch: ColumnBatch, run: RunControl?
  ) throws(SurveyStatsError) {
    requestCount = requests.count
    passNotes = []
    (row, left, isOver, respondents, blanks, totals) = (-1, 0, false, 0, 0, 0)
    totalTexts = requests.map { _ in [] }
    counts = []
    // As texts: "1,050" is a number to people only.
    try inner.begin(requests + [ColumnRequest(column: column, reading: .text)], into: own, run: run)
    own.rowCount = 0
    batch.prepare(for: requests)
    for index in requests.indices {
      // Texts keep the codes of the inner pass.
      if case .codes(let codes) = own.columns[index] {
        batch.columns[index] = .codes(CodeColumn(dictionary: codes.dictionary))
      }
    }
  }

  func next(into batch: ColumnBatch) throws(SurveyStatsError) -> Bool {
    batch.removeAllRows()
    while batch.rowCount < ColumnBatch.capacity {
      while left == 0 {
        if try !advance() {
          if batch.rowCount == 0 { return false }
          return true
        }
      }
      // A batch says the number of its first row only: copies of one row, or rows that stand once, follow it.
      let count = min(left, ColumnBatch.capacity - batch.rowCount)
      if batch.rowCount == 0 { batch.firstRow = own.firstRow + row }
      for index in 0..<requestCount {
        switch (own.columns[index], batch.columns[index]) {
        case (.numbers(let from), .numbers(let to)):
          to.append(from, row: row, count: count)
        case (.codes(let from), .codes(let to)):
          to.codes.append(contentsOf: repeatElement(from.codes[row], count: count))
        default: break
        }
      }
      batch.rowCount += count
      left -= count
    }
    return true
  }

  /// Whether an answer of the row is a word for a total.
  private func sumsUp(_ row: Int) -> Bool {
    for index in 0..<requestCount {
      guard case .codes(let column) = own.columns[index], column.codes[row] >= 0 else { continue }
      while totalTexts[index].count < column.dictionary.count {
        let text = column.dictionary[Int32(truncatingIfNeeded: totalTexts[index].count)]
        totalTexts[index].append(Self.totalWords.contains(foldedForMatching(text)))
      }
      if totalTexts[index][Int(column.codes[row])] { return true }
    }
    return false
  }

  private static let totalWords: Set<String> = [
    "總計", "合計", "小計", "總和", "總數", "total", "grandtotal", "subtotal", "sum",
  ]

  /// Goes to the next row; false when there is none.
  private func advance() throws(SurveyStatsError) -> Bool {
    if isOver { return false }
    row += 1
    if row >= own.rowCount {
      row = 0
      if try !inner.next(into: own) {
        isOver = true
        passNotes = inner.passNotes
        if blanks > 0 {
          passNotes.append(
            Note(
              code: "blank_counts", english: "\(blanks) rows without a count in '\(name)' stand for nobody.",
              chinese: "「\(name)」有 \(blanks) 列空白，視為 0 人。"))
        }
        if totals > 0 {
          passNotes.append(
            Note(
              code: "total_rows_skipped",
              english: "\(totals) rows of the tally whose answer is a word for a total were left out.",
              chinese: "統計表中有 \(totals) 列之答案為合計、總計等字，未列入人數。"))
        }
        return false
      }
    }
    if sumsUp(row) {
      totals += 1
      return true
    }
    guard case .codes(let texts) = own.columns[requestCount] else { return false }
    let code = Int(texts.codes[row])
    guard code >= 0 else {
      blanks += 1
      return true
    }
    while counts.count <= code {
      counts.append(parseCount(texts.dictionary[Int32(truncatingIfNeeded: counts.count)]))
    }
    guard let count = counts[code], count >= 0, count == count.rounded(), count <= Double(limit) else {
      throw notACount(texts.dictionary[Int32(truncatingIfNeeded: code)])
    }
    left = Int(count)
    respondents += left
    if respondents > limit {
      throw SurveyStatsError(
        .limitExceeded,
        "\(data), column '\(name)': more than \(limit) respondents in all; raise the limit on units",
        chinese: "\(data)「\(name)」欄：人數合計超過上限 \(limit)；請確認該欄是否為人數")
    }
    return true
  }

  private func notACount(_ text: String) -> SurveyStatsError {
    let number = own.firstRow + row
    return SurveyStatsError(
      .malformedData,
      "\(data) row \(number), column '\(name)': '\(text.prefix(40))' is not a number of respondents; counts are whole numbers of at least 0",
      chinese: "\(data) 第 \(number) 列「\(name)」欄：「\(text.prefix(40))」不是人數；人數（--counts）須為 0 以上之整數，無人作答者請留空或填 0",
      row: number, column: column + 1)
  }
}
