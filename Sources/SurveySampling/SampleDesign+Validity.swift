import SurveyDesign
import SurveyInference
import SurveyNumerics
import SurveyTable
import SurveyWeighting

extension SampleDesign {
  /// Whether a sample can speak for its population: how many answers there are, with what margin of error, and
  /// how they compare with the population.
  ///
  /// | `statistic` | what |
  /// |---|---|
  /// | `issued`, `returned`, `valid` | questionnaires; valid are the rows of the domain, or those with an answer to one of `items` |
  /// | `return_rate`, `valid_rate`, `valid_of_returned` | returned/issued, valid/issued, valid/returned |
  /// | `effective_n` | (Σw)²/Σw² (Kish 1965), where rows have weights; `n` are the answers that carry one |
  /// | `margin_of_error` | z·√(¼/n · deff · (N − n)/(N − 1)), a fraction; `method` is `srs`, or `kish` with deff = n/effective n, and ends in `-fpc` where the population N enters |
  ///
  /// and for each variable of the margins a test of fit with its categories (see ``GoodnessOfFit``).
  ///
  /// Samples that were not drawn at random have no margin of error unless `facts.nominalMargin` asks for it, a census has
  /// none at all; notes say so. Errors: `invalidArgument` for facts that cannot be (more returned than issued,
  /// a population smaller than the sample), besides those of reading.
  public func validity(
    _ facts: SurveyFacts = .init(), items: ColumnList = [], where condition: String? = nil,
    _ options: EstimateOptions = .init()
  ) throws(SurveyStatsError) -> Estimates {
    try refuseReplicates(
      of: "validity", chinese: "樣本檢核",
      because: ("margins of error and tests of fit follow from sizes and weights", "抽樣誤差與適合度檢定由樣本數與權數推得"))
    try RowAssembly.validate(options)
    let sample = try SampleCount(self, items: items, condition: condition, run: options.run)
    let valid = sample.valid
    let effectiveSize = sample.effectiveSize
    if valid == 0 { throw try noValidAnswer(condition, options) }
    try Self.check(facts, valid: valid)
    var result = Estimates(
      command: "validity", confidence: options.confidence, rows: [], notes: sample.notes)
    func add(_ statistic: String, _ value: Double?, _ method: String? = nil, count: Int? = nil) {
      var row = EstimateRow(statistic: statistic, term: "sample", estimate: value, count: count ?? valid)
      row.method = method
      row.weightedCount = sample.sumOfWeights
      result.rows.append(row)
    }
    if let issued = facts.issued { add("issued", Double(issued)) }
    if let returned = facts.returned { add("returned", Double(returned)) }
    add("valid", Double(valid))
    if let issued = facts.issued {
      if let returned = facts.returned { add("return_rate", Double(returned) / Double(issued)) }
      // Questionnaires are everybody's: of a subgroup there is no rate.
      if condition == nil { add("valid_rate", Double(valid) / Double(issued)) }
    }
    if let returned = facts.returned, condition == nil {
      add("valid_of_returned", Double(valid) / Double(returned))
    }
    if let condition { result.notes.append(.subgroup(condition)) }
    if let effective = effectiveSize { add("effective_n", effective, count: sample.weighted) }

    if facts.sampling == .census {
      result.notes.append(.census)
    } else {
      let isShown = facts.sampling?.isRandom ?? true || facts.nominalMargin
      var margin: Double?
      if isShown {
        margin = try SampleSize.marginOfError(
          count: sample.weighted, population: facts.population,
          designEffect: effectiveSize.map { Double(sample.weighted) / $0 } ?? 1,
          confidence: options.confidence)
      }
      let method = effectiveSize == nil ? "srs" : "kish"
      add(
        "margin_of_error", margin, facts.population == nil ? method : "\(method)-fpc", count: sample.weighted)
      switch facts.sampling {
      case nil: result.notes.append(.marginNeedsRandomSample)
      case let kind? where !kind.isRandom:
        result.notes.append(isShown ? .nominalMargin : .noMargin)
      default: break
      }
      // The margin knows weights, no clusters: it may be half of what theirs would be.
      let isClustered = stages[0].cluster != nil || facts.sampling == .cluster
      let lacksStrata = facts.sampling == .stratified && stages[0].strata == nil
      if facts.sampling?.isRandom ?? true, isClustered || lacksStrata {
        result.notes.append(stages[0].cluster == nil ? .marginWithoutDesign : .marginWithoutClusters)
      }
    }
    // What chance did not choose, no p value judges: the test's figures stay for programs, without a verdict.
    let isTested = facts.sampling.map { $0.isRandom && $0 != .census } ?? true
    for variable in try facts.margins?.checked().variables ?? [] {
      let fit = try GoodnessOfFit(variable, design: self, condition: condition, options)
      result.rows += fit.rows
      result.notes += fit.notes.filter { note in
        !result.notes.contains(note) && (isTested || !Note.verdictsOfFit.contains(note.code))
      }
    }
    return result
  }

  /// Why nobody is left: no row at all, a condition that no row meets, or questions that nobody answered.
  private func noValidAnswer(
    _ condition: String?, _ options: EstimateOptions
  ) throws(SurveyStatsError) -> SurveyStatsError {
    try data.requireRows(run: options.run)
    var message = "\(data.name): there is no valid answer"
    var chinese = "\(data.name)：沒有任何有效答案"
    guard let condition else { return SurveyStatsError(.emptyData, message, chinese: chinese) }
    message += " among the rows where \(condition)"
    chinese += "（條件：\(condition)）"
    let columns = try DomainExpression(parsing: condition, limits: data.limits).columns
    for (column, english, answers) in try data.listedAnswers(of: columns, run: options.run) {
      message += "; column '\(column)' holds \(english)"
      chinese += "；「\(column)」欄的內容為\(answers)"
    }
    return SurveyStatsError(.emptyData, message, chinese: chinese)
  }

