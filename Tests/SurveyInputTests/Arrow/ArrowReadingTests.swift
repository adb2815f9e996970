import CSurveyShims
import SurveyInput
import SurveyTable
import Testing

/// A dataset of hand-made chunks.
func arrowData(
  _ chunks: [HandMade], schema: HandMade? = nil, passes: ArrowPasses = .keep, ledger: Ledger? = nil,
  failsAt: Int? = nil, missing: MissingCodesByColumn = .none, limits: ResourceLimits = .standard
) throws(SurveyStatsError) -> SurveyData {
  var stream = HandMadeStream(chunks, schema: schema, ledger: ledger, failsAt: failsAt).make()
  return try withUnsafeMutablePointer(to: &stream) { (pointer) throws(SurveyStatsError) in
    try SurveyData(arrowStream: pointer, passes: passes, missing: missing, limits: limits)
  }
}

/// The first column of one chunk, as numbers or as text.
func read(
  _ column: HandMade, as reading: ColumnRequest.Reading, missing: MissingCodes = .none
) throws(SurveyStatsError) -> [String?] {
  let data = try arrowData([.table([column], rows: column.length)])
  return try readTable(data, [ColumnRequest(column: 0, reading: reading, missing: missing)]).columns[0]
}

@Suite struct ArrowReadingTests {
  @Test func integersOfEveryWidthAreTheNumbersAndTheDigitsTheyAre() throws {
    let columns = [
      HandMade("c", [Int8(-5), 0, 127]), HandMade("s", [Int16(-5), 0, 127]),
      HandMade("i", [Int32(-5), 0, 127]),
      HandMade("l", [Int64(-5), 0, 127]),
    ]
    for column in columns {
      #expect(try read(column, as: .number) == ["-5", "0", "127"])
      #expect(try read(column, as: .text) == ["-5", "0", "127"])
    }
    let unsigned = [
      HandMade("C", [UInt8(5), 255]), HandMade("S", [UInt16(5), 255]), HandMade("I", [UInt32(5), 255]),
      HandMade("L", [UInt64(5), 255]),
    ]
    for column in unsigned {
      #expect(try read(column, as: .number) == ["5", "255"])
      #expect(try read(column, as: .text) == ["5", "255"])
    }
  }

