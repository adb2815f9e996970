import SurveyInput
import SurveyTable

func utf16(_ text: String, bigEndian: Bool, mark: Bool = false) -> [UInt8] {
  (mark ? "\u{FEFF}" + text : text).utf16.flatMap { unit in
    let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    return bigEndian ? [pair[1], pair[0]] : pair
  }
}

/// Every two-byte code and its text, from the lists that iconv made; `nil` where iconv refuses it.
func codes(of list: String) -> [(code: [UInt8], text: String?)] {
  let trails = Array(0x40...0x7E) + Array(0xA1...0xFE)
  var codes: [(code: [UInt8], text: String?)] = []
  for (row, line) in list.split(separator: "\n").enumerated() {
    for (column, cell) in line.split(separator: " ").enumerated() {
      var text: String? = ""
      for number in cell.split(separator: "+") {
        if let scalar = UInt32(number, radix: 16).flatMap(UnicodeScalar.init) {
          text?.unicodeScalars.append(scalar)
        } else {
          text = nil
        }
      }
      codes.append(([UInt8(0x81 + row), UInt8(trails[column])], text))
    }
  }
  return codes
}

private let byText: [String: [UInt8]] = Dictionary(
  codes(of: iconvCP950).compactMap { row in row.text.map { ($0, row.code) } }, uniquingKeysWith: { a, _ in a }
)

/// `text` in CP950, by iconv's list.
func cp950(_ text: String) -> [UInt8] {
  text.unicodeScalars.flatMap { $0.isASCII ? [UInt8($0.value)] : byText[String($0)] ?? [] }
}

/// Every cell and every note, opening and pass together, read in pieces.
func readAll(
  _ bytes: [UInt8], _ options: CSVOptions = .init(), pieces: Int = .max, bufferBytes: Int = 256 * 1024
) throws(SurveyStatsError) -> (names: [String], table: ReadTable, notes: [String]) {
  let data = try SurveyData(
    origin: ChunkedBytes(bytes: bytes, chunkBytes: pieces), name: "f.csv", options: options,
    bufferBytes: bufferBytes)
  let table = try readTable(data)
  return (data.columnNames, table, data.notes.map(\.code) + table.notes)
}
