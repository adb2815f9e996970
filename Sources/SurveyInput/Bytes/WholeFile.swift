import SurveyTable

/// All bytes of a small file (`-` is standard input), at most `limit` of them; of one that is compressed by gzip or
/// Zstandard those of its content.
///
/// Errors: `inputOutput`; `limitExceeded`; `malformedData` for a compressed file that is damaged; `unsupported` for one
/// that is compressed in another way, or an archive or a workbook.
package func wholeFile(path: String, limit: Int) throws(SurveyStatsError) -> [UInt8] {
  let name = path == "-" ? "stdin" : path
  return try wholeContent(of: byteOrigin(path: path, name: name), name: name, limit: limit)
}

/// The same of bytes in memory; `name` is what messages call them.
package func wholeContent(
  of bytes: [UInt8], name: String, limit: Int
) throws(SurveyStatsError) -> [UInt8] {
  guard Compression(beginning: Array(bytes.prefix(4))) != nil else {
    if let foreign = ForeignFile(beginning: bytes) { throw foreign.error(name, isTable: false) }
    return bytes
  }
  return try wholeContent(of: MemoryBytes(bytes), name: name, limit: limit)
}

private func wholeContent(
  of origin: any ByteOrigin, name: String, limit: Int
) throws(SurveyStatsError) -> [UInt8] {
  let source = try content(of: origin, name: name).open(at: 0)
  var bytes: [UInt8] = []
  let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
  defer { piece.deallocate() }
  while true {
    let count = try source.fill(piece)
    if count == 0 { return bytes }
    let isFirst = bytes.isEmpty
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[0..<count]))
    if isFirst, let foreign = ForeignFile(beginning: bytes) { throw foreign.error(name, isTable: false) }
    if bytes.count > limit {
      throw SurveyStatsError(
        .limitExceeded, "\(name) is larger than the \(limit) bytes that such a file may have",
        chinese: "\(name) 超過此類檔案之上限 \(limit) 位元組")
    }
  }
}

/// Gives the bytes of a file piece by piece, as they are.
package func eachPiece(
  ofFile path: String, _ body: (UnsafeRawBufferPointer) throws(SurveyStatsError) -> Void
) throws(SurveyStatsError) {
  let source = try byteOrigin(path: path, name: path).open(at: 0)
  let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
  defer { piece.deallocate() }
  while true {
    let count = try source.fill(piece)
    if count == 0 { return }
    try body(UnsafeRawBufferPointer(rebasing: piece[0..<count]))
  }
}
