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
  let moments: ScaleMoments
  /// Standard deviations with the divisor W.
  let spreads: [Double]
  let restSpreads: [Double]

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
}
