import CSurveyShims

/// The weights of a batch, taken apart once for all items.
///
/// Weights of one survey are of one size as a rule; then all of a batch are whole multiples of one power of two, and
/// every product with a small answer is one integer product. Others are mantissa · 2^exponent each.
package final class RowWeights {
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
  private(set) lazy var parts = values.map(Part.init)
  /// w² = high + low exactly.
  private(set) lazy var squareHigh = products.map { Part($0.high) }
  private(set) lazy var squareLow = products.map { Part($0.low) }
  private lazy var products = values.map { DoubleDouble.exactProduct($0, $0) }
  /// The weights in units of 2^grid, all below 2^62; `nil` where they are of too different sizes.
  private let whole: [Int64]?
  /// Whether the weights are of one size, so that ``grid`` says of which.
  package var areWhole: Bool { whole != nil }
  package let grid: Int
  private lazy var largestWhole = whole?.max() ?? 0
  /// The last answer of ``whole(onGrid:)``.
  private var shifted: (grid: Int, weights: [Int64])?

  /// `grid` is a good guess of the grid, that of the batch before.
  package init(_ values: [Double], grid: Int? = nil) {
    self.values = values
    if let grid, let fitting = Self.whole(values, grid: grid) {
      (whole, self.grid) = (fitting, grid)
    } else if let finest = Self.finestGrid(of: values), let fitting = Self.whole(values, grid: finest) {
      (whole, self.grid) = (fitting, finest)
    } else {
      (whole, self.grid) = (nil, grid ?? 0)
    }
  }

  /// How many of the weights are 0; `nil` where one is missing, negative, larger than `largest`, or smaller than its
  /// reciprocal and not 0.
  package static func countZeros(_ values: [Double], valid: [UInt8], largest: Double) -> Int? {
    guard valid.count == values.count else { return nil }
    let zeros = survey_count_zero_weights(values, valid, values.count, largest)
    return zeros < 0 ? nil : zeros
  }

  /// The weights in units of 2^`wanted`, all below 2^62; `nil` where they do not fit.
  package func whole(onGrid wanted: Int) -> [Int64]? {
    let shift = grid - wanted
    guard let whole, shift >= 0, shift < 62 else { return nil }
    if shift == 0 { return whole }
    guard largestWhole < 1 << Int64(62 - shift) else { return nil }
    if let shifted, shifted.grid == wanted { return shifted.weights }
    let weights = whole.map { $0 &<< Int64(shift) }
    shifted = (wanted, weights)
    return weights
  }

  private static func whole(_ values: [Double], grid: Int) -> [Int64]? {
    guard grid > -1000, grid < 900 else { return nil }
    let scale = Double(bitPattern: UInt64(1023 - grid) << 52)
    var isFitting = true
    let weights = [Int64](unsafeUninitializedCapacity: values.count) { weights, count in
      guard let base = weights.baseAddress else { return }
      isFitting = survey_whole_weights(values, values.count, scale, base) != 0
      count = values.count
    }
    return isFitting ? weights : nil
  }

  /// The place of the lowest bit of any weight.
  private static func finestGrid(of values: [Double]) -> Int? {
    var finest = Int.max
    for value in values where value != 0 {
      let part = Part(value)
      finest = min(finest, Int(part.exponent) + part.mantissa.trailingZeroBitCount)
    }
    return finest == .max ? 0 : finest
  }
}

extension ExactSumBank {
  /// Answers up to this magnitude take the integer road; larger ones and fractions the general one.
  private static let largestSmallAnswer = 1023.0

  /// Adds w to column 0 and wy to column 1 of cell `cells[i]`, for every row i that has a cell and an answer.
  package mutating func addWeighted(
    _ values: [Double], valid: [UInt8], cells: [Int32], weights: RowWeights
  ) {
    let stride = stride
    var row = 0
    while row < cells.count {
      row = coarse.cells.withUnsafeMutableBufferPointer { coarseCells in
        fine.cells.withUnsafeMutableBufferPointer { fineCells in
          guard let base = coarseCells.baseAddress else { return row }
          return survey_add_numbers(
            values, valid, cells, weights.values, row, cells.count, base, coarse.grids,
            fineCells.baseAddress, fine.grids, stride)
        }
      }
      if row < cells.count {
        // Grids are laid out by the first value that asks for them.
        if cells[row] >= 0, valid[row] != 0 {
          add(weights.values[row], row: Int(cells[row]), column: 0)
          addProduct(weights.values[row], values[row], row: Int(cells[row]), column: 1)
        }
        row += 1
      }
    }
  }

