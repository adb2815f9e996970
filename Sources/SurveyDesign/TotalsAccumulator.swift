import SurveyNumerics
import SurveyTable

/// Batches in, totals for each unit and domain out: the one road from rows to every statistic.
///
/// ```
/// batch ─▶ weight, stratum, unit, domain of each row ─▶ cell = (unit or stratum, domain)
///                                                       │ exact sums of each term's columns
///                                                       ▼
///                                                  DesignTotals
/// ```
/// Sums are exact, and units, strata and domains are sorted by key at the end, so that the order of rows and
/// the size of batches never change a digit. A row outside the condition, without a group, or of weight 0
/// still counts as a unit of its stratum.
///
/// In a calibrated design a cell belongs to one cell of the margins as well: weights are summed as the file has
/// them, and the sums are multiplied by the cell's factor when they are read.
package struct TotalsAccumulator {
  let design: SampleDesign
  let request: TotalsRequest
  let plan: PassPlan
  var registry = UnitRegistry()
  var terms: [TermSums]
  var crossMoments: [CrossMoments] = []
  var cells = KeyTable()
  /// The combinations of answers to the columns of `by`: the domains.
  var groupings: AnswerCombinations
  /// The margins' cells of a calibrated design, or those that the request wants to know.
  private(set) var weightCells: WeightCells?
  /// (domain, cell of the margins) to what takes the domain's place in `cells` of a calibrated design.
  private(set) var domainParts = KeyTable()
  var domainRows: [Int] = []
  /// Batches of small answers to several items that the terms have not got yet.
  var block: (sums: AnswerBlock, terms: [Int])?
  /// What the weights of the batch before were multiples of.
  private var weightGrid: Int?
  var rowCount = 0
  var positiveRows = 0
  var zeroWeightRows = 0
  var rowsWithoutGroup = 0
  var membersByMissingAnswer = 0
  var dictionaries: Dictionaries?

  /// The dictionaries of the pass's key columns, to give codes their texts at the end.
  struct Dictionaries {
    var stratum: TextDictionary?
    var cluster: TextDictionary?
    var by: [TextDictionary]
  }

  var rowsAreUnits: Bool { plan.cluster == nil }
  /// Whether a cell is a stratum's in a domain; else a unit's.
  var cellsAreStrata: Bool { rowsAreUnits || !request.unitTotals }
  private var limits: ResourceLimits { design.data.limits }
  /// Units and cells are numbered by 32 bits.
  private var unitLimit: Int { min(limits.units, Int(Int32.max) - ColumnBatch.capacity) }

  init(_ request: TotalsRequest, design: SampleDesign) throws(SurveyStatsError) {
    self.request = request
    self.design = design
    plan = try PassPlan(request, design: design)
    let rowsAreUnits = plan.cluster == nil
    terms = request.terms.map {
      TermSums(
        $0, rowsAreUnits: rowsAreUnits && request.unitTotals, squares: request.squares,
        pairs: request.crossMoments,
        residuals: design.isCalibrated, answerRows: request.answerRows)
    }
    groupings = AnswerCombinations(columns: request.by.count, foldsSpellings: true)
    if let calibration = design.calibration {
      weightCells = WeightCells(columns: calibration.columns, calibration: calibration)
    } else if !request.weightCells.isEmpty {
      weightCells = WeightCells(columns: request.weightCells, calibration: nil)
    }
    if rowsAreUnits, request.unitTotals, request.crossMoments {
      for a in terms.indices {
        for b in terms.indices where b > a {
          crossMoments.append(CrossMoments(first: a, second: b, of: terms[a].term))
        }
      }
    }
  }

  mutating func add(_ batch: ColumnBatch) throws(SurveyStatsError) {
    let count = batch.rowCount
    if count == 0 { return }
    rememberDictionaries(of: batch)
    let weights = try readWeights(batch)
    let strata = try readStrata(batch)
    try checkPopulations(batch, strata)
    let units = try readUnits(batch, strata)
    let groups = cellsAreStrata ? strata : units
    let places = try readWeightCells(batch, weights: weights, groups: groups)
    let member = plan.filter?.membership(in: batch)
    if let filter = plan.filter, filter.hasNegation, let member {
      membersByMissingAnswer += filter.membersByMissingAnswer(in: batch, members: member)
    }
    let domains = readDomains(batch, weights: weights, member: member, places: places)
    let cellOfRow = try readCells(groups: groups, domains: domains, places: places)
    if request.countsOnly {
      rowCount += count
      return
    }

    try checkMemory()
    let isWhole = domainRows.count == 1 && cellOfRow.allSatisfy { $0 >= 0 }
    let rowWeights = RowWeights(weights, grid: weightGrid)
    weightGrid = rowWeights.grid
    let inBlock = addToBlock(batch, cells: cellOfRow, domains: domains, weights: rowWeights)
    for index in terms.indices where !inBlock[index] {
      try checkMagnitudes(batch, slots: plan.items[index])
      let columns = plan.items[index].map { batch.columns[$0] }
      if case .levels = terms[index].term, case .codes(let column)? = columns.first {
        try terms[index].admitLevels(of: column, cells: cells.count, limits: limits)
      }
      terms[index].prepare(cells: cells.count, domains: domainRows.count)
      terms[index].recogniseDomains(groupings.count) { [groupings, dictionaries] domain in
        groupings.texts(of: domain, dictionaries?.by ?? [])
      }
      terms[index].add(
        columns, cells: cellOfRow, domains: domains, isWhole: isWhole, weights: rowWeights)
    }
    for index in crossMoments.indices {
      let (a, b) = (plan.items[crossMoments[index].first][0], plan.items[crossMoments[index].second][0])
      try crossMoments[index].add(
        batch.columns[a], batch.columns[b], cells: cellOfRow, weights: rowWeights,
        cellCount: cells.count, limits: limits)
    }
    rowCount += count
  }

  /// Adds what another accumulator of the same request met in other rows. False where only a pass in order can tell
  /// what is wrong: population sizes that contradict each other, limits that both together pass.
  mutating func add(_ other: TotalsAccumulator) -> Bool {
    if other.rowCount == 0 { return true }
    settle()
    var other = other
    other.settle()
    if dictionaries == nil {
      dictionaries = Dictionaries(
        stratum: other.dictionaries?.stratum.map { _ in TextDictionary() },
        cluster: other.dictionaries?.cluster.map { _ in TextDictionary() },
        by: other.dictionaries?.by.map { _ in TextDictionary() } ?? [])
    }
    guard let own = dictionaries, let theirs = other.dictionaries else { return false }
    func codes(_ theirs: TextDictionary?, _ own: TextDictionary?) -> [Int32] {
      guard let theirs, let own else { return [] }
      return theirs.codes(in: own)
    }
    guard
      let places = registry.add(
        other.registry, strata: codes(theirs.stratum, own.stratum),
        clusters: codes(theirs.cluster, own.cluster)),
      registry.units.count <= unitLimit
    else { return false }
    let groups = cellsAreStrata ? places.strata : places.units
    var cellsOfMargins: [Int32] = []
    if let others = other.weightCells {
      guard let met = weightCells?.add(others, groups: groups) else {
        return false
      }
      cellsOfMargins = met
    }
    let domains = groupings.add(
      other.groupings, codes: zip(theirs.by, own.by).map { $0.codes(in: $1) }, own.by)
    while domainRows.count < groupings.count { domainRows.append(0) }
    for (domain, rows) in other.domainRows.enumerated() { domainRows[Int(domains[domain])] += rows }

    var cellPlaces: [Int32] = []
    for index in 0..<other.cells.count {
      var (group, domain) = other.cells.pair(at: index)
      group = groups[Int(group)]
      if design.isCalibrated {
        let (part, place) = other.domainParts.pair(at: Int(domain))
        domain = domainParts.index(
          of: domains[Int(part)], cellsOfMargins.isEmpty || place < 0 ? place : cellsOfMargins[Int(place)])
      } else {
        domain = domains[Int(domain)]
      }
      cellPlaces.append(cells.index(of: group, domain))
    }
    if cells.count > unitLimit { return false }
    var answers: [[Int32]] = []
    for index in terms.indices where !request.countsOnly {
      terms[index].prepare(cells: cells.count, domains: domainRows.count)
      answers.append(terms[index].add(other.terms[index], cells: cellPlaces, domains: domains))
      if case .levels = terms[index].term, terms[index].sums.columns - 1 > limits.levels { return false }
    }
    for index in crossMoments.indices where !request.countsOnly {
      crossMoments[index].add(
        other.crossMoments[index], cells: cellPlaces,
        codes: (answers[crossMoments[index].first], answers[crossMoments[index].second]))
    }
    rowCount += other.rowCount
    positiveRows += other.positiveRows
    zeroWeightRows += other.zeroWeightRows
    rowsWithoutGroup += other.rowsWithoutGroup
    membersByMissingAnswer += other.membersByMissingAnswer
    return true
  }

  /// Ends the pass: what depends on all rows is settled.
  mutating func finish() {
    settle()
    groupings.learnAllSpellings(dictionaries?.by ?? [])
  }

  /// Refuses the cells of this batch before they are laid out, all terms together.
  private func checkMemory() throws(SurveyStatsError) {
    var bytes = 0
    for term in terms { bytes = bytes.addingClamped(term.bytes(cells: cells.count)) }
    for cross in crossMoments { bytes = bytes.addingClamped(cross.bytes(cells: cells.count)) }
    if let largest = request.largestBytes, bytes > largest, terms.count > 1 { throw .tooManyAtOnce }
    bytes = bytes.addingClamped(weightCells?.byteCount ?? 0)
    try limits.checkMemory(
      bytes: bytes, for: "the totals of \(cells.count) combinations of unit and group")
  }

  private mutating func rememberDictionaries(of batch: ColumnBatch) {
    if dictionaries != nil { return }
    func dictionary(_ slot: Int?) -> TextDictionary? {
      guard let slot, case .codes(let column) = batch.columns[slot] else { return nil }
      return column.dictionary
    }
    dictionaries = Dictionaries(
      stratum: dictionary(plan.stratum), cluster: dictionary(plan.cluster),
      by: plan.by.compactMap { dictionary($0) })
  }

  private func failure(
    _ batch: ColumnBatch, _ row: Int, _ slot: Int, _ what: String, _ chinese: String
  ) -> SurveyStatsError {
    let column = plan.requests[slot].column
    let number = batch.firstRow + row
    return SurveyStatsError(
      .invalidDesign,
      "\(design.data.name) row \(number), column \(column + 1) '\(design.data.columnNames[column])': \(what)",
      chinese:
        "\(design.data.name) 第 \(number) 列第 \(column + 1) 欄「\(design.data.columnNames[column])」：\(chinese)",
      row: number, column: column + 1)
  }

  private mutating func readWeights(_ batch: ColumnBatch) throws(SurveyStatsError) -> [Double] {
    guard let slot = plan.weights, case .numbers(let column) = batch.columns[slot] else {
      positiveRows += batch.rowCount
      return [Double](repeating: 1, count: batch.rowCount)
    }
    var zero = 0
    let (values, isThere) = (column.values, column.valid)
    for row in 0..<batch.rowCount {
      let weight = values[row]
      if isThere[row] == 0 {
        throw failure(
          batch, row, slot, "the weight is missing; every row needs one (0 keeps a row out of the estimates)",
          "權數（weights）空白；每一列均須有權數（填 0 表示不納入估計）")
      }
      if !(weight >= 0 && weight <= Self.largest) {
        throw failure(
          batch, row, slot, "a weight must be 0 or more and at most 1e50, not \(shortestText(weight))",
          "權數（weights）須為 0 以上且不超過 1e50，而非 \(shortestText(weight))")
      }
      if weight > 0 && weight < 1 / Self.largest {
        throw failure(
          batch, row, slot,
          "the weight \(shortestText(weight)) is too small to compute with; multiply all weights by a constant",
          "權數 \(shortestText(weight)) 過小，無法計算；請將所有權數乘以同一常數"
        )
      }
      if weight == 0 { zero += 1 }
    }
    zeroWeightRows += zero
    positiveRows += batch.rowCount - zero
    return values
  }

  /// Weights and answers stay within 1e±50, so that no product of two of each leaves the range of Double.
  private static let largest = 1e50

  private func checkMagnitudes(_ batch: ColumnBatch, slots: [Int]) throws(SurveyStatsError) {
    for slot in slots {
      guard case .numbers(let column) = batch.columns[slot], !column.isSmall else { continue }
      let values = column.values
      for row in 0..<batch.rowCount where values[row].magnitude > Self.largest {
        var error = failure(
          batch, row, slot, "\(shortestText(values[row])) is too large to compute with (limit 1e50)",
          "\(shortestText(values[row])) 過大，無法計算（上限 1e50）")
        error.code = .malformedData
        throw error
      }
    }
  }

  private mutating func readStrata(_ batch: ColumnBatch) throws(SurveyStatsError) -> [Int32] {
    var strata = [Int32](repeating: 0, count: batch.rowCount)
    if let slot = plan.stratum, case .codes(let column) = batch.columns[slot] {
      for row in 0..<batch.rowCount {
        let code = column.codes[row]
        if code < 0 {
          throw failure(
            batch, row, slot, "the stratum is missing; every row needs one",
            "分層（strata）空白；每一列均須填寫")
        }
        strata[row] = registry.stratum(code: code)
      }
    } else {
      _ = registry.stratum(code: 0)
    }
    for stratum in strata { registry.countRow(stratum: stratum) }
    return strata
  }

  private mutating func checkPopulations(
    _ batch: ColumnBatch, _ strata: [Int32]
  ) throws(SurveyStatsError) {
    guard let slot = plan.fpc, case .numbers(let column) = batch.columns[slot] else { return }
    let (values, isThere) = (column.values, column.valid)
    for row in 0..<batch.rowCount {
      let value = values[row]
      if isThere[row] == 0 {
        throw failure(
          batch, row, slot, "the population size is missing; every row needs its stratum's",
          "母體數（fpc）空白；每一列均須填寫所屬分層之母體數")
      }
      if !(value > 0 && value <= 1e300) {
        throw failure(
          batch, row, slot, "a population size must be a positive number, not \(shortestText(value))",
          "母體數（fpc）須為正數，而非 \(shortestText(value))")
      }
      if let known = registry.contradiction(stratum: strata[row], fpc: value) {
        throw failure(
          batch, row, slot,
          "the population size is \(shortestText(value)), but earlier rows of this stratum say \(shortestText(known)); it must be one number for the whole stratum",
          "母體數（fpc）為 \(shortestText(value))，但同一分層之前面各列為 \(shortestText(known))；同一分層須為同一數字"
        )
      }
    }
  }

  /// The unit of each row, or its stratum where the rows are the units.
  private mutating func readUnits(
    _ batch: ColumnBatch, _ strata: [Int32]
  ) throws(SurveyStatsError) -> [Int32] {
    guard let slot = plan.cluster, case .codes(let column) = batch.columns[slot] else { return strata }
    var units = strata
    for row in 0..<batch.rowCount {
      let code = column.codes[row]
      if code < 0 {
        throw failure(
          batch, row, slot, "the cluster (or id) is missing; every row needs one",
          "集群（cluster）或識別欄（id）空白；每一列均須填寫")
      }
      units[row] = registry.unit(stratum: strata[row], cluster: code)
    }
    if registry.units.count > unitLimit {
      throw SurveyStatsError(
        .limitExceeded, "more than \(unitLimit) clusters, the limit of units",
        chinese: "集群數超過上限 \(unitLimit)")
    }
    return units
  }

  /// The cell of the margins of each row, its weight added to the cell's; `nil` where there are no margins.
  private mutating func readWeightCells(
    _ batch: ColumnBatch, weights: [Double], groups: [Int32]
  ) throws(SurveyStatsError) -> [Int32]? {
    guard var own = weightCells else { return nil }
    // Held by `own` alone while it changes.
    weightCells = nil
    defer { weightCells = own }
    let places = try own.places(batch.codeColumns(plan.margins), weights: weights, data: design.data)
    if request.unitTotals || !design.isCalibrated {
      own.add(places, groups: groups, weights: weights)
    }
    return places
  }

  private mutating func readDomains(
    _ batch: ColumnBatch, weights: [Double], member: [UInt8]?, places: [Int32]?
  ) -> [Int32] {
    var domains = [Int32](repeating: 0, count: batch.rowCount)
    for row in 0..<batch.rowCount where weights[row] == 0 || member?[row] == 0 { domains[row] = -1 }
    if design.isCalibrated, let places {
      // Outside every cell the calibrated weight is 0.
      for row in places.indices where places[row] < 0 { domains[row] = -1 }
    }
    rowsWithoutGroup += groupings.number(&domains, batch.codeColumns(plan.by))
    while domainRows.count < groupings.count { domainRows.append(0) }
    for domain in domains where domain >= 0 { domainRows[Int(domain)] += 1 }
    return domains
  }

  private mutating func readCells(
    groups: [Int32], domains: [Int32], places: [Int32]?
  ) throws(SurveyStatsError) -> [Int32] {
    var cellOfRow = [Int32](repeating: -1, count: groups.count)
    if design.isCalibrated, let places {
      for row in groups.indices where domains[row] >= 0 {
        cellOfRow[row] = cells.index(of: groups[row], domainParts.index(of: domains[row], places[row]))
      }
    } else {
      for row in groups.indices where domains[row] >= 0 {
        cellOfRow[row] = cells.index(of: groups[row], domains[row])
      }
    }
    if cells.count > unitLimit {
      throw SurveyStatsError(
        .limitExceeded,
        "more than \(unitLimit) combinations of unit and group, the limit of units; ask for fewer groups",
        chinese: "集群與分組之組合超過上限 \(unitLimit)；請減少分組（by）")
    }
    return cellOfRow
  }
}

extension ColumnBatch {
  /// The text columns at these places.
  func codeColumns(_ slots: [Int]) -> [CodeColumn] {
    slots.compactMap { slot in if case .codes(let column) = columns[slot] { column } else { nil } }
  }
}
