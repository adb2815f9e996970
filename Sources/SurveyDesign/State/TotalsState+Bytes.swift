import SurveyNumerics
import SurveyTable

// The totals of a state in bytes; `docs/state-format.md` describes them for writers in other languages. Everything is
// written in the order of keys, so that equal totals are equal bytes whoever gathered them.

extension TotalsState {
  package func write(to writer: inout StateWriter) {
    writer.count(notes.count)
    for note in notes {
      writer.text(note.code)
      writer.text(note.english)
      writer.text(note.chinese)
    }
    var pass = accumulator
    pass.finish()
    pass.write(to: &writer)
  }

  /// Reads what `write(into:)` wrote for the same request.
  ///
  /// Errors: `malformedData` with the byte; `limitExceeded`.
  package init(
    reading bytes: ArraySlice<UInt8>, name: String, request: TotalsRequest, design: SampleDesign
  ) throws(SurveyStatsError) {
    var reader = StateReader(bytes, name: name)
    var notes: [Note] = []
    for _ in 0..<(try reader.count(of: 12)) {
      notes.append(
        Note(code: try reader.text(), english: try reader.text(), chinese: try reader.text()))
    }
    var accumulator = try TotalsAccumulator(request, design: design)
    try accumulator.read(from: &reader)
    guard reader.isAtEnd else { throw reader.damaged("bytes behind the end") }
    self.init(accumulator, notes: notes)
  }
}

/// Texts of a dictionary in byte order, and where each code stands among them.
private struct SortedDictionary {
  var texts: [String] = []
  var rankOfCode: [Int] = []
  var codes: [Int32] = []

  init(_ dictionary: TextDictionary?) {
    guard let dictionary else { return }
    let all = (0..<dictionary.count).map { dictionary[Int32(truncatingIfNeeded: $0)] }
    let order = all.indices.sorted { all[$0].utf8.lexicographicallyPrecedes(all[$1].utf8) }
    texts = order.map { all[$0] }
    codes = order.map { Int32(truncatingIfNeeded: $0) }
    rankOfCode = [Int](repeating: 0, count: all.count)
    for (rank, code) in order.enumerated() { rankOfCode[code] = rank }
  }
}

extension TotalsAccumulator {
  // MARK: writing

  fileprivate func write(to writer: inout StateWriter) {
    for value in [rowCount, positiveRows, zeroWeightRows, rowsWithoutGroup, membersByMissingAnswer] {
      writer.total(value)
    }
    // Strata.
    let stratumTexts = registry.strata.map { dictionaries?.stratum?[$0.code] ?? "" }
    let strata = Self.order(stratumTexts.map { [$0] })
    writer.count(strata.order.count)
    for place in strata.order {
      let record = registry.strata[place]
      writer.text(stratumTexts[place])
      writer.total(record.rows)
      writer.integer(UInt8(record.fpc == nil ? 0 : 1))
      writer.double(record.fpc ?? 0)
    }
    // Units.
    var rankOfGroup = strata.rank
    if !rowsAreUnits {
      let units = (0..<registry.units.count).map { index in
        let (stratum, cluster) = registry.units.pair(at: index)
        return (stratum: strata.rank[Int(stratum)], cluster: dictionaries?.cluster?[cluster] ?? "")
      }
      let order = units.indices.sorted { a, b in
        units[a].stratum != units[b].stratum
          ? units[a].stratum < units[b].stratum
          : units[a].cluster.utf8.lexicographicallyPrecedes(units[b].cluster.utf8)
      }
      writer.count(order.count)
      for place in order {
        writer.count(units[place].stratum)
        writer.text(units[place].cluster)
      }
      if !cellsAreStrata { rankOfGroup = Self.inverse(order) }
    }
    let rankOfDomain = writeDomains(to: &writer)
    // Cells.
    let pairs = (0..<cells.count).map { index in
      let (group, domain) = cells.pair(at: index)
      return (group: rankOfGroup[Int(group)], domain: rankOfDomain[Int(domain)])
    }
    let cellOrder = pairs.indices.sorted {
      (pairs[$0].group, pairs[$0].domain) < (pairs[$1].group, pairs[$1].domain)
    }
    writer.count(cellOrder.count)
    for place in cellOrder {
      writer.count(pairs[place].group)
      writer.count(pairs[place].domain)
    }
    let domainOrder = Self.inverse(rankOfDomain)
    let levels = terms.map { $0.write(to: &writer, cells: cellOrder, domains: domainOrder) }
    for cross in crossMoments {
      cross.write(to: &writer, cells: cellOrder, ranks: (levels[cross.first], levels[cross.second]))
    }
  }