  private static func check(_ facts: SurveyFacts, valid: Int) throws(SurveyStatsError) {
    func refuse(_ message: String, _ chinese: String) -> SurveyStatsError {
      SurveyStatsError(.invalidArgument, message, chinese: chinese)
    }
    if let issued = facts.issued, issued < 1 {
      throw refuse("issued must be at least 1, not \(issued)", "發出份數（issued）須為 1 以上，而非 \(issued)")
    }
    if let returned = facts.returned, returned < 1 {
      throw refuse(
        "returned must be at least 1, not \(returned)", "回收份數（returned）須為 1 以上，而非 \(returned)")
    }
    if let issued = facts.issued, let returned = facts.returned, returned > issued {
      throw refuse(
        "\(counted(returned, "questionnaire")) (returned) cannot come back of \(issued) that were issued (issued)",
        "回收份數（returned）\(returned) 份不可多於發出份數（issued）\(issued) 份；請檢查兩者")
    }
    if let returned = facts.returned, valid > returned {
      throw refuse(
        "the data has \(counted(valid, "valid answer")), more than the \(returned) that were returned (returned)",
        "有效樣本 \(valid) 份，多於回收份數（returned）\(returned) 份；請檢查回收份數，或資料中是否有重複或非受訪者之資料列")
    }
    if let issued = facts.issued, valid > issued {
      throw refuse(
        "the data has \(counted(valid, "valid answer")), more than the \(issued) that were issued (issued)",
        "有效樣本 \(valid) 份，多於發出份數（issued）\(issued) 份；請檢查發出份數，或資料中是否有重複或非受訪者之資料列")
    }
    if let population = facts.population, !(population >= Double(valid)) || !population.isFinite {
      throw refuse(
        "a population of \(shortestText(population)) cannot hold a sample of \(valid) (population)",
        "母體數（population）\(shortestText(population)) 人小於有效樣本 \(valid) 份；請檢查母體數")
    }
  }
}

/// How many rows count, and how unevenly they weigh.
struct SampleCount {
  /// Answers, whatever they weigh.
  var valid = 0
  /// Those among them that carry a weight: fitted to margins, answers without one of the margins carry none.
  var weighted = 0
  var sumOfWeights = 0.0
  /// `nil` where all rows weigh the same.
  var effectiveSize: Double?
  var notes: [Note] = []

  init(
    _ design: SampleDesign, items: ColumnList, condition: String?, run: RunControl?
  ) throws(SurveyStatsError) {
    let column = "\u{1F}valid"
    let labels = items.names.isEmpty ? [] : items.names
    let data = try design.data.adding([DerivedColumn(name: column, function: .answered(labels))])
    var request = TotalsRequest(terms: [.numbers(column)])
    if let condition { request.condition = try DomainExpression(parsing: condition, limits: data.limits) }
    if let calibration = design.calibration {
      try count(calibration, design.over(data), column, condition, run)
      return
    }
    // Weights that follow from population sizes need the strata.
    let impliesWeights =
      design.weights == nil && design.stages[0].fpc != nil && design.stages[0].cluster == nil
    // Rows as units: n, Σw and Σw² need neither strata nor clusters.
    let plain = try (impliesWeights ? design.withoutCalibration : design.withoutStages()).over(data)
      .totals(request, run: run)
    notes = plain.sourceNotes + plain.notes
    var squares = 0.0
    for domain in plain.domains.indices {
      valid += plain.validCount(term: 0, domain: domain)
      weighted = valid
      sumOfWeights += plain.total(term: 0, column: 0, domain: domain).rounded
      squares += plain.sumOfSquaredWeights(term: 0, domain: domain)
    }
    if design.weights != nil || impliesWeights, squares > 0 {
      effectiveSize = sumOfWeights * sumOfWeights / squares
    }
  }

  /// Of weights fitted to margins: rows whose weight is 0 for want of an answer to the margins are valid answers, but in
  /// no weighted estimate, and the effective size is that of the rows that are.
  private mutating func count(
    _ calibration: Calibration, _ design: SampleDesign, _ column: String, _ condition: String?,
    _ run: RunControl?
  ) throws(SurveyStatsError) {
    var request = TotalsRequest(terms: [.numbers(column)], by: calibration.columns)
    if let condition {
      request.condition = try DomainExpression(parsing: condition, limits: design.data.limits)
    }
    // Without weights of its own the design takes them from its strata; else rows are units.
    let before = design.withoutCalibration
    let impliesWeights = before.weights == nil && before.stages[0].fpc != nil
    let totals = try (impliesWeights ? before : before.withoutStages()).totals(request, run: run)
    notes = totals.sourceNotes + totals.notes.filter { $0.code != "missing_group" }
    let changes = Dictionary(
      calibration.cells.map { ($0.answers, $0.change) }, uniquingKeysWith: { first, _ in first })
    var (sum, squares) = (DoubleDouble.zero, DoubleDouble.zero)
    for domain in totals.domains.indices {
      guard let change = changes[totals.domains[domain].key], change.rounded > 0 else { continue }
      weighted += totals.validCount(term: 0, domain: domain)
      sum += change * totals.total(term: 0, column: 0, domain: domain)
      squares += change * change * DoubleDouble(totals.sumOfSquaredWeights(term: 0, domain: domain))
    }
    sumOfWeights = sum.rounded
    if squares.rounded > 0 { effectiveSize = (sum * sum / squares).rounded }
    request.by = []
    let all = try before.withoutStages().totals(request, run: run)
    for domain in all.domains.indices { valid += all.validCount(term: 0, domain: domain) }
  }
}
