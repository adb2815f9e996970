import Foundation
import SurveyStats
import Testing

/// The five plans in `seeds/plans`: what `Tests/Reference/recompute-plans.py` computes from the records without this
/// library, and whether every row of the published plans is there and answered.
@Suite struct PlanReferenceTests {
  static let plans = ["hsinchu-104", "keelung-101", "renwu-105", "xinyi-103", "yunlin-99"]

  /// What the script found for one indicator; `value` is absent where it cannot be computed.
  struct Expected: Decodable {
    var kind: String
    var value: Double?
    var standardError: Double?
    var numerator: Double?
    var denominator: Double?
    var n: Int?

    enum CodingKeys: String, CodingKey {
      case kind, value, numerator, denominator, n
      case standardError = "std_error"
    }
  }

  /// A row of a plan's inventory.
  struct InventoryRow {
    var number: String
    var kinds: [String]
    var indicators: [String]
  }

  private static let root = ReferenceCase.folder.deletingLastPathComponent().deletingLastPathComponent()
  private static let expected: [String: [String: Expected]] = {
    guard let bytes = try? Data(contentsOf: ReferenceCase.folder.appending(path: "plans.json")) else {
      return [:]
    }
    return (try? JSONDecoder().decode([String: [String: Expected]].self, from: bytes)) ?? [:]
  }()

  /// Each plan is evaluated once for all tests.
  private static let evaluations = Dictionary(
    uniqueKeysWithValues: plans.map { plan in
      (
        plan,
        Result {
          try Plan(file: root.appending(path: "seeds/plans/\(plan).yaml").path(percentEncoded: false))
            .evaluate()
        }
      )
    })
  /// Why a figure that records could show has none: an undefined case, a day still to come, or what is not
  /// built yet.
  private static let reasons: Set = [
    "growth_no_prior", "growth_over_zero", "growth_zero_to_zero", "scale_changed", "nobody_overdue",
    "deadline_ahead",
    "no_margin_of_error_census", "no_margin_of_error_non_probability", "not_available",
  ]

  private func evaluation(_ plan: String) throws -> PlanEvaluation {
    try #require(Self.evaluations[plan]).get()
  }

  @Test("every computed value agrees with the script's", arguments: plans)
  func values(_ plan: String) throws {
    let expected = try #require(Self.expected[plan])
    let results = try evaluation(plan).indicators
    // No one's own earlier output: each indicator that records can show has an entry, and no entry is idle.
    let computed = results.filter {
      ![.text, .check, .validity].contains($0.indicator.kind.name) && $0.indicator.notApplicable == nil
    }
    #expect(Set(computed.map(\.indicator.id)) == Set(expected.keys))
    #expect(expected.count { $0.value.value != nil } >= 70)
    for result in computed {
      let id = result.indicator.id
      let one = try #require(expected[id])
      #expect(one.kind == result.indicator.kind.name.rawValue, "\(id)")
      #expect(
        (one.value == nil) == (result.value == nil), "\(id): \(one.value as Any), \(result.value as Any)")
      for (name, theirs, ours) in [
        ("value", one.value, result.value), ("std_error", one.standardError, result.standardError),
        ("numerator", one.numerator, result.numerator), ("denominator", one.denominator, result.denominator),
      ] {
        guard let theirs else { continue }
        let agrees = ours.map { abs($0 - theirs) <= 1e-9 * max(abs(theirs), 1e-9) } ?? false
        #expect(agrees, "\(id) \(name): \(theirs) by the script, \(ours as Any) here")
      }
      #expect(result.value != nil || Self.reasons.contains(result.reason?.code ?? ""), "\(id)")
    }
  }

  @Test(
    "every row of the inventory is there with a status, each of a computed kind with a value",
    arguments: plans)
  func inventory(_ plan: String) throws {
    let rows = try inventoryRows(plan)
    let numbers: [String: ClosedRange<Int>] = [
      "keelung-101": 1...16, "yunlin-99": 1...18, "xinyi-103": 1...32, "hsinchu-104": 1...30,
      "renwu-105": 1...26,
    ]
    let plansOfInventory = ["keelung-101", "yunlin-99", "xinyi-103", "hsinchu-104", "renwu-105"]
    let first = try #require(plansOfInventory.firstIndex(of: plan))
    #expect(rows.map(\.number) == numbers[plan]?.map { "\(first).\($0)" })

    let results = Dictionary(
      uniqueKeysWithValues: try evaluation(plan).indicators.map { ($0.indicator.id, $0) })
    for row in rows {
      #expect(!row.indicators.isEmpty, "\(row.number)")
      for id in row.indicators {
        let result = try #require(results[id], "\(row.number) \(id) is not in the plan")
        #expect(result.indicator.inventory.contains(row.number), "\(id) does not say \(row.number)")
      }
      let found = row.indicators.compactMap { results[$0] }
      let isComputed = !row.kinds.allSatisfy { ["text", "check"].contains($0) }
      #expect(!isComputed || found.contains { $0.value != nil }, "\(row.number) is computed and has no value")
      for kind in row.kinds {
        let ofKind = found.filter { $0.indicator.kind.name.rawValue == kind }
        #expect(!ofKind.isEmpty, "\(row.number): no indicator of kind \(kind)")
        guard !["text", "check"].contains(kind), !ofKind.contains(where: { $0.value != nil }) else {
          continue
        }
        for result in ofKind {
          #expect(Self.reasons.contains(result.reason?.code ?? ""), "\(row.number) \(result.indicator.id)")
        }
      }
    }
    // And no indicator claims a row that does not exist.
    let known = Set(rows.map(\.number))
    for result in results.values {
      for number in result.indicator.inventory {
        #expect(known.contains(number), "\(result.indicator.id): \(number)")
      }
    }
  }

  private func inventoryRows(_ plan: String) throws -> [InventoryRow] {
    let file = Self.root.appending(path: "seeds/plans/inventory-\(plan).csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    #expect(lines.first == "inventory,kinds,indicators")
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      func parts(_ index: Int) -> [String] {
        index < cells.count ? cells[index].split(separator: ";").map(String.init) : []
      }
      return InventoryRow(number: String(cells[0]), kinds: parts(1), indicators: parts(2))
    }
  }
}
