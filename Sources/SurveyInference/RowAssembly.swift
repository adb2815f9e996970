import SurveyDesign
import SurveyNumerics
import SurveyTable

/// What a request gathered in one pass: rows still without variances, and what will give them.
struct PendingEstimates {
  var assembly: RowAssembly
  var rows: [PendingRow]
  var notes: [Note]

  func estimates() throws(SurveyStatsError) -> Estimates {
    try assembly.estimates(rows, extraNotes: notes)
  }
}

/// A statistic before its variance is known: what its row says, and its influence.
package struct PendingRow {
  package var row: EstimateRow
  /// `nil` where the estimate is undefined.
  package var influence: LinearStatistic?
  /// How the estimate follows from the totals that the influence is of; `nil` for one that has no replicates.
  package var function: SmoothFunction?
  package var domain: Int
  /// The variance of a simple random sample of the same size, for the design effect.
  package var simpleVariance: Double?
  /// An interval of the statistic's own in place of the t interval, with its degrees of freedom.
  package var ownInterval: OwnInterval?
  /// Whether a note of the statistic's own says why the estimate is undefined.
  package var isExplained = false

  package struct OwnInterval {
    package var degreesOfFreedom: Double
    /// `nil` where there is none.
    package var limits: (low: Double, high: Double)?

    package init(degreesOfFreedom: Double, limits: (low: Double, high: Double)?) {
      self.degreesOfFreedom = degreesOfFreedom
      self.limits = limits
    }
  }

  package init(
    row: EstimateRow, influence: LinearStatistic?, function: SmoothFunction? = nil, domain: Int,
    simpleVariance: Double? = nil, ownInterval: OwnInterval? = nil
  ) {
    self.row = row
    self.influence = influence
    self.function = function
    self.domain = domain
    self.simpleVariance = simpleVariance
    self.ownInterval = ownInterval
  }

  /// A proportion has intervals that respect 0 and 1.
  var isProportion: Bool { row.statistic == "proportion" || row.statistic == "top2" }
}

