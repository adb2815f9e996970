import SurveyInput
import SurveyTable

/// The year that records are wanted of.
enum RecordYear: Int, Hashable {
  case current
  case prior
}

/// A dataset whose files are open.
final class OpenDataset {
  let dataset: Dataset
  let year: RecordYear
  let tables: [SurveyData]
  /// The days that belong to the year.
  let period: ClosedRange<CalendarDay>
  private let run: RunControl?
  private let headers: [String: String]

  init(
    _ dataset: Dataset, _ year: RecordYear, _ tables: [SurveyData], period: ClosedRange<CalendarDay>,
    _ run: RunControl?
  ) {
    self.run = run
    self.dataset = dataset
    self.year = year
    self.tables = tables
    self.period = period
    headers = Dictionary(
      dataset.columns.map { ($0.name, $0.header) }, uniquingKeysWith: { first, _ in first })
  }

  /// The header that a name of the plan stands for, in one of the files.
  func header(_ name: String, in table: SurveyData) throws(SurveyStatsError) -> String {
    let wanted = headers[name] ?? name
    if table.position(ifPresent: wanted) != nil { return wanted }
    let folded = foldedForMatching(wanted)
    if let same = table.columnNames.first(where: { foldedForMatching($0) == folded }) { return same }
    _ = try position(of: wanted, in: table)
    return wanted
  }

  private func position(of header: String, in table: SurveyData) throws(SurveyStatsError) -> Int {
    try table.position(
      of: header, as: "dataset '\(dataset.id)' of the plan", chinese: "計畫之資料集「\(dataset.id)」")
  }

  /// The rows of the year that `condition` holds for.
  func rows(
    _ names: [String], where condition: String? = nil
  ) throws(SurveyStatsError) -> RecordRows {
    var result = RecordRows(
      columns: names.map { RecordColumn(name: $0) }, fileNames: tables.map(\.name))
    let date = dataset.date.map { RecordColumn(name: $0) }
    for (file, table) in tables.enumerated() {
      try append(table, file, condition, date, to: &result)
    }
    if let date {
      // Only now, since a later row may show whether days or months come first in all of them.
      result.keep { row in
        // A record without its date, such as a case that is still open, stays.
        date.moment(row).map { period.contains($0.day) } ?? true
      }
    }
    return result
  }

  /// A file that lacks several columns is mended once: all of them are named, a line for each.
  private struct MissingColumns {
    private var found: [SurveyStatsError] = []

    /// `nil` where there is no such column.
    mutating func position(_ find: () throws(SurveyStatsError) -> Int) throws(SurveyStatsError) -> Int? {
      do throws(SurveyStatsError) {
        return try find()
      } catch {
        if error.code != .unknownColumn { throw error }
        if !found.contains(where: { $0.message == error.message }) { found.append(error) }
        return nil
      }
    }

    func check() throws(SurveyStatsError) {
      if let error = SurveyStatsError.together(found) { throw error }
    }
  }

  private func append(
    _ table: SurveyData, _ file: Int, _ condition: String?, _ date: RecordColumn?, to result: inout RecordRows
  ) throws(SurveyStatsError) {
    var requests: [ColumnRequest] = []
    var missing = MissingColumns()
    func request(_ name: String, _ reading: ColumnRequest.Reading) throws(SurveyStatsError) -> Int {
      let found = try missing.position { () throws(SurveyStatsError) in
        try position(of: try header(name, in: table), in: table)
      }
      // Nothing is read where a column is missing; until all names are tried another stands in its place.
      requests.append(ColumnRequest(column: found ?? 0, reading: reading))
      return requests.count - 1
    }
    var slots: [Int] = []
    for column in result.columns { slots.append(try request(column.name, .text)) }
    var dateSlot: Int?
    if let date { dateSlot = try request(date.name, .text) }
    var numbers: [Int: RecordColumn] = [:]
    var filter: DomainFilter?
    if let condition {
      let expression = try DomainExpression(parsing: condition, limits: table.limits)
      filter = try DomainFilter(expression) { (name, reading) throws(SurveyStatsError) in
        // Numbers are read as texts, as people write them: 1,510.
        let slot = try request(name, .text)
        if reading == .number { numbers[slot] = RecordColumn(name: name) }
        return slot
      }
    }
    try missing.check()
    let noValue = Set(dataset.missing)
    let source = try table.makeSource()
    let batch = ColumnBatch()
    try source.begin(requests, into: batch, run: run)
    while try source.next(into: batch) {
      let view = try withNumbers(numbers, batch, table)
      let member = filter?.membership(in: view)
      for row in 0..<batch.rowCount where member?[row] ?? 1 == 1 {
        func text(_ slot: Int) -> String? {
          guard case .codes(let codes) = batch.columns[slot], codes.codes[row] >= 0 else { return nil }
          let text = codes.dictionary[codes.codes[row]].trimmingSpaces()
          return noValue.contains(text) ? nil : text
        }
        if let date, let dateSlot { date.append(text(dateSlot)) }
        for (column, slot) in zip(result.columns, slots) { column.append(text(slot)) }
        result.places.append((file, batch.firstRow + row))
        result.count += 1
      }
    }
  }
}

