import SurveyDesign
import SurveyNumerics

/// The statistics of a scale in one domain and their influence values.
///
/// Every statistic is a smooth function of the domain's moments. With d the row's answers less their means, S
/// their sum, and c a moment (divisor W = Σw), the influence of a row on c of f and g is w(d_f d_g − c)/W; the
/// means' own influence vanishes because Σwd = 0. The chain rule gives what stands at each function below,
/// less the common factor w/W. (Wolter, Introduction to Variance Estimation 2007, chapter 6, for the method;
/// Cronbach, Psychometrika 16 (1951) 297–334, for alpha.)
struct ScaleStatistics {
  private let moments: ScaleMoments
  private var items: Int { moments.means.count }
  /// Standard deviations with the divisor W.
  private let spreads: [Double]
  private let restSpreads: [Double]

  let alpha: Double?
  let standardizedAlpha: Double?
  let means: [Double?]
  let standardDeviations: [Double?]
  let itemTotalCorrelations: [Double?]
  let alphasIfDropped: [Double?]

  /// Items all of whose answers are equal.
  var constantItems: [Int] { moments.count > 1 ? spreads.indices.filter { spreads[$0] == 0 } : [] }
  /// Items that correlate negatively with the sum of the others.
  var reversedItems: [Int] {
    itemTotalCorrelations.indices.filter { itemTotalCorrelations[$0].map { $0 < 0 } ?? false }
  }

  init(_ moments: ScaleMoments) {
    self.moments = moments
    let k = Double(moments.means.count)
    let n = Double(moments.count)
    let places = moments.means.indices
    spreads = moments.variances.map { $0.squareRoot() }
    restSpreads = moments.restVariances.map { $0.squareRoot() }
    means = moments.means.map { n > 0 ? $0.rounded : nil }
    guard n > 1 else {
      alpha = nil
      standardizedAlpha = nil
      standardDeviations = places.map { _ in nil }
      itemTotalCorrelations = standardDeviations
      alphasIfDropped = standardDeviations
      return
    }
    alpha =
      moments.scaleVariance > 0
      ? k / (k - 1) * (1 - moments.sumOfVariances / moments.scaleVariance) : nil
    standardizedAlpha = moments.correlationSums.flatMap { sums in
      let mean = sums.reduce(0, +) / (k * (k - 1))
      let inflation = 1 + (k - 1) * mean
      return inflation > 1e-13 ? k * mean / inflation : nil
    }
    standardDeviations = spreads.map { $0 * (n / (n - 1)).squareRoot() }
    itemTotalCorrelations = places.map { item in
      guard moments.variances[item] > 0, moments.restVariances[item] > 0 else { return nil }
      return moments.restCovariances[item] / moments.variances[item].squareRoot()
        / moments.restVariances[item].squareRoot()
    }
    alphasIfDropped = places.map { item in
      guard k > 2, moments.restVariances[item] > 0 else { return nil }
      let others = moments.sumOfVariances - moments.variances[item]
      return (k - 1) / (k - 2) * (1 - others / moments.restVariances[item])
    }
  }

  /// How many statistics a scale of `items` items has.
  static func count(items: Int) -> Int { 2 + 4 * items }

  /// A statistic's place among the numbers of a row: the two of the scale, then four of each item.
  enum Place {
    static let alpha = 0
    static let standardizedAlpha = 1
    static func mean(_ item: Int) -> Int { 2 + 4 * item }
    static func standardDeviation(_ item: Int) -> Int { 3 + 4 * item }
    static func itemTotalCorrelation(_ item: Int) -> Int { 4 + 4 * item }
    static func alphaIfDropped(_ item: Int) -> Int { 5 + 4 * item }
  }

  /// Fills in the influence of a row on every statistic, without the factor w/W; 0 where one is undefined.
  /// Its answers become deviations from the means.
  func influences(of answers: inout [Double], _ numbers: inout [Double]) {
    var sum = 0.0
    var squares = 0.0
    for item in answers.indices {
      let deviation = (DoubleDouble(answers[item]) - moments.means[item]).rounded
      answers[item] = deviation
      sum += deviation
      squares += deviation * deviation
    }
    for place in numbers.indices { numbers[place] = 0 }
    if alpha != nil {
      numbers[Place.alpha] = Self.influenceOnAlpha(
        sum: sum, squares: squares, variances: moments.sumOfVariances, whole: moments.scaleVariance,
        items: items)
    }
    numbers[Place.standardizedAlpha] = influenceOnStandardizedAlpha(answers)
    for item in answers.indices {
      let own = answers[item]
      let rest = sum - own
      numbers[Place.mean(item)] = own
      if let deviation = standardDeviations[item], spreads[item] > 0 {
        // s = √(f·c), so ds = s/2 · dc/c.
        let z = own / spreads[item]
        numbers[Place.standardDeviation(item)] = deviation / 2 * (z * z - 1)
      }
      if let correlation = itemTotalCorrelations[item] {
        // r of two standardized variables: z₁z₂ − r(z₁² + z₂²)/2.
        let z = own / spreads[item]
        let zRest = rest / restSpreads[item]
        numbers[Place.itemTotalCorrelation(item)] = z * zRest - correlation * (z * z + zRest * zRest) / 2
      }
      if alphasIfDropped[item] != nil {
        numbers[Place.alphaIfDropped(item)] = Self.influenceOnAlpha(
          sum: rest, squares: squares - own * own,
          variances: moments.sumOfVariances - moments.variances[item], whole: moments.restVariances[item],
          items: items - 1)
      }
    }
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
    guard standardizedAlpha != nil, let sums = moments.correlationSums else { return 0 }
    let k = Double(items)
    var sum = 0.0
    var squares = 0.0
    for (item, deviation) in deviations.enumerated() {
      let z = deviation / spreads[item]
      sum += z
      squares += z * z * (1 + sums[item])
    }
    let inflation = 1 + sums.reduce(0, +) / k
    return (sum * sum - squares) / ((k - 1) * inflation * inflation)
  }
}
