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

  /// Sets the points of all nodes and indicators, and gives those of the plan; `nil` where nothing has points.
  func score(_ nodes: inout [PlanEvaluation.NodeResult]) throws(SurveyStatsError) -> PlanEvaluation
    .ScoreResult?
  {
    guard nodes.contains(where: { hasPoints($0) }) else { return nil }
    var parts: [Part] = []
    for place in nodes.indices { parts.append(part(of: &nodes[place])) }
    let full =
      plan.scoring.total ?? nodes.compactMap(\.node.points).reduce(nil) { ($0 ?? 0) + $1 }
      ?? nodes.flatMap(\.allIndicators).compactMap(\.indicator.points).reduce(0, +)
    let whole = combined(parts)
    guard full > 0 else { return nil }
    let weights = parts.reduce(0) { $0 + $1.weight }
    if weights > 0 {
      for place in nodes.indices { spread(&nodes[place], full: full * parts[place].weight / weights) }
    }
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

  /// Of a node: its indicators and children by their points or weights, alike where none are said.
  private func part(of node: inout PlanEvaluation.NodeResult) -> Part {
    var parts: [Part] = []
    let unsaid = defaultWeight(of: node)
    for place in node.indicators.indices {
      if let part = part(of: node.indicators[place], otherwise: unsaid) { parts.append(part) }
    }
    for place in node.children.indices {
      let part = part(of: &node.children[place])
      // A child of words alone has nothing to count.
      if part.fraction != nil || part.missing > 0 { parts.append(part) }
    }
    var own = combined(parts)
    own.weight =
      node.node.points ?? node.node.weight
      ?? pointsBelow(node) ?? 1
    return own
  }

  /// The sum of points that are said below a node without its own.
  private func pointsBelow(_ node: PlanEvaluation.NodeResult) -> Double? {
    let points =
      node.indicators.compactMap(\.indicator.points)
      + node.children.compactMap { $0.node.points ?? pointsBelow($0) }
    return points.isEmpty ? nil : points.reduce(0, +)
  }

  /// What an indicator without points or weight counts: nothing beside others that have some, else like them.
  private func defaultWeight(of node: PlanEvaluation.NodeResult) -> Double {
    node.indicators.contains { $0.indicator.points != nil || $0.indicator.weight != nil } ? 0 : 1
  }

  private func part(of result: IndicatorResult, otherwise unsaid: Double) -> Part? {
    if case .whenMet = result.indicator.pointsRule {
      // Without a target there is nothing to be met, whether there is a value or not.
      switch result.indicator.kind {
      case .frequency, .deadline, .check: if result.status == .noTarget { return nil }
      default: if result.indicator.target == nil { return nil }
      }
    }
    if result.status == .notApplicable { return nil }
    let weight = result.indicator.points ?? result.indicator.weight ?? unsaid
    if weight == 0 { return nil }
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

  /// Gives each indicator and node its share of `full`, top down.
  private func spread(_ node: inout PlanEvaluation.NodeResult, full: Double) {
    var copy = node
    let own = part(of: &copy)
    if own.fraction != nil || own.missing > 0 {
      node.score = PlanEvaluation.ScoreResult(
        points: (own.fraction ?? 0) * full, fullPoints: full, missingPoints: own.missing * full)
    }
    var weights = 0.0
    let unsaid = defaultWeight(of: node)
    for result in node.indicators { weights += part(of: result, otherwise: unsaid)?.weight ?? 0 }
    var childWeights: [Double] = []
    for child in node.children {
      var copy = child
      let part = part(of: &copy)
      let weight = part.fraction != nil || part.missing > 0 ? part.weight : 0
      childWeights.append(weight)
      weights += weight
    }
    guard weights > 0 else { return }
    for place in node.indicators.indices {
      guard let part = part(of: node.indicators[place], otherwise: unsaid) else { continue }
      node.indicators[place].fullPoints = full * part.weight / weights
      node.indicators[place].points = part.fraction.map { $0 * full * part.weight / weights }
    }
    for place in node.children.indices where childWeights[place] > 0 {
      spread(&node.children[place], full: full * childWeights[place] / weights)
    }
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
