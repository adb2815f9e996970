import Glibc
import SurveyStats
import SurveyTable

/// Reads what can be read only once, and tells files apart.
enum Input {
  /// Whether the name stands for standard input, a named pipe or the like, of which nothing is left after one reading.
  static func isStream(_ path: String) -> Bool {
    if path == "-" { return true }
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    let kind = status.st_mode & S_IFMT
    return kind != S_IFREG && kind != S_IFDIR
  }

  /// All that `path` holds (`-` is standard input), and what messages call it.
  static func whole(_ path: String, limit: Int, run: RunControl) throws(SurveyStatsError) -> (
    bytes: [UInt8], name: String
  ) {
    let name = path == "-" ? "stdin" : path
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw failure(name) }
    defer { if descriptor != 0 { _ = close(descriptor) } }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    run.begin(totalBytes: 0)
    while true {
      let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return (bytes, name) }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(name)
      }
      bytes.append(contentsOf: piece[0..<count])
      try run.advance(rows: 0, bytes: count)
      if bytes.count > limit {
        throw SurveyStatsError(
          .limitExceeded,
          "\(name) is larger than the memory limit of \(limit) bytes; write it to a file first",
          chinese: "\(name) 超過記憶體上限 \(limit) 位元組；請先存成檔案，或提高上限（--memory-limit）")
      }
    }
  }

  /// Whether both names stand for one file.
  static func isSameFile(_ a: String, _ b: String) -> Bool {
    var (first, second) = (stat(), stat())
    guard a != "-", b != "-", stat(a, &first) == 0, stat(b, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  private static func failure(_ name: String) -> SurveyStatsError {
    let number = errno
    let reason =
      switch number {
      case EACCES: ("permission denied", "沒有權限")
      case ENOENT: ("there is no such file", "檔案不存在")
      case EISDIR: ("it is a folder", "為資料夾")
      default: ("system error \(number)", "系統錯誤 \(number)")
      }
    return SurveyStatsError(
      .inputOutput, "cannot read \(name): \(reason.0)", chinese: "無法讀取 \(name)：\(reason.1)")
  }
}
