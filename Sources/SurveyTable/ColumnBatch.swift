/// A few thousand rows of the columns that a request named: the currency between rooms.
///
/// ```
///            columns[0]      columns[1]      columns[2]
///            numbers         codes           numbers
/// row 0      4.0   valid 1   2 ─▶ "信義區"    33.847  valid 1
/// row 1      (0)   valid 0   -1  missing     15.2    valid 1
/// ```
/// A batch is reused for the whole pass; whoever wants to keep rows copies them.
package final class ColumnBatch {
  package var rowCount = 0
  /// The row number, as messages show it, of the first row; the others follow without a gap.
  package var firstRow = 1
  package var columns: [BatchColumn] = []

  package init() {}

  /// How many rows a source puts into a batch at the most: small enough for the second-level cache.
  package static let capacity = 4096
}

/// One column of a batch.
package enum BatchColumn {
  case numbers(NumberColumn)
  case codes(CodeColumn)

  package func removeAll() {
    switch self {
    case .numbers(let numbers): numbers.removeAll()
    case .codes(let codes): codes.removeAll()
    }
  }
}

/// Codes into a dictionary that all batches of a pass share; -1 is a missing answer.
package final class CodeColumn {
  package var codes: [Int32] = []
  package let dictionary: TextDictionary

  package init(dictionary: TextDictionary) {
    self.dictionary = dictionary
    codes.reserveCapacity(ColumnBatch.capacity)
  }

  package func removeAll() { codes.removeAll(keepingCapacity: true) }
}

extension ColumnBatch {
  /// Lays out empty columns for `requests`; a source calls it when a pass begins.
  package func prepare(for requests: [ColumnRequest]) {
    rowCount = 0
    columns = requests.map { request in
      switch request.reading {
      case .number: .numbers(NumberColumn())
      case .text, .verbatim: .codes(CodeColumn(dictionary: TextDictionary()))
      }
    }
  }

  package func removeAllRows() {
    rowCount = 0
    for column in columns { column.removeAll() }
  }
}
