import SurveyDesign
import SurveyDocuments
import SurveyInference
import SurveyInput
import SurveyTable

extension SurveyRequest {
  /// The request as JSON, always the same text for the same request.
  public var json: String {
    var writer = JSONWriter(indentedLevels: 0)
    writer.object { json in
      func texts(_ name: String, _ values: [String], _ json: inout JSONWriter) {
        json.member(name) { $0.array { array in for value in values { array.string(value) } } }
      }
      func optional(_ name: String, _ value: String?, _ json: inout JSONWriter) {
        if let value { json.member(name, value) }
      }
      json.member("statistic", statistic.rawValue)
      if !items.isEmpty { texts("items", items, &json) }
      if !by.isEmpty { texts("by", by, &json) }
      optional("where", condition, &json)
      if confidence != 0.95 { json.member("confidence", number: confidence) }
      switch degreesOfFreedom {
      case .design: break
      case .infinite: json.member("df", "inf")
      case .fixed(let df): json.member("df", number: df)
      }
      if designEffect != .none { json.member("deff", designEffect == .withReplacement ? "replace" : "true") }
      if covariance { json.member("covariance") { $0.boolean(true) } }
      if interval != .logit { json.member("interval", interval.rawValue) }
      if let levels { texts("levels", levels, &json) }
      optional("expression", expression, &json)
      if statistic == .contrast, contrastOf != .mean { json.member("of", contrastOf.rawValue) }
      if statistic == .growth, growthOf != .mean { json.member("of", growthOf.rawValue) }
      if method != .delta { json.member("method", method.rawValue) }
      optional("period", period, &json)
      optional("from", from, &json)
      optional("to", to, &json)
      optional("id", id, &json)
      let hasDesign = weights != nil || strata != nil || cluster != nil || fpc != nil || population != nil
      if hasDesign || lonelyUnits != .fail || replicates != nil {
        json.member("design") {
          $0.object { design in
            optional("weights", weights, &design)
            optional("strata", strata, &design)
            optional("cluster", cluster, &design)
            optional("fpc", fpc, &design)
            if let population { design.member("population", number: population) }
            if lonelyUnits != .fail { design.member("lonely_psu", lonelyUnits.rawValue) }
            if let replicates { design.member("replicates") { Self.write(replicates, into: &$0) } }
          }
        }
      }
    }
    return writer.text
  }

  private static func write(_ replicates: Replicates, into writer: inout JSONWriter) {
    writer.object { json in
      json.member("type", replicates.kind.rawValue)
      if replicates.kind == .bootstrap, replicates.count != Replicates.defaultCount {
        json.member("count", number: Double(replicates.count))
      }
      if let seed = replicates.seed { json.member("seed", number: Double(seed)) }
      if replicates.kind == .fay { json.member("fay_rho", number: replicates.fayRho) }
      if replicates.aboutEstimate { json.member("mse") { $0.boolean(true) } }
    }
  }

  /// Reads a request from JSON.
  ///
  /// Errors: `malformedData` with line and column, and the nearest right word.
  public init(json: String, name: String = "request") throws(SurveyStatsError) {
    do throws(DocumentError) {
      try self.init(try parseJSON(Array(json.utf8), name: name))
    } catch {
      throw SurveyStatsError(error)
    }
  }

