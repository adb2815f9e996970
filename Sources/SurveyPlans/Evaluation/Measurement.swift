import SurveyNumerics
import SurveyTable

/// A value as a kind of indicator measures it, before anybody judges it.
struct Measurement {
  var value: Double?
  var format: DetailTable.Format
  var numerator: Double?
  var denominator: Double?
  /// Records or answers behind the value.
  var count = 0
  var isSample = false
  var standardError: Double?
  /// Of the report's interval.
  var low: Double?
  var high: Double?
  /// Bounds of which each is passed with the probability of a one-sided test.
  var lower: Double?
  var upper: Double?
  var degreesOfFreedom: Double?
  /// The one-sided p value of "the true value is at most `target`", where the kind knows a better one than t.
  var test: ((_ target: Double) -> Double)?
  /// A verdict that the value alone does not carry: units or periods of which some fail.
  var parts: (met: Int, all: Int)?
  /// Whether every unit meets a target, for targets that ask for it.
  var unitValues: [(name: String, value: Double?)] = []
  /// Of a comparison that the value itself is.
  var pValue: Double?
  /// Why there is no value.
  var lacking: (status: IndicatorStatus, reason: Note)?
  /// What the value is compared with in its own records, where it is not last year's: before and after.
  var previous: Double?
  var tables: [DetailTable] = []
  var notes: [Note] = []
  var evidence: [IndicatorResult.Evidence] = []
  /// Codes of decisions that touched it.
  var decisions: Set<String> = []

  init(_ value: Double?, _ format: DetailTable.Format) {
    self.value = value
    self.format = format
  }

  static func lacking(
    _ status: IndicatorStatus, _ reason: Note, format: DetailTable.Format = .number(decimals: 2)
  ) -> Measurement {
    var measurement = Measurement(nil, format)
    measurement.lacking = (status, reason)
    return measurement
  }

  /// Sets the limits of estimate ± t·SE.
  mutating func setLimits(error: Double, degreesOfFreedom df: Double, level: Double, testLevel: Double) {
    guard let value else { return }
    isSample = true
    standardError = error
    degreesOfFreedom = df.isFinite ? df : nil
    guard error.isFinite, df > 0 else { return }
    let half = studentQuantile((1 + level) / 2, degreesOfFreedom: df) * error
    (low, high) = (value - half, value + half)
    let side = studentQuantile(1 - testLevel, degreesOfFreedom: df) * error
    (lower, upper) = (value - side, value + side)
    if error > 0 { test = { 1 - studentCDF((value - $0) / error, degreesOfFreedom: df) } }
  }

  /// Ends all limits at the ends of the scale: estimate ± t·SE knows nothing of them, and no mean of points lies beyond.
  /// Whatever lies on the scale is covered as before.
  mutating func clipLimits(to scale: ClosedRange<Double>) {
    func clipped(_ limit: Double?) -> Double? {
      limit.map { min(max($0, scale.lowerBound), scale.upperBound) }
    }
    (low, high, lower, upper) = (clipped(low), clipped(high), clipped(lower), clipped(upper))
  }
}

/// Sums that keep their digits: records are added in any order to the same value (Neumaier 1974).
struct CompensatedSum {
  private var sum = 0.0
  private var rest = 0.0

  static func += (total: inout CompensatedSum, value: Double) {
    let next = total.sum + value
    total.rest +=
      total.sum.magnitude >= value.magnitude ? (total.sum - next) + value : (value - next) + total.sum
    total.sum = next
  }

  var value: Double { sum + rest }
}

extension Sequence<Double> {
  func compensatedSum() -> Double {
    var sum = CompensatedSum()
    for value in self { sum += value }
    return sum.value
  }
}

/// Mean and variance (n − 1) of numbers, centred first.
func meanAndVariance(_ values: [Double]) -> (mean: Double, variance: Double) {
  if values.isEmpty { return (.nan, .nan) }
  let mean = values.compensatedSum() / Double(values.count)
  if values.count < 2 { return (mean, .nan) }
  return (mean, values.map { ($0 - mean) * ($0 - mean) }.compensatedSum() / Double(values.count - 1))
}

/// The quantile of sorted numbers by definition 7 of Hyndman & Fan (American Statistician 50, 1996, 361–365), as
/// spreadsheets (PERCENTILE.INC) and R compute it.
func quantile(_ sorted: [Double], _ p: Double) -> Double? {
  guard let last = sorted.last else { return nil }
  let place = p * Double(sorted.count - 1)
  let index = Int(place)
  if index + 1 >= sorted.count { return last }
  return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
}

func normalCDF(_ z: Double) -> Double { studentCDF(z, degreesOfFreedom: .infinity) }
func normalQuantile(_ p: Double) -> Double { studentQuantile(p, degreesOfFreedom: .infinity) }
