/// How the cases are decided that plans leave open (U1 … U25 of the documentation).
public struct Assumptions: Sendable, Hashable {
  public enum ZeroPrior: String, Sendable, Hashable, CaseIterable {
    /// Growth over 0 has no value.
    case undefined
    /// What was not there last year is new, and a target of growth is met.
    case new
  }

  public enum PartialPeriods: String, Sendable, Hashable, CaseIterable {
    case exclude
    case include
  }

  public enum Days: String, Sendable, Hashable, CaseIterable {
    case calendar
    case working
  }

  public enum OpenCases: String, Sendable, Hashable, CaseIterable {
    /// Overdue where the limit has passed, else not counted.
    case overdueIfDue = "overdue_if_due"
    case exclude
  }

  public enum TestAverage: String, Sendable, Hashable, CaseIterable {
    /// The tests of a unit first, then the units.
    case units
    case tests
  }

  public var zeroPrior: ZeroPrior = .undefined
  public var tolerance = 0.1
  public var partialPeriods: PartialPeriods = .exclude
  public var days: Days = .calendar
  public var openCases: OpenCases = .overdueIfDue
  public var testAverage: TestAverage = .units
  /// The part of an indicator's points for what is partly met.
  public var partlyMet = 0.5
  public var level = 0.95
  /// The keys that the plan states itself.
  public var stated: Set<String> = []

  public init() {}
}
