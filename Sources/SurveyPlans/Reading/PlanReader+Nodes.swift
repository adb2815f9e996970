import SurveyDocuments
import SurveyTable

extension PlanReader {
  /// The deepest hierarchy; plans have four floors.
  private static let deepest = 12

  /// `nil` where the node itself cannot be read; what is below it is read all the same.
  mutating func node(_ node: DocumentNode, depth: Int) throws(DocumentError) -> PlanNode? {
    if depth >= Self.deepest {
      throw node.error(
        "the hierarchy is more than \(Self.deepest) floors deep", chinese: "層級超過 \(Self.deepest) 層")
    }
    let object = errors.corrected(
      try node.object(expecting: "a node"),
      allowed: [
        "no", "label", "text", "points", "weight", "owner", "due", "source", "note", "indicators", "nodes",
      ])
    var indicators: [Indicator] = []
    for child in errors.keep(try object.optionalList("indicators")) ?? [] {
      if let one = errors.keep(try indicator(child)) ?? nil { indicators.append(one) }
    }
    var children: [PlanNode] = []
    for child in errors.keep(try object.optionalList("nodes")) ?? [] {
      if let one = errors.keep(try self.node(child, depth: depth + 1)) ?? nil { children.append(one) }
    }
    let before = errors.count
    let result = PlanNode(
      number: errors.keep(try object.optionalText("no")) ?? nil,
      label: errors.keep(try object.text("label")) ?? "",
      text: errors.keep(try object.optionalText("text")) ?? nil,
      points: errors.keep(try positive(object, "points")) ?? nil,
      weight: errors.keep(try positive(object, "weight")) ?? nil,
      owners: errors.keep(try object.references("owner", to: ownerIDs, as: .ofOwner)) ?? [],
      due: errors.keep(try object.optionalText("due")) ?? nil, source: errors.keep(try source(object)) ?? nil,
      note: errors.keep(try object.optionalText("note")) ?? nil, indicators: indicators, children: children,
      line: node.line)
    if result.points != nil, result.weight != nil {
      throw node.error(
        "'\(result.label)' has points and a weight; give one of them",
        chinese: "「\(result.label)」同時有「points」與「weight」；請擇一")
    }
    return errors.count == before ? result : nil
  }

