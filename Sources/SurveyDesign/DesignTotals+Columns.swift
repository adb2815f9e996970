import SurveyNumerics

extension DesignTotals {
  /// The sum of a column over the cells of a domain: exact where no cell is scaled.
  func sum(of bank: ExactSumBank, column: Int, domain: Int) -> DoubleDouble {
    if let rows = unscaledRows[domain] { return bank.sum(rows: rows, column: column) }
    var sum = DoubleDouble.zero
    for cell in cells[domain] { sum += cell.scale * bank.value(row: cell.index, column: column) }
    return sum
  }
}

extension DesignTotals.Cell {
  var isUnscaled: Bool { scale.high == 1 && scale.low == 0 }
}

/// The cells of one domain column by column, for all statistics of it.
struct DomainColumns {
  private let cells: [DesignTotals.Cell]
  private let rows: [Int]
  private let places: InfluenceColumn.Places
  private let isUnscaled: Bool
  /// The columns of one term that were read.
  private var term = -1
  private var columns: [Int: DoubleDoubleColumn] = [:]
  private var isPresent: [Bool] = []

  init(_ totals: DesignTotals, domain: Int) {
    cells = totals.cells[domain]
    rows = cells.map(\.index)
    places = InfluenceColumn.Places(cells: cells)
    isUnscaled = cells.allSatisfy(\.isUnscaled)
  }

  /// Whether a cell has a valid answer of the last statistic's term.
  func isValid(_ place: Int) -> Bool { columns[0]?.high[place] != 0 }

  /// z of every cell of the domain, 0 where the term has no valid answer, and which stretches of a stratum have one.
  mutating func influences(
    of statistic: LinearStatistic, _ totals: DesignTotals
  ) -> (z: InfluenceColumn, isPresent: [Bool]) {
    let bank = totals.terms[statistic.term].sums
    if statistic.term != term {
      term = statistic.term
      columns = [:]
      let weights = column(0, bank).high
      isPresent = places.runs.map { _, range in weights[range].contains { $0 != 0 } }
    }
    var z = DoubleDoubleColumn(count: rows.count)
    for (index, coefficient) in statistic.coefficients { z.add(column(index, bank), times: coefficient) }
    if !isUnscaled {
      for (place, cell) in cells.enumerated() { z[place] = z[place] * cell.scale }
    }
    return (InfluenceColumn(places: places, z: z), isPresent)
  }

  private mutating func column(_ index: Int, _ bank: ExactSumBank) -> DoubleDoubleColumn {
    if let known = columns[index] { return known }
    let column = bank.values(rows: rows, column: index)
    columns[index] = column
    return column
  }
}

/// z of each unit (or of each stratum, where the rows are the units), in the order of units.
struct InfluenceColumn {
  /// Where the numbers belong; many statistics share it.
  final class Places: Sendable {
    let units: [Int]
    let cells: [Int]
    /// Stretches of one stratum; under `collapse` a stratum may come twice.
    let runs: [(stratum: Int, places: Range<Int>)]
    /// Where each run begins, and the end of the last; `nil` where a stratum has two.
    let starts: [Int]?

    init(cells: [DesignTotals.Cell]) {
      units = cells.map(\.group)
      self.cells = cells.map(\.index)
      runs = Self.runs(cells.map(\.stratum))
      starts = Self.starts(runs)
    }

    init(units: [Int], strata: [Int]) {
      self.units = units
      cells = []
      runs = Self.runs(strata)
      starts = Self.starts(runs)
    }

    private static func starts(_ runs: [(stratum: Int, places: Range<Int>)]) -> [Int]? {
      guard Set(runs.map(\.stratum)).count == runs.count else { return nil }
      return runs.map(\.places.lowerBound) + [runs.last?.places.upperBound ?? 0]
    }

    private static func runs(_ strata: [Int]) -> [(stratum: Int, places: Range<Int>)] {
      var runs: [(stratum: Int, places: Range<Int>)] = []
      var start = 0
      for place in strata.indices where place + 1 == strata.count || strata[place + 1] != strata[place] {
        runs.append((strata[place], start..<place + 1))
        start = place + 1
      }
      return runs
    }
  }

  let places: Places
  var z: DoubleDoubleColumn

  /// Σz over each run.
  var sumsOfRuns: DoubleDoubleColumn {
    if let starts = places.starts { return z.sums(ofRuns: starts) }
    var sums = DoubleDoubleColumn(count: places.runs.count)
    for (place, run) in places.runs.enumerated() { sums[place] = z.sum(run.places) }
    return sums
  }

  /// Adds z_a z_b over the units of each stratum to `sums`.
  func addProducts(with other: InfluenceColumn, to sums: inout [DoubleDouble]) {
    if places === other.places || places.units == other.places.units {
      if let starts = places.starts {
        let products = z.sums(ofRuns: starts, timesThoseOf: other.z)
        for (place, run) in places.runs.enumerated() { sums[run.stratum] += products[place] }
        return
      }
      for (stratum, range) in places.runs {
        sums[stratum] = z.sum(ofProductsWith: other.z, range, from: sums[stratum])
      }
      return
    }
    let others = other.places.units
    var position = 0
    for (stratum, range) in places.runs {
      for place in range {
        while position < others.count, others[position] < places.units[place] { position += 1 }
        guard position < others.count else { return }
        if others[position] == places.units[place] { sums[stratum] += z[place] * other.z[position] }
      }
    }
  }
}
