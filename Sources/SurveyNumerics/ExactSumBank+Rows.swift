import CSurveyShims

// Sums of what whole rows add: products of their answers, numbers made of them.

extension ExactSumBank {
  /// For every row that has a cell and all answers (answer i of row r at place i · rows + r, −128 for none) adds w to
  /// column 0, w times answer i to column 1 + i and w times answers i and j ≥ i to the columns behind, row by row of the
  /// upper triangle; counts these rows by domain. False, with nothing added, where the weights or the columns are of too
  /// different sizes; `others` gets the rows that are left.
  package mutating func addProducts(
    answers: [Int8], items: Int, cells: [Int32], domains: [Int32], weights: RowWeights, counts: inout [Int],
    others: inout [Int]
  ) -> Bool {
    guard columns == 1 + items + items * (items + 1) / 2, answers.count == items * cells.count,
      let whole = wholeWeights(weights, columns: columns)
    else { return false }
    let stride = stride
    var row = 0
    while row < cells.count {
      row = coarse.cells.withUnsafeMutableBytes { sums in
        counts.withUnsafeMutableBytes { counts in
          guard let counts = counts.baseAddress else { return cells.count }
          return survey_add_answer_products(
            answers, items, cells, domains, whole, row, cells.count, sums.baseAddress, stride, rows,
            counts.assumingMemoryBound(to: Int64.self))
        }
      }
      if row < cells.count { others.append(row) }
      row += 1
    }
    return true
  }

  /// Adds weight to column 0 and weight times each number to the columns behind, exactly.
  package mutating func add(weight: Double, times numbers: [Double], row: Int) {
    // The first is the weight itself.
    let count = min(numbers.count, columns)
    let first = row &* stride
    var column = 0
    while column < count {
      column = coarse.cells.withUnsafeMutableBufferPointer { coarseCells in
        fine.cells.withUnsafeMutableBufferPointer { fineCells in
          guard let base = coarseCells.baseAddress else { return count }
          return survey_add_products_of_row(
            weight, numbers, column, count, base + first, coarse.grids,
            fineCells.baseAddress.map { $0 + first },
            fine.grids)
        }
      }
      if column < count { addProduct(weight, numbers[column], row: row, column: column) }
      column += 1
    }
  }
}
