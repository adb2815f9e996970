import SurveyDesign
import SurveyInference
import SurveyTable

/// Points: of each indicator by its rule, of each node by the points or weights below it.
struct Scorecard {
  private let evaluator: Evaluator
  private var plan: Plan { evaluator.plan }

  init(_ evaluator: Evaluator) { self.evaluator = evaluator }

  /// What a part of the plan reached, as a fraction of its full points.
  private struct Part {
    /// How much it counts beside its neighbours.
    var weight: Double
    /// `nil` where nothing below could be computed.
    var fraction: Double?
    /// Of `fraction` by the value of each indicator that comes from a sample.
    var derivatives: [String: Double] = [:]
    /// The part of the points that could not be computed.
    var missing: Double
  }

  /// Points that were said and do not add up, for the plan's writer.
  private(set) var notes: [Note] = []

  /// Sets the points of all nodes and indicators, and gives those of the plan; `nil` where nothing has points.
  mutating func score(
    _ nodes: inout [PlanEvaluation.NodeResult]
  ) throws(SurveyStatsError) -> PlanEvaluation.ScoreResult? {
    guard nodes.contains(where: { hasPoints($0) }) else { return nil }
    let claims = nodes.map(claim)
    let full = plan.scoring.total ?? claims.reduce(0) { $0 + ($1?.said ?? $1?.least ?? 0) }
    guard full > 0 else { return nil }
    let shares = allocate(full, claims, to: Wording(english: "the plan", chinese: "計畫"))
    var parts: [Part] = []
    for place in nodes.indices {
      if let share = shares[place] { parts.append(score(&nodes[place], full: share)) }
    }
    let whole = combined(parts)
    var result = PlanEvaluation.ScoreResult(
      points: (whole.fraction ?? 0) * full, fullPoints: full, missingPoints: whole.missing * full)
    if let variance = try variance(of: whole.derivatives, nodes), variance > 0 {
      let error = variance.squareRoot() * full
      let half = normalQuantile((1 + plan.assumptions.level) / 2) * error
      result.standardError = error
      result.confidenceLow = max(0, result.points - half)
      result.confidenceHigh = min(full, result.points + half)
    }
    return result
  }

  private func hasPoints(_ node: PlanEvaluation.NodeResult) -> Bool {
    node.node.points != nil || node.indicators.contains { $0.indicator.points != nil }
      || node.children.contains(where: hasPoints)
  }

  // MARK: full points

  /// What an indicator or a node wants of the points of the node above.
  private struct Claim {
    /// The points that the plan says, of itself or of all below.
    var said: Double?
    /// How it counts beside others that say no points.
    var weight = 1.0
    /// The points that are said by some below, which it should not fall short of.
    var least = 0.0
  }

  private func claim(of result: IndicatorResult) -> Claim? {
    guard counts(result) else { return nil }
    var said = result.indicator.points
    if said == nil, case .bands(let bands) = result.indicator.pointsRule { said = bands.map(\.points).max() }
    // What does not apply keeps the points that the plan gives it, and asks for no others.
    if said == nil, result.status == .notApplicable { return nil }
    return Claim(said: said, weight: result.indicator.weight ?? 1)
  }

  private func claim(of node: PlanEvaluation.NodeResult) -> Claim? {
    let below = node.indicators.compactMap(claim) + node.children.compactMap(claim)
    if let points = node.node.points { return Claim(said: points) }
    if below.isEmpty { return nil }
    let sum = below.reduce(0) { $0 + ($1.said ?? $1.least) }
    if below.allSatisfy({ $0.said != nil }), node.node.weight == nil { return Claim(said: sum) }
    return Claim(weight: node.node.weight ?? 1, least: sum)
  }

  /// Whether there is something to be met or measured: without a target nothing is, whether there is a value or not.
  private func counts(_ result: IndicatorResult) -> Bool {
    guard case .whenMet = result.indicator.pointsRule else { return true }
    switch result.indicator.kind {
    case .frequency, .deadline, .check: return result.status != .noTarget
    default: return result.indicator.target != nil
    }
  }

