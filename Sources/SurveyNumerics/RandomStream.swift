/// Random numbers that are the same on every platform, from a seed that the user chooses.
///
/// The generator is xoshiro256** (Blackman & Vigna, Scrambled linear pseudorandom number generators, ACM Transactions
/// on Mathematical Software 47, 2021, article 36). Its 256 bits of state are the first four numbers of SplitMix64
/// (Steele, Lea & Flood, OOPSLA 2014) from the seed, as its authors advise. Streams of one seed lie 2¹²⁸ numbers apart,
/// so that two samples which are drawn under one seed do not share their numbers.
package struct RandomStream: Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Stream `number` (0, 1, …) of a seed.
  package init(seed: UInt64, stream number: Int = 0) {
    var mixer = SplitMix64(state: seed)
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
    for _ in 0..<max(number, 0) { jump() }
  }

  /// The stream that goes on from a state, of which one number at least must not be 0.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) { self.state = state }

  /// The next 64 bits.
  @inline(__always)
  package mutating func next() -> UInt64 {
    let result = Self.rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotated(state.3, by: 45)
    return result
  }

  /// A whole number from 0 to `bound` − 1, each as likely as the others; 0 for a bound of 0.
  ///
  /// Source: Lemire, Fast random integer generation in an interval, ACM Transactions on Modeling and Computer Simulation
  /// 29, 2019, article 3: the high half of a product, with the few numbers drawn again that a remainder would favour.
  @inline(__always)
  package mutating func next(below bound: UInt64) -> UInt64 {
    if bound == 0 { return 0 }
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  /// Passes over 2¹²⁸ numbers.
  private mutating func jump() {
    let polynomial: [UInt64] = [
      0x180e_c6d3_3cfd_0aba, 0xd5a6_1266_f0c9_392c, 0xa958_2618_e03f_c9aa, 0x39ab_dc45_29b1_661c,
    ]
    var sum: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for word in polynomial {
      for bit in 0..<64 {
        if word >> UInt64(bit) & 1 == 1 {
          sum.0 ^= state.0
          sum.1 ^= state.1
          sum.2 ^= state.2
          sum.3 ^= state.3
        }
        _ = next()
      }
    }
    state = sum
  }

  @inline(__always)
  private static func rotated(_ bits: UInt64, by places: UInt64) -> UInt64 {
    bits << places | bits >> (64 - places)
  }
}

/// The generator that a seed's bits are spread by.
package struct SplitMix64: Sendable {
  package var state: UInt64

  package init(state: UInt64) { self.state = state }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }
}
