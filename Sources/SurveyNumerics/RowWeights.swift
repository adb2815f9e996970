/// The weights of a batch, taken apart once for all items: mantissa · 2^exponent, and their squares as two
/// such numbers. Answers are small whole numbers as a rule, and then every product is one integer product.
package struct RowWeights {
  struct Part {
    var mantissa: UInt64
    var exponent: Int32
    var isNegative: Bool

    init(_ value: Double) {
      let bits = value.bitPattern
      let biased = Int32(truncatingIfNeeded: (bits >> 52) & 0x7FF)
      let fraction = bits & 0xF_FFFF_FFFF_FFFF
      mantissa = biased == 0 ? fraction : fraction | 1 << 52
      exponent = max(biased, 1) - 1075
      isNegative = value < 0
    }
  }

  package let values: [Double]
  let parts: [Part]
  /// w² = high + low exactly; empty where nobody asked for squares.
  let squareHigh: [Part]
  let squareLow: [Part]

  package init(_ values: [Double], squares: Bool) {
    self.values = values
    parts = values.map(Part.init)
    let products = squares ? values.map { DoubleDouble.exactProduct($0, $0) } : []
    squareHigh = products.map { Part($0.high) }
    squareLow = products.map { Part($0.low) }
  }
}

extension ExactSumBank {
  /// Answers up to this magnitude take the integer road; larger ones and fractions the general one.
  private static let largestSmallAnswer = 1023.0

  /// Adds w to column 0 and wy to column 1 of cell `cells[i]`, for every row i that has a cell and an answer.
  package mutating func addWeighted(
    _ values: [Double], valid: [UInt8], cells: [Int32], weights: RowWeights
  ) {
    var left: [Int] = []
    withCoarseCells { (coarse, grids, stride) in
      let (grid0, grid1) = (grids[0], grids[1])
      for row in cells.indices {
        let cell = Int(cells[row])
        if cell < 0 || valid[row] == 0 { continue }
        let part = weights.parts[row]
        let value = values[row]
        let answer = Int(truncatingIfNeeded: Int64(Self.clamped(value)))
        let index = cell &* stride
        guard Double(answer) == value, Self.deposits(part, coarse, index, grid0),
          Self.deposits(part, coarse, index &+ 1, grid1)
        else {
          left.append(row)
          continue
        }
        let size = UInt64(answer.magnitude)
        Self.deposit(part, coarse, index, grid0, times: 1, negative: false)
        Self.deposit(part, coarse, index &+ 1, grid1, times: size, negative: answer < 0)
      }
    }
    for row in left {
      add(weights.values[row], row: Int(cells[row]), column: 0)
      addProduct(weights.values[row], values[row], row: Int(cells[row]), column: 1)
    }
  }

