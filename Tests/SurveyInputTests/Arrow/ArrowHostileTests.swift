import CSurveyShims
import SurveyInput
import SurveyTable
import Testing

/// A table of one hand-made column that contradicts itself, and what is said of it.
struct Hostile: CustomTestStringConvertible, Sendable {
  var what: String
  var table: @Sendable () -> HandMade
  var says: String
  var reading = ColumnRequest.Reading.number
  var row: Int?

  var testDescription: String { what }
}

/// `column` in a table of as many rows.
private func alone(_ column: HandMade, _ change: (inout HandMade) -> Void = { _ in }) -> HandMade {
  var column = column
  change(&column)
  return .table([column], rows: column.length)
}

private let hostile: [Hostile] = [
  Hostile(
    what: "a length below zero",
    table: {
      alone(HandMade("c", [Int8(1)])) {
        $0.length = -1
        $0.buffers = []
      }
    }, says: "has -1 values"),
  Hostile(
    what: "a length that no memory holds",
    table: { .table([HandMade("l", [1, 2])], rows: .max) }, says: "has 9223372036854775807 values"),
  Hostile(
    what: "an offset below zero", table: { alone(HandMade("c", [Int8(1)])) { $0.offset = -1 } },
    says: "begins at value -1"),
  Hostile(
    what: "an offset whose sum with the length overflows",
    table: { alone(HandMade("c", [Int8(1)])) { $0.offset = .max } },
    says: "begins at value 9223372036854775807"),
  Hostile(
    what: "a column that is shorter than its table", table: { .table([HandMade("c", [Int8(1)])], rows: 2) },
    says: "has 1 value for rows 1 to 2"),
  Hostile(
    what: "a column that ends before its table's offset",
    table: { .table([HandMade("c", [Int8(1), 2])], rows: 2, offset: 1) }, says: "has 2 values for rows 2 to 3"
  ),
  Hostile(
    what: "more missing values than values",
    table: { alone(HandMade("c", [Int8(1)], valid: [0])) { $0.nulls = 2 } }, says: "has 2 missing values of 1"
  ),
  Hostile(
    what: "missing values and no bitmap", table: { alone(HandMade("c", [Int8(1)])) { $0.nulls = 1 } },
    says: "no bitmap of them"),
  Hostile(
    what: "no buffer of values", table: { alone(HandMade("c", [Int8(1)])) { $0.buffers[1] = nil } },
    says: "has 1 value and no buffer of them"),
  Hostile(
    what: "too few buffers", table: { alone(HandMade("c", [Int8(1)])) { $0.buffers = [nil] } },
    says: "has 1 buffer instead of 2"),
  Hostile(
    what: "a text column with two buffers",
    table: { alone(HandMade(texts: ["a"])) { $0.buffers.removeLast() } }, says: "has 2 buffers instead of 3"),
  Hostile(
    what: "a count of buffers below zero",
    table: { alone(HandMade(views: ["a"])) { $0.saidBuffers = -4 } }, says: "has -4 buffers"),
  Hostile(
    what: "no list of buffers", table: { alone(HandMade("c", [Int8(1)])) { $0.hasBufferList = false } },
    says: "has no list of buffers"),
  Hostile(
    what: "another count of columns than the schema's",
    table: { .table([HandMade("c", [Int8(1)])], rows: 1).saying(children: 0) },
    says: "has 0 columns, its schema 1"),
  Hostile(
    what: "no list of columns",
    table: {
      var table = alone(HandMade("c", [Int8(1)]))
      table.hasChildList = false
      return table
    }, says: "no list of columns"),
  Hostile(
    what: "no dictionary",
    table: { alone(HandMade("c", indices: [Int8(0)], of: HandMade(texts: ["a"]))) { $0.dictionary = [] } },
    says: "has no dictionary"),
  Hostile(
    what: "a dictionary that the schema does not know",
    table: { alone(HandMade("c", [Int8(0)])) { $0.dictionary = [HandMade(texts: ["a"])] } },
    says: "has a dictionary, which its schema does not say"),
  Hostile(
    what: "an index beyond the dictionary",
    table: { alone(HandMade("c", indices: [Int8(0), 1], of: HandMade(texts: ["a"]))) },
    says: "value 2 of column 'x' has the dictionary index 1, but the dictionary has 1 value", reading: .text,
    row: 2),
  Hostile(
    what: "an index below zero",
    table: { alone(HandMade("c", indices: [Int8(-1)], of: HandMade("c", [Int8(4)]))) },
    says: "has the dictionary index -1", row: 1),
  Hostile(
    what: "an unsigned index beyond every number",
    table: { alone(HandMade("L", indices: [UInt64.max], of: HandMade("c", [Int8(4)]))) },
    says: "has the dictionary index", row: 1),
  Hostile(
    what: "an index into a dictionary of nothing",
    table: { alone(HandMade("c", indices: [Int8(0)], of: HandMade(texts: []))) },
    says: "but the dictionary has 0 values", row: 1),
  Hostile(
    what: "offsets that go back",
    table: { alone(HandMade(texts: ["ab", "cd"])) { $0.buffers[1] = bytes([Int32(0), 2, 1]) } },
    says: "value 2 of column 'x': its text lies from byte 2 to byte 1", reading: .text, row: 2),
  Hostile(
    what: "offsets below zero",
    table: { alone(HandMade(texts: ["ab"])) { $0.buffers[1] = bytes([Int32(-1), 2]) } },
    says: "its text lies from byte -1 to byte 2", row: 1),
  Hostile(
    what: "large offsets beyond every memory",
    table: { alone(HandMade(texts: ["ab"], large: true)) { $0.buffers[1] = bytes([0, Int.max]) } },
    says: "its text lies from byte 0", row: 1),
  Hostile(
    what: "texts without bytes", table: { alone(HandMade(texts: ["ab"])) { $0.buffers[2] = nil } },
    says: "its text has 2 bytes and no buffer", row: 1),
  Hostile(
    what: "a view of a length below zero",
    table: { alone(HandMade(views: ["ab"])) { $0.buffers[1] = bytes([Int32(-1), 0, 0, 0]) } },
    says: "its text has a length of -1", reading: .text, row: 1),
  Hostile(
    what: "a view into a buffer that is not there",
    table: { alone(HandMade(views: ["ab"])) { $0.buffers[1] = bytes([Int32(13), 0, 2, 0]) } },
    says: "its text lies in buffer 2 of 2", reading: .text, row: 1),
  Hostile(
    what: "a view into a buffer below zero",
    table: { alone(HandMade(views: ["ab"])) { $0.buffers[1] = bytes([Int32(13), 0, -1, 0]) } },
    says: "its text lies in buffer -1 of 2", reading: .text, row: 1),
  Hostile(
    what: "a view beyond the end of its buffer",
    table: {
      alone(HandMade(views: ["a text of 19 bytes."])) { $0.buffers[1] = bytes([Int32(19), 0, 0, 1]) }
    },
    says: "its text lies from byte 1 to byte 20 of a buffer of 19", reading: .text, row: 1),
  Hostile(
    what: "a view before the beginning of its buffer",
    table: {
      alone(HandMade(views: ["a text of 19 bytes."])) { $0.buffers[1] = bytes([Int32(19), 0, 0, -1]) }
    },
    says: "its text lies from byte -1", reading: .text, row: 1),
  Hostile(
    what: "text that is not UTF-8",
    table: { alone(HandMade(texts: ["ab"])) { $0.buffers[2] = [0x61, 0xFF] } }, says: "is not UTF-8",
    reading: .text, row: 1),
  Hostile(
    what: "text with a NUL in it", table: { alone(HandMade(texts: ["a\0"])) }, says: "holds a NUL",
    reading: .text,
    row: 1),
  Hostile(
    what: "a day outside of the calendar", table: { alone(HandMade("tdD", [Int32.max])) },
    says: "it is no day of the years 1 to 9999", reading: .text, row: 1),
  Hostile(
    what: "a time whose zone overflows", table: { alone(HandMade("tss:+08:00", [Int64.max])) },
    says: "it is no day of the years 1 to 9999", reading: .text, row: 1),
  Hostile(
    what: "a time of a day that has 25 hours", table: { alone(HandMade("tts", [Int32(90_000)])) },
    says: "it is no time of a day", reading: .text, row: 1),
  Hostile(
    what: "a text longer than a cell may be",
    table: { alone(HandMade(texts: [String(repeating: "1", count: 101)])) },
    says: "has 101 bytes, more than the limit of 100 for a cell", row: 1),
]

