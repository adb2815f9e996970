import SurveyInput
import SurveyTable
import Testing

// Easy cells side by side are read several at a time; where even short cells may be too long, every cell is looked at
// alone. The two must not differ in a value, a note or an error.

/// Cells that look like an easy one up to some byte, and some that are.
private let pieces: [(text: String, isNumber: Bool)] = [
  ("4", true), ("0", true), ("9", true), ("", true), ("NA", true), ("\"5\"", true), ("\"\"", true),
  ("\"NA\"", true), ("12", true), ("-1", true), ("2.751902", true), (".5", true), ("5.", true),
  ("1.5", true), ("00000007", true), ("123456789", true), ("9.0", true), (" 4", true), ("4 ", true),
  ("\"4\" ", true), ("\" 4\"", true), ("１", true), ("+3", true), ("1e2", true), ("-0", true),
  ("127", true), ("128", true), ("-127", true), ("-128", true), ("0.1", true), ("99999999", true),
  ("\"0.000001\"", true), ("\"12345.67\"", true), ("\t3", true), ("0.93151194732829", true),
  ("\"1.7231940001235\"", true), ("999999999999999", true), ("9007199254740993", true),
  ("123456789.012345", true), ("\"12345678.90\"", true), ("1234567.8", true), (".12345678", true),
  ("N", false), ("NAN", false),
  ("A", false), (".", false), ("1.2.3", false), ("\"a,b\"", false), ("\"\"\"\"", false),
  ("\"a\nb\"", false), ("\"a\"\"b\"", false), ("a\"b", false), ("v33", false), ("非常滿意", false),
  ("\"滿意\"", false), ("NA ", false), ("\"N\"", false), ("exactly15bytes.", false), ("x", false),
  ("exactly 16 bytes", false), ("\"in quotes 17 b.\"", false), ("1.2345678.901234", false),
  ("一", false), ("\"一 \"", false),
  ("\"x\"", false), ("c4", false),
]

private struct Outcome: Equatable {
  var table: ReadTable?
  var failure: String?
}

private func read(
  _ text: String, _ delimiter: String, _ requests: [ColumnRequest], cellBytes: Int, bufferBytes: Int
) -> Outcome {
  do throws(SurveyStatsError) {
    let data = try SurveyData(
      origin: ChunkedBytes(bytes: Array(text.utf8), chunkBytes: .max), name: "f.csv",
      options: CSVOptions(delimiter: delimiter, limits: ResourceLimits(cellBytes: cellBytes)),
      bufferBytes: bufferBytes)
    return Outcome(table: try readTable(data, requests))
  } catch {
    return Outcome(failure: "\(error.code) \(error.row ?? 0) \(error.column ?? 0) \(error.message)")
  }
}

@Test("cells that are read several at a time have the values of cells read alone", arguments: 0..<120)
func runsOfCells(_ seed: Int) {
  var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
  func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }
  let width = [1, 2, 5, 17, 40][below(5)]
  // Most columns of numbers are easy, so that runs are long; some files have nothing odd at all.
  let oddity = [0, 3, 30][below(3)]
  let isNumber = (0..<width).map { _ in below(4) > 0 }
  let delimiter = [",", ";"][below(2)]
  let isQuoted = below(3) == 0
  var text = (0..<width).map { "c\($0)" }.joined(separator: delimiter) + "\n"
  for row in 0..<200 {
    let cells = (0..<width).map { column -> String in
      if below(100) >= oddity {
        let easy =
          isNumber[column]
          ? ["1", "2", "3", "4", "5", "", "NA"][below(below(3) == 0 ? 7 : 5)]
          : ["7", "12", "801", "v33", "非常滿意", ""][below(6)]
        return isQuoted ? "\"\(easy)\"" : easy
      }
      while true {
        let piece = pieces[below(pieces.count)]
        if piece.isNumber || !isNumber[column] { return piece.text }
      }
    }
    // A row of blanks is none; an odd number of cells is an error, and so is a word in a column of numbers.
    if width == 1, cells[0].isEmpty { continue }
    text += cells.joined(separator: delimiter)
    if seed % 10 == 9, row == 150 { text += below(2) == 0 ? delimiter : "\"" }
    if seed % 10 == 8, row == 150 { text += "word" }
    text += ["\n", "\r\n"][below(8) == 0 ? 1 : 0]
  }
  // Columns at both ends and between are left out, which is how the rest of a record comes to be skipped.
  let first = below(width)
  let asked = first..<(first + 1 + below(width - first))
  var requests = asked.map { column in
    ColumnRequest(
      column: column, reading: isNumber[column] ? .number : .text,
      missing: below(3) == 0 ? MissingCodes(list: "9,4") : MissingCodes())
  }
  // Some columns are read as texts as well, as an item by which there are groups.
  for _ in 0..<[0, 1, 3][below(3)] {
    let request = ColumnRequest(column: first + below(asked.count), reading: .text)
    requests.insert(request, at: below(requests.count + 1))
  }
  // No cell has more than 17 bytes.
  let plain = read(text, delimiter, requests, cellBytes: 17, bufferBytes: 1 << 18)
  for (cellBytes, bufferBytes) in [(1 << 20, 1 << 18), (18, 1 << 18), (18, 64), (18, 5)] {
    #expect(read(text, delimiter, requests, cellBytes: cellBytes, bufferBytes: bufferBytes) == plain)
  }
  // Most of the files are fine: otherwise nothing would be compared but errors.
  if seed % 10 < 8 { #expect(plain.table?.rowCount ?? 0 > 0, "\(plain.failure ?? "")") }
}
