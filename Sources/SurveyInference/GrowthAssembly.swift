import SurveyDesign
import SurveyNumerics
import SurveyTable

/// Pairs the estimates of two periods and compares them.
struct GrowthAssembly {
  /// Boxed: held in place, copies of these large payloads read bits that nothing had set.
  indirect enum Periods {
    /// The periods are domains of one design; the last grouping column is the period.
    case oneDesign(PendingEstimates, column: String)
    case twoDesigns(PendingEstimates, PendingEstimates)
  }

  let options: GrowthOptions
  let by: [String]
  let from: String
  let to: String
  let periods: Periods

  /// One period's estimate of an item, group and answer.
  struct Point {
    var row: EstimateRow
    /// Which design it comes from, and its place there; `nil` where it is undefined or has no rows.
    var design: Int
    var place: Int?
    var domain: Int?
    /// An answer that nobody of the period gave: its share is 0 without variance.
    var isAbsentAnswer = false
    var isDefined: Bool { place != nil || isAbsentAnswer }
  }

  /// What the two estimates of a pair have in common.
  private struct Key: Hashable {
    var term: String
    var group: [String]
    var level: String?
  }

  /// A row of the result as a linear function of points, or by how far it is off in replicates, for covariances.
  struct Combination {
    var parts: [(point: Int, coefficient: Double)]
    var deviations: [Double]?
  }

  func estimates() throws(SurveyStatsError) -> Estimates {
    var finished: [RowAssembly.Finished] = []
    var assemblies: [RowAssembly] = []
    var points: [Point] = []
    var order: [Key] = []
    var pairs: [Key: (a: Int?, b: Int?)] = [:]
    var notes = GrowthNotes()
    var (shownFrom, shownTo) = (from, to)

    func add(_ row: EstimateRow, _ domain: Int, _ design: Int, _ place: Int?, isLater: Bool) {
      var row = row
      row.group = Array(row.group.prefix(by.count))
      let key = Key(term: row.term, group: row.group.map(\.value), level: row.level)
      if pairs[key] == nil {
        order.append(key)
        pairs[key] = (nil, nil)
      }
      points.append(Point(row: row, design: design, place: place, domain: domain))
      if isLater { pairs[key]?.b = points.count - 1 } else { pairs[key]?.a = points.count - 1 }
    }

    switch periods {
    case .oneDesign(let pending, let column):
      let answers = pending.assembly.totals.domains.compactMap(\.key.last)
      shownFrom = try period(
        from, among: answers, column: column, data: pending.assembly.design.data.name, &notes)
      shownTo = try period(
        to, among: answers, column: column, data: pending.assembly.design.data.name, &notes)
      if shownFrom == shownTo {
        throw SurveyStatsError(
          .invalidArgument, "both periods are '\(shownFrom)'; growth compares two different ones",
          chinese: "前後兩期均為「\(shownFrom)」；成長率須比較不同之兩期（from、to）")
      }
      // Rows of other periods need no variance.
      var chosen = pending
      chosen.rows = pending.rows.filter { row in
        let period = row.row.group.last?.value
        return period == shownFrom || period == shownTo
      }
      let done = try chosen.assembly.finished(chosen.rows, extraNotes: pending.notes)
      for (index, row) in done.rows.enumerated() {
        add(
          row, chosen.rows[index].domain, 0, done.places[index],
          isLater: row.group.last?.value == shownTo)
      }
      finished = [done]
      assemblies = [pending.assembly]
      if let id = options.id, pending.assembly.design.stages[0].cluster == id {
        let totals = pending.assembly.totals
        func domains(_ period: String) -> [Int] {
          totals.domains.indices.filter { totals.domains[$0].key.last == period }
        }
        let ids = totals.clusters(in: domains(shownFrom), and: domains(shownTo))
        notes.commonIds(id, shared: ids.shared, from: ids.first, to: ids.second)
      }
    case .twoDesigns(let earlier, let later):
      for (design, pending) in [earlier, later].enumerated() {
        let done = try pending.assembly.finished(pending.rows, extraNotes: pending.notes)
        for (index, row) in done.rows.enumerated() {
          add(row, pending.rows[index].domain, design, done.places[index], isLater: design == 1)
        }
        finished.append(done)
        assemblies.append(pending.assembly)
      }
      finished[0].notes = priorNotes(
        finished[0].notes, of: earlier.assembly.design.data.name, besides: later, finished[1].notes)
      notes.coinciding(
        earlier.assembly.totals.clusterNames.intersection(later.assembly.totals.clusterNames).count)
    }

    if case .twoDesigns = periods, options.statistic == .proportion {
      for key in order {
        guard let pair = pairs[key] else { continue }
        for isLater in [false, true] where (isLater ? pair.b : pair.a) == nil {
          guard let point = absentAnswer(key, design: isLater ? 1 : 0, points, assemblies, &notes) else {
            continue
          }
          points.append(point)
          if isLater { pairs[key]?.b = points.count - 1 } else { pairs[key]?.a = points.count - 1 }
        }
      }
    }

    let refused = UnknownAnswerGuard(finished.map(\.notes))

    let replicates = GrowthReplicates(
      finished, isBootstrap: assemblies.first?.design.replicates?.kind == .bootstrap)
    func deviations(_ point: Int) -> [Double]? {
      replicates?.deviations(design: points[point].design, place: points[point].place)
    }

    func covariance(_ a: Int, _ b: Int) -> Double {
      if let replicates, let own = deviations(a), let other = deviations(b) {
        return replicates.covariance(own, other)
      }
      guard points[a].design == points[b].design, let i = points[a].place, let j = points[b].place else {
        return 0
      }
      return finished[points[a].design].covariance.covariance(i, j)
    }

    var rows: [EstimateRow] = []
    var combinations: [Combination?] = []
    for key in sorted(order) {
      let pair = pairs[key] ?? (nil, nil)
      let isRefused = assemblies.contains { assembly in
        refused.refuses(assembly.design.data.scoredItems(of: key.term))
      }
      for (point, shown) in [(pair.a, shownFrom), (pair.b, shownTo)] {
        var row = point.map { points[$0].row } ?? emptyRow(key)
        row.period = shown
        rows.append(row)
        combinations.append(
          point.flatMap {
            points[$0].isDefined ? Combination(parts: [($0, 1)], deviations: deviations($0)) : nil
          })
      }
      var difference = emptyRow(key)
      difference.statistic = "difference"
      difference.periodFrom = shownFrom
      difference.periodTo = shownTo
      var growth = difference
      growth.statistic = "growth"
      let defined =
        !isRefused
        && compare(
          pair, points: points, covariance: covariance, replicates: replicates, assemblies: assemblies,
          difference: &difference, growth: &growth, &notes)
      rows += [difference, growth]
      if defined, let a = pair.a, let b = pair.b, let x = points[a].row.estimate,
        let y = points[b].row.estimate
      {
        let (ofA, ofB) = (deviations(a) ?? [], deviations(b) ?? [])
        combinations.append(
          Combination(
            parts: [(b, 1), (a, -1)],
            deviations: replicates.map { _ in GrowthReplicates.difference(ofA, ofB) }))
        combinations.append(
          growth.estimate == nil
            ? nil
            : Combination(
              parts: [(b, 1 / x), (a, -y / (x * x))],
              deviations: replicates.map { _ in GrowthReplicates.rate(ofA, ofB, x: x, y: y) }))
      } else {
        combinations += [nil, nil]
      }
    }
    var matrix: [[Double]]?
    if options.estimates.covariance { matrix = self.matrix(combinations, covariance, replicates) }
    var all: [Note] = []
    for note in finished.flatMap(\.notes) + notes.list + refused.notes where !all.contains(note) {
      all.append(note)
    }
    return Estimates(
      command: "growth", confidence: options.estimates.confidence, rows: rows, covariance: matrix, notes: all)
  }

