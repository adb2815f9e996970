/// Records that indicators are computed from.
public struct Dataset: Sendable, Hashable {
  public enum Role: String, Sendable, Hashable, CaseIterable {
    case survey, cases, complaints, calls, events, reports, inventory, documents, cost, rota, scores
    case staffSurvey = "staff_survey"
    case qaTest = "qa_test"
    case webAudit = "web_audit"

    var isQuestionnaire: Bool { self == .survey || self == .staffSurvey }
  }

  public var id: String
  public var label: String
  public var role: Role
  /// Paths from the plan's folder; several are read one after the other.
  public var files: [String]
  /// Last year's, with the same columns.
  public var priorFiles: [String]
  /// Short names and the headers that they stand for.
  public var columns: [ColumnName]
  /// Rows whose date in this column lies outside the term are left out.
  public var date: String?
  public var encoding: String
  public var delimiter: String?
  public var headerRows: Int?
  public var missing: [String]
  public var keepsTotalRows: Bool
  /// The place in the plan file, for messages.
  public var line: Int
  var places = PlanPlaces()

  public struct ColumnName: Sendable, Hashable {
    public var name: String
    public var header: String
  }
}