  /// `full` points among those that claim some: what is said is given as it is said, the rest goes alike (or by weight)
  /// to those that say nothing. Where all say something else than there is, all are scaled, and a note says so.
  private mutating func allocate(_ full: Double, _ claims: [Claim?], to name: Wording) -> [Double?] {
    var said = claims.map { $0?.said }
    while true {
      let rest = full - said.reduce(0) { $0 + ($1 ?? 0) }
      let open = claims.indices.filter { claims[$0] != nil && said[$0] == nil }
      let weights = open.reduce(0) { $0 + (claims[$1]?.weight ?? 0) }
      func share(_ place: Int) -> Double {
        weights > 0 ? max(0, rest) * (claims[place]?.weight ?? 0) / weights : 0
      }
      if let short = open.first(where: { share($0) < (claims[$0]?.least ?? 0) - 1e-9 }) {
        said[short] = claims[short]?.least
        continue
      }
      let sum = said.reduce(0) { $0 + ($1 ?? 0) }
      let isScaled = sum > 0 && (open.isEmpty ? (rest.magnitude > 1e-9 * full) : rest < -1e-9 * full)
      if isScaled { notes.append(.pointsScaled(name, said: sum, full: full)) }
      let factor = isScaled ? full / sum : 1
      return claims.indices.map { place in
        claims[place] == nil ? nil : said[place].map { $0 * factor } ?? share(place)
      }
    }
  }

  // MARK: points reached

  /// Gives `full` points to the parts of a node and says what it reached of them.
  private mutating func score(_ node: inout PlanEvaluation.NodeResult, full: Double) -> Part {
    let claims = node.indicators.map(claim) + node.children.map(claim)
    let label = [node.node.number, node.node.label].compactMap { $0 }.joined(separator: " ")
    let shares = allocate(full, claims, to: Wording(label))
    var parts: [Part] = []
    var isApplicable = claims.allSatisfy { $0 == nil }
    for place in node.indicators.indices {
      guard let share = shares[place], node.indicators[place].status != .notApplicable else { continue }
      isApplicable = true
      let part = part(of: node.indicators[place], weight: share)
      // Where others have all the points, there are none to show: 0 of 0 would read as a failure.
      if share > 0 {
        node.indicators[place].fullPoints = share
        node.indicators[place].points = part.fraction.map { $0 * share }
      }
      parts.append(part)
    }
    for place in node.children.indices {
      guard let share = shares[node.indicators.count + place] else { continue }
      let part = score(&node.children[place], full: share)
      if part.weight > 0 { isApplicable = true }
      parts.append(part)
    }
    // A node all of whose parts do not apply counts nothing; one of words alone has points that nothing can show.
    if !isApplicable { return Part(weight: 0, fraction: nil, missing: 0) }
    var own = combined(parts)
    if parts.isEmpty { own.missing = 1 }
    own.weight = full
    if full > 0 {
      node.score = PlanEvaluation.ScoreResult(
        points: (own.fraction ?? 0) * full, fullPoints: full, missingPoints: own.missing * full)
    }
    return own
  }

  private func part(of result: IndicatorResult, weight: Double) -> Part {
    guard let reached = reached(result) else { return Part(weight: weight, fraction: nil, missing: 1) }
    var part = Part(weight: weight, fraction: reached.fraction, missing: 0)
    if result.isSample, reached.slope != 0 { part.derivatives[result.indicator.id] = reached.slope }
    return part
  }

  /// The fraction of its points that an indicator reaches, and how it changes with the value.
  private func reached(_ result: IndicatorResult) -> (fraction: Double, slope: Double)? {
    switch result.indicator.pointsRule {
    case .whenMet:
      switch result.status {
      case .met: return (1, 0)
      case .partlyMet: return (plan.assumptions.partlyMet, 0)
      case .notMet: return (0, 0)
      // The sample cannot tell: neither all nor nothing would be fair.
      case .undecided: return (plan.assumptions.partlyMet, 0)
      default: return nil
      }
    case .linear(let from, let to):
      guard let value = result.value else { return nil }
      let place = (value - from) / (to - from)
      return (min(1, max(0, place)), place > 0 && place < 1 ? 1 / (to - from) : 0)
    case .bands(let bands):
      guard let value = result.value else { return nil }
      let full = result.indicator.points ?? bands.map(\.points).max() ?? 0
      guard full > 0 else { return (0, 0) }
      let points = bands.first { evaluator.holds($0.bound, value) }?.points ?? 0
      return (min(1, points / full), 0)
    }
  }

