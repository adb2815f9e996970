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

  /// The sums of influence times weight over groups of rows, from the groups' totals of products, which `read` gives
  /// column by column: what ``fill(from:_:)`` gives for each row, added up. An influence is of degree two in the answers, so
  /// that sums of products say it all.
  func totals(_ read: (_ column: Int) -> DoubleDoubleColumn) -> [DoubleDoubleColumn] {
    let moments = scale.moments
    let rows = CentredMoments(means: means, coefficient: standardizedCoefficient, read)
    let none = DoubleDoubleColumn(count: rows.weights.count)
    var numbers = [DoubleDoubleColumn](repeating: none, count: places.count)
    /// −k/(k−1) · (squares − V/T · whole)/T.
    func alpha(
      _ squares: DoubleDoubleColumn, _ whole: DoubleDoubleColumn, _ variances: Double, _ variance: Double,
      _ items: Int
    ) -> DoubleDoubleColumn {
      let factor = -Double(items) / Double(items - 1) / variance
      var sum = none
      sum.add(squares, times: DoubleDouble(factor))
      sum.add(whole, times: DoubleDouble(-factor * (variances / variance)))
      return sum
    }
    if scale.alpha != nil {
      numbers[ScalePlaces.alpha] = alpha(
        rows.sumOfSquares, rows.squareOfSum, moments.sumOfVariances, moments.scaleVariance, places.items)
    }
    if scale.standardizedAlpha != nil, let sums = moments.correlationSums {
      let inflation = 1 + sums.reduce(0, +) / Double(places.items)
      let factor = 1 / (Double(places.items - 1) * inflation * inflation)
      var form = none
      form.add(rows.form, times: DoubleDouble(factor))
      for item in 0..<places.items {
        form.add(rows.squares[item], times: DoubleDouble(-sums[item] / moments.variances[item] * factor))
      }
      numbers[ScalePlaces.standardizedAlpha] = form
    }
    let stride = places.statistics.count
    for item in 0..<places.items {
      let own = rows.squares[item]
      if let first = firsts.mean { numbers[first + item * stride] = rows.sums[item] }
      if let first = firsts.deviation, let deviation = scale.standardDeviations[item], scale.spreads[item] > 0
      {
        numbers[first + item * stride].add(own, times: DoubleDouble(deviation / 2 / moments.variances[item]))
        numbers[first + item * stride].add(rows.weights, times: DoubleDouble(-deviation / 2))
      }
      // The sum of the other items: its square, and its product with the item.
      var rest = rows.squareOfSum
      rest.add(rows.withAll[item], times: DoubleDouble(-2))
      rest.add(own, times: DoubleDouble(1))
      if let first = firsts.correlation, let correlation = scale.itemTotalCorrelations[item] {
        let both = 1 / scale.spreads[item] / scale.restSpreads[item]
        let ownFactor = -correlation / 2 / moments.variances[item] - both
        let restFactor = -correlation / 2 / moments.restVariances[item]
        numbers[first + item * stride].add(rows.withAll[item], times: DoubleDouble(both))
        numbers[first + item * stride].add(own, times: DoubleDouble(ownFactor))
        numbers[first + item * stride].add(rest, times: DoubleDouble(restFactor))
      }
      if let first = firsts.alpha, scale.alphasIfDropped[item] != nil {
        var others = rows.sumOfSquares
        others.add(own, times: DoubleDouble(-1))
        numbers[first + item * stride] = alpha(
          others, rest, otherVariances[item], moments.restVariances[item], places.items - 1)
      }
    }
    return numbers
  }

  /// What a pair of items adds to the form of the standardized alpha: 2/(s_i s_j).
  private func standardizedCoefficient(_ i: Int, _ j: Int) -> Double {
    scale.spreads[i] > 0 && scale.spreads[j] > 0 ? 2 / scale.spreads[i] / scale.spreads[j] : 0
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
