import CSurveyShims
import SurveyInput
import SurveyTable
import Testing

@Suite struct ArrowPassesTests {
  private func chunk(_ values: [Int32]) -> HandMade { .table([HandMade("i", values)], rows: values.count) }

  @Test func keptChunksServeManyPassesAndAreReleasedWithTheData() throws {
    let ledger = Ledger()
    do {
      let data = try arrowData([chunk([1, 2]), chunk([3])], passes: .keep, ledger: ledger)
      // The stream is not needed any longer, the chunks are.
      #expect(ledger.streams == 1)
      #expect(ledger.schemas == 1)
      for _ in 0..<3 { #expect(try readTable(data).columns == [["1", "2", "3"]]) }
      let (first, second) = (try data.makeSource(), try data.makeSource())
      let (one, two) = (ColumnBatch(), ColumnBatch())
      try first.begin([ColumnRequest(column: 0, reading: .number)], into: one, run: nil)
      try second.begin([ColumnRequest(column: 0, reading: .text)], into: two, run: nil)
      #expect(try first.next(into: one))
      #expect(try second.next(into: two))
      #expect(one.rowCount == 3 && two.rowCount == 3)
      #expect(ledger.arrays == 0)
    }
    #expect(ledger.arrays == 2)
  }

  @Test func aStreamReadOnceHoldsOneChunkAndRefusesASecondPass() throws {
    let ledger = Ledger()
    let chunks = (0..<4).map { chunk(Array(repeating: Int32($0), count: 4096)) }
    let data = try arrowData(chunks, passes: .once, ledger: ledger)
    let source = try data.makeSource()
    let batch = ColumnBatch()
    try source.begin([ColumnRequest(column: 0, reading: .number)], into: batch, run: nil)
    for released in 0..<4 {
      #expect(try source.next(into: batch))
      #expect(ledger.arrays == released)
    }
    #expect(try !source.next(into: batch))
    #expect(ledger.arrays == 4)
    let error = #expect(throws: SurveyStatsError.self) { try readTable(data) }
    #expect(error?.code == .sourceChanged)
    #expect(error?.message.contains("can be read once") == true)
  }

  @Test func aStreamThatBeginsAgainDoesSoForEachPassAlsoForOneThatWasGivenUp() throws {
    let ledger = Ledger()
    let data = try arrowData(
      (0..<3).map { _ in chunk(Array(repeating: 1, count: 4096)) }, passes: .again, ledger: ledger)
    #expect(try readTable(data).rowCount == 3 * 4096)
    do {
      let source = try data.makeSource()
      let batch = ColumnBatch()
      try source.begin([ColumnRequest(column: 0, reading: .number)], into: batch, run: nil)
      #expect(try source.next(into: batch))
      let error = #expect(throws: SurveyStatsError.self) { try readTable(data) }
      #expect(error?.message.contains("another call is reading") == true)
    }
    #expect(ledger.arrays == 4)
    #expect(try readTable(data).rowCount == 3 * 4096)
    #expect(ledger.streams == 0)
  }

  @Test func aStreamThatBeginsAgainWithOtherRowsOrColumnsIsRefused() throws {
    let stream = HandMadeStream([chunk([1, 2]), chunk([3])])
    var moved = stream.make()
    let data = try SurveyData(arrowStream: &moved, passes: .again)
    #expect(try readTable(data).rowCount == 3)
    stream.hasLostItsLast = true
    let error = #expect(throws: SurveyStatsError.self) { try readTable(data) }
    #expect(error?.code == .sourceChanged)
    #expect(error?.message.contains("another number of rows") == true)
    stream.schema = .table([HandMade("l", [Int64]())], rows: 0)
    let other = #expect(throws: SurveyStatsError.self) { try readTable(data) }
    #expect(other?.message.contains("other columns") == true)
  }

  @Test func aCancelledRunReleasesWhatWasRead() throws {
    let ledger = Ledger()
    let run = RunControl()
    run.cancel()
    var stream = HandMadeStream([chunk([1]), chunk([2])], ledger: ledger).make()
    let error = #expect(throws: SurveyStatsError.self) { try SurveyData(arrowStream: &stream, run: run) }
    #expect(error?.code == .cancelled)
    #expect(stream.release == nil)
    #expect(ledger.arrays == 1)
    #expect(ledger.streams == 1)
  }

  @Test func sharesHaveEveryKeptRowOnce() throws {
    let chunks = [5000, 1, 0, 9000, 4096, 3].map { rows in
      HandMade.table([HandMade("i", (0..<rows).map { Int32($0) })], rows: rows)
    }
    let data = try arrowData(chunks)
    let whole = try readTable(data)
    for count in [2, 3, 7, 64] {
      let pass = try #require(try data.makeSource().shares(count))
      var cells: [String?] = []
      for source in pass.sources {
        let batch = ColumnBatch()
        try source.begin([ColumnRequest(column: 0, reading: .text)], into: batch, run: nil)
        while try source.next(into: batch) {
          guard case .codes(let codes) = batch.columns[0] else { continue }
          cells += codes.codes.map { codes.dictionary[$0] }
        }
      }
      #expect(cells == whole.columns[0])
      #expect(pass.join() == [])
    }
    // A stream is read in order.
    for passes in [ArrowPasses.once, .again] {
      #expect(try arrowData(chunks, passes: passes).makeSource().shares(2) == nil)
    }
  }

  @Test func answersStayInAByteUntilOneIsNone() throws {
    func isSmall(_ column: HandMade, missing: MissingCodes = .none) throws -> Bool {
      let source = try arrowData([.table([column], rows: column.length)]).makeSource()
      let batch = ColumnBatch()
      try source.begin([ColumnRequest(column: 0, reading: .number, missing: missing)], into: batch, run: nil)
      _ = try source.next(into: batch)
      guard case .numbers(let numbers) = batch.columns[0] else { return false }
      return numbers.isSmall
    }
    let small = [
      HandMade("c", [Int8(-127), 127]), HandMade("C", [UInt8(0), 127]), HandMade("l", [-127, 127]),
      HandMade("g", [1.0, .nan, -127]), HandMade("f", [Float(5), .nan]),
      HandMade("g", [1.0, 0.5], valid: [1, 0]),
      HandMade("l", [1, 1000], valid: [1, 0]), HandMade(texts: ["5", nil]), HandMade("d:9,0,64", [5]),
      HandMade("C", indices: [UInt8(0)], of: HandMade(texts: ["5"])), HandMade(format: "n", length: 1),
    ]
    for column in small { #expect(try isSmall(column), "\(column)") }
    // What is no byte, what stands for a missing answer, and a negative zero.
    let wide = [
      HandMade("c", [Int8(-128)]), HandMade("C", [UInt8(128)]), HandMade("l", [Int64(1) << 40]),
      HandMade("g", [0.5]),
      HandMade("g", [-0.0]), HandMade("g", [256.0]), HandMade("f", [Float(1e30)]), HandMade(texts: ["1.5"]),
      HandMade("L", [UInt64.max]), HandMade("g", (0..<40).map { $0 == 39 ? 0.25 : 1 }),
    ]
    for column in wide { #expect(try !isSmall(column), "\(column)") }
    #expect(try read(HandMade("c", [Int8(-128), 3]), as: .number) == ["-128", "3"])
    let codes = MissingCodes(list: "9,-128,0.5")
    for column in [HandMade("c", [Int8(9), 3, -128]), HandMade("g", [9.0, 3, -128])] {
      #expect(try read(column, as: .number, missing: codes) == [nil, "3", nil])
    }
  }

  @Test func aChunkWithoutRowsIsNotLookedAtHoweverItIsRead() throws {
    var odd = HandMade("i", [Int32]())
    odd.length = -1
    for passes in ArrowPasses.allCases {
      let data = try arrowData([chunk([1]), .table([odd], rows: 0), chunk([2])], passes: passes)
      #expect(try readTable(data).columns == [["1", "2"]])
    }
  }

  @Test func oneArrayIsATable() throws {
    let ledger = Ledger()
    do {
      let table = chunk([1, 2])
      var (schema, array) = (table.makeSchema(ledger), table.makeArray(ledger))
      let data = try SurveyData(arrowSchema: &schema, arrowArray: &array, name: "batch")
      #expect(schema.release == nil && array.release == nil)
      #expect(try readTable(data).columns == [["1", "2"]])
      #expect(data.name == "batch")
    }
    #expect(ledger.arrays == 1 && ledger.schemas == 1)
    let column = HandMade("i", [Int32(1)])
    var (schema, array) = (column.makeSchema(ledger), column.makeArray(ledger))
    #expect(throws: SurveyStatsError.self) { try SurveyData(arrowSchema: &schema, arrowArray: &array) }
    #expect(ledger.arrays == 2 && ledger.schemas == 2)
  }

  @Test func codesOfADictionaryThatWasEmptiedBetweenBatchesAreGivenAnew() throws {
    let texts = (0..<9000).map { Optional("text \($0 % 3)") }
    let coded = HandMade(
      "c", indices: (0..<9000).map { Int8($0 % 3) }, of: HandMade(texts: ["a", "b", "c"]), name: "y")
    let data = try arrowData([.table([HandMade(texts: texts), coded], rows: 9000)])
    let source = try data.makeSource()
    let batch = ColumnBatch()
    try source.begin((0..<2).map { ColumnRequest(column: $0, reading: .text) }, into: batch, run: nil)
    var row = 0
    while try source.next(into: batch) {
      guard case .codes(let first) = batch.columns[0], case .codes(let second) = batch.columns[1] else {
        continue
      }
      for index in 0..<batch.rowCount {
        #expect(first.dictionary[first.codes[index]] == "text \(row % 3)")
        #expect(second.dictionary[second.codes[index]] == ["a", "b", "c"][row % 3])
        row += 1
      }
      first.dictionary.removeAll()
      second.dictionary.removeAll()
    }
    #expect(row == 9000)
  }
}
