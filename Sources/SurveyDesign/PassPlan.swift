import SurveyTable

/// Which columns one pass reads, and where in a batch each role finds its own.
struct PassPlan {
  private(set) var requests: [ColumnRequest] = []
  var weights: Int?
  var stratum: Int?
  var cluster: Int?
  var fpc: Int?
  var by: [Int] = []
  /// For each term, the slots of its items.
  var items: [[Int]] = []
  var filter: DomainFilter?

  init(_ request: TotalsRequest, design: SampleDesign) throws(SurveyStatsError) {
    let data = design.data
    let stage = design.stages[0]
    if let name = design.weights { weights = try slot(data, name, .number, as: "weights") }
    if let name = stage.strata { stratum = try slot(data, name, .text, as: "strata") }
    if let name = stage.cluster { cluster = try slot(data, name, .text, as: "cluster") }
    if let name = stage.fpc { fpc = try slot(data, name, .number, as: "fpc") }
    for name in request.by { by.append(try slot(data, name, .text, as: "by")) }
    for term in request.terms {
      let reading: ColumnRequest.Reading = if case .levels = term { .text } else { .number }
      var slots: [Int] = []
      for name in term.items {
        slots.append(
          try slot(data, name, reading, as: term.role, missing: data.missing.codes(for: name)))
      }
      items.append(slots)
    }
    if let condition = request.condition {
      var requests = self.requests
      filter = try DomainFilter(condition) { (name, reading) throws(SurveyStatsError) in
        try Self.slot(&requests, data, name, reading, as: "where")
      }
      self.requests = requests
    }
  }

  private mutating func slot(
    _ data: SurveyData, _ name: String, _ reading: ColumnRequest.Reading, as role: String,
    missing: MissingCodes = .none
  ) throws(SurveyStatsError) -> Int {
    try Self.slot(&requests, data, name, reading, as: role, missing: missing)
  }

  /// The same column read in the same way is read once.
  private static func slot(
    _ requests: inout [ColumnRequest], _ data: SurveyData, _ name: String,
    _ reading: ColumnRequest.Reading, as role: String, missing: MissingCodes = .none
  ) throws(SurveyStatsError) -> Int {
    let position = try data.position(of: name, as: role)
    let request = ColumnRequest(column: position, reading: reading, missing: missing)
    if let known = requests.firstIndex(of: request) { return known }
    requests.append(request)
    return requests.count - 1
  }
}
