import SurveyNumerics
import SurveyTable

extension DesignTotals {
  /// Sorts what an accumulator gathered and fixes population sizes, implied weights and merged strata.
  ///
  /// Errors: `emptyData` where there is no row of positive weight; `invalidDesign` for population sizes that
  /// cannot be; `lonelyUnit` where nothing is left to collapse with.
  init(_ pass: TotalsAccumulator) throws(SurveyStatsError) {
    var accumulator = pass
    accumulator.finish()
    let design = accumulator.design
    let data = design.data
    if accumulator.rowCount == 0 {
      throw SurveyStatsError(
        .emptyData, "\(data.name) has no rows of data",
        chinese: "\(data.name) 沒有任何資料列")
    }
    if accumulator.positiveRows == 0 {
      throw SurveyStatsError(
        .emptyData, "\(data.name): every row has weight 0",
        chinese: "\(data.name)：每一列之權數均為 0")
    }
    var notes: [Note] = []
    let rowsAreUnits = accumulator.rowsAreUnits
    self.rowsAreUnits = rowsAreUnits
    rowCount = accumulator.rowCount
    zeroWeightRows = accumulator.zeroWeightRows
    rowsWithoutGroup = accumulator.rowsWithoutGroup
    terms = accumulator.terms
    crossMoments = accumulator.crossMoments

    let fileStrata = try Self.fileStrata(accumulator, &notes)
    let rankOfRecord = fileStrata.rankOfRecord
    let merged =
      design.lonelyUnits == .collapse
      ? try Self.collapse(fileStrata.strata, data: data.name, &notes)
      : (strata: fileStrata.strata, place: Array(fileStrata.strata.indices))
    strata = merged.strata
    unitCount = merged.strata.reduce(0) { $0 + $1.units }

    var names: Set<[String]> = []
    if accumulator.request.clusterNames, !rowsAreUnits {
      let texts = accumulator.dictionaries
      for index in 0..<accumulator.registry.units.count {
        let (record, cluster) = accumulator.registry.units.pair(at: index)
        let stratum = texts?.stratum?[accumulator.registry.strata[Int(record)].code] ?? ""
        names.insert([stratum, texts?.cluster?[cluster] ?? ""])
      }
    }
    clusterNames = names

    // Ranks of units: by stratum, then by cluster key.
    let records = accumulator.registry
    var rankOfUnit: [Int] = []
    var strataByRank: [Int32] = []
    if !rowsAreUnits {
      let clusterTexts = accumulator.dictionaries?.cluster
      let codes = (0..<(clusterTexts?.count ?? 0)).map {
        clusterTexts?[Int32(truncatingIfNeeded: $0)] ?? ""
      }
      let clusterRank = Self.inverse(sortedKeyOrder(codes))
      let pairs = (0..<records.units.count).map { records.units.pair(at: $0) }
      let order = pairs.indices.sorted { a, b in
        let (ra, rb) = (rankOfRecord[Int(pairs[a].0)], rankOfRecord[Int(pairs[b].0)])
        return ra != rb ? ra < rb : clusterRank[Int(pairs[a].1)] < clusterRank[Int(pairs[b].1)]
      }
      rankOfUnit = Self.inverse(order)
      strataByRank = order.map {
        Int32(truncatingIfNeeded: merged.place[rankOfRecord[Int(pairs[$0].0)]])
      }
    }
    stratumOfUnit = strataByRank

    // Domains: lexicographic by the ranks of their answers.
    let keys = Self.domainKeys(accumulator)
    let order = keys.order
    domainOrder = order
    let ranks = Ranks(
      cellsAreStrata: accumulator.cellsAreStrata, units: records.units, rankOfRecord: rankOfRecord,
      rankOfUnit: rankOfUnit, placeOfStratum: merged.place, scales: fileStrata.scales)
    calibration = design.calibration
    let sorted = Self.sortedCells(accumulator, ranks, rankOfDomain: Self.inverse(order))
    let cellsByDomain = sorted.cells
    cells = sorted.cells
    unscaledRows = sorted.cells.map { own in own.allSatisfy(\.isUnscaled) ? own.map(\.index) : nil }
    placeOfCell = sorted.places
    let weights = Self.weights(accumulator, ranks)
    weightCells = weights.calibrated
    answerCells = weights.answers
    withoutAnswerCell = weights.missing
    scaleOfStratum = weights.scales
    domains = order.enumerated().map { (rank, met) in
      let own = cellsByDomain[rank]
      let units = rowsAreUnits ? accumulator.domainRows[met] : Self.groupCount(own)
      return Domain(
        key: keys.texts[met], rows: accumulator.domainRows[met], units: units,
        strata: Set(own.map(\.stratum)).count)
    }
    if accumulator.zeroWeightRows > 0 { notes.append(.zeroWeights(accumulator.zeroWeightRows)) }
    if accumulator.membersByMissingAnswer > 0 {
      notes.append(.membersByMissingAnswer(accumulator.membersByMissingAnswer))
    }
    if accumulator.rowsWithoutGroup > 0 {
      notes.append(.rowsWithoutGroup(accumulator.rowsWithoutGroup, by: accumulator.request.by))
    }
    notes += Self.spellingNotes(accumulator)
    notes += Self.calibrationNotes(accumulator)
    self.notes = notes
  }

