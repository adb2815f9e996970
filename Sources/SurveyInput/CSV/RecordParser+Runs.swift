import CSurveyShims
import SurveyTable

// Cells side by side that are of one easy kind, several at a time: those that nobody wants, one-digit answers, known
// texts.

extension RecordParser {
  /// Stores a text cell without quotes that was met lately, and returns where it ends; `nil` where it must be looked at
  /// closer. A cell with blanks around its text is among those: what is remembered has none.
  @inline(__always)
  func passKnownText(
    _ p: UnsafePointer<UInt8>, _ plan: UnsafeMutablePointer<CellPlan>, _ row: Int, _ delimiter: UInt8
  ) -> UnsafePointer<UInt8>? {
    var words: (low: UInt64, high: UInt64) = (0, 0)
    let length = survey_short_cell(p, delimiter, &words.low, &words.high)
    if length > TextMemo.longest || length > layout.limits.cellBytes { return nil }
    if length == 1 {
      let code = plan.pointee.memo.single[Int(p.pointee)]
      if code == TextMemo.unknown { return nil }
      plan.pointee.codes[row] = code
      return p + 1
    }
    let entry = plan.pointee.memo.entry(words)
    guard entry.pointee.low == words.low, entry.pointee.high == words.high, entry.pointee.length == length
    else { return nil }
    plan.pointee.codes[row] = entry.pointee.code
    return p + length
  }

  /// Goes over texts that were met lately and empty cells, as ``passRun(_:_:_:_:_:)`` does.
  @inline(__always)
  private func passTexts(
    _ p: inout UnsafePointer<UInt8>, _ run: Int, _ plans: UnsafeMutablePointer<CellPlan>, _ row: Int,
    _ delimiter: UInt8
  ) -> Int {
    if layout.limits.cellBytes < TextMemo.longest { return 0 }
    var passed = 0
    while passed < run {
      let plan = plans + passed
      var words: (low: UInt64, high: UInt64) = (0, 0)
      let length = survey_short_cell(p, delimiter, &words.low, &words.high)
      if length > TextMemo.longest || p[length] != delimiter { break }
      if length > 1 {
        // Texts hold no NUL: the words tell the length as well, and a free entry has none of two bytes.
        let entry = plan.pointee.memo.entry(words)
        if entry.pointee.low != words.low || entry.pointee.high != words.high
          || p.pointee == UInt8(ascii: "\"")
        {
          break
        }
        plan.pointee.codes[row] = entry.pointee.code
      } else if length == 0 {
        plan.pointee.codes[row] = -1
      } else {
        let code = plan.pointee.memo.single[Int(p.pointee)]
        if code == TextMemo.unknown || p.pointee == UInt8(ascii: "\"") { break }
        plan.pointee.codes[row] = code
      }
      p += length + 1
      passed += 1
    }
    return passed
  }

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
    if plans.pointee.kind == .text { return passTexts(&p, run, plans, row, delimiter) }
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
