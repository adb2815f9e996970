import Glibc
import SurveyInput
import SurveyTable
import Testing

/// Files made by gzip and zstd: `Tests/Compressed/make-files.sh`.
@Suite("compressed files") struct CompressedFilesTests {
  static let whole = [
    "answers.csv.gz", "members.csv.gz", "big5.csv.gz", "answers.csv.zst", "frames.csv.zst",
    "skippable-first.csv.zst",
  ]

  @Test("the content is read, however the bytes come in pieces", arguments: whole)
  func sameAsPlain(_ name: String) throws {
    let plain = try readTable(SurveyData(csvFile: compressedFolder + "answers.csv"))
    let bytes = try fileBytes(name)
    #expect(try columns(SurveyData(csvFile: compressedFolder + name)) == plain.columns)
    for pieceBytes in [1, 2, 3, 5, 7, 64, 255, 256, 257, 4096] {
      for bufferBytes in [1, 3, 61, 1 << 18] {
        let data = try SurveyData(
          origin: ChunkedBytes(bytes: bytes, chunkBytes: pieceBytes), name: name, options: .init(),
          bufferBytes: bufferBytes)
        #expect(try columns(data) == plain.columns, "pieces of \(pieceBytes), buffer of \(bufferBytes)")
      }
    }
  }

  @Test("the name says nothing, the first bytes do")
  func nameDoesNotMatter() throws {
    let file = try TemporaryFile("")
    try file.write(bytes: fileBytes("answers.csv.zst"))
    #expect(try SurveyData(csvFile: file.path).dialect?.compression == .zstd)
    #expect(try SurveyData(csv: fileBytes("answers.csv.gz")).dialect?.compression == .gzip)
    #expect(try SurveyData(csvFile: compressedFolder + "answers.csv").dialect?.compression == nil)
  }

  @Test("a compressed file is read again and again, and its progress ends at its size", arguments: whole)
  func passes(_ name: String) throws {
    let data = try SurveyData(csvFile: compressedFolder + name)
    let size = try fileBytes(name).count
    for _ in 0..<3 {
      let run = RunControl()
      #expect(try readTable(data, run: run).rowCount == 120)
      #expect(run.progress.bytes == size)
      #expect(run.progress.totalBytes == size)
    }
  }

  @Test("columns that were kept and columns that are read go together")
  func keptColumns() throws {
    let data = try SurveyData(csvFile: compressedFolder + "answers.csv.gz")
    let plain = try SurveyData(csvFile: compressedFolder + "answers.csv")
    for columns in [[0], [0, 1], [1, 3, 0], [0, 1, 2, 3]] {
      let requests = columns.map { ColumnRequest(column: $0, reading: .text) }
      #expect(try readTable(data, requests) == readTable(plain, requests))
    }
  }

  @Test(
    "a pipe with compressed bytes is read as its content",
    arguments: [1, 100, 100_000])
  func pipes(_ pieceBytes: Int) throws {
    let pipe = try TemporaryPipe()
    let writer = pipe.write(try fileBytes("frames.csv.zst"), pieceBytes: pieceBytes)
    let data = try SurveyData(csvFile: pipe.path)
    let plain = try readTable(SurveyData(csvFile: compressedFolder + "answers.csv"))
    for _ in 0..<2 {
      let isSame = try readTable(data) == plain
      #expect(isSame)
    }
    writer.join()
  }

  @Test("rows in messages are those of the content")
  func rowsOfContent() throws {
    let data = try SurveyData(csvFile: compressedFolder + "answers.csv.gz")
    do {
      _ = try readTable(data, [ColumnRequest(column: 3, reading: .number)])
      Issue.record("no error")
    } catch {
      #expect(error.row == 2)
      #expect(error.column == 4)
      #expect(error.message.contains("滿意"))
    }
  }

