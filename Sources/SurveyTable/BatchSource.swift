/// One column that a pass wants, and how its cells are to be read.
package struct ColumnRequest: Sendable, Hashable {
  package enum Reading: Sendable, Hashable {
    /// As a number; a cell that is neither missing nor a number is an error that names row and column.
    case number
    /// As it stands, for grouping: strata, clusters, answer categories.
    case text
    /// Every character of the cell, spaces and `NA` included, to be written again; only an empty cell is missing.
    /// Columns in memory give their text as for `text`.
    case verbatim
  }

  /// Position in the source's `columnNames`, from 0.
  package var column: Int
  package var reading: Reading
  /// Codes that count as missing besides blank and `NA`. Only items have any.
  package var missing: MissingCodes

  package init(column: Int, reading: Reading, missing: MissingCodes = .none) {
    self.column = column
    self.reading = reading
    self.missing = missing
  }
}

/// Where rows come from: a file, a pipe, memory. A source serves one pass at a time.
package protocol BatchSource: AnyObject {
  var columnNames: [String] { get }

  /// Begins a pass over the rows and lays out `batch`. A source that cannot begin again throws
  /// `sourceChanged` the second time.
  func begin(
    _ requests: [ColumnRequest], into batch: ColumnBatch, run: RunControl?
  ) throws(SurveyStatsError)

  /// Fills `batch` with the next rows in the order of the file; false when there are no more.
  func next(into batch: ColumnBatch) throws(SurveyStatsError) -> Bool

  /// Sources that together give every row of this one exactly once, for as many threads; `nil` where rows can only be
  /// read in order. Each begins and ends a pass of its own. Rows are numbered within each share, so that whoever must
  /// name a row reads again, in order.
  func shares(_ count: Int) -> SharedPass?

  /// Says that columns of the next pass are going to be asked for again, so that a source that can keep them may, in so
  /// many bytes.
  func keepColumns(bytes: Int)

  /// Says which columns passes to come are going to ask for, so that one that reads the file anyway may read them on
  /// its way. A cell that cannot be read is told to whoever asks for its column.
  func expectColumns(_ requests: [ColumnRequest])

  /// Whether ``begin(_:into:run:)`` works a second time.
  var canBeginAgain: Bool { get }

  /// What the last pass decided by itself (skipped blank lines and the like), known when it has ended.
  var passNotes: [Note] { get }
}

extension BatchSource {
  package func shares(_ count: Int) -> SharedPass? { nil }
  package func keepColumns(bytes: Int) {}
  package func expectColumns(_ requests: [ColumnRequest]) {}
  package var canBeginAgain: Bool { false }
}
