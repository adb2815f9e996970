import CSurveyShims
import Testing

/// Weights and keys read several at a time are what they are one by one, wherever the odd one stands.
@Suite struct WideWeightTests {
  private static let sizes = [0, 1, 7, 8, 9, 16, 23, 100]

  @Test("weights that are whole multiples of a unit become whole numbers", arguments: sizes)
  func whole(_ count: Int) {
    let weights = (0..<count).map { Double($0 * $0) / 8 }
    var whole = [Int64](repeating: -1, count: count + 1)
    #expect(survey_whole_weights(weights, count, 8, &whole) == 1)
    #expect(whole.dropLast() == ArraySlice((0..<count).map { Int64($0 * $0) }) && whole.last == -1)
    for place in 0..<count {
      let oddities: [Double] = [0.0625, -1, .nan, .infinity, 0x1p60]
      for odd in oddities {
        var others = weights
        others[place] = odd
        #expect(survey_whole_weights(others, count, 8, &whole) == 0)
      }
      var others = weights
      others[place] = 0x1p58
      #expect(survey_whole_weights(others, count, 8, &whole) == 1 && whole[place] == 1 << 61)
    }
  }

  @Test("zeros among weights are counted, and what is no weight is refused", arguments: sizes)
  func zeros(_ count: Int) {
    let zeros: [Double] = [0, -0.0]
    let weights = (0..<count).map { (row: Int) -> Double in row % 3 == 0 ? zeros[row % 2] : Double(row) }
    let there = [UInt8](repeating: 1, count: count)
    #expect(survey_count_zero_weights(weights, there, count, 1e15) == (count + 2) / 3)
    for place in 0..<count {
      let oddities: [Double] = [-1, .nan, .infinity, 1.1e15, 0.9e-15, .leastNonzeroMagnitude]
      for odd in oddities {
        var others = weights
        others[place] = odd
        #expect(survey_count_zero_weights(others, there, count, 1e15) == -1)
      }
      var gap = there
      gap[place] = 0
      #expect(survey_count_zero_weights(weights, gap, count, 1e15) == -1)
    }
  }

  @Test("keys are looked up as far as they are known", arguments: sizes)
  func keys(_ count: Int) {
    let codes = (0..<50).map { Int32($0 * 3) }
    let keys = (0..<count).map { UInt64($0 * 7 % 50) }
    let valid = (0..<count).map { UInt8($0 % 5 == 4 ? 0 : 1) }
    func look(_ keys: [UInt64], _ codes: [Int32]) -> (found: Int, out: [Int32]) {
      var out = [Int32](repeating: -7, count: count)
      return (survey_look_up_keys(keys, valid, count, codes, codes.count, -2, &out), out)
    }
    let (found, out) = look(keys, codes)
    #expect(found == 0 || found == count / 8 * 8)
    for row in 0..<found { #expect(out[row] == (valid[row] == 0 ? -1 : Int32(keys[row]) * 3)) }
    for place in 0..<count where valid[place] == 1 {
      let oddities: [UInt64] = [50, .max, 1 << 63]
      for odd in oddities {
        var others = keys
        others[place] = odd
        #expect(look(others, codes).found <= place)
      }
      var unknown = codes
      unknown[Int(keys[place])] = -2
      #expect(look(keys, unknown).found <= place)
    }
    // A row without a key may hold anything.
    for place in 0..<count where valid[place] == 0 {
      var others = keys
      others[place] = .max
      #expect(look(others, codes).out == out)
    }
  }
}
