import SurveyDesign
import SurveyInference
import SurveyTable

/// A statistic with all that decides its numbers, apart from the rows: what a ``SurveyState`` is of.
///
/// As JSON (``json``) it is how other languages ask for a state; members that have their default are left out:
/// ```json
/// {"statistic": "mean", "items": ["q1", "q2"], "by": ["channel"], "where": "year == 113", "confidence": 0.95,
///  "df": "design", "deff": "none", "covariance": false,
///  "design": {"weights": "w", "strata": "district", "cluster": "village", "fpc": "N", "population": 51230,
///             "lonely_psu": "fail", "replicates": {"type": "bootstrap", "count": 1000, "seed": 1}}}
/// ```
/// `proportion` has also `interval` and `levels`; `contrast` has `expression` and `of` in the place of `items`;
/// `growth` has `period`, `from`, `to`, `of` (mean, proportion or total), `method` and `id`; `reliability` needs a `cluster`. `replicates` of type
/// `fay` have `fay_rho`; all may have `mse`, true or false.
public struct SurveyRequest: Sendable, Hashable {
  public enum Statistic: String, Sendable, Hashable, CaseIterable {
    case mean, total, proportion, contrast, growth, reliability
  }

  public var statistic: Statistic
  /// Columns by their full names; none for a contrast, whose expression names them.
  public var items: [String]
  public var by: [String] = []
  public var condition: String?
  public var confidence = 0.95
  public var degreesOfFreedom = DegreesOfFreedom.design
  public var designEffect = DesignEffect.none
  public var covariance = false
  /// For proportions.
  public var interval = ProportionInterval.logit
  public var levels: [String]?
  /// For contrasts.
  public var expression: String?
  public var contrastOf = ContrastStatistic.mean
  /// For growth.
  public var growthOf = GrowthStatistic.mean
  public var method = GrowthMethod.delta
  public var period: String?
  public var from: String?
  public var to: String?
  public var id: String?
  // The design; see `SampleDesign`.
  public var weights: String?
  public var strata: String?
  public var cluster: String?
  public var fpc: String?
  public var population: Double?
  public var lonelyUnits = LonelyUnits.fail
  public var replicates: Replicates?

  public init(_ statistic: Statistic, items: [String] = []) {
    self.statistic = statistic
    self.items = items
  }

  /// Every column that the request names, each once.
  ///
  /// Errors: those of reading the condition and the expression.
  package func columns(limits: ResourceLimits) throws(SurveyStatsError) -> [String] {
    var names = items + by + [period, id, weights, strata, cluster, fpc].compactMap { $0 }
    if let condition { names += try DomainExpression(parsing: condition, limits: limits).columns }
    if let expression { names += try ContrastExpression(parsing: expression, limits: limits).columns }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// The request's design over a table.
  package func design(over data: SurveyData) throws(SurveyStatsError) -> SampleDesign {
    func list(_ name: String?) -> ColumnList { ColumnList(name.map { [$0] } ?? []) }
    return try SampleDesign(
      data, weights: weights, strata: list(strata), cluster: list(cluster), fpc: list(fpc),
      population: population,
      lonelyUnits: lonelyUnits, replicates: replicates)
  }

  /// The estimates of the request under a design.
  package func estimates(
    _ design: SampleDesign, run: RunControl? = nil
  ) throws(SurveyStatsError) -> Estimates {
    let options = EstimateOptions(
      confidence: confidence, degreesOfFreedom: degreesOfFreedom, designEffect: designEffect,
      covariance: covariance, interval: interval, levels: levels, run: run)
    let (items, by) = (ColumnList(items), ColumnList(by))
    switch statistic {
    case .mean: return try design.mean(items, by: by, where: condition, options)
    case .total: return try design.total(items, by: by, where: condition, options)
    case .proportion: return try design.proportion(items, by: by, where: condition, options)
    case .contrast:
      guard let expression else { throw Self.lacking("expression", "contrast") }
      return try design.contrast(expression, of: contrastOf, by: by, where: condition, options)
    case .reliability: return try design.reliability(items, by: by, where: condition, options)
    case .growth:
      guard let period, let from, let to else { throw Self.lacking("period, from and to", "growth") }
      guard [.mean, .proportion, .total].contains(growthOf) else {
        throw SurveyStatsError(
          .unsupported,
          "a state holds growth of mean, proportion or total, not of \(growthOf.rawValue), which needs scales",
          chinese: "彙總檔（state）之成長率僅支援 mean、proportion、total；\(growthOf.rawValue) 須有量表")
      }
      return try design.growth(
        items, period: period, from: from, to: to, by: by, where: condition,
        GrowthOptions(statistic: growthOf, method: method, id: id, estimates: options))
    }
  }

  private static func lacking(_ what: String, _ statistic: String) -> SurveyStatsError {
    SurveyStatsError(
      .invalidArgument, "the request for \(statistic) lacks \(what)", chinese: "\(statistic) 缺少 \(what)")
  }
}
