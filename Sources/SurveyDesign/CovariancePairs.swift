import Dispatch
import SurveyNumerics

/// A statistic with the influences of units on it.
struct PreparedStatistic {
  var statistic: LinearStatistic
  var domain: Int { statistic.domain }
  var term: Int { statistic.term }
  /// Σz by stratum, in the order of strata; only strata with a valid answer, or with a residual.
  var sums: [(stratum: Int, sum: DoubleDouble)]
  /// z of each unit with a cell in the domain (of each unit, where there are residuals), in the order of units;
  /// empty where nobody asks for covariances.
  var units: InfluenceColumn
  /// The variance, but for `averageFactor`.
  var ownTotal = 0.0
  /// Mean of z over all units of the design, where lonely strata are centred at it.
  var grandMean: DoubleDouble
  /// √(present strata / present strata that are not lonely), the factor of `average`.
  var averageFactor: Double
  /// b of each cell of the margins; empty without calibration.
  var fitted: [DoubleDouble]
}

/// Forms the influences of statistics, and their products within strata: see ``DesignCovariance``.
struct CovariancePairs: @unchecked Sendable {
  let totals: DesignTotals
  let treatment: LonelyUnits
  /// (1 − f) · n/(n−1) of each stratum.
  private let factors: [DoubleDouble]

  init(totals: DesignTotals, treatment: LonelyUnits) {
    self.totals = totals
    self.treatment = treatment
    factors = totals.strata.map { stratum in
      let n = Double(stratum.units)
      return DoubleDouble(stratum.unsampledFraction) * DoubleDouble(n) / DoubleDouble(n - 1)
    }
  }

  /// Fewer numbers than this are not worth a second thread.
  private static let fewest = 200_000

  /// All statistics, in their order; each is worked out by itself, so that nobody can tell which thread did.
  func prepare(
    _ statistics: [LinearStatistic], keepsUnits: Bool, threads: Int
  ) -> [PreparedStatistic] {
    var perDomain = [Int](repeating: 0, count: totals.domains.count)
    for statistic in statistics { perDomain[statistic.domain] += 1 }
    let numbers = zip(perDomain, totals.cells).reduce(0) { $0 + $1.0 * $1.1.count }
    let shares = numbers < Self.fewest ? 1 : min(threads, max(1, statistics.count))
    // Statistics of one domain share its columns.
    let byDomain = totals.domains.count >= 4 * shares
    func share(_ index: Int) -> Int {
      if shares == 1 { return 0 }
      return byDomain ? statistics[index].domain % shares : index * shares / statistics.count
    }
    let places = statistics.indices.map(share)
    let result = ResultSlots<PreparedStatistic>(statistics.count)
    DispatchQueue.concurrentPerform(iterations: shares) { own in
      var columns: [Int: DomainColumns] = [:]
      for index in statistics.indices where places[index] == own {
        let domain = statistics[index].domain
        var known = columns.removeValue(forKey: domain) ?? DomainColumns(totals, domain: domain)
        result.set(index, prepare(statistics[index], &known, keepsUnits: keepsUnits))
        columns[domain] = known
      }
    }
    return result.all
  }

  private func prepare(
    _ statistic: LinearStatistic, _ columns: inout DomainColumns, keepsUnits: Bool
  ) -> PreparedStatistic {
    var (units, isPresent) = columns.influences(of: statistic, totals)
    var prepared = PreparedStatistic(
      statistic: statistic, sums: [], units: units, grandMean: .zero, averageFactor: 1, fitted: [])
    if let calibration = totals.calibration {
      var influences: [Influence] = []
      var sumsOfPlaces = [DoubleDouble](repeating: .zero, count: calibration.cells.count)
      for (stratum, range) in units.places.runs {
        for place in range where columns.isValid(place) {
          Self.add(units.z[place], group: units.places.units[place], stratum: stratum, to: &influences)
          sumsOfPlaces[Int(totals.placeOfCell[units.places.cells[place]])] += units.z[place]
        }
      }
      prepared.fitted = calibration.fitted(sumsOfPlaces)
      influences = Self.residuals(of: influences, prepared.fitted, totals.weightCells)
      units = InfluenceColumn(
        places: InfluenceColumn.Places(units: influences.map(\.unit), strata: influences.map(\.stratum)),
        z: DoubleDoubleColumn(count: influences.count))
      for (place, influence) in influences.enumerated() { units.z[place] = influence.z }
      isPresent = units.places.runs.map { _ in true }
    }
    let sums = units.sumsOfRuns
    prepared.sums = units.places.runs.indices.compactMap { place in
      isPresent[place] ? (units.places.runs[place].stratum, sums[place]) : nil
    }
    prepared.units = units
    // Cells are in the order of units; a stratum skipped by `collapse` may come twice.
    prepared.sums = Self.mergeRepeated(prepared.sums)
    if treatment == .adjust {
      prepared.grandMean = units.z.sum(0..<units.z.count) / DoubleDouble(Double(max(totals.unitCount, 1)))
    }
    prepared.ownTotal = total(prepared, prepared)
    if !keepsUnits {
      prepared.units = InfluenceColumn(places: Self.noPlaces, z: DoubleDoubleColumn(count: 0))
    }
    return prepared
  }

  private static let noPlaces = InfluenceColumn.Places(cells: [])

  /// z of a unit, or of a stratum where the rows are the units.
  private typealias Influence = (unit: Int, stratum: Int, z: DoubleDouble)

