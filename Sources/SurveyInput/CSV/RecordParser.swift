import SurveyTable

/// What follows the text that a parser has.
enum TextEnding {
  case more
  /// Nothing: the input ends here.
  case final
  /// A byte that cannot be text.
  case broken
}

/// Cuts validated text into records and cells, and stores the cells that were asked for.
///
/// A record counts when it is complete. Where the text ends inside of one, the parser goes back to the
/// record's beginning and waits for more; what it stored is overwritten. So nothing depends on where the
/// input was cut into pieces, the errors included: within a record, those of structure come first.
struct RecordParser {
  let layout: CSVLayout
  let cells: CellPlans
  let meanings: ByteMeanings

  /// Records and lines read so far, and lines without a record.
  var recordCount: Int
  var lineCount: Int
  var blankLines: Int
  /// Rows stored in the block.
  var rows = 0
  /// Whether the text ended before the block was full, and in which column, from 0.
  var isStopped = false
  var stoppedColumn = 0
  /// Whether the block ended because the next record begins at or behind the limit.
  var isAtLimit = false
  /// Whether the block ended before a line that is no row, because rows of a batch are numbered without a gap.
  var isBeforeGap = false
  /// Rows that sum up others, and the numbers of the first of them.
  var totalRows = SkippedRows()
  /// Rows whose cells are all empty.
  var blankRows = SkippedRows()
  /// Numbers that were written in full-width digits.
  var fullWidthCells = 0

  /// Line breaks in quoted cells of this record, and the first cell that should be a number and is none.
  var innerLines = 0
  var notANumber: SurveyStatsError? { didSet { hasFault = notANumber != nil } }
  /// Whether there is one: looking at the error itself for every record would copy it.
  private(set) var hasFault = false
  /// Whether cells are read over and not stored.
  var isSkipping = false

  init(layout: CSVLayout, cells: CellPlans) {
    self.layout = layout
    self.cells = cells
    meanings = ByteMeanings(delimiter: layout.delimiter, totals: !layout.keepsTotalRows)
    recordCount = layout.rowsBefore
    lineCount = layout.linesBefore
    blankLines = layout.blankLinesBefore
  }

  /// Where the parser is, for messages.
  func place(column: Int?) -> CellPlace {
    CellPlace(row: recordCount + 1, line: (lineCount + 1).addingClamped(innerLines), column: column)
  }

  /// Parses records from `text`, which ends with a NUL, until `rowLimit` rows are stored or no complete
  /// record is left or the next one begins at or behind `end`; returns where it stopped. `ending` says what follows the NUL. A blank line or a row of
  /// totals ends a block that has rows, and a block that may not begin with one.
  mutating func parseBlock(
    _ text: UnsafePointer<UInt8>, ending: TextEnding, rowLimit: Int, mayBeginWithGap: Bool,
    until end: UnsafePointer<UInt8>
  ) throws(SurveyStatsError) -> UnsafePointer<UInt8> {
    let plans = cells.plans
    let runs = cells.runs
    let table = meanings.table
    let endsCell = ByteMeanings.endsCell
    let columnCount = layout.columnNames.count
    let delimiter = layout.delimiter
    // A run's cells are short; where even those, quotes and all, may be too long, every cell is measured.
    let hasRuns = layout.limits.cellBytes >= TextMemo.longest + 2
    // What stands for a line's end is looked for among the control characters.
    let skipsRest = delimiter > 0x20
    let limit = min(rowLimit, cells.blockRows)
    var record = text
    rows = 0
    isBeforeGap = false

    records: while rows < limit, record < end {
      let row = rows
      var p = record
      // A quote asks for a second look only where what it opens does.
      if table[Int(p.pointee)] & ByteMeanings.isOddFirst != 0,
        p.pointee != UInt8(ascii: "\"") || table[Int(p[1])] & ByteMeanings.isOddFirst != 0
      {
        guard let next = lineEnd(ofBlankLineAt: p, ending: ending) else {
          stoppedColumn = 0
          break records
        }
        if next == p, p.pointee == 0 { break records }
        guard let kind = next == p ? kind(ofRecordAt: p, ending: ending) : .respondent else {
          stoppedColumn = 0
          break records
        }
        if next != p || kind != .respondent {
          if rows > 0 || !mayBeginWithGap {
            isBeforeGap = true
            break records
          }
          guard let end = kind == .respondent ? next : try skip(kind, at: p, ending: ending) else {
            break records
          }
          record = end
          recordCount &+= 1
          lineCount &+= 1
          if kind == .respondent { blankLines &+= 1 }
          continue records
        }
      }

      var column = 0
      scan: while true {
        let run = hasRuns ? runs[column] : 0
        if run > 0 {
          if column &+ run == columnCount, skipsRest, plans[column].kind == .skip,
            passRest(&p, run, delimiter)
          {
            column = columnCount &- 1
            break scan
          }
          let passed = passRun(&p, run, plans + column, row, delimiter)
          column &+= passed
          if column == columnCount { throw layout.tooManyCells(at: place(column: column)) }
          // The next cell may begin a run of its own.
          if passed == run { continue scan }
        }
        let first = p.pointee
        let digit = first &- UInt8(ascii: "0")
        if digit < 10, table[Int(p[1])] & endsCell != 0 {
          p += 1
          if !storeDigit(digit, plans + column, row) {
            _ = cells.store(UnsafeBufferPointer(start: p - 1, count: 1), plans + column, row)
          }
        } else if first == UInt8(ascii: "\""), p[1] &- UInt8(ascii: "0") < 10, p[2] == UInt8(ascii: "\""),
          table[Int(p[3])] & endsCell != 0
        {
          p += 3
          if !storeDigit(p[-2] &- UInt8(ascii: "0"), plans + column, row) {
            _ = cells.store(UnsafeBufferPointer(start: p - 2, count: 1), plans + column, row)
          }
        } else if table[Int(first)] & endsCell != 0 {
          if plans[column].kind != .skip { cells.storeMissing(plans + column, row) }
        } else if hasRuns, plans[column].kind == .text,
          let next = passKnownText(p, plans + column, row, delimiter)
        {
          p = next
        } else if hasRuns, plans[column].isShortNumber,
          let next = passNumber(p, plans + column, row, delimiter)
        {
          p = next
        } else {
          guard let next = try storeLong(p, column: column, row: row, ending: ending) else {
            stoppedColumn = column
            break records
          }
          p = next
        }

        if p.pointee != delimiter { break scan }
        p += 1
        column &+= 1
        if column == columnCount { throw layout.tooManyCells(at: place(column: column)) }
      }

      guard let next = recordEnd(at: p, ending: ending) else {
        stoppedColumn = column
        break records
      }
      if column &+ 1 != columnCount { throw layout.tooFewCells(at: place(column: column), found: column + 1) }
      if innerLines != 0 || hasFault || cells.fullWidthCells != 0 { try finishOddRecord() }
      record = next
      rows = row &+ 1
      recordCount &+= 1
      lineCount &+= 1
    }
    isAtLimit = record >= end
    isStopped = rows < limit && !isBeforeGap && !isAtLimit
    innerLines = 0
    notANumber = nil
    cells.forgetFullWidth()
    return record
  }

