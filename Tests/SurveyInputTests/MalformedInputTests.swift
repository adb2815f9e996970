import SurveyInput
import SurveyTable
import Testing

/// One input that is no table, and what must be said about it.
struct MalformedInput: CustomTestStringConvertible, Sendable {
  var title: String
  var bytes: [UInt8]
  var code: SurveyStatsError.Code
  var row: Int?
  var column: Int?
  /// What the message must hold.
  var says: [String]
  var options: CSVOptions

  init(
    _ title: String, _ text: String, _ code: SurveyStatsError.Code, row: Int? = nil, column: Int? = nil,
    says: [String] = [], options: CSVOptions = .init()
  ) {
    self.init(title, Array(text.utf8), code, row: row, column: column, says: says, options: options)
  }

  init(
    _ title: String, _ bytes: [UInt8], _ code: SurveyStatsError.Code, row: Int? = nil, column: Int? = nil,
    says: [String] = [], options: CSVOptions = .init()
  ) {
    self.title = title
    self.bytes = bytes
    self.code = code
    self.row = row
    self.column = column
    self.says = says
    self.options = options
  }

  var testDescription: String { title }
}

private let smallLimits = CSVOptions(limits: ResourceLimits(columns: 3, cellBytes: 20))

/// Column `q1` is read as numbers, all others as text.
let malformedInputs: [MalformedInput] = [
  .init("nothing at all", "", .emptyData, says: ["f.csv"]),
  .init("a byte order mark and nothing else", [0xEF, 0xBB, 0xBF], .emptyData),
  .init("blank lines and nothing else", "\n\r\n  \n", .emptyData),

  .init(
    "a row that is too short", "a,q1\n1,2\n3\n", .malformedData, row: 3, column: 1,
    says: ["f.csv row 3", "1 of 2"]),
  .init(
    "a row that is too long", "a,q1\n1,2,3\n", .malformedData, row: 2, column: 3, says: ["2 cells", "','"]),
  .init("too short at the very end", "a,q1\n1,2\n3", .malformedData, row: 3, column: 1),
  .init("blank lines count as rows of a spreadsheet", "\na,q1\n\n1\n", .malformedData, row: 4, column: 1),

  .init(
    "text for a number", "a,q1\nx,4\ny,abc\n", .malformedData, row: 3, column: 2,
    says: ["f.csv row 3, column 2 'q1': 'abc' is not a number"]),
  .init(
    "a quoted text for a number", "a,q1\nx,\"four\"\n", .malformedData, row: 2, column: 2, says: ["'four'"]),
  .init("nan is no number", "a,q1\nx,nan\n", .malformedData, row: 2, column: 2),
  .init("a comma in a number", "a;q1\nx;4,5\n", .malformedData, row: 2, column: 2, says: ["'4,5'"]),
  .init(
    "control characters are escaped", "a,q1\nx,a\u{1B}[2Jb\n", .malformedData, row: 2, column: 2,
    says: ["'a\\u{1B}[2Jb'"]),
  .init(
    "a long text is cut", "a,q1\nx,\(String(repeating: "字", count: 100))\n", .malformedData, row: 2,
    column: 2,
    says: ["'\(String(repeating: "字", count: 40))…'"]),
  .init("structure comes before content in a row", "a,q1\nx,no, really\n", .malformedData, row: 2, column: 3),
  .init(
    "after a cell with line breaks the line is told", "a,q1\n\"x\ny\n\",4\nz,bad\n", .malformedData, row: 3,
    column: 2, says: ["row 3 (line 5)"]),

  .init("text after a closing quote", "a,q1\n\"x\"y,4\n", .malformedData, row: 2, column: 1, says: ["\"x\""]),
  .init(
    "a quote never closed", "a,q1\n1,2\n\"x,3\n4,5\n", .malformedData, row: 3, column: 1,
    says: ["never closed"]),
  .init("a quote never closed in the header", "a,\"q1\n1,2\n", .malformedData, row: 1, column: 2),
  .init("text after a quote in the header", "\"a\"b,q1\n1,2\n", .malformedData, row: 1, column: 1),

  .init(
    "a NUL in a cell", Array("a,q1\nx,4\ny".utf8) + [0] + Array(",4\n".utf8), .malformedData, row: 3,
    column: 1,
    says: ["byte 10", "NUL"]),
  .init("a NUL in the header", [0x61, 0, 0x2C, 0x62, 0x62, 0x62, 0x0A], .malformedData, row: 1, column: 1),
  .init(
    "invalid bytes in a column that nobody reads", Array("a,q1,c\nx,4,".utf8) + [0xFF, 0x0A], .badEncoding,
    row: 2,
    column: 3),
  .init(
    "a character cut off by the end", Array("a,q1\n1,2\n3,".utf8) + [0xE5, 0xAD], .badEncoding, row: 3,
    column: 2, says: ["byte 11"], options: CSVOptions(encoding: "utf-8")),
  .init(
    "an overlong form", Array("a,q1\n".utf8) + [0xC0, 0xAF, 0x2C, 0x31], .badEncoding, row: 2, column: 1,
    options: CSVOptions(encoding: "utf-8")),
  .init(
    "a surrogate", Array("a,q1\n".utf8) + [0xED, 0xA0, 0x80, 0x2C, 0x31], .badEncoding, row: 2, column: 1),
  .init(
    "past the last character", Array("a,q1\n".utf8) + [0xF4, 0x90, 0x80, 0x80, 0x2C], .badEncoding, row: 2,
    column: 1),
  .init(
    "an invalid byte after a lone carriage return", Array("a,q1\r1,2\r".utf8) + [0xFF], .badEncoding, row: 3,
    column: 1),

  .init("too many columns", "a,b,c,d\n", .limitExceeded, row: 1, column: 4, options: smallLimits),
  .init(
    "a cell that is too long", "a,q1\n123456789012345678901,2\n", .limitExceeded, row: 2, column: 1,
    options: smallLimits),
  .init(
    "a quoted cell that is too long", "a,q1\n1,\"34567890123456789012\"\n", .limitExceeded, row: 2, column: 2,
    options: smallLimits),
  .init(
    "an open quote that swallows the file", "a,q1\n1,\"3\n4,5\n6,7\n8,9\n1,2\n3,4\n5,6\n", .limitExceeded,
    row: 2,
    column: 2, says: ["quote"], options: smallLimits),
  .init(
    "a header cell that is too long", "123456789012345678901,q1\n", .limitExceeded, row: 1, column: 1,
    options: smallLimits),

  .init(
    "an encoding that is not read", "a\n", .unsupported, says: ["gb18030", "utf-8"],
    options: CSVOptions(encoding: "gb18030")),
  .init("an encoding that does not exist", "a\n", .invalidArgument, options: CSVOptions(encoding: "utf-9")),
  .init("four header rows", "a\n", .unsupported, options: CSVOptions(headerRows: 4)),
  .init(
    "header rows of different lengths", "a,b\nc\n1,2\n", .malformedData, says: ["header row 2", "1 cells"],
    options: CSVOptions(headerRows: 2)),
  .init(
    "fewer rows than the header should have", "a,b\n", .malformedData, says: ["header row 2"],
    options: CSVOptions(headerRows: 2)),
  .init("fewer than no header rows", "a\n", .invalidArgument, options: CSVOptions(headerRows: -1)),
  .init("a delimiter of two characters", "a\n", .invalidArgument, options: CSVOptions(delimiter: "::")),
  .init("a digit as delimiter", "a\n", .invalidArgument, options: CSVOptions(delimiter: "1")),
  .init(
    "missing codes for a column that is not there", "a,q1\n", .unknownColumn, says: ["'q2'", "'q1'"],
    options: CSVOptions(missing: MissingCodesByColumn(byColumn: ["q2": MissingCodes(numbers: [9])]))),
]

@Test("malformed input gives the expected error, however it is cut into pieces", arguments: malformedInputs)
func malformedInput(_ input: MalformedInput) throws { try check(input) }

func check(_ input: MalformedInput) throws {
  let error = try #require(readingError(of: input.bytes, input.options, numbers: ["q1"]))
  #expect(error.code == input.code, "\(error.message)")
  #expect(error.row == input.row, "\(error.message)")
  #expect(error.column == input.column, "\(error.message)")
  for part in input.says { #expect(error.message.contains(part), "\(error.message)") }
  // A long input in single bytes takes long and shows no more.
  for size in input.bytes.count > 10_000 ? [7, 1000] : [1, 2, 3, 7, 64] {
    let cut = readingError(
      of: input.bytes, input.options, numbers: ["q1"], bufferBytes: size, chunkBytes: size)
    #expect(cut == error, "in pieces of \(size) bytes")
  }
}
