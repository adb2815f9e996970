import SurveyDesign
import SurveyInference
import SurveyNumerics
import SurveyStats
import SurveyTable
import Synchronization
import Testing

/// What reliability stands on: terms that sum products and computed numbers, data that is read twice, and
/// the F distribution.
@Suite struct SecondPassTests {
  private static func table(_ q1: [Double], _ q2: [Double]) throws -> SurveyData {
    try SurveyData(columns: [
      SurveyColumn(name: "q1", values: .float64(q1)), SurveyColumn(name: "q2", values: .float64(q2)),
    ])
  }

  /// Data that hands out one source after another, then says that it is spent.
  private static func data(serving tables: [SurveyData]) -> SurveyData {
    let served = Atomic<Int>(0)
    return SurveyData(name: "stdin", columnNames: tables[0].columnNames) {
      () throws(SurveyStatsError) -> any BatchSource in
      let turn = served.add(1, ordering: .relaxed).oldValue
      guard turn < tables.count else { throw SurveyStatsError(.sourceChanged, "stdin is a pipe") }
      return try tables[turn].makeSource()
    }
  }

  @Test("a pipe is refused, and the message says that the data is read twice")
  func pipe() throws {
    let design = try SampleDesign(Self.data(serving: [try Self.table([1, 2, 3], [2, 2, 4])]))
    do throws(SurveyStatsError) {
      _ = try design.reliability(["q1", "q2"])
      Issue.record("answered")
    } catch {
      #expect(error.code == .sourceChanged)
      #expect(error.message.contains("twice") && error.message.contains("pipe"))
    }
  }

  @Test("with clusters one reading is enough, also of a pipe")
  func pipeOfClusters() throws {
    let table = try SurveyData(columns: [
      SurveyColumn(name: "q1", values: .float64([1, 2, 3, 5])),
      SurveyColumn(name: "q2", values: .float64([2, 2, 4, 4])),
      SurveyColumn(name: "village", values: .float64([1, 1, 2, 3])),
    ])
    let design = try SampleDesign(Self.data(serving: [table]), cluster: "village")
    let whole = try SampleDesign(table, cluster: "village").reliability(["q1", "q2"])
    #expect(try design.reliability(["q1", "q2"]).rows == whole.rows)
  }