  /// Stores a one-digit answer where one request without a surprise wants it.
  @inline(__always)
  private func storeDigit(_ digit: UInt8, _ plan: UnsafeMutablePointer<CellPlan>, _ row: Int) -> Bool {
    switch plan.pointee.kind {
    case .skip:
      return true
    case .answer:
      plan.pointee.setDigit(digit, row)
      return true
    case .number:
      let isThere = ~(plan.pointee.missingDigits &>> UInt16(digit)) & 1
      plan.pointee.values[row] = isThere != 0 ? Double(digit) : 0
      plan.pointee.valid[row] = UInt8(truncatingIfNeeded: isThere)
      return true
    case .text:
      let code = plan.pointee.memo.single[Int(digit &+ UInt8(ascii: "0"))]
      plan.pointee.codes[row] = code
      return code != TextMemo.unknown
    case .several:
      return false
    }
  }

  /// The byte after the line end at `p`, which a cell's end has reached; `nil` where the text stops too
  /// early to know.
  @inline(__always)
  func recordEnd(at p: UnsafePointer<UInt8>, ending: TextEnding) -> UnsafePointer<UInt8>? {
    if p.pointee == UInt8(ascii: "\n") { return p + 1 }
    if p.pointee == UInt8(ascii: "\r") {
      if p[1] == UInt8(ascii: "\n") { return p + 2 }
      return p[1] != 0 || ending != .more ? p + 1 : nil
    }
    return ending == .final ? p : nil
  }

  /// The byte after a line of nothing but blanks; `p` itself where it holds something or is the end of all;
  /// `nil` where the text stops too early to know.
  @inline(never)
  private func lineEnd(ofBlankLineAt p: UnsafePointer<UInt8>, ending: TextEnding) -> UnsafePointer<UInt8>? {
    var q = p
    while meanings.table[Int(q.pointee)] == ByteMeanings.blank { q += 1 }
    switch q.pointee {
    case 0 where ending == .final: return q
    case 0: return nil
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return recordEnd(at: q, ending: ending)
    default: return p
    }
  }

  @inline(never)
  mutating func finishOddRecord() throws(SurveyStatsError) {
    if let notANumber { throw notANumber }
    lineCount = lineCount.addingClamped(innerLines)
    innerLines = 0
    fullWidthCells = fullWidthCells.addingClamped(cells.fullWidthCells)
    cells.forgetFullWidth()
  }
}
