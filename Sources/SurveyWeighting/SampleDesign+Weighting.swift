import SurveyDesign
import SurveyNumerics
import SurveyTable

extension SampleDesign {
  /// This design with its weights fitted to the population counts of one variable, or of the joint cells of
  /// several columns.
  ///
  /// ```swift
  /// let weighted = try design.postStratified(to: margins)
  /// let means = try weighted.design.mean("overall")
  /// ```
  /// All rows of a category have their weight multiplied by N/N̂, the population count over the weighted sample
  /// count. Standard errors of estimates from the result are those of the residuals from the category means
  /// (Särndal, Swensson & Wretman 1992, chapters 6 and 7), in domains too.
  ///
  /// - margins: one variable. Answers are matched to categories as text, spaces around them aside.
  /// - keepsTotal: take the counts for shares and keep the sum of the weights; else the counts are the population's,
  ///   and totals estimate the population.
  ///
  /// Rows without an answer to a column of the margins get weight 0: they stay units of the design and belong to no
  /// domain (note `missing_margin`). The data is read twice in all, so that it cannot be a pipe.
  ///
  /// Errors: `invalidArgument` for margins that are none, or of several variables; `unknownColumn`; `invalidDesign`
  /// where a category has nobody in the sample, or the sample an answer that no category names; `unsupported` for a
  /// design that is calibrated already; those of the design.
  public func postStratified(
    to margins: PopulationMargins, keepsTotal: Bool = false, run: RunControl? = nil
  ) throws(SurveyStatsError) -> WeightedDesign {
    if margins.variables.count > 1 {
      let names = margins.variables.map { "'\($0.name)'" }.joined(separator: ", ")
      throw SurveyStatsError(
        .invalidArgument,
        "post-stratification takes one variable, or joint cells such as sex:age; the margins have \(margins.variables.count) (\(names)): rake to them",
        chinese:
          "事後分層（poststratify）僅能用於一個變項，或如 性別:年齡 之聯合類別；母體檔有 \(margins.variables.count) 個變項（\(margins.variables.map(\.name).joined(separator: "、"))），請改用多變項反覆加權（rake）"
      )
    }
    return try weighted(
      to: margins, .postStratification, keepsTotal: keepsTotal, tolerance: 1e-12, maximumIterations: 1, run)
  }

  /// This design with its weights raked to the margins of several variables.
  ///
  /// Weights are multiplied category by category, margin by margin, until every weighted count is within
  /// `tolerance` (relative) of the population's. Margins are counts of the same population: where their totals
  /// differ, all are scaled to that of the first (note `margins_rescaled`). Otherwise as
  /// ``postStratified(to:keepsTotal:run:)``.
  ///
  /// Variance: residuals are those of the d-weighted regression on the indicators of all categories (Deville,
  /// Särndal & Sautory, JASA 88 (1993) 1013–1020), as R's `calibrate(calfun = "raking")` takes them.
  ///
  /// Errors also: `invalidDesign` where the margins cannot all hold, naming the one that does not.
  public func raked(
    to margins: PopulationMargins, keepsTotal: Bool = false, tolerance: Double = 1e-12,
    maximumIterations: Int = 1000, run: RunControl? = nil
  ) throws(SurveyStatsError) -> WeightedDesign {
    guard tolerance > 0, tolerance < 1 else {
      throw SurveyStatsError(
        .invalidArgument,
        "the tolerance is a relative deviation between 0 and 1, not \(shortestText(tolerance))",
        chinese: "容許誤差須介於 0 與 1 之間，而非 \(shortestText(tolerance))")
    }
    guard maximumIterations >= 1 else {
      throw SurveyStatsError(
        .invalidArgument, "raking needs at least one round, not \(maximumIterations)",
        chinese: "反覆加權至少須進行一回合，而非 \(maximumIterations)")
    }
    return try weighted(
      to: margins, .raking, keepsTotal: keepsTotal, tolerance: tolerance,
      maximumIterations: maximumIterations, run)
  }