  func positive(_ object: DocumentObject, _ key: String) throws(DocumentError) -> Double? {
    guard let value = try object.optionalNumber(key) else { return nil }
    if value >= 0, value <= 1e9 { return value }
    throw object.node.error(
      "'\(key)' of \(object.what) must be 0 or more", chinese: "「\(key)」須為 0 以上之數字")
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

  /// `nil` where anything of the indicator cannot be read; all that is wrong with it is kept.
  private mutating func indicator(_ node: DocumentNode) throws(DocumentError) -> Indicator? {
    let before = errors.count
    var object = try node.object(expecting: "an indicator")
    let anyKey = Self.common + IndicatorKind.Name.allCases.flatMap(Self.keys)
    if object.optional("id") == nil || object.optional("kind") == nil {
      // One of the two may be there under a misspelt key, which belongs to no kind at all.
      object = errors.corrected(object, allowed: anyKey)
    }
    let id = try object.text("id")
    if let other = indicatorPlaces[id] {
      throw try object.required("id").error(
        "the id '\(id)' is taken by the indicator at line \(other.line)",
        chinese: "代號「\(id)」已由第 \(other.line) 行之指標使用")
    }
    indicatorPlaces[id] = node
    let name = errors.keep(
      try object.required("kind").choice(IndicatorKind.Name.self, expecting: "'kind' of indicator '\(id)'"))
    let named = errors.corrected(
      DocumentObject(
        node: node, entries: object.entries,
        what: "indicator '\(id)'" + (name.map { " of kind \($0.rawValue)" } ?? "")),
      allowed: name.map { Self.common + Self.keys(of: $0) } ?? anyKey)
    func text(_ key: String) -> String? { errors.keep(try named.optionalText(key)) ?? nil }
    var kind: IndicatorKind?
    if let name { kind = errors.keep(try self.kind(name, named)) }
    if case .growth(let of) = kind, let place = named.optional("of") {
      growthReferences.append((id, of, place))
    }
    var indicator = Indicator(
      id: id, label: text("label") ?? id, kind: kind ?? .text, unit: text("unit"),
      direction: (errors.keep(try named.optionalChoice("direction", Indicator.Direction.self)) ?? nil)
        ?? name.map(Self.direction) ?? .none,
      target: errors.keep(try target(named)) ?? nil, frequency: text("frequency"),
      owners: errors.keep(try named.references("owner", to: ownerIDs, as: .ofOwner)) ?? [],
      source: errors.keep(try source(named)) ?? nil,
      inventory: errors.keep(try named.texts("inventory")) ?? [],
      points: errors.keep(try positive(named, "points")) ?? nil,
      weight: errors.keep(try positive(named, "weight")) ?? nil,
      pointsRule: errors.keep(try pointsRule(named)) ?? .whenMet,
      baseline: errors.keep(try named.optionalAmount("baseline")) ?? nil, text: text("text"),
      remark: text("remark"), evidence: errors.keep(try named.texts("evidence")) ?? [], notApplicable: nil,
      line: node.line, places: Self.places(in: node))
    indicator.notApplicable = errors.keep(try ownStatus(named, id, isCost: name == .cost)) ?? nil
    _ = errors.keep(try checkFraction(indicator, named.optional("target")))
    if indicator.points != nil, indicator.weight != nil {
      throw node.error(
        "the indicator '\(id)' has points and a weight; give one of them",
        chinese: "指標「\(id)」同時有「points」與「weight」；請擇一")
    }
    return errors.count == before ? indicator : nil
  }

  /// Why an indicator does not apply, as the officer says.
  private func ownStatus(
    _ object: DocumentObject, _ id: String, isCost: Bool
  ) throws(DocumentError) -> String? {
    if let status = object.optional("status") {
      enum Own: String, CaseIterable { case notApplicable = "not_applicable" }
      _ = try status.choice(Own.self, expecting: "'status' of indicator '\(id)'")
      if let reason = try object.optionalText("reason") { return reason }
      throw status.error(
        "say in 'reason' why the indicator does not apply", chinese: "請於「reason」說明不適用之原因")
    }
    if !isCost, let reason = object.optional("reason") {
      throw reason.error(
        "'reason' explains a status that the officer sets; there is no 'status'",
        chinese: "「reason」用以說明「status」；此處沒有「status」")
    }
    return nil
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
        "the target of '\(indicator.id)' is \(shortestText(value * 100)) %: a share is a fraction of 1; write \(shortestText(value / 100)) or \(shortestText(value))%",
        chinese:
          "「\(indicator.id)」之目標值為 \(shortestText(value * 100))%：比率以 1 為全部；請寫 \(shortestText(value / 100)) 或 \(shortestText(value))%"
      )
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
      throw node.error(
        "a target is at_least, at_most, equals, between or about, or growth_at_least",
        chinese: "目標值須有 at_least、at_most、equals、between、about 或 growth_at_least 其中之一")
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
      guard limits.count == 2 else {
        throw node.error("'between' needs two numbers: [low, high]", chinese: "「between」須有兩個數字：[下限, 上限]")
      }
      let low = try limits[0].amount(expecting: "the lower limit")
      let high = try limits[1].amount(expecting: "the upper limit")
      if high < low {
        throw node.error("the limits of 'between' stand the wrong way round", chinese: "「between」之上下限順序顛倒")
      }
      bounds.append(.between(low, high))
    }
    if let value = try object.optionalAmount("about") {
      var tolerance: Double?
      if let node = object.optional("tolerance") {
        tolerance = try node.within(0...0.5, expecting: "'tolerance'")
      }
      bounds.append(.about(value, tolerance: tolerance))
    } else if let node = object.optional("tolerance") {
      throw node.error("'tolerance' belongs to 'about'", chinese: "「tolerance」須與「about」並用")
    }
    if bounds.count > 1 {
      throw object.node.error(
        "a target has one bound; here are \(bounds.count)", chinese: "目標值僅能有一種界限，此處有 \(bounds.count) 種")
    }
    return bounds.first
  }

  private func pointsRule(_ indicator: DocumentObject) throws(DocumentError) -> PointsRule {
    guard let node = indicator.optional("points_rule") else { return .whenMet }
    let object = try node.object(expecting: "'points_rule' of \(indicator.what)")
    try object.finish(allowed: ["bands", "linear"])
    if let linear = try object.optionalObject("linear") {
      if let bands = object.optional("bands") {
        throw bands.error("a rule is bands or linear, not both", chinese: "「bands」與「linear」僅能擇一")
      }
      try linear.finish(allowed: ["from", "to"])
      guard let from = try linear.optionalAmount("from"), let to = try linear.optionalAmount("to"), from != to
      else {
        throw linear.node.error(
          "'linear' needs two different numbers, from (no points) and to (all points)",
          chinese: "「linear」須有兩個不同之數字：from（得 0 分）及 to（得滿分）")
      }
      return .linear(from: from, to: to)
    }
    var bands: [PointsRule.Band] = []
    for node in try object.list("bands") {
      let band = try node.object(expecting: "a band")
      try band.finish(allowed: ["at_least", "at_most", "equals", "between", "points"])
      guard let bound = try bound(band) else {
        throw node.error(
          "a band needs at_least, at_most, equals or between",
          chinese: "級距須有 at_least、at_most、equals 或 between")
      }
      bands.append(PointsRule.Band(bound: bound, points: try positive(band, "points") ?? 0))
    }
    if bands.isEmpty { throw node.error("'bands' is empty", chinese: "「bands」沒有內容") }
    return .bands(bands)
  }
}
