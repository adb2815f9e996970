import Foundation
import Testing

@testable import SurveyNumerics

/// Sums by rational arithmetic (`Tests/Reference/exact-sums.py`).
struct ExactSumCase: Sendable, CustomTestStringConvertible {
  var name: String
  var values: [Double]
  var weights: [Double]
  var sum: Double
  var squares: Double
  var testDescription: String { name }

  static let all: [ExactSumCase] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/exact-sums.json")
    guard let data = try? Data(contentsOf: file),
      let document = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let cases = document["cases"] as? [[String: Any]]
    else { return [] }
    func hex(_ text: Any?) -> Double { (text as? String).flatMap(Double.init) ?? .nan }
    return cases.map { object in
      ExactSumCase(
        name: object["name"] as? String ?? "", values: (object["values"] as? [String] ?? []).map(hex),
        weights: (object["weights"] as? [String] ?? []).map(hex), sum: hex(object["sum"]),
        squares: hex(object["squares"]))
    }
  }()
}

@Suite struct ExactSumTests {
  @Test("the references are there") func referencesAreComplete() {
    #expect(ExactSumCase.all.count >= 13)
  }

  @Test("a bank's sums are the exact sums, rounded once", arguments: ExactSumCase.all)
  func bankIsExact(_ reference: ExactSumCase) {
    var bank = ExactSumBank(columns: 2)
    bank.ensureRows(3)
    for (value, weight) in zip(reference.values, reference.weights) {
      bank.addProduct(weight, value, row: 1, column: 1)
    }
    #expect(bank.value(row: 1, column: 1).rounded == reference.sum)
    #expect(bank.value(row: 0, column: 1).rounded == 0)
  }

  @Test("the order of additions does not show", arguments: ExactSumCase.all)
  func orderDoesNotShow(_ reference: ExactSumCase) {
    var generator = SplitMix(state: 7)
    var order = Array(reference.values.indices)
    for _ in 0..<5 {
      order.shuffle(using: &generator)
      var bank = ExactSumBank(columns: 1)
      bank.ensureRows(1)
      for index in order {
        bank.addProduct(reference.weights[index], reference.values[index], row: 0, column: 0)
      }
      #expect(bank.value(row: 0, column: 0).rounded == reference.sum)
    }
  }

  @Test("loops over a batch give the same exact sums", arguments: ExactSumCase.all)
  func batchesAreExact(_ reference: ExactSumCase) {
    for size in [1, 3, 64, 4096] {
      var sums = ExactSumBank(columns: 2)
      var squares = ExactSumBank(columns: 1)
      sums.ensureRows(1)
      squares.ensureRows(1)
      for start in stride(from: 0, to: reference.values.count, by: size) {
        let range = start..<min(start + size, reference.values.count)
        let weights = RowWeights(Array(reference.weights[range]))
        let valid = [UInt8](repeating: 1, count: range.count)
        let cells = [Int32](repeating: 0, count: range.count)
        sums.addWeighted(Array(reference.values[range]), valid: valid, cells: cells, weights: weights)
        squares.addWeightedSquares(
          Array(reference.values[range]), valid: valid, cells: cells, weights: weights)
      }
      #expect(sums.value(row: 0, column: 1).rounded == reference.sum)
      let error = (squares.value(row: 0, column: 0).rounded - reference.squares).magnitude
      #expect(error <= 1e-30 * reference.squares.magnitude || error <= reference.squares.ulp)
    }
  }