  private static func add(
    _ z: DoubleDouble, group: Int, stratum: Int, to influences: inout [Influence]
  ) {
    if let last = influences.indices.last, influences[last].unit == group {
      influences[last].z += z
    } else {
      influences.append((group, stratum, z))
    }
  }

  /// Influences less what the margins explain of them; `cells` and the result are in the order of units.
  private static func residuals(
    of influences: [Influence], _ fitted: [DoubleDouble], _ cells: [DesignTotals.WeightCell]
  ) -> [Influence] {
    var result: [Influence] = []
    var next = 0
    for cell in cells {
      while next < influences.count, influences[next].unit <= cell.group {
        add(influences[next].z, group: influences[next].unit, stratum: influences[next].stratum, to: &result)
        next += 1
      }
      add(-(fitted[cell.place] * cell.sum), group: cell.group, stratum: cell.stratum, to: &result)
    }
    return result + influences[next...]
  }

  private static func mergeRepeated(
    _ sums: [(stratum: Int, sum: DoubleDouble)]
  ) -> [(stratum: Int, sum: DoubleDouble)] {
    var result: [(stratum: Int, sum: DoubleDouble)] = []
    for entry in sums.sorted(by: { $0.stratum < $1.stratum }) {
      if let last = result.indices.last, result[last].stratum == entry.stratum {
        result[last].sum += entry.sum
      } else {
        result.append(entry)
      }
    }
    return result
  }

  /// The covariance of two statistics, but for the factors of `average`.
  func total(_ a: PreparedStatistic, _ b: PreparedStatistic) -> Double {
    let products = productSums(a, b)
    var total = DoubleDouble.zero
    // Lonely strata are centred elsewhere under `adjust`, also those without a row in the domain.
    if treatment == .adjust {
      for (index, stratum) in totals.strata.enumerated() where stratum.units == 1 && !stratum.isCensus {
        let za = Self.find(a.sums, index) - a.grandMean
        let zb = Self.find(b.sums, index) - b.grandMean
        total += za * zb * stratum.unsampledFraction
      }
    }
    for (index, sumA) in a.sums {
      let stratum = totals.strata[index]
      guard stratum.units > 1, !stratum.isCensus else { continue }
      let n = Double(stratum.units)
      let centred = products[index] - sumA * Self.find(b.sums, index) / DoubleDouble(n)
      total += factors[index] * centred
    }
    return total.rounded
  }

  private static func find(_ sums: [(stratum: Int, sum: DoubleDouble)], _ stratum: Int) -> DoubleDouble {
    var low = 0
    var high = sums.count
    while low < high {
      let middle = (low + high) / 2
      if sums[middle].stratum < stratum { low = middle + 1 } else { high = middle }
    }
    return low < sums.count && sums[low].stratum == stratum ? sums[low].sum : .zero
  }

  /// Σ z_a z_b over the units of each stratum.
  private func productSums(_ a: PreparedStatistic, _ b: PreparedStatistic) -> [DoubleDouble] {
    var result = [DoubleDouble](repeating: .zero, count: totals.strata.count)
    if !totals.rowsAreUnits {
      a.units.addProducts(with: b.units, to: &result)
      return result
    }
    if totals.calibration != nil { addFitted(a, b, &result) }
    // A row belongs to one domain: statistics of two domains never meet in a row.
    guard a.domain == b.domain else { return result }
    for cell in totals.cells[a.domain] {
      let sum =
        a.term == b.term ? ownProducts(a, b, cell: cell.index) : crossProducts(a, b, cell: cell.index)
      result[cell.stratum] += sum * cell.scale * cell.scale
    }
    return result
  }

  /// Σ (wz_a − wb_a)(wz_b − wb_b) less Σ wz_a·wz_b over the rows of each stratum.
  private func addFitted(_ a: PreparedStatistic, _ b: PreparedStatistic, _ result: inout [DoubleDouble]) {
    for (own, other) in [(a, b), (b, a)] {
      let term = totals.terms[own.term]
      for cell in totals.cells[own.domain] {
        var sum = DoubleDouble.zero
        for (column, coefficient) in own.statistic.coefficients {
          sum += coefficient * term.moment(cell: cell.index, 0, column)
        }
        let fitted = other.fitted[Int(totals.placeOfCell[cell.index])]
        result[cell.stratum] += -(fitted * sum * cell.scale * cell.scale)
      }
    }
    for cell in totals.weightCells {
      result[cell.stratum] += a.fitted[cell.place] * b.fitted[cell.place] * cell.sumOfSquares
    }
  }

  private func ownProducts(_ a: PreparedStatistic, _ b: PreparedStatistic, cell: Int) -> DoubleDouble {
    let term = totals.terms[a.term]
    var sum = DoubleDouble.zero
    for (i, ci) in a.statistic.coefficients {
      for (j, cj) in b.statistic.coefficients {
        sum += ci * cj * term.moment(cell: cell, i, j)
      }
    }
    return sum
  }

  private func crossProducts(_ a: PreparedStatistic, _ b: PreparedStatistic, cell: Int) -> DoubleDouble {
    let (left, right) = a.term < b.term ? (a, b) : (b, a)
    guard
      let cross = totals.crossMoments.first(where: { $0.first == left.term && $0.second == right.term })
    else { return .zero }
    return cross.product(left.statistic, right.statistic, terms: totals.terms, cell: cell)
  }
}