  /// Writes the texts of the grouping columns and the domains; returns each domain's rank.
  private func writeDomains(to writer: inout StateWriter) -> [Int] {
    let byDictionaries = dictionaries?.by ?? []
    let sorted = request.by.indices.map { column in
      SortedDictionary(column < byDictionaries.count ? byDictionaries[column] : nil)
    }
    for column in sorted {
      writer.count(column.texts.count)
      for text in column.texts { writer.text(text) }
    }
    // A domain stands under the spelling that is shown.
    let rankOfText = sorted.map { column in
      Dictionary(uniqueKeysWithValues: column.texts.enumerated().map { ($0.element, $0.offset) })
    }
    // Without rows there are no dictionaries, and no domain but the one without a key.
    let count = request.by.isEmpty || !byDictionaries.isEmpty ? groupings.count : 0
    let keys = (0..<count).map { domain in
      groupings.texts(of: domain, byDictionaries).enumerated().map { (column, text) in
        rankOfText[column][text] ?? 0
      }
    }
    let order = keys.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
    writer.count(order.count)
    for domain in order {
      for rank in keys[domain] { writer.count(rank) }
      writer.total(domain < domainRows.count ? domainRows[domain] : 0)
    }
    return Self.inverse(order)
  }

  private static func order(_ keys: [[String]]) -> (order: [Int], rank: [Int]) {
    let order = keys.indices.sorted { a, b in
      for (x, y) in zip(keys[a], keys[b]) where x != y { return x.utf8.lexicographicallyPrecedes(y.utf8) }
      return false
    }
    return (order, inverse(order))
  }

