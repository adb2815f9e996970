import SurveyNumerics

/// The influence values of a row on the statistics of a scale that are asked for; see ``ScaleStatistics`` for what they
/// are. A class, because it is called for every row and a copy would hold a dozen tables.
final class ScaleInfluences: Sendable {
  private let scale: ScaleStatistics
  private let places: ScalePlaces
  private let means: [DoubleDouble]
  private let firsts: (mean: Int?, deviation: Int?, correlation: Int?, alpha: Int?)
  /// For each item, what is left of the scale's sum of variances without it.
  private let otherVariances: [Double]

  init(_ scale: ScaleStatistics, _ places: ScalePlaces) {
    self.scale = scale
    self.places = places
    means = scale.moments.means
    firsts = (
      places.first(.mean), places.first(.standardDeviation), places.first(.itemTotalCorrelation),
      places.first(.alphaIfDropped)
    )
    otherVariances = scale.moments.variances.map { scale.moments.sumOfVariances - $0 }
  }

  /// Fills in the influence of a row on every statistic, without the factor w/W; 0 where one is undefined.
  /// Its answers become deviations from the means.
  func fill(from answers: inout [Double], _ numbers: inout [Double]) {
    var sum = 0.0
    var squares = 0.0
    for item in answers.indices {
      let deviation = (DoubleDouble(answers[item]) - means[item]).rounded
      answers[item] = deviation
      sum += deviation
      squares += deviation * deviation
    }
    for place in numbers.indices { numbers[place] = 0 }
    if scale.alpha != nil {
      numbers[ScalePlaces.alpha] = Self.influenceOnAlpha(
        sum: sum, squares: squares, variances: scale.moments.sumOfVariances,
        whole: scale.moments.scaleVariance, items: places.items)
    }
    numbers[ScalePlaces.standardizedAlpha] = influenceOnStandardizedAlpha(answers)
    let stride = places.statistics.count
    if let first = firsts.mean {
      for item in answers.indices { numbers[first + item * stride] = answers[item] }
    }
    if let first = firsts.deviation {
      for item in answers.indices where scale.spreads[item] > 0 {
        guard let deviation = scale.standardDeviations[item] else { continue }
        // s = √(f·c), so ds = s/2 · dc/c.
        let z = answers[item] / scale.spreads[item]
        numbers[first + item * stride] = deviation / 2 * (z * z - 1)
      }
    }
    if let first = firsts.correlation {
      for item in answers.indices {
        guard let correlation = scale.itemTotalCorrelations[item] else { continue }
        // r of two standardized variables: z₁z₂ − r(z₁² + z₂²)/2.
        let z = answers[item] / scale.spreads[item]
        let zRest = (sum - answers[item]) / scale.restSpreads[item]
        numbers[first + item * stride] = z * zRest - correlation * (z * z + zRest * zRest) / 2
      }
    }
    if let first = firsts.alpha {
      for item in answers.indices where scale.alphasIfDropped[item] != nil {
        let own = answers[item]
        numbers[first + item * stride] = Self.influenceOnAlpha(
          sum: sum - own, squares: squares - own * own, variances: otherVariances[item],
          whole: scale.moments.restVariances[item], items: places.items - 1)
      }
    }
  }

  /// The sums over some rows of the influence times the weight, from the rows' moments about the scale's means: what
  /// ``fill(from:_:)`` gives, added up. An influence is of degree two in the answers, so that sums of products say it all.
  func totals(of rows: CentredMoments) -> [DoubleDouble] {
    var numbers = [DoubleDouble](repeating: .zero, count: places.count)
    let moments = scale.moments
    func alpha(
      _ squares: DoubleDouble, _ whole: DoubleDouble, _ variances: Double, _ variance: Double, _ items: Int
    ) -> DoubleDouble {
      let k = Double(items)
      return (squares - whole * (variances / variance)) * (-k / (k - 1) / variance)
    }
    if scale.alpha != nil {
      numbers[ScalePlaces.alpha] = alpha(
        rows.sumOfSquares, rows.squareOfSum, moments.sumOfVariances, moments.scaleVariance, places.items)
    }
    if scale.standardizedAlpha != nil, let sums = moments.correlationSums {
      let k = Double(places.items)
      let inflation = 1 + sums.reduce(0, +) / k
      var form = DoubleDouble.zero
      for i in 0..<places.items {
        form += rows.product(i, i) * (-sums[i] / moments.variances[i])
        for j in i + 1..<max(places.items, i + 1) {
          form += rows.product(i, j) * (2 / scale.spreads[i] / scale.spreads[j])
        }
      }
      numbers[ScalePlaces.standardizedAlpha] = form * (1 / ((k - 1) * inflation * inflation))
    }
    let stride = places.statistics.count
    for item in 0..<places.items {
      let own = rows.product(item, item)
      let withRest = rows.withAll[item] - own
      let rest = rows.squareOfSum - rows.withAll[item] * 2 + own
      if let first = firsts.mean { numbers[first + item * stride] = rows.sums[item] }
      if let first = firsts.deviation, let deviation = scale.standardDeviations[item], scale.spreads[item] > 0
      {
        let relative = own * (1 / moments.variances[item]) - rows.weights
        numbers[first + item * stride] = relative * (deviation / 2)
      }
      if let first = firsts.correlation, let correlation = scale.itemTotalCorrelations[item] {
        let squares = own * (1 / moments.variances[item]) + rest * (1 / moments.restVariances[item])
        numbers[first + item * stride] =
          withRest * (1 / scale.spreads[item] / scale.restSpreads[item]) - squares * (correlation / 2)
      }
      if let first = firsts.alpha, scale.alphasIfDropped[item] != nil {
        numbers[first + item * stride] = alpha(
          rows.sumOfSquares - own, rest, otherVariances[item], moments.restVariances[item], places.items - 1)
      }
    }
    return numbers
  }

  /// −k/(k−1) · (Σd² − (V/T)·S²)/T, with V the sum of the variances and T the variance of the sum.
  private static func influenceOnAlpha(
    sum: Double, squares: Double, variances: Double, whole: Double, items: Int
  ) -> Double {
    let k = Double(items)
    return -k / (k - 1) * (squares - variances / whole * (sum * sum)) / whole
  }

  /// k/(1 + (k−1)r̄)² times the influence on r̄, which with z = d/s is
  /// [(Σz)² − Σ_j z_j²(1 + Σ_l r_jl)] / (k(k−1)).
  private func influenceOnStandardizedAlpha(_ deviations: [Double]) -> Double {
    guard scale.standardizedAlpha != nil, let sums = scale.moments.correlationSums else { return 0 }
    let k = Double(places.items)
    var sum = 0.0
    var squares = 0.0
    for (item, deviation) in deviations.enumerated() {
      let z = deviation / scale.spreads[item]
      sum += z
      squares += z * z * (1 + sums[item])
    }
    let inflation = 1 + sums.reduce(0, +) / k
    return (sum * sum - squares) / ((k - 1) * inflation * inflation)
  }
}
