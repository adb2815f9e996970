import SurveyDesign
import SurveyNumerics
import SurveyTable

/// How weights were fitted to the population.
public enum WeightingMethod: String, Sendable, Hashable, CaseIterable {
  /// Each category of one variable, or of joint cells, is multiplied up to its count.
  case postStratification = "poststratify"
  /// Iterative proportional fitting to the margins of several variables.
  case raking = "rake"
}

/// A design whose weights fit the population, and what fitting them took.
public struct WeightedDesign: Sendable {
  /// The design to estimate with: means, totals, proportions, contrasts, growth and reliability work on it, and
  /// their standard errors are those of the residuals.
  public let design: SampleDesign
  public let summary: WeightingSummary
  /// What the weights of a stratum are multiplied by where they follow from population sizes.
  let scaleOfStratum: [String: DoubleDouble]
}

/// What fitting weights to margins did to them.
public struct WeightingSummary: Sendable, Hashable {
  public var method: WeightingMethod
  /// Names of the margins: `sex`, `sex:age`.
  public var margins: [String]
  /// Rounds over all margins; 1 for post-stratification.
  public var iterations: Int
  /// The largest relative deviation of a category's weighted count from its population count that was left.
  public var largestDeviation: Double
  /// The range of g, by which weights were multiplied.
  public var smallestChange: Double
  public var largestChange: Double
  /// Σgd/Σd: what weights were multiplied by on average, as where counts of people take the place of weights of 1.
  public var meanChange: Double
  public var before: WeightSpread
  public var after: WeightSpread
  /// Every category of every margin, in the order of the margins.
  public var categories: [WeightedCategory]
  public var notes: [Note]
}

/// How uneven a set of weights is.
public struct WeightSpread: Sendable, Hashable {
  /// Rows of positive weight.
  public var count: Int
  /// Σw.
  public var sum: Double
  /// Kish's effective sample size (Σw)²/Σw²: how many rows of equal weight are worth as much, as far as weights
  /// go. It knows nothing of clusters and strata and makes no standard error. (Kish, Survey Sampling 1965, §11.7.)
  public var effectiveSize: Double
  /// n/n_eff, the design effect of unequal weights.
  public var designEffect: Double { Double(count) / effectiveSize }

  init(count: Int, sum: DoubleDouble, sumOfSquares: DoubleDouble) {
    self.count = count
    self.sum = sum.rounded
    effectiveSize = (sum * sum / sumOfSquares).rounded
  }
}

/// A category of a margin in the sample, before and after weighting, and in the population. Shares are fractions
/// of 1.
public struct WeightedCategory: Sendable, Hashable {
  public var variable: String
  public var category: String
  /// Rows of positive weight.
  public var count: Int
  public var shareBefore: Double
  public var shareAfter: Double
  public var populationShare: Double
  /// What the category was weighted to: its count, after any scaling of the margins.
  public var populationCount: Double
}