  @Test("second moments do not depend on the order of rows, and those of whole answers are exact")
  func momentsAreExact() {
    var generator = SplitMix(state: 11)
    let weights = (0..<2000).map { _ in Double.random(in: 0.01...900, using: &generator) }
    let values = (0..<2000).map { row in
      row % 5 == 0
        ? Double.random(in: -3...300, using: &generator)
        : Double(Int.random(in: -100...100, using: &generator))
    }
    let valid = (0..<2000).map { UInt8($0 % 7 == 0 ? 0 : 1) }
    func moments(_ order: [Int], batch: Int, wholeOnly: Bool) -> [DoubleDouble] {
      var moments = SecondMoments()
      moments.ensureRows(4)
      for start in stride(from: 0, to: order.count, by: batch) {
        let rows = Array(order[start..<min(start + batch, order.count)])
        moments.add(
          rows.map { values[$0] }, valid: rows.map { wholeOnly && $0 % 5 == 0 ? 0 : valid[$0] },
          cells: rows.map { Int32($0 % 4) },
          weights: RowWeights(rows.map { weights[$0] }))
      }
      return (0..<12).map { moments.value(row: $0 / 3, power: $0 % 3) }
    }
    let plain = moments(Array(0..<2000), batch: 4096, wholeOnly: false)
    #expect(moments((0..<2000).reversed(), batch: 17, wholeOnly: false) == plain)
    #expect(moments((0..<2000).shuffled(using: &generator), batch: 300, wholeOnly: false) == plain)

    let whole = moments(Array(0..<2000), batch: 100, wholeOnly: true)
    for cell in 0..<4 {
      for power in 0..<3 {
        var exact = SuperAccumulator()
        for row in 0..<2000 where row % 4 == cell && row % 5 != 0 && valid[row] != 0 {
          let factor = power == 0 ? 1 : power == 1 ? values[row] : values[row] * values[row]
          let square = DoubleDouble.exactProduct(weights[row], weights[row])
          for part in [square.high, square.low] {
            let product = DoubleDouble.exactProduct(part, factor)
            exact.add(product.high)
            exact.add(product.low)
          }
        }
        #expect(whole[cell * 3 + power] == exact.value)
      }
    }
  }

  @Test("products of two items do not depend on the order of rows")
  func crossMoments() {
    var generator = SplitMix(state: 3)
    let rows = Array(0..<500)
    let weights = rows.map { _ in Double.random(in: 0.01...900, using: &generator) }
    let a = rows.map { $0 % 3 == 0 ? 0.1 * Double($0) : Double($0 % 11) }
    let b = rows.map { Double($0 % 7) - 3 }
    func bank(_ order: [Int], batch: Int) -> [DoubleDouble] {
      var bank = ExactSumBank(columns: 4)
      bank.ensureRows(1)
      for start in stride(from: 0, to: order.count, by: batch) {
        let part = Array(order[start..<min(start + batch, order.count)])
        let valid = [UInt8](repeating: 1, count: part.count)
        bank.addCrossMoments(
          part.map { a[$0] }, part.map { b[$0] }, valid: (valid, valid),
          cells: part.map { _ in 0 }, weights: RowWeights(part.map { weights[$0] }))
      }
      return (0..<4).map { bank.value(row: 0, column: $0) }
    }
    let plain = bank(rows, batch: 500)
    #expect(bank(rows.reversed(), batch: 1) == plain)
    #expect(bank(rows.shuffled(using: &generator), batch: 33) == plain)
    let products = rows.map { weights[$0] * weights[$0] * a[$0] * b[$0] }.reduce(0, +)
    #expect((plain[3].rounded - products).magnitude < 1e-12 * products.magnitude)
  }

  @Test("more columns keep what is there") func columnsGrow() {
    var bank = ExactSumBank(columns: 0)
    bank.ensureRows(2)
    for column in 0..<40 {
      bank.ensureColumns(column + 1)
      bank.add(Double(column) + 0.5, row: 1, column: column)
      bank.add(1e-200, row: 1, column: column)
      bank.add(1e200, row: 1, column: column)
      bank.add(-1e200, row: 1, column: column)
    }
    bank.ensureRows(5)
    for column in 0..<40 {
      #expect(bank.value(row: 1, column: column).rounded == Double(column) + 0.5)
      #expect(bank.value(row: 1, column: column).low != 0)
      #expect(bank.value(row: 0, column: column).rounded == 0)
    }
  }

  @Test("a cell that fills up is emptied and goes on") func fullCells() {
    var bank = ExactSumBank(columns: 1)
    bank.ensureRows(1)
    bank.add(1, row: 0, column: 0)
    for _ in 0..<3000 { bank.add(0x1p42, row: 0, column: 0) }
    for _ in 0..<3_000_000 { bank.add(0x1p41, row: 0, column: 0) }
    #expect(bank.value(row: 0, column: 0) == DoubleDouble(3000 * 0x1p42 + 3_000_000 * 0x1p41, 1))
  }
}

/// A small generator with a seed (Steele, Lea & Flood 2014), so that a failure can be seen again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
