import CSurveyShims
import SurveyTable

// Cells side by side that are of one easy kind, several at a time: those that nobody wants, and one-digit answers.

extension RecordParser {
  /// Goes over the cells at `p` that need no second look, at most `run` of them, which are of one kind; returns how
  /// many. Each had a delimiter behind it.
  @inline(__always)
  func passRun(
    _ p: inout UnsafePointer<UInt8>, _ run: Int, _ plans: UnsafeMutablePointer<CellPlan>, _ row: Int,
    _ delimiter: UInt8
  ) -> Int {
    if plans.pointee.kind == .skip {
      var passed = 0
      // Not too many at once: a cell may have grown too long, which is told cell by cell.
      let length = survey_skip_cells(p, delimiter, min(run, 64), &passed)
      if length > layout.limits.cellBytes { return 0 }
      p += length
      return passed
    }
    var passed = 0
    if p.pointee == UInt8(ascii: "\"") {
      while true {
        let count = min(survey_scan_quoted_digits(p, delimiter), run &- passed)
        for index in 0..<count {
          (plans + passed + index).pointee.setDigit(p[4 &* index &+ 1] &- 0x30, row)
        }
        passed &+= count
        p += 4 &* count
        if count < 4 { return passed }
      }
    }
    while true {
      let count = min(survey_scan_digits(p, delimiter), run &- passed)
      for index in 0..<count {
        (plans + passed + index).pointee.setDigit(p[2 &* index] &- 0x30, row)
      }
      passed &+= count
      p += 2 &* count
      if count < 8 { return passed }
    }
  }
}