  /// Which answers to the columns of `by` count as one.
  private static func spellingNotes(_ accumulator: TotalsAccumulator) -> [Note] {
    let dictionaries = accumulator.dictionaries?.by ?? []
    return zip(accumulator.groupings.spellings, dictionaries).enumerated().compactMap { (column, pair) in
      let (spellings, dictionary) = pair
      var pairs: [(String, String)] = []
      for (first, others) in spellings.others {
        let shown = spellings.text(first, dictionary)
        for text in ([first] + others).map({ dictionary[$0] }) where text != shown {
          pairs.append((text, shown))
        }
      }
      if pairs.isEmpty { return nil }
      return .spellings(pairs.sorted { $0 < $1 }, by: accumulator.request.by[column])
    }
  }

  static func inverse(_ order: [Int]) -> [Int] {
    var inverse = [Int](repeating: 0, count: order.count)
    for (rank, index) in order.enumerated() { inverse[index] = rank }
    return inverse
  }

  /// The strata of the file in key order with their population sizes and implied weights.
  private static func fileStrata(
    _ accumulator: TotalsAccumulator, _ notes: inout [Note]
  ) throws(SurveyStatsError) -> (strata: [Stratum], scales: [DoubleDouble], rankOfRecord: [Int]) {
    let design = accumulator.design
    let records = accumulator.registry.strata
    let texts = records.map { accumulator.dictionaries?.stratum?[$0.code] ?? "" }
    let order = sortedKeyOrder(texts)
    var sizes = PopulationSizes.infinite
    if let column = design.stages[0].fpc {
      sizes = try PopulationSizes(records.map { $0.fpc ?? 1 }, column: column, data: design.data.name)
      if case .fractions = sizes { notes.append(.fractions(column: column)) }
      if case .census = sizes { notes.append(.census(column: column)) }
    }
    var strata: [Stratum] = []
    var scales: [DoubleDouble] = []
    for record in order.map({ records[$0] }) {
      let units = accumulator.rowsAreUnits ? record.rows : record.units
      let name = accumulator.dictionaries?.stratum?[record.code] ?? ""
      var population = Double.infinity
      var weight = DoubleDouble(1)
      switch sizes {
      case .infinite:
        if let whole = design.population {
          population = whole
          weight = DoubleDouble(whole) / DoubleDouble(Double(units))
        }
      case .counts:
        population = record.fpc ?? .infinity
        weight = DoubleDouble(population) / DoubleDouble(Double(units))
      case .fractions:
        let fraction = record.fpc ?? 1
        population = Double(units) / fraction
        weight = DoubleDouble(1) / DoubleDouble(fraction)
      case .census:
        population = Double(units)
      }
      if population < Double(units) {
        let place = name.isEmpty ? "" : " of stratum '\(name)'"
        throw SurveyStatsError(
          .invalidDesign,
          "\(design.data.name): the population\(place) is said to have \(shortestText(population)) units, but \(units) were sampled",
          chinese:
            "\(design.data.name)：\(name.isEmpty ? "" : "分層「\(name)」之")母體數 \(shortestText(population)) 小於樣本數 \(units)；請檢查母體數（population、fpc）"
        )
      }
      strata.append(Stratum(name: name, units: units, populationUnits: population))
      scales.append(design.weights == nil ? weight : DoubleDouble(1))
    }
    if design.weights == nil, design.population != nil || design.stages[0].fpc != nil {
      notes.append(.impliedWeights)
    }
    return (strata, scales, inverse(order))
  }

