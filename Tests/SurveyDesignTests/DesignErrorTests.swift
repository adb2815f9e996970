import SurveyStats
import Testing

/// Designs that cannot be, each with the error and the place it must name.
@Suite struct DesignErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var columns: [SurveyColumn]
    var weights: String?
    var strata: ColumnList = []
    var cluster: ColumnList = []
    var fpc: ColumnList = []
    var population: Double?
    var code: SurveyStatsError.Code
    var row: Int?
    var says: String
  }

  static let y = SurveyColumn(name: "y", values: .float64([1, 2, 3, 4]))
  static let pairs = SurveyColumn(name: "h", texts: ["a", "a", "b", "b"])

  static let cases: [Case] = [
    Case(
      testDescription: "a negative weight",
      columns: [y, SurveyColumn(name: "w", values: .float64([1, 2, -3, 4]))], weights: "w",
      code: .invalidDesign, row: 3, says: "-3"),
    Case(
      testDescription: "a missing weight",
      columns: [y, SurveyColumn(name: "w", values: .float64([1, .nan, 3, 4]))], weights: "w",
      code: .invalidDesign, row: 2, says: "missing"),
    Case(
      testDescription: "an infinite weight",
      columns: [y, SurveyColumn(name: "w", values: .float64([1, 2, 3, .infinity]))], weights: "w",
      code: .malformedData, row: 4, says: "infinite"),
    Case(
      testDescription: "only weights of zero",
      columns: [y, SurveyColumn(name: "w", values: .float64([0, 0, 0, 0]))], weights: "w",
      code: .emptyData, says: "weight 0"),
    Case(
      testDescription: "a missing stratum",
      columns: [y, SurveyColumn(name: "h", texts: ["a", "a", nil, "b"])], strata: "h",
      code: .invalidDesign, row: 3, says: "stratum"),
    Case(
      testDescription: "a missing cluster",
      columns: [y, SurveyColumn(name: "c", texts: ["a", "a", "b", ""])], cluster: "c",
      code: .invalidDesign, row: 4, says: "cluster"),
    Case(
      testDescription: "fractions and counts in one fpc column",
      columns: [y, pairs, SurveyColumn(name: "N", values: .float64([0.5, 0.5, 7, 7]))], strata: "h",
      fpc: "N", code: .invalidDesign, says: "not both"),
    Case(
      testDescription: "an fpc that changes within a stratum",
      columns: [y, pairs, SurveyColumn(name: "N", values: .float64([9, 9, 7, 8]))], strata: "h",
      fpc: "N", code: .invalidDesign, row: 4, says: "7"),
    Case(
      testDescription: "a population smaller than the sample",
      columns: [y, pairs, SurveyColumn(name: "N", values: .float64([9, 9, 1, 1]))], strata: "h",
      fpc: "N", code: .invalidDesign, says: "'b'"),
    Case(
      testDescription: "an fpc of zero",
      columns: [y, pairs, SurveyColumn(name: "N", values: .float64([0, 0, 7, 7]))], strata: "h",
      fpc: "N", code: .invalidDesign, row: 1, says: "positive"),
    Case(
      testDescription: "a whole population smaller than the sample", columns: [y], population: 3,
      code: .invalidDesign, says: "3 units"),
    Case(
      testDescription: "a population beside strata", columns: [y, pairs], strata: "h", population: 30,
      code: .invalidArgument, says: "fpc"),
    Case(
      testDescription: "a population that is no number", columns: [y], population: .nan,
      code: .invalidArgument, says: "population"),
    Case(
      testDescription: "an unknown stratum column", columns: [y, pairs], strata: "hh",
      code: .unknownColumn, says: "'h'"),
    Case(
      testDescription: "two stages", columns: [y, pairs], cluster: ["h", "y"], code: .unsupported,
      says: "stages"),
    Case(
      testDescription: "a lonely stratum",
      columns: [y, SurveyColumn(name: "h", texts: ["a", "a", "a", "only"])], strata: "h",
      code: .lonelyUnit, says: "'only'"),
    Case(
      testDescription: "no rows", columns: [SurveyColumn(name: "y", values: .float64([]))],
      code: .emptyData, says: "no rows"),
    Case(
      testDescription: "an answer too large to square",
      columns: [SurveyColumn(name: "y", values: .float64([1, 2, 1e60, 4]))], code: .malformedData, row: 3,
      says: "too large"),
  ]

  @Test("names what is wrong and where", arguments: cases)
  func names(_ wrong: Case) throws {
    let data = try SurveyData(columns: wrong.columns)
    do {
      let design = try SampleDesign(
        data, weights: wrong.weights, strata: wrong.strata, cluster: wrong.cluster, fpc: wrong.fpc,
        population: wrong.population)
      _ = try design.mean("y")
      Issue.record("accepted")
    } catch {
      #expect(error.code == wrong.code)
      #expect(error.row == wrong.row)
      #expect(error.message.contains(wrong.says), "\(error.message)")
    }
  }

  @Test("options that cannot be are refused before any row is read")
  func options() throws {
    let design = try SampleDesign(try SurveyData(columns: [Self.y]))
    for options in [
      EstimateOptions(confidence: 0), EstimateOptions(confidence: 1), EstimateOptions(confidence: .nan),
      EstimateOptions(degreesOfFreedom: .fixed(0)), EstimateOptions(degreesOfFreedom: .fixed(-3)),
    ] {
      #expect(throws: SurveyStatsError.self) { try design.mean("y", options) }
    }
    #expect(throws: SurveyStatsError.self) { try design.mean([]) }
  }

  @Test("a cancelled run stops and says so") func cancelled() throws {
    let run = RunControl()
    run.cancel()
    do {
      _ = try SampleDesign(try SurveyData(columns: [Self.y])).mean("y", EstimateOptions(run: run))
      Issue.record("went on")
    } catch {
      #expect(error.code == .cancelled)
    }
  }

  @Test("limits refuse before they allocate") func limits() throws {
    var limits = ResourceLimits()
    limits.levels = 3
    let data = try SurveyData(columns: [Self.y], limits: limits)
    do {
      _ = try SampleDesign(data).proportion("y")
      Issue.record("accepted")
    } catch {
      #expect(error.code == .limitExceeded)
    }
    limits = ResourceLimits()
    limits.memoryBytes = 100
    do {
      let data = try SurveyData(columns: [Self.y, Self.pairs], limits: limits)
      _ = try SampleDesign(data).mean("y", by: "h")
      Issue.record("accepted")
    } catch {
      #expect(error.code == .limitExceeded)
    }
  }
}
