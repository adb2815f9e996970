import Glibc
import SurveyStats

/// Reads what has no name.
enum Input {
  /// All of standard input.
  static func standardInput(limit: Int) throws(SurveyStatsError) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = piece.withUnsafeMutableBytes { read(0, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw SurveyStatsError(.inputOutput, "cannot read stdin: \(String(cString: strerror(errno)))")
      }
      bytes.append(contentsOf: piece[0..<count])
      if bytes.count > limit {
        throw SurveyStatsError(
          .limitExceeded, "stdin is larger than the memory limit of \(limit) bytes; write it to a file first")
      }
    }
  }
}
