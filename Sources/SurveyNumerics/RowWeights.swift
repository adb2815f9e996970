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
        let index = cell &* stride
        guard let answer = Self.smallAnswer(values[row]), Self.deposits(part, coarse, index, grid0),
          Self.deposits(part, coarse, index &+ 1, grid1)
        else {
          left.append(row)
          continue
        }
        Self.deposit(part, coarse, index, grid0, times: 1)
        Self.deposit(part, coarse, index &+ 1, grid1, times: answer)
      }
    }
    for row in left {
      add(weights.values[row], row: Int(cells[row]), column: 0)
      addProduct(weights.values[row], values[row], row: Int(cells[row]), column: 1)
    }
  }

  /// Adds w² to column `columns[i]` of cell `cells[i]`, for every row that has both.
  package mutating func addSquares(to columns: [Int32], cells: [Int32], weights: RowWeights) {
    var left: [Int] = []
    withBothTiers { (coarse, coarseGrids, fine, fineGrids, stride) in
      for row in cells.indices {
        let (cell, column) = (Int(cells[row]), Int(columns[row]))
        if cell < 0 || column < 0 { continue }
        let (high, low) = (weights.squareHigh[row], weights.squareLow[row])
        let index = cell &* stride &+ column
        guard Self.deposits(high, coarse, index, coarseGrids[column]) else {
          left.append(row)
          continue
        }
        if low.mantissa != 0 {
          guard let fine, Self.deposits(low, fine, index, fineGrids[column]) else {
            left.append(row)
            continue
          }
          Self.deposit(low, fine, index, fineGrids[column], times: 1)
        }
        Self.deposit(high, coarse, index, coarseGrids[column], times: 1)
      }
    }
    for row in left {
      addProduct(weights.values[row], weights.values[row], row: Int(cells[row]), column: Int(columns[row]))
    }
  }

  /// Adds w², w²b, w²a and w²ab to columns 0 … 3, for every row that has a cell and both answers.
  package mutating func addCrossMoments(
    _ a: [Double], _ b: [Double], valid: ([UInt8], [UInt8]), cells: [Int32], weights: RowWeights
  ) {
    let left = addSquares(cells, weights) { row in
      if valid.0[row] & valid.1[row] == 0 { return .none }
      guard let x = Self.smallAnswer(a[row]), let y = Self.smallAnswer(b[row]) else { return .notSmall }
      return .factors(1, y, x, x &* y)
    }
    for row in left {
      let (cell, weight) = (Int(cells[row]), weights.values[row])
      addProduct(weight, weight, row: cell, column: 0)
      if Self.smallAnswer(a[row]) != nil, Self.smallAnswer(b[row]) != nil {
        addSquare(of: weight, times: b[row], row: cell, column: 1)
        addSquare(of: weight, times: a[row], row: cell, column: 2)
        addSquare(of: weight, times: a[row] * b[row], row: cell, column: 3)
      } else {
        let (x, y) = (DoubleDouble.exactProduct(weight, a[row]), DoubleDouble.exactProduct(weight, b[row]))
        add(y * weight, row: cell, column: 1)
        add(x * weight, row: cell, column: 2)
        add(x * y, row: cell, column: 3)
      }
    }
  }

  /// w² · factor exactly; the factor is a whole number below 2^20.
  private mutating func addSquare(of weight: Double, times factor: Double, row: Int, column: Int) {
    let square = DoubleDouble.exactProduct(weight, weight)
    addProduct(square.high, factor, row: row, column: column)
    addProduct(square.low, factor, row: row, column: column)
  }

  private enum RowFactors {
    case none
    case notSmall
    case factors(Int, Int, Int, Int)
  }

  /// Adds w² times each factor to columns 0 … 3 and returns the rows for which the integer road is
  /// closed: answers that are not small, grids not laid out yet, cells nearly full.
  @inline(__always)
  private mutating func addSquares(
    _ cells: [Int32], _ weights: RowWeights, _ factors: (Int) -> RowFactors
  ) -> [Int] {
    var left: [Int] = []
    withBothTiers { (coarse, coarseGrids, fine, fineGrids, stride) in
      for row in cells.indices {
        let cell = Int(cells[row])
        if cell < 0 { continue }
        let (one, two, three, four): (Int, Int, Int, Int)
        switch factors(row) {
        case .none: continue
        case .notSmall:
          left.append(row)
          continue
        case .factors(let a, let b, let c, let d): (one, two, three, four) = (a, b, c, d)
        }
        let (high, low) = (weights.squareHigh[row], weights.squareLow[row])
        let index = cell &* stride
        var isOpen = true
        for column in 0..<4 where !Self.deposits(high, coarse, index &+ column, coarseGrids[column]) {
          isOpen = false
        }
        if low.mantissa != 0 {
          if let fine {
            for column in 0..<4 where !Self.deposits(low, fine, index &+ column, fineGrids[column]) {
              isOpen = false
            }
          } else {
            isOpen = false
          }
        }
        if !isOpen {
          left.append(row)
          continue
        }
        Self.deposit(high, coarse, index, coarseGrids[0], times: one)
        Self.deposit(high, coarse, index &+ 1, coarseGrids[1], times: two)
        Self.deposit(high, coarse, index &+ 2, coarseGrids[2], times: three)
        Self.deposit(high, coarse, index &+ 3, coarseGrids[3], times: four)
        if low.mantissa != 0, let fine {
          Self.deposit(low, fine, index, fineGrids[0], times: one)
          Self.deposit(low, fine, index &+ 1, fineGrids[1], times: two)
          Self.deposit(low, fine, index &+ 2, fineGrids[2], times: three)
          Self.deposit(low, fine, index &+ 3, fineGrids[3], times: four)
        }
      }
    }
    return left
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

  /// Adds w to column 0 and to the column after each row's answer code, for every row that has a cell and
  /// an answer.
  package mutating func addCounts(codes: [Int32], cells: [Int32], weights: RowWeights) {
    for row in cells.indices where cells[row] >= 0 && codes[row] >= 0 {
      add(weights.values[row], row: Int(cells[row]), column: 0)
      add(weights.values[row], row: Int(cells[row]), column: Int(codes[row]) + 1)
    }
  }

  /// Adds w² to the same columns.
  package mutating func addSquaredCounts(codes: [Int32], cells: [Int32], weights: RowWeights) {
    addSquares(to: codes.map { $0 < 0 ? -1 : 0 }, cells: cells, weights: weights)
    addSquares(to: codes.map { $0 < 0 ? -1 : $0 &+ 1 }, cells: cells, weights: weights)
  }

  /// The answer as an integer where it is a small whole number.
  @inline(__always)
  private static func smallAnswer(_ value: Double) -> Int? {
    guard value.magnitude <= largestSmallAnswer else { return nil }
    let answer = Int(value)
    return Double(answer) == value ? answer : nil
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
    times factor: Int
  ) {
    let shift = UInt64(truncatingIfNeeded: Int(part.exponent) &- grid)
    let product = part.mantissa.multipliedFullWidth(by: UInt64(factor.magnitude))
    let magnitude = Int128(truncatingIfNeeded: product.high) &<< 64 | Int128(truncatingIfNeeded: product.low)
    let placed = magnitude &<< Int128(truncatingIfNeeded: shift)
    if (factor < 0) != part.isNegative { cells[index] &-= placed } else { cells[index] &+= placed }
  }
}