  /// Merges every lonely stratum with the next in key order until no stratum has a single unit; what is left
  /// over at the end joins the stratum before. Strata taken whole have no variance and take no part.
  private static func collapse(
    _ strata: [Stratum], data: String, _ notes: inout [Note]
  ) throws(SurveyStatsError) -> (strata: [Stratum], place: [Int]) {
    var result: [Stratum] = []
    var place = [Int](repeating: 0, count: strata.count)
    var open: Int?
    var lastWhole: Int?
    var mergedNames: [String] = []
    for (index, stratum) in strata.enumerated() {
      if stratum.isCensus {
        place[index] = result.count
        result.append(stratum)
        continue
      }
      if let target = open {
        result[target].merge(stratum)
        place[index] = target
      } else {
        place[index] = result.count
        open = result.count
        result.append(stratum)
      }
      if let target = open, result[target].units > 1 {
        if result[target].name != strata[index].name { mergedNames.append(result[target].name) }
        lastWhole = target
        open = nil
      }
    }
    if let leftover = open {
      guard let target = lastWhole else {
        throw SurveyStatsError(
          .lonelyUnit,
          "\(data): \(result[leftover].words.english) has one sampled unit and there is no other stratum to collapse it with",
          chinese: "\(data)：\(result[leftover].words.chinese)僅有一個抽樣單位，且無其他分層可供合併"
        )
      }
      if mergedNames.last == result[target].name { mergedNames.removeLast() }
      result[target].merge(result[leftover])
      mergedNames.append(result[target].name)
      result.remove(at: leftover)
      place = place.map { $0 == leftover ? target : ($0 > leftover ? $0 - 1 : $0) }
    }
    if !mergedNames.isEmpty { notes.append(.collapsed(mergedNames)) }
    return (result, place)
  }

  private static func domainKeys(_ accumulator: TotalsAccumulator) -> (order: [Int], texts: [[String]]) {
    if accumulator.request.by.isEmpty { return ([0], [[]]) }
    let dictionaries = accumulator.dictionaries?.by ?? []
    let groupings = accumulator.groupings
    let ranks = dictionaries.enumerated().map { (column, dictionary) in
      inverse(
        sortedKeyOrder(
          (0..<dictionary.count).map {
            groupings.spellings[column].text(Int32(truncatingIfNeeded: $0), dictionary)
          }))
    }
    var texts: [[String]] = []
    var sortKeys: [[Int]] = []
    for domain in 0..<groupings.count {
      texts.append(groupings.texts(of: domain, dictionaries))
      sortKeys.append(groupings.codes(of: domain).enumerated().map { ranks[$0.offset][Int($0.element)] })
    }
    let order = sortKeys.indices.sorted { sortKeys[$0].lexicographicallyPrecedes(sortKeys[$1]) }
    return (order, texts)
  }
}

extension DesignTotals.Stratum {
  fileprivate mutating func merge(_ other: Self) {
    name += "+" + other.name
    units += other.units
    populationUnits += other.populationUnits
  }
}
