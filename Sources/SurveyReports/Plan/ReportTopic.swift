import SurveyPlans

/// The chapters that indicators and surveys are told in, in the order of an official report.
enum ReportTopic: Int, CaseIterable {
  case sample, reliability, satisfaction, growth, staff, tests, shares, time, complaints, frequency, counts
  case checks, cost, assessment

  func title(_ page: ReportPage) -> String {
    switch self {
    case .sample: page.say("調查方法與樣本", "Survey method and sample")
    case .reliability: page.say("信度與效度", "Reliability and validity")
    case .satisfaction: page.say("滿意度調查結果", "Satisfaction")
    case .growth: page.say("歷年比較與成長率", "Change since last year")
    case .staff: page.say("內部同仁滿意度", "Staff survey")
    case .tests: page.say("電話禮貌與答詢正確性測試", "Tests of telephone manners and of answers")
    case .shares: page.say("線上服務與各項占比", "Online services and other shares")
    case .time: page.say("案件處理時間與流程簡化", "Processing time and simpler procedures")
    case .complaints: page.say("人民陳情統計", "Complaints and petitions")
    case .frequency: page.say("辦理頻率", "Regular duties")
    case .counts: page.say("辦理件數與人次", "Counts")
    case .checks: page.say("設施、資訊公開與其他檢核", "Facilities, publication and other checks")
    case .cost: page.say("成本效益", "Cost")
    case .assessment: page.say("評分與名次", "Assessment and ranking")
    }
  }

  /// Where an indicator is told, by how it is measured and from which records.
  init(_ indicator: Indicator, in plan: Plan) {
    let role = indicator.kind.datasetID.flatMap { id in plan.datasets.first { $0.id == id }?.role }
    let isStaff = indicator.kind.surveyID.map { plan.isStaffSurvey($0) } ?? false
    switch indicator.kind {
    case .score: self = isStaff ? .staff : .satisfaction
    case .growth: self = .growth
    case .reliability, .validity: self = .reliability
    case .representativeness, .marginOfError: self = .sample
    case .test, .accuracy: self = .tests
    case .share: self = role == .complaints ? .complaints : .shares
    case .count: self = role == .complaints ? .complaints : .counts
    case .frequency: self = .frequency
    case .duration, .overdue: self = role == .complaints ? .complaints : .time
    case .distribution: self = .complaints
    case .change: self = .time
    case .cost: self = .cost
    case .rubric, .ranking: self = .assessment
    case .checklist, .deadline, .check, .text: self = .checks
    }
  }
}

extension Plan {
  func isStaffSurvey(_ id: String) -> Bool {
    guard let survey = surveys.first(where: { $0.id == id }) else { return false }
    return datasets.first { $0.id == survey.dataset }?.role == .staffSurvey
  }
}

extension IndicatorKind {
  var surveyID: String? {
    switch self {
    case .score(let score): score.survey
    case .reliability(let items), .representativeness(let items), .marginOfError(let items),
      .validity(let items):
      items.survey
    default: nil
    }
  }

  var datasetID: String? {
    switch self {
    case .share(let kind): kind.rows.dataset
    case .count(let kind): kind.rows.dataset
    case .frequency(let kind): kind.rows.dataset
    case .duration(let kind): kind.rows.dataset
    case .overdue(let kind): kind.rows.dataset
    case .test(let kind): kind.rows.dataset
    case .accuracy(let kind): kind.rows.dataset
    case .distribution(let kind): kind.dataset
    case .checklist(let kind): kind.rows.dataset
    case .change(let kind): kind.rows.dataset
    case .cost(let kind): kind.rows.dataset
    case .rubric(let kind): kind.rows.dataset
    case .deadline(let kind): kind.rows?.dataset
    case .ranking(let kind): kind.rows.dataset
    case .score, .growth, .reliability, .representativeness, .marginOfError, .validity, .check, .text: nil
    }
  }
}
