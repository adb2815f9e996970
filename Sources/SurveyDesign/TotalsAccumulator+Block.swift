import SurveyNumerics
import SurveyTable

// Small answers to several items go into a block, which adds all of a row's at once; at the end, and where something
// changes, the terms get what it holds. Sums are exact, so that which batches went there cannot show.

extension TotalsAccumulator {
  /// Fewer items are added as fast one by one.
  private static let fewestItems = 4
  /// Where there are so many cells that few rows share one, a block is only another copy of them.
  private static let mostBlockBytes = 64 << 20

  /// Adds the batch's small answers to the block; says of each term whether it needs nothing more.
  mutating func addToBlock(
    _ batch: ColumnBatch, cells cellOfRow: [Int32], domains: [Int32], weights: RowWeights
  ) -> [Bool] {
    var isDone = [Bool](repeating: false, count: terms.count)
    var columns: [[Int8]] = []
    var members: [Int] = []
    for index in terms.indices where terms[index].isBlockable {
      guard case .numbers(let column) = batch.columns[plan.items[index][0]], column.isSmall else { continue }
      columns.append(column.answers)
      members.append(index)
    }
    guard members.count >= Self.fewestItems, weights.areWhole,
      AnswerBlock.bytes(items: members.count, cells: cells.count) <= Self.mostBlockBytes
    else {
      settle()
      return isDone
    }
    if let block, block.terms != members || block.sums.rowCount + batch.rowCount > AnswerBlock.mostRows {
      settle()
    }
    let sums: AnswerBlock
    let whole: [Int64]
    if let block, let fitting = weights.whole(onGrid: block.sums.grid) {
      (sums, whole) = (block.sums, fitting)
    } else {
      // The finer of the two grids, as a rule, holds the next batches as well.
      let finest = min(weights.grid, block?.sums.grid ?? weights.grid)
      settle()
      if let fitting = weights.whole(onGrid: finest) {
        (sums, whole) = (AnswerBlock(items: members.count, grid: finest), fitting)
      } else if let fitting = weights.whole(onGrid: weights.grid) {
        (sums, whole) = (AnswerBlock(items: members.count, grid: weights.grid), fitting)
      } else {
        return isDone
      }
    }
    block = (sums, members)
    let isAdded = sums.add(
      columns, cells: cellOfRow, domains: domains, weights: whole, cellCount: cells.count,
      domainCount: domainRows.count)
    for index in members { isDone[index] = isAdded }
    return isDone
  }

  /// Gives the terms what stands in the block.
  mutating func settle() {
    guard let (sums, members) = block else { return }
    block = nil
    for (item, index) in members.enumerated() {
      terms[index].add(sums, item: item)
      terms[index].prepare(cells: cells.count, domains: domainRows.count)
    }
  }
}
