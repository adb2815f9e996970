// Any schema and arrays, whose buffers are as large as their counts say but whose counts, offsets, indices, views and
// bitmaps may contradict each other, give a table or a SurveyStatsError, the same however often the stream can be
// read; and everything is released once. The bytes are drawn on one after another to write the structs; see
// ArrowProducer.swift, with the tests, for how these are made.
import CSurveyShims
import SurveyInput
import SurveyTable

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var draw = Draw(bytes: UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  let cellBytes = draw.one() & 1 == 0 ? 1000 : 20
  let fields = (0..<1 + draw.below(4)).map { draw.field(name: ["x", "y", "x", "z"][$0]) }
  let chunks = (0..<draw.below(4)).map { _ in draw.chunk(fields) }
  var schema = HandMade.table(fields.map(\.schema), rows: 0).schema
  if draw.one() == 200 { schema.saidChildren = Int64(draw.below(2)) - 1 }
  let outcomes = ArrowPasses.allCases.map { outcome(chunks, schema, $0, cellBytes: cellBytes) }
  // What is kept is looked at as a whole before the first value is read, so that errors may differ; tables may not.
  let tables = outcomes.compactMap { $0 }
  precondition(tables.allSatisfy { $0 == tables[0] }, "the table depends on how often it can be read")
  precondition(
    tables.isEmpty || tables.count == outcomes.count, "one way of reading refuses what another reads")
  return 0
}

/// The cells of the table's first column as text; `nil` where it was refused.
private func outcome(
  _ chunks: [HandMade], _ schema: HandMade, _ passes: ArrowPasses, cellBytes: Int
) -> [String]? {
  let ledger = Ledger()
  var cells: [String]?
  do throws(SurveyStatsError) {
    var stream = HandMadeStream(chunks, schema: schema, ledger: ledger).make()
    let data = try withUnsafeMutablePointer(to: &stream) { (pointer) throws(SurveyStatsError) in
      try SurveyData(
        arrowStream: pointer, passes: passes, limits: ResourceLimits(columns: 4, cellBytes: cellBytes))
    }
    precondition(stream.release == nil)
    let rows = chunks.reduce(0) { $0 &+ $1.length }
    // Without a column that can be read there is nothing to compare.
    cells = data.columnNames.isEmpty ? nil : try read(data, 0, .text, rows: rows)
    // A stream that is read once serves one pass: compared is what all of them have read.
    if passes != .once { readTheRest(data, rows: rows) }
  } catch let error {
    precondition(!error.message.isEmpty)
    cells = nil
  }
  precondition(
    ledger.streams == 1 && ledger.arrays == ledger.arraysMade && ledger.schemas == ledger.schemasMade)
  return cells
}

private func readTheRest(_ data: SurveyData, rows: Int) {
  for reading in [ColumnRequest.Reading.number, .text] {
    for column in data.columnNames.indices {
      do throws(SurveyStatsError) {
        _ = try read(data, column, reading, rows: rows)
      } catch {
        precondition(!error.message.isEmpty)
      }
    }
  }
}

private func read(
  _ data: SurveyData, _ column: Int, _ reading: ColumnRequest.Reading, rows: Int
) throws(SurveyStatsError) -> [String] {
  let missing = MissingCodes(list: "9,99,x")
  let source = try data.makeSource()
  let batch = ColumnBatch()
  try source.begin(
    [ColumnRequest(column: column, reading: reading, missing: missing)], into: batch, run: nil)
  var cells: [String] = []
  while try source.next(into: batch) {
    switch batch.columns[0] {
    case .numbers(let numbers):
      precondition(numbers.values.count == batch.rowCount && numbers.valid.count == batch.rowCount)
      precondition(zip(numbers.values, numbers.valid).allSatisfy { $0.isFinite && ($1 == 1 || $0 == 0) })
      cells += zip(numbers.values, numbers.valid).map { "\($0) \($1)" }
    case .codes(let codes):
      precondition(codes.codes.count == batch.rowCount)
      cells += codes.codes.map { $0 < 0 ? "missing" : "=" + codes.dictionary[$0] }
    }
  }
  precondition(cells.count == rows, "rows were lost")
  return cells
}

/// Draws on the input; zeros where it has ended.
private struct Draw {
  let bytes: UnsafeBufferPointer<UInt8>
  var next = 0

  mutating func one() -> Int {
    if next >= bytes.count { return 0 }
    next += 1
    return Int(bytes[next - 1])
  }

  mutating func below(_ limit: Int) -> Int { limit < 256 ? one() % limit : (one() << 8 | one()) % limit }

