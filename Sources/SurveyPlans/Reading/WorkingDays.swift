extension PlanNode {
  /// The node with days of durations and limits as working days.
  var countingWorkingDays: PlanNode {
    var result = self
    result.indicators = indicators.map(\.countingWorkingDays)
    result.children = children.map(\.countingWorkingDays)
    return result
  }
}

extension Indicator {
  fileprivate var countingWorkingDays: Indicator {
    var result = self
    switch kind {
    case .duration(var duration) where duration.unit == .day:
      // Days that a column states are what the column says.
      guard case .between = duration.time else { return self }
      duration.unit = .workingDay
      result.kind = .duration(duration)
      if let unit, ["天", "日", "days", "day"].contains(unit) {
        result.unit = unit.hasPrefix("d") ? "working days" : "工作天"
      }
    case .overdue(var overdue):
      switch overdue.limit {
      case .number(let limit, .day): overdue.limit = .number(limit, .workingDay)
      case .column(let column, .day): overdue.limit = .column(column, .workingDay)
      default: return self
      }
      result.kind = .overdue(overdue)
    default: break
    }
    return result
  }
}