  private static func inverse(_ order: [Int]) -> [Int] {
    var rank = [Int](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { rank[index] = place }
    return rank
  }

  // MARK: reading

  fileprivate mutating func read(from reader: inout StateReader) throws(SurveyStatsError) {
    rowCount = try reader.total()
    positiveRows = try reader.total()
    zeroWeightRows = try reader.total()
    rowsWithoutGroup = try reader.total()
    membersByMissingAnswer = try reader.total()
    guard positiveRows <= rowCount, zeroWeightRows <= rowCount, rowsWithoutGroup <= rowCount,
      membersByMissingAnswer <= rowCount
    else { throw reader.damaged("more rows of a kind than rows") }
    let texts = Dictionaries(
      stratum: plan.stratum.map { _ in TextDictionary() },
      cluster: plan.cluster.map { _ in TextDictionary() },
      by: plan.by.map { _ in TextDictionary() })
    dictionaries = texts
    let strata = try readStrata(&reader, texts)
    let units = try readUnits(&reader, texts, strata: strata)
    try readDomains(&reader, texts)
    // Cells.
    let groups = cellsAreStrata ? strata : units
    var last = (-1, -1)
    for _ in 0..<(try reader.count(of: 8)) {
      let (group, domain) = (try reader.index(below: groups), try reader.index(below: domainRows.count))
      guard (group, domain) > last else { throw reader.damaged("cells out of order") }
      last = (group, domain)
      _ = cells.index(of: Int32(truncatingIfNeeded: group), Int32(truncatingIfNeeded: domain))
    }
    var levels: [Int] = []
    for index in terms.indices {
      levels.append(
        try terms[index].read(
          from: &reader, cells: cells.count, domainRows: domainRows, limits: design.data.limits))
    }
    for index in crossMoments.indices {
      try crossMoments[index].read(
        from: &reader, cells: cells.count,
        levels: (levels[crossMoments[index].first], levels[crossMoments[index].second]),
        limits: design.data.limits)
    }
  }

  private mutating func readStrata(
    _ reader: inout StateReader, _ texts: Dictionaries
  ) throws(SurveyStatsError) -> Int {
    var last: String?
    let count = try reader.count(of: 21)
    guard texts.stratum != nil || count <= 1 else { throw reader.damaged("strata that nobody asked for") }
    var rows = 0
    for index in 0..<count {
      let text = try reader.text()
      if let last, !last.utf8.lexicographicallyPrecedes(text.utf8) {
        throw reader.damaged("strata out of order")
      }
      last = text
      let own = try reader.total()
      rows = rows.addingClamped(own)
      let hasPopulation = try reader.integer(UInt8.self)
      let population = try reader.double()
      guard hasPopulation < 2, hasPopulation == (plan.fpc == nil ? 0 : 1),
        hasPopulation == 1 ? population > 0 && population <= 1e300 : population == 0
      else { throw reader.damaged("a population size") }
      let code = texts.stratum?.code(of: text) ?? 0
      guard code == Int32(truncatingIfNeeded: index) else { throw reader.damaged("a stratum") }
      registry.restore(stratum: code, rows: own, fpc: hasPopulation == 1 ? population : nil)
    }
    guard rows == rowCount else { throw reader.damaged("strata whose rows do not add up") }
    return count
  }

  private mutating func readUnits(
    _ reader: inout StateReader, _ texts: Dictionaries, strata: Int
  ) throws(SurveyStatsError) -> Int {
    guard let clusters = texts.cluster else { return strata }
    let count = try reader.count(of: 8)
    guard count <= design.data.limits.units, count <= rowCount else {
      throw reader.damaged("more units than rows")
    }
    var last: (Int, String)?
    for _ in 0..<count {
      let (stratum, cluster) = (try reader.index(below: strata), try reader.text())
      if let last,
        last.0 > stratum || (last.0 == stratum && !last.1.utf8.lexicographicallyPrecedes(cluster.utf8))
      {
        throw reader.damaged("units out of order")
      }
      last = (stratum, cluster)
      _ = registry.unit(
        stratum: Int32(truncatingIfNeeded: stratum), cluster: clusters.code(of: cluster))
    }
    return count
  }

  private mutating func readDomains(
    _ reader: inout StateReader, _ texts: Dictionaries
  ) throws(SurveyStatsError) {
    var columns: [[String]] = []
    for dictionary in texts.by {
      let sorted = try reader.sortedTexts()
      for text in sorted { _ = dictionary.code(of: text) }
      columns.append(sorted)
    }
    groupings.learnAllSpellings(texts.by)
    let count = try reader.count(of: 8 + 4 * columns.count)
    guard request.by.isEmpty ? count == 1 : count <= rowCount else { throw reader.damaged("groups") }
    domainRows = []
    var last: [Int] = []
    var rows = 0
    for domain in 0..<count {
      var key: [Int] = []
      for column in columns { key.append(try reader.index(below: column.count)) }
      guard domain == 0 || last.lexicographicallyPrecedes(key) else {
        throw reader.damaged("groups out of order")
      }
      last = key
      let number = groupings.number(of: key.map { Int32(truncatingIfNeeded: $0) }, texts.by)
      let shown = groupings.texts(of: Int(number), texts.by)
      guard number == Int32(truncatingIfNeeded: domain), shown == zip(columns, key).map({ $0[$1] }) else {
        throw reader.damaged("a group under two spellings")
      }
      let own = try reader.total()
      rows = rows.addingClamped(own)
      domainRows.append(own)
    }
    guard rows <= positiveRows else { throw reader.damaged("groups with more rows than there are") }
  }
}

extension StateWriter {
  fileprivate mutating func bank(_ bank: ExactSumBank, cells: [Int], columns: [Int]) {
    for column in columns {
      for cell in cells { exact(bank.exactNumber(row: cell, column: column)) }
    }
  }
}

extension StateReader {
  fileprivate mutating func sums(_ cells: Int, atLeastZero: Bool = false) throws(SurveyStatsError)
    -> [ExactNumber]
  {
    var sums: [ExactNumber] = []
    for _ in 0..<cells {
      let sum = try exact()
      if atLeastZero, sum.isNegative { throw damaged("a negative sum of weights") }
      sums.append(sum)
    }
    return sums
  }

  fileprivate mutating func bank(
    _ bank: inout ExactSumBank, cells: Int, columns: Range<Int>
  ) throws(SurveyStatsError) {
    bank.ensureRows(cells)
    for column in columns { bank.add(try sums(cells, atLeastZero: column == 0), column: column) }
  }
}

extension TermSums {
  /// Returns the rank of each answer's code, for `levels`.
  fileprivate func write(to writer: inout StateWriter, cells: [Int], domains: [Int]) -> [Int] {
    let levels = SortedDictionary(dictionary)
    if case .levels = term {
      writer.count(levels.texts.count)
      for text in levels.texts { writer.text(text) }
    }
    for domain in domains { writer.total(domain < valid.count ? valid[domain] : 0) }
    var columns = Array(0..<sums.columns)
    if case .levels = term { columns = [0] + levels.codes.map { Int($0) + 1 } }
    writer.bank(sums, cells: cells, columns: columns)
    if let squares { writer.bank(squares, cells: cells, columns: [0]) }
    if let moments {
      if case .levels = term {
        writer.bank(moments, cells: cells, columns: columns)
      } else {
        writer.bank(moments, cells: cells, columns: Array(0..<moments.columns))
      }
    }
    if let secondMoments {
      let order = secondMoments.answers.indices.sorted {
        secondMoments.answers[$0] < secondMoments.answers[$1]
      }
      writer.count(order.count)
      for column in order {
        writer.integer(Int16(truncatingIfNeeded: secondMoments.answers[column]))
        writer.bank(secondMoments.byAnswer, cells: cells, columns: [column])
      }
      writer.bank(secondMoments.others, cells: cells, columns: [0, 1, 2])
    }
    return levels.rankOfCode
  }

