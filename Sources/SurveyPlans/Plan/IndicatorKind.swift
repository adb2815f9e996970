import SurveyInference

/// The ways of measuring, each with what it needs (`docs/plan-format.md` has the table).
public enum IndicatorKind: Sendable, Hashable {
  case score(Score)
  case growth(of: String)
  case share(Share)
  case count(Count)
  case frequency(Frequency)
  case duration(Duration)
  case overdue(Overdue)
  case test(Test)
  case accuracy(Accuracy)
  case distribution(Distribution)
  case checklist(Checklist)
  case change(Change)
  case cost(Cost)
  case rubric(Rubric)
  case deadline(Deadline)
  case ranking(Ranking)
  case reliability(SurveyItems)
  case representativeness(SurveyItems)
  case marginOfError(SurveyItems)
  case validity(SurveyItems)
  case check(isMet: Bool)
  case text

  /// As plan files call it.
  public enum Name: String, Sendable, Hashable, CaseIterable {
    case score, growth, share, count, frequency, duration, overdue, test, accuracy, distribution, checklist
    case change, cost, rubric, deadline, ranking, reliability, representativeness
    case marginOfError = "margin_of_error"
    case validity, check, text
  }

  /// Whether its value is a share, at most 1.
  var isFraction: Bool {
    switch self {
    case .share, .frequency, .accuracy, .checklist: true
    case .overdue(let overdue): overdue.measure != .count
    case .test(let test): test.measure == .passRate
    case .score(let score): score.statistic == .topTwo
    default: false
    }
  }

  public var name: Name {
    switch self {
    case .score: .score
    case .growth: .growth
    case .share: .share
    case .count: .count
    case .frequency: .frequency
    case .duration: .duration
    case .overdue: .overdue
    case .test: .test
    case .accuracy: .accuracy
    case .distribution: .distribution
    case .checklist: .checklist
    case .change: .change
    case .cost: .cost
    case .rubric: .rubric
    case .deadline: .deadline
    case .ranking: .ranking
    case .reliability: .reliability
    case .representativeness: .representativeness
    case .marginOfError: .marginOfError
    case .validity: .validity
    case .check: .check
    case .text: .text
    }
  }

  /// Rows of a dataset, all or those of a condition.
  public struct Rows: Sendable, Hashable {
    public var dataset: String
    public var condition: String?
    /// The column whose answers make a table.
    public var by: String?
  }

  public struct SurveyItems: Sendable, Hashable {
    public var survey: String
    /// Empty for all items on a scale.
    public var items: [String]
    public var construct: String?
  }

  public struct Score: Sendable, Hashable {
    public enum Subject: Sendable, Hashable {
      case items([String])
      case construct(String)
      case overall
    }

    public enum Statistic: String, Sendable, Hashable, CaseIterable {
      case topTwo = "top2"
      case mean = "mean"
      case scoreOfMax = "score-of-max"
      case scoreOfRange = "score-of-range"
    }

    public enum Base: String, Sendable, Hashable, CaseIterable {
      case valid, all
    }

    public var survey: String
    public var subject: Subject
    public var statistic: Statistic
    public var base: Base
    public var condition: String?
    public var by: String?
  }

  public struct Share: Sendable, Hashable {
    public enum Parts: Sendable, Hashable {
      /// Rows of a condition among rows of another, or among all.
      case rows(of: String, among: String?)
      /// Sums of columns.
      case sums(String, of: String)
    }

    public enum Measure: String, Sendable, Hashable, CaseIterable {
      case pooled
      case eachMean = "each_mean"
    }

    public var rows: Rows
    public var parts: Parts
    public var measure: Measure
  }

  public struct Count: Sendable, Hashable {
    public enum What: Sendable, Hashable {
      case rows
      case sum(String)
      case distinct(String)
    }

    public var rows: Rows
    public var what: What
    /// Per distinct value of this column: cases per staff-day.
    public var averageOver: String?
  }

  public struct Frequency: Sendable, Hashable {
    public enum Period: String, Sendable, Hashable, CaseIterable {
      case day, week, month, quarter, year
    }

