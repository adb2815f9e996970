import SurveyTable

/// An error of a document named fuzz says where in it; bytes that are no text have no lines: what is compressed, whole or
/// cut, and archives.
func checkPlace(of error: SurveyStatsError, in bytes: [UInt8]) {
  guard let row = error.row else {
    let marks: [[UInt8]] = [[0x1F, 0x8B], [0x28, 0xB5, 0x2F, 0xFD]]
    let isCompressed = marks.contains { bytes.starts(with: $0) || $0.starts(with: bytes) }
    precondition(error.code == .unsupported || isCompressed, "the error has no place")
    precondition(error.message.hasPrefix("fuzz"))
    return
  }
  let column = error.column ?? 0
  precondition(row >= 1 && column >= 1, "the error has no place")
  precondition(error.message.hasPrefix("fuzz line \(row), column \(column)"))
}