  /// Returns how many answers there are, for `levels`.
  fileprivate mutating func read(
    from reader: inout StateReader, cells: Int, domainRows: [Int], limits: ResourceLimits
  ) throws(SurveyStatsError) -> Int {
    var levels = 0
    if case .levels = term {
      let texts = try reader.sortedTexts()
      guard texts.count <= limits.levels else {
        throw reader.damaged("\(texts.count) answers, more than the limit")
      }
      let own = TextDictionary()
      for text in texts { _ = own.code(of: text) }
      dictionary = own
      levels = texts.count
      sums.ensureColumns(levels + 1)
      moments?.ensureColumns(levels + 1)
    }
    try limits.checkMemory(bytes: bytes(cells: cells), for: "the totals of a state")
    valid = []
    for rows in domainRows {
      valid.append(try reader.total())
      guard valid[valid.count - 1] <= rows else { throw reader.damaged("more answers than rows") }
    }
    try reader.bank(&sums, cells: cells, columns: 0..<sums.columns)
    if var own = squares {
      try reader.bank(&own, cells: cells, columns: 0..<1)
      squares = own
    }
    if var own = moments {
      try reader.bank(&own, cells: cells, columns: 0..<own.columns)
      moments = own
    }
    if var own = secondMoments {
      own.ensureRows(cells)
      var last = Int.min
      for _ in 0..<(try reader.count(of: 2)) {
        let answer = Int(try reader.integer(Int16.self))
        guard SecondMoments.answerRange.contains(answer), answer > last else {
          throw reader.damaged("an answer")
        }
        last = answer
        own.add(try reader.sums(cells, atLeastZero: true), answer: answer)
      }
      for column in 0..<3 {
        own.add(try reader.sums(cells, atLeastZero: column == 0), answer: nil, column: column)
      }
      secondMoments = own
    }
    return levels
  }
}

extension CrossMoments {
  fileprivate func write(to writer: inout StateWriter, cells: [Int], ranks: (first: [Int], second: [Int])) {
    guard let places else {
      writer.bank(bank, cells: cells, columns: Array(0..<bank.columns))
      return
    }
    let pairs = (0..<places.count).map { place in
      let (a, b) = places.pair(at: place)
      return (ranks.first[Int(a)], ranks.second[Int(b)])
    }
    let order = pairs.indices.sorted { pairs[$0] < pairs[$1] }
    writer.count(order.count)
    for place in order {
      writer.count(pairs[place].0)
      writer.count(pairs[place].1)
      writer.bank(bank, cells: cells, columns: [place])
    }
  }

  fileprivate mutating func read(
    from reader: inout StateReader, cells: Int, levels: (first: Int, second: Int), limits: ResourceLimits
  ) throws(SurveyStatsError) {
    bank.ensureRows(cells)
    if places == nil {
      try reader.bank(&bank, cells: cells, columns: 0..<bank.columns)
      return
    }
    var last = (-1, -1)
    let count = try reader.count(of: 8)
    try limits.checkMemory(
      bytes: ExactSumBank.bytes(rows: cells, columns: count), for: "the covariance of a state")
    for _ in 0..<count {
      let pair = (try reader.index(below: levels.first), try reader.index(below: levels.second))
      guard pair > last else { throw reader.damaged("pairs of answers out of order") }
      last = pair
      let place = Int(
        places?.index(of: Int32(truncatingIfNeeded: pair.0), Int32(truncatingIfNeeded: pair.1)) ?? 0)
      bank.ensureColumns(place + 1)
      bank.add(try reader.sums(cells, atLeastZero: true), column: place)
    }
  }
}
