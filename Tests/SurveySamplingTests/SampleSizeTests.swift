import SurveyStats
import Testing

/// Values of PracTools' nPropMoe and of published reports.
@Suite("sample sizes and margins of error") struct SampleSizeTests {
  @Test(
    "the size for a margin of error, with a finite population",
    arguments: [
      (0.05, nil, 384.145882069), (0.05, 300, 168.69568806), (0.05, 500, 217.487218063),
      (0.05, 1000, 277.733453173), (0.05, 2000, 322.385536664), (0.05, 5000, 356.804265094),
      (0.05, 10000, 369.97061048), (0.05, 100_000, 382.679660708), (0.03, nil, 1067.07189464),
      (0.03, 1000, 516.473747795), (0.03, 10000, 964.273415894),
    ] as [(Double, Double?, Double)])
  func size(margin: Double, population: Double?, expected: Double) throws {
    let result = try SampleSize.required(margin: margin, population: population)
    let steps = result.rows.filter { $0.statistic != "sample_size" }
    let size = try #require(steps.last?.estimate)
    #expect(abs(size / expected - 1) < 1e-10)
    #expect(result.rows.last?.estimate == expected.rounded(.up))
  }

  @Test("the design effect comes before the population, the response rate after it")
  func order() throws {
    let result = try SampleSize.required(margin: 0.05, population: 1000, designEffect: 1.5, responseRate: 0.6)
    let z = 1.959963984540054
    let n1 = z * z * 0.25 / 0.0025 * 1.5
    let n2 = 1000 * n1 / (1000 + n1 - 1)
    let values = Dictionary(uniqueKeysWithValues: result.rows.map { ($0.statistic, $0.estimate ?? .nan) })
    #expect(abs((values["sample_size_deff"] ?? 0) / n1 - 1) < 1e-12)
    #expect(abs((values["sample_size_population"] ?? 0) / n2 - 1) < 1e-12)
    #expect(abs((values["sample_size_issued"] ?? 0) / (n2 / 0.6) - 1) < 1e-12)
    #expect(values["sample_size"] == n2.rounded(.up))
    #expect(values["sample_size_to_issue"] == (n2 / 0.6).rounded(.up))
  }

  @Test(
    "margins that agencies published",
    arguments: [(1099, 2.96), (1071, 2.99), (1213, 2.81), (2017, 2.18), (2478, 1.97), (403, 4.88)])
  func published(count: Int, points: Double) throws {
    let margin = try SampleSize.marginOfError(count: count)
    #expect((margin * 10000).rounded() / 100 == points)
  }

  @Test("a finite population narrows the margin, and a sample that is the population has none")
  func finitePopulation() throws {
    // The inverse of the sample size: 277.733453… of 1000 give 5 points.
    #expect(abs(try SampleSize.marginOfError(count: 278, population: 1000) - 0.05) < 5e-5)
    #expect(try SampleSize.marginOfError(count: 40, population: 40) == 0)
    #expect(try SampleSize.marginOfError(count: 1, population: 1) == 0)
  }

  @Test(
    "what cannot be is refused",
    arguments: [
      (0.0, 0.5, nil, nil, nil, 0.95), (1.0, 0.5, nil, nil, nil, 0.95), (.nan, 0.5, nil, nil, nil, 0.95),
      (0.05, 0.0, nil, nil, nil, 0.95), (0.05, 0.5, 0.5, nil, nil, 0.95), (0.05, 0.5, nil, 0.0, nil, 0.95),
      (0.05, 0.5, nil, nil, 1.5, 0.95), (0.05, 0.5, nil, nil, 0.0, 0.95), (0.05, 0.5, nil, nil, nil, 1.0),
      (1e-12, 0.5, nil, nil, nil, 0.95),
    ] as [(Double, Double, Double?, Double?, Double?, Double)])
  func refused(_ facts: (Double, Double, Double?, Double?, Double?, Double)) {
    #expect(throws: SurveyStatsError.self) {
      _ = try SampleSize.required(
        margin: facts.0, proportion: facts.1, population: facts.2, designEffect: facts.3,
        responseRate: facts.4, confidence: facts.5)
    }
  }
}
