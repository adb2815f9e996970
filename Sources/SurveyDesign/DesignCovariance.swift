import SurveyNumerics
import SurveyTable

/// A statistic linearized: a row's influence is the sum of coefficient · contribution over these columns of
/// one term in one domain.
package struct LinearStatistic {
  package var term: Int
  package var domain: Int
  package var coefficients: [(column: Int, coefficient: DoubleDouble)]

  package init(term: Int, domain: Int, coefficients: [(column: Int, coefficient: DoubleDouble)]) {
    self.term = term
    self.domain = domain
    self.coefficients = coefficients
  }
}

/// Variances and covariances of linearized statistics under the design.
///
/// With z the influence of a unit, n the sampled and N the population's units of stratum h,
///
/// V = Σ_h (1 − n/N) · n/(n−1) · Σ_i (z_hi − z̄_h)²
///
/// (Särndal, Swensson & Wretman, Model Assisted Survey Sampling, 1992, chapters 3 and 4, for unit totals; Wolter,
/// Introduction to Variance Estimation, 2nd ed. 2007, chapter 6, for the linearization). Units without a row in
/// the domain have z = 0 and count in n. Influences are formed for each unit in double-double precision
/// before anything is squared, so that a large common level of the answers costs no digits.
///
/// In a calibrated design z is a row's residual e = z − b (``Calibration``), which rows outside the domain have too.
package struct DesignCovariance {
  private let totals: DesignTotals
  private let treatment: LonelyUnits
  private let dataName: String
  private let statistics: [Prepared]
  /// Strata that had one sampled unit and took part in a statistic.
  private var lonelyNames: [String] = []

  private struct Prepared {
    var statistic: LinearStatistic
    var domain: Int { statistic.domain }
    var term: Int { statistic.term }
    /// Σz by stratum, in the order of strata; only strata with a valid answer, or with a residual.
    var sums: [(stratum: Int, sum: DoubleDouble)]
    /// z of each unit with a cell in the domain (of each unit, where there are residuals), in the order of units;
    /// empty where the rows are the units.
    var units: InfluenceColumn
    /// Mean of z over all units of the design.
    var grandMean: DoubleDouble
    /// √(present strata / present strata that are not lonely), the factor of `average`.
    var averageFactor: Double
    /// b of each cell of the margins; empty without calibration.
    var fitted: [DoubleDouble]
  }

  package init(
    _ statistics: [LinearStatistic], totals: DesignTotals, design: SampleDesign
  ) throws(SurveyStatsError) {
    self.totals = totals
    treatment = design.lonelyUnits
    dataName = design.data.name
    var prepared: [Prepared] = []
    prepared.reserveCapacity(statistics.count)
    var columns: DomainColumns?
    for statistic in statistics {
      var own = columns?.domain == statistic.domain ? columns : nil
      columns = nil
      prepared.append(Self.prepare(statistic, totals, &own))
      columns = own
    }
    var lonely: Set<Int> = []
    for index in prepared.indices {
      let present = prepared[index].sums.map(\.stratum)
      let alone = present.filter { totals.strata[$0].units == 1 && !totals.strata[$0].isCensus }
      lonely.formUnion(alone)
      if let first = alone.first,
        treatment == .fail || (treatment == .average && alone.count == present.count)
      {
        throw Self.failure(totals.strata[first], design.data.name, treatment)
      }
      if treatment == .average, !alone.isEmpty {
        prepared[index].averageFactor =
          (Double(present.count) / Double(present.count - alone.count)).squareRoot()
      }
    }
    lonelyNames = lonely.sorted().map { totals.strata[$0].name }
    self.statistics = prepared
  }

  private static func failure(
    _ stratum: DesignTotals.Stratum, _ data: String, _ treatment: LonelyUnits
  ) -> SurveyStatsError {
    let place = stratum.name.isEmpty ? "the sample has" : "stratum '\(stratum.name)' has"
    let advice =
      treatment == .average
      ? "there is no other stratum whose variance could stand in"
      : "say how to treat it with lonely-psu: remove, adjust, average, certainty or collapse"
    let chinesePlace = stratum.name.isEmpty ? "樣本" : "分層「\(stratum.name)」"
    let chineseAdvice =
      treatment == .average
      ? "且無其他分層之變異數可供替代" : "請指定處理方式（lonely-psu）：remove、adjust、average、certainty 或 collapse"
    return SurveyStatsError(
      .lonelyUnit, "\(data): \(place) one sampled unit and therefore no variance of its own; \(advice)",
      chinese: "\(data)：\(chinesePlace)僅有一個抽樣單位，無法計算變異數；\(chineseAdvice)")
  }

  /// The note on lonely strata, where there were any.
  package var notes: [Note] {
    lonelyNames.isEmpty ? [] : [.lonely(lonelyNames, treatment: treatment)]
  }

  private static func prepare(
    _ statistic: LinearStatistic, _ totals: DesignTotals, _ known: inout DomainColumns?
  ) -> Prepared {
    var columns = known ?? DomainColumns(totals, domain: statistic.domain)
    known = nil
    defer { known = columns }
    var units = columns.influences(of: statistic, totals)
    var prepared = Prepared(
      statistic: statistic, sums: [], units: units, grandMean: .zero, averageFactor: 1, fitted: [])
    if let calibration = totals.calibration {
      var influences: [Influence] = []
      var sumsOfPlaces = [DoubleDouble](repeating: .zero, count: calibration.cells.count)
      for (stratum, range) in units.places.runs {
        for place in range {
          add(units.z[place], group: units.places.units[place], stratum: stratum, to: &influences)
          sumsOfPlaces[Int(totals.placeOfCell[units.places.cells[place]])] += units.z[place]
        }
      }
      prepared.fitted = calibration.fitted(sumsOfPlaces)
      influences = residuals(of: influences, prepared.fitted, totals.weightCells)
      units = InfluenceColumn(
        places: InfluenceColumn.Places(units: influences.map(\.unit), strata: influences.map(\.stratum)),
        z: DoubleDoubleColumn(count: influences.count))
      for (place, influence) in influences.enumerated() { units.z[place] = influence.z }
    }
    let whole = units.z.sum(0..<units.z.count)
    prepared.sums = units.places.runs.map { ($0.stratum, units.z.sum($0.places)) }
    if !totals.rowsAreUnits { prepared.units = units }
    // Cells are in the order of units; a stratum skipped by `collapse` may come twice.
    prepared.sums = mergeRepeated(prepared.sums)
    prepared.grandMean = whole / DoubleDouble(Double(max(totals.unitCount, 1)))
    return prepared
  }

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

  /// The variance of statistic `index`.
  package func variance(of index: Int) -> Double { covariance(index, index) }

  /// The full matrix in the order of the statistics.
  ///
  /// Errors: `limitExceeded` where the matrix would not fit; `cancelled`.
  package func matrix(
    limits: ResourceLimits, run: RunControl?
  ) throws(SurveyStatsError) -> [[Double]] {
    let count = statistics.count
    let (entries, overflow) = count.multipliedReportingOverflow(by: count)
    try limits.checkMemory(
      bytes: overflow || entries > Int.max / 8 ? Int.max : entries * 8, for: "the covariance of \(count) rows"
    )
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for a in statistics.indices {
      try run?.advance(rows: 0, bytes: 0)
      for b in a..<count {
        matrix[a][b] = covariance(a, b)
        matrix[b][a] = matrix[a][b]
      }
    }
    return matrix
  }

  package func covariance(_ first: Int, _ second: Int) -> Double {
    let (a, b) = (statistics[first], statistics[second])
    let products = productSums(first, second)
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
      let centred =
        products[index] - sumA * Self.find(b.sums, index) / DoubleDouble(n)
      let factor = DoubleDouble(stratum.unsampledFraction) * DoubleDouble(n) / DoubleDouble(n - 1)
      total += factor * centred
    }
    let value = total.rounded * a.averageFactor * b.averageFactor
    if first == second { return max(value, 0) }
    // A zero has no sign in a result.
    return value == 0 ? 0 : value
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
  private func productSums(_ first: Int, _ second: Int) -> [DoubleDouble] {
    let (a, b) = (statistics[first], statistics[second])
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
  private func addFitted(_ a: Prepared, _ b: Prepared, _ result: inout [DoubleDouble]) {
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

  private func ownProducts(_ a: Prepared, _ b: Prepared, cell: Int) -> DoubleDouble {
    let term = totals.terms[a.term]
    var sum = DoubleDouble.zero
    for (i, ci) in a.statistic.coefficients {
      for (j, cj) in b.statistic.coefficients {
        sum += ci * cj * term.moment(cell: cell, i, j)
      }
    }
    return sum
  }

  private func crossProducts(_ a: Prepared, _ b: Prepared, cell: Int) -> DoubleDouble {
    let (left, right) = a.term < b.term ? (a, b) : (b, a)
    guard
      let cross = totals.crossMoments.first(where: { $0.first == left.term && $0.second == right.term })
    else { return .zero }
    return cross.product(left.statistic, right.statistic, terms: totals.terms, cell: cell)
  }
}
