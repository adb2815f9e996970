// Any compressed bytes give a table or a SurveyStatsError, the same however file and content are cut into pieces. The
// first byte chooses the pieces, the rest is the file.
import SurveyInput
import SurveyTable

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
  let choice = Int(input.first ?? 0)
  let bytes = Array(input.dropFirst())
  let whole = outcome(of: bytes, pieceBytes: .max, bufferBytes: 256 * 1024)
  // Buffers that are not too small: a few bytes can stand for many megabytes.
  let cut = outcome(of: bytes, pieceBytes: 1 + choice & 15, bufferBytes: 1000 + choice)
  // Which of two errors is met first depends on the pieces, whether there is one does not.
  precondition(whole == cut, "the table depends on how the bytes were cut")
  return 0
}

/// The cells of all columns; `nil` where there is an error.
private func outcome(of bytes: [UInt8], pieceBytes: Int, bufferBytes: Int) -> [UInt64]? {
  do throws(SurveyStatsError) {
    let data = try SurveyData(
      origin: Pieces(bytes: bytes, pieceBytes: pieceBytes), name: "fuzz",
      options: CSVOptions(limits: ResourceLimits(columns: 50, cellBytes: 400)), bufferBytes: bufferBytes)
    let source = try data.makeSource()
    let batch = ColumnBatch()
    let requests = data.columnNames.indices.map { ColumnRequest(column: $0, reading: .text) }
    try source.begin(requests, into: batch, run: nil)
    var rows: UInt64 = 0
    // Sums of the cells rather than the cells: content may be a thousand times its file.
    var hashes = requests.map { _ in UInt64(14_695_981_039_346_656_037) }
    while try source.next(into: batch) {
      rows += UInt64(batch.rowCount)
      for (slot, column) in batch.columns.enumerated() {
        guard case .codes(let codes) = column else { continue }
        for code in codes.codes {
          for byte in code < 0 ? Array("missing".utf8) : Array(codes.dictionary[code].utf8) + [0] {
            hashes[slot] = (hashes[slot] ^ UInt64(byte)) &* 1_099_511_628_211
          }
        }
      }
    }
    return [rows] + hashes
  } catch {
    precondition(!error.message.isEmpty)
    return nil
  }
}

/// Memory that hands out a few bytes at a time.
private struct Pieces: ByteOrigin {
  let bytes: [UInt8]
  let pieceBytes: Int
  var length: Int? { nil }

  func open(at offset: Int) throws(SurveyStatsError) -> any ByteSource {
    Source(bytes[min(offset, bytes.count)...], pieceBytes)
  }

  final class Source: ByteSource {
    private var bytes: ArraySlice<UInt8>
    private let pieceBytes: Int

    init(_ bytes: ArraySlice<UInt8>, _ pieceBytes: Int) {
      self.bytes = bytes
      self.pieceBytes = pieceBytes
    }

    var totalBytes: Int { 0 }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
      let count = min(buffer.count, pieceBytes, bytes.count)
      buffer.copyBytes(from: bytes.prefix(count))
      bytes = bytes.dropFirst(count)
      return count
    }
  }
}
