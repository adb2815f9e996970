import SurveyDesign
import SurveyTable

extension SampleDesign {
  /// Means or totals; a few items at a time, each time in a pass of its own, where the totals of all would take too much
  /// memory. The rows and notes are the same.
  func meansOrTotals(
    _ items: ColumnList, _ by: ColumnList, _ condition: String?, _ options: EstimateOptions, command: String
  ) throws(SurveyStatsError) -> Estimates {
    // Covariances need all items at once, and the note on design effects names them all.
    let isWhole = options.covariance || options.designEffect != .none || items.names.count < 2
    let largest = isWhole ? nil : try largestBytesAtOnce()
    do {
      return try pendingMeansOrTotals(items, by, condition, options, command: command, largestBytes: largest)
        .estimates()
    } catch {
      if !error.isTooManyAtOnce { throw error }
    }
    let request = TotalsRequest(
      terms: items.names.map { .numbers($0) }, by: by.names, condition: try parse(condition))
    let count = try termsAtOnce(request, columns: 2, run: options.run)
    var result = Estimates(command: command, confidence: options.confidence, rows: [])
    var sourceNotes: [Note] = []
    var lonely: Set<Int> = []
    var ofRows: InferenceNotes?
    var designNotes: [Note] = []
    for start in stride(from: 0, to: items.names.count, by: count) {
      let block = ColumnList(Array(items.names[start..<min(start + count, items.names.count)]))
      let pending = try pendingMeansOrTotals(block, by, condition, options, command: command)
      let part = try pending.assembly.finished(pending.rows, pairs: false, after: ofRows)
      result.rows += part.rows
      for note in pending.assembly.totals.sourceNotes where !sourceNotes.contains(note) {
        sourceNotes.append(note)
      }
      designNotes = pending.assembly.totals.notes + part.covariance.notes(with: lonely)
      lonely.formUnion(part.covariance.lonelyStrata)
      ofRows = part.ofRows
    }
    result.notes = sourceNotes + designNotes + (ofRows?.list ?? [])
    return result
  }
}
