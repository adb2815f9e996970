import SurveyTable

/// A service-quality plan: what an agency promised, and from which records it can be seen.
///
/// Read from a plan file (`docs/plan-format.md`); see ``Plan/init(file:)``.
public struct Plan: Sendable, Hashable {
  public struct Agency: Sendable, Hashable {
    public enum Category: String, Sendable, Hashable, CaseIterable {
      case firstLine = "first_line"
      case planning = "planning"
    }

    public var name: String
    public var code: String?
    /// The agencies that it is ranked among.
    public var group: String?
    public var category: Category?
  }

  public struct Owner: Sendable, Hashable {
    public var id: String
    public var name: String
  }

  /// A list that targets "per unit" and rates refer to: 里, 課室, 窗口.
  public struct UnitList: Sendable, Hashable {
    public var name: String
    public var units: [Unit]
  }

  public struct Unit: Sendable, Hashable {
    public var id: String
    public var name: String
    public var population: Double?
  }

  public struct Scoring: Sendable, Hashable {
    /// The points of the whole plan; the sum of its nodes' where none is said.
    public var total: Double?
    public var missing: MissingPoints
  }

  /// What becomes of the points of an indicator that cannot be computed.
  public enum MissingPoints: String, Sendable, Hashable, CaseIterable {
    /// The others stand for it.
    case renormalise
    case zero
  }

  public struct Report: Sendable, Hashable {
    public enum Years: String, Sendable, Hashable, CaseIterable {
      case republican = "roc"
      case common = "ce"
    }

    public var language: Language
    public var years: Years
    public var percentDecimals: Int
    public var meanDecimals: Int
  }

  public var id: String
  public var title: String
  public var agency: Agency
  /// Of the common era.
  public var year: Int
  public var termFrom: CalendarDay
  public var termTo: CalendarDay
  /// The day of the evaluation.
  public var asOf: CalendarDay
  public var basis: [String]
  /// The document that `source` of nodes and indicators refers to.
  public var document: String?
  /// Names of the floors of the hierarchy.
  public var levels: [String]
  public var owners: [Owner]
  public var units: [UnitList]
  public var opening: OpeningDays
  /// Groups of fewer respondents are not shown.
  public var suppressBelow: Int
  public var assumptions: Assumptions
  public var scoring: Scoring
  public var datasets: [Dataset]
  public var surveys: [PlanSurvey]
  public var nodes: [PlanNode]
  public var report: Report

  /// The folder that paths of the plan start from; empty for the current one.
  public var folder: String

  /// 105 for 2016.
  public var republicanYear: Int { year - 1911 }

  func dataset(_ id: String) -> Dataset? { datasets.first { $0.id == id } }
  func survey(_ id: String) -> PlanSurvey? { surveys.first { $0.id == id } }
  func unitList(_ name: String) -> UnitList? { units.first { $0.name == name } }

  /// All indicators in the plan's order.
  public var indicators: [Indicator] { nodes.flatMap(\.allIndicators) }
}

/// A place in the hierarchy.
public struct PlanNode: Sendable, Hashable {
  /// As the plan numbers it: 一(二)2.
  public var number: String?
  public var label: String
  /// What the plan says there, in our own words.
  public var text: String?
  public var points: Double?
  public var weight: Double?
  public var owners: [String]
  public var due: String?
  public var source: PlanSource?
  public var note: String?
  public var indicators: [Indicator]
  public var children: [PlanNode]
  /// The place in the plan file, for messages.
  public var line: Int

  var allIndicators: [Indicator] { indicators + children.flatMap(\.allIndicators) }
}

/// Where something stands in the plan's document.
public struct PlanSource: Sendable, Hashable {
  public var section: String?
  public var number: String?
  public var page: String?
}
