import SurveyDesign
import SurveyNumerics

/// Second moments of a scale's items over the rows of one domain that answer all of them.
///
/// Moments have the divisor Σw; the factor n/(n−1) cancels in every statistic but the standard deviation. They
/// are differences of exact totals in double-double precision, so that a large common level of the answers
/// costs no digits. What is 0 but for rounding is 0.
struct ScaleMoments {
  /// Rows, unweighted, and Σw.
  let count: Int
  let sumOfWeights: DoubleDouble
  let means: [DoubleDouble]
  /// Variance of each item, and their sum.
  let variances: [Double]
  let sumOfVariances: Double
  /// Variance of the sum of all items.
  let scaleVariance: Double
  /// For each item: variance of the sum of the other items, and the item's covariance with it.
  let restVariances: [Double]
  let restCovariances: [Double]
  /// For each item: the sum of its correlations with the others; `nil` where an item does not vary.
  let correlationSums: [Double]?

  /// Variances below this part of the raw second moment are rounding: the answers agree to 14 digits.
  private static let negligible = 1e-28

  /// Reads the `products` term 0 of `items` items.
  init(_ totals: DesignTotals, domain: Int, items: Int) {
    count = totals.validCount(term: 0, domain: domain)
    let total = totals.total(term: 0, column: 0, domain: domain)
    sumOfWeights = total
    let means = (0..<items).map { totals.total(term: 0, column: $0 + 1, domain: domain) / total }
    self.means = means

    func product(_ i: Int, _ j: Int) -> DoubleDouble {
      let column = TotalsTerm.productColumn(i, j, of: items)
      return totals.total(term: 0, column: column, domain: domain) / total
    }
    func unlessNegligible(_ value: DoubleDouble, beside scale: Double) -> Double {
      value.rounded > Self.negligible * scale ? value.rounded : 0
    }
    let raw = (0..<items).map { product($0, $0) }
    let roots = raw.map { $0.rounded.squareRoot() }
    let sumOfRoots = roots.reduce(0, +)
    let own = (0..<items).map { raw[$0] - means[$0] * means[$0] }
    let variances = (0..<items).map { unlessNegligible(own[$0], beside: raw[$0].rounded) }
    self.variances = variances

    var withOthers = [DoubleDouble](repeating: .zero, count: items)
    var correlations = [Double](repeating: 0, count: items)
    for i in 0..<items {
      for j in i + 1..<max(items, i + 1) {
        let covariance = product(i, j) - means[i] * means[j]
        withOthers[i] += covariance
        withOthers[j] += covariance
        let correlation = covariance.rounded / variances[i].squareRoot() / variances[j].squareRoot()
        correlations[i] += correlation
        correlations[j] += correlation
      }
    }
    correlationSums = variances.allSatisfy { $0 > 0 } ? correlations : nil
    restCovariances = withOthers.map(\.rounded)
    let sumOfOwn = own.reduce(.zero, +)
    let scale = withOthers.reduce(sumOfOwn, +)
    sumOfVariances = sumOfOwn.rounded
    scaleVariance = unlessNegligible(scale, beside: sumOfRoots * sumOfRoots)
    restVariances = (0..<items).map { item in
      let others = sumOfRoots - roots[item]
      let rest = scale - own[item] - withOthers[item] * 2
      return unlessNegligible(rest, beside: others * others)
    }
  }
}