/// Turns pending rows into estimates: variances, intervals, covariance and notes.
package struct RowAssembly {
  let design: SampleDesign
  let totals: DesignTotals
  let options: EstimateOptions
  let command: String

  package init(design: SampleDesign, totals: DesignTotals, options: EstimateOptions, command: String) {
    self.design = design
    self.totals = totals
    self.options = options
    self.command = command
  }

  package static func validate(_ options: EstimateOptions) throws(SurveyStatsError) {
    guard options.confidence > 0, options.confidence < 1 else {
      throw SurveyStatsError(
        .invalidArgument,
        "the confidence level (level) must lie between 0 and 1 (0.95 is 95 %), not \(shortestText(options.confidence))",
        chinese: "信心水準（level）須介於 0 與 1 之間（95% 為 0.95），而非 \(shortestText(options.confidence))"
      )
    }
    if case .fixed(let df) = options.degreesOfFreedom, !(df > 0) {
      throw SurveyStatsError(
        .invalidArgument, "degrees of freedom must be greater than 0, not \(shortestText(df))",
        chinese: "自由度（df）須大於 0，而非 \(shortestText(df))")
    }
  }

  /// A column groups once.
  package static func validate(by: [String]) throws(SurveyStatsError) {
    for (index, name) in by.enumerated() where by[..<index].contains(name) {
      throw SurveyStatsError(
        .invalidArgument, "by names '\(name)' twice",
        chinese: "分組（by）重複指定「\(name)」")
    }
  }

  func degreesOfFreedom(_ domain: Int) -> Double {
    switch options.degreesOfFreedom {
    case .design: bounded(Double(totals.domains[domain].degreesOfFreedom))
    case .infinite: .infinity
    case .fixed(let df): df
    }
  }

  /// Degrees of freedom of the design, of which few replicates leave fewer.
  func bounded(_ degreesOfFreedom: Double) -> Double {
    min(degreesOfFreedom, design.replicates?.largestDegreesOfFreedom ?? .infinity)
  }

  package func group(_ domain: Int, by: [String]) -> [EstimateRow.GroupValue] {
    zip(by, totals.domains[domain].key).map { EstimateRow.GroupValue(column: $0, value: $1) }
  }

  /// Rows with their standard errors and intervals, and what covariances between them need.
  struct Finished {
    var rows: [EstimateRow]
    var covariance: RowCovariance
    /// Each row's place among the statistics of `covariance`; `nil` where it is undefined.
    var places: [Int?]
    var notes: [Note]
    /// What is to be said of rows, those of earlier passes included.
    var ofRows: InferenceNotes
  }

  /// `pairs` says whether covariances between the rows are wanted.
  func finished(
    _ pending: [PendingRow], extraNotes: [Note] = [], pairs: Bool = true, after earlier: InferenceNotes? = nil
  ) throws(SurveyStatsError) -> Finished {
    var notes = earlier ?? InferenceNotes(command: command)
    var places: [Int?] = []
    var defined = 0
    for row in pending {
      places.append(row.influence == nil ? nil : defined)
      if row.influence != nil { defined += 1 }
    }
    let covariance = try RowCovariance(pending, totals, design, pairs: pairs, run: options.run)
    var rows = pending.map(\.row)
    for (index, place) in places.enumerated() {
      if let place {
        let (undefined, count) = covariance.undefinedReplicates(of: place)
        if undefined > 0 {
          notes.undefinedReplicates(rows[index], undefined, of: count)
          guard covariance.variance(of: place).isFinite else { continue }
        }
        finish(&rows[index], pending[index], variance: covariance.variance(of: place), &notes)
      } else if !pending[index].isExplained {
        notes.undefined(rows[index])
      }
    }
    return Finished(
      rows: rows, covariance: covariance, places: places,
      notes: totals.sourceNotes + totals.notes + covariance.notes() + extraNotes + notes.list,
      ofRows: notes)
  }

  package func estimates(_ pending: [PendingRow], extraNotes: [Note] = []) throws(SurveyStatsError)
    -> Estimates
  {
    let finished = try finished(pending, extraNotes: extraNotes, pairs: options.covariance)
    var matrix: [[Double]]?
    if options.covariance {
      let small = try finished.covariance.matrix(
        finished.places.count { $0 != nil }, limits: design.data.limits, run: options.run)
      matrix = finished.places.map { a in
        finished.places.map { b in
          guard let a, let b else { return .nan }
          return small[a][b]
        }
      }
    }
    return Estimates(
      command: command, confidence: options.confidence, rows: finished.rows, covariance: matrix,
      notes: finished.notes + (pending.isEmpty ? [InferenceNotes.noRows] : []))
  }

  private func finish(
    _ row: inout EstimateRow, _ pending: PendingRow, variance: Double, _ notes: inout InferenceNotes
  ) {
    guard let estimate = row.estimate, variance.isFinite else {
      notes.undefined(row)
      return
    }
    // Where nothing varies, rounding leaves a few units of the last place of the estimate's own size.
    var error = variance.squareRoot()
    if error <= 2e-15 * estimate.magnitude { error = 0 }
    let variance = error * error
    let df = degreesOfFreedom(pending.domain)
    // A zero has no sign in a result.
    if estimate == 0 { row.estimate = 0 }
    row.standardError = error
    row.degreesOfFreedom = df
    if estimate != 0 { row.coefficientOfVariation = error / estimate.magnitude }
    if let simple = pending.simpleVariance, simple > 0 {
      row.designEffect = variance / simple
    }
    if let own = pending.ownInterval {
      row.degreesOfFreedom = own.degreesOfFreedom
      row.confidenceLow = own.limits?.low
      row.confidenceHigh = own.limits?.high
      return
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
