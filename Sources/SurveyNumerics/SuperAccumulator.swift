/// An exact sum of any finite doubles: a fixed-point number wide enough for all of them.
///
/// ```
/// limb        0          1                    k                        69
///        2^-1088   2^-1056   …    2^(32k-1088)       …           2^1120
/// ```
/// Each limb is a signed 64-bit count of units of its place, 32 bits apart, so that some 2^30 additions fit
/// before carries are passed on. Addition is exact and therefore associative: the order of rows, chunks and
/// merges never changes a digit. Source: Neal, Fast exact summation using small and large superaccumulators,
/// arXiv:1505.05571 (2015).
package struct SuperAccumulator: Sendable, Hashable {
  private var limbs = [Int64](repeating: 0, count: SuperAccumulator.limbCount)
  private var pending = 0

  private static let limbCount = 70
  private static let lowestExponent = -1088
  private static let additionsBetweenCarries = 1 << 29

  package init() {}

  /// Adds a finite number exactly; what is not finite is ignored, callers refuse it before.
  package mutating func add(_ value: Double) {
    guard value.isFinite, value != 0 else { return }
    let bits = value.bitPattern
    let biased = Int((bits >> 52) & 0x7FF)
    let fraction = bits & 0xF_FFFF_FFFF_FFFF
    let mantissa = Int64(biased == 0 ? fraction : fraction | 1 << 52)
    add(mantissa: value < 0 ? -mantissa : mantissa, exponent: max(biased, 1) - 1075)
  }

  /// Adds `value` · 2^`exponent` exactly.
  package mutating func add(_ value: Int128, exponent: Int) {
    // Three signed pieces of 43 bits: value = top·2^86 + middle·2^43 + bottom.
    let piece: Int128 = 1 << 43
    let bottom = value & (piece - 1)
    let middle = (value >> 43) & (piece - 1)
    add(mantissa: Int64(truncatingIfNeeded: bottom), exponent: exponent)
    add(mantissa: Int64(truncatingIfNeeded: middle), exponent: exponent + 43)
    add(mantissa: Int64(truncatingIfNeeded: value >> 86), exponent: exponent + 86)
  }

  /// Adds another sum times a whole number below 2^16.
  package mutating func add(_ other: SuperAccumulator, times factor: Int = 1) {
    var other = other
    other.carry()
    carry()
    for index in limbs.indices { limbs[index] &+= other.limbs[index] &* Int64(factor) }
    carry()
  }

  private mutating func add(mantissa: Int64, exponent: Int) {
    if mantissa == 0 { return }
    let offset = exponent - Self.lowestExponent
    let index = offset >> 5
    guard index >= 0, index + 2 < Self.limbCount else { return }
    let wide = Int128(mantissa) << Int128(offset & 31)
    limbs[index] &+= Int64(truncatingIfNeeded: wide & 0xFFFF_FFFF)
    limbs[index + 1] &+= Int64(truncatingIfNeeded: (wide >> 32) & 0xFFFF_FFFF)
    limbs[index + 2] &+= Int64(truncatingIfNeeded: wide >> 64)
    pending += 1
    if pending >= Self.additionsBetweenCarries { carry() }
  }

  /// Brings every limb but the last into 0 ..< 2^32.
  private mutating func carry() {
    var carried: Int64 = 0
    for index in 0..<Self.limbCount - 1 {
      let total = limbs[index] &+ carried
      limbs[index] = total & 0xFFFF_FFFF
      carried = total >> 32
    }
    limbs[Self.limbCount - 1] &+= carried
    pending = 1
  }

  /// Adds an exact sum of another place, which must be canonical.
  package mutating func add(_ number: ExactNumber) {
    var exponent = number.exponent
    var index = 0
    while index < number.magnitude.count {
      var piece: Int64 = 0
      for (place, byte) in number.magnitude[index...].prefix(4).enumerated() {
        piece |= Int64(byte) << (8 * place)
      }
      add(mantissa: number.isNegative ? -piece : piece, exponent: exponent)
      index += 4
      exponent += 32
    }
  }

  /// The sum itself.
  package var exactNumber: ExactNumber {
    var normal = self
    normal.carry()
    let isNegative = normal.limbs[Self.limbCount - 1] < 0
    if isNegative {
      for index in normal.limbs.indices { normal.limbs[index] = 0 &- normal.limbs[index] }
      normal.carry()
    }
    // Every limb but the last has 32 bits now; the last one is small, since sums of doubles end below it.
    var bytes: [UInt8] = []
    for limb in normal.limbs {
      for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: limb >> Int64(shift))) }
    }
    while bytes.last == 0 { bytes.removeLast() }
    guard let lowest = bytes.firstIndex(where: { $0 != 0 }) else { return .zero }
    let zeros = bytes[lowest].trailingZeroBitCount
    var magnitude = Array(bytes[lowest...])
    if zeros > 0 {
      for index in magnitude.indices {
        let above = index + 1 < magnitude.count ? magnitude[index + 1] : 0
        magnitude[index] = magnitude[index] >> UInt8(zeros) | above << UInt8(8 - zeros)
      }
      if magnitude.last == 0 { magnitude.removeLast() }
    }
    return ExactNumber(
      isNegative: isNegative, magnitude: magnitude, exponent: Self.lowestExponent + 8 * lowest + zeros)
  }

  /// The sum to about 106 bits: the nearest Double and the nearest Double to what is left.
  package var value: DoubleDouble {
    let high = nearestDouble
    guard high.isFinite, high != 0 else { return DoubleDouble(high) }
    var rest = self
    rest.add(-high)
    return DoubleDouble(high, rest.nearestDouble)
  }

  private var nearestDouble: Double {
    var normal = self
    normal.carry()
    let negative = normal.limbs[Self.limbCount - 1] < 0
    if negative {
      for index in normal.limbs.indices { normal.limbs[index] = 0 &- normal.limbs[index] }
      normal.carry()
    }
    guard let top = normal.limbs.lastIndex(where: { $0 != 0 }) else { return 0 }
    // 128 bits from the top hold the mantissa and its rounding; what lies below only breaks ties.
    var window: UInt128 = 0
    for step in 0..<4 {
      let index = top - step
      window = window << 32 | UInt128(index >= 0 ? UInt64(bitPattern: normal.limbs[index]) : 0)
    }
    let lowest = top - 3
    if lowest > 0, normal.limbs[0..<lowest].contains(where: { $0 != 0 }) { window |= 1 }
    let exponent = Self.lowestExponent + 32 * lowest
    let magnitude = scaled(window, by: exponent)
    return negative ? -magnitude : magnitude
  }

  /// window · 2^exponent with one rounding; ties to even, also where the result is subnormal.
  private func scaled(_ window: UInt128, by exponent: Int) -> Double {
    let width = 128 - window.leadingZeroBitCount
    // The place of the last bit that the result keeps.
    let last = max(width - 53 + exponent, -1074)
    let drop = last - exponent
    if drop <= 0 {
      return Double(sign: .plus, exponent: exponent, significand: Double(UInt64(truncatingIfNeeded: window)))
    }
    if drop >= 128 { return 0 }
    var kept = UInt64(truncatingIfNeeded: window >> UInt128(drop))
    let rest = window & ((1 << UInt128(drop)) - 1)
    let half: UInt128 = 1 << UInt128(drop - 1)
    if rest > half || (rest == half && kept & 1 == 1) { kept += 1 }
    return Double(sign: .plus, exponent: last, significand: Double(kept))
  }
}
