import SurveyDesign
import SurveyNumerics
import SurveyTable

/// Multiplies the weights of cells until every margin holds.
///
/// One margin is reached in a single round, which is post-stratification. With several, each round fits one after
/// another (raking, iterative proportional fitting: Deming & Stephan, Annals of Mathematical Statistics 11 (1940)
/// 427–444); the factors converge to those of the multiplicative distance of Deville, Särndal & Sautory, JASA 88
/// (1993) 1013–1020. Works on cells, not rows, in double-double precision.
struct ProportionalFitting {
  /// g of each cell.
  private(set) var changes: [DoubleDouble]
  private(set) var rounds = 0
  /// The largest relative deviation from a category's count, and whose it is.
  private(set) var deviation = Double.infinity
  private(set) var worst = 0

  /// Errors: `invalidDesign` where the margins do not hold within `tolerance` after `maximumRounds`; `cancelled`.
  init(
    _ margins: MarginCells, tolerance: Double, maximumRounds: Int, run: RunControl?
  ) throws(SurveyStatsError) {
    let weights = margins.cells.map(\.sumOfWeights)
    changes = [DoubleDouble](repeating: DoubleDouble(1), count: weights.count)
    while rounds < maximumRounds {
      try run?.advance(rows: 0, bytes: 0)
      rounds += 1
      for variable in margins.variables.indices {
        let sums = margins.sums(zip(weights, changes).map { $0 * $1 })
        for cell in changes.indices {
          let category = margins.categoriesOfCell[cell][variable]
          changes[cell] = changes[cell] * margins.categories[category].target / sums[category]
        }
      }
      measure(margins, weights)
      if deviation <= tolerance { return }
      // Where factors run away to 0 or beyond all bounds, nothing will hold.
      if !deviation.isFinite { break }
    }
    throw failure(margins, weights, tolerance)
  }

  private mutating func measure(_ margins: MarginCells, _ weights: [DoubleDouble]) {
    let sums = margins.sums(zip(weights, changes).map { $0 * $1 })
    deviation = 0
    for (index, category) in margins.categories.enumerated() {
      let own = (sums[index] / category.target - DoubleDouble(1)).rounded.magnitude
      if !(own <= deviation) {
        deviation = own
        worst = index
      }
    }
  }

  private func failure(
    _ margins: MarginCells, _ weights: [DoubleDouble], _ tolerance: Double
  ) -> SurveyStatsError {
    let sums = margins.sums(zip(weights, changes).map { $0 * $1 })
    let category = margins.categories[worst]
    return SurveyStatsError(
      .invalidDesign,
      "raking did not converge in \(rounds) rounds: '\(category.name)' of '\(margins.variables[category.variable])' is at \(shortestText(sums[worst].rounded)) instead of \(shortestText(category.target.rounded)), a relative deviation of \(shortestText(deviation)) (tolerance \(shortestText(tolerance))); margins contradict one another where the same rows make up a category of each: merge such categories, or allow more rounds where it is nearly there",
      chinese:
        "反覆加權 \(rounds) 回合仍未收斂：「\(margins.variables[category.variable])」之「\(category.name)」為 \(shortestText(sums[worst].rounded))，應為 \(shortestText(category.target.rounded))；各母體變項相互矛盾，請合併相近之類別"
    )
  }
}