  private init(_ document: DocumentNode) throws(DocumentError) {
    let object = try document.object(expecting: "the request")
    try object.finish(allowed: [
      "statistic", "items", "by", "where", "confidence", "df", "deff", "covariance", "interval", "levels",
      "expression", "of", "method", "period", "from", "to", "id", "design",
    ])
    guard let statistic = try object.optionalChoice("statistic", Statistic.self) else {
      _ = try object.required("statistic")
      throw object.node.error("the request has no 'statistic'", chinese: "缺少「statistic」")
    }
    self.init(statistic, items: try object.texts("items"))
    by = try object.texts("by")
    condition = try object.optionalText("where")
    confidence = try object.number("confidence", default: 0.95)
    if let node = object.optional("df") {
      if let text = try? node.text(expecting: "'df'") {
        switch text {
        case "design": degreesOfFreedom = .design
        case "inf": degreesOfFreedom = .infinite
        default: throw node.error("'df' is design, inf or a number", chinese: "df 須為 design、inf 或數字")
        }
      } else {
        degreesOfFreedom = .fixed(try node.number(expecting: "'df'"))
      }
    }
    if let node = object.optional("deff") {
      switch try node.text(expecting: "'deff'") {
      case "none": designEffect = .none
      case "true": designEffect = .withoutReplacement
      case "replace": designEffect = .withReplacement
      default: throw node.error("'deff' is none, true or replace", chinese: "deff 須為 none、true 或 replace")
      }
    }
    covariance = try object.boolean("covariance", default: false)
    interval = try object.optionalChoice("interval", ProportionInterval.self) ?? .logit
    if object.optional("levels") != nil { levels = try object.texts("levels") }
    expression = try object.optionalText("expression")
    if statistic == .contrast {
      contrastOf = try object.optionalChoice("of", ContrastStatistic.self) ?? .mean
    }
    if statistic == .growth { growthOf = try object.optionalChoice("of", GrowthStatistic.self) ?? .mean }
    try checkMembers(object)
    method = try object.optionalChoice("method", GrowthMethod.self) ?? .delta
    period = try object.optionalText("period")
    from = try object.optionalText("from")
    to = try object.optionalText("to")
    id = try object.optionalText("id")
    guard let design = try object.optionalObject("design") else { return }
    try design.finish(allowed: [
      "weights", "strata", "cluster", "fpc", "population", "lonely_psu", "replicates",
    ])
    weights = try design.optionalText("weights")
    strata = try design.optionalText("strata")
    cluster = try design.optionalText("cluster")
    fpc = try design.optionalText("fpc")
    population = try design.optionalNumber("population")
    lonelyUnits = try design.optionalChoice("lonely_psu", LonelyUnits.self) ?? .fail
    if let object = try design.optionalObject("replicates") { replicates = try Self.replicates(object) }
  }

  /// Members of one statistic mean nothing to another: whoever writes them wants something else.
  private func checkMembers(_ object: DocumentObject) throws(DocumentError) {
    let isGrowth = statistic == .growth
    let hasShares = statistic == .proportion || isGrowth && growthOf == .proportion
    let members: [(names: [String], isUsed: Bool, with: String, chinese: String)] = [
      (["levels", "interval"], hasShares, "proportion and growth of proportions", "百分比（proportion）及其成長率"),
      (["expression"], statistic == .contrast, "contrast", "對比（contrast）"),
      (["of"], isGrowth || statistic == .contrast, "contrast and growth", "對比（contrast）及成長率（growth）"),
      (["method", "period", "from", "to", "id"], isGrowth, "growth", "成長率（growth）"),
    ]
    for (names, isUsed, with, chinese) in members where !isUsed {
      for name in names {
        guard let node = object.optional(name) else { continue }
        throw node.error(
          "'\(name)' goes with \(with), and the statistic is \(statistic.rawValue)",
          chinese: "「\(name)」須與\(chinese)併用，而統計量為 \(statistic.rawValue)")
      }
    }
  }

  private static func replicates(_ object: DocumentObject) throws(DocumentError) -> Replicates {
    try object.finish(allowed: ["type", "count", "seed", "fay_rho", "mse"])
    guard let kind = try object.optionalChoice("type", Replicates.Kind.self) else {
      _ = try object.required("type")
      throw object.node.error("the replicates have no 'type'", chinese: "replicates 缺少「type」")
    }
    func whole(_ key: String) throws(DocumentError) -> Int? {
      guard let number = try object.optionalNumber(key) else { return nil }
      guard let whole = Int(exactly: number) else {
        throw object.node.error(
          "'\(key)' of the replicates must be a whole number", chinese: "replicates 之「\(key)」須為整數")
      }
      return whole
    }
    let (count, seed) = (try whole("count"), try whole("seed"))
    let rho = try object.optionalNumber("fay_rho")
    let aboutEstimate = try object.boolean("mse", default: false)
    do throws(SurveyStatsError) {
      return try Replicates(kind, count: count, seed: seed, fayRho: rho, aboutEstimate: aboutEstimate)
    } catch {
      throw object.node.error(error.message, chinese: error.chinese)
    }
  }
}

extension SurveyState {
  /// The request and the columns it needs, as JSON.
  package func requestDescription() throws(SurveyStatsError) -> String {
    var writer = JSONWriter(indentedLevels: 0)
    let columns = columns
    writer.object { json in
      json.member("columns") { $0.array { array in for column in columns { array.string(column) } } }
    }
    // The request is JSON already.
    return writer.text.dropLast() + ",\"request\":\(request.json)}"
  }
}