extension OpenDataset {
  /// A batch in which the columns that a condition compares as numbers are numbers.
  private func withNumbers(
    _ numbers: [Int: RecordColumn], _ batch: ColumnBatch, _ table: SurveyData
  ) throws(SurveyStatsError) -> ColumnBatch {
    if numbers.isEmpty { return batch }
    let view = ColumnBatch()
    view.rowCount = batch.rowCount
    view.firstRow = batch.firstRow
    view.columns = batch.columns
    for (slot, reader) in numbers {
      guard case .codes(let codes) = batch.columns[slot] else { continue }
      let column = NumberColumn()
      for row in 0..<batch.rowCount {
        let text = codes.codes[row] < 0 ? nil : codes.dictionary[codes.codes[row]].trimmingSpaces()
        let known = text.flatMap { dataset.missing.contains($0) ? nil : $0 }
        guard let known else {
          column.appendMissing()
          continue
        }
        guard let number = RecordColumn.number(known) else {
          throw SurveyStatsError(
            .malformedData,
            "\(table.name) row \(batch.firstRow + row), column '\(reader.name)': '\(known.prefix(40))' is not a number, and a condition compares it with one",
            chinese:
              "\(table.name) 第 \(batch.firstRow + row) 列「\(reader.name)」欄：「\(known.prefix(40))」不是數字，而條件將其與數字比較",
            row: batch.firstRow + row)
        }
        column.append(number)
      }
      view.columns[slot] = .numbers(column)
    }
    return view
  }
}

/// Opens the datasets of a plan, each once, and keeps what a report says of their files.
final class RecordLibrary {
  let plan: Plan
  let run: RunControl?
  private var opened: [String: OpenDataset] = [:]
  private(set) var uses: [PlanEvaluation.DatasetUse] = []
  /// Codes of what reading decided, by dataset.
  init(_ plan: Plan, _ run: RunControl?) {
    self.plan = plan
    self.run = run
  }

  /// A dataset's records of a year; `nil` where the plan names no file of last year.
  func open(_ id: String, _ year: RecordYear) throws(SurveyStatsError) -> OpenDataset? {
    guard let dataset = plan.dataset(id) else {
      throw SurveyStatsError(.invalidArgument, "the plan has no dataset '\(id)'")
    }
    let files = year == .current ? dataset.files : dataset.priorFiles
    if files.isEmpty { return nil }
    let key = "\(year.rawValue) \(id)"
    if let open = opened[key] { return open }
    var tables: [SurveyData] = []
    var failures: [SurveyStatsError] = []
    for file in files {
      let path = plan.path(file)
      do throws(SurveyStatsError) {
        let table = try SurveyData(
          csvFile: path, named: file,
          options: CSVOptions(
            encoding: dataset.encoding, delimiter: dataset.delimiter, headerRows: dataset.headerRows,
            keepTotalRows: dataset.keepsTotalRows), notes: \.inWordsOfPlans)
        uses.append(
          PlanEvaluation.DatasetUse(
            id: id, label: dataset.label, file: fileName(path), isPrior: year == .prior,
            rows: try rowCount(table), hash: try fileHash(path: path),
            encoding: table.dialect?.encoding ?? "utf-8", notes: table.notes))
        tables.append(table)
      } catch {
        let isMissing = error.code == .inputOutput && path != file
        failures.append(
          SurveyStatsError(
            error.code,
            "dataset '\(id)' (line \(dataset.line) of the plan): \(error.message)\(isMissing ? " (it was looked for as \(path))" : "")",
            chinese:
              "資料集「\(id)」（計畫檔第 \(dataset.line) 行）：\(error.chinese ?? error.message)\(isMissing ? "（尋找之路徑為 \(path)）" : "")",
            row: error.row, column: error.column))
      }
    }
    if let error = SurveyStatsError.together(failures) { throw error }
    let open = OpenDataset(dataset, year, tables, period: plan.period(of: year), run)
    opened[key] = open
    return open
  }

  private func rowCount(_ table: SurveyData) throws(SurveyStatsError) -> Int {
    let source = try table.makeSource()
    let batch = ColumnBatch()
    try source.begin([], into: batch, run: run)
    var count = 0
    while try source.next(into: batch) { count += batch.rowCount }
    return count
  }
}

func fileName(_ path: String) -> String {
  path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
}

extension Plan {
  /// A path of the plan from where the program runs.
  func path(_ file: String) -> String { file.hasPrefix("/") ? file : folder + file }

  /// The days of the plan's year that lie within its term, and the same a year earlier.
  func period(of year: RecordYear) -> ClosedRange<CalendarDay> {
    let own = self.year - (year == .prior ? 1 : 0)
    let (first, last) = (CalendarDay.firstDay(of: own), CalendarDay.lastDay(of: own))
    if year == .prior { return first...last }
    let from = max(termFrom, first)
    let to = min(termTo, last)
    return from <= to ? from...to : first...last
  }
}

extension SurveyStatsError {
  /// Several errors as one, a line for each.
  fileprivate static func together(_ errors: [SurveyStatsError]) -> SurveyStatsError? {
    guard var first = errors.first, errors.count > 1 else { return errors.first }
    first.message = errors.map(\.message).joined(separator: "\n")
    first.chinese = errors.map { $0.chinese ?? $0.message }.joined(separator: "\n")
    return first
  }
}
