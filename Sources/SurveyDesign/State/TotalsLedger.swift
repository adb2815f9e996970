import SurveyTable

/// Takes or gives totals in the place of rows.
///
/// A statistic asks its design once for totals and makes its estimates of them. Under a ledger that is empty, the
/// totals are put down and the statistic stops there; under one that is full, it gets them and goes on as if it had
/// just read the rows. So a state holds what any statistic of one pass needs, and its digits are those of a single
/// reading, because the same code makes them.
///
/// A ledger is made, used and dropped within one call, on its thread: hence unchecked.
package final class TotalsLedger: @unchecked Sendable {
  /// What a statistic put down, or is to get.
  package private(set) var state: TotalsState?
  /// What the statistic asked for, where that is all that is wanted.
  package private(set) var asked: (request: TotalsRequest, design: SampleDesign)?
  private let use: Use

  private enum Use {
    case take, give, probe
  }

  /// An empty ledger.
  package init() { use = .take }

  /// A ledger that only finds out what the statistic asks for.
  package init(probing: Void) { use = .probe }

  /// A ledger with the totals of a state.
  package init(giving state: TotalsState) {
    self.state = state
    use = .give
  }

  func totals(
    _ request: TotalsRequest, _ design: SampleDesign, _ run: RunControl?
  ) throws(SurveyStatsError) -> (TotalsAccumulator, notes: [Note]) {
    // Totals keep their design, which must not keep the ledger.
    var design = design
    design.ledger = nil
    if use == .probe {
      asked = (request, design)
      throw SurveyStatsError(.cancelled, "the question is known")
    }
    if use == .give {
      // Asked again, the statistic wants other totals than it put down.
      guard let known = state else { throw Self.needsRows }
      state = nil
      return (known.accumulator, known.notes)
    }
    guard state == nil, !design.isCalibrated else { throw Self.needsRows }
    let (accumulator, notes) = try design.accumulate(request, run: run)
    state = TotalsState(accumulator, notes: notes)
    throw SurveyStatsError(.cancelled, "the totals are put down")
  }

  package static var needsRows: SurveyStatsError {
    SurveyStatsError(
      .unsupported,
      "this statistic reads its rows more than once, so that no state of totals can hold it; ask for it where all rows are",
      chinese: "此統計須重複讀取個別資料，無法以彙總檔（state）計算；請於持有全部資料處計算")
  }
}

/// The totals of a statistic over some rows: what states are made of.
package struct TotalsState {
  package private(set) var accumulator: TotalsAccumulator
  /// What opening and reading decided.
  package private(set) var notes: [Note]

  init(_ accumulator: TotalsAccumulator, notes: [Note]) {
    self.accumulator = accumulator
    self.notes = notes
  }

  package var rowCount: Int { accumulator.rowCount }

  /// Adds the totals of other rows for the same request. After an error nothing is lost.
  ///
  /// Errors: `invalidDesign` where both know different population sizes of a stratum; `limitExceeded`.
  package mutating func add(_ other: TotalsState) throws(SurveyStatsError) {
    var sum = accumulator
    guard sum.add(other.accumulator) else {
      throw SurveyStatsError(
        .invalidDesign,
        "the states cannot be merged: a stratum has different population sizes in them, or there are more units, groups or answers than the limits allow",
        chinese: "彙總檔（state）無法合併：同一分層之母體數不一致，或集群、分組、答案種類超過上限")
    }
    accumulator = sum
    for note in other.notes where !notes.contains(note) { notes.append(note) }
    // The same sentences in whatever order states meet.
    notes.sort { ($0.code, $0.english) < ($1.code, $1.english) }
  }
}
