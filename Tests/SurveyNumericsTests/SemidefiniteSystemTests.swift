import SurveyNumerics
import Testing

@Suite struct SemidefiniteSystemTests {
  private func system(_ rows: [[Double]]) -> SemidefiniteSystem? {
    SemidefiniteSystem(rows.flatMap { $0.map { DoubleDouble($0) } }, order: rows.count)
  }

  @Test("a regular system has its solution to more digits than a Double")
  func regular() throws {
    // Hilbert's matrix of order 4, whose inverse is whole: x = (1, 1, 1, 1) times.
    let rows = (0..<4).map { i in (0..<4).map { 420 / Double(i + $0 + 1) } }
    let right = rows.map { row in row.reduce(DoubleDouble.zero) { $0 + DoubleDouble($1) } }
    let solution = try #require(system(rows)).solve(right)
    for x in solution { #expect((x - DoubleDouble(1)).rounded.magnitude < 1e-24) }
  }

  @Test("a singular system keeps the fitted values: two margins that both add up to everybody")
  func singular() throws {
    // Cells (F, o) 3, (F, y) 5, (M, o) 7, (M, y) 11: categories F, M, o, y.
    let matrix: [[Double]] = [[8, 0, 3, 5], [0, 18, 7, 11], [3, 7, 10, 0], [5, 11, 0, 16]]
    // z = 2 for F and 5 for M, which the categories explain without a residual.
    let right = [16.0, 90, 41, 65].map { DoubleDouble($0) }
    let b = try #require(system(matrix)).solve(right)
    for (sex, age, z) in [(0, 2, 2.0), (0, 3, 2), (1, 2, 5), (1, 3, 5)] {
      #expect((b[sex] + b[age] - DoubleDouble(z)).rounded.magnitude < 1e-28)
    }
  }

  @Test("very uneven weights cost no digits of what is fitted") func uneven() throws {
    let (low, high) = (0x1p-40, 0x1p40)
    let matrix: [[Double]] = [
      [low + 1, 0, low, 1], [0, high + 2, high, 2], [low, high, low + high, 0], [1, 2, 0, 3],
    ]
    let right = [low + 1, -(high + 2), low - high, -1].map { DoubleDouble($0) }
    let b = try #require(system(matrix)).solve(right)
    for (sex, age, z) in [(0, 2, 1.0), (0, 3, 1), (1, 2, -1), (1, 3, -1)] {
      #expect((b[sex] + b[age] - DoubleDouble(z)).rounded.magnitude < 1e-12)
    }
  }

  @Test("what is no positive semidefinite matrix is refused, without a trap")
  func refused() {
    #expect(system([]) == nil)
    #expect(system([[0]]) == nil)
    #expect(system([[1, 2], [2, 1]]) == nil)
    #expect(system([[1, .nan], [.nan, 1]]) == nil)
    #expect(system([[.infinity]]) == nil)
    #expect(SemidefiniteSystem([DoubleDouble(1)], order: 2) == nil)
    #expect(system([[1]])?.solve([]).count == 1)
  }
}
