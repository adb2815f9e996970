import SurveyInference
import SurveySampling
import SurveyTable

/// What a summary is made of.
public struct SummaryOptions: Sendable {
  /// The items, each on a known scale; empty for the items of the codebook's constructs and its overall
  /// item; without constructs, all columns on a scale.
  public var items: [String]
  /// Columns whose answers split the constructs' and the overall scores.
  public var by: ColumnList
  public var condition: String?
  /// What is known of the survey besides its answers; `nil` leaves out what it would say of the sample.
  public var facts: SurveyFacts?
  /// How growth is measured, where there is an earlier survey.
  public var growth: GrowthOptions
  /// What the two surveys are called.
  public var periods: (from: String, to: String)
  public var estimates: EstimateOptions
  /// What a blank is called among the answers.
  public var blank = "(blank)"

  public init(
    items: [String] = [], by: ColumnList = [], where condition: String? = nil,
    facts: SurveyFacts? = SurveyFacts(), growth: GrowthOptions = .init(),
    periods: (from: String, to: String) = ("prior", "current"),
    _ estimates: EstimateOptions = .init()
  ) {
    self.items = items
    self.by = by
    self.condition = condition
    self.facts = facts
    self.growth = growth
    self.periods = periods
    self.estimates = estimates
  }
}
