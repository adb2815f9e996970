import SurveyDocuments
import SurveyTable

extension PlanReader {
  /// The deepest hierarchy; plans have four floors.
  private static let deepest = 12

  mutating func node(_ node: DocumentNode, depth: Int) throws(DocumentError) -> PlanNode {
    if depth >= Self.deepest {
      throw node.error("the hierarchy is more than \(Self.deepest) floors deep")
    }
    let object = try node.object(expecting: "a node")
    try finish(
      object,
      allowed: [
        "no", "label", "text", "points", "weight", "owner", "due", "source", "note", "indicators", "nodes",
      ])
    // What is below a node is read although the node itself cannot be.
    var indicators: [Indicator] = []
    for child in try object.optionalList("indicators") {
      attempt { (reader) throws(DocumentError) in indicators.append(try reader.indicator(child)) }
    }
    var children: [PlanNode] = []
    for child in try object.optionalList("nodes") {
      attempt { (reader) throws(DocumentError) in children.append(try reader.node(child, depth: depth + 1)) }
    }
    let result = PlanNode(
      number: try object.optionalText("no"), label: try object.text("label"),
      text: try object.optionalText("text"), points: try positive(object, "points"),
      weight: try positive(object, "weight"),
      owners: try object.references("owner", to: owners.map(\.id), as: "owner"),
      due: try object.optionalText("due"), source: try source(object), note: try object.optionalText("note"),
      indicators: indicators, children: children, line: node.line)
    if result.points != nil, result.weight != nil {
      throw node.error("'\(result.label)' has points and a weight; give one of them")
    }
    return result
  }

  func positive(_ object: DocumentObject, _ key: String) throws(DocumentError) -> Double? {
    guard let value = try object.optionalNumber(key) else { return nil }
    if value >= 0, value <= 1e9 { return value }
    throw object.node.error("'\(key)' of \(object.what) must be 0 or more")
  }

  func source(_ object: DocumentObject) throws(DocumentError) -> PlanSource? {
    guard let node = object.optional("source") else { return nil }
    if case .scalar(let scalar) = node.content { return PlanSource(section: scalar.text) }
    let source = try node.object(expecting: "'source'")
    try source.finish(allowed: ["section", "number", "page"])
    return PlanSource(
      section: try source.optionalText("section"), number: try source.optionalText("number"),
      page: try source.optionalText("page"))
  }

  private static let common = [
    "id", "label", "kind", "unit", "direction", "target", "frequency", "owner", "source", "inventory",
    "points",
    "weight", "points_rule", "baseline", "text", "remark", "evidence", "status", "reason",
  ]

  private mutating func indicator(_ node: DocumentNode) throws(DocumentError) -> Indicator {
    let object = try node.object(expecting: "an indicator")
    if object.optional("id") == nil || object.optional("kind") == nil {
      // One of the two may be there under a misspelt key, which belongs to no kind at all.
      try finish(object, allowed: Self.common + IndicatorKind.Name.allCases.flatMap(Self.keys))
    }
    let id = try object.text("id")
    if let other = indicatorPlaces[id] {
      throw try object.required("id").error("the id '\(id)' is taken by the indicator at line \(other.line)")
    }
    indicatorPlaces[id] = node
    let name = try object.required("kind").choice(
      IndicatorKind.Name.self, expecting: "'kind' of indicator '\(id)'")
    let named = DocumentObject(
      node: node, entries: object.entries, what: "indicator '\(id)' of kind \(name.rawValue)")
    try finish(named, allowed: Self.common + Self.keys(of: name))
    let kind = try self.kind(name, named)
    var indicator = Indicator(
      id: id, label: try object.optionalText("label") ?? id, kind: kind,
      unit: try object.optionalText("unit"),
      direction: try object.optionalChoice("direction", Indicator.Direction.self) ?? Self.direction(of: name),
      target: try target(named), frequency: try object.optionalText("frequency"),
      owners: try named.references("owner", to: owners.map(\.id), as: "owner"), source: try source(object),
      inventory: try object.texts("inventory"), points: try positive(named, "points"),
      weight: try positive(named, "weight"), pointsRule: try pointsRule(named),
      baseline: try object.optionalAmount("baseline"), text: try object.optionalText("text"),
      remark: try object.optionalText("remark"), evidence: try object.texts("evidence"), notApplicable: nil,
      line: node.line, places: Self.places(in: node))
    if let status = object.optional("status") {
      enum Own: String, CaseIterable { case notApplicable = "not_applicable" }
      _ = try status.choice(Own.self, expecting: "'status' of indicator '\(id)'")
      guard let reason = try object.optionalText("reason") else {
        throw status.error("say in 'reason' why the indicator does not apply")
      }
      indicator.notApplicable = reason
    } else if name != .cost, let reason = object.optional("reason") {
      throw reason.error("'reason' explains a status that the officer sets; there is no 'status'")
    }
    try checkFraction(indicator, object.optional("target"))
    if indicator.points != nil, indicator.weight != nil {
      throw node.error("the indicator '\(id)' has points and a weight; give one of them")
    }
    if case .growth(let of) = kind {
      growthReferences.append((id, of, try object.required("of")))
    }
    return indicator
  }

