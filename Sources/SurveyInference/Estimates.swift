import SurveyTable

/// What every statistic returns: tidy rows, covariance on request, and notes.
public struct Estimates: Sendable, Hashable {
  /// What was asked: `mean`, `total`, `proportion`, `contrast`, `growth` and the like.
  public var command: String
  /// The confidence level of the intervals, a fraction.
  public var confidence: Double
  public var rows: [EstimateRow]
  /// Covariances in the order of `rows`, where they were asked for.
  public var covariance: [[Double]]?
  /// Decisions that the user did not make, and why a value is undefined.
  public var notes: [Note]
  /// What a reader should see for a term, where that is more than its name: the question, a construct's label.
  public var termLabels: [String: String] = [:]
  /// The scale of the answers behind a term, where it is one and the same: a page words positive answers by it.
  package var termScales: [String: AnswerScale] = [:]

  public init(
    command: String, confidence: Double, rows: [EstimateRow], covariance: [[Double]]? = nil,
    notes: [Note] = []
  ) {
    self.command = command
    self.confidence = confidence
    self.rows = rows
    self.covariance = covariance
    self.notes = notes
  }
}

/// One estimate. What does not apply or is undefined is `nil`; a note says why.
public struct EstimateRow: Sendable, Hashable {
  /// `mean`, `total`, `proportion`, `quantile`, `contrast`, `difference`, `growth` and the like.
  public var statistic: String
  /// The column's name; for a contrast its name or the expression as typed.
  public var term: String
  /// The grouping columns and this row's answers, as the file spells them.
  public var group: [GroupValue]
  /// The answer category, for a proportion.
  public var level: String?
  /// The share of answers at or below a quantile, above 0 and below 1.
  public var probability: Double?
  /// The period of an estimate that growth compares, as the file spells it.
  public var period: String?
  /// The periods that a difference or a growth rate compares.
  public var periodFrom: String?
  public var periodTo: String?
  /// The estimate; a proportion is a fraction of 1.
  public var estimate: Double?
  public var standardError: Double?
  public var confidenceLow: Double?
  public var confidenceHigh: Double?
  /// Degrees of freedom of the interval; infinite where the normal distribution was asked for.
  public var degreesOfFreedom: Double?
  /// Unweighted valid answers in the domain.
  public var count: Int
  /// Rows of the domain without a valid answer.
  public var missingCount: Int
  /// Sum of the weights of the valid answers.
  public var weightedCount: Double
  /// Variance over that of a simple random sample of the same size, where it was asked for.
  public var designEffect: Double?
  /// Standard error over the absolute estimate.
  public var coefficientOfVariation: Double?
  /// A test's statistic, its second degrees of freedom (the first are `degreesOfFreedom`) and its p value.
  public var statisticValue: Double?
  public var secondDegreesOfFreedom: Double?
  public var pValue: Double?
  /// How a test or a score was made, where there are several ways.
  public var method: String?
  /// The part of a longer result that the row belongs to: `sample`, `validity`, `reliability`, `frequencies`,
  /// `items`, `constructs`, `overall`, `groups` or `growth` in a summary.
  public var section: String?
  /// Which answers a share is a share of: `valid`, `users` or `all`.
  public var base: String?

  public struct GroupValue: Sendable, Hashable {
    public var column: String
    public var value: String

    public init(column: String, value: String) {
      self.column = column
      self.value = value
    }
  }

  public init(
    statistic: String, term: String, group: [GroupValue] = [], level: String? = nil,
    estimate: Double? = nil, count: Int = 0, missingCount: Int = 0, weightedCount: Double = 0
  ) {
    self.statistic = statistic
    self.term = term
    self.group = group
    self.level = level
    self.estimate = estimate
    self.count = count
    self.missingCount = missingCount
    self.weightedCount = weightedCount
  }
}
