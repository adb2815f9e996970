/// Columns of unit totals, eight side by side: what replicates multiply.
struct UnitColumns {
  /// The ranks of the units that have totals, ascending; all others are 0.
  let units: [Int]
  private(set) var columns = 0
  /// Block after block of eight columns, a vector for each unit.
  private(set) var numbers: [SIMD8<Double>] = []

  init(units: [Int]) { self.units = units }

  var blocks: Int { (columns + 7) / 8 }

  /// Adds a column and says its number.
  mutating func add(_ column: [Double]) -> Int {
    if columns % 8 == 0 { numbers += [SIMD8<Double>](repeating: .zero, count: units.count) }
    let first = columns / 8 * units.count
    for (place, number) in column.enumerated() { numbers[first + place][columns % 8] = number }
    columns += 1
    return columns - 1
  }
}

/// The totals of columns in every replicate.
struct ReplicatedColumns {
  private let replicates: Int
  /// Block after block of eight columns, a vector for each replicate.
  private let numbers: [SIMD8<Double>]

  /// Σ over units of factor times total, from the first unit to the last, so that nobody can tell which thread did.
  init(_ table: UnitColumns, _ factors: ReplicateFactors, strata: [Int32]) {
    replicates = factors.count
    switch factors.source {
    case .jackknife(let left):
      numbers = Self.jackknifed(table, left, strata, replicates)
    case .counts(let counts, let base, let slope):
      let bases = table.units.map { base[$0] }
      let slopes = table.units.map { slope[$0] }
      numbers = Self.multiplied(table, replicates) { replicate, row in
        let first = replicate * factors.unitCount
        counts.withUnsafeBufferPointer { counts in
          for (place, unit) in table.units.enumerated() {
            row[place] = bases[place] + slopes[place] * Double(counts[first + unit])
          }
        }
      }
    case .given(let given):
      numbers = Self.multiplied(table, replicates) { replicate, row in
        for (place, unit) in table.units.enumerated() {
          row[place] = given[replicate * factors.unitCount + unit]
        }
      }
    }
  }

  @inline(__always)
  subscript(column: Int, replicate: Int) -> Double {
    numbers[column / 8 * replicates + replicate][column % 8]
  }

  /// `fill` writes the factors of a replicate for the units of the table.
  private static func multiplied(
    _ table: UnitColumns, _ replicates: Int,
    fill: (_ replicate: Int, _ row: UnsafeMutableBufferPointer<Double>) -> Void
  ) -> [SIMD8<Double>] {
    let units = table.units.count
    var result = [SIMD8<Double>](repeating: .zero, count: table.blocks * replicates)
    var row = [Double](repeating: 0, count: units)
    row.withUnsafeMutableBufferPointer { row in
      table.numbers.withUnsafeBufferPointer { numbers in
        result.withUnsafeMutableBufferPointer { result in
          for replicate in 0..<replicates {
            fill(replicate, row)
            for block in 0..<table.blocks {
              let first = block * units
              var sum = SIMD8<Double>.zero
              for place in 0..<units { sum += numbers[first + place] * row[place] }
              result[block * replicates + replicate] = sum
            }
          }
        }
      }
    }
    return result
  }

  /// A unit is left out by adding up the others, not by taking it away: a domain of which nothing is left must have a
  /// weight of exactly 0.
  private static func jackknifed(
    _ table: UnitColumns, _ left: [ReplicateFactors.Jackknifed], _ strataOfUnits: [Int32], _ replicates: Int
  ) -> [SIMD8<Double>] {
    let strata = 1 + Int(strataOfUnits.max() ?? 0)
    var places = [[Int]](repeating: [], count: strata)
    for (place, unit) in table.units.enumerated() { places[Int(strataOfUnits[unit])].append(place) }
    var result = [SIMD8<Double>](repeating: .zero, count: table.blocks * replicates)
    for block in 0..<table.blocks {
      let first = block * table.units.count
      func sum(_ places: [Int]) -> SIMD8<Double> {
        places.reduce(into: SIMD8<Double>.zero) { $0 += table.numbers[first + $1] }
      }
      let sums = places.map(sum)
      let others = sumsOfOthers(sums)
      var next = block * replicates
      for one in left {
        let n = Double(one.units.count)
        let factor = n / (n - 1)
        let own = places[one.stratum]
        let kept = sumsOfOthers(own.map { table.numbers[first + $0] })
        var met = 0
        for unit in one.units {
          if met < own.count, table.units[own[met]] == unit {
            result[next] = others[one.stratum] + kept[met] * factor
            met += 1
          } else {
            result[next] = others[one.stratum] + sums[one.stratum] * factor
          }
          next += 1
        }
      }
    }
    return result
  }

  /// For each vector the sum of all others.
  private static func sumsOfOthers(_ vectors: [SIMD8<Double>]) -> [SIMD8<Double>] {
    var result = [SIMD8<Double>](repeating: .zero, count: vectors.count)
    var sum = SIMD8<Double>.zero
    for place in vectors.indices {
      result[place] = sum
      sum += vectors[place]
    }
    sum = .zero
    for place in vectors.indices.reversed() {
      result[place] += sum
      sum += vectors[place]
    }
    return result
  }
}
