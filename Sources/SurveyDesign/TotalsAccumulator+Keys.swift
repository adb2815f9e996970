import SurveyNumerics
import SurveyTable

// What each row of a batch is to the design: its weight, stratum, unit, domain and cell.

extension TotalsAccumulator {
  func failure(
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

  mutating func readWeights(_ batch: ColumnBatch) throws(SurveyStatsError) -> [Double] {
    guard let slot = plan.weights, case .numbers(let column) = batch.columns[slot] else {
      positiveRows += batch.rowCount
      zeroWeightsInBatch = 0
      return [Double](repeating: 1, count: batch.rowCount)
    }
    let (values, isThere) = (column.values, column.valid)
    // All in order, as a rule; else the first that is not is looked for.
    guard let zero = RowWeights.countZeros(values, valid: isThere, largest: Self.largest) else {
      throw wrongWeight(batch, slot, values, isThere)
    }
    zeroWeightsInBatch = zero
    zeroWeightRows += zero
    positiveRows += batch.rowCount - zero
    return values
  }

  /// What is wrong with the first weight of a batch that cannot be used.
  private func wrongWeight(
    _ batch: ColumnBatch, _ slot: Int, _ values: [Double], _ isThere: [UInt8]
  ) -> SurveyStatsError {
    for row in 0..<batch.rowCount {
      let weight = values[row]
      if isThere[row] == 0 {
        return failure(
          batch, row, slot, "the weight is missing; every row needs one (0 keeps a row out of the estimates)",
          "權數（weights）空白；每一列均須有權數（填 0 表示不納入估計）")
      }
      if !(weight >= 0 && weight <= Self.largest) {
        return failure(
          batch, row, slot, "a weight must be 0 or more and at most 1e50, not \(shortestText(weight))",
          "權數（weights）須為 0 以上且不超過 1e50，而非 \(shortestText(weight))")
      }
      if weight > 0 && weight < 1 / Self.largest {
        return failure(
          batch, row, slot,
          "the weight \(shortestText(weight)) is too small to compute with; multiply all weights by a constant",
          "權數 \(shortestText(weight)) 過小，無法計算；請將所有權數乘以同一常數"
        )
      }
    }
    return failure(batch, 0, slot, "a weight cannot be used", "權數無法使用")
  }

  /// Weights and answers stay within 1e±50, so that no product of two of each leaves the range of Double.
  private static let largest = 1e50

  func checkMagnitudes(_ batch: ColumnBatch, slots: [Int]) throws(SurveyStatsError) {
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

  mutating func readStrata(_ batch: ColumnBatch) throws(SurveyStatsError) -> [Int32] {
    guard let slot = plan.stratum, case .codes(let column) = batch.columns[slot] else {
      registry.countRows(batch.rowCount)
      return [Int32](repeating: 0, count: batch.rowCount)
    }
    if let row = firstNegative(column.codes) {
      throw failure(
        batch, row, slot, "the stratum is missing; every row needs one",
        "分層（strata）空白；每一列均須填寫")
    }
    return registry.strata(of: column.codes)
  }

  mutating func checkPopulations(
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
  mutating func readUnits(
    _ batch: ColumnBatch, _ strata: [Int32]
  ) throws(SurveyStatsError) -> [Int32] {
    guard let slot = plan.cluster, case .codes(let column) = batch.columns[slot] else { return strata }
    if let row = firstNegative(column.codes) {
      throw failure(
        batch, row, slot, "the cluster (or id) is missing; every row needs one",
        "集群（cluster）或識別欄（id）空白；每一列均須填寫")
    }
    let units = registry.units(strata: strata, clusters: column.codes)
    if registry.units.count > unitLimit {
      throw SurveyStatsError(
        .limitExceeded, "more than \(unitLimit) clusters, the limit of units",
        chinese: "集群數超過上限 \(unitLimit)")
    }
    return units
  }

  /// The cell of the margins of each row, its weight added to the cell's; `nil` where there are no margins.
  mutating func readWeightCells(
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

  mutating func readDomains(
    _ batch: ColumnBatch, weights: [Double], member: [UInt8]?, places: [Int32]?
  ) -> [Int32] {
    var domains = [Int32](repeating: 0, count: batch.rowCount)
    if zeroWeightsInBatch == 0, member == nil, plan.by.isEmpty, !design.isCalibrated {
      if domainRows.isEmpty { domainRows.append(0) }
      domainRows[0] += batch.rowCount
      return domains
    }
    if zeroWeightsInBatch > 0 {
      for row in domains.indices where weights[row] == 0 { domains[row] = -1 }
    }
    if let member {
      for row in domains.indices where member[row] == 0 { domains[row] = -1 }
    }
    if design.isCalibrated, let places {
      // Outside every cell the calibrated weight is 0.
      for row in places.indices where places[row] < 0 { domains[row] = -1 }
    }
    rowsWithoutGroup += groupings.number(&domains, batch.codeColumns(plan.by))
    while domainRows.count < groupings.count { domainRows.append(0) }
    domainRows.withUnsafeMutableBufferPointer { rows in
      for domain in domains where domain >= 0 { rows[Int(domain)] &+= 1 }
    }
    return domains
  }

  mutating func readCells(
    groups: [Int32], domains: [Int32], places: [Int32]?
  ) throws(SurveyStatsError) -> [Int32] {
    var cellOfRow: [Int32]
    if design.isCalibrated, let places {
      cellOfRow = [Int32](repeating: -1, count: groups.count)
      for row in groups.indices where domains[row] >= 0 {
        cellOfRow[row] = cells.index(of: groups[row], domainParts.index(of: domains[row], places[row]))
      }
    } else {
      cellOfRow = cells.indices(of: groups, domains)
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

/// The first row whose number is negative.
func firstNegative(_ numbers: [Int32]) -> Int? {
  // Without a branch for each: as a rule there is none.
  var all: Int32 = 0
  for number in numbers { all |= number }
  return all < 0 ? numbers.firstIndex { $0 < 0 } : nil
}

extension ColumnBatch {
  /// The text columns at these places.
  func codeColumns(_ slots: [Int]) -> [CodeColumn] {
    slots.compactMap { slot in if case .codes(let column) = columns[slot] { column } else { nil } }
  }
}
