import SurveyDesign
import SurveyNumerics
import SurveyTable

/// A statistic before its variance is known: what its row says, and its influence.
struct PendingRow {
  var row: EstimateRow
  /// `nil` where the estimate is undefined.
  var influence: LinearStatistic?
  var domain: Int
  /// The variance of a simple random sample of the same size, for the design effect.
  var simpleVariance: Double?
  /// A proportion to about 106 bits says more than a Double near 0 and 1.
  var isProportion: Bool { row.statistic == "proportion" }
}

/// Turns pending rows into estimates: variances, intervals, covariance and notes.
struct RowAssembly {
  let design: SampleDesign
  let totals: DesignTotals
  let options: EstimateOptions
  let command: String

  static func validate(_ options: EstimateOptions) throws(SurveyStatsError) {
    guard options.confidence > 0, options.confidence < 1 else {
      throw SurveyStatsError(
        .invalidArgument,
        "the confidence level must lie between 0 and 1 (0.95 is 95 %), not \(shortestText(options.confidence))"
      )
    }
    if case .fixed(let df) = options.degreesOfFreedom, !(df > 0) {
      throw SurveyStatsError(
        .invalidArgument, "degrees of freedom must be greater than 0, not \(shortestText(df))")
    }
  }

  func degreesOfFreedom(_ domain: Int) -> Double {
    switch options.degreesOfFreedom {
    case .design: Double(totals.domains[domain].degreesOfFreedom)
    case .infinite: .infinity
    case .fixed(let df): df
    }
  }

  func group(_ domain: Int, by: [String]) -> [EstimateRow.GroupValue] {
    zip(by, totals.domains[domain].key).map { EstimateRow.GroupValue(column: $0, value: $1) }
  }

  func estimates(_ pending: [PendingRow], extraNotes: [Note] = []) throws(SurveyStatsError) -> Estimates {
    var notes = InferenceNotes()
    let defined = pending.indices.filter { pending[$0].influence != nil }
    let covariance = try DesignCovariance(
      defined.compactMap { pending[$0].influence }, totals: totals, design: design)
    var rows = pending.map(\.row)
    for (position, index) in defined.enumerated() {
      let variance = covariance.variance(of: position)
      finish(&rows[index], pending[index], variance: variance, &notes)
    }
    for index in pending.indices where pending[index].influence == nil {
      notes.undefined(rows[index])
    }
    var matrix: [[Double]]?
    if options.covariance {
      let small = try covariance.matrix(limits: design.data.limits, run: options.run)
      var full = [[Double]](repeating: [Double](repeating: .nan, count: rows.count), count: rows.count)
      for (a, i) in defined.enumerated() {
        for (b, j) in defined.enumerated() { full[i][j] = small[a][b] }
      }
      matrix = full
    }
    return Estimates(
      command: command, confidence: options.confidence, rows: rows, covariance: matrix,
      notes: totals.sourceNotes + totals.notes + covariance.notes + extraNotes + notes.list)
  }

  private func finish(
    _ row: inout EstimateRow, _ pending: PendingRow, variance: Double, _ notes: inout InferenceNotes
  ) {
    guard let estimate = row.estimate, variance.isFinite else {
      notes.undefined(row)
      return
    }
    let error = variance.squareRoot()
    let df = degreesOfFreedom(pending.domain)
    // A zero has no sign in a result.
    if estimate == 0 { row.estimate = 0 }
    row.standardError = error
    row.degreesOfFreedom = df
    if estimate != 0 { row.coefficientOfVariation = error / estimate.magnitude }
    if let simple = pending.simpleVariance, simple > 0 {
      row.designEffect = variance / simple
    }
    guard df > 0 else {
      notes.noDegreesOfFreedom(row)
      return
    }
    if pending.isProportion {
      let evidence = ProportionEvidence(
        proportion: estimate, variance: variance, validCount: row.count,
        rowCount: row.count + row.missingCount, degreesOfFreedom: df, confidence: options.confidence)
      var limits = evidence.limits(options.interval)
      if limits == nil, estimate <= 0 || estimate >= 1 {
        limits = evidence.limits(.kornGraubard)
        if limits != nil { notes.kornGraubardInstead(row, of: options.interval) }
      }
      if limits == nil { notes.noDegreesOfFreedom(row) }
      row.confidenceLow = limits?.low
      row.confidenceHigh = limits?.high
    } else {
      let half = studentQuantile(1 - (1 - options.confidence) / 2, degreesOfFreedom: df) * error
      row.confidenceLow = estimate - half
      row.confidenceHigh = estimate + half
    }
  }
}
