import SurveyTable
import Testing

@Suite struct SmallColumnTests {
  /// What a pass reads of one column as numbers.
  private func read(_ values: SurveyColumn.Values) throws -> [Double?] {
    let data = try SurveyData(columns: [SurveyColumn(name: "x", values: values)])
    let source = try data.makeSource()
    let batch = ColumnBatch()
    try source.begin([ColumnRequest(column: 0, reading: .number)], into: batch, run: nil)
    var read: [Double?] = []
    while try source.next(into: batch) {
      guard case .numbers(let numbers) = batch.columns[0] else { continue }
      read += zip(numbers.values, numbers.valid).map { $1 == 1 ? $0 : nil }
    }
    return read
  }

  @Test func numbersWithoutASignAreNotTakenForNegativeBytes() throws {
    #expect(try read(.uint8([5, 127, 128, 200, 255])) == [5, 127, 128, 200, 255])
    #expect(try read(.int8([5, -127, -128])) == [5, -127, -128])
    #expect(try read(.int16([5, 255, -129])) == [5, 255, -129])
  }
}
