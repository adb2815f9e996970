import Glibc
import SurveyInput
import SurveyTable
import Testing

@Suite("files and pipes") struct FilesAndPipesTests {
  @Test func aFileCanBeReadAgainAndAgain() throws {
    let file = try TemporaryFile("a,b\n1,2\n3,4\n")
    let data = try SurveyData(csvFile: file.path)
    let run = RunControl()
    #expect(try readTable(data, run: run).columns == [["1", "3"], ["2", "4"]])
    #expect(run.progress.totalBytes == 12)
    #expect(run.progress.bytes == 12)
    #expect(try readTable(data).columns == [["1", "3"], ["2", "4"]])
  }

  @Test func aChangedFileIsRefused() throws {
    let file = try TemporaryFile("a,b\n1,2\n")
    let data = try SurveyData(csvFile: file.path)
    _ = try readTable(data)
    try file.write("a,b\n1,2\n3,4\n")
    #expect(throws: SurveyStatsError.self) { try readTable(data) }
    do {
      _ = try readTable(data)
    } catch {
      #expect(error.code == .sourceChanged)
      #expect(error.message.contains(file.path))
    }
  }

  @Test func aFileThatGrowsWhileItIsReadIsRefused() throws {
    let file = try TemporaryFile("a,b\n" + String(repeating: "1,2\n", count: 200_000))
    let data = try SurveyData(csvFile: file.path)
    let source = try data.makeSource()
    let batch = ColumnBatch()
    try source.begin([ColumnRequest(column: 0, reading: .number)], into: batch, run: nil)
    #expect(try source.next(into: batch))
    try file.write("a,b\n" + String(repeating: "1,2\n", count: 300_000))
    do {
      while try source.next(into: batch) {}
      Issue.record("no error")
    } catch {
      #expect(error.code == .sourceChanged)
    }
  }

  @Test(
    "what cannot be opened says why",
    arguments: [
      ("/nowhere/at/all.csv", "no such file", SurveyStatsError.Code.inputOutput),
      ("/", "folder", .inputOutput), ("", "empty", .invalidArgument), ("a\0b", "NUL", .invalidArgument),
    ])
  func unreadable(_ path: String, _ says: String, _ code: SurveyStatsError.Code) {
    do {
      _ = try SurveyData(csvFile: path)
      Issue.record("no error")
    } catch {
      #expect(error.code == code)
      #expect(error.message.contains(says))
    }
  }

  private func piped(_ rows: Int, pieceBytes: Int, _ body: (SurveyData) throws -> Void) throws {
    let pipe = try TemporaryPipe()
    let writer = pipe.write(
      Array(("a,b\n" + String(repeating: "1,\"x\"\n", count: rows)).utf8), pieceBytes: pieceBytes)
    try body(try SurveyData(csvFile: pipe.path))
    writer.join()
  }

  @Test(
    "a short pipe is kept and can be read again",
    arguments: [(0, 1), (1, 3), (5000, 7), (200_000, 1_000_000)])
  func shortPipes(_ rows: Int, _ pieceBytes: Int) throws {
    try piped(rows, pieceBytes: pieceBytes) { data in
      // A pass that stops early loses nothing.
      let source = try data.makeSource()
      let batch = ColumnBatch()
      try source.begin([ColumnRequest(column: 0, reading: .number)], into: batch, run: nil)
      _ = try source.next(into: batch)
      for _ in 0..<3 {
        let read = try readTable(data)
        #expect(read.rowCount == rows)
        #expect(read.columns[0].allSatisfy { $0 == "1" })
      }
    }
  }

  @Test("a long pipe is read once, from its header on", arguments: [60_000, 1_000_000])
  func longPipes(_ pieceBytes: Int) throws {
    let rows = PipeBytes.mostKept / 6 + 1
    try piped(rows, pieceBytes: pieceBytes) { data in
      let read = try readTable(data)
      #expect(read.rowCount == rows)
      #expect(read.columns[0].allSatisfy { $0 == "1" })
      let error = #expect(throws: SurveyStatsError.self) { try readTable(data) }
      #expect(error?.code == .sourceChanged)
      #expect(error?.message.contains("pipe") == true)
    }
  }
}

/// A file that is gone when the test is over.
final class TemporaryFile {
  let path: String

  init(_ text: String) throws {
    var template = Array("/tmp/survey-input-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    close(descriptor)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try write(text)
  }

  deinit { unlink(path) }

  func write(_ text: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }
}

/// A named pipe and a thread that writes to it.
final class TemporaryPipe {
  let path: String

  init() throws {
    var template = Array("/tmp/survey-pipe-XXXXXX".utf8CString)
    _ = try #require(mkdtemp(&template))
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
  }

  deinit {
    unlink(path)
    rmdir(String(path.dropLast(5)))
  }

  final class Writer {
    fileprivate let path: String
    fileprivate let bytes: [UInt8]
    fileprivate let pieceBytes: Int
    private var thread = pthread_t()

    fileprivate init(_ path: String, _ bytes: [UInt8], _ pieceBytes: Int) {
      self.path = path
      self.bytes = bytes
      self.pieceBytes = pieceBytes
      pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          Unmanaged<Writer>.fromOpaque(argument).takeRetainedValue().run()
          return nil
        }, Unmanaged.passRetained(self).toOpaque())
    }

    private func run() {
      let descriptor = Glibc.open(path, O_WRONLY)
      var offset = 0
      while offset < bytes.count {
        let count = min(pieceBytes, bytes.count - offset)
        let written = bytes.withUnsafeBytes {
          Glibc.write(descriptor, $0.baseAddress.map { $0 + offset }, count)
        }
        if written <= 0 { break }
        offset += written
      }
      close(descriptor)
    }

    func join() { pthread_join(thread, nil) }
  }

  func write(_ bytes: [UInt8], pieceBytes: Int) -> Writer { Writer(path, bytes, pieceBytes) }
}
