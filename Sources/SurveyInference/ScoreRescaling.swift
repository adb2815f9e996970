import SurveyDesign
import SurveyNumerics

/// What becomes of a score that an item's scale does not define, as 100 · mean / highest score where that is 0.
package enum UndefinedScores: Sendable {
  /// An error says so.
  case refused
  /// A row without an estimate, which the caller explains.
  case empty
}

/// A mean in another unit: (mean − `shift`) · `factor`.
struct ScoreRescaling: Sendable {
  let shift: DoubleDouble
  let factor: DoubleDouble

  static let identity = ScoreRescaling(shift: .zero, factor: DoubleDouble(1))

  private init(shift: DoubleDouble, factor: DoubleDouble) {
    self.shift = shift
    self.factor = factor
  }

  init(_ kind: ScoreKind, minimum: Double, maximum: Double) {
    let lowest = kind == .scoreOfRange ? DoubleDouble(minimum) : .zero
    self.init(shift: lowest, factor: DoubleDouble(100) / (DoubleDouble(maximum) - lowest))
  }

  /// The score of rows whose mean has the totals `sum` and `sumOfWeights`.
  func score(sum: DoubleDouble, sumOfWeights: DoubleDouble) -> DoubleDouble {
    (sum / sumOfWeights - shift) * factor
  }
}

extension PendingEstimates {
  /// Puts the rows that `kinds` ask for in the place of those of their columns, item by item: a score that is a mean in
  /// another unit has the mean's totals, and its influence times a number.
  mutating func rescale(
    items: [String], _ kinds: [ScoreKind], _ rescalings: [[ScoreKind: ScoreRescaling]]
  ) {
    let columns = ScoreKind.withColumns(kinds)
    let totals = assembly.totals
    let groups = totals.domains.count
    let made = rows
    guard made.count == items.count * columns.count * groups else { return }
    rows = []
    rows.reserveCapacity(items.count * kinds.count * groups)
    for item in items.indices {
      for kind in kinds {
        guard let place = columns.firstIndex(of: kind.isRescaledMean ? .mean : kind) else { continue }
        let first = (item * columns.count + place) * groups
        for pending in made[first..<first + groups] {
          if !kind.isRescaledMean {
            rows.append(pending)
          } else if let rescaling = rescalings[item][kind] {
            rows.append(pending.rescaled(rescaling, as: kind, totals))
          } else {
            var row = pending.row
            (row.statistic, row.estimate) = (kind.name, nil)
            var empty = PendingRow(row: row, influence: nil, domain: pending.domain)
            empty.isExplained = true
            rows.append(empty)
          }
        }
      }
    }
  }
}

extension PendingRow {
  /// The row of a mean as that of a score.
  fileprivate func rescaled(
    _ rescaling: ScoreRescaling, as kind: ScoreKind, _ totals: DesignTotals
  ) -> PendingRow {
    var scored = self
    scored.row.statistic = kind.name
    guard var influence else { return scored }
    let sumOfWeights = totals.total(term: influence.term, column: 0, domain: domain)
    let sum = totals.total(term: influence.term, column: 1, domain: domain)
    scored.row.estimate = rescaling.score(sum: sum, sumOfWeights: sumOfWeights).rounded
    influence.coefficients = influence.coefficients.map { ($0.column, $0.coefficient * rescaling.factor) }
    scored.influence = influence
    scored.function = .ratio(1, times: rescaling.factor)
    let factor = rescaling.factor.rounded
    scored.simpleVariance = simpleVariance.map { $0 * factor * factor }
    return scored
  }
}
