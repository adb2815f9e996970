import SurveyNumerics
import SurveyTable

/// What a column of population sizes turned out to hold.
enum PopulationSizes {
  /// No column: sampled with replacement, or from a population too large to matter.
  case infinite
  /// Every stratum says how many units its population has.
  case counts
  /// Every stratum says which fraction of its units was sampled.
  case fractions
  /// Every stratum was taken whole.
  case census

  /// Reads a column's values: all exactly 1 is a census, all ≤ 1 are fractions, all ≥ 1 are counts.
  init(_ values: [Double], column: String, data: String) throws(SurveyStatsError) {
    if values.allSatisfy({ $0 == 1 }) {
      self = .census
    } else if values.allSatisfy({ $0 <= 1 }) {
      self = .fractions
    } else if values.allSatisfy({ $0 >= 1 }) {
      self = .counts
    } else {
      throw SurveyStatsError(
        .invalidDesign,
        "\(data), column '\(column)': population sizes run from \(shortestText(values.min() ?? 0)) to \(shortestText(values.max() ?? 0)); give sampling fractions (all at most 1) or population counts (all at least 1), not both",
        chinese:
          "\(data)「\(column)」欄：母體數（fpc）介於 \(shortestText(values.min() ?? 0)) 與 \(shortestText(values.max() ?? 0)) 之間；請一律填抽樣比例（均不大於 1）或母體數（均不小於 1），不可混用"
      )
    }
  }
}
