import CSurveyShims
import Testing

/// Counting codes several at a time is counting them one by one.
@Suite struct CodeCountTests {
  @Test(
    "every number of rows and of kinds, codes of no kind among them",
    arguments: [0, 1, 7, 8, 9, 64, 1001], [1, 3, 4, 5, 15, 16, 17, 300])
  func counts(_ rows: Int, _ kinds: Int) {
    var state: UInt32 = 7
    let codes = (0..<rows).map { _ -> Int32 in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Int32(state >> 8) % Int32(kinds + 3) - 2
    }
    var counts = [Int64](repeating: 5, count: kinds + 1)
    survey_count_codes(codes, rows, kinds, &counts)
    for kind in 0..<kinds {
      #expect(counts[kind] == 5 + Int64(codes.count { $0 == Int32(kind) }))
    }
    #expect(counts[kinds] == 5)
  }
}
