import SurveyInput
import SurveyTable
import Testing

/// Columns that a pass reads for those to come: nobody can tell but by the time it takes.
@Suite struct ColumnsAheadTests {

  private static func data(_ rows: [String], threads: Int = 1) throws -> SurveyData {
    var options = CSVOptions()
    options.limits.threads = threads
    let text = (["id,answer,weight,place"] + rows).joined(separator: "\n") + "\n"
    return try SurveyData(csv: Array(text.utf8), name: "a.csv", options: options)
  }

  /// The columns as a pass has them, and its notes.
  private static func read(
    _ data: SurveyData, _ requests: [ColumnRequest]
  ) throws(SurveyStatsError) -> (columns: [[String]], notes: [Note]) {
    let source = try data.makeSource()
    let batch = ColumnBatch()
    try source.begin(requests, into: batch, run: nil)
    var columns = requests.map { _ in [String]() }
    while try source.next(into: batch) {
      for (slot, column) in batch.columns.enumerated() {
        switch column {
        case .numbers(let numbers):
          columns[slot] += zip(numbers.values, numbers.valid).map { $1 == 0 ? "–" : "\($0)" }
        case .codes(let codes): columns[slot] += codes.codes.map { $0 < 0 ? "–" : codes.dictionary[$0] }
        }
      }
    }
    return (columns, source.passNotes)
  }

  private static let rows = (1...9000).map { row in
    "\(row),\(["good", "bad", ""][row % 3]),\(row % 7 == 0 ? "" : "\(row % 5).5"),\(row % 11)區"
  }

  private static let answers = ColumnRequest(column: 1, reading: .text)
  private static let others = [
    ColumnRequest(column: 2, reading: .number), ColumnRequest(column: 3, reading: .text),
    ColumnRequest(column: 0, reading: .number), ColumnRequest(column: 2, reading: .text),
  ]

  @Test("columns read ahead are those that a pass of their own reads")
  func sameColumns() throws {
    let (ahead, plain) = (try Self.data(Self.rows), try Self.data(Self.rows))
    ahead.expectColumns(numbers: ["weight", "id", "nowhere"], texts: ["place", "weight"])
    #expect(try Self.read(ahead, [Self.answers]).columns == Self.read(plain, [Self.answers]).columns)
    for requests in [Self.others, [Self.answers] + Self.others, [Self.others[3], Self.answers]] {
      #expect(try Self.read(ahead, requests).columns == Self.read(plain, requests).columns)
    }
  }

  @Test("a cell that is no number is told to whoever asks for the column, and to nobody before")
  func badNumber() throws {
    var rows = Self.rows
    rows[7000] = "7001,good,three,1區"
    let data = try Self.data(rows)
    data.expectColumns(numbers: ["weight"], texts: ["place"])
    #expect(try Self.read(data, [Self.answers]).columns[0].count == 9000)
    do throws(SurveyStatsError) {
      _ = try Self.read(data, [Self.others[0], Self.others[1]])
      Issue.record("read")
    } catch {
      #expect(error.code == .malformedData)
      // The header is row 1.
      #expect(error.row == 7002 && error.column == 3)
      #expect(error.message.contains("three"))
    }
    #expect(try Self.read(data, [Self.others[1]]).columns[0][7000] == "1區")
  }

  @Test("numbers in wide digits are noted where they are asked for")
  func wideDigits() throws {
    let data = try Self.data(["1,good,２.５,1區", "2,bad,1,2區"])
    data.expectColumns(numbers: ["weight"], texts: [])
    #expect(try Self.read(data, [Self.answers]).notes.isEmpty)
    let (columns, notes) = try Self.read(data, [Self.others[0]])
    #expect(columns == [["2.5", "1.0"]] && notes.map(\.code) == ["full_width_digits"])
  }
}
