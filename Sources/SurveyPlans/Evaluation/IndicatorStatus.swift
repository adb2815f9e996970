/// What can be said of an indicator at the end of the year.
public enum IndicatorStatus: String, Sendable, Hashable, CaseIterable {
  case met = "met"
  case partlyMet = "partly_met"
  case notMet = "not_met"
  /// The sample cannot tell.
  case undecided = "undecided"
  case noTarget = "no_target"
  case noData = "no_data"
  case notApplicable = "not_applicable"
  /// The formula has no value, as a growth rate over zero.
  case undefined = "undefined"

  /// As the plans say it.
  public var label: Wording {
    switch self {
    case .met: Wording(english: "met", chinese: "達成")
    case .partlyMet: Wording(english: "partly met", chinese: "部分達成")
    case .notMet: Wording(english: "not met", chinese: "未達成")
    case .undecided: Wording(english: "undecided", chinese: "無法判定")
    case .noTarget: Wording(english: "no target", chinese: "無目標值")
    case .noData: Wording(english: "no data", chinese: "資料不足")
    case .notApplicable: Wording(english: "not applicable", chinese: "不適用")
    case .undefined: Wording(english: "cannot be computed", chinese: "無法計算")
    }
  }
}
