import SurveyInference
import SurveyTable

/// A year's plan judged by its records: what a report is made of.
///
/// Only aggregates are in it: no respondent's or applicant's row.
public struct PlanEvaluation: Sendable {
  public var plan: Plan
  public var asOf: CalendarDay
  /// In the plan's order, the children inside.
  public var nodes: [NodeResult]
  public var surveys: [SurveyResult]
  public var datasets: [DatasetUse]
  /// Every decision that touched a result, by its code (U1 … U25).
  public var decisions: [Decision]
  /// The plan's points; `nil` where nothing has points.
  public var score: ScoreResult?
  public var notes: [Note]

  /// All indicators in the plan's order.
  public var indicators: [IndicatorResult] { nodes.flatMap(\.allIndicators) }

  /// A node of the hierarchy with what was found below it.
  public struct NodeResult: Sendable {
    public var node: PlanNode
    /// The name of its floor: 構面, 項目, 指標, 檢核項目.
    public var level: String?
    public var indicators: [IndicatorResult]
    public var children: [NodeResult]
    public var score: ScoreResult?

    public var allIndicators: [IndicatorResult] { indicators + children.flatMap(\.allIndicators) }
  }

  /// Points reached.
  public struct ScoreResult: Sendable, Hashable {
    public var points: Double
    public var fullPoints: Double
    /// Points of what could not be computed, which the rest stands for (or which counted 0).
    public var missingPoints: Double
    /// From the covariance of the indicators that come from samples; `nil` where none does.
    public var standardError: Double?
    public var confidenceLow: Double?
    public var confidenceHigh: Double?
  }

  /// A file as it was read.
  public struct DatasetUse: Sendable, Hashable {
    public var id: String
    public var label: String
    /// The file's name without its folder.
    public var file: String
    public var isPrior: Bool
    /// Rows read.
    public var rows: Int
    /// SHA-256 in hexadecimal.
    public var hash: String
    public var encoding: String
    public var notes: [Note]
  }

  /// A case that the plan leaves open and how it was decided.
  public struct Decision: Sendable, Hashable {
    /// U1 … U25 of the documentation.
    public var code: String
    public var question: Wording
    public var choice: Wording
    /// Whether the plan asked for it.
    public var isStated: Bool
    /// Ids of the indicators that it touched; empty for the plan as a whole.
    public var indicators: [String]
  }

  /// What a questionnaire found, for the chapters on surveys.
  public struct SurveyResult: Sendable {
    public var survey: PlanSurvey
    /// Facts of the sample, tests of fit: the rows of `validity`.
    public var validity: Estimates?
    /// Counts and shares of each answer of each item (`frequency`).
    public var answers: Estimates?
    /// `mean`, `score-of-max` and `top2` of items, constructs and the overall item; `term` is the column.
    public var scores: Estimates?
    public var reliability: Estimates?
    /// `mean` and `top2` of last year and this, `difference` and `growth`.
    public var growth: Estimates?
    /// Items in the order of the file, constructs, and the overall item.
    public var items: [String]
    public var constructs: [String]
    public var overall: String?
    /// What a reader should see for a column.
    public var labels: [String: String]
    public var notes: [Note]
  }
}
