/// Something that a plan measures, and how.
public struct Indicator: Sendable, Hashable {
  public enum Direction: String, Sendable, Hashable, CaseIterable {
    case up, down, none
  }

  public var id: String
  public var label: String
  public var kind: IndicatorKind
  public var unit: String?
  /// Which way is good.
  public var direction: Direction
  public var target: Target?
  /// How often, in the plan's words.
  public var frequency: String?
  public var owners: [String]
  public var source: PlanSource?
  /// Rows of the list of what plans measure: 4.3.
  public var inventory: [String]
  public var points: Double?
  public var weight: Double?
  public var pointsRule: PointsRule
  /// Last year's published value, where its records are gone.
  public var baseline: Double?
  public var text: String?
  public var remark: String?
  public var evidence: [String]
  /// The officer's own decision that it does not apply, with the reason.
  public var notApplicable: String?
  /// The place in the plan file, for messages.
  public var line: Int
  var places = PlanPlaces()
}

/// What a value should be.
public struct Target: Sendable, Hashable {
  public enum Bound: Sendable, Hashable {
    case atLeast(Double)
    case atMost(Double)
    case equals(Double)
    case between(Double, Double)
    /// Met from `tolerance` below on; `nil` for the plan's.
    case about(Double, tolerance: Double?)
  }

  /// `nil` where only growth has a target.
  public var bound: Bound?
  /// Every unit must meet it too.
  public var each: Bool
  public var growthAtLeast: Double?
}

/// How a value becomes points.
public enum PointsRule: Sendable, Hashable {
  /// All where met, a part where partly met.
  case whenMet
  /// The first band that holds; else none.
  case bands([Band])
  /// None at `from`, all at `to`.
  case linear(from: Double, to: Double)

  public struct Band: Sendable, Hashable {
    public var bound: Target.Bound
    public var points: Double
  }
}
