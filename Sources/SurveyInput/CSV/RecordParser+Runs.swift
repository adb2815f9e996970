import CSurveyShims
import SurveyTable

// Cells side by side that are of one easy kind, several at a time: those that nobody wants, one-digit answers, known
// texts.

extension RecordParser {
  /// Stores a text cell that was met lately, or that is empty, and returns where it ends; `nil` where it must be looked
  /// at closer. A cell with blanks around its text is among those: what is remembered has none.
  @inline(__always)
  func passKnownText(
    _ p: UnsafePointer<UInt8>, _ plan: UnsafeMutablePointer<CellPlan>, _ row: Int, _ delimiter: UInt8
  ) -> UnsafePointer<UInt8>? {
    var words: (low: UInt64, high: UInt64) = (0, 0)
    let quote = UInt8(ascii: "\"")
    let isQuoted = p.pointee == quote
    let start = isQuoted ? p + 1 : p
    let length = survey_short_cell(start, isQuoted ? quote : delimiter, &words.low, &words.high)
    if length > TextMemo.longest { return nil }
    var behind = start + length
    if isQuoted {
      if behind.pointee != quote { return nil }
      behind += 1
      if meanings.table[Int(behind.pointee)] & ByteMeanings.endsCell == 0 { return nil }
    }
    if length == 0 {
      plan.pointee.codes[row] = -1
      return behind
    }
    // Texts hold no NUL: the words tell the length as well, and a free entry has none.
    let entry = plan.pointee.memo.entry(words)
    if entry.pointee.low == words.low, entry.pointee.high == words.high {
      plan.pointee.codes[row] = entry.pointee.code
      return behind
    }
    // Another text took its entry.
    if length > 1 { return nil }
    let code = plan.pointee.memo.single[Int(start.pointee)]
    if code == TextMemo.unknown { return nil }
    plan.pointee.codes[row] = code
    return behind
  }

  /// Goes over texts that were met lately and empty cells, as ``passRun(_:_:_:_:_:)`` does.
  @inline(__always)
  private func passTexts(
    _ p: inout UnsafePointer<UInt8>, _ run: Int, _ plans: UnsafeMutablePointer<CellPlan>, _ row: Int,
    _ delimiter: UInt8
  ) -> Int {
    var passed = 0
    while passed < run, let behind = passKnownText(p, plans + passed, row, delimiter),
      behind.pointee == delimiter
    {
      p = behind + 1
      passed += 1
    }
    return passed
  }

  /// Stores a number of a few digits, quoted or not, and returns where its cell ends; `nil` where it must be looked at
  /// closer.
  @inline(__always)
  func passNumber(
    _ p: UnsafePointer<UInt8>, _ plan: UnsafeMutablePointer<CellPlan>, _ row: Int, _ delimiter: UInt8
  ) -> UnsafePointer<UInt8>? {
    var number = 0.0
    let quote = UInt8(ascii: "\"")
    let isQuoted = p.pointee == quote
    let start = isQuoted ? p + 1 : p
    let length = survey_short_number(start, isQuoted ? quote : delimiter, &number)
    let behind = start + length + (isQuoted ? 1 : 0)
    if length == 0 || behind.pointee != delimiter { return nil }
    cells.setNumber(number, plan, row)
    return behind
  }

  /// Goes over the cells at `p` that need no second look, at most `run` of them, which are of one kind; returns how
  /// many. Each had a delimiter behind it, but for the last one of a record.
  @inline(__always)
  func passRun(
    _ p: inout UnsafePointer<UInt8>, _ run: Int, _ plans: UnsafeMutablePointer<CellPlan>, _ row: Int,
    _ delimiter: UInt8
  ) -> Int {
    var passed = 0
    switch plans.pointee.kind {
    case .skip:
      if run == 1 {
        let length = survey_skip_cell(p, delimiter)
        if length == 0 || length > layout.limits.cellBytes { return 0 }
        p += length
        return 1
      }
      // Not too many at once: a cell may have grown too long, which is told cell by cell.
      let length = survey_skip_cells(p, delimiter, min(run, 64), &passed)
      if length > layout.limits.cellBytes { return 0 }
      p += length
      return passed
    case .text:
      return passTexts(&p, run, plans, row, delimiter)
    case .answer, .number, .several:
      let plan = plans.pointee
      p += survey_pass_answers(
        p, delimiter, run, UInt32(plan.missingDigits), plan.answers + row &* plan.answersInRow, &passed)
      return passed
    }
  }

  /// Goes over the last `count` cells of a record, which nobody wants; false where they must be looked at one by one.
  @inline(__always)
  func passRest(_ p: inout UnsafePointer<UInt8>, _ count: Int, _ delimiter: UInt8) -> Bool {
    let length = survey_skip_rest(p, delimiter, count)
    if length < 0 || length > layout.limits.cellBytes { return false }
    p += length
    return true
  }
}
