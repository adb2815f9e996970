import CSurveyShims
import SurveyInference
import SurveyReports
import SurveyStats
import SurveyTable
import Testing

@Suite struct ArrowExportTests {
  private func row(_ group: String?, _ estimate: Double?, level: String? = nil) -> EstimateRow {
    var row = EstimateRow(
      statistic: "mean", term: "滿意度", group: group.map { [.init(column: "term", value: $0)] } ?? [],
      level: level,
      estimate: estimate, count: 3, missingCount: 1, weightedCount: 4.5)
    row.degreesOfFreedom = .infinity
    return row
  }

  /// The result read again as a table of answers: texts as they are, numbers as their shortest text.
  private func readAgain(_ estimates: Estimates) throws -> (names: [String], cells: [[String?]]) {
    var stream = ArrowArrayStream()
    estimates.exportArrowStream(to: &stream)
    let data = try SurveyData(arrowStream: &stream)
    let source = try data.makeSource()
    let batch = ColumnBatch()
    try source.begin(
      data.columnNames.indices.map { ColumnRequest(column: $0, reading: .text) }, into: batch, run: nil)
    var cells = data.columnNames.map { _ in [String?]() }
    while try source.next(into: batch) {
      for (index, column) in batch.columns.enumerated() {
        guard case .codes(let codes) = column else { continue }
        cells[index] += codes.codes.map { $0 < 0 ? nil : codes.dictionary[$0] }
      }
    }
    return (data.columnNames, cells)
  }

  @Test func columnsAreThoseOfTheCSVWithNullWhereItIsEmpty() throws {
    let estimates = Estimates(
      command: "mean", confidence: 0.95, rows: [row("a", 1.5), row("b", nil), row(nil, .nan, level: "普通")])
    let table = try readAgain(estimates)
    let header = estimates.rendered(as: .csv).split(separator: "\n")[0].split(separator: ",").map(String.init)
    // A grouping column that is called like one of ours would be there twice.
    #expect(header.first == "term")
    #expect(table.names == ["group.term"] + header.dropFirst())
    let cells = Dictionary(uniqueKeysWithValues: zip(table.names, table.cells))
    #expect(cells["group.term"] == ["a", "b", nil])
    #expect(cells["term"] == ["滿意度", "滿意度", "滿意度"])
    #expect(cells["level"] == [nil, nil, "普通"])
    #expect(cells["estimate"] == ["1.5", nil, nil])
    #expect(cells["df"] == [nil, nil, nil])
    #expect(cells["n"] == ["3", "3", "3"])
    #expect(cells["weighted_n"] == ["4.5", "4.5", "4.5"])
  }

  @Test func aResultWithoutRowsIsATableWithoutRows() throws {
    let table = try readAgain(Estimates(command: "mean", confidence: 0.95, rows: []))
    #expect(table.names.contains("estimate"))
    #expect(table.cells.map(\.count).max() == 0)
  }

  @Test func theStreamEndsAfterOneBatchAndEverythingMayBeReleasedInAnyOrder() {
    var stream = ArrowArrayStream()
    Estimates(command: "mean", confidence: 0.95, rows: [row(nil, 2)]).exportArrowStream(to: &stream)
    var (schema, array, end) = (ArrowSchema(), ArrowArray(), ArrowArray())
    #expect(stream.get_schema(&stream, &schema) == 0)
    #expect(stream.get_next(&stream, &array) == 0)
    #expect(stream.get_next(&stream, &end) == 0)
    #expect(end.release == nil)
    stream.release(&stream)
    #expect(stream.release == nil)
    #expect(array.length == 1)
    #expect(array.n_children == schema.n_children)
    schema.release(&schema)
    // A consumer may move a column out of its table; it outlives the table.
    let place = array.children?[2]
    var moved = place?.pointee ?? ArrowArray()
    place?.pointee.release = nil
    array.release(&array)
    #expect(array.release == nil)
    #expect(moved.buffers?[1]?.load(as: Double.self) == 2)
    moved.release(&moved)
    #expect(moved.release == nil)
  }
}
