import Foundation
import Testing

/// A case of the reference table: a request in the contract's words and the rows that R gives for it.
struct ReferenceCase: Sendable, CustomTestStringConvertible {
  var id: String
  var file: String
  var data: String
  var request: Request
  var tolerance: Double
  var rows: [Row]
  var covariance: [[Double?]]?
  var error: String?

  var testDescription: String { id }

  struct Request: Sendable, Decodable {
    var command: String
    var items: [String]?
    var weights: String?
    var strata: [String]?
    var cluster: [String]?
    var fpc: [String]?
    var population: Double?
    var lonelyPSU: String?
    /// What standard errors come from.
    var replicateType: String?
    var replicates: Int?
    var seed: Int?
    var fayRho: Double?
    var mse: Bool?
    var by: [String]?
    var `where`: String?
    var level: Double?
    var df: NumberOrText?
    var deff: Deff?
    var interval: String?
    var levels: [String]?
    /// For quantiles.
    var probs: [Double]?
    var rule: String?
    var expression: String?
    var statistic: String?
    var covariance: Bool?
    var missing: String?
    var period: String?
    var from: String?
    var to: String?
    var id: String?
    var method: String?
    /// The earlier of two files.
    var prior: String?
    var sharedClusters: Bool?
    /// Files of margins.
    var poststratify: String?
    var rake: String?
    var keepsTotal: Bool?
    /// What answers mean.
    var codebook: String?
    var scale: String?
    var counts: String?
    var keepsTotalRows: Bool?
    var kinds: [String]?
    var base: String?
    var comparable: Bool?
    /// How large a sample must be.
    var margin: Double?
    var proportion: Double?
    var responseRate: Double?
    /// What is known of a survey besides its answers.
    var issued: Int?
    var returned: Int?
    var sampling: String?
    var nominalMargin: Bool?
    var margins: String?
    var marginsFrom: [String]?
    var marginsWhere: String?
    /// The items are those that the answers show to be questions on satisfaction.
    var findsItems: Bool?

    enum CodingKeys: String, CodingKey {
      case command, items, weights, strata, cluster, fpc, population, by, `where`, level, df, deff, interval
      case replicates, seed, mse, probs, rule
      case levels, expression, statistic, covariance, missing, period, from, to, id, method, prior
      case poststratify, rake, codebook, scale, counts, kinds, base, comparable
      case margin, proportion, issued, returned, sampling, margins
      case responseRate = "response_rate"
      case nominalMargin = "nominal_margin"
      case marginsFrom = "margins_from"
      case marginsWhere = "margins_where"
      case findsItems = "finds_items"
      case keepsTotalRows = "keep_total_rows"
      case keepsTotal = "keep_total"
      case sharedClusters = "shared_clusters"
      case lonelyPSU = "lonely_psu"
      case replicateType = "replicate_type"
      case fayRho = "fay_rho"
    }
  }

  enum NumberOrText: Sendable, Decodable {
    case number(Double)
    case text(String)
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  /// Whether design effects are wanted and of which kind; for a sample size the design effect itself.
  enum Deff: Sendable, Decodable {
    case bool(Bool)
    case number(Double)
    case text(String)
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let bool = try? container.decode(Bool.self) {
        self = .bool(bool)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  /// A row as the reference spells it; a field that is absent is not compared, `null` must be undefined.
  struct Row: Sendable {
    var texts: [String: String] = [:]
    var group: [String: String] = [:]
    var numbers: [String: Double?] = [:]
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Reference")

  /// The path of a file of the cases; one that is nowhere is looked for among the references.
  static func path(_ file: String) -> String {
    let root = folder.deletingLastPathComponent().deletingLastPathComponent()
    let folders = ["Tests/Reference/data", "Tests/Doors/data", "seeds/surveys"]
    let paths = folders.map { root.appending(path: $0).appending(path: file).path(percentEncoded: false) }
    return paths.first { FileManager.default.fileExists(atPath: $0) } ?? paths[0]
  }

  /// All cases of all `cases-*.json`.
  static let all: [ReferenceCase] = {
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    return names.filter { $0.hasPrefix("cases-") && $0.hasSuffix(".json") }.sorted().flatMap {
      load(folder.appending(path: $0))
    }
  }()

  static func load(_ file: URL) -> [ReferenceCase] {
    guard let data = try? Data(contentsOf: file),
      let document = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let cases = document["cases"] as? [[String: Any]]
    else { return [] }
    return cases.compactMap { object in
      guard let request = object["request"],
        let requestData = try? JSONSerialization.data(withJSONObject: request),
        let parsed = try? JSONDecoder().decode(Request.self, from: requestData)
      else { return nil }
      return ReferenceCase(
        id: object["id"] as? String ?? "?", file: file.lastPathComponent,
        data: object["data"] as? String ?? "",
        request: parsed, tolerance: object["tolerance"] as? Double ?? 1e-9,
        rows: (object["rows"] as? [[String: Any]] ?? []).map(row),
        covariance: (object["covariance"] as? [[Any]])?.map { $0.map { ($0 as? NSNumber)?.doubleValue } },
        error: object["error"] as? String)
    }
  }

  private static func row(_ object: [String: Any]) -> Row {
    var row = Row()
    for (key, value) in object {
      if key == "group" {
        row.group = value as? [String: String] ?? [:]
      } else if let text = value as? String {
        row.texts[key] = text
      } else if let number = value as? NSNumber {
        row.numbers[key] = .some(number.doubleValue)
      } else {
        row.numbers[key] = .some(nil)
      }
    }
    return row
  }
}
