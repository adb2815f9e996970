import SurveyNumerics

extension DesignTotals {
  /// The sum of a column over the cells of a domain: exact where no cell is scaled.
  func sum(of bank: ExactSumBank, column: Int, domain: Int) -> DoubleDouble {
    let own = cells[domain]
    if own.allSatisfy(\.isUnscaled) { return bank.sum(rows: own.map(\.index), column: column) }
    var sum = DoubleDouble.zero
    for cell in own { sum += cell.scale * bank.value(row: cell.index, column: column) }
    return sum
  }
}

extension DesignTotals.Cell {
  var isUnscaled: Bool { scale.high == 1 && scale.low == 0 }
}

/// The cells of one domain column by column, for all statistics of it.
struct DomainColumns {
  let domain: Int
  private let cells: [DesignTotals.Cell]
  private let rows: [Int]
  private let isUnscaled: Bool
  /// The columns of one term that were read.
  private var term = -1
  private var columns: [Int: DoubleDoubleColumn] = [:]
  /// Where the cells with a valid answer of that term belong.
  private var places = InfluenceColumn.Places(cells: [])
  /// Their places among all cells; `nil` where all are valid.
  private var valid: [Int]?

  init(_ totals: DesignTotals, domain: Int) {
    self.domain = domain
    cells = totals.cells[domain]
    rows = cells.map(\.index)
    isUnscaled = cells.allSatisfy(\.isUnscaled)
  }

  /// z of every cell of the domain that has a valid answer of the term.
  mutating func influences(of statistic: LinearStatistic, _ totals: DesignTotals) -> InfluenceColumn {
    let bank = totals.terms[statistic.term].sums
    if statistic.term != term {
      term = statistic.term
      columns = [:]
      let weights = column(0, bank)
      let found = rows.indices.filter { weights.high[$0] != 0 }
      valid = found.count == rows.count ? nil : found
      places = InfluenceColumn.Places(cells: valid.map { $0.map { cells[$0] } } ?? cells)
      if valid != nil { columns = [:] }
    }
    var z = DoubleDoubleColumn(count: places.units.count)
    for (index, coefficient) in statistic.coefficients { z.add(column(index, bank), times: coefficient) }
    if !isUnscaled {
      let scaled = valid.map { $0.map { cells[$0] } } ?? cells
      for (place, cell) in scaled.enumerated() { z[place] = z[place] * cell.scale }
    }
    return InfluenceColumn(places: places, z: z)
  }

  private mutating func column(_ index: Int, _ bank: ExactSumBank) -> DoubleDoubleColumn {
    if let known = columns[index] { return known }
    let column = bank.values(rows: valid.map { $0.map { rows[$0] } } ?? rows, column: index)
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

    init(cells: [DesignTotals.Cell]) {
      units = cells.map(\.group)
      self.cells = cells.map(\.index)
      runs = Self.runs(cells.map(\.stratum))
    }

    init(units: [Int], strata: [Int]) {
      self.units = units
      cells = []
      runs = Self.runs(strata)
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

  /// Adds z_a z_b over the units of each stratum to `sums`.
  func addProducts(with other: InfluenceColumn, to sums: inout [DoubleDouble]) {
    if places === other.places || places.units == other.places.units {
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
