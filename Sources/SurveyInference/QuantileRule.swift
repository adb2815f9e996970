import SurveyDesign
import SurveyNumerics

/// What a quantile is where the distribution jumps or is flat. With F(y) the weighted share of valid answers at or below
/// y, W the sum of all weights, C_k the sum of the weights of the first k rows in ascending order of answers, and w_k the
/// weight of row k:
///
/// | rule | quantile at p |
/// |---|---|
/// | `math`, `hf1` | the smallest answer y with F(y) ≥ p |
/// | `school`, `hf2` | the same; where F(y) = p exactly, halfway to the next answer |
/// | `hf3` | the answer of the row k whose C_k is nearest to p·W; of two as near the one of even rank k |
/// | `hf4` … `hf9` | linear between rows, row k standing at (C_k − a·w_k)/(W + b·w_n) |
///
/// | | `hf4` | `hf5` | `hf6` | `hf7` | `hf8` | `hf9` |
/// |---|---|---|---|---|---|---|
/// | a | 0 | 1/2 | 0 | 1 | 1/3 | 3/8 |
/// | b | 0 | 0 | 1 | −1 | 1/3 | 1/4 |
///
/// Below the first row and above the last the quantile is theirs. With equal weights these are the nine definitions of
/// Hyndman & Fan, The American Statistician 50 (1996) 361–365. Rows of equal answers stand in the order of their weights;
/// R's survey takes them as they stand in the file. Its `hf3` takes other ranks than Hyndman and Fan, and its `math`,
/// `school` and `hf1` to `hf4` the second row where p·W is less than the weight of the first; here the published definitions
/// hold.
public enum QuantileRule: String, Sendable, Hashable, CaseIterable {
  case math, school, hf1, hf2, hf3, hf4, hf5, hf6, hf7, hf8, hf9

  /// a and b of a rule that is linear between rows.
  fileprivate var places: (a: DoubleDouble, b: DoubleDouble)? {
    func ratio(_ a: Double, _ b: Double) -> DoubleDouble { DoubleDouble(a) / DoubleDouble(b) }
    switch self {
    case .math, .school, .hf1, .hf2, .hf3: return nil
    case .hf4: return (.zero, .zero)
    case .hf5: return (ratio(1, 2), .zero)
    case .hf6: return (.zero, DoubleDouble(1))
    case .hf7: return (DoubleDouble(1), DoubleDouble(-1))
    case .hf8: return (ratio(1, 3), ratio(1, 3))
    case .hf9: return (ratio(3, 8), ratio(1, 4))
    }
  }
}

extension WeightedDistribution {
  /// The quantile at 0 ≤ `p` ≤ 1; `nil` where there is no answer.
  func quantile(_ p: Double, _ rule: QuantileRule) -> Double? {
    guard let last = values.indices.last, total.high > 0 else { return nil }
    if let (a, b) = rule.places { return linearQuantile(p, a, b) }
    if rule == .hf3 { return nearestQuantile(p) }
    let place = place(of: p)
    guard rule == .school || rule == .hf2, place < last, isEqual(share(atOrBelow: place), p) else {
      return values[place]
    }
    return (DoubleDouble(values[place]) + DoubleDouble(values[place + 1])).rounded / 2
  }

  /// The place of the smallest answer at or below which is the share `p` or more.
  func place(of p: Double) -> Int {
    firstPlace { share(atOrBelow: $0) >= p || isEqual(share(atOrBelow: $0), p) }
  }

  /// Whether two shares differ by no more than rounding: 3 of 10 is 0.3, and 0.1 + 0.2 as well, although no Double is.
  /// R's quantile() allows as much.
  private func isEqual(_ share: Double, _ p: Double) -> Bool {
    (share - p).magnitude <= 4 * Double.ulpOfOne * p
  }

  /// The weighted share of the answers up to a place.
  func share(atOrBelow place: Int) -> Double { exactShare(atOrBelow: place).rounded }

  func exactShare(atOrBelow place: Int) -> DoubleDouble {
    // Everybody: the quotient must be 1.
    place + 1 == values.count ? DoubleDouble(1) : cumulative[place] / total
  }

  /// How many distinct answers are at or below a number.
  func count(atOrBelow number: Double) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = low + (high - low) / 2
      if values[middle] <= number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The first place for which a growing condition holds, or the last place.
  private func firstPlace(_ holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, values.count - 1)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The row whose cumulated weight is nearest: the answer changes halfway through the first row of the next one.
  private func nearestQuantile(_ p: Double) -> Double {
    let last = values.count - 1
    func halfway(_ place: Int) -> Double {
      place == last
        ? .infinity : ((cumulative[place] + firstWeights[place + 1] * 0.5) / total).rounded
    }
    let place = firstPlace { halfway($0) >= p || isEqual(halfway($0), p) }
    let isOdd = !cumulativeRows[place].isMultiple(of: 2)
    return place < last && isEqual(halfway(place), p) && isOdd ? values[place + 1] : values[place]
  }

  private func linearQuantile(_ p: Double, _ a: DoubleDouble, _ b: DoubleDouble) -> Double {
    let last = values.count - 1
    let target = (total + b * lastWeights[last]) * p
    /// Where the first and the last row of an answer stand.
    func first(_ place: Int) -> DoubleDouble {
      let before = place == 0 ? .zero : cumulative[place - 1]
      return before + (DoubleDouble(1) - a) * firstWeights[place]
    }
    func end(_ place: Int) -> DoubleDouble { cumulative[place] - a * lastWeights[place] }
    let place = firstPlace { (end($0) - target).high >= 0 }
    let start = first(place)
    if place == 0 || (target - start).high >= 0 { return values[place] }
    let before = end(place - 1)
    let part = (target - before) / (start - before)
    let low = DoubleDouble(values[place - 1])
    return (low + part * (DoubleDouble(values[place]) - low)).rounded
  }
}
