/// How deviations of replicates add up to variances.
package struct ReplicateScales: Sendable {
  enum Rule {
    /// A factor over the number of replicates, or over one less.
    case average(factor: Double, lessOne: Bool)
    /// A factor for each replicate.
    case sum([Double])
  }

  let rule: Rule
  /// Replicates that have one centre: all of them, or those of each of two independent samples.
  let groups: [Range<Int>]
  /// Whether deviations are from the estimate; else from the mean of a group's replicates.
  let aboutEstimate: Bool

  package var count: Int { groups.last?.upperBound ?? 0 }

  /// The scales of two independent samples, of which the replicates of one leave the other as it is. Both are of one
  /// kind.
  package func followed(by other: ReplicateScales) -> ReplicateScales {
    let moved = other.groups.map { $0.lowerBound + count..<$0.upperBound + count }
    var rule = rule
    if case .sum(let own) = rule, case .sum(let others) = other.rule { rule = .sum(own + others) }
    return ReplicateScales(rule: rule, groups: groups + moved, aboutEstimate: aboutEstimate)
  }

  /// The covariance of two statistics, given how far each is from its estimate in every replicate; not a number where it
  /// is not defined. Replicates without one of them are left out: of an average the others are the average, of a jackknife
  /// they are what is left of the sum, as in R. Not a number where fewer than two of a group are left.
  package func covariance(_ a: [Double], _ b: [Double]) -> Double {
    var total = 0.0
    for group in groups where !group.isEmpty {
      var (used, centreA, centreB) = (0, 0.0, 0.0)
      var counted = 0
      for place in group where a[place].isFinite && b[place].isFinite {
        counted += 1
        if case .sum(let scales) = rule, scales[place] == 0 { continue }
        used += 1
        centreA += a[place]
        centreB += b[place]
      }
      if counted < group.count, used < 2 { return .nan }
      if used == 0 { continue }
      centreA = aboutEstimate ? 0 : centreA / Double(used)
      centreB = aboutEstimate ? 0 : centreB / Double(used)
      var sum = 0.0
      for place in group where a[place].isFinite && b[place].isFinite {
        let product = (a[place] - centreA) * (b[place] - centreB)
        if case .sum(let scales) = rule { sum += scales[place] * product } else { sum += product }
      }
      if case .average(let factor, let lessOne) = rule {
        sum *= factor / Double(lessOne ? max(used - 1, 1) : used)
      }
      total += sum
    }
    // A zero has no sign in a result.
    return total == 0 ? 0 : total
  }
}
