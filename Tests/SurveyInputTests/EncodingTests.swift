import SurveyInput
import SurveyTable
import Testing

@Suite("encodings") struct EncodingTests {
  private let text = "編號,滿意度,意見\n1,非常滿意,\"許功蓋, 很好\"\n2,普通,\"第一行\n第二行\"\n"
  private let columns: [[String?]] = [["1", "2"], ["非常滿意", "普通"], ["許功蓋, 很好", "第一行\n第二行"]]

  @Test(
    "the same table in every encoding, however the file is cut into pieces",
    arguments: [
      "utf-8", "utf-8 mark", "utf-16le", "utf-16be", "utf-16le mark", "utf-16be mark", "cp950", "big5-hkscs",
    ], [true, false])
  func sameTable(_ kind: String, _ isAsked: Bool) throws {
    let mark = kind.hasSuffix("mark")
    let encoding = String(kind.prefix { $0 != " " })
    let bytes: [UInt8] =
      switch encoding {
      case "utf-8": Array(((mark ? "\u{FEFF}" : "") + text).utf8)
      case "utf-16le": utf16(text, bigEndian: false, mark: mark)
      case "utf-16be": utf16(text, bigEndian: true, mark: mark)
      default: cp950(text)
      }
    // HKSCS is never found, only asked for.
    let options = CSVOptions(encoding: isAsked || encoding == "big5-hkscs" ? encoding : "auto")
    let notes = isAsked || encoding == "utf-8" || encoding == "big5-hkscs" ? [] : ["encoding_detected"]
    for size in [Int.max, 1, 2, 3, 7, 64] {
      for buffer in [256 * 1024, 1, 2, 3, 7] {
        let read = try readAll(bytes, options, pieces: size, bufferBytes: buffer)
        #expect(read.names == ["編號", "滿意度", "意見"])
        #expect(read.table.columns == columns, "pieces of \(size), buffers of \(buffer)")
        #expect(read.notes == notes)
      }
    }
    let data = try SurveyData(csv: bytes, options: options)
    #expect(data.dialect?.encoding == encoding)
    #expect(data.dialect?.byteOrderMark == mark)
    // A second pass reads the same.
    #expect(try readTable(data) == readTable(data))
  }

  @Test(
    "names that mean the same",
    arguments: [
      ("BIG5", "cp950"), ("ms950", "cp950"), ("Windows-950", "cp950"), ("Big5HKSCS", "big5-hkscs"),
      ("UTF8", "utf-8"), ("utf16le", "utf-16le"), ("UTF16", "utf-16le"),
    ])
  func aliases(_ name: String, _ encoding: String) throws {
    let bytes = encoding == "utf-16le" ? utf16("a,b\n1,2\n", bigEndian: false) : Array("a,b\n1,2\n".utf8)
    let data = try SurveyData(csv: bytes, options: CSVOptions(encoding: name))
    #expect(data.dialect?.encoding == encoding)
    #expect(data.notes.isEmpty)
    #expect(try readTable(data).columns == [["1"], ["2"]])
  }

  @Test("the second byte of a Big5 character may be the delimiter, a quote's neighbour or a digit")
  func secondBytes() throws {
    // 功 A5 5C, 慝 BC 7C, 餐 C0 5C, 許 B3 5C: `\` and `|`.
    let header: [UInt8] = Array("a".utf8) + [0x7C] + [0xA5, 0x5C, 0x7C, 0xBC, 0x7C, 0x0A]
    let row: [UInt8] = [0xBC, 0x7C, 0x7C, 0xB3, 0x5C, 0x7C, 0x22, 0xC0, 0x5C, 0x7C, 0x22, 0x0A]
    for delimiter in [nil, "|"] {
      let read = try readAll(header + row, CSVOptions(delimiter: delimiter))
      #expect(read.names == ["a", "功", "慝"])
      #expect(read.table.columns == [["慝"], ["許"], ["餐|"]])
    }
  }

