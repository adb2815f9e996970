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
        let weights = RowWeights(Array(reference.weights[range]), squares: false)
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

  @Test("second moments on the integer road equal those on the general road")
  func momentsAgree() {
    var generator = SplitMix(state: 11)
    let weights = (0..<2000).map { _ in Double.random(in: 0.01...900, using: &generator) }
    let values = (0..<2000).map { _ in Double(Int.random(in: -1000...1000, using: &generator)) }
    let rows = RowWeights(weights, squares: true)
    var fast = ExactSumBank(columns: 3)
    var plain = ExactSumBank(columns: 3)
    fast.ensureRows(4)
    plain.ensureRows(4)
    let cells = (0..<2000).map { Int32($0 % 4) }
    let valid = (0..<2000).map { UInt8($0 % 7 == 0 ? 0 : 1) }
    fast.addSecondMoments(values, valid: valid, cells: cells, weights: rows)
    for row in 0..<2000 where valid[row] != 0 {
      let square = DoubleDouble.exactProduct(weights[row], weights[row])
      for (column, factor) in [1, values[row], values[row] * values[row]].enumerated() {
        plain.add(DoubleDouble.exactProduct(square.high, factor), row: row % 4, column: column)
        plain.add(DoubleDouble.exactProduct(square.low, factor), row: row % 4, column: column)
      }
    }
    for row in 0..<4 {
      for column in 0..<3 {
        #expect(fast.value(row: row, column: column) == plain.value(row: row, column: column))
      }
    }
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
