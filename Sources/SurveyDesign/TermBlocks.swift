import SurveyNumerics
import SurveyTable

// Where the totals of all terms would not fit, a few terms are summed at a time, in as many passes.

extension SurveyStatsError {
  private static let tooMany = "the totals of all items at once would take more memory than they may"

  static var tooManyAtOnce: SurveyStatsError { SurveyStatsError(.limitExceeded, tooMany) }

  /// Whether fewer terms at a time would do.
  package var isTooManyAtOnce: Bool { code == .limitExceeded && message == Self.tooMany }
}

extension SampleDesign {
  /// What the totals of a pass may take before they are summed in several.
  private var blockBytes: Int { min(512 << 20, data.limits.memoryBytes / 2) }

  /// What they may take in one thread; `nil` where the data can be read only once, or a state holds all terms.
  package func largestBytesAtOnce() throws(SurveyStatsError) -> Int? {
    if ledger != nil { return nil }
    return try data.makeSource().canBeginAgain ? blockBytes / min(2, data.limits.threadCount) : nil
  }

  /// How many terms of a request fit into a pass, each with this many columns. The rows are read for it, and small columns
  /// kept for the passes that follow.
  package func termsAtOnce(
    _ request: TotalsRequest, columns: Int, run: RunControl?
  ) throws(SurveyStatsError) -> Int {
    var counting = request
    counting.countsOnly = true
    counting.keptBytes = blockBytes / 2
    let cells = try totals(counting, run: run).cells.reduce(0) { $0.addingClamped($1.count) }
    return max(1, blockBytes / max(1, ExactSumBank.bytes(rows: cells, columns: columns)))
  }
}
