import SurveyInput
import SurveyTable

/// What a pass gave, cell by cell: numbers as their shortest text, `nil` for missing answers.
struct ReadTable: Equatable {
  var columns: [[String?]] = []
  var rowCount = 0
  var notes: [String] = []
}

/// Every column of `data`, or the columns that `requests` name.
func readTable(
  _ data: SurveyData, _ requests: [ColumnRequest]? = nil, run: RunControl? = nil
) throws(SurveyStatsError) -> ReadTable {
  let requests = requests ?? data.columnNames.indices.map { ColumnRequest(column: $0, reading: .text) }
  var table = ReadTable(columns: requests.map { _ in [] })
  let source = try data.makeSource()
  let batch = ColumnBatch()
  try source.begin(requests, into: batch, run: run)
  while try source.next(into: batch) {
    table.rowCount += batch.rowCount
    for (slot, column) in batch.columns.enumerated() {
      switch column {
      case .numbers(let numbers):
        for (value, valid) in zip(numbers.values, numbers.valid) {
          table.columns[slot].append(valid == 1 ? shortestText(value) : nil)
        }
      case .codes(let codes):
        for code in codes.codes { table.columns[slot].append(code < 0 ? nil : codes.dictionary[code]) }
      }
    }
  }
  table.notes = source.passNotes.map(\.code)
  return table
}

func table(
  of text: String, _ options: CSVOptions = .init(), _ requests: [ColumnRequest]? = nil
) throws(SurveyStatsError) -> ReadTable {
  try readTable(SurveyData(csv: Array(text.utf8), name: "f.csv", options: options), requests)
}

/// The error of opening and reading `bytes`; every column in `numbers` is read as numbers, the rest as text.
func readingError(
  of bytes: [UInt8], _ options: CSVOptions = .init(), numbers: Set<String> = [],
  bufferBytes: Int = 256 * 1024,
  chunkBytes: Int = Int.max
) -> SurveyStatsError? {
  do {
    let data = try SurveyData(
      origin: ChunkedBytes(bytes: bytes, chunkBytes: chunkBytes), name: "f.csv", options: options,
      bufferBytes: bufferBytes)
    let requests = data.columnNames.enumerated().map { index, name in
      ColumnRequest(
        column: index, reading: numbers.contains(name) ? .number : .text,
        missing: data.missing.codes(for: name))
    }
    _ = try readTable(data, requests)
    return nil
  } catch {
    return error
  }
}

/// Memory that hands out a few bytes at a time, as a slow pipe does.
struct ChunkedBytes: ByteOrigin {
  let bytes: [UInt8]
  let chunkBytes: Int
  /// As a pipe has none: rows are read in order.
  var length: Int? { nil }

  func open(at offset: Int) throws(SurveyStatsError) -> any ByteSource { Source(bytes, chunkBytes, offset) }

  final class Source: ByteSource {
    private let bytes: [UInt8]
    private let chunkBytes: Int
    private var offset: Int

    init(_ bytes: [UInt8], _ chunkBytes: Int, _ offset: Int) {
      self.bytes = bytes
      self.chunkBytes = chunkBytes
      self.offset = min(offset, bytes.count)
    }

    var totalBytes: Int { bytes.count }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
      let count = min(buffer.count, chunkBytes, bytes.count - offset)
      for index in 0..<count { buffer[index] = bytes[offset + index] }
      offset += count
      return count
    }
  }
}
