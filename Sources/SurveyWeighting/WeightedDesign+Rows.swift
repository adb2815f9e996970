import SurveyDesign
import SurveyTable

extension WeightedDesign {
  /// The weight of every row in the order of the data, 0 for a row without an answer to a margin.
  ///
  /// For a file that others estimate from. Standard errors from such weights alone take them for fixed and are
  /// wrong, too large as a rule: estimate with ``design`` wherever you can. Reads the data once. Errors: those of
  /// reading; `sourceChanged`; `limitExceeded` where the weights would not fit into memory.
  public func weights(run: RunControl? = nil) throws(SurveyStatsError) -> [Double] {
    var all: [Double] = []
    try forEachBatch(of: [], run: run) { (_, weights) throws(SurveyStatsError) in
      try design.data.limits.checkMemory(
        bytes: (all.count + weights.count) * MemoryLayout<Double>.size, for: "the weights")
      all += weights
    }
    return all
  }

  /// Hands over the data batch by batch: the columns at these positions as the file spells them (columns 0 … of the
  /// batch, each with a dictionary of its own), and the weight of each row. Returns what reading decided.
  @discardableResult
  package func forEachBatch(
    of columns: [Int], run: RunControl? = nil,
    _ body: (ColumnBatch, [Double]) throws(SurveyStatsError) -> Void
  ) throws(SurveyStatsError) -> [Note] {
    guard var weights = try CalibratedWeights(design, scaleOfStratum: scaleOfStratum) else { return [] }
    let texts = columns.map { ColumnRequest(column: $0, reading: .verbatim) }
    let source = try design.data.makeSource()
    let batch = ColumnBatch()
    try source.begin(texts + weights.requests, into: batch, run: run)
    while try source.next(into: batch) {
      try body(batch, try weights.weights(of: batch, from: columns.count))
      for case .codes(let column) in batch.columns.prefix(columns.count)
      where column.dictionary.byteCount > Self.dictionaryBytes { column.dictionary.removeAll() }
    }
    return source.passNotes
  }

  /// Free texts differ in every row: what a column's dictionary may hold before it is emptied.
  private static var dictionaryBytes: Int { 1 << 20 }
}
