import SurveySampling
import SurveyTable

/// A questionnaire: how its people were chosen, what its answers mean, and how they are weighted.
public struct PlanSurvey: Sendable, Hashable {
  public enum Weighting: String, Sendable, Hashable, CaseIterable {
    case none, rake, poststratify
  }

  /// One year's round.
  public struct Round: Sendable, Hashable {
    public var issued: Int?
    public var returned: Int?
    public var population: Double?
  }

  public var id: String
  public var label: String
  public var dataset: String
  public var codebook: CodebookSource
  public var priorCodebook: CodebookSource?
  public var sampling: SamplingKind?
  public var current: Round
  public var prior: Round
  /// A CSV of `variable,category,count`.
  public var margins: String?
  public var weighting: Weighting
  public var weights: String?
  public var strata: String?
  public var cluster: String?
  public var fpc: String?
  /// The column that names a respondent in both years.
  public var respondent: String?
  public var sharedClusters: Bool
  /// The years may be compared although scales differ.
  public var isComparable: Bool
  public var mode: String?
  public var fieldworkFrom: CalendarDay?
  public var fieldworkTo: CalendarDay?
  public var targetPopulation: String?
  public var line: Int
  var places = PlanPlaces()

  public enum CodebookSource: Sendable, Hashable {
    case none
    /// A path from the plan's folder.
    case file(String)
    /// Written in the plan.
    case inline(Codebook)
  }
}
