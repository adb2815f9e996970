/// An exact sum of both grids of a cell: `whole` + `fraction` / 2^128, in units of 2^`grid`.
///
/// A superaccumulator gives the same two doubles, some thirty times slower.
struct WideCell {
  private var isNegative: Bool
  private var whole: UInt128
  private var fraction: UInt128
  private let grid: Int

  /// `nil` where the two do not fit, or near the ends of the range of Double.
  init?(coarse: Int128, grid: Int, fine: Int128, fineGrid: Int) {
    guard grid > -850, grid < 800 else { return nil }
    self.grid = grid
    var sum = coarse
    fraction = 0
    if fine != 0 {
      let shift = grid - fineGrid
      guard shift > 0, shift < 127 else { return nil }
      // The fine part is a whole number of coarse units and a rest of at least 0.
      let (carried, overflow) = coarse.addingReportingOverflow(fine >> Int128(shift))
      if overflow { return nil }
      sum = carried
      let rest = UInt128(truncatingIfNeeded: fine) & ((1 << UInt128(shift)) - 1)
      fraction = rest << UInt128(128 - shift)
    }
    isNegative = sum < 0
    whole = UInt128(truncatingIfNeeded: sum)
    if isNegative { negate() }
  }

  private mutating func negate() {
    fraction = ~fraction &+ 1
    whole = ~whole &+ (fraction == 0 ? 1 : 0)
  }

  /// The nearest Double, ties to even, which is taken away.
  private mutating func takeNearest() -> Double {
    if whole == 0, fraction == 0 { return 0 }
    // The topmost 128 bits, and how far their last one is above that of the fraction.
    let zeros = whole == 0 ? 128 + fraction.leadingZeroBitCount : whole.leadingZeroBitCount
    let shift = UInt128(truncatingIfNeeded: zeros & 127)
    let top: UInt128
    var isOdd = false
    if whole == 0 {
      top = fraction &<< shift
    } else if shift == 0 {
      top = whole
      isOdd = fraction != 0
    } else {
      top = whole &<< shift | fraction &>> (128 - shift)
      isOdd = fraction &<< shift != 0
    }
    // 64 of them are enough to round to 53, the last one standing for all below.
    var window = UInt64(truncatingIfNeeded: top &>> 64)
    if isOdd || UInt64(truncatingIfNeeded: top) != 0 { window |= 1 }
    let rounded = Double(window)
    let result = rounded * Double(bitPattern: UInt64(1023 + 64 - zeros + grid) << 52)
    let wasNegative = isNegative
    subtract(
      UInt128(rounded.significandBitPattern | 1 << 52), shiftedBy: 192 - zeros + Int(rounded.exponent) - 52)
    return wasNegative ? -result : result
  }

  /// Takes mantissa · 2^(shift − 128) units away from the magnitude.
  private mutating func subtract(_ mantissa: UInt128, shiftedBy shift: Int) {
    var (high, low): (UInt128, UInt128) = (0, 0)
    if shift >= 128 {
      high = mantissa << UInt128(shift - 128)
    } else if shift >= 0 {
      low = mantissa << UInt128(shift)
      if shift > 0 { high = mantissa >> UInt128(128 - shift) }
    } else {
      low = mantissa >> UInt128(-shift)
    }
    let (rest, borrow) = fraction.subtractingReportingOverflow(low)
    let isBelow = high > whole || (high == whole && borrow)
    fraction = rest
    whole = whole &- high &- (borrow ? 1 : 0)
    if isBelow {
      negate()
      isNegative.toggle()
    }
  }

  /// The nearest Double and the nearest Double to what is left.
  mutating func value() -> DoubleDouble {
    let high = takeNearest()
    return DoubleDouble(high, takeNearest())
  }
}
