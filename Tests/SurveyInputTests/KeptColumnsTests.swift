import SurveyTable
import Testing

@testable import SurveyInput

/// Later passes are served from columns that earlier ones kept: nobody may notice.
@Suite struct KeptColumnsTests {
  /// Small and wide numbers, few and many texts, missing cells, blank lines, totals.
  private static let text: String = {
    var text = "id,answer,weight,區,note\n"
    for id in 1...9000 {
      let answer = id % 17 == 0 ? "" : id == 8000 ? "777" : "\(id % 5 + 1)"
      text += "\(id),\(answer),\(id).25,\(id % 3 == 0 ? " 第\(id % 400)里 " : "\"第\(id % 7)區\""),"
      text += id % 11 == 0 ? "NA\n" : "\"some, note \(id)\"\n"
      if id % 2500 == 0 { text += id == 5000 ? "總計,1,2,3,4\n" : "\n" }
    }
    return text
  }()

  private static func request(_ column: Int, _ reading: ColumnRequest.Reading) -> ColumnRequest {
    ColumnRequest(column: column, reading: reading)
  }

  private static let passes: [[ColumnRequest]] = [
    [request(3, .text), request(1, .number)],
    [request(1, .number), request(2, .number), request(3, .text)],
    [request(3, .text), request(1, .number), request(2, .number)],
    [request(1, .text), request(4, .verbatim), request(0, .text)],
    [request(4, .verbatim), request(0, .text), request(0, .number), request(4, .text)],
    [request(0, .text), request(3, .text), request(4, .text)],
    [],
  ]

  @Test("a pass over kept columns gives what a first pass gives")
  func sameRows() throws {
    let kept = try SurveyData(csv: Array(Self.text.utf8))
    for (index, requests) in (Self.passes + Self.passes.reversed()).enumerated() {
      let fresh = try SurveyData(csv: Array(Self.text.utf8))
      #expect(try readTable(kept, requests) == readTable(fresh, requests), "pass \(index)")
    }
  }

  @Test("rows keep their numbers")
  func rowNumbers() throws {
    let data = try SurveyData(csv: Array(Self.text.utf8))
    func numbers(_ requests: [ColumnRequest]) throws -> [Int] {
      let source = try data.makeSource()
      let batch = ColumnBatch()
      var numbers: [Int] = []
      try source.begin(requests, into: batch, run: nil)
      while try source.next(into: batch) { numbers += batch.firstRow..<batch.firstRow + batch.rowCount }
      return numbers
    }
    let first = try numbers([Self.request(1, .number)])
    #expect(first.count == 9000 && first.last == 9004)
    #expect(try numbers([Self.request(1, .number)]) == first)
    #expect(try numbers([Self.request(1, .number), Self.request(2, .number)]) == first)
  }

  @Test("a description that empties its dictionaries is the same")
  func emptiedDictionaries() throws {
    var options = CSVOptions()
    options.limits.levels = 5
    let kept = try SurveyData(csv: Array(Self.text.utf8), options: options)
    _ = try readTable(kept)
    #expect(try kept.describe() == SurveyData(csv: Array(Self.text.utf8), options: options).describe())
    #expect(try kept.describe() == SurveyData(csv: Array(Self.text.utf8), options: options).describe())
  }

  @Test("wide digits are told of by every pass that reads them as numbers")
  func wideDigits() throws {
    let data = try SurveyData(csv: Array("a,b\n１,2\n3,4\n".utf8))
    for _ in 0..<2 {
      #expect(try readTable(data, [Self.request(0, .number)]).notes == ["full_width_digits"])
      #expect(try readTable(data, [Self.request(1, .number)]).notes == [])
    }
  }

  @Test("a column that is no number is refused by every pass")
  func notANumber() throws {
    let data = try SurveyData(csv: Array("a,b\nx,2\n3,4\n".utf8))
    _ = try readTable(data)
    for _ in 0..<2 {
      #expect(throws: SurveyStatsError.self) { try readTable(data, [Self.request(0, .number)]) }
    }
  }
}

@Suite struct TextValidationTests {
  @Test("blocks are checked as characters are, whatever stands in them and wherever")
  func blocksAndCharacters() {
    var state: UInt64 = 7
    func random(_ n: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % n
    }
    let pieces = [
      "a", "滿意", "é", "🙂", "非常不滿意", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{FFFF}", "\u{D7FF}",
      "\u{10FFFF}",
    ]
    for round in 0..<20_000 {
      var bytes: [UInt8] = []
      while bytes.count < 40 + random(160) {
        bytes += Array((random(3) == 0 ? pieces[random(pieces.count)] : "x").utf8)
      }
      for _ in 0..<random(3) { bytes[random(bytes.count)] = UInt8(random(256)) }
      if random(2) == 0 { bytes.removeLast(random(min(bytes.count, 4))) }
      let quick = validateText(bytes, count: bytes.count)
      let slow = validateText(bytes, from: 0, count: bytes.count)
      #expect(quick.good == slow.good && quick.isBroken == slow.isBroken, "round \(round): \(bytes)")
      let isText = String(validating: bytes, as: UTF8.self) != nil && !bytes.contains(0)
      #expect((slow.good == bytes.count) == isText)
    }
  }
}
