import CSurveyShims
import SurveyTable

// Cells of more than one character: their end is looked for sixteen bytes at a time.

extension RecordParser {
  /// Stores the cell at `p` and returns where it ends: at a delimiter, a line end or the end of all. `nil`
  /// where the text stops inside of it.
  @inline(never)
  mutating func storeLong(
    _ p: UnsafePointer<UInt8>, column: Int, row: Int, ending: TextEnding
  ) throws(SurveyStatsError) -> UnsafePointer<UInt8>? {
    if p.pointee == UInt8(ascii: "\"") { return try storeQuoted(p, column: column, row: row, ending: ending) }
    let length = survey_scan_cell(p, layout.delimiter)
    if length > layout.limits.cellBytes { throw layout.cellTooLong(at: place(column: column)) }
    if p[length] == 0, ending != .final { return nil }
    store(UnsafeBufferPointer(start: p, count: length), column: column, row: row)
    return p + length
  }

  private mutating func storeQuoted(
    _ p: UnsafePointer<UInt8>, column: Int, row: Int, ending: TextEnding
  ) throws(SurveyStatsError) -> UnsafePointer<UInt8>? {
    var q = p + 1
    var hasDoubledQuotes = false
    var breaks = 0
    scan: while true {
      q += survey_scan_quoted(q)
      switch q.pointee {
      case UInt8(ascii: "\"") where q[1] == UInt8(ascii: "\""):
        hasDoubledQuotes = true
        q += 2
      case UInt8(ascii: "\n"):
        breaks += 1
        q += 1
      case UInt8(ascii: "\r"):
        // A line feed that follows counts the line.
        if q[1] != UInt8(ascii: "\n") { breaks += 1 }
        q += 1
      default:
        break scan
      }
    }
    let isClosed = q.pointee != 0
    let content = UnsafeBufferPointer(start: p + 1, count: q - p - 1)
    if isClosed { q += 1 }
    if q - p > layout.limits.cellBytes { throw layout.cellTooLong(at: place(column: column)) }
    if !isClosed {
      if ending == .final { throw layout.unclosedQuote(at: place(column: column)) }
      return nil
    }
    while meanings.table[Int(q.pointee)] == ByteMeanings.blank { q += 1 }
    if q.pointee == 0, ending != .final { return nil }
    if meanings.table[Int(q.pointee)] & (ByteMeanings.endsCell | ByteMeanings.end) == 0 {
      throw layout.textAfterQuote(at: place(column: column), cell: content)
    }
    innerLines = innerLines.addingClamped(breaks)
    store(hasDoubledQuotes && !isSkipping ? cells.unescape(content) : content, column: column, row: row)
    return q
  }

  private mutating func store(_ text: UnsafeBufferPointer<UInt8>, column: Int, row: Int) {
    let plan = cells.plans + column
    if isSkipping || plan.pointee.kind == .skip { return }
    if !cells.store(text, plan, row), !hasFault {
      notANumber = layout.notANumber(at: place(column: column), cell: text)
    }
  }
}
