import CSurveyShims

// Whole columns of sums read at once, which spares what each single reading costs.

/// Numbers of a column as two doubles each.
package struct DoubleDoubleColumn: Sendable {
  package var high: [Double]
  package var low: [Double]

  package init(count: Int) {
    high = [Double](repeating: 0, count: count)
    low = high
  }

  package var count: Int { high.count }

  package subscript(_ index: Int) -> DoubleDouble {
    get { DoubleDouble(high[index], low[index]) }
    set { (high[index], low[index]) = (newValue.high, newValue.low) }
  }

  /// Adds `factor` times each number of another column of the same length.
  package mutating func add(_ other: DoubleDoubleColumn, times factor: DoubleDouble) {
    survey_pairs_add_scaled(
      &high, &low, other.high, other.low, factor.high, factor.low, min(count, other.count))
  }

  /// `start` plus the sum of these places, from the first to the last.
  package func sum(_ places: Range<Int>, from start: DoubleDouble = .zero) -> DoubleDouble {
    var sum = [start.high, start.low]
    high.withUnsafeBufferPointer { high in
      low.withUnsafeBufferPointer { low in
        guard let high = high.baseAddress, let low = low.baseAddress else { return }
        survey_pairs_add(&sum, high + places.lowerBound, low + places.lowerBound, places.count)
      }
    }
    return DoubleDouble(sum[0], sum[1])
  }

  /// The sum of each run of numbers, from its first to its last; of products with those of another column of the same
  /// length, where there is one. Run r goes from `starts[r]` to before `starts[r + 1]`.
  package func sums(
    ofRuns starts: [Int], timesThoseOf other: DoubleDoubleColumn? = nil
  ) -> DoubleDoubleColumn {
    var sums = DoubleDoubleColumn(count: max(0, starts.count - 1))
    let isAscending = zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 }
    guard let first = starts.first, let last = starts.last, first >= 0, isAscending,
      last <= min(count, other?.count ?? count)
    else { return sums }
    let runs = sums.count
    if let other {
      survey_pairs_add_runs(high, low, other.high, other.low, starts, runs, &sums.high, &sums.low)
    } else {
      survey_pairs_add_runs(high, low, nil, nil, starts, runs, &sums.high, &sums.low)
    }
    return sums
  }

  /// `start` plus the sum of products with another column of the same length.
  package func sum(
    ofProductsWith other: DoubleDoubleColumn, _ places: Range<Int>, from start: DoubleDouble = .zero
  ) -> DoubleDouble {
    var sum = [start.high, start.low]
    high.withUnsafeBufferPointer { ah in
      low.withUnsafeBufferPointer { al in
        other.high.withUnsafeBufferPointer { bh in
          other.low.withUnsafeBufferPointer { bl in
            guard let ah = ah.baseAddress, let al = al.baseAddress, let bh = bh.baseAddress,
              let bl = bl.baseAddress, places.upperBound <= min(count, other.count)
            else { return }
            let first = places.lowerBound
            survey_pairs_add_products(&sum, ah + first, al + first, bh + first, bl + first, places.count)
          }
        }
      }
    }
    return DoubleDouble(sum[0], sum[1])
  }
}

extension ExactSumBank {
  /// The sums of one column in these rows, each rounded to about 106 bits; 0 where there is no such row or column.
  package func values(rows places: [Int], column: Int) -> DoubleDoubleColumn {
    var result = DoubleDoubleColumn(count: places.count)
    guard column < columns else { return result }
    let areThere = places.allSatisfy { $0 >= 0 && $0 < rows }
    let (grid, shift) = (coarse.grids[column], coarse.grids[column] &- fine.grids[column])
    let hasFine = !fine.cells.isEmpty && fine.grids[column] != Self.unset
    if spilled.count <= rows, areThere, grid > -850, grid < 800, !hasFine || (shift > 0 && shift < 128) {
      var place = 0
      while place < places.count {
        place = coarse.cells.withUnsafeBufferPointer { cells in
          fine.cells.withUnsafeBufferPointer { fineCells in
            guard let base = cells.baseAddress else { return places.count }
            let parts = hasFine ? fineCells.baseAddress.map { UnsafeRawPointer($0 + column) } : nil
            return survey_read_sums(
              base + column, parts, stride, places, place, places.count, Int32(grid),
              hasFine ? Int32(shift) : 1, &result.high, &result.low)
          }
        }
        if place < places.count {
          result[place] = value(row: places[place], column: column)
          place += 1
        }
      }
      // What few cells hold besides, the two grids do not show.
      let others = Set(spilled.keys.lazy.filter { $0 % stride == column }.map { $0 / stride })
      if others.isEmpty { return result }
      for (place, row) in places.enumerated() where others.contains(row) {
        result[place] = value(row: row, column: column)
      }
      return result
    }
    for (place, row) in places.enumerated() where row < rows {
      result[place] = value(row: row, column: column)
    }
    return result
  }

  /// The exact sum of one column over these rows, rounded once to about 106 bits.
  package func sum(rows places: [Int], column: Int) -> DoubleDouble {
    guard column < columns else { return .zero }
    if spilled.isEmpty, let sum = quickSum(places, column) { return sum }
    var sum = SuperAccumulator()
    for row in places { add(row: row, column: column, times: 1, to: &sum) }
    return sum.value
  }

  private func quickSum(_ places: [Int], _ column: Int) -> DoubleDouble? {
    guard let whole = Self.sum(of: coarse.cells, places, rows, stride, column),
      let part = fine.cells.isEmpty ? 0 : Self.sum(of: fine.cells, places, rows, stride, column)
    else { return nil }
    if whole == 0, part == 0 { return .zero }
    return Self.value(of: whole, grid: coarse.grids[column], and: part, grid: fine.grids[column])
  }

  private static func sum(
    of cells: [Int128], _ places: [Int], _ rows: Int, _ stride: Int, _ column: Int
  ) -> Int128? {
    if places.isEmpty { return 0 }
    guard places.allSatisfy({ $0 >= 0 && $0 < rows }) else { return nil }
    var sum: Int128 = 0
    let fits = cells.withUnsafeBufferPointer { cells in
      cells.baseAddress.map { survey_total_sums($0 + column, stride, places, places.count, &sum) != 0 }
        ?? false
    }
    return fits ? sum : nil
  }
}
