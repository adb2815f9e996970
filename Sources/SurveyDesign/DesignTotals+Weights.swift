import SurveyNumerics
import SurveyTable

extension DesignTotals {
  /// Σw and Σw² of the rows of one unit (or stratum) in one cell of the calibration, with calibrated weights.
  struct WeightCell {
    /// As in ``Cell``.
    var group: Int
    var stratum: Int
    var place: Int
    var sum: DoubleDouble
    var sumOfSquares: DoubleDouble
  }

  /// What a pass found in one combination of answers to the columns of `TotalsRequest.weightCells`.
  package struct AnswerCell {
    package var answers: [String]
    /// Rows of positive weight.
    package var rows: Int
    package var sumOfWeights: DoubleDouble
    package var sumOfSquares: DoubleDouble
  }

  /// Where an accumulator's units and strata stand in the sorted design.
  struct Ranks {
    var cellsAreStrata: Bool
    var units: KeyTable
    var rankOfRecord: [Int]
    var rankOfUnit: [Int]
    var placeOfStratum: [Int]
    var scales: [DoubleDouble]

    /// Rank of a cell's group, its stratum as variance sees it and the scale of its weights.
    func find(_ group: Int) -> (group: Int, stratum: Int, scale: DoubleDouble) {
      let fileRank = rankOfRecord[cellsAreStrata ? group : Int(units.pair(at: group).0)]
      return (cellsAreStrata ? fileRank : rankOfUnit[group], placeOfStratum[fileRank], scales[fileRank])
    }
  }

  /// The cells of each domain in the order of units and, in a calibrated design, of the margins' cells; with the
  /// margins' cell of each.
  static func sortedCells(
    _ accumulator: TotalsAccumulator, _ ranks: Ranks, rankOfDomain: [Int]
  ) -> (cells: [[Cell]], places: [Int32]) {
    var cells = [[Cell]](repeating: [], count: rankOfDomain.count)
    var places: [Int32] = []
    let calibration = accumulator.design.calibration
    if calibration != nil { places = [Int32](repeating: 0, count: accumulator.cells.count) }
    let groups = (0..<accumulator.cells.count).map { Int(accumulator.cells.pair(at: $0).0) }
    for index in order(byRank: groups.map { ranks.find($0).group }) {
      var (group, domain) = accumulator.cells.pair(at: index)
      var found = ranks.find(Int(group))
      if let calibration {
        let (whole, place) = accumulator.domainParts.pair(at: Int(domain))
        domain = whole
        places[index] = place
        found.scale = found.scale * calibration.cells[Int(place)].change
      }
      cells[rankOfDomain[Int(domain)]].append(
        Cell(index: index, group: found.group, stratum: found.stratum, scale: found.scale))
    }
    // In a calibrated design a unit has several cells of a domain.
    for domain in cells.indices where !places.isEmpty {
      cells[domain].sort {
        if $0.group != $1.group { return $0.group < $1.group }
        return places[$0.index] < places[$1.index]
      }
    }
    return (cells, places)
  }

  /// The places of small numbers in ascending order, equal ones as they stand.
  private static func order(byRank ranks: [Int]) -> [Int] {
    var starts = [Int](repeating: 0, count: (ranks.max() ?? 0) + 2)
    for rank in ranks { starts[rank + 1] += 1 }
    for rank in starts.indices.dropFirst() { starts[rank] += starts[rank - 1] }
    var order = [Int](repeating: 0, count: ranks.count)
    for (place, rank) in ranks.enumerated() {
      order[starts[rank]] = place
      starts[rank] += 1
    }
    return order
  }

  /// How many units or strata have cells, which are in their order.
  static func groupCount(_ cells: [Cell]) -> Int {
    var count = 0
    for index in cells.indices where index == 0 || cells[index].group != cells[index - 1].group { count += 1 }
    return count
  }

