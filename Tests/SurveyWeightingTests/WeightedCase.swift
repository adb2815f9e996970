import Foundation
import SurveyStats
import Testing

/// A design of `Tests/Reference/calibration-weights.json` with the weight that R gives every row.
struct WeightedCase: Sendable, Decodable, CustomTestStringConvertible {
  var id: String
  var data: String
  var request: Request
  var weights: [Double]

  var testDescription: String { id }

  struct Request: Sendable, Decodable {
    var weights: String?
    var strata: [String]?
    var cluster: [String]?
    var fpc: [String]?
    var poststratify: String?
    var rake: String?
    var keepsTotal: Bool?

    enum CodingKeys: String, CodingKey {
      case weights, strata, cluster, fpc, poststratify, rake
      case keepsTotal = "keep_total"
    }
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Reference")

  static func path(_ file: String) -> String {
    folder.appending(path: "data").appending(path: file).path(percentEncoded: false)
  }

  static let all: [WeightedCase] = {
    struct Document: Decodable { var designs: [WeightedCase] }
    guard let data = try? Data(contentsOf: folder.appending(path: "calibration-weights.json")) else {
      return []
    }
    return (try? JSONDecoder().decode(Document.self, from: data).designs) ?? []
  }()

  func weighted() throws -> WeightedDesign {
    let design = try SampleDesign(
      try SurveyData(csvFile: Self.path(data)), weights: request.weights,
      strata: ColumnList(request.strata ?? []), cluster: ColumnList(request.cluster ?? []),
      fpc: ColumnList(request.fpc ?? []))
    let keepsTotal = request.keepsTotal ?? false
    if let margins = request.poststratify {
      return try design.postStratified(
        to: try PopulationMargins(csvFile: Self.path(margins)), keepsTotal: keepsTotal)
    }
    return try design.raked(
      to: try PopulationMargins(csvFile: Self.path(request.rake ?? "")), keepsTotal: keepsTotal)
  }
}

extension PopulationMargins {
  /// Margins as a test writes them: `["sex": ["F": 60, "M": 40]]`, joint cells with colons.
  init(_ variables: KeyValuePairs<String, KeyValuePairs<String, Double>>) {
    self.init(
      variables: variables.map { name, categories in
        let columns = name.split(separator: ":").map(String.init)
        return Variable(
          columns: columns,
          categories: categories.map { category, count in
            Category(
              answers: columns.count == 1 ? [category] : category.split(separator: ":").map(String.init),
              count: count)
          })
      })
  }
}
