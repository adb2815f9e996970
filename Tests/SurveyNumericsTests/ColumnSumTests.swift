import Testing

@testable import SurveyNumerics

/// Sums of whole columns and rows at once: the same numbers as one by one.
@Suite struct ColumnSumTests {
  private struct Stream {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 31
    }
    mutating func below(_ n: Int) -> Int { Int(next() >> 33) % n }
    mutating func number() -> Double {
      let sign = below(2) == 0 ? 1.0 : -1.0
      return sign
        * Double(sign: .plus, exponent: below(140) - 70, significand: 1 + Double(next() >> 12) / 0x1p52)
    }
  }

  @Test("a cell of two grids is read as the wide sum of the same numbers", arguments: 0..<40)
  func twoGrids(_ seed: Int) {
    var random = Stream(state: UInt64(seed) &* 977 &+ 5)
    var bank = ExactSumBank(columns: 2)
    bank.ensureRows(8)
    var wide = [SuperAccumulator](repeating: SuperAccumulator(), count: 8)
    for _ in 0..<300 {
      let row = random.below(8)
      // Large numbers that cancel, and small ones beside them.
      let a = seed % 2 == 0 ? random.number() : Double(random.below(1000)) * 1.1
      let b = random.below(5) == 0 ? 1e-9 : random.number()
      bank.addProduct(a, b, row: row, column: 1)
      let product = DoubleDouble.exactProduct(a, b)
      wide[row].add(product.high)
      wide[row].add(product.low)
    }
    let column = bank.values(rows: Array(0..<8), column: 1)
    var all = SuperAccumulator()
    for row in 0..<8 {
      #expect(bank.value(row: row, column: 1) == wide[row].value)
      #expect(column[row] == wide[row].value)
      all.add(wide[row])
    }
    #expect(bank.sum(rows: Array(0..<8), column: 1) == all.value)
    #expect(bank.sum(rows: [], column: 1) == .zero)
  }

  @Test(
    "both halves of a two-grid cell, with carries, borrows and ties",
    arguments: [
      (0, 0), (1, 0), (0, 1), (1, -1), (-1, 1), (1 << 60, 1), (1 << 60, -1), (-(1 << 60), 1), (3, 1 << 40),
      (1 << 53, 1), ((1 << 54) + 1, -1), (-(1 << 54) - 2, 1), (Int.max, Int.max), (Int.min, Int.min),
    ])
  func halves(_ whole: Int, _ part: Int) {
    for (grid, fineGrid) in [(0, -40), (-20, -110), (10, -100), (-52, -113)] {
      for factor in [Int128(1), 1 << 20, 1 << 50] {
        let value = ExactSumBank.value(
          of: Int128(whole) * factor, grid: grid, and: Int128(part), grid: fineGrid)
        var sum = SuperAccumulator()
        sum.add(Int128(whole) * factor, exponent: grid)
        sum.add(Int128(part), exponent: fineGrid)
        if let value { #expect(value == sum.value, "\(whole) \(part) \(grid) \(fineGrid)") }
      }
    }
  }

  @Test("a whole sum of any size is read as the wide sum of it, also where it lies between two doubles")
  func wholeSums() {
    var random = Stream(state: 11)
    for bits in 1...122 {
      for ending in [Int128(0), 1, -1, Int128(random.next() >> 12)] {
        let size = (Int128(1) << Int128(bits)) + ending * (bits > 60 ? 1 << Int128(bits - 60) : 1)
        for cell in [size, -size] {
          let bank = ExactSumBank(rows: 1, columns: 1, grid: -54) { _, _ in cell }
          var sum = SuperAccumulator()
          sum.add(cell, exponent: -54)
          #expect(bank.values(rows: [0], column: 0)[0] == sum.value, "\(cell)")
          #expect(bank.value(row: 0, column: 0) == sum.value, "\(cell)")
        }
      }
    }
  }

  @Test("runs summed side by side have the digits of each summed alone: unequal, empty, fewer than four")
  func runs() {
    var random = Stream(state: 17)
    var (a, b) = (DoubleDoubleColumn(count: 400), DoubleDoubleColumn(count: 400))
    for index in 0..<400 {
      a[index] = DoubleDouble.exactProduct(random.number(), random.number())
      b[index] = DoubleDouble.exactProduct(random.number(), random.number())
    }
    for lengths in [[5], [3, 0, 40], [7, 7, 7, 7], [1, 90, 2, 0, 33, 33, 8, 1, 60], []] {
      let starts = lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
      let (sums, products) = (a.sums(ofRuns: starts), a.sums(ofRuns: starts, timesThoseOf: b))
      #expect(sums.count == lengths.count)
      for run in lengths.indices {
        let places = starts[run]..<starts[run + 1]
        #expect(sums[run] == places.reduce(DoubleDouble.zero) { $0 + a[$1] })
        #expect(products[run] == places.reduce(DoubleDouble.zero) { $0 + a[$1] * b[$1] })
      }
    }
    // Runs that are none have no sum, and nothing outside of the column is read.
    #expect(a.sums(ofRuns: [0, 500]).high == [0])
    #expect(a.sums(ofRuns: [9, 3]).high == [0])
  }

  @Test("numbers added by the column are those added one by one: fractions, whole numbers, zeros, gaps")
  func numbersByColumn() {
    var random = Stream(state: 23)
    let (count, rows) = (3000, 7)
    let values = (0..<count).map { row -> Double in
      switch row % 5 {
      case 0: 0
      case 1: Double(random.below(2000) - 1000)
      case 2: Double(random.below(105)) / 21
      case 3: -1e-7 * Double(random.below(100))
      default: random.number()
      }
    }
    let weights = (0..<count).map { _ in Double(random.below(1000) + 1) * 1.37 }
    let cells = (0..<count).map { _ in Int32(random.below(rows + 1)) - 1 }
    let valid = (0..<count).map { _ in UInt8(random.below(6) == 0 ? 0 : 1) }
    var bank = ExactSumBank(columns: 2)
    bank.ensureRows(rows)
    bank.addWeighted(values, valid: valid, cells: cells, weights: RowWeights(weights))
    var sums = [[SuperAccumulator]](repeating: [SuperAccumulator(), SuperAccumulator()], count: rows)
    for row in 0..<count where cells[row] >= 0 && valid[row] != 0 {
      let product = DoubleDouble.exactProduct(weights[row], values[row])
      sums[Int(cells[row])][0].add(weights[row])
      sums[Int(cells[row])][1].add(product.high)
      sums[Int(cells[row])][1].add(product.low)
    }
    for row in 0..<rows {
      for column in 0..<2 { #expect(bank.value(row: row, column: column) == sums[row][column].value) }
    }
  }

  @Test("operations on columns are those on numbers, to the last bit")
  func columns() {
    var random = Stream(state: 3)
    var a = DoubleDoubleColumn(count: 1000)
    var b = a
    for index in 0..<1000 {
      a[index] = DoubleDouble.exactProduct(random.number(), random.number())
      b[index] = DoubleDouble.exactProduct(random.number(), random.number())
    }
    let factor = DoubleDouble(1) / DoubleDouble(7)
    var sum = a
    sum.add(b, times: factor)
    for index in 0..<1000 { #expect(sum[index] == a[index] + factor * b[index]) }
    #expect(a.sum(10..<900) == (10..<900).reduce(DoubleDouble.zero) { $0 + a[$1] })
    #expect(
      a.sum(ofProductsWith: b, 0..<1000, from: factor)
        == (0..<1000).reduce(factor) { $0 + a[$1] * b[$1] })
  }

  @Test("rows of products and of numbers are added as each of their numbers would be")
  func rows() {
    var random = Stream(state: 11)
    let (items, count) = (3, 500)
    for scale in [1.0, 1e12, 1e-7] {
      let values = (0..<count).map { _ in Double(random.below(4000)) * scale / 1000 }
      let answers = (0..<items * count).map { _ in
        random.below(12) == 0 ? Int8.min : Int8(random.below(7) - 2)
      }
      let cells = (0..<count).map { _ in Int32(random.below(5) - 1) }
      let weights = RowWeights(values)
      var quick = ExactSumBank(columns: 10)
      quick.ensureRows(4)
      var slow = quick
      var (numbers, numbersOneByOne) = (quick, quick)
      var counts = [0, 0]
      var left: [Int] = []
      let isDone = quick.addProducts(
        answers: answers, items: items, cells: cells, domains: cells.map { max($0, 0) & 1 }, weights: weights,
        counts: &counts, others: &left)
      #expect(isDone && left.isEmpty)
      var expected = [0, 0]
      for row in 0..<count where cells[row] >= 0 {
        let own = (0..<items).map { answers[$0 * count + row] }
        let made = (0..<10).map { _ in random.number() }
        numbers.add(weight: values[row], times: made, row: Int(cells[row]))
        for column in 0..<10 {
          numbersOneByOne.addProduct(values[row], made[column], row: Int(cells[row]), column: column)
        }
        if own.contains(.min) { continue }
        expected[Int(cells[row]) & 1] += 1
        var factors = [1.0] + own.map(Double.init)
        for i in 0..<items { for j in i..<items { factors.append(Double(own[i]) * Double(own[j])) } }
        for column in 0..<10 {
          slow.addProduct(values[row], factors[column], row: Int(cells[row]), column: column)
        }
      }
      #expect(counts == expected)
      for row in 0..<4 {
        for column in 0..<10 {
          #expect(quick.value(row: row, column: column) == slow.value(row: row, column: column))
          #expect(numbers.value(row: row, column: column) == numbersOneByOne.value(row: row, column: column))
        }
      }
    }
  }
}