  @Test("a file of ASCII whose first Chinese comes late is still read as CP950, and the pass says so")
  func lateChinese() throws {
    var bytes = Array("id,answer\n".utf8)
    for index in 0..<3000 { bytes += Array("\(index),yes\n".utf8) }
    bytes += cp950("3000,滿意\n3001,不滿意\n")
    for (pieces, buffer) in [(Int.max, 64), (7, 64), (3, 7), (Int.max, 256 * 1024), (1000, 1000)] {
      let read = try readAll(bytes, pieces: pieces, bufferBytes: buffer)
      #expect(read.table.columns[1].suffix(3) == ["yes", "滿意", "不滿意"])
      #expect(read.notes == ["encoding_detected"])
    }
    let data = try SurveyData(
      origin: ChunkedBytes(bytes: bytes, chunkBytes: .max), name: "f.csv", options: .init(), bufferBytes: 64)
    #expect(data.notes.isEmpty)
    #expect(data.dialect?.encoding == "utf-8")
    let description = try data.describe()
    #expect(description.dialect?.encoding == "cp950")
    #expect(description.notes.map(\.code) == ["encoding_detected"])
    let run = RunControl()
    _ = try readTable(data, run: run)
    #expect(run.progress.bytes == bytes.count)
    #expect(run.progress.totalBytes == bytes.count)
  }

  @Test func aCharacterThatLooksLikeUTF8IsNoReasonToStayWithIt() throws {
    // One character of CP950, and á in UTF-8.
    let bytes = Array("a\n".utf8) + [0xC3, 0xA1, 0x0A] + cp950("滿意\n")
    let read = try readAll(bytes)
    #expect(read.table.columns[0][1] == "滿意")
    #expect(read.table.columns[0][0] != "á")
    #expect(read.notes == ["encoding_detected"])
  }

  @Test func twoByteTextsOfEuropeStayUTF8() throws {
    let read = try readAll(Array("prénom\nZoé\n".utf8))
    #expect(read.table.columns == [["Zoé"]])
    #expect(read.notes.isEmpty)
  }

  @Test func userDefinedCharactersAreCountedWhereverTheyStand() throws {
    let bytes: [UInt8] = [0xFA, 0x40, 0x2C, 0x62, 0x0A, 0x81, 0x40, 0x2C, 0xC8, 0xFE, 0xA4, 0x40, 0x0A]
    for size in [Int.max, 1] {
      let read = try readAll(bytes, pieces: size)
      #expect(read.names == ["\u{E000}", "b"])
      #expect(read.table.columns == [["\u{EEB8}"], ["\u{F848}一"]])
      #expect(read.notes == ["encoding_detected", "private_use_characters"])
    }
    let data = try SurveyData(csv: bytes, options: CSVOptions(encoding: "cp950"))
    let notes = try data.describe().notes
    #expect(notes.map(\.code) == ["private_use_characters"])
    #expect(notes.first?.english.hasPrefix("3 user-defined") == true)
    #expect(notes.first?.chinese.contains("3 個") == true)
  }

  @Test("surrogate pairs and every kind of UTF-16 unit")
  func utf16Characters() throws {
    let line = "\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}🙂\u{10000}\u{10FFFF}𠮷野家"
    for bigEndian in [false, true] {
      for size in [Int.max, 1, 2, 3, 7] {
        let read = try readAll(
          utf16("名\n\(line)\n", bigEndian: bigEndian, mark: true), pieces: size, bufferBytes: min(size, 99))
        #expect(read.table.columns == [[line]])
      }
    }
  }

  @Test func aPipeOfBig5IsReadOnceLikeAnyOther() throws {
    let pipe = try TemporaryPipe()
    let writer = pipe.write(
      cp950("題,答\n" + String(repeating: "第一題,滿意\n", count: 60_000)), pieceBytes: 1001)
    let data = try SurveyData(csvFile: pipe.path)
    let read = try readTable(data)
    writer.join()
    #expect(data.columnNames == ["題", "答"])
    #expect(read.rowCount == 60_000)
    #expect(read.columns[1].allSatisfy { $0 == "滿意" })
  }
}
