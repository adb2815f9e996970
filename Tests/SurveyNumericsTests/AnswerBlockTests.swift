import CSurveyShims
import Testing

@testable import SurveyNumerics

/// Rows summed all items at once against sums of 128-bit integers, one addition each.
@Suite struct AnswerBlockTests {
  @Test("sums of weights and of weighted answers are exact", arguments: [1, 7, 8, 15, 16, 17, 21, 33, 64])
  func sumsAreExact(_ items: Int) throws {
    var generator = SplitMix(state: UInt64(items))
    let (cellCount, domainCount, rows) = (37, 3, 2_500)
    let block = AnswerBlock(items: items, grid: -51)
    var weightSums = [[Int128]](repeating: [Int128](repeating: 0, count: cellCount), count: items)
    var answerSums = weightSums
    var valid = [[Int]](repeating: [Int](repeating: 0, count: domainCount), count: items)
    for batch in 0..<3 {
      let count = [rows, 1, 1_031][batch]
      let columns = (0..<items).map { _ in
        (0..<count).map { _ -> Int8 in
          let isMissing = Int.random(in: 0..<10, using: &generator) == 0
          return isMissing ? Int8.min : Int8.random(in: -127...127, using: &generator)
        }
      }
      let cells = (0..<count).map { _ in Int32.random(in: -1..<Int32(cellCount), using: &generator) }
      let domains = cells.map { $0 < 0 ? -1 : $0 % Int32(domainCount) }
      // Up to the largest that a grid has room for.
      let weights = (0..<count).map { _ in Int64.random(in: 0..<1 << 62, using: &generator) }
      #expect(
        block.add(
          columns, cells: cells, domains: domains, weights: weights, cellCount: batch == 0 ? 40 : cellCount,
          domainCount: domainCount))
      for row in 0..<count where cells[row] >= 0 {
        for item in 0..<items where columns[item][row] != .min {
          weightSums[item][Int(cells[row])] += Int128(weights[row])
          answerSums[item][Int(cells[row])] += Int128(weights[row]) * Int128(columns[item][row])
          valid[item][Int(domains[row])] += 1
        }
      }
    }
    for item in 0..<items {
      let bank = block.bank(of: item)
      #expect(bank.rows == 40)
      #expect(block.valid(of: item) == valid[item])
      for cell in 0..<cellCount {
        #expect(bank.coarse.cells[2 * cell] == weightSums[item][cell])
        #expect(bank.coarse.cells[2 * cell + 1] == answerSums[item][cell])
      }
    }
  }

  @Test("every kind of instructions gives the same sums") func instructions() {
    var generator = SplitMix(state: 3)
    let (rows, cells, groups) = (500, 7, 3)
    let answers = (0..<rows * 32).map { _ in Int8.random(in: -127...127, using: &generator) }
    let places = (0..<rows).map { _ in Int32.random(in: -1..<Int32(cells), using: &generator) }
    let weights = (0..<rows).map { _ in Int64.random(in: 0..<1 << 62, using: &generator) }
    let found = (0..<3).compactMap { kind -> [Int64]? in
      var sums = [Int64](repeating: 0, count: cells * groups * 32)
      let isThere = sums.withUnsafeMutableBufferPointer { sums in
        var to = survey_answer_sums(
          sums: sums.baseAddress, stride: groups * 32, absent: groups * 16, absent_rows: nil, items: 23)
        return survey_add_rows_by(Int32(kind), answers, 32, groups, places, weights, rows, &to) != 0
      }
      return isThere ? sums : nil
    }
    #expect(found.first?.contains { $0 != 0 } == true)
    for sums in found { #expect(sums == found[0]) }
  }

  @Test("every kind of instructions turns columns into the same rows", arguments: [0, 1, 3, 50, 100])
  func turning(_ percentMissing: Int) {
    var generator = SplitMix(state: 11)
    let (rows, items, cells) = (77, 13, 5)
    let answers = (0..<rows * items).map { _ in
      Int.random(in: 0..<100, using: &generator) < percentMissing
        ? Int8.min : Int8.random(in: -127...127, using: &generator)
    }
    let places = (0..<rows).map { _ in Int32.random(in: -1..<Int32(cells), using: &generator) }
    let domains = (0..<rows).map { Int32($0 % 2) }
    let weights = (0..<rows).map { _ in Int64.random(in: 0..<1 << 62, using: &generator) }
    var found: [([Int8], [Int64], [Int64])] = []
    for kind in 0..<2 {
      var turned = [Int8](repeating: 99, count: rows * 16)
      var sums = [Int64](repeating: 0, count: cells * 64)
      var absent = [Int64](repeating: 0, count: 2 * items)
      let isThere = answers.withUnsafeBufferPointer { answers in
        let columns = (0..<items).map { item in answers.baseAddress.map { $0 + item * rows } }
        return sums.withUnsafeMutableBufferPointer { sums in
          absent.withUnsafeMutableBufferPointer { absent in
            var to = survey_answer_sums(
              sums: sums.baseAddress, stride: 64, absent: 32, absent_rows: absent.baseAddress, items: items)
            return survey_answers_to_rows_by(
              Int32(kind), columns, 0, items, items, rows, &turned, 16, places, domains, weights, &to) != 0
          }
        }
      }
      if isThere { found.append((turned, sums, absent)) }
    }
    for (turned, sums, absent) in found {
      for row in 0..<rows {
        for item in 0..<items {
          let answer = answers[item * rows + row]
          #expect(turned[row * 16 + item] == (answer == .min ? 0 : answer))
        }
        #expect(Array(turned[row * 16 + items..<row * 16 + 16]) == [1, 0, 0])
      }
      #expect(sums == found[0].1 && absent == found[0].2)
      let missing = answers.indices.filter { answers[$0] == .min && places[$0 % rows] >= 0 }
      #expect(absent.reduce(0, +) == Int64(missing.count))
    }
  }

  @Test("columns that do not fit add nothing") func misfitsAddNothing() {
    let block = AnswerBlock(items: 2, grid: 0)
    let (cells, domains, weights): ([Int32], [Int32], [Int64]) = ([0, 0], [0, 0], [1, 1])
    func add(_ columns: [[Int8]], _ weights: [Int64]) -> Bool {
      block.add(columns, cells: cells, domains: domains, weights: weights, cellCount: 1, domainCount: 1)
    }
    #expect(!add([[1, 2]], weights))
    #expect(!add([[1, 2], [1]], weights))
    #expect(!add([[1, 2], [3, 4]], [1]))
    #expect(add([[1, 2], [3, 4]], weights))
    #expect(block.bank(of: 1).value(row: 0, column: 1).rounded == 7)
    #expect(block.rowCount == 2)
  }
}
