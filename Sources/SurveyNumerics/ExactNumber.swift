/// A finite sum as the one pair of odd whole number and power of two that it is: what an exact sum is in a file.
///
/// ```
/// −5.5  =  −11 · 2^−1      isNegative true, magnitude [11], exponent −1
///  0                       magnitude []
/// ```
package struct ExactNumber: Sendable, Hashable {
  package var isNegative: Bool
  /// The odd whole number in bytes, the lowest first, the last one not 0; empty for 0.
  package var magnitude: [UInt8]
  package var exponent: Int

  package static let zero = ExactNumber(isNegative: false, magnitude: [], exponent: 0)
  /// The places of bits that a sum of doubles can have; see ``SuperAccumulator``.
  package static let exponents = -1074...1080
  package static let longestMagnitude = 272

  package init(isNegative: Bool, magnitude: [UInt8], exponent: Int) {
    self.isNegative = isNegative
    self.magnitude = magnitude
    self.exponent = exponent
  }

  init(_ value: Int128, exponent: Int) {
    if value == 0 {
      self = .zero
      return
    }
    let zeros = value.trailingZeroBitCount
    var rest = value.magnitude >> UInt128(zeros)
    var bytes: [UInt8] = []
    while rest != 0 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
    self.init(isNegative: value < 0, magnitude: bytes, exponent: exponent + zeros)
  }

  /// Whether it is written in the one way: odd, no leading zeros, within the range of sums.
  package var isCanonical: Bool {
    guard let lowest = magnitude.first, let highest = magnitude.last else {
      return !isNegative && exponent == 0
    }
    let top = exponent + magnitude.count * 8
    return lowest & 1 == 1 && highest != 0 && Self.exponents.contains(exponent)
      && magnitude.count <= Self.longestMagnitude && top <= Self.exponents.upperBound
  }

  /// The number of bits of the magnitude.
  package var width: Int {
    guard let highest = magnitude.last else { return 0 }
    return magnitude.count * 8 - highest.leadingZeroBitCount
  }

  /// The magnitude where it has at most 120 bits.
  var small: Int128? {
    if magnitude.count > 15 { return nil }
    var value: Int128 = 0
    for byte in magnitude.reversed() { value = value << 8 | Int128(byte) }
    return isNegative ? -value : value
  }
}

extension ExactSumBank {
  /// The exact sum of a cell.
  package func exactNumber(row: Int, column: Int) -> ExactNumber {
    guard row < rows, column < columns else { return .zero }
    let index = row * stride + column
    let fineCell = index < fine.cells.count ? fine.cells[index] : 0
    if fineCell == 0, spilled.isEmpty || spilled[index] == nil {
      let cell = coarse.cells[index]
      return cell == 0 ? .zero : ExactNumber(cell, exponent: coarse.grids[column])
    }
    var sum = SuperAccumulator()
    add(row: row, column: column, times: 1, to: &sum)
    return sum.exactNumber
  }

  /// Adds exact sums to the cells of a column, one for each row from row 0 on; rows must have been made.
  package mutating func add(_ numbers: [ExactNumber], column: Int) {
    guard column < columns else { return }
    // The finest of them, so that all stand on one grid where they fit.
    let finest = numbers.lazy.filter { !$0.magnitude.isEmpty }.map(\.exponent).min()
    if coarse.grids[column] == Self.unset, let finest { coarse.grids[column] = finest }
    for (row, number) in numbers.prefix(rows).enumerated() where !number.magnitude.isEmpty {
      let index = row * stride + column
      let shift = number.exponent - coarse.grids[column]
      if let value = number.small, shift >= 0, number.width + shift < 125 {
        let (sum, overflow) = coarse.cells[index].addingReportingOverflow(value << Int128(shift))
        if !overflow {
          coarse.cells[index] = sum
          continue
        }
      }
      spilled[index, default: SuperAccumulator()].add(number)
    }
  }
}