  /// A share is a fraction: a target of 50 for one is 50 % as a rule, and would never be met.
  private func checkFraction(_ indicator: Indicator, _ target: DocumentNode?) throws(DocumentError) {
    guard let target, indicator.kind.isFraction, let bound = indicator.target?.bound else { return }
    let value: Double
    switch bound {
    case .atLeast(let one), .atMost(let one), .equals(let one): value = one
    case .between(_, let high): value = high
    case .about(let one, _): value = one
    }
    if value > 1 {
      throw target.error(
        "the target of '\(indicator.id)' is \(shortestText(value * 100)) %: a share is a fraction of 1; write \(shortestText(value / 100)) or \(shortestText(value))%"
      )
    }
  }

  /// Every text below a node.
  private static func places(in node: DocumentNode) -> [PlanPlace] {
    switch node.content {
    case .null: []
    case .scalar(let scalar): [PlanPlace(text: scalar.text, line: node.line, column: node.column)]
    case .sequence(let nodes): nodes.flatMap(places)
    case .mapping(let entries): entries.flatMap { places(in: $0.value) }
    }
  }

  private static func direction(of kind: IndicatorKind.Name) -> Indicator.Direction {
    switch kind {
    case .duration, .overdue, .cost: .down
    case .distribution, .text, .check, .validity: .none
    default: .up
    }
  }

  private func target(_ indicator: DocumentObject) throws(DocumentError) -> Target? {
    guard let node = indicator.optional("target") else { return nil }
    let object = try node.object(expecting: "'target' of \(indicator.what)")
    try object.finish(allowed: [
      "at_least", "at_most", "equals", "between", "about", "tolerance", "each", "growth_at_least",
    ])
    var target = Target(
      bound: nil, each: try object.boolean("each", default: false),
      growthAtLeast: try object.optionalAmount("growth_at_least"))
    target.bound = try bound(object)
    if target.bound == nil, target.growthAtLeast == nil {
      throw node.error("a target is at_least, at_most, equals, between or about, or growth_at_least")
    }
    return target
  }

  private func bound(_ object: DocumentObject) throws(DocumentError) -> Target.Bound? {
    var bounds: [Target.Bound] = []
    if let value = try object.optionalAmount("at_least") { bounds.append(.atLeast(value)) }
    if let value = try object.optionalAmount("at_most") { bounds.append(.atMost(value)) }
    if let value = try object.optionalAmount("equals") { bounds.append(.equals(value)) }
    if let node = object.optional("between") {
      let limits = try node.sequence(expecting: "'between'")
      guard limits.count == 2 else { throw node.error("'between' needs two numbers: [low, high]") }
      let low = try limits[0].amount(expecting: "the lower limit")
      let high = try limits[1].amount(expecting: "the upper limit")
      if high < low { throw node.error("the limits of 'between' stand the wrong way round") }
      bounds.append(.between(low, high))
    }
    if let value = try object.optionalAmount("about") {
      var tolerance: Double?
      if let node = object.optional("tolerance") {
        tolerance = try node.within(0...0.5, expecting: "'tolerance'")
      }
      bounds.append(.about(value, tolerance: tolerance))
    } else if let node = object.optional("tolerance") {
      throw node.error("'tolerance' belongs to 'about'")
    }
    if bounds.count > 1 { throw object.node.error("a target has one bound; here are \(bounds.count)") }
    return bounds.first
  }

  private func pointsRule(_ indicator: DocumentObject) throws(DocumentError) -> PointsRule {
    guard let node = indicator.optional("points_rule") else { return .whenMet }
    let object = try node.object(expecting: "'points_rule' of \(indicator.what)")
    try object.finish(allowed: ["bands", "linear"])
    if let linear = try object.optionalObject("linear") {
      if let bands = object.optional("bands") { throw bands.error("a rule is bands or linear, not both") }
      try linear.finish(allowed: ["from", "to"])
      guard let from = try linear.optionalAmount("from"), let to = try linear.optionalAmount("to"), from != to
      else {
        throw linear.node.error("'linear' needs two different numbers, from (no points) and to (all points)")
      }
      return .linear(from: from, to: to)
    }
    var bands: [PointsRule.Band] = []
    for node in try object.list("bands") {
      let band = try node.object(expecting: "a band")
      try band.finish(allowed: ["at_least", "at_most", "equals", "between", "points"])
      guard let bound = try bound(band) else {
        throw node.error("a band needs at_least, at_most, equals or between")
      }
      bands.append(PointsRule.Band(bound: bound, points: try positive(band, "points") ?? 0))
    }
    if bands.isEmpty { throw node.error("'bands' is empty") }
    return .bands(bands)
  }
}
