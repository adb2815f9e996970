import Foundation
import SurveyStats

/// The Swift door for plans, `Tests/Doors/plan_doors.py`: what is wrong, every number, and the reports by checksum.
struct PlanDoor: Decodable {
  var id: String
  /// From the root of the repository.
  var plan: String
  var lang: String

  private struct Table: Decodable { var cases: [PlanDoor] }

  static func all() throws -> [PlanDoor] {
    let file = root.appending(path: "Tests/Doors/cases-plans.json")
    return try JSONDecoder().decode(Table.self, from: try Data(contentsOf: file)).cases
  }

  private static var root: URL {
    ReferenceCase.folder.deletingLastPathComponent().deletingLastPathComponent()
  }

  private var language: Language { lang == "en" ? .english : .traditionalChinese }

  func lines() -> [String] {
    var lines: [[String]] = []
    do {
      let plan = try Plan(file: Self.root.appending(path: self.plan).path(percentEncoded: false))
      for problem in try plan.problems() {
        lines.append([
          "problem", String(problem.line ?? 0), problem.isError ? "error" : "note", problem.message,
        ])
      }
      let found = try plan.evaluate()
      lines.append([
        "plan", plan.id, plan.title, plan.agency.name, String(plan.year), found.asOf.isoText,
        String(plan.indicators.count),
      ])
      lines += try evaluationLines(found)
    } catch {
      lines.append(["error", "\(error)"])
    }
    return lines.map { ([id] + $0).joined(separator: "\t") }
  }

  private func evaluationLines(_ found: PlanEvaluation) throws -> [[String]] {
    var nodes: [[String]] = []
    var indicators: [[String]] = []
    var indicatorCount = 0
    func add(_ node: PlanEvaluation.NodeResult, _ parent: Int, _ depth: Int) {
      let place = nodes.count
      let own = node.indicators.map { $0.indicator.id + ";" }.joined()
      nodes.append(
        [
          "node", String(depth), String(parent), node.node.number ?? "-", node.node.label, node.level ?? "-",
          own,
        ] + points(node.score))
      for result in node.indicators {
        indicators += indicatorLines(result, indicatorCount, node: place)
        indicatorCount += 1
      }
      for child in node.children { add(child, place, depth + 1) }
    }
    for node in found.nodes { add(node, -1, 0) }
    var lines = [["score"] + points(found.score)] + nodes + indicators
    for decision in found.decisions {
      lines.append([
        "decision", decision.code, decision.question.text(in: language), decision.choice.text(in: language),
        decision.isStated ? "stated" : "-", decision.indicators.map { $0 + ";" }.joined(),
      ])
    }
    for use in found.datasets {
      let file = [use.id, use.label, use.file, use.isPrior ? "prior" : "-", String(use.rows), use.encoding]
      lines.append(["file"] + file + [use.hash] + fields(use.notes))
    }
    lines.append(["notes"] + fields(found.notes))
    for format in PlanReportFormat.allCases {
      let document = try found.document(as: format, language: language)
      lines.append(["document", format.rawValue, String(document.count), DoorTable.checksum(of: document)])
    }
    return lines
  }

  private func indicatorLines(_ result: IndicatorResult, _ place: Int, node: Int) -> [[String]] {
    let indicator = result.indicator
    let numbers = [
      result.value, result.numerator, result.denominator, result.standardError, result.confidenceLow,
      result.confidenceHigh, result.degreesOfFreedom, result.pValue, result.previous, result.difference,
      result.growth, result.growthLow, result.growthHigh, result.achievement, result.points,
      result.fullPoints,
    ]
    let about = [
      indicator.id, indicator.label, indicator.kind.name.rawValue, String(node),
      indicator.inventory.joined(separator: " "), result.status.rawValue, result.reason?.code ?? "-",
      result.reason?.text(in: language) ?? "-", indicator.unit ?? "-",
      result.target?.text(in: language) ?? "-",
      String(result.count), result.isSample ? "sample" : "-",
    ]
    var lines = [["indicator"] + about + numbers.map(finiteBits)]
    for part in result.evidence {
      lines.append(["evidence", String(place), part.dataset, part.condition ?? "-", String(part.rows)])
    }
    for table in result.tables {
      let names = table.columns.map { $0.name.text(in: language) }
      lines.append(["table", String(place), table.role.rawValue, table.title.text(in: language)] + names)
      for row in table.rows { lines.append(["row", String(place)] + row.cells.map(cell)) }
    }
    for note in result.notes {
      lines.append(["note", String(place), note.code, note.text(in: language)])
    }
    return lines
  }

  private func points(_ score: PlanEvaluation.ScoreResult?) -> [String] {
    [
      score?.points, score?.fullPoints, score?.missingPoints, score?.standardError, score?.confidenceLow,
      score?.confidenceHigh,
    ].map(finiteBits)
  }

  private func cell(_ cell: DetailTable.Cell) -> String {
    switch cell {
    case .words(let words): words.text(in: language)
    case .number(let value): finiteBits(value)
    case .empty: "-"
    case .hidden(let isComplementary): isComplementary ? "*complementary" : "*suppressed"
    }
  }

  private func finiteBits(_ value: Double?) -> String {
    DoorTable.bits(value.flatMap { $0.isFinite ? $0 : nil })
  }

  private func fields(_ notes: [Note]) -> [String] {
    notes.flatMap { [$0.code, $0.text(in: language)] }
  }
}
