import SurveyDesign
import SurveyInference
import SurveyNumerics
import SurveyTable

/// The comparison of a sample's categories with the population's.
///
/// | `statistic` | what |
/// |---|---|
/// | `goodness_of_fit` | the test: `statistic_value`, `df` (and `df2`), `p_value`; `method` is `pearson` or `rao-scott` |
/// | `effect_size` | Cohen's w = √(X²/n): about .1 is small, .3 medium, .5 large |
/// | `sample_share`, `population_share` | of the category in `level`; `n` of the first is the category's respondents, its `std_error` that of the design, where there is one |
/// | `weighted_share` | the category's share after the weights were fitted to margins, where they were |
/// | `adjusted_residual` | (O − E)/√(E(1 − π)), under a design (p − π)/√V_ii unless nobody is in it; beyond ±2 the category is off |
///
/// `n_missing` of the test counts rows whose answer is missing or is no category of the margins.
///
/// In a plain sample the test is Pearson's X² = Σ(O − E)²/E. Where rows have weights, strata or clusters it is the
/// second-order correction of Rao & Scott (Annals of Statistics 12, 1984, 46–60): with p the weighted shares and V
/// their covariance under the design, X² = n·Σ(p − π)²/π, t = n·ΣV_ii/π_i, s = n²·ΣΣV_ij²/(π_iπ_j) and
/// F = X²/t on t²/s and ν·t²/s degrees of freedom. A large p value finds no difference; it proves nothing.
/// Where weights were fitted to margins, the sample is tested as it was before: afterwards it agrees by construction.
struct GoodnessOfFit {
  private(set) var rows: [EstimateRow] = []
  private(set) var notes: [Note] = []
  init(
    _ variable: PopulationMargins.Variable, design fitted: SampleDesign, condition: String?,
    _ options: EstimateOptions
  ) throws(SurveyStatsError) {
    let design = fitted.withoutCalibration
    let categories = variable.categories.filter { $0.count > 0 }
    guard categories.count > 1, variable.total > 0, variable.total.isFinite else {
      throw SurveyStatsError(
        .invalidArgument,
        "margins of '\(variable.name)': at least two categories with a population are needed",
        chinese: "母體資料「\(variable.name)」：至少須有兩個人數大於 0 之類別")
    }
    for name in variable.columns { _ = try design.data.position(of: name, as: "margins") }
    let shares = categories.map { $0.count / variable.total }
    let counted = try Self.counts(variable, design, condition, options.run)
    let counts = counted.ofAnswer
    let answers = MatchedAnswers(
      counts.keys.sorted(), to: categories.map(\.name), columns: variable.columns.count)
    let observed = answers.ofCategory.map { $0.reduce(0) { $0 + (counts[$1] ?? 0) } }
    let n = observed.reduce(0, +)
    let unknown = counts.filter { answers.unmatched.contains($0.key) }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    notes += answers.notes(variable.name)
    if !unknown.isEmpty {
      notes.append(
        .answersOutsideMargins(
          variable.name, unknown.map { ($0.key, $0.value) }, known: categories.map(\.name)))
    }
    guard n > 0 else {
      throw SurveyStatsError(
        .emptyData,
        "\(design.data.name), column '\(variable.name)': no answer is a category of the margins (\(categories.prefix(5).map { "'\($0.name)'" }.joined(separator: ", "))); the file has \(unknown.prefix(5).map { "'\($0.key)'" }.joined(separator: ", "))",
        chinese:
          "\(design.data.name)「\(variable.name)」欄：沒有任何答案屬於母體類別（\(categories.prefix(5).map { "「\($0.name)」" }.joined(separator: "、"))），檔案內容為\(unknown.prefix(5).map { "「\($0.key)」" }.joined(separator: "、"))；請統一兩者之寫法"
      )
    }
    let isPlain =
      design.weights == nil
      && design.stages.allSatisfy { $0.strata == nil && $0.cluster == nil && $0.fpc == nil }
    let size = Double(n)
    var sampleShares = observed.map { Double($0) / size }
    var errors: [Double]?
    var test = EstimateRow(statistic: "goodness_of_fit", term: variable.name, count: n)
    test.missingCount = counted.rows - n
    let chiSquare: Double
    if isPlain {
      chiSquare = zip(observed, shares).reduce(0) { sum, pair in
        let expected = size * pair.1
        return sum + (Double(pair.0) - expected) * (Double(pair.0) - expected) / expected
      }
      test.method = "pearson"
      test.degreesOfFreedom = Double(categories.count - 1)
      test.statisticValue = chiSquare
      test.pValue = chiSquareUpperTail(chiSquare, degreesOfFreedom: Double(categories.count - 1))
    } else {
      let weighted = try Self.weighted(variable, answers, design, condition, options)
      sampleShares = weighted.shares
      chiSquare = size * zip(sampleShares, shares).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / $1.1 }
      let v = weighted.covariance
      errors = shares.indices.map { max(v[$0][$0], 0).squareRoot() }
      let trace = size * shares.indices.reduce(0) { $0 + v[$1][$1] / shares[$1] }
      var squares = 0.0
      for i in shares.indices {
        for j in shares.indices { squares += v[i][j] * v[i][j] / (shares[i] * shares[j]) }
      }
      squares *= size * size
      test.method = "rao-scott"
      // Strata of this variable with weights N/n fix the shares: what varies is rounding, of which a quotient would
      // be anything. A plain sample's trace is about k − 1.
      if trace <= 1e-12 {
        notes.append(.sharesFixedByDesign(variable.name))
      } else if squares > 0, weighted.degreesOfFreedom > 0 {
        let df = trace * trace / squares
        test.statisticValue = chiSquare / trace
        test.degreesOfFreedom = df
        test.secondDegreesOfFreedom = df * weighted.degreesOfFreedom
        test.pValue = fisherUpperTail(
          chiSquare / trace, numerator: df, denominator: df * weighted.degreesOfFreedom)
      }
    }
    rows.append(test)
    rows.append(
      EstimateRow(
        statistic: "effect_size", term: variable.name, estimate: (chiSquare / size).squareRoot(), count: n))
    let after =
      fitted.isCalibrated ? try Self.weighted(variable, answers, fitted, condition, options).shares : nil
    for (index, category) in categories.enumerated() {
      func row(_ statistic: String, _ estimate: Double?, _ count: Int) -> EstimateRow {
        EstimateRow(
          statistic: statistic, term: variable.name, level: category.name, estimate: estimate, count: count)
      }
      // Where the design leaves a share no room to vary, a residual would be rounding over rounding.
      let plainError = (shares[index] * (1 - shares[index]) / size).squareRoot()
      let error = observed[index] == 0 ? plainError : errors?[index] ?? plainError
      let residual = error > 1e-9 * plainError ? (sampleShares[index] - shares[index]) / error : nil
      var share = row("sample_share", sampleShares[index], observed[index])
      share.standardError = errors?[index]
      rows.append(share)
      if let after { rows.append(row("weighted_share", after[index], observed[index])) }
      rows.append(row("population_share", shares[index], n))
      rows.append(row("adjusted_residual", residual, n))
    }
    let empty = categories.indices.filter { observed[$0] == 0 }
    if !empty.isEmpty {
      notes.append(.emptyCategories(variable.name, empty.map { (categories[$0].name, shares[$0]) }))
    }
    let small = shares.count { $0 * size < 5 }
    if small > 0 { notes.append(.smallExpectedCounts(variable.name, small)) }
    if let p = test.pValue {
      notes.append(.fit(variable.name, p, alpha: 1 - options.confidence, isWeighted: after != nil))
    }
    if let columns = fitted.calibration?.columns, Set(variable.columns).isSubset(of: columns) {
      notes.append(.circularFit(variable.name))
    }
  }

  /// Respondents by category, unweighted, whatever the margins know, and the rows of the domain.
  private static func counts(
    _ variable: PopulationMargins.Variable, _ design: SampleDesign, _ condition: String?, _ run: RunControl?
  ) throws(SurveyStatsError) -> (ofAnswer: [String: Int], rows: Int) {
    let column = "\u{1F}\(variable.name)"
    let data = try design.data.adding([
      DerivedColumn(name: column, function: .joined(variable.columns, among: nil))
    ])
    var request = TotalsRequest(terms: [.levels(column)], unitTotals: false)
    // Rows of weight 0 are in no estimate.
    let positive = design.weights.flatMap { $0.contains("`") ? nil : "`\($0)` > 0" }
    let both = [condition.map { "(\($0))" }, positive].compactMap { $0 }.joined(separator: " && ")
    if !both.isEmpty { request.condition = try DomainExpression(parsing: both, limits: data.limits) }
    let totals = try SampleDesign(data).totals(request, run: run)
    var counts: [String: Int] = [:]
    for domain in totals.domains.indices {
      for level in 1..<max(totals.columnCount(term: 0), 1) {
        counts[totals.level(term: 0, column: level), default: 0] += Int(
          totals.total(term: 0, column: level, domain: domain).rounded)
      }
    }
    return (counts.filter { $0.value > 0 }, totals.domains.reduce(0) { $0 + $1.rows })
  }

  /// Shares of the categories under the design, with their covariance: sums over the answers of each.
  private static func weighted(
    _ variable: PopulationMargins.Variable, _ answers: MatchedAnswers, _ design: SampleDesign,
    _ condition: String?, _ options: EstimateOptions
  ) throws(SurveyStatsError) -> (shares: [Double], covariance: [[Double]], degreesOfFreedom: Double) {
    let levels = answers.ofCategory.flatMap { $0 }
    let column = "\u{1F}\(variable.name)"
    let data = try design.data.adding([
      DerivedColumn(name: column, function: .joined(variable.columns, among: Set(levels)))
    ])
    var asked = options
    asked.levels = levels
    asked.covariance = true
    asked.designEffect = .none
    let part = try design.over(data).proportion(ColumnList(column), where: condition, asked)
    let category = answers.ofCategory.enumerated().flatMap { place, own in own.map { _ in place } }
    let count = answers.ofCategory.count
    var shares = [Double](repeating: 0, count: count)
    var covariance = [[Double]](repeating: shares, count: count)
    for (a, row) in part.rows.enumerated() {
      shares[category[a]] += row.estimate ?? .nan
      guard let line = part.covariance?[a] else { continue }
      for (b, value) in line.enumerated() { covariance[category[a]][category[b]] += value }
    }
    return (shares, covariance, part.rows.first?.degreesOfFreedom ?? .nan)
  }
}