  private func combined(_ parts: [Part]) -> Part {
    var result = Part(weight: 1, fraction: nil, missing: 0)
    let all = parts.reduce(0) { $0 + $1.weight }
    guard all > 0 else { return result }
    result.missing = parts.reduce(0) { $0 + $1.weight * $1.missing } / all
    let known = parts.filter { $0.fraction != nil }
    let base = plan.scoring.missing == .zero ? all : known.reduce(0) { $0 + $1.weight }
    if known.isEmpty || base <= 0 { return result }
    var sum = CompensatedSum()
    for part in known { sum += part.weight * (part.fraction ?? 0) }
    result.fraction = sum.value / base
    for part in known {
      for (id, slope) in part.derivatives {
        result.derivatives[id, default: 0] += part.weight / base * slope
      }
    }
    return result
  }

  /// g′Vg of the fraction, V the covariance of the indicators that come from samples.
  private func variance(
    of derivatives: [String: Double], _ nodes: [PlanEvaluation.NodeResult]
  ) throws(SurveyStatsError) -> Double? {
    if derivatives.isEmpty { return nil }
    let results = nodes.flatMap(\.allIndicators).filter { derivatives[$0.indicator.id] != nil }
    var sum = CompensatedSum()
    for a in results {
      for b in results {
        guard let x = derivatives[a.indicator.id], let y = derivatives[b.indicator.id] else { continue }
        sum += x * y * (try evaluator.covariance(a, b))
      }
    }
    return sum.value
  }
}

extension Evaluator {
  /// The covariance of two indicators' values: within a survey from its design, else 0, since other samples were
  /// drawn apart.
  func covariance(_ a: IndicatorResult, _ b: IndicatorResult) throws(SurveyStatsError) -> Double {
    if a.indicator.id == b.indicator.id {
      let error = a.standardError ?? 0
      return error * error
    }
    guard case .score(let x) = a.indicator.kind, case .score(let y) = b.indicator.kind, x.survey == y.survey,
      let round = try surveys.round(x.survey, .current)
    else { return 0 }
    let (first, _) = try round.column(of: x.subject)
    let (second, _) = try round.column(of: y.subject)
    // Both columns have to be in one table.
    let design = try round.design(with: [x.subject, y.subject])
    var options = EstimateOptions()
    options.run = run
    options.covariance = true
    if x.condition == y.condition {
      let names = first == second ? [first] : [first, second]
      let kinds = x.scoreKind == y.scoreKind ? [x.scoreKind] : [x.scoreKind, y.scoreKind]
      let estimates = try design.score(ColumnList(names), as: kinds, where: x.condition, options)
      func place(_ term: String, _ kind: ScoreKind) -> Int? {
        estimates.rows.firstIndex { $0.term == term && $0.statistic == kind.name }
      }
      guard let i = place(first, x.scoreKind), let j = place(second, y.scoreKind) else { return 0 }
      return estimates.covariance?[i][j] ?? 0
    }
    // Different subgroups of one survey: bounded by the product of the errors, which is what is taken.
    return (a.standardError ?? 0) * (b.standardError ?? 0)
  }
}

extension SurveyRound {
  /// The design over a table that has the own constructs of all `subjects`.
  func design(with subjects: [IndicatorKind.Score.Subject]) throws(SurveyStatsError) -> SampleDesign {
    var constructs: [Construct] = []
    for case .items(let names) in subjects where names.count > 1 {
      let name = Self.ownConstruct(names)
      if !constructs.contains(where: { $0.name == name }) {
        constructs.append(Construct(name: name, items: names))
      }
    }
    return constructs.isEmpty ? design : design.over(try data.adding(constructs))
  }
}
