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
  var weightCells: WeightCells?
  /// (domain, cell of the margins) to what takes the domain's place in `cells` of a calibrated design.
  var domainParts = KeyTable()
  var domainRows: [Int] = []
  /// Batches of small answers to several items that the terms have not got yet.
  var block: (sums: AnswerBlock, terms: [Int])?
  /// What the weights of the batch before were multiples of.
  private var weightGrid: Int?
  var zeroWeightsInBatch = 0
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
  var limits: ResourceLimits { design.data.limits }
  /// Units and cells are numbered by 32 bits.
  var unitLimit: Int { min(limits.units, Int(Int32.max) - ColumnBatch.capacity) }

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
    let isWhole = domainRows.count == 1 && firstNegative(cellOfRow) == nil
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
      if case .distribution = terms[index].term, case .numbers(let column)? = columns.first {
        try terms[index].addDistribution(
          column, cells: cellOfRow, domains: domains, weights: rowWeights, limits: limits)
        continue
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
      if let values = terms[index].values, !values.fits(limits) { return false }
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
    var bytes = try bytesOfTotals()
    if let largest = request.largestBytes, bytes > largest, terms.count > 1 { throw .tooManyAtOnce }
    bytes = bytes.addingClamped(weightCells?.byteCount ?? 0)
    try limits.checkMemory(
      bytes: bytes, for: "the totals of \(cells.count) combinations of unit and group")
  }

  /// Bytes of all terms' totals. It grows with every cell, so that whether it passes a limit in the end does not depend on
  /// how many threads have how many of them.
  @discardableResult
  func bytesOfTotals() throws(SurveyStatsError) -> Int {
    var bytes = 0
    // In place: of every batch, a copy of each term would be made and thrown away.
    for index in terms.indices { bytes = bytes.addingClamped(terms[index].bytes(cells: cells.count)) }
    for cross in crossMoments { bytes = bytes.addingClamped(cross.bytes(cells: cells.count)) }
    if let most = request.mostBytes, bytes > most { throw .tooManyAtOnce }
    return bytes
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
}
