import SurveyNumerics
import SurveyTable

/// The weighted distribution of a column in one domain: its distinct numbers in ascending order, each with the weights
/// of the rows that gave it.
///
/// Order statistics need more than sums: where one number ends and the next begins, the weights of two single rows
/// decide. Rows of equal answers are taken in the order of their weights, so that the order of the file cannot show.
package struct WeightedDistribution: Sendable {
  package internal(set) var values: [Double] = []
  /// Σw of the rows with this number or a smaller one, to about 106 bits.
  package internal(set) var cumulative: [DoubleDouble] = []
  /// How many rows these are.
  package internal(set) var cumulativeRows: [Int] = []
  /// The smallest and the largest weight of a row with this number: the first and the last of its rows.
  package internal(set) var firstWeights: [DoubleDouble] = []
  package internal(set) var lastWeights: [DoubleDouble] = []

  package var total: DoubleDouble { cumulative.last ?? .zero }
}

extension DesignTotals {
  /// The distribution of a `distribution` term in each domain; ``ValueSums`` counted its bytes while rows were read.
  package func distributions(term: Int) -> [WeightedDistribution] {
    guard let sums = terms[term].values else { return domains.map { _ in WeightedDistribution() } }
    let places = cellPlaces
    // A pair is a number in a domain: the cells of all units meet there.
    var pairs = KeyTable()
    let pairOfEntry = (0..<sums.count).map { entry in
      pairs.index(of: places[sums.cell(entry)].domain, sums.code(entry))
    }
    var weights = ExactSumBank(columns: 1)
    weights.ensureRows(pairs.count)
    let isUnscaled = (0..<sums.count).map { places[sums.cell($0)].isUnscaled }
    weights.add(
      sums.bank, rows: pairOfEntry.indices.map { isUnscaled[$0] ? pairOfEntry[$0] : -1 },
      columns: [0] + [Int](repeating: .max, count: sums.bank.columns - 1))
    var rows = [Int](repeating: 0, count: pairs.count)
    var first = [DoubleDouble](repeating: DoubleDouble(.infinity), count: pairs.count)
    var last = [DoubleDouble](repeating: .zero, count: pairs.count)
    for (entry, pair) in pairOfEntry.enumerated() {
      let (own, scale) = (Int(pair), places[sums.cell(entry)].scale)
      if !isUnscaled[entry] {
        weights.add(scale * sums.bank.value(row: entry, column: 0), row: own, column: 0)
      }
      rows[own] += sums.rows[entry]
      let (smallest, largest) = (scale * sums.smallest[entry], scale * sums.largest[entry])
      if smallest.isLess(than: first[own]) { first[own] = smallest }
      if last[own].isLess(than: largest) { last[own] = largest }
    }
    var pairsOfDomain = [[(value: Double, pair: Int)]](repeating: [], count: domains.count)
    for pair in 0..<pairs.count {
      let (domain, code) = pairs.pair(at: pair)
      pairsOfDomain[Int(domain)].append((sums.number(code: Int(code)), pair))
    }
    return pairsOfDomain.map { pairs in
      var distribution = WeightedDistribution()
      var (sum, count) = (DoubleDouble.zero, 0)
      for (value, pair) in pairs.sorted(by: { $0.value < $1.value }) {
        sum += weights.value(row: pair, column: 0)
        count += rows[pair]
        distribution.values.append(value)
        distribution.cumulative.append(sum)
        distribution.cumulativeRows.append(count)
        distribution.firstWeights.append(first[pair])
        distribution.lastWeights.append(last[pair])
      }
      return distribution
    }
  }

  /// The totals with a `distribution` term cut into classes, as a `levels` term has them: `bounds` gives for each domain
  /// numbers in ascending order, and column j + 1 sums the weights of what lies above bound j − 1 and at or below
  /// bound j. What lies above the last bound is in column 0 alone.
  ///
  /// So the share at or below a number is a sum of shares of classes, and its variance under the design is theirs.
  /// Errors: `limitExceeded` where the classes of all units would pass the memory limit.
  package func cut(
    term: Int, at bounds: [[Double]], limits: ResourceLimits
  ) throws(SurveyStatsError) -> DesignTotals {
    guard let values = terms[term].values else { return self }
    let classes = bounds.map(\.count).max() ?? 0
    var made = TermSums(
      .levels(terms[term].term.items[0]), rowsAreUnits: rowsAreUnits, squares: false, pairs: false,
      residuals: false)
    let cellCount = terms[term].sums.rows
    let banks = made.moments == nil ? 1 : 2
    try limits.checkMemory(
      bytes: ExactSumBank.bytes(rows: cellCount, columns: banks * (classes + 1)),
      for: "the classes of an item by unit and group")
    made.sums.ensureRows(cellCount)
    made.sums.ensureColumns(classes + 1)
    made.moments?.ensureRows(cellCount)
    made.moments?.ensureColumns(classes + 1)
    let places = cellPlaces
    let cells = (0..<values.count).map { Int32(truncatingIfNeeded: values.cell($0)) }
    let classOfEntry = (0..<values.count).map { entry -> Int in
      let number = values.number(code: Int(values.code(entry)))
      let own = bounds[Int(places[values.cell(entry)].domain)]
      return own.firstIndex { number <= $0 } ?? classes
    }
    let others = [Int](repeating: .max, count: values.bank.columns - 1)
    for column in 0...classes {
      let rows = column == 0 ? cells : cells.indices.map { classOfEntry[$0] == column - 1 ? cells[$0] : -1 }
      made.sums.add(values.bank, rows: rows, columns: [column] + others)
      made.moments?.add(values.bank, rows: rows, columns: [.max, column])
    }
    made.valid = terms[term].valid
    var totals = self
    totals.terms[term] = made
    return totals
  }

  /// The domain and the scale of the weights of each cell, by its index.
  private var cellPlaces: [(domain: Int32, scale: DoubleDouble, isUnscaled: Bool)] {
    let count = cells.reduce(0) { max($0, ($1.map(\.index).max() ?? -1) + 1) }
    var places = [(domain: Int32, scale: DoubleDouble, isUnscaled: Bool)](
      repeating: (0, DoubleDouble(1), true), count: count)
    for (domain, own) in cells.enumerated() {
      for cell in own {
        places[cell.index] = (Int32(truncatingIfNeeded: domain), cell.scale, cell.isUnscaled)
      }
    }
    return places
  }
}

extension DoubleDouble {
  fileprivate func isLess(than other: DoubleDouble) -> Bool {
    high < other.high || (high == other.high && low < other.low)
  }
}
