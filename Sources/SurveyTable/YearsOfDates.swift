extension SurveyData {
  /// This table with one more column, in which a date of `column` is its year, so that timestamps can be
  /// periods. Where `column` holds no dates, the new column says the same as it.
  ///
  /// The first answer decides: a pipe can be read only once, so there is no look beforehand. `labels` are
  /// texts that name years as the user does (`112`); other years become common-era numbers. The name of the
  /// new column is returned as well.
  package func addingYears(
    of column: String, labels: [String]
  ) throws(SurveyStatsError) -> (data: SurveyData, column: String) {
    let position = try position(of: column, as: "period")
    var name = "\(column) (year)"
    while self.position(ifPresent: name) != nil { name += "'" }
    let texts = Dictionary(
      labels.compactMap { label in commonEraYear(label).map { ($0, label) } },
      uniquingKeysWith: { first, _ in first })
    let names = columnNames + [name]
    let data = changed(
      columnNames: names, columnLabels: columnLabels.isEmpty ? [] : columnLabels + [nil],
      open: { [self] () throws(SurveyStatsError) in
        YearSource(try self.makeSource(), columnNames: names, dates: position, labels: texts)
      })
    return (data, name)
  }
}

/// Serves the columns of its source as they are, and one more that is worked out from one of them.
private final class YearSource: BatchSource {
  private enum Content {
    /// No answer has come yet.
    case unknown
    case dates
    case other
  }

  let columnNames: [String]
  private let source: any BatchSource
  /// The column that may hold dates, and texts for years.
  private let dates: Int
  private let labels: [Int: String]
  private let own = ColumnBatch()
  private var content = Content.unknown
  private var notDates = 0
  /// For each code of a request's dictionary in the source, its code in the new column; -1 is no period.
  private var translations: [[Int32]] = []
  /// Which requests are for the new column.
  private var isNew: [Bool] = []

  /// Texts of dates that are kept before they are forgotten: timestamps differ in almost every row.
  private static let mostTexts = 10_000

  init(_ source: any BatchSource, columnNames: [String], dates: Int, labels: [Int: String]) {
    self.source = source
    self.columnNames = columnNames
    self.dates = dates
    self.labels = labels
  }

  var passNotes: [Note] {
    guard content == .dates else { return source.passNotes }
    let name = columnNames[dates]
    return source.passNotes + [
      Note(
        code: "period_from_dates",
        english: "'\(name)' holds dates: rows belong to the year of their date."
          + (notDates == 0
            ? ""
            : notDates == 1
              ? " 1 row holds something else and belongs to no period."
              : " \(notDates) rows hold something else and belong to no period."),
        chinese: "「\(name)」為日期，依日期的年份分期。" + (notDates == 0 ? "" : "\(notDates) 筆不是日期，不屬於任何一期。"))
    ]
  }

  func begin(
    _ requests: [ColumnRequest], into batch: ColumnBatch, run: RunControl?
  ) throws(SurveyStatsError) {
    content = .unknown
    notDates = 0
    translations = requests.map { _ in [] }
    isNew = requests.map { $0.column == columnNames.count - 1 }
    batch.prepare(for: requests)
    var inner = requests
    for index in inner.indices where isNew[index] {
      inner[index].column = dates
      inner[index].reading = .text
    }
    try source.begin(inner, into: own, run: run)
    // All other columns are the source's own, without a copy.
    for index in requests.indices where !isNew[index] { batch.columns[index] = own.columns[index] }
  }

  func next(into batch: ColumnBatch) throws(SurveyStatsError) -> Bool {
    batch.removeAllRows()
    guard try source.next(into: own) else { return false }
    batch.rowCount = own.rowCount
    batch.firstRow = own.firstRow
    for index in isNew.indices where isNew[index] {
      guard case .codes(let found) = own.columns[index] else { continue }
      decide(found)
      switch batch.columns[index] {
      case .codes(let years):
        for code in found.codes { years.codes.append(year(of: code, found, index, years.dictionary)) }
      case .numbers(let years):
        for code in found.codes {
          let text = code < 0 ? nil : period(of: found.dictionary[code])
          if let number = text.flatMap({ parseNumber($0) }) {
            years.append(number)
          } else {
            years.appendMissing()
          }
        }
      }
      if content == .dates, found.dictionary.count > Self.mostTexts {
        found.dictionary.removeAll()
        translations[index] = []
      }
    }
    return true
  }

  private func decide(_ column: CodeColumn) {
    guard content == .unknown, let first = column.codes.first(where: { $0 >= 0 }) else { return }
    let date = parseDate(column.dictionary[first])
    content = date?.month == nil ? .other : .dates
  }

  private func year(
    of code: Int32, _ found: CodeColumn, _ index: Int, _ years: TextDictionary
  ) -> Int32 {
    if code < 0 { return -1 }
    while translations[index].count <= Int(code) {
      let text = found.dictionary[Int32(truncatingIfNeeded: translations[index].count)]
      translations[index].append(period(of: text).map { years.code(of: $0) } ?? -1)
    }
    let year = translations[index][Int(code)]
    if year < 0 { notDates += 1 }
    return year
  }

  private func period(of text: String) -> String? {
    if content != .dates { return text }
    return commonEraYear(text, ofDates: true).map { labels[$0] ?? String($0) }
  }
}
