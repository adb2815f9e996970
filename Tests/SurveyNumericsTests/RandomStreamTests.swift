import SurveyNumerics
import Testing

@Suite struct RandomStreamTests {
  @Test("the generator gives the numbers of its reference implementation")
  func publishedVector() {
    // Blackman and Vigna's xoshiro256starstar.c from the state 1, 2, 3, 4.
    var stream = RandomStream(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
      16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777,
      2_904_607_092_377_533_576,
    ]
    #expect(expected.map { _ in stream.next() } == expected)
  }

  @Test("a seed is spread by the numbers of SplitMix64's reference implementation")
  func seeding() {
    var mixer = SplitMix64(state: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in mixer.next() } == expected)
    mixer = SplitMix64(state: 42)
    var own = RandomStream(state: (mixer.next(), mixer.next(), mixer.next(), mixer.next()))
    var seeded = RandomStream(seed: 42)
    #expect((0..<5).map { _ in own.next() } == (0..<5).map { _ in seeded.next() })
  }

  @Test("streams of one seed differ, and a stream's number and its jump commute")
  func streams() {
    var (first, second, again) = (
      RandomStream(seed: 7), RandomStream(seed: 7, stream: 1), RandomStream(seed: 7, stream: 1)
    )
    let numbers = (0..<1000).map { _ in first.next() }
    let others = (0..<1000).map { _ in second.next() }
    #expect(Set(numbers).isDisjoint(with: others))
    #expect(others == (0..<1000).map { _ in again.next() })
  }

  @Test("a bound that divides nothing evenly favours no number", arguments: [1, 3, 7, 10, 1000])
  func bounded(_ bound: UInt64) {
    var stream = RandomStream(seed: 3)
    var counts = [Int](repeating: 0, count: Int(bound))
    let draws = 100_000
    for _ in 0..<draws { counts[Int(stream.next(below: bound))] += 1 }
    // Pearson's statistic: its mean is bound − 1, its standard deviation √(2(bound − 1)).
    let expected = Double(draws) / Double(bound)
    let statistic = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    let df = Double(bound - 1)
    #expect(statistic <= df + 5 * (2 * df).squareRoot())
  }

  @Test("a bound beyond half of all numbers draws again, and 0 draws nothing")
  func extremes() {
    var stream = RandomStream(seed: 1)
    let bound = UInt64.max / 2 + 2
    for _ in 0..<1000 { #expect(stream.next(below: bound) < bound) }
    #expect(stream.next(below: 0) == 0)
  }
}

@Suite struct HadamardMatrixTests {
  @Test("every order that is made is orthogonal, with a first row and column of ones")
  func orthogonal() throws {
    var orders: Set<Int> = []
    for minimum in 1...200 { orders.insert(try #require(HadamardMatrix.order(atLeast: minimum))) }
    for order in orders.sorted() {
      let matrix = try #require(HadamardMatrix(order: order))
      let rows = (0..<order).map { row in (0..<order).map { Int(matrix[row, $0]) } }
      #expect(rows.allSatisfy { $0.allSatisfy { $0 * $0 == 1 } && $0[0] == 1 } && !rows[0].contains(-1))
      for a in 0..<order {
        for b in 0...a {
          var product = 0
          for column in 0..<order { product += rows[a][column] * rows[b][column] }
          guard product == (a == b ? order : 0) else {
            Issue.record("order \(order): rows \(a) and \(b) have the product \(product)")
            return
          }
        }
      }
    }
  }

  @Test("up to 88 every multiple of 4 but 52 has a matrix, and others none")
  func orders() {
    for order in stride(from: 4, through: 88, by: 4) {
      #expect(HadamardMatrix.order(atLeast: order) == (order == 52 ? 56 : order))
    }
    #expect(
      HadamardMatrix(order: 6) == nil && HadamardMatrix(order: 52) == nil && HadamardMatrix(order: 0) == nil)
    #expect(HadamardMatrix.order(atLeast: .max) == nil)
  }
}
