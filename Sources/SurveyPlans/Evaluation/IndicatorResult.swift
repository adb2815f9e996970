import SurveyInference
import SurveyTable

/// What was found of one indicator.
///
/// Values are in the indicator's natural unit and full precision; shares and rates are fractions.
public struct IndicatorResult: Sendable, Hashable {
  /// What the plan says of it.
  public var indicator: Indicator
  public var status: IndicatorStatus
  /// Why the status is what it is, where the value alone does not say it.
  public var reason: Note?

  public var value: Double?
  /// How the value is shown: `percent` for shares, `growth` for rates with their sign.
  public var format: DetailTable.Format
  public var numerator: Double?
  public var denominator: Double?
  /// The records or answers behind the value.
  public var count: Int = 0
  /// Whether the value comes from a sample and so has an error.
  public var isSample = false
  public var standardError: Double?
  public var confidenceLow: Double?
  public var confidenceHigh: Double?
  /// `nil` with a standard error stands for a normal distribution.
  public var degreesOfFreedom: Double?
  /// One-sided, of the test of the target; for growth and for before and after two-sided, of the test whether the two
  /// differ; for representativeness the smallest of its tests of fit.
  public var pValue: Double?

  /// Last year's value of the same, where there is one.
  public var previous: Double?
  /// This year − last year, in points where the value is a fraction.
  public var difference: Double?
  /// (this year − last year) / last year.
  public var growth: Double?
  public var growthLow: Double?
  public var growthHigh: Double?

  /// The target in words: 至少 160 件, 105年3月31日前, 各期均應達成.
  public var target: Wording?
  /// Whether there is something that the value, the day or the yes is measured by: deadlines have their day and checks
  /// that they be met. What has no target or does not apply is not among them.
  public var hasTarget: Bool { target != nil && status != .noTarget && status != .notApplicable }
  /// value / target, where the target is a lower bound above 0; target / value for an upper bound.
  public var achievement: Double?
  public var points: Double?
  public var fullPoints: Double?

  public var tables: [DetailTable] = []
  public var notes: [Note] = []
  public var evidence: [Evidence] = []

  /// Which records a value was made of.
  public struct Evidence: Sendable, Hashable {
    public var dataset: String
    /// `nil` for all rows.
    public var condition: String?
    public var rows: Int

    public init(dataset: String, condition: String? = nil, rows: Int) {
      self.dataset = dataset
      self.condition = condition
      self.rows = rows
    }
  }

  public init(
    _ indicator: Indicator, status: IndicatorStatus, format: DetailTable.Format = .number(decimals: 2)
  ) {
    self.indicator = indicator
    self.status = status
    self.format = format
  }
}
