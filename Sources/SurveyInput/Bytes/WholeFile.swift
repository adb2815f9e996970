import SurveyTable

/// All bytes of a small file (`-` is standard input), at most `limit` of them.
func wholeFile(path: String, limit: Int) throws(SurveyStatsError) -> [UInt8] {
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
        .limitExceeded, "\(name) is larger than the \(limit) bytes that such a file may have")
    }
  }
}
