import SurveyInput
import SurveyTable
import Testing

private func asked(_ encoding: String) -> CSVOptions { CSVOptions(encoding: encoding) }

/// UTF-16 with units that no text holds.
private func units(_ units: [UInt16], bigEndian: Bool = false) -> [UInt8] {
  units.flatMap { bigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
}

private let a = UInt16(0x61)
private let line = UInt16(0x0A)

let brokenEncodings: [MalformedInput] = [
  .init(
    "neither UTF-8 nor CP950", Array("a,q1\nx,4\ny".utf8) + [0xFF], .badEncoding, row: 3, column: 1,
    says: ["byte 10", "0xFF", "not UTF-8", "not CP950", "--encoding"]),
  .init(
    "CP950 that breaks soon", cp950("題,q1\n滿意,4\n") + [0xA4, 0x20], .badEncoding, row: 3, column: 1,
    says: ["byte 13 (0xA4) is not CP950", "byte 0 is not UTF-8"]),
  .init(
    "CP950 that breaks far behind the decision",
    cp950("題,q1\n" + String(repeating: "滿意,4\n", count: 20_000)) + [0xA4, 0x20], .badEncoding, row: 20_002,
    column: 1, says: ["byte 140006 (0xA4) is not CP950", "byte 0 is not UTF-8"]),
  .init(
    "UTF-8 that breaks far behind the decision",
    Array(("題,q1\n" + String(repeating: "滿意,4\n", count: 20_000)).utf8) + [0xFF], .badEncoding,
    row: 20_002, column: 1, says: ["byte 180007 (0xFF) is not UTF-8", "cp950"]),
  .init(
    "damaged UTF-8 is not taken for CP950", Array("中文,q1\n滿意,4\n".utf8) + [0xA4, 0x40], .badEncoding,
    row: 3, column: 1, says: ["byte 19 (0xA4) is not UTF-8"]),
  .init(
    "CP950 cut off by the end", cp950("題,q1\n滿意,") + [0xA4], .badEncoding, row: 2, column: 2,
    says: ["byte 11"], options: asked("cp950")),
  .init(
    "a second byte that is none", cp950("題,q1\n滿") + [0xA4, 0x80], .badEncoding, row: 2, column: 1,
    says: ["byte 8 (0xA4) begins no character of cp950"], options: asked("big5")),
  .init("the byte 80", [0x61, 0x0A, 0x80, 0x40], .badEncoding, row: 2, column: 1, options: asked("cp950")),
  .init("the byte FF", [0x61, 0x0A, 0xFF, 0x40], .badEncoding, row: 2, column: 1, options: asked("cp950")),
  .init(
    "a code without a character", [0x61, 0x0A, 0xF9, 0xFF], .badEncoding, row: 2, column: 1,
    options: asked("cp950")),
  .init(
    "a code without a character in Hong Kong", [0x61, 0x0A, 0x81, 0x40], .badEncoding, row: 2, column: 1,
    says: ["byte 2 (0x81) begins no character of big5-hkscs"], options: asked("big5-hkscs")),
  .init(
    "NUL in CP950", cp950("題,q1\n滿意") + [0, 0x2C], .malformedData, row: 2, column: 1,
    says: ["byte 10 is NUL"], options: asked("cp950")),
  .init(
    "CP950 broken in the header", cp950("題") + [0xA4, 0x20, 0x2C, 0x0A], .badEncoding, row: 1, column: 1,
    says: ["byte 2"], options: asked("cp950")),
  .init(
    "UTF-8 taken for CP950, broken from its first byte", Array("區,q\n".utf8), .badEncoding, row: 1,
    column: 1, says: ["byte 0"], options: asked("cp950")),
  .init(
    "rows are counted in CP950 too", cp950("題,q1\n\"滿\n意\",4\n普通,高\n"), .malformedData, row: 3,
    column: 2, says: ["row 3 (line 4)", "'高' is not a number"]),

  .init(
    "a low surrogate alone", units([a, line, a, 0xDC00, a]), .badEncoding, row: 2, column: 1,
    says: ["byte 6 (0x00)", "surrogate"], options: asked("utf-16le")),
  .init(
    "a high surrogate before a letter", units([a, line, 0xD83D, a], bigEndian: true), .badEncoding, row: 2,
    column: 1, says: ["byte 4 (0xD8)", "utf-16be"], options: asked("utf-16be")),
  .init(
    "a high surrogate at the end", units([0xFEFF, a, line, 0xD83D]), .badEncoding, row: 2, column: 1,
    says: ["byte 6 (0x3D)"]),
  .init(
    "two high surrogates", units([0xFEFF, a, line, 0xD83D, 0xD83D, 0xDE42]), .badEncoding, row: 2,
    column: 1, says: ["byte 6"]),
  .init(
    "half a unit at the end", units([0xFEFF, a, line, a]) + [0x61], .badEncoding, row: 2, column: 1,
    says: ["byte 8"]),
  .init(
    "NUL in UTF-16", units([0xFEFF, a, line, a, 0]), .malformedData, row: 2, column: 1,
    says: ["byte 8 is NUL"]),
  .init(
    "a broken surrogate in the header", units([0xFEFF, a, 0xDC00, line]), .badEncoding, row: 1, column: 1,
    says: ["byte 4"]),
  .init(
    "UTF-32", [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], .unsupported, says: ["UTF-32", "UTF-8"]),
  .init("UTF-32 big endian", [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], .unsupported),
  .init("a mark and nothing else", [0xFF, 0xFE], .emptyData),
  .init(
    "UTF-16 asked for and not there", "a,b\n", .badEncoding, says: ["utf-16le"], options: asked("utf-16")),
  .init(
    "a mark that says something else", utf16("a\n", bigEndian: true, mark: true), .badEncoding,
    says: ["utf-16be", "utf-16le", "--encoding"], options: asked("utf-16le")),
  .init(
    "Big5 asked for a file with the mark of UTF-8", "\u{FEFF}a\n", .badEncoding, says: ["utf-8", "cp950"],
    options: asked("big5")),
  .init(
    "UTF-16 asked for a file with the mark of UTF-8", "\u{FEFF}a\n", .badEncoding, says: ["utf-8"],
    options: asked("utf-16")),
]

@Test("broken text is located in the file's own bytes, however it is cut", arguments: brokenEncodings)
func brokenEncoding(_ input: MalformedInput) throws { try check(input) }
