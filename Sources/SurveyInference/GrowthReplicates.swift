import SurveyDesign

/// The replicates of two periods together.
///
/// Periods of one design share its replicates. Two designs are independent samples: bootstrap replicates are drawn for
/// both at once, from streams of their own, so that replicate r of the comparison is replicate r of each; the replicates
/// of a jackknife and half samples of one leave the other as it is, as if the two were parts of one sample.
package struct GrowthReplicates {
  private let designs: [ReplicateEstimates]
  private let scales: ReplicateScales
  /// Whether replicate r of one design goes with replicate r of the other.
  private let isPaired: Bool

  /// `nil` where variances are linearized.
  init?(_ finished: [RowAssembly.Finished], isBootstrap: Bool) {
    designs = finished.compactMap(\.covariance.replicates)
    guard let first = designs.first, designs.count == finished.count else { return nil }
    isPaired = designs.count == 1 || isBootstrap
    scales = isPaired ? first.scales : designs[1...].reduce(first.scales) { $0.followed(by: $1.scales) }
  }

  var count: Int { scales.count }

  /// How far an estimate is from its value in every replicate; one without variance (`nil`) is where it is.
  func deviations(design: Int, place: Int?) -> [Double] {
    guard let place else { return [Double](repeating: 0, count: count) }
    let own = designs[design].deviations(of: place)
    if isPaired { return own }
    let before = designs[..<design].reduce(0) { $0 + $1.scales.count }
    return [Double](repeating: 0, count: before) + own
      + [Double](repeating: 0, count: count - before - own.count)
  }

  func covariance(_ a: [Double], _ b: [Double]) -> Double { scales.covariance(a, b) }

  /// How far B − A is from its value, given how far A and B are.
  static func difference(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $1 - $0 } }

  /// How far (B − A)/A is from (y − x)/x, given how far A and B are from x and y: the difference of the two rates brought
  /// to one fraction, so that no digits are lost.
  static func rate(_ a: [Double], _ b: [Double], x: Double, y: Double) -> [Double] {
    zip(a, b).map { a, b in
      let base = x + a
      return base == 0 ? .nan : (b * x - y * a) / (base * x)
    }
  }

  /// The percentile limits of a value: its distance from the values that leave a tail of the replicates outside, by
  /// order statistic (R + 1)p, between two of them in proportion. `nil` where there are too few replicates for it.
  package static func percentiles(_ deviations: [Double], confidence: Double) -> (low: Double, high: Double)?
  {
    let sorted = deviations.filter(\.isFinite).sorted()
    let place = Double(sorted.count + 1) * ((1 - confidence) / 2)
    guard place >= 1 else { return nil }
    let whole = Int(place)
    guard whole < sorted.count else { return nil }
    let part = place - Double(whole)
    let low = sorted[whole - 1] + part * (sorted[whole] - sorted[whole - 1])
    let mirrored = sorted.count - whole
    let high = sorted[mirrored] - part * (sorted[mirrored] - sorted[mirrored - 1])
    return (low, high)
  }
}
