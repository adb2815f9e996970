import CSurveyShims
import SurveyTable

// Rows that sum up others or average them: spreadsheets end with them, and open data have them in between.

extension RecordParser {
  /// What the record at `p` is: a row of totals where its first cell, or the second where the first is blank, is a
  /// word for it; a row of nothing where all cells are blank, as spreadsheets leave them below the data. `nil` where the
  /// text stops too early to know.
  @inline(never)
  func kind(ofRecordAt start: UnsafePointer<UInt8>, ending: TextEnding) -> RecordKind? {
    var p = start
    for _ in 0..<2 {
      let cell = TotalWord.Cell(at: p, meanings: meanings)
      if cell.isOpen {
        if ending == .more { return nil }
        return cell.isTotal && ending == .final && !layout.keepsTotalRows ? .total : .respondent
      }
      if !cell.isBlank { return cell.isTotal && !layout.keepsTotalRows ? .total : .respondent }
      p = cell.end
      if p.pointee != layout.delimiter { break }
      p += 1
    }
    return rest(at: start, ending: ending)
  }

  /// Whether nothing but delimiters, blanks and empty quotes is left of a record with several cells.
  private func rest(at start: UnsafePointer<UInt8>, ending: TextEnding) -> RecordKind? {
    var p = start
    var hasDelimiter = false
    while true {
      switch p.pointee {
      case layout.delimiter:
        hasDelimiter = true
        p += 1
      case 0x20, 0x09: p += 1
      case UInt8(ascii: "\""):
        p += 1
        while meanings.table[Int(p.pointee)] == ByteMeanings.blank { p += 1 }
        if p.pointee == 0, ending == .more { return nil }
        if p.pointee != UInt8(ascii: "\"") { return .respondent }
        p += 1
        // A quote that stands for itself is an answer.
        if p.pointee == UInt8(ascii: "\"") { return .respondent }
        if p.pointee == 0, ending == .more { return nil }
      case 0xE3 where p[1] == 0x80 && p[2] == 0x80: p += 3
      case 0xC2 where p[1] == 0xA0: p += 2
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return hasDelimiter ? .blank : .respondent
      case 0: return ending == .more ? nil : ending == .final && hasDelimiter ? .blank : .respondent
      default: return .respondent
      }
    }
  }

  /// The byte behind the row at `p` that is left out, which must have as many cells as any other; `nil` where the text
  /// stops inside of it.
  @inline(never)
  mutating func skip(
    _ kind: RecordKind, at p: UnsafePointer<UInt8>, ending: TextEnding
  ) throws(SurveyStatsError) -> UnsafePointer<UInt8>? {
    isSkipping = true
    defer { isSkipping = false }
    var p = p
    var column = 0
    while true {
      guard let next = try storeLong(p, column: column, row: 0, ending: ending) else {
        stoppedColumn = column
        return nil
      }
      p = next
      if p.pointee != layout.delimiter { break }
      p += 1
      column += 1
      if column == layout.columnNames.count { throw layout.tooManyCells(at: place(column: column)) }
    }
    guard let next = recordEnd(at: p, ending: ending) else {
      stoppedColumn = column
      return nil
    }
    if column + 1 != layout.columnNames.count {
      throw layout.tooFewCells(at: place(column: column), found: column + 1)
    }
    if kind == .total { totalRows.add(recordCount + 1) } else { blankRows.add(recordCount + 1) }
    try finishOddRecord()
    return next
  }
}

enum RecordKind {
  case respondent
  /// Sums up others.
  case total
  /// Holds nothing.
  case blank
}

/// Rows that were left out: how many, and the numbers of the first of them.
struct SkippedRows {
  private var count = 0
  private var first: [Int] = []

  mutating func add(_ row: Int) {
    count += 1
    if first.count < 5 { first.append(row) }
  }

  /// Adds rows that were left out behind these, their numbers counted from `rowsBefore`.
  mutating func add(_ others: SkippedRows, rowsBefore: Int) {
    count = count.addingClamped(others.count)
    first += others.first.prefix(5 - first.count).map { $0.addingClamped(rowsBefore) }
  }