extension HandMade {
  fileprivate func saying(children: Int64) -> HandMade {
    var copy = self
    copy.saidChildren = children
    return copy
  }
}

@Suite struct ArrowHostileTests {
  @Test(arguments: hostile) func whatContradictsItselfIsRefusedAndReleasedOnce(_ hostile: Hostile) throws {
    for passes in ArrowPasses.allCases {
      let ledger = Ledger()
      let error = #expect(throws: SurveyStatsError.self) {
        var schema = hostile.table().schema
        if schema.saidChildren != nil { schema.saidChildren = nil }
        schema.hasChildList = true
        if hostile.what == "no dictionary" { schema.children[0].dictionary = [HandMade(texts: ["a"])] }
        if hostile.what.hasPrefix("a dictionary that") { schema.children[0].dictionary = [] }
        let data = try arrowData(
          [hostile.table()], schema: schema, passes: passes, ledger: ledger,
          limits: ResourceLimits(cellBytes: 100))
        _ = try readTable(data, [ColumnRequest(column: 0, reading: hostile.reading)])
      }
      #expect(error?.message.contains(hostile.says) == true, "\(error?.message ?? "")")
      #expect(error?.row == hostile.row)
      #expect(ledger.arrays == 1)
      #expect(ledger.streams == 1)
      #expect(ledger.schemas == (passes == .again ? 2 : 1))
    }
  }

  @Test func schemasThatDescribeNoTableAreRefused() {
    var noFormat = HandMade("c", [Int8(1)])
    noFormat.format = nil
    var many = HandMade.table([HandMade("c", [Int8(1)])], rows: 1)
    many.saidChildren = -1
    var noList = HandMade.table([HandMade("c", [Int8(1)])], rows: 1)
    noList.hasChildList = false
    let odd: [(HandMade, String)] = [
      (HandMade("c", [Int8(1)]), "a single column (format 'c'), not a table"), (noFormat, "has no format"),
      (.table([noFormat], rows: 1), "column 1 of the schema has no format"), (many, "has -1 columns"),
      (noList, "has no column 1"),
      (
        .table([HandMade("g", indices: [1.0], of: HandMade(texts: ["a"]))], rows: 1),
        "indices are no integers"
      ),
      (.table([HandMade("c", [Int8(1)]), HandMade("c", [Int8(1)])], rows: 1), "more than the limit of 1"),
    ]
    for (schema, says) in odd {
      let ledger = Ledger()
      let error = #expect(throws: SurveyStatsError.self) {
        try arrowData([], schema: schema, ledger: ledger, limits: ResourceLimits(columns: 1))
      }
      #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
      #expect(ledger.schemas == 1)
      #expect(ledger.streams == 1)
    }
  }

  @Test func columnsOfWhatIsNoAnswerAreRefusedOnlyWhereTheyAreAskedFor() throws {
    let formats = [
      ("+l", "lists"), ("+L", "lists"), ("+w:3", "lists of one length"), ("+s", "structs"), ("+m", "maps"),
      ("+ud:0,1", "unions"), ("+us:0,1", "unions"), ("+r", "runs"), ("+vl", "lists"), ("z", "bytes"),
      ("Z", "bytes"), ("vz", "bytes"), ("w:16", "bytes of one width"), ("tiM", "intervals"),
      ("tDu", "durations"),
      ("d:40,2,256", "decimals of 256 bits"), ("tsu:Asia/Taipei", "times of the zone Asia/Taipei"),
      ("??", "not known"),
      ("", "not known"), ("ts", "not known"), ("d:1", "not known"),
    ]
    for (format, what) in formats {
      // Nothing of such a column is looked at.
      let odd = HandMade(format: format, name: "odd", length: -3)
      let data = try arrowData([
        .table([HandMade("c", [Int8(4)]), odd, HandMade("c", [Int8(5)], name: "y")], rows: 1)
      ])
      #expect(data.columnNames == ["x", "y"])
      #expect(data.notes.map(\.code) == ["columns_left_out"])
      #expect(try readTable(data).columns == [["4"], ["5"]])
      let error = #expect(throws: SurveyStatsError.self) { try data.position(of: "odd", as: "items") }
      #expect(error?.code == .unsupported)
      #expect(error?.message.contains("column 'odd' holds") == true)
      #expect(error?.message.contains(what) == true, "\(error?.message ?? "")")
    }
  }

  @Test func theStreamsOwnWordsAreReported() {
    for passes in ArrowPasses.allCases {
      let ledger = Ledger()
      let chunk = HandMade.table([HandMade("c", [Int8(1)])], rows: 1)
      let error = #expect(throws: SurveyStatsError.self) {
        _ = try readTable(try arrowData([chunk, chunk], passes: passes, ledger: ledger, failsAt: 1))
      }
      #expect(error?.code == .inputOutput)
      #expect(error?.message.contains("the disk is full") == true)
      #expect(ledger.arrays == 1)
      #expect(ledger.streams == 1)
    }
  }

  @Test func aStreamThatWasReleasedIsRefused() {
    var stream = ArrowArrayStream()
    let error = #expect(throws: SurveyStatsError.self) { try SurveyData(arrowStream: &stream) }
    #expect(error?.code == .invalidArgument)
    var (schema, array) = (ArrowSchema(), ArrowArray())
    let other = #expect(throws: SurveyStatsError.self) {
      try SurveyData(arrowSchema: &schema, arrowArray: &array)
    }
    #expect(other?.code == .invalidArgument)
  }

  @Test func missingCodesForAColumnThatIsNotThereAreRefused() {
    let chunk = HandMade.table([HandMade("c", [Int8(1)], name: "q1")], rows: 1)
    let error = #expect(throws: SurveyStatsError.self) {
      try arrowData([chunk], missing: MissingCodesByColumn(byColumn: ["q2": MissingCodes(list: "9")]))
    }
    #expect(error?.message.contains("the nearest is 'q1'") == true)
  }
}
