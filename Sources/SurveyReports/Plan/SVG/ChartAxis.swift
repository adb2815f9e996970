/// A linear axis from values to places, with round ticks.
struct ChartAxis {
  let low: Double
  let high: Double
  let ticks: [Double]
  private let start: Double
  private let end: Double

  /// An axis over `values` drawn from `start` to `end`, widened to round numbers but not over `limits`; counts have no
  /// ticks between whole numbers.
  init(
    _ values: [Double], from start: Double, to end: Double, includesZero: Bool = false,
    limits: ClosedRange<Double>? = nil, wholeNumbers: Bool = false, count: Int = 5
  ) {
    self.start = start
    self.end = end
    var known = values.filter { $0.isFinite && $0.magnitude < 1e15 }
    if includesZero { known.append(0) }
    var (bottom, top) = (known.min() ?? 0, known.max() ?? 1)
    if top <= bottom {
      // A single value still needs an axis to stand on.
      let room = max(bottom.magnitude * 0.1, 1e-3)
      (bottom, top) = (includesZero && bottom == 0 ? 0 : bottom - room, top + room)
    }
    let raw = Self.roundStep((top - bottom) / Double(max(count, 1)))
    let step = wholeNumbers ? max(raw, 1) : raw
    var first = (bottom / step + 1e-9).rounded(.down)
    var last = (top / step - 1e-9).rounded(.up)
    if let limits {
      first = max(first, (limits.lowerBound / step - 1e-9).rounded(.up))
      last = min(last, (limits.upperBound / step + 1e-9).rounded(.down))
    }
    if last <= first { last = first + 1 }
    low = first * step
    high = last * step
    let steps = Int(min(last - first, 50))
    ticks = (0...max(steps, 1)).map { (first + Double($0)) * step }
  }

  /// 1, 2 or 5 times a power of ten, at least `raw`.
  private static func roundStep(_ raw: Double) -> Double {
    guard raw > 0, raw.isFinite else { return 1 }
    var power = 1.0
    while power > raw, power > 1e-12 { power /= 10 }
    while power * 10 <= raw { power *= 10 }
    for factor in [1.0, 2, 5, 10] where factor * power >= raw * (1 - 1e-9) { return factor * power }
    return 10 * power
  }

  /// The place of a value; values beyond the ends stand at the ends.
  func place(_ value: Double) -> Double {
    guard value.isFinite, high > low else { return start }
    return start + (end - start) * (min(max(value, low), high) - low) / (high - low)
  }

  /// How many decimals ticks need.
  func tickDecimals(isFraction: Bool) -> Int {
    guard ticks.count > 1 else { return 0 }
    let step = (ticks[1] - ticks[0]).magnitude * (isFraction ? 100 : 1)
    var decimals = 0
    var size = step
    while decimals < 4, (size - size.rounded()).magnitude > 1e-6 * max(size, 1) {
      size *= 10
      decimals += 1
    }
    return decimals
  }
}