  /// What reading the earlier file decided must not be taken for the later one's.
  private func priorNotes(
    _ notes: [Note], of name: String, besides later: PendingEstimates, _ laterNotes: [Note]
  ) -> [Note] {
    let data = later.assembly.design.data
    let shown = name == data.name ? from : name
    // The same scale in both files needs no second sentence, nor do the seed and the replicates of both.
    return notes.filter {
      switch $0.code {
      case "default_seed": false
      case "scale_detected": !data.notes.contains($0)
      case "replicates": !laterNotes.contains($0)
      default: true
      }
    }.map { $0.about(shown) }
  }

  /// Both files may bring groups and answers of their own: items as asked, then groups and answers in key
  /// order.
  private func sorted(_ keys: [Key]) -> [Key] {
    guard case .twoDesigns = periods else { return keys }
    var terms: [String] = []
    for key in keys where !terms.contains(key.term) { terms.append(key.term) }
    let ranks = by.indices.map { column in Self.ranks(keys.map { $0.group[column] }) }
    let levels = Self.ranks(keys.compactMap(\.level))
    func rank(_ key: Key) -> [Int] {
      [terms.firstIndex(of: key.term) ?? 0] + by.indices.map { ranks[$0][key.group[$0]] ?? 0 }
        + [key.level.flatMap { levels[$0] } ?? 0]
    }
    // Answers that were asked for stand in the order in which they were asked.
    if options.estimates.levels != nil { return keys }
    return keys.map { (rank($0), $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
  }

  private static func ranks(_ texts: [String]) -> [String: Int] {
    let distinct = Array(Set(texts))
    var ranks: [String: Int] = [:]
    for (rank, index) in sortedKeyOrder(distinct).enumerated() { ranks[distinct[index]] = rank }
    return ranks
  }

  /// The share of an answer that only the other table's respondents gave, where this one has respondents in
  /// the group at all.
  private func absentAnswer(
    _ key: Key, design: Int, _ points: [Point], _ assemblies: [RowAssembly], _ notes: inout GrowthNotes
  ) -> Point? {
    guard
      let sibling = points.first(where: {
        $0.design == design && $0.row.term == key.term && $0.row.group.map(\.value) == key.group
          && $0.isDefined && !$0.isAbsentAnswer
      }), let domain = sibling.domain
    else { return nil }
    var row = sibling.row
    row.level = key.level
    row.estimate = 0
    row.standardError = 0
    row.designEffect = nil
    row.coefficientOfVariation = nil
    let evidence = ProportionEvidence(
      proportion: 0, variance: 0, validCount: row.count, rowCount: row.count + row.missingCount,
      degreesOfFreedom: row.degreesOfFreedom ?? .nan, confidence: options.estimates.confidence)
    let limits = evidence.limits(options.estimates.interval) ?? evidence.limits(.kornGraubard)
    row.confidenceLow = limits?.low
    row.confidenceHigh = limits?.high
    notes.absentAnswer(row)
    return Point(row: row, design: design, place: nil, domain: domain, isAbsentAnswer: true)
  }

  private func emptyRow(_ key: Key) -> EstimateRow {
    var row = EstimateRow(
      statistic: options.statistic.rawValue, term: key.term,
      group: zip(by, key.group).map { EstimateRow.GroupValue(column: $0, value: $1) }, level: key.level)
    if options.statistic == .topTwo { row.base = options.base.rawValue }
    return row
  }

  /// The answer of the period column that `wanted` names, as it stands or as the same year.
  private func period(
    _ wanted: String, among answers: [String], column: String, data: String, _ notes: inout GrowthNotes
  ) throws(SurveyStatsError) -> String {
    var distinct: [String] = []
    for answer in answers where !distinct.contains(answer) { distinct.append(answer) }
    if let year = commonEraYear(wanted) {
      let spellings = distinct.filter { commonEraYear($0) == year }
      if spellings.count > 1 {
        throw SurveyStatsError(
          .malformedData,
          "\(data), column '\(column)': one year is spelled in several ways, \(spellings.map { "'\($0)'" }.joined(separator: ", ")); make them one spelling, or rows would be left out",
          chinese:
            "\(data)「\(column)」欄：同一年有多種寫法：\(spellings.map { "「\($0)」" }.joined(separator: "、"))；請統一寫法，以免遺漏資料"
        )
      }
      if let match = spellings.first {
        if match != wanted { notes.yearMatched(wanted, match) }
        return match
      }
    } else if distinct.contains(wanted) {
      return wanted
    }
    // Dates were read as years, of which those that were asked for are written as asked: all in one calendar.
    let isRepublican = commonEraYear(wanted).map { !wanted.contains(String($0)) } ?? false
    let years = distinct.compactMap { commonEraYear($0) }
    if years.count == distinct.count, commonEraYear(wanted) != nil {
      distinct = Set(years).sorted().map { String(isRepublican ? $0 - 1911 : $0) }
    }
    let first = sortedKeyOrder(distinct).prefix(10).map { distinct[$0] }
    let shown = first.map { "'\($0)'" }.joined(separator: ", ")
    let chinese = first.map { "「\($0)」" }.joined(separator: "、")
    throw SurveyStatsError(
      .emptyData, "\(data): no row of the domain has '\(wanted)' in column '\(column)'; it holds \(shown)",
      chinese: "\(data)「\(column)」欄：沒有「\(wanted)」之資料（from、to），其內容為\(chinese)")
  }

  private func matrix(
    _ rows: [Combination?], _ covariance: (Int, Int) -> Double, _ replicates: GrowthReplicates?
  ) -> [[Double]] {
    var matrix = [[Double]](repeating: [Double](repeating: .nan, count: rows.count), count: rows.count)
    for (i, a) in rows.enumerated() {
      for (j, b) in rows.enumerated() where j >= i {
        guard let a, let b else { continue }
        if let replicates, let own = a.deviations, let other = b.deviations {
          matrix[i][j] = replicates.covariance(own, other)
          matrix[j][i] = matrix[i][j]
          continue
        }
        var sum = 0.0
        for (p, x) in a.parts {
          for (q, y) in b.parts { sum += x * y * covariance(p, q) }
        }
        matrix[i][j] = sum
        matrix[j][i] = sum
      }
    }
    return matrix
  }
}