  /// Adds w², w²y and w²y² to columns 0, 1 and 2, for the same rows.
  package mutating func addSecondMoments(
    _ values: [Double], valid: [UInt8], cells: [Int32], weights: RowWeights
  ) {
    var left: [Int] = []
    withBothTiers { (coarse, coarseGrids, fine, fineGrids, stride) in
      let (coarse0, coarse1, coarse2) = (coarseGrids[0], coarseGrids[1], coarseGrids[2])
      let (fine0, fine1, fine2) = (fineGrids[0], fineGrids[1], fineGrids[2])
      for row in cells.indices {
        let cell = Int(cells[row])
        if cell < 0 || valid[row] == 0 { continue }
        let value = values[row]
        let answer = Int(truncatingIfNeeded: Int64(Self.clamped(value)))
        let (high, low) = (weights.squareHigh[row], weights.squareLow[row])
        let index = cell &* stride
        guard Double(answer) == value, Self.deposits(high, coarse, index, coarse0),
          Self.deposits(high, coarse, index &+ 1, coarse1), Self.deposits(high, coarse, index &+ 2, coarse2)
        else {
          left.append(row)
          continue
        }
        let hasLow = low.mantissa != 0
        if hasLow {
          guard let fine, Self.deposits(low, fine, index, fine0), Self.deposits(low, fine, index &+ 1, fine1),
            Self.deposits(low, fine, index &+ 2, fine2)
          else {
            left.append(row)
            continue
          }
        }
        let size = UInt64(answer.magnitude)
        let negative = answer < 0
        Self.deposit(high, coarse, index, coarse0, times: 1, negative: false)
        Self.deposit(high, coarse, index &+ 1, coarse1, times: size, negative: negative)
        Self.deposit(high, coarse, index &+ 2, coarse2, times: size &* size, negative: false)
        if hasLow, let fine {
          Self.deposit(low, fine, index, fine0, times: 1, negative: false)
          Self.deposit(low, fine, index &+ 1, fine1, times: size, negative: negative)
          Self.deposit(low, fine, index &+ 2, fine2, times: size &* size, negative: false)
        }
      }
    }
    for row in left {
      let (cell, weight, value) = (Int(cells[row]), weights.values[row], values[row])
      addProduct(weight, weight, row: cell, column: 0)
      if Double(Int64(Self.clamped(value))) == value {
        // Exact, as on the integer road: which road a row takes must not show.
        let square = DoubleDouble.exactProduct(weight, weight)
        for part in [square.high, square.low] {
          addProduct(part, value, row: cell, column: 1)
          addProduct(part, value * value, row: cell, column: 2)
        }
      } else {
        let product = DoubleDouble.exactProduct(weight, value)
        add(product * weight, row: cell, column: 1)
        add(product * product, row: cell, column: 2)
      }
    }
  }

  /// Adds wy² to column 0, for the same rows.
  package mutating func addWeightedSquares(
    _ values: [Double], valid: [UInt8], cells: [Int32], weights: RowWeights
  ) {
    for row in cells.indices where cells[row] >= 0 && valid[row] != 0 {
      let product = DoubleDouble.exactProduct(weights.values[row], values[row])
      add(product * values[row], row: Int(cells[row]), column: 0)
    }
  }

  /// Adds w (or w²) to the column of each row's answer code, for every row that has a cell and an answer.
  package mutating func addCounts(
    codes: [Int32], cells: [Int32], weights: RowWeights, squared: Bool
  ) {
    for row in cells.indices where cells[row] >= 0 && codes[row] >= 0 {
      let (cell, column) = (Int(cells[row]), Int(codes[row]))
      if squared {
        addProduct(weights.values[row], weights.values[row], row: cell, column: column)
      } else {
        add(weights.values[row], row: cell, column: column)
      }
    }
  }

  /// A number that converts to an integer safely; what it changes no longer equals the answer.
  @inline(__always)
  private static func clamped(_ value: Double) -> Double {
    value.magnitude <= largestSmallAnswer ? value : 0.5
  }

  /// Whether part · factor can be placed on the grid; `factor` is below 2^20.
  @inline(__always)
  private static func deposits(
    _ part: RowWeights.Part, _ cells: UnsafeMutablePointer<Int128>, _ index: Int, _ grid: Int
  ) -> Bool {
    let shift = Int(part.exponent) &- grid
    // A cell below 2^110 has room for what is below 2^107; a fuller one is emptied on the general road.
    let top = UInt64(truncatingIfNeeded: cells[index] &>> 64) &+ (1 << 46)
    return UInt(bitPattern: shift) < 34 && top < 1 << 47
  }

  @inline(__always)
  private static func deposit(
    _ part: RowWeights.Part, _ cells: UnsafeMutablePointer<Int128>, _ index: Int, _ grid: Int,
    times factor: UInt64, negative: Bool
  ) {
    let shift = UInt64(truncatingIfNeeded: Int(part.exponent) &- grid)
    let product = part.mantissa.multipliedFullWidth(by: factor)
    let magnitude = Int128(truncatingIfNeeded: product.high) &<< 64 | Int128(truncatingIfNeeded: product.low)
    let placed = magnitude &<< Int128(truncatingIfNeeded: shift)
    if negative != part.isNegative { cells[index] &-= placed } else { cells[index] &+= placed }
  }
}