  private var list: String {
    first.map(String.init).joined(separator: ", ") + (count > first.count ? ", …" : "")
  }

  var noteOnBlanks: Note? {
    if count == 0 { return nil }
    return Note(
      code: "blank_rows_skipped",
      english: count == 1
        ? "All cells of row \(list) are blank; it was left out."
        : "All cells of \(count) rows are blank; they were left out: \(list).",
      chinese: "略過 \(count) 列各欄均為空白之資料（第 \(list) 列）。")
  }

  var noteOnTotals: Note? {
    if count == 0 { return nil }
    return Note(
      code: "total_rows_skipped",
      english: count == 1
        ? "Row \(list) sums up others (總計, Total or the like) and was left out; say --keep-total-rows if it is a respondent."
        : "\(count) rows sum up others (總計, Total or the like) and were left out: \(list); say --keep-total-rows if they are respondents.",
      chinese: "略過 \(count) 列總計／小計列（第 \(list) 列）；若為受訪者資料，請加 --keep-total-rows。")
  }
}

/// The words of a row of totals.
enum TotalWord {
  /// In small letters and without blanks, as which cells are compared.
  private static let words = ["總計", "合計", "小計", "總和", "平均", "平均數", "平均值", "total", "grandtotal", "sum"].map {
    Array($0.utf8)
  }
  private static let longest = 10

  /// What a cell with such a word may begin with, blanks included that are no blanks to the parser.
  static let firstBytes: [UInt8] = Array("TtGgSs\"".utf8) + [0xE7, 0xE5, 0xE3, 0xC2]

  /// A cell, as far as it has to be read to know whether it is one of the words.
  struct Cell {
    /// Behind the cell where it is blank.
    private(set) var end: UnsafePointer<UInt8>
    private(set) var isBlank = true
    private(set) var isTotal = false
    /// Whether the text ended before the cell did.
    private(set) var isOpen = false

    init(at start: UnsafePointer<UInt8>, meanings: ByteMeanings) {
      let table = meanings.table
      var p = start
      let isQuoted = p.pointee == UInt8(ascii: "\"")
      if isQuoted { p += 1 }
      var letters = SIMD16<UInt8>(repeating: 0)
      var count = 0
      scan: while true {
        let byte = p.pointee
        if isQuoted {
          if byte == UInt8(ascii: "\"") { break }
        } else if table[Int(byte)] & ByteMeanings.endsCell != 0 {
          break
        }
        switch byte {
        case 0:
          isOpen = true
          break scan
        case 0x20, 0x09: p += 1
        case 0xE3 where p[1] == 0x80 && p[2] == 0x80: p += 3
        case 0xC2 where p[1] == 0xA0: p += 2
        default:
          if count == TotalWord.longest || !TotalWord.mayFollow(byte, at: count) {
            isBlank = false
            end = p
            return
          }
          letters[count] = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
          count += 1
          p += 1
        }
      }
      if isQuoted, !isOpen {
        p += 1
        while table[Int(p.pointee)] == ByteMeanings.blank { p += 1 }
        if p.pointee == 0 {
          isOpen = true
        } else if table[Int(p.pointee)] & ByteMeanings.endsCell == 0 {
          // A doubled quote, or an error that the record's own reading tells.
          isBlank = false
          end = p
          return
        }
      }
      end = p
      isBlank = count == 0
      isTotal = TotalWord.words.contains { word in
        word.count == count && word.indices.allSatisfy { word[$0] == letters[$0] }
      }
    }
  }

  /// A quick way out for texts that begin unlike any of the words: most cells.
  @inline(__always)
  private static func mayFollow(_ byte: UInt8, at index: Int) -> Bool {
    switch index {
    case 0: byte == 0xE7 || byte == 0xE5 || "TtGgSs".utf8.contains(byte)
    case 1: byte == 0xB8 || byte == 0x90 || byte == 0xB0 || byte == 0xB9 || "OoRrUu".utf8.contains(byte)
    default: true
    }
  }
}
