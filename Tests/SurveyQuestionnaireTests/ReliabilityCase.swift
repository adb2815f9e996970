import Foundation
import SurveyStats
import Testing

/// A request of `Tests/Reference/reliability.json` with the rows that R gives for it.
struct ReliabilityCase: Sendable, Decodable, CustomTestStringConvertible {
  var id: String
  var data: String
  var request: Request
  var tolerance: Double
  var rows: [Row]
  var covariance: [[Double]]?

  var testDescription: String { id }

  struct Request: Sendable, Decodable {
    var items: [String]
    var weights: String?
    var strata: [String]?
    var cluster: [String]?
    var fpc: [String]?
    var population: Double?
    var by: [String]?
    var `where`: String?
    var level: Double?
    var df: DegreesOfFreedom?
    var covariance: Bool?
    var missing: String?
    /// Files of margins.
    var poststratify: String?
    var rake: String?
  }

  struct Row: Sendable, Decodable {
    var statistic: String
    var term: String
    var group: [String: String]?
    var estimate: Double?
    var standardError: Double?
    var confidenceLow: Double?
    var confidenceHigh: Double?
    var df: Double?
    var n: Int
    var missingCount: Int
    var weightedCount: Double
    var cv: Double?

    enum CodingKeys: String, CodingKey {
      case statistic, term, group, estimate, df, n, cv
      case standardError = "std_error"
      case confidenceLow = "conf_low"
      case confidenceHigh = "conf_high"
      case missingCount = "n_missing"
      case weightedCount = "weighted_n"
    }
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Reference")

  static let all: [ReliabilityCase] = {
    struct Document: Decodable { var cases: [ReliabilityCase] }
    guard let data = try? Data(contentsOf: folder.appending(path: "reliability.json")) else { return [] }
    do {
      return try JSONDecoder().decode(Document.self, from: data).cases
    } catch {
      print("reliability.json: \(error)")
      return []
    }
  }()

  /// Our answer to the request.
  func answer() throws -> Estimates {
    var reading = CSVOptions()
    if let missing = request.missing { reading.missing = try MissingCodesByColumn(parsing: missing) }
    func path(_ file: String) -> String {
      Self.folder.appending(path: "data").appending(path: file).path(percentEncoded: false)
    }
    var design = try SampleDesign(
      try SurveyData(csvFile: path(data), options: reading), weights: request.weights,
      strata: ColumnList(request.strata ?? []), cluster: ColumnList(request.cluster ?? []),
      fpc: ColumnList(request.fpc ?? []), population: request.population)
    if let margins = request.poststratify {
      design = try design.postStratified(to: try PopulationMargins(csvFile: path(margins))).design
    }
    if let margins = request.rake {
      design = try design.raked(to: try PopulationMargins(csvFile: path(margins))).design
    }
    var options = EstimateOptions(confidence: request.level ?? 0.95, covariance: request.covariance ?? false)
    if let df = request.df { options.degreesOfFreedom = df }
    return try design.reliability(
      ColumnList(request.items), by: ColumnList(request.by ?? []), where: request.where, options)
  }

  /// What of `estimates` is not as R has it, in words.
  func differences(_ estimates: Estimates) -> [String] {
    guard estimates.rows.count == rows.count else {
      return ["\(estimates.rows.count) rows, R has \(rows.count)"]
    }
    var problems: [String] = []
    for (row, expected) in zip(estimates.rows, rows) {
      let label = "\(row.statistic) \(row.term) \(row.group.map(\.value))"
      let group = Dictionary(uniqueKeysWithValues: row.group.map { ($0.column, $0.value) })
      if row.statistic != expected.statistic || row.term != expected.term || group != expected.group ?? [:] {
        problems.append("\(label) is not \(expected)")
      }
      if row.count != expected.n || row.missingCount != expected.missingCount {
        problems.append("\(label): n \(row.count), missing \(row.missingCount)")
      }
      // A limit near 0 is a difference of larger numbers.
      let scale = max((expected.estimate ?? 0).magnitude, (expected.confidenceHigh ?? 0).magnitude)
      func compare(_ name: String, _ ours: Double?, _ theirs: Double?, beside scale: Double = 0) {
        switch (ours, theirs) {
        case (nil, nil): return
        case (let a?, let b?) where (a - b).magnitude <= tolerance * max(b.magnitude, scale): return
        default: problems.append("\(label): \(name) is \(ours as Any), R has \(theirs as Any)")
        }
      }
      compare("estimate", row.estimate, expected.estimate)
      compare("std_error", row.standardError, expected.standardError)
      compare("conf_low", row.confidenceLow, expected.confidenceLow, beside: scale)
      compare("conf_high", row.confidenceHigh, expected.confidenceHigh)
      compare("weighted_n", row.weightedCount, expected.weightedCount)
      if expected.df != nil || expected.confidenceLow == nil {
        compare("df", row.degreesOfFreedom, expected.df)
      }
      if expected.estimate != nil { compare("cv", row.coefficientOfVariation, expected.cv) }
    }
    guard let covariance else { return problems }
    for i in covariance.indices {
      for j in covariance.indices {
        guard let ours = estimates.covariance?[i][j] else { return problems + ["no covariance"] }
        let bound = tolerance * (covariance[i][i] * covariance[j][j]).squareRoot()
        if !((ours - covariance[i][j]).magnitude <= bound) {
          problems.append("covariance \(i), \(j) is \(ours), R has \(covariance[i][j])")
        }
      }
    }
    return problems
  }
}

extension DegreesOfFreedom: Decodable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self = (try? container.decode(Double.self)).map { .fixed($0) } ?? .infinite
  }
}
