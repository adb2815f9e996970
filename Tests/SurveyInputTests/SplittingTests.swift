import SurveyInput
import SurveyTable
import Testing

private let tables = [
  "a,b,c\n1,2,3\n4,5,6\n",
  "a,b,c\r\n1,2,3\r\n\r\n4,5,6",
  "a,b,c\r1,2,3\r\r4,5,6\r",
  "a,b,c\n\"1\",\"x \"\"y\"\" z\",\"3\r\n4\"\n\"\",\"\"\"\",非常滿意\n",
  "\u{FEFF}滿意度,\"地\n區\",🙂\n非常滿意,信義區,5\n不滿意,\"大安,區\",NA\n 9 ,9.0,\"9\"\n",
  "a;b\n1;\n;2\n\n  \n\"\";\"x\" \n",
  (1...700).map { "\"第 \($0) 題\"" }.joined(separator: ";") + "\r\n" + String(repeating: "5;", count: 699)
    + "4",
  "a,b,c\n總計,1,2\n1,2,3\n, 合　計 ,\"x\ny\"\n\"\",\"Grand total\",4\n4,5,6\n小計畫,2,3\n總和,,\n\n  Total ,1,2",
  "a\tb\r\n總計\t1\r\n小\t2\r\n\t Sum \r\n\"sum\"\t\r\n",
  "a,b\n５,　4 \n'5,\u{A0}１０\n９,\"　NA　\"\n",
  "q\n" + String(repeating: "這是一個很長的回答，", count: 40) + "\n",
]

@Test("the same bytes give the same rows, however they are cut into pieces", arguments: tables)
func splitting(_ text: String) throws {
  let bytes = Array(text.utf8)
  let missing = MissingCodes(list: "9")
  func read(_ chunkBytes: Int, _ bufferBytes: Int) throws -> ReadTable {
    let data = try SurveyData(
      origin: ChunkedBytes(bytes: bytes, chunkBytes: chunkBytes), name: "f.csv", options: .init(),
      bufferBytes: bufferBytes)
    var table = try readTable(
      data, data.columnNames.indices.map { ColumnRequest(column: $0, reading: .text, missing: missing) })
    // Numbers too, where all cells of the column are numbers.
    for column in data.columnNames.indices {
      if let numbers = try? readTable(data, [ColumnRequest(column: column, reading: .number)]) {
        table.columns += numbers.columns
        table.notes += numbers.notes
      }
    }
    return table
  }
  let whole = try read(.max, 256 * 1024)
  #expect(whole.rowCount > 0)
  for size in [1, 2, 3, 7, 64] {
    #expect(try read(size, 256 * 1024) == whole, "pieces of \(size) bytes")
    #expect(try read(size, size) == whole, "pieces and buffers of \(size) bytes")
    #expect(try read(.max, size) == whole, "buffers of \(size) bytes")
  }
}

@Test func manyBatchesJoinToOneTable() throws {
  var text = "id,q,t\n"
  for index in 0..<20_000 { text += "\(index),\(index % 5 + 1),\"第\(index % 7)區\"\n" }
  let data = try SurveyData(csv: Array(text.utf8))
  let read = try readTable(
    data,
    [
      ColumnRequest(column: 0, reading: .number), ColumnRequest(column: 1, reading: .number),
      ColumnRequest(column: 2, reading: .text),
    ])
  #expect(read.columns[0] == (0..<20_000).map { String($0) })
  #expect(read.columns[1] == (0..<20_000).map { String($0 % 5 + 1) })
  #expect(read.columns[2] == (0..<20_000).map { "第\($0 % 7)區" })
}

@Test("a fixed stream of damaged files gives rows or an error, and nothing else")
func damagedFiles() {
  let seeds =
    tables.map { Array($0.utf8) } + malformedInputs.map(\.bytes)
    + [Array("a,b\n1,\"2\"\n".utf8), Array("x|y|z\r\n1|2|3\r\n".utf8)]
  let alphabet =
    Array("\"\",,;\t|\r\n\n 019.-eNAsum總計　".utf8) + [0, 0x80, 0xBF, 0xE5, 0xF0, 0xFF, 0xEF, 0xBB]
  var random = FixedGenerator(state: 20_240_601)
  var read = 0
  for round in 0..<6000 {
    var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      let place = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes.insert(byte, at: place)
      case 1 where !bytes.isEmpty: bytes.remove(at: place)
      case 2 where !bytes.isEmpty: bytes[place] = byte
      default: bytes.append(contentsOf: bytes[..<min(place, bytes.count)])
      }
    }
    let options = CSVOptions(
      headerRows: round % 5 == 0 ? 0 : nil, missing: MissingCodesByColumn(all: MissingCodes(list: "9,x")),
      limits: ResourceLimits(columns: 20, cellBytes: 300))
    let numbers: Set<String> = round % 2 == 0 ? ["a", "q", "column1"] : []
    let whole = readingError(of: bytes, options, numbers: numbers)
    let cut = readingError(of: bytes, options, numbers: numbers, bufferBytes: 1 + round % 9, chunkBytes: 3)
    #expect(whole == cut, "round \(round)")
    if whole == nil { read += 1 }
  }
  #expect(read > 100)
}

/// A small generator with a fixed stream (splitmix64).
struct FixedGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
