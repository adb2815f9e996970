import SurveyTable

/// Cuts the header record into names. It runs once over a few bytes, so it is written to be plain; answers
/// are cut by `RecordParser`, which follows the same rules.
struct HeaderSplitter {
  enum Outcome {
    case complete(Header)
    /// The text stops in the cell of this column, from 0.
    case unfinished(column: Int, place: CellPlace)
    case failed(SurveyStatsError)
  }

  struct Header {
    /// Contents without quotes and without blanks around them.
    var cells: [[UInt8]] = []
    var start = 0
    var end = 0
    var rowsBefore = 0
    var linesBefore = 0
    var lines = 0

    /// Takes in the record that follows.
    mutating func join(_ next: Header) {
      end = next.end
      rowsBefore += next.rowsBefore
      linesBefore += next.linesBefore
      lines += next.lines
    }
  }

  let text: UnsafeBufferPointer<UInt8>
  let ending: TextEnding
  let layout: CSVLayout

  private func byte(_ index: Int) -> UInt8 { index < text.count ? text[index] : 0 }

  /// The header is the first record that is not blank, at or behind `start`.
  func split(from start: Int) -> Outcome {
    var header = Header()
    var index = start
    skipping: while true {
      var q = index
      while byte(q) == 0x20 || (byte(q) == 0x09 && layout.delimiter != 0x09) { q += 1 }
      switch byte(q) {
      case 0x0A: q += 1
      case 0x0D where byte(q + 1) == 0x0A: q += 2
      case 0x0D where q + 1 < text.count || ending != .more: q += 1
      case 0x0D: return unfinished(header, 0)
      case 0 where ending == .final:
        header.start = text.count
        header.end = text.count
        return .complete(header)
      case 0: return unfinished(header, 0)
      default: break skipping
      }
      index = q
      header.rowsBefore += 1
      header.linesBefore += 1
    }
    header.start = index

    while true {
      let column = header.cells.count
      let place = CellPlace(
        row: header.rowsBefore + 1, line: header.linesBefore + 1 + header.lines, column: column)
      if column >= layout.limits.columns {
        return .failed(
          layout.error(
            .limitExceeded, at: place,
            "the header goes on behind column \(layout.limits.columns), the limit; check the delimiter or raise the limit for columns"
          ))
      }
      switch cell(at: index, place: place) {
      case .success(let cell):
        header.cells.append(trimmed(cell.content))
        header.lines += cell.breaks
        index = cell.end
      case .failure(let failure):
        guard let error = failure.error else { return unfinished(header, column) }
        return .failed(error)
      }
      switch byte(index) {
      case layout.delimiter where index < text.count:
        index += 1
        continue
      case 0x0A: index += 1
      case 0x0D where byte(index + 1) == 0x0A: index += 2
      case 0x0D where index + 1 < text.count || ending != .more: index += 1
      case 0x0D: return unfinished(header, column)
      default: if ending != .final { return unfinished(header, column) }
      }
      header.end = index
      header.lines += 1
      return .complete(header)
    }
  }

  private func unfinished(_ header: Header, _ column: Int) -> Outcome {
    .unfinished(
      column: column,
      place: CellPlace(
        row: header.rowsBefore + 1, line: header.linesBefore + 1 + header.lines, column: column))
  }

  private struct Cell {
    var content: [UInt8] = []
    var end = 0
    var breaks = 0
  }

  /// Why there is no cell; without an error the text stops inside of it.
  private struct CellFailure: Error { var error: SurveyStatsError? }

  private func cell(at start: Int, place: CellPlace) -> Result<Cell, CellFailure> {
    var cell = Cell()
    var index = start
    func isTooLong() -> Bool { index - start > layout.limits.cellBytes }
    if byte(index) != UInt8(ascii: "\"") {
      while index < text.count, text[index] != layout.delimiter, text[index] != 0x0A, text[index] != 0x0D {
        index += 1
      }
      if isTooLong() { return .failure(CellFailure(error: layout.cellTooLong(at: place))) }
      if index == text.count, ending != .final { return .failure(CellFailure()) }
      cell.content = Array(text[start..<index])
      cell.end = index
      return .success(cell)
    }
    index += 1
    while index < text.count {
      if text[index] == UInt8(ascii: "\"") {
        if byte(index + 1) != UInt8(ascii: "\"") { break }
        index += 1
      }
      if text[index] == 0x0A || (text[index] == 0x0D && byte(index + 1) != 0x0A) { cell.breaks += 1 }
      cell.content.append(text[index])
      index += 1
    }
    let isClosed = index < text.count
    if isClosed { index += 1 }
    if isTooLong() { return .failure(CellFailure(error: layout.cellTooLong(at: place))) }
    if !isClosed {
      return .failure(CellFailure(error: ending == .final ? layout.unclosedQuote(at: place) : nil))
    }
    while byte(index) == 0x20 || (byte(index) == 0x09 && layout.delimiter != 0x09) { index += 1 }
    if index == text.count, ending != .final { return .failure(CellFailure()) }
    if index < text.count, text[index] != layout.delimiter, text[index] != 0x0A, text[index] != 0x0D {
      let error = cell.content.withUnsafeBufferPointer { layout.textAfterQuote(at: place, cell: $0) }
      return .failure(CellFailure(error: error))
    }
    cell.end = index
    return .success(cell)
  }

  private func trimmed(_ cell: [UInt8]) -> [UInt8] {
    Array(String(decoding: cell, as: UTF8.self).trimmingSpaces().utf8)
  }
}