    public var rows: Rows
    public var date: String
    public var per: Period
    public var atLeast: Double
    public var sum: String?
    /// The plan's list of units that `rows.by` should have.
    public var units: String?
    public var totalAtLeast: Double?
    public var onOpeningDays: Bool
  }

  public enum TimeUnit: String, Sendable, Hashable, CaseIterable {
    case minute, hour, day
    case workingDay = "working_day"
  }

  public struct Duration: Sendable, Hashable {
    public enum Time: Sendable, Hashable {
      case between(String, String)
      case elapsed(String)
    }

    public enum Statistic: String, Sendable, Hashable, CaseIterable {
      case mean, median, p90
    }

    public enum Comparison: Sendable, Hashable {
      case prior
      case phases(column: String, before: String, after: String, by: String?)
    }

    public enum Measure: String, Sendable, Hashable, CaseIterable {
      case level, reduction
    }

    public var rows: Rows
    public var time: Time
    public var unit: TimeUnit
    public var statistic: Statistic
    public var comparison: Comparison?
    public var measure: Measure
  }

  public struct Overdue: Sendable, Hashable {
    public enum Limit: Sendable, Hashable {
      case due(String)
      case number(Double, TimeUnit)
      case column(String, TimeUnit)
    }

    public enum Measure: String, Sendable, Hashable, CaseIterable {
      case overdue
      case onTime = "on_time"
      case told
      case count
    }

    public var rows: Rows
    public var from: String
    public var to: String
    public var limit: Limit
    public var told: String?
    public var measure: Measure
  }

  public struct Test: Sendable, Hashable {
    public struct Component: Sendable, Hashable {
      public var column: String
      public var maximum: Double
      public var factor: Double
    }

    public enum Measure: String, Sendable, Hashable, CaseIterable {
      case mean
      case passRate = "pass_rate"
    }

    public var rows: Rows
    /// One component where the file has a total.
    public var components: [Component]
    public var pass: Double?
    public var date: String?
    public var average: Assumptions.TestAverage?
    public var measure: Measure
  }

  public struct Accuracy: Sendable, Hashable {
    public enum Parts: Sendable, Hashable {
      case rows(correct: String)
      case sums(correct: String, asked: String)
    }

    public var rows: Rows
    public var parts: Parts
  }

  public struct Distribution: Sendable, Hashable {
    public var dataset: String
    public var condition: String?
    public var by: [String]
    public var month: String?
    public var ratePer: Double?
    public var units: String?
    public var area: String?
  }

  public struct Checklist: Sendable, Hashable {
    public var rows: Rows
    public var result: String
    public var item: String?
    public var met: [String]
    public var notApplicable: [String]
  }

  public struct Change: Sendable, Hashable {
    public enum Measure: String, Sendable, Hashable, CaseIterable {
      case reduction, difference, saved
    }

    public var rows: Rows
    public var before: String
    public var after: String
    public var weight: String?
    public var item: String?
    public var measure: Measure
  }

  public struct Cost: Sendable, Hashable {
    public enum Measure: String, Sendable, Hashable, CaseIterable {
      case perBeneficiary = "per_beneficiary"
      case total
      case benefitRatio = "benefit_ratio"
    }

    public var rows: Rows
    public var cost: [String]
    public var beneficiaries: String?
    public var item: String?
    public var exception: String?
    public var reason: String?
    public var hoursSaved: String?
    public var wage: Double?
    public var measure: Measure
  }

  public struct Rubric: Sendable, Hashable {
    public var rows: Rows
    public var score: String
    public var maximum: Double?
    public var assessor: String?
    public var assessors: Int?
  }

  public struct Deadline: Sendable, Hashable {
    public var due: CalendarDay
    public var done: CalendarDay?
    /// The first such row's date.
    public var rows: Rows?
    public var date: String?
  }

  public struct Ranking: Sendable, Hashable {
    public var rows: Rows
    public var unit: String
    public var group: String
    public var score: String
    public var assessor: String?
    public var own: String?
  }
}
