/// How often each answer to some columns was given.
struct AnswerCounts {
  private let limit: Int
  private var counts: [[Int]]
  private var dictionaries: [TextDictionary?]
  private var isWide: [Bool]

  init(columns: Int, limit: Int) {
    self.limit = limit
    counts = [[Int]](repeating: [], count: columns)
    dictionaries = [TextDictionary?](repeating: nil, count: columns)
    isWide = [Bool](repeating: false, count: columns)
  }

  mutating func add(_ batch: ColumnBatch) {
    for (index, column) in batch.columns.enumerated() where !isWide[index] {
      guard case .codes(let codes) = column else { continue }
      dictionaries[index] = codes.dictionary
      let distinct = codes.dictionary.count
      if distinct > limit {
        isWide[index] = true
        continue
      }
      if counts[index].count < distinct {
        counts[index] += [Int](repeating: 0, count: distinct - counts[index].count)
      }
      counts[index].withUnsafeMutableBufferPointer { counts in
        for code in codes.codes where code >= 0 { counts[Int(code)] &+= 1 }
      }
    }
  }

  /// The answers of each column with their counts, those of all parts of the rows together, in the order of counts;
  /// `nil` for a column with more than the limit.
  static func sorted(_ parts: [AnswerCounts]) -> [[(text: String, count: Int)]?] {
    guard let first = parts.first else { return [] }
    return first.counts.indices.map { index in
      if parts.contains(where: { $0.isWide[index] }) { return nil }
      let all = TextDictionary()
      var sums: [Int] = []
      for part in parts {
        guard let dictionary = part.dictionaries[index] else { continue }
        for (code, count) in zip(dictionary.codes(in: all), part.counts[index]) where count > 0 {
          while sums.count <= Int(code) { sums.append(0) }
          sums[Int(code)] = sums[Int(code)].addingClamped(count)
        }
      }
      if sums.count > first.limit { return nil }
      return sums.enumerated().filter { $0.element > 0 }.map { code, count in
        (all[Int32(truncatingIfNeeded: code)], count)
      }.sorted { a, b in
        a.count != b.count ? a.count > b.count : a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
      }
    }
  }

  /// The same from a pass that several threads share; `nil` where only a pass in order can tell.
  static func read(
    _ shared: SharedPass, _ requests: [ColumnRequest], limit: Int, run: RunControl?
  ) throws(SurveyStatsError) -> [[(text: String, count: Int)]?]? {
    let parts = try shared.read(requests, run: run) { _ in
      AnswerCounts(columns: requests.count, limit: limit)
    } add: { counts, batch in
      counts.add(batch)
    }
    return parts.map { sorted($0.parts) }
  }
}
