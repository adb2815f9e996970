import SurveyTable

/// All bytes of a small file (`-` is standard input), at most `limit` of them.
package func wholeFile(path: String, limit: Int) throws(SurveyStatsError) -> [UInt8] {
  let name = path == "-" ? "stdin" : path
  let source = try byteOrigin(path: path, name: name).open(at: 0)
  var bytes: [UInt8] = []
  let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
  defer { piece.deallocate() }
  while true {
    let count = try source.fill(piece)
    if count == 0 { return bytes }
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[0..<count]))
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
