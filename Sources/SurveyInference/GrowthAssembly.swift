import SurveyDesign
import SurveyNumerics
import SurveyTable

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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
  private struct Point {
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
  private struct Combination {
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
        var done = try pending.assembly.finished(pending.rows, extraNotes: pending.notes)
        for (index, row) in done.rows.enumerated() {
          add(row, pending.rows[index].domain, design, done.places[index], isLater: design == 1)
        }
        if design == 0 {
          done.notes = priorNotes(done.notes, of: pending.assembly.design.data.name, besides: later)
        }
        finished.append(done)
        assemblies.append(pending.assembly)
      }
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
  private func priorNotes(_ notes: [Note], of name: String, besides later: PendingEstimates) -> [Note] {
    let data = later.assembly.design.data
    let shown = name == data.name ? from : name
    // The same scale in both files needs no second sentence, nor does the seed of both.
    return notes.filter {
      $0.code != "default_seed" && ($0.code != "scale_detected" || !data.notes.contains($0))
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
    EstimateRow(
      statistic: options.statistic.rawValue, term: key.term,
      group: zip(by, key.group).map { EstimateRow.GroupValue(column: $0, value: $1) }, level: key.level)
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

  /// Fills the two rows of a pair; false where one of the estimates is missing.
  private func compare(
    _ pair: (a: Int?, b: Int?), points: [Point], covariance: (Int, Int) -> Double,
    replicates: GrowthReplicates?, assemblies: [RowAssembly], difference: inout EstimateRow,
    growth: inout EstimateRow,
    _ notes: inout GrowthNotes
  ) -> Bool {
    for point in [pair.a, pair.b] {
      guard let row = point.map({ points[$0].row }) else { continue }
      difference.count += row.count
      difference.missingCount += row.missingCount
      difference.weightedCount += row.weightedCount
    }
    growth.count = difference.count
    growth.missingCount = difference.missingCount
    growth.weightedCount = difference.weightedCount
    guard let a = pair.a, points[a].isDefined, let x = points[a].row.estimate else {
      notes.noPrior(growth)
      return false
    }
    guard let b = pair.b, points[b].isDefined, let y = points[b].row.estimate else {
      notes.noCurrent(growth)
      return false
    }
    let (va, vb, vab) = (covariance(a, a), covariance(b, b), covariance(a, b))
    let df = degreesOfFreedom(points[a], points[b], assemblies)
    let t = studentQuantile(1 - (1 - options.estimates.confidence) / 2, degreesOfFreedom: df)

    let gap = y - x
    difference.estimate = gap == 0 ? 0 : gap
    difference.degreesOfFreedom = df
    var error = max(va + vb - 2 * vab, 0).squareRoot()
    var rates: [Double] = []
    if let replicates {
      let (ofA, ofB) = (
        replicates.deviations(design: points[a].design, place: points[a].place),
        replicates.deviations(design: points[b].design, place: points[b].place)
      )
      let differences = GrowthReplicates.difference(ofA, ofB)
      error = replicates.covariance(differences, differences).squareRoot()
      rates = GrowthReplicates.rate(ofA, ofB, x: x, y: y)
    }
    // Without it there is nothing to be said of how far either is off.
    guard error.isFinite else {
      difference.degreesOfFreedom = nil
      if x == 0 { notes.fromZero(growth, to: y) } else { growth.estimate = gap == 0 ? 0 : gap / x }
      if let replicates { notes.undefinedReplicates(difference, rates, of: replicates.count) }
      return true
    }
    difference.standardError = error
    if gap != 0 { difference.coefficientOfVariation = error / gap.magnitude }
    if t.isFinite {
      difference.confidenceLow = gap - t * error
      difference.confidenceHigh = gap + t * error
    }
    if x == 0 {
      notes.fromZero(growth, to: y)
      return true
    }
    if x < 0 { notes.negativeBase(growth) }
    let ratio = y / x
    let rate = (y - x) / x
    var rateError = max(vb - 2 * ratio * vab + ratio * ratio * va, 0).squareRoot() / x.magnitude
    growth.estimate = rate == 0 ? 0 : rate
    if let replicates {
      rateError = replicates.covariance(rates, rates).squareRoot()
      if !rates.allSatisfy(\.isFinite) { notes.undefinedReplicates(growth, rates, of: replicates.count) }
      guard rateError.isFinite else { return true }
    }
    growth.standardError = rateError
    growth.degreesOfFreedom = df
    if rate != 0 { growth.coefficientOfVariation = rateError / rate.magnitude }
    guard t.isFinite else { return true }
    let limits: (low: Double, high: Double)?
    switch options.method {
    case .delta:
      limits = (rate - t * rateError, rate + t * rateError)
    case .log:
      if ratio > 0 {
        let half = t * rateError / ratio
        limits = (ratio * exp(-half) - 1, ratio * exp(half) - 1)
      } else {
        limits = nil
        notes.noLogarithm(growth)
      }
    case .fieller:
      limits = fieller(x: x, ratio: ratio, t: t, va: va, vb: vb, vab: vab)
      if limits == nil { notes.unbounded(growth) }
    case .bootstrap:
      limits = GrowthReplicates.percentiles(rates, confidence: options.estimates.confidence).map {
        (rate + $0.low, rate + $0.high)
      }
      if limits == nil { notes.fewReplicates(growth) }
    }
    growth.confidenceLow = limits?.low
    growth.confidenceHigh = limits?.high
    return true
  }

  /// Fieller's limits of the rate; `nil` where the set of ratios is unbounded.
  private func fieller(
    x: Double, ratio: Double, t: Double, va: Double, vb: Double, vab: Double
  ) -> (low: Double, high: Double)? {
    let c = t * t * va / (x * x)
    if !(c < 1) { return nil }
    if va == 0 {
      let half = t * vb.squareRoot() / x.magnitude
      return (ratio - half - 1, ratio + half - 1)
    }
    let spread = vb - 2 * ratio * vab + ratio * ratio * va - c * (vb - vab * vab / va)
    let centre = ratio - c * vab / va
    let half = t / x.magnitude * max(spread, 0).squareRoot()
    return ((centre - half) / (1 - c) - 1, (centre + half) / (1 - c) - 1)
  }

  private func degreesOfFreedom(_ a: Point, _ b: Point, _ assemblies: [RowAssembly]) -> Double {
    switch options.estimates.degreesOfFreedom {
    case .infinite: return .infinity
    case .fixed(let df): return df
    case .design: break
    }
    guard let first = a.domain, let second = b.domain else { return .nan }
    if a.design == b.design {
      let assembly = assemblies[a.design]
      return assembly.bounded(Double(assembly.totals.degreesOfFreedom(acrossDomains: [first, second])))
    }
    return assemblies[a.design].bounded(
      Double(
        assemblies[a.design].totals.domains[first].degreesOfFreedom
          + assemblies[b.design].totals.domains[second].degreesOfFreedom))
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