  @Test("a file that is cut short is no shorter file", arguments: whole)
  func cutShort(_ name: String) throws {
    let bytes = try fileBytes(name)
    let plain = try readTable(SurveyData(csvFile: compressedFolder + name)).columns
    // Nothing in a file that ends behind a member says that there was more.
    let borders = memberEnds[name] ?? []
    for length in 0..<bytes.count where !borders.contains(length) {
      do {
        let read = try readTable(SurveyData(csv: Array(bytes[..<length]), name: name))
        // "(" and "P*M" are headers, too, of no row.
        if length < 4, read.rowCount == 0 { continue }
        // Zeros behind a gzip file mean nothing, however many.
        if let last = borders.last, length > last, read.columns == plain { continue }
        Issue.record("the first \(length) bytes were read as \(read.rowCount) rows")
      } catch {
        if length == 0 { continue }
        #expect(error.code == .malformedData, "\(length): \(error)")
        #expect(error.message.contains("cut short") && error.message.contains("byte \(length),"), "\(error)")
        #expect(error.message.hasPrefix(name))
        #expect(error.chinese?.contains("位元組位移 \(length)") == true)
      }
    }
    for length in borders {
      let read = try? readTable(SurveyData(csv: Array(bytes[..<length]), name: name))
      if let read { #expect(zip(read.columns, plain).allSatisfy { $1.starts(with: $0) }) }
    }
  }

  @Test("a bit that tips over gives the same table or an error, never another", arguments: whole)
  func damaged(_ name: String) throws {
    let bytes = try fileBytes(name)
    let plain = try readTable(SurveyData(csvFile: compressedFolder + name)).columns
    // The first frame of this file has no checksum: only what stands behind it is safe.
    let start = name == "frames.csv.zst" ? (memberEnds[name]?.first ?? 0) : 0
    for place in start..<bytes.count {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << UInt8(bit)
        if let read = try? readTable(SurveyData(csv: changed, name: name)).columns {
          #expect(read == plain, "byte \(place), bit \(bit)")
        }
      }
    }
  }

  @Test("a wrong checksum is said to be one")
  func wrongChecksum() throws {
    for (name, fromEnd) in [("answers.csv.gz", 8), ("answers.csv.gz", 4), ("answers.csv.zst", 4)] {
      var bytes = try fileBytes(name)
      bytes[bytes.count - fromEnd] ^= 0xFF
      let error = #expect(throws: SurveyStatsError.self) {
        try readTable(SurveyData(csv: bytes, name: name))
      }
      #expect(error?.message.contains("checksum") == true)
      #expect(error?.chinese?.contains("檢查碼") == true)
    }
  }

  @Test("what stands behind the end is an error that names its place", arguments: whole)
  func trailingBytes(_ name: String) throws {
    let bytes = try fileBytes(name)
    for rubbish in ["x", "\u{1F}x", "a,b\n1,2\n", "(\u{2F}abc"] {
      let error = #expect(throws: SurveyStatsError.self) {
        try readTable(SurveyData(csv: bytes + Array(rubbish.utf8), name: name))
      }
      #expect(error?.message.contains("byte \(bytes.count), behind the end") == true)
    }
    let zeros = try? readTable(SurveyData(csv: bytes + [UInt8](repeating: 0, count: 5000), name: name))
    #expect((zeros != nil) == name.hasSuffix(".gz"))
  }

  @Test("what cannot be decompressed here says why")
  func refused() throws {
    for (name, code, says, chinese) in [
      ("window-256-mib.csv.zst", SurveyStatsError.Code.limitExceeded, "128 MiB", "視窗"),
      ("dictionary.csv.zst", .unsupported, "dictionary", "字典"),
      ("nothing.csv.gz", .emptyData, "is empty", "空檔"),
    ] {
      let error = #expect(throws: SurveyStatsError.self) {
        try SurveyData(csvFile: compressedFolder + name)
      }
      #expect(error?.code == code)
      #expect(error?.message.contains(says) == true)
      #expect(error?.chinese?.contains(chinese) == true)
    }
  }

  @Test("a file that changed between two passes is refused")
  func changedFile() throws {
    let file = try TemporaryFile("")
    try file.write(bytes: fileBytes("answers.csv.gz"))
    let data = try SurveyData(csvFile: file.path)
    _ = try readTable(data)
    try file.write(bytes: fileBytes("members.csv.gz"))
    let error = #expect(throws: SurveyStatsError.self) { try readTable(data) }
    #expect(error?.code == .sourceChanged)
  }

  private func columns(_ data: SurveyData) throws -> [[String?]] { try readTable(data).columns }
}

/// Where the members of a file end: found with Python's zlib and the marks of frames.
private let memberEnds = [
  "members.csv.gz": [208, 236, 507], "frames.csv.zst": [207, 220], "skippable-first.csv.zst": [12],
]

let compressedFolder =
  String(#filePath.dropLast("SurveyInputTests/CompressedFilesTests.swift".count))
  + "Compressed/"

func fileBytes(_ name: String) throws -> [UInt8] {
  let file = try #require(fopen(compressedFolder + name, "r"))
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 16)
  bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
  return bytes
}

extension TemporaryFile {
  fileprivate func write(bytes: [UInt8]) throws {
    let file = try #require(fopen(path, "w"))
    _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
  }
}