  mutating func some(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: one()) } }

  mutating func format() -> String {
    let formats = [
      "n", "b", "c", "C", "s", "S", "i", "I", "l", "L", "e", "f", "g", "u", "U", "vu", "d:20,2", "d:5,-3",
      "d:9,1,32", "d:9,0,64", "tdD", "tdm", "tts", "ttu", "ttn", "tss:", "tsn:UTC", "tsu:-05:30", "+l", "z",
      "w:4",
      "tsm:Asia/Taipei",
    ]
    let choice = one()
    // Rarely letters of any kind.
    return choice == 255
      ? String(decoding: some(below(6)).map { $0 & 0x7F | 1 }, as: UTF8.self)
      : formats[choice % formats.count]
  }

  mutating func field(name: String) -> HandMade {
    var field = HandMade(format: format(), name: one() == 9 ? nil : name)
    if one() % 4 == 0 { field.dictionary = [HandMade(format: format())] }
    return field
  }

  /// A count that is as it should be, or nearly, or out of all bounds.
  mutating func count(_ right: Int) -> Int {
    switch one() {
    case 250: right - 1
    case 251: -1
    case 252: .max
    case 253: .min
    case 254: 1 << 44
    default: right
    }
  }

  mutating func chunk(_ fields: [HandMade]) -> HandMade {
    let rows = [0, 1, 7, 64, 65, 4096, 5000, 9][below(8)] % (one() == 0 ? 100 : 10_000)
    let offset = one() % 8 == 0 ? below(20) : 0
    let columns = fields.map { column($0, rows: rows + offset) }
    var table = HandMade.table(columns, rows: rows, offset: offset)
    if one() % 4 == 0 {
      table.buffers = [some((rows + offset + 7) / 8)]
      table.nulls = -1
    }
    table.length = count(rows)
    if table.length < 0 || table.length > rows { table.offset = count(offset) }
    if one() == 77 { table.saidChildren = Int64(columns.count) - 1 }
    return table
  }

  mutating func column(_ field: HandMade, rows: Int) -> HandMade {
    var column = field
    column.offset = one() % 4 == 0 ? below(20) : 0
    column.length = rows
    let places = rows + column.offset
    column.buffers = buffers(field.format ?? "", places)
    if one() % 3 == 0, !column.buffers.isEmpty {
      column.buffers[0] =
        some(min(16, (places + 7) / 8)) + [UInt8](repeating: 0x5A, count: max(0, (places + 7) / 8 - 16))
    } else {
      column.nulls = count(0)
    }
    if let values = field.dictionary.first {
      column.dictionary = one() == 99 ? [] : [self.column(values, rows: below(300))]
    }
    // The buffers are written: what the counts say of them may now be wrong, as long as nobody must believe it.
    let length = count(rows)
    if length < rows || length > 1 << 43 { column.length = length }
    let begin = count(column.offset)
    if begin < column.offset || begin > 1 << 43 { column.offset = begin }
    if one() == 88, !column.buffers.isEmpty { column.buffers[one() % column.buffers.count] = nil }
    if one() == 89 { column.buffers = column.buffers.dropLast() }
    if one() == 90 { column.saidBuffers = Int64(below(3)) - 1 }
    return column
  }

  mutating func buffers(_ format: String, _ places: Int) -> [[UInt8]?] {
    switch format {
    case "n": return []
    case "u", "U":
      // Offsets inside of the text or a little before it, in any order.
      let text = some(40)
      var ends: [Int] = []
      var end = 0
      for _ in 0...places {
        let step = one()
        end = step >= 250 ? step - 253 : min(40, end + step % 3)
        ends.append(min(40, end))
      }
      return [nil, format == "u" ? bytes(of: ends.map { Int32($0) }) : bytes(of: ends), text]
    case "vu":
      let texts = [some(20), some(50)]
      var views: [UInt8] = []
      for _ in 0..<places {
        if one() % 2 == 0 {
          let text = some(one() % 13)
          views += bytes(of: [Int32(text.count)]) + text + [UInt8](repeating: 7, count: 12 - text.count)
        } else {
          views += bytes(of: [Int32(below(60) - 2), 0, Int32(below(4) - 1), Int32(below(60) - 2)])
        }
      }
      return [nil, views, texts[0], texts[1], bytes(of: texts.map(\.count))]
    case "b":
      return [
        nil, some(min(64, (places + 7) / 8)) + [UInt8](repeating: 1, count: max(0, (places + 7) / 8 - 64)),
      ]
    default:
      let widths = [
        "c": 1, "C": 1, "s": 2, "S": 2, "e": 2, "i": 4, "I": 4, "f": 4, "tdD": 4, "tts": 4, "d:9,1,32": 4,
      ]
      let width = widths[format] ?? (format.hasPrefix("d:") && !format.hasSuffix("64") ? 16 : 8)
      // The input first, then small numbers.
      var values = some(min(96, places * width))
      while values.count < places * width {
        values.append(values.count % width == 0 ? UInt8(truncatingIfNeeded: values.count / width % 11) : 0)
      }
      return [nil, values]
    }
  }

  private func bytes<Value: BitwiseCopyable>(of values: [Value]) -> [UInt8] {
    values.withUnsafeBytes { Array($0) }
  }
}
