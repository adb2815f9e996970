import Glibc
import SurveyInput
import SurveyTable
import Testing

/// What `code` alone in a cell is read as; `nil` where it is refused.
private func character(_ code: [UInt8], _ encoding: String) -> String? {
  let bytes = Array("a\n\"".utf8) + code + Array("\"\n".utf8)
  return try? readAll(bytes, CSVOptions(encoding: encoding), bufferBytes: 64).table.columns[0][0]
}

/// Reads all codes that have a character in one file, and each of the others alone.
private func compare(_ expected: [(code: [UInt8], text: String?)], _ encoding: String) throws {
  // A cell of one ideographic space is a blank answer.
  let known = expected.filter { $0.text != nil && $0.text != "\u{3000}" }
  let bytes = Array("a\n".utf8) + known.flatMap { [0x22] + $0.code + [0x22, 0x0A] }
  let read = try readAll(bytes, CSVOptions(encoding: encoding)).table.columns[0]
  #expect(read.count == known.count)
  for (row, text) in zip(known, read) where row.text != text {
    Issue.record("\(row.code): \(text ?? "nothing"), not \(row.text ?? "")")
  }
  for row in expected where row.text == nil {
    if let text = character(row.code, encoding) { Issue.record("\(row.code): \(text)") }
  }
}

/// The user-defined ranges as Microsoft documents them, with their first private use character.
private let userDefined: [(codes: ClosedRange<Int>, first: UInt32)] = [
  (0xFA40...0xFEFE, 0xE000), (0x8E40...0xA0FE, 0xE311), (0x8140...0x8DFE, 0xEEB8), (0xC6A1...0xC8FE, 0xF6B1),
]

@Test("every code of CP950 is what iconv says, or a user-defined character where iconv knows none")
func everyCodeOfCP950() throws {
  var all: [(code: [UInt8], text: String?)] = []
  var counts = [UInt32](repeating: 0, count: userDefined.count)
  for (code, text) in codes(of: iconvCP950) {
    var expected = text
    let number = Int(code[0]) << 8 | Int(code[1])
    for (range, place) in userDefined.enumerated() where place.codes.contains(number) {
      let scalar = UnicodeScalar(place.first + counts[range])
      counts[range] += 1
      // iconv knows one of the ranges, and agrees.
      if let text { #expect(text == scalar.map { String($0) }) }
      expected = scalar.map { String($0) }
    }
    all.append((code, expected))
  }
  try compare(all, "cp950")
  #expect(counts == [785, 2983, 2041, 408])
}

@Test("every code of Big5-HKSCS is what iconv says, but for seven second codes that iconv refuses")
func everyCodeOfHKSCS() throws {
  var all: [(code: [UInt8], text: String?)] = []
  let second: [Int: String] = [
    0xA15A: "╴", 0xA1C3: "￣", 0xA1C5: "ˍ", 0xA1FE: "／", 0xA240: "＼", 0xA2CC: "十", 0xA2CE: "卅",
  ]
  var plane2 = 0
  var pairs = 0
  for (code, text) in codes(of: iconvHKSCS) {
    let number = Int(code[0]) << 8 | Int(code[1])
    let expected = text ?? second[number]
    all.append((code, expected))
    if let scalars = expected?.unicodeScalars {
      if scalars.count == 2 { pairs += 1 }
      if scalars.contains(where: { $0.value > 0xFFFF }) { plane2 += 1 }
    }
  }
  try compare(all, "big5-hkscs")
  #expect(pairs == 4)
  #expect(plane2 > 1600)
}

@Test("the characters that strict Big5 decoders lose, and those that only Hong Kong has")
func knownCharacters() {
  for (code, text) in [
    ([0xF9, 0xD6], "碁"), ([0xF9, 0xD7], "銹"), ([0xF9, 0xD8], "裏"), ([0xF9, 0xD9], "墻"), ([0xF9, 0xDA], "恒"),
    ([0xF9, 0xDB], "粧"), ([0xF9, 0xDC], "嫺"),
  ] as [([UInt8], String)] {
    #expect(character(code, "cp950") == text)
    #expect(character(code, "big5-hkscs") == text)
  }
  #expect(character([0xA3, 0xE1], "cp950") == "€")
  #expect(character([0x88, 0x62], "big5-hkscs") == "\u{CA}\u{304}")
  #expect(character([0x87, 0x7B], "big5-hkscs") == "\u{21D53}")
}

@Test("reading Big5 loads none of the C library's conversion modules, which some systems lack")
func noConversionModules() throws {
  #expect(character([0xA4, 0x40], "cp950") == "一")
  #expect(character([0x88, 0x62], "big5-hkscs") != nil)
  let maps = try #require(fopen("/proc/self/maps", "r"))
  defer { fclose(maps) }
  var line = [CChar](repeating: 0, count: 4096)
  while fgets(&line, Int32(line.count), maps) != nil {
    #expect(
      !String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).contains(
        "gconv"))
  }
}
