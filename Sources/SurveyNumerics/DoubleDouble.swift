/// A number as the unevaluated sum of two doubles, about 32 decimal digits.
///
/// Linearized values are differences of large totals; computing them in this precision keeps every digit
/// that a Double can show. Sources: Dekker, Numerische Mathematik 18 (1971) 224–242; Joldes, Muller &
/// Popescu, ACM TOMS 44 (2017) 15res, algorithms 4, 6, 12 and 18.
package struct DoubleDouble: Sendable, Hashable {
  package var high: Double
  package var low: Double

  @inlinable @inline(__always)
  package init(_ high: Double, _ low: Double = 0) {
    self.high = high
    self.low = low
  }

  package static let zero = DoubleDouble(0)

  /// The nearest Double: every operation here leaves it in `high`.
  @inlinable @inline(__always)
  package var rounded: Double { high }

  /// a + b exactly, for any a and b.
  @inlinable @inline(__always)
  static func exactSum(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    let part = sum - a
    return DoubleDouble(sum, (a - (sum - part)) + (b - part))
  }

  /// a + b exactly where |a| ≥ |b|.
  @inlinable @inline(__always)
  static func quickSum(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    return DoubleDouble(sum, b - (sum - a))
  }

  /// a · b exactly, barring underflow.
  @inlinable @inline(__always)
  package static func exactProduct(_ a: Double, _ b: Double) -> DoubleDouble {
    let product = a * b
    return DoubleDouble(product, (-product).addingProduct(a, b))
  }

  @inlinable @inline(__always)
  package static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let s = exactSum(a.high, b.high)
    let t = exactSum(a.low, b.low)
    let v = quickSum(s.high, s.low + t.high)
    return quickSum(v.high, t.low + v.low)
  }

  @inlinable @inline(__always)
  package static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(-a.high, -a.low) }

  @inlinable @inline(__always)
  package static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + (-b) }

  @inlinable @inline(__always)
  package static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let p = exactProduct(a.high, b.high)
    let cross = (a.low * b.low).addingProduct(a.high, b.low).addingProduct(a.low, b.high)
    return quickSum(p.high, p.low + cross)
  }

  @inlinable @inline(__always)
  package static func * (a: DoubleDouble, b: Double) -> DoubleDouble { a * DoubleDouble(b) }

  package static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    if !first.isFinite || b.high == 0 { return DoubleDouble(first) }
    let remainder = a - b * first
    let second = remainder.high / b.high
    let rest = remainder - b * second
    return quickSum(first, second) + DoubleDouble(rest.high / b.high)
  }

  @inlinable @inline(__always)
  package static func += (a: inout DoubleDouble, b: DoubleDouble) { a = a + b }
}
