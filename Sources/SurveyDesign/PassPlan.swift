import SurveyTable

/// Which columns one pass reads, and where in a batch each role finds its own.
struct PassPlan {
  private(set) var requests: [ColumnRequest] = []
  var weights: Int?
  var stratum: Int?
  var cluster: Int?
  var fpc: Int?
  var by: [Int] = []
  /// The columns of margins.
  var margins: [Int] = []
  /// For each term, the slots of its items.
  var items: [[Int]] = []
  var filter: DomainFilter?
  /// Columns, from 0, that the condition compares as numbers, and those of the design.
  private var conditionColumns: Set<Int> = []
  private var designColumns: Set<Int> = []

  /// What to do about a cell that is not a number, by what its column is used for.
  func advice(column: Int) -> (english: String, chinese: String) {
    if designColumns.contains(column) {
      return ("weights and population sizes must be numbers", "權數與母體數須為數字")
    }
    if conditionColumns.contains(column) {
      return ("put what it is compared with in quotes to compare as text", "若要以文字比較，請將比較值加上引號")
    }
    return (
      "name it as a missing code if it stands for no answer, name the scale (--scale auto finds it) if answers are words, or ask for a proportion",
      "若代表未答，請以 --missing 指定；若答案為文字，請指定量表（--scale auto 可自動判斷），或改求百分比（proportion）"
    )
  }

  init(_ request: TotalsRequest, design: SampleDesign) throws(SurveyStatsError) {
    let data = design.data
    let stage = design.stages[0]
    if let name = design.weights { weights = try slot(data, name, .number, as: "weights") }
    if let name = stage.strata { stratum = try slot(data, name, .text, as: "strata") }
    if let name = stage.cluster { cluster = try slot(data, name, .text, as: "cluster") }
    if let name = stage.fpc { fpc = try slot(data, name, .number, as: "fpc") }
    designColumns = Set([weights, fpc].compactMap { $0.map { requests[$0].column } })
    for name in request.by { by.append(try slot(data, name, .text, as: "by")) }
    for name in design.calibration?.columns ?? request.weightCells {
      margins.append(try slot(data, name, .text, as: "margins"))
    }
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
      var compared: Set<Int> = []
      filter = try DomainFilter(condition) { (name, reading) throws(SurveyStatsError) in
        let slot = try Self.slot(&requests, data, name, reading, as: "where")
        if reading == .number { compared.insert(requests[slot].column) }
        return slot
      }
      self.requests = requests
      conditionColumns = compared.subtracting(items.joined().map { requests[$0].column })
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
