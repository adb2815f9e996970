import SurveyInference
import SurveyTable

/// What a summary is made of.
public struct SummaryOptions: Sendable {
  /// The items, each on a known scale; empty for the items of the codebook's constructs and its overall item.
  public var items: [String]
  /// Columns whose answers split the constructs' and the overall scores.
  public var by: ColumnList
  public var condition: String?
  /// How growth is measured, where there is an earlier survey.
  public var growth: GrowthOptions
  /// What the two surveys are called.
  public var periods: (from: String, to: String)
  public var estimates: EstimateOptions

  public init(
    items: [String] = [], by: ColumnList = [], where condition: String? = nil,
    growth: GrowthOptions = .init(), periods: (from: String, to: String) = ("prior", "current"),
    _ estimates: EstimateOptions = .init()
  ) {
    self.items = items
    self.by = by
    self.condition = condition
    self.growth = growth
    self.periods = periods
    self.estimates = estimates
  }
}