  /// The same for small answers, −128 where there is none.
  package mutating func addWeighted(answers: [Int8], cells: [Int32], weights: RowWeights) {
    var row = 0
    if let whole = wholeWeights(weights, columns: 2) {
      let stride = stride
      while row < cells.count {
        row = coarse.cells.withUnsafeMutableBytes { sums in
          survey_add_answers(answers, cells, whole, row, cells.count, sums.baseAddress, stride)
        }
        if row < cells.count {
          add(answers[row], row, cells, weights)
          row += 1
        }
      }
      return
    }
    while row < cells.count {
      add(answers[row], row, cells, weights)
      row += 1
    }
  }

  private mutating func add(_ answer: Int8, _ row: Int, _ cells: [Int32], _ weights: RowWeights) {
    if answer == .min || cells[row] < 0 { return }
    add(weights.values[row], row: Int(cells[row]), column: 0)
    addProduct(weights.values[row], Double(answer), row: Int(cells[row]), column: 1)
  }

  /// The weights in the units that the first columns count, made finer where the weights need it; `nil` where they do
  /// not fit.
  mutating func wholeWeights(_ weights: RowWeights, columns: Int) -> [Int64]? {
    if !weights.areWhole || columns > self.columns { return nil }
    for column in 0..<columns {
      if coarse.grids[column] == Self.unset { coarse.grids[column] = weights.grid }
      if weights.grid < coarse.grids[column] { refine(\.coarse, column: column, to: weights.grid) }
    }
    let finest = coarse.grids[..<columns].min() ?? weights.grid
    for column in 0..<columns where coarse.grids[column] > finest {
      refine(\.coarse, column: column, to: finest)
      if coarse.grids[column] != finest { return nil }
    }
    return weights.whole(onGrid: finest)
  }

  /// Adds w² to column `columns[i]` of cell `cells[i]`, for every row that has both.
  package mutating func addSquares(to columns: [Int32], cells: [Int32], weights: RowWeights) {
    var left: [Int] = []
    let (squareHigh, squareLow) = (weights.squareHigh, weights.squareLow)
    withBothTiers { (coarse, coarseGrids, fine, fineGrids, stride) in
      for row in cells.indices {
        let (cell, column) = (Int(cells[row]), Int(columns[row]))
        if cell < 0 || column < 0 { continue }
        let (high, low) = (squareHigh[row], squareLow[row])
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
    let (squareHigh, squareLow) = (weights.squareHigh, weights.squareLow)
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
        let (high, low) = (squareHigh[row], squareLow[row])
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
    let whole = wholeWeights(weights, columns: columns)
    let stride = stride
    var row = 0
    while row < cells.count {
      if let whole {
        row = coarse.cells.withUnsafeMutableBytes { sums in
          survey_add_codes(codes, cells, whole, row, cells.count, sums.baseAddress, stride)
        }
        if row == cells.count { return }
      }
      if cells[row] >= 0, codes[row] >= 0 {
        add(weights.values[row], row: Int(cells[row]), column: 0)
        add(weights.values[row], row: Int(cells[row]), column: Int(codes[row]) + 1)
      }
      row += 1
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

/// Counts the answers of a batch that have a cell, by domain; `isWhole` where all rows have a cell and belong to domain 0.
package func countAnswers(
  _ answers: [Int8], cells: [Int32], domains: [Int32], isWhole: Bool, into counts: inout [Int]
) {
  if isWhole {
    if !counts.isEmpty { counts[0] += survey_count_answers(answers, answers.count) }
    return
  }
  counts.withUnsafeMutableBytes { counts in
    guard let base = counts.baseAddress else { return }
    survey_count_answers_by_domain(
      answers, cells, domains, min(answers.count, cells.count, domains.count),
      base.assumingMemoryBound(to: Int64.self))
  }
}