  private func weighted(
    to margins: PopulationMargins, _ method: WeightingMethod, keepsTotal: Bool, tolerance: Double,
    maximumIterations: Int, _ run: RunControl?
  ) throws(SurveyStatsError) -> WeightedDesign {
    if isCalibrated {
      throw SurveyStatsError(
        .unsupported, "this design is weighted to margins already; give all margins at once and rake to them",
        chinese: "此設計已依母體加權；請將所有母體變項一次提供，以 raking 加權")
    }
    if replicates != nil || givenFactors != nil {
      throw SurveyStatsError(
        .unsupported,
        "weights that fit margins (poststratify, rake) have no replicates: each replicate would have to be fitted again; leave out the replicates (replicate-type), since linearized standard errors take the fit into account, or leave out the margins",
        chinese:
          "依母體加權（poststratify、rake）之權數無法產生複本，因各複本均須重新加權；請勿指定複本（replicate-type），線性化標準誤已計入加權之影響；或勿依母體加權"
      )
    }
    let margins = try margins.checked()
    let columns = margins.columns
    var request = TotalsRequest(terms: [], unitTotals: false)
    request.weightCells = columns
    let totals = try self.totals(request, run: run)
    if totals.answerCells.isEmpty {
      throw SurveyStatsError(
        .emptyData,
        "\(data.name): no row of positive weight has an answer to \(columns.joined(separator: ", "))",
        chinese: "\(data.name)：沒有任何一列填答\(columns.map { "「\($0)」" }.joined(separator: "、"))")
    }
    let given = try MarginCells(totals.answerCells, columns: columns, margins: margins, data: data.name)
    let sum = given.cells.reduce(totals.withoutAnswerCell.sumOfWeights) { $0 + $1.sumOfWeights }
    let scaled = given.scaled(to: keepsTotal ? sum : nil)
    let fitting = try ProportionalFitting(
      scaled.cells, tolerance: tolerance, maximumRounds: maximumIterations, run: run)

    var summary = WeightingSummary(
      method: method, margins: margins.variables.map(\.name), scaled.cells, fitting, totals)
    var notes = [Note.weighted(summary)] + given.notes
    if scaled.isUneven {
      notes.append(.marginsRescaled(margins, totals: scaled.totals, keepsTotal: keepsTotal))
    }
    if !keepsTotal, let total = scaled.totals.first, let note = Note.looksLikeShares(total) {
      notes.append(note)
    }
    if let note = Note.fewRows(summary.categories, fewer: MarginCells.fewRows) { notes.append(note) }
    let calibration = try Calibration(
      columns: columns,
      cells: scaled.cells.cells.indices.map { index in
        Calibration.Cell(
          answers: scaled.cells.cells[index].answers, sumOfWeights: scaled.cells.cells[index].sumOfWeights,
          change: fitting.changes[index], categories: scaled.cells.categoriesOfCell[index])
      }, margins: margins.variables.count, categoryCount: scaled.cells.categories.count, notes: notes)
    summary.notes = totals.sourceNotes + totals.notes + notes
    if totals.withoutAnswerCell.rows > 0 {
      summary.notes.append(.rowsWithoutMargin(totals.withoutAnswerCell.rows, columns: columns))
    }
    summary.notes.append(.circular(columns))
    return WeightedDesign(
      design: calibrated(by: calibration), summary: summary, scaleOfStratum: totals.scaleOfStratum)
  }
}

extension WeightingSummary {
  init(
    method: WeightingMethod, margins: [String], _ cells: MarginCells, _ fitting: ProportionalFitting,
    _ totals: DesignTotals
  ) {
    self.method = method
    self.margins = margins
    iterations = fitting.rounds
    largestDeviation = fitting.deviation
    let changes = fitting.changes.map(\.rounded)
    smallestChange = changes.min() ?? 1
    largestChange = changes.max() ?? 1

    let weights = cells.cells.map(\.sumOfWeights)
    let weighted = zip(weights, fitting.changes).map { $0 * $1 }
    let squares = zip(cells.cells, fitting.changes).map { $0.sumOfSquares * $1 * $1 }
    let rows = cells.cells.reduce(0) { $0 + $1.rows }
    let missing = totals.withoutAnswerCell
    before = WeightSpread(
      count: rows + missing.rows, sum: weights.reduce(missing.sumOfWeights, +),
      sumOfSquares: cells.cells.reduce(missing.sumOfSquares) { $0 + $1.sumOfSquares })
    after = WeightSpread(
      count: rows, sum: weighted.reduce(.zero, +), sumOfSquares: squares.reduce(.zero, +))

    let sum = weights.reduce(DoubleDouble.zero, +)
    let sumAfter = weighted.reduce(DoubleDouble.zero, +)
    meanChange = (sumAfter / sum).rounded
    let counts = cells.sums(cells.cells.map { DoubleDouble(Double($0.rows)) })
    let (old, new) = (cells.sums(weights), cells.sums(weighted))
    var targets = [DoubleDouble](repeating: .zero, count: margins.count)
    for category in cells.categories { targets[category.variable] += category.target }
    categories = cells.categories.enumerated().map { (index, category) in
      WeightedCategory(
        variable: margins[category.variable], category: category.name, count: Int(counts[index].rounded),
        shareBefore: (old[index] / sum).rounded, shareAfter: (new[index] / sumAfter).rounded,
        populationShare: (category.target / targets[category.variable]).rounded,
        populationCount: category.target.rounded)
    }
    notes = []
  }
}