  @Test func keysOfMoreThan53BitsStayApart() throws {
    let wide: [Int64] = [9_007_199_254_740_993, 9_007_199_254_740_992, 1_000_000_000_000_000]
    #expect(
      try read(HandMade("l", wide), as: .text) == [
        "9007199254740993", "9007199254740992", "1000000000000000",
      ])
    #expect(try read(HandMade("L", [UInt64.max]), as: .text) == ["18446744073709551615"])
    #expect(try read(HandMade("L", [UInt64.max]), as: .number) == ["1.8446744073709552e+19"])
  }

  @Test func notANumberIsMissingAndAWholeFloatIsAKeyWithoutAPoint() throws {
    let double = HandMade("g", [113.0, .nan, 0.5, -0.0])
    #expect(try read(double, as: .number) == ["113", nil, "0.5", "0"])
    #expect(try read(double, as: .text) == ["113", nil, "0.5", "0"])
    #expect(try read(HandMade("f", [Float(113), .nan, 0.5]), as: .text) == ["113", nil, "0.5"])
    // Half precision: 113, NaN, the smallest above 0, the largest, -2.
    let half = HandMade("e", [UInt16(0x5710), 0x7E00, 0x0001, 0x7BFF, 0xC000])
    #expect(try read(half, as: .number) == ["113", nil, "5.960464477539063e-08", "65504", "-2"])
  }

  @Test func anInfiniteNumberIsAnErrorWithItsPlace() {
    for (format, bytes) in [("g", bytes([1.0, .infinity])), ("f", bytes([Float(1), -.infinity]))] {
      let column = HandMade(format: format, name: "x", length: 2, nulls: 0, buffers: [nil, bytes])
      for reading in [ColumnRequest.Reading.number, .text] {
        let error = #expect(throws: SurveyStatsError.self) { try read(column, as: reading) }
        #expect(error?.message == "memory value 2 of column 'x' is infinite")
        #expect(error?.row == 2)
        #expect(error?.column == 1)
      }
    }
  }

  @Test func whatStandsInMissingPlacesIsNotLookedAt() throws {
    let column = HandMade("g", [1.0, .infinity, 3.0], valid: [1, 0, 1])
    #expect(try read(column, as: .number) == ["1", nil, "3"])
    #expect(try read(column, as: .text) == ["1", nil, "3"])
    // An index beyond the dictionary, and a view into no buffer, where nothing is.
    let coded = HandMade("i", indices: [Int32(0), 77], valid: [1, 0], of: HandMade(texts: ["a"]))
    #expect(try read(coded, as: .text) == ["a", nil])
    var views = HandMade(views: ["a", nil])
    views.buffers[1]?.replaceSubrange(16..<32, with: bytes([Int32(99), 0, 7, 7]))
    #expect(try read(views, as: .text) == ["a", nil])
  }

  @Test(arguments: 0..<17) func bitmapsBeginAtAnyBit(offset: Int) throws {
    let flags = (0..<40).map { $0 * $0 % 7 < 3 ? 1 : 0 }
    let numbers = HandMade("c", (0..<40).map { Int8($0) }, valid: flags, offset: offset)
    let expected = (offset..<40).map { flags[$0] == 1 ? String($0) : nil }
    #expect(try read(numbers, as: .number) == expected)
    #expect(try read(numbers, as: .text) == expected)
    let booleans = HandMade(
      format: "b", name: "x", length: 40 - offset, nulls: 0, offset: offset, buffers: [nil, bits(flags)])
    #expect(try read(booleans, as: .number) == flags[offset...].map { String($0) })
    #expect(try read(booleans, as: .text) == flags[offset...].map { String($0) })
    let nullable = HandMade(
      format: "b", name: "x", length: 40 - offset, offset: offset,
      buffers: [bits(flags.reversed()), bits(flags)])
    #expect(
      try read(nullable, as: .number) == (offset..<40).map { flags[39 - $0] == 1 ? String(flags[$0]) : nil })
  }

  @Test func aTableHasAnOffsetAndMissingRowsOfItsOwn() throws {
    let column = HandMade("i", [Int32(0), 1, 2, 3, 4, 5], valid: [1, 1, 1, 1, 0, 1], offset: 1)
    let table = HandMade.table([column], rows: 3, offset: 2, valid: [1, 1, 1, 0, 1])
    let data = try arrowData([table])
    for reading in [ColumnRequest.Reading.number, .text] {
      #expect(try readTable(data, [ColumnRequest(column: 0, reading: reading)]).columns == [["3", nil, "5"]])
    }
  }

  @Test func textsOfEveryLayoutAreTrimmedAndBlankOrNAIsMissing() throws {
    let texts: [String?] = [
      "web", nil, " 信義區　", "", "NA", " \t ", "a text of more than twelve bytes", "\u{A0}x\u{A0}",
      "another text of more than twelve bytes", "web",
    ]
    let expected = [
      "web", nil, "信義區", nil, nil, nil, "a text of more than twelve bytes", "x",
      "another text of more than twelve bytes", "web",
    ]
    for offset in [0, 3] {
      let columns = [
        HandMade(texts: texts, offset: offset), HandMade(texts: texts, large: true, offset: offset),
        HandMade(views: texts, offset: offset),
      ]
      for column in columns { #expect(try read(column, as: .text) == Array(expected[offset...])) }
    }
  }

  @Test func textsAreNumbersWhereACSVFileWouldHaveThem() throws {
    let texts: [String?] = ["4", " 3.5 ", "NA", nil, "５", "1e2", "99"]
    let missing = MissingCodes(list: "99")
    for column in [HandMade(texts: texts), HandMade(texts: texts, large: true), HandMade(views: texts)] {
      let data = try arrowData([.table([column], rows: 7)])
      let table = try readTable(data, [ColumnRequest(column: 0, reading: .number, missing: missing)])
      #expect(table.columns == [["4", "3.5", nil, nil, "5", "100", nil]])
      #expect(table.notes == ["full_width_digits"])
    }
    let error = #expect(throws: SurveyStatsError.self) {
      try read(HandMade(texts: ["1", "x1"]), as: .number)
    }
    #expect(error?.message == "memory value 2 of column 'x': 'x1' is not a number")
    #expect(error?.isNotANumber == true)
  }

  @Test func missingCodesCountForNumbersAndTexts() throws {
    let codes = MissingCodes(list: "9,拒答")
    #expect(try read(HandMade("c", [Int8(9), 1]), as: .number, missing: codes) == [nil, "1"])
    #expect(try read(HandMade("g", [9.0, 1]), as: .text, missing: codes) == [nil, "1"])
    #expect(try read(HandMade(texts: ["9.0", "拒答", "1"]), as: .text, missing: codes) == [nil, nil, "1"])
    let coded = HandMade("C", indices: [UInt8(0), 1, 2], of: HandMade(texts: ["拒答", "09", "1"]))
    #expect(try read(coded, as: .text, missing: codes) == [nil, nil, "1"])
    #expect(try read(coded, as: .number, missing: codes) == [nil, nil, "1"])
  }

  @Test func dictionariesHoldTextsOrNumbersUnderIndicesOfEveryWidth() throws {
    let values = HandMade(texts: ["b", nil, "a"])
    let coded = [
      HandMade("c", indices: [Int8(2), 0, 1], of: values),
      HandMade("S", indices: [UInt16(2), 0, 1], of: values),
      HandMade("I", indices: [UInt32(2), 0, 1], of: HandMade(views: ["b", nil, "a"])),
      HandMade("L", indices: [UInt64(2), 0, 1], of: HandMade(texts: ["b", nil, "a"], large: true)),
    ]
    for column in coded { #expect(try read(column, as: .text) == ["a", "b", nil]) }
    let numbers = HandMade(
      "l", indices: [Int64(1), 0, 1], valid: [1, 1, 0], of: HandMade("g", [113.0, 2.5]))
    #expect(try read(numbers, as: .text) == ["2.5", "113", nil])
    #expect(try read(numbers, as: .number) == ["2.5", "113", nil])
    let sliced = HandMade(
      "i", indices: [Int32(0), 1], of: HandMade(texts: ["skipped", "y", "z"], offset: 1))
    #expect(try read(sliced, as: .text) == ["y", "z"])
  }

  @Test func dictionariesChangeBetweenChunks() throws {
    func chunk(_ values: [String], _ indices: [Int32]) -> HandMade {
      .table([HandMade("i", indices: indices, of: HandMade(texts: values))], rows: indices.count)
    }
    let data = try arrowData([
      chunk(["a", "b"], [0, 1]), chunk(["b", "c", "a"], [0, 1, 2]), chunk([], []),
    ])
    #expect(try readTable(data).columns == [["a", "b", "b", "c", "a"]])
  }

  @Test func datesTimesAndDecimalsAreTheTextOrNumberOfACSV() throws {
    #expect(
      try read(HandMade("tdD", [Int32(0), -1, 19_847]), as: .text) == [
        "1970-01-01", "1969-12-31", "2024-05-04",
      ])
    #expect(try read(HandMade("tdm", [Int64(86_400_000)]), as: .text) == ["1970-01-02"])
    #expect(
      try read(HandMade("tsu:", [Int64(-1), 0]), as: .text) == ["1969-12-31T23:59:59.999999", "1970-01-01"])
    #expect(try read(HandMade("tsn:", [Int64(1)]), as: .text) == ["1970-01-01T00:00:00.000000001"])
    #expect(try read(HandMade("tsm:", [Int64(1500)]), as: .text) == ["1970-01-01T00:00:01.500000"])
    #expect(try read(HandMade("tss:+08:00", [Int64(0)]), as: .text) == ["1970-01-01T08:00:00+08:00"])
    #expect(try read(HandMade("tss:UTC", [Int64(0)]), as: .text) == ["1970-01-01T00:00:00+00:00"])
    #expect(try read(HandMade("ttu", [Int64(3_600_000_001)]), as: .text) == ["01:00:00.000001"])
    #expect(try read(HandMade("tts", [Int32(59)]), as: .text) == ["00:00:59"])
    // 128 bits, the lower half first: 1.50, -0.05 and 7·2^64/100.
    var decimals = HandMade("d:38,2", [Int64(150), 0, -5, -1, 0, 7])
    decimals.length = 3
    #expect(try read(decimals, as: .number) == ["1.5", "-0.05", "1.2912720851596687e+18"])
    #expect(try read(decimals, as: .text) == ["1.5", "-0.05", "1291272085159668613.12"])
    var wide = HandMade("d:38,0", [UInt64(9_007_199_254_740_993), 0])
    wide.length = 1
    #expect(try read(wide, as: .text) == ["9007199254740993"])
    #expect(try read(HandMade("d:5,-2,32", [Int32(7)]), as: .number) == ["700"])
    #expect(try read(HandMade("d:5,1,64", [Int64(-25)]), as: .text) == ["-2.5"])
  }

  @Test func aColumnOfNothingIsMissing() throws {
    let column = HandMade(format: "n", name: "x", length: 3, nulls: 3)
    #expect(try read(column, as: .number) == [nil, nil, nil])
    #expect(try read(column, as: .text) == [nil, nil, nil])
  }

  @Test func batchesAreFullWhateverTheChunksAre() throws {
    let values = (0..<10_000).map { Int32($0 % 97) }
    let expected = values.map { Optional(String($0)) }
    for size in [1, 7, 4095, 4096, 10_000] {
      let chunks = stride(from: 0, to: values.count, by: size).map { start in
        let part = Array(values[start..<min(start + size, values.count)])
        return HandMade.table([HandMade("i", part)], rows: part.count)
      }
      let data = try arrowData(chunks + [.table([HandMade("i", [Int32]())], rows: 0)])
      let source = try data.makeSource()
      let batch = ColumnBatch()
      try source.begin([ColumnRequest(column: 0, reading: .number)], into: batch, run: nil)
      var rows: [Int] = []
      while try source.next(into: batch) {
        #expect(batch.firstRow == rows.reduce(1, +))
        rows.append(batch.rowCount)
      }
      #expect(rows == [4096, 4096, 1808])
      #expect(try readTable(data).columns == [expected])
    }
  }

  @Test func manyKeysAndTextsThatDifferOnlyInTheMiddleStayApart() throws {
    // More than are remembered at a time, met twice and in another order.
    let numbers = (0..<30_000).map { Int64($0 * 7919 % 15_000) }
    #expect(try read(HandMade("l", numbers), as: .text) == numbers.map { String($0) })
    for length in [1, 3, 4, 7, 8, 9, 12, 13, 16, 17, 24, 25, 33, 5000] {
      let texts: [String?] = (0..<2000).map { row in
        var text = Array(repeating: UInt8(ascii: "a"), count: length)
        text[length / 2] = UInt8(ascii: "a") + UInt8(row * 7 % 26)
        text[row * 3 % length] = UInt8(ascii: "A") + UInt8(row % 26)
        return String(decoding: text, as: UTF8.self)
      }
      for column in [HandMade(texts: texts), HandMade(views: texts)] {
        #expect(try read(column, as: .text) == texts)
      }
    }
    let words: [String?] = (0..<200_000).map { " \($0 % 70_000).25 " }
    #expect(try read(HandMade(texts: words), as: .number) == words.map { $0?.trimmingSpaces() })
  }

  @Test func aTableWithoutChunksHasColumnsAndNoRows() throws {
    let data = try arrowData([], schema: .table([HandMade("i", [Int32]())], rows: 0))
    #expect(data.columnNames == ["x"])
    #expect(try readTable(data).rowCount == 0)
  }

  @Test func namesAreMadeUniqueAsInAFile() throws {
    let columns = ["a", "a", ""].map { HandMade("c", [Int8(1)], name: $0) }
    let data = try arrowData([.table(columns, rows: 1)])
    #expect(data.columnNames == ["a", "a.2", "column3"])
    #expect(data.notes.map(\.code) == ["empty_header", "duplicate_header"])
  }
}