  @Test("where there are too many clusters to keep the products of each, the rows are read again")
  func manyClusters() throws {
    func answers(_ item: Int) -> [Double] { (0..<4000).map { row in Double((row * 7 + row / 9 * item) % 5) } }
    func alpha(_ limits: ResourceLimits) throws -> [EstimateRow] {
      var columns = (0..<4).map { SurveyColumn(name: "q\($0 + 1)", values: .float64(answers($0))) }
      columns.append(SurveyColumn(name: "village", values: .float64((0..<4000).map { Double($0 / 2) })))
      let data = try SurveyData(columns: columns, limits: limits)
      return try SampleDesign(data, cluster: "village").reliability(["q1", "q2", "q3", "q4"]).rows
    }
    // Products of four items are 15 sums for each of 2,000 clusters, 960,000 bytes.
    let (once, twice) = (try alpha(.standard), try alpha(ResourceLimits(memoryBytes: 3 << 20)))
    #expect(once.map(\.estimate) == twice.map(\.estimate))
    for (a, b) in zip(once, twice) {
      let (one, other) = (try #require(a.standardError), try #require(b.standardError))
      #expect((one - other).magnitude <= 1e-12 * one)
    }
    // They differ in the last bits, or the second road was not taken.
    #expect(once.map(\.standardError) != twice.map(\.standardError))
  }

  @Test("data that changes between the passes is refused")
  func changed() throws {
    let first = try Self.table([1, 2, 3], [2, 2, 4])
    for second in [
      try Self.table([1, 2, 3, 4], [2, 2, 4, 4]), try Self.table([1, 2, .nan], [2, 2, 4]),
    ] {
      let design = try SampleDesign(Self.data(serving: [first, second]))
      do throws(SurveyStatsError) {
        _ = try design.reliability(["q1", "q2"], by: "q1")
        Issue.record("answered")
      } catch {
        #expect(error.code == .sourceChanged)
      }
    }
  }

  @Test("the order of rows may change between the passes, as it does where threads share a file")
  func reordered() throws {
    func alphas(_ second: SurveyData) throws -> [Double?] {
      let first = try Self.table([1, 2, 3, 1, 2], [2, 2, 4, 1, 3])
      return try SampleDesign(Self.data(serving: [first, second])).reliability(["q1", "q2"], by: "q1").rows
        .map(\.standardError)
    }
    let same = try Self.table([1, 2, 3, 1, 2], [2, 2, 4, 1, 3])
    #expect(try alphas(same) == alphas(Self.table([3, 2, 1, 2, 1], [4, 3, 1, 2, 2])))
  }

  @Test("products sum over complete rows, in the columns that productColumn names")
  func products() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "a", values: .float64([1, 2, 3, .nan])),
      SurveyColumn(name: "b", values: .float64([5, .nan, 7, 8])),
      SurveyColumn(name: "c", values: .float64([2, 2, 0.5, 2])),
      SurveyColumn(name: "w", values: .float64([1, 10, 2, 10])),
    ])
    let totals = try SampleDesign(data, weights: "w").totals(
      TotalsRequest(terms: [.products(["a", "b", "c"])]))
    #expect(totals.columnCount(term: 0) == TotalsTerm.productColumns(of: 3))
    #expect(totals.validCount(term: 0, domain: 0) == 2)
    func total(_ column: Int) -> Double { totals.total(term: 0, column: column, domain: 0).rounded }
    func product(_ i: Int, _ j: Int) -> Double { total(TotalsTerm.productColumn(i, j, of: 3)) }
    #expect((0...3).map(total) == [3, 7, 19, 3])
    #expect([product(0, 0), product(0, 1), product(0, 2)] == [19, 47, 5])
    #expect([product(1, 1), product(1, 2), product(2, 2)] == [123, 17, 4.5])
    #expect(product(2, 0) == product(0, 2))
  }

  @Test("a computed term that repeats the answers is the joint term", arguments: [true, false])
  func computed(_ pairs: Bool) throws {
    let data = try Self.table([1, 4, 2, 8, .nan], [3, 1, 4, 1, 5])
    let design = try SampleDesign(data)
    let functions = RowFunctions(items: ["q1", "q2"], count: 2, domains: [[]]) { answers, domain, numbers in
      numbers = domain == 0 ? answers : [.nan, .nan]
    }
    func variances(_ term: TotalsTerm) throws -> [Double] {
      let totals = try design.totals(TotalsRequest(terms: [term], crossMoments: pairs))
      let one = DoubleDouble(1)
      let covariance = try DesignCovariance(
        [1, 2].map { LinearStatistic(term: 0, domain: 0, coefficients: [($0, one)]) }, totals: totals,
        design: design)
      let both = pairs ? [covariance.covariance(0, 1)] : []
      return [covariance.variance(of: 0), covariance.variance(of: 1)] + both
    }
    #expect(try variances(.computed(functions)) == variances(.joint(["q1", "q2"])))
  }

  @Test("F quantiles: closed forms for 2 degrees of freedom, t² for 1, reciprocals")
  func fisher() {
    func close(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude <= 1e-13 * b.magnitude }
    for p in [0.005, 0.025, 0.3, 0.5, 0.9, 0.975] {
      #expect(close(fisherQuantile(p, numerator: 2, denominator: 2), p / (1 - p)))
      for d in [1, 3, 14, 2708, 21672] as [Double] {
        let t = studentQuantile((1 + p) / 2, degreesOfFreedom: d)
        #expect(close(fisherQuantile(p, numerator: 1, denominator: d), t * t))
        #expect(
          close(
            fisherQuantile(p, numerator: d, denominator: 4 * d)
              * fisherQuantile(1 - p, numerator: 4 * d, denominator: d), 1))
      }
    }
    #expect(fisherQuantile(0.5, numerator: 0, denominator: 3).isNaN)
    #expect(fisherQuantile(0.5, numerator: 3, denominator: .infinity).isNaN)
    #expect(fisherQuantile(.nan, numerator: 3, denominator: 3).isNaN)
  }
}
