import Foundation
import SurveyStats

/// A folder of records with a plan in it, which goes away with the test.
final class PlanFolder {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path(
      percentEncoded: false)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(name, text) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
  }

  /// A plan with one node that holds `indicators`, each a line in flow style; `top` are further lines of the plan.
  func plan(_ indicators: [String], datasets: [String] = [], top: String = "") throws -> Plan {
    let text = """
      schema: survey-stats/plan@1
      id: test
      title: 測試計畫
      agency: {name: 東區區公所}
      year: {roc: 103}
      \(top)
      datasets:
      \(datasets.map { "  - " + $0 }.joined(separator: "\n"))
      nodes:
        - label: 全部
          indicators:
      \(indicators.map { "      - " + $0 }.joined(separator: "\n"))
      """
    return try Plan(document: Array(text.utf8), name: "plan.yaml", folder: path + "/")
  }
}

extension PlanEvaluation {
  subscript(id: String) -> IndicatorResult? { indicators.first { $0.indicator.id == id } }
}

func isClose(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-12) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return (a - b).magnitude <= tolerance * max(1, b.magnitude)
}