  /// What a pass learned about margins: sums of calibrated weights, or of the weights that are to be calibrated.
  static func weights(
    _ accumulator: TotalsAccumulator, _ ranks: Ranks
  ) -> (
    calibrated: [WeightCell], answers: [AnswerCell], missing: AnswerCell, scales: [String: DoubleDouble]
  ) {
    let nothing = AnswerCell(answers: [], rows: 0, sumOfWeights: .zero, sumOfSquares: .zero)
    guard let cells = accumulator.weightCells else { return ([], [], nothing, [:]) }
    if let calibration = accumulator.design.calibration {
      return (weightCells(cells, calibration, ranks), [], nothing, [:])
    }
    let found = answerCells(cells, ranks)
    var scales: [String: DoubleDouble] = [:]
    for (record, stratum) in accumulator.registry.strata.enumerated() {
      let name = accumulator.dictionaries?.stratum?[stratum.code] ?? ""
      scales[name] = ranks.scales[ranks.rankOfRecord[record]]
    }
    return ([], found.cells, found.missing, scales)
  }

  /// What every estimate of a calibrated design says of its weights.
  static func calibrationNotes(_ accumulator: TotalsAccumulator) -> [Note] {
    guard let calibration = accumulator.design.calibration else { return [] }
    var notes = calibration.notes
    if let count = accumulator.weightCells?.rowsWithoutCell, count > 0 {
      notes.append(.rowsWithoutMargin(count, columns: calibration.columns))
    }
    var known: [String] = []
    for item in accumulator.request.terms.flatMap(\.items)
    where calibration.columns.contains(item) && !known.contains(item) { known.append(item) }
    if !known.isEmpty { notes.append(.circular(known)) }
    return notes
  }

  /// The sums of a calibrated design's weights in the order of units and cells.
  static func weightCells(
    _ cells: WeightCells, _ calibration: Calibration, _ ranks: Ranks
  ) -> [WeightCell] {
    var result: [WeightCell] = []
    for index in 0..<cells.keys.count {
      let (unit, place) = cells.keys.pair(at: index)
      if place < 0 { continue }
      let (group, stratum, scale) = ranks.find(Int(unit))
      let weight = scale * calibration.cells[Int(place)].change
      result.append(
        WeightCell(
          group: group, stratum: stratum, place: Int(place),
          sum: weight * cells.sums.value(row: index, column: 0),
          sumOfSquares: weight * weight * cells.sums.value(row: index, column: 1)))
    }
    return result.sorted { ($0.group, $0.place) < ($1.group, $1.place) }
  }

  /// The combinations that were asked for in the order of their answers, and what has no answer to one of the
  /// columns (its `answers` are empty).
  static func answerCells(
    _ cells: WeightCells, _ ranks: Ranks
  ) -> (cells: [AnswerCell], missing: AnswerCell) {
    let empty = AnswerCell(answers: [], rows: 0, sumOfWeights: .zero, sumOfSquares: .zero)
    var byPlace = [AnswerCell](repeating: empty, count: cells.combinations.count)
    var missing = empty
    let order = (0..<cells.keys.count).map { index in
      let (unit, place) = cells.keys.pair(at: index)
      return (index: index, place: Int(place), found: ranks.find(Int(unit)))
    }
    // Sums over units are rounded, so that they go by the order of units.
    for (index, place, found) in order.sorted(by: { $0.found.group < $1.found.group }) {
      var part = empty
      part.rows = cells.rows[index]
      part.sumOfWeights = found.scale * cells.sums.value(row: index, column: 0)
      part.sumOfSquares = found.scale * found.scale * cells.sums.value(row: index, column: 1)
      if place < 0 { missing.add(part) } else { byPlace[place].add(part) }
    }
    for place in byPlace.indices { byPlace[place].answers = cells.texts(of: place) }
    let columns = cells.dictionaries.indices
    let ranksOfAnswers = columns.map { column in
      let texts = Array(Set(byPlace.map { $0.answers[column] }))
      return Dictionary(
        uniqueKeysWithValues: sortedKeyOrder(texts).enumerated().map { (texts[$0.element], $0.offset) })
    }
    let keys = byPlace.map { cell in columns.map { ranksOfAnswers[$0][cell.answers[$0]] ?? 0 } }
    let sorted = byPlace.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
    return (sorted.map { byPlace[$0] }, missing)
  }
}

extension DesignTotals.AnswerCell {
  fileprivate mutating func add(_ other: Self) {
    rows += other.rows
    sumOfWeights += other.sumOfWeights
    sumOfSquares += other.sumOfSquares
  }
}
