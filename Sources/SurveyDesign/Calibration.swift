import SurveyNumerics
import SurveyTable

/// Weights changed so that the sample has the population's margins.
///
/// A row belongs to the cell that its answers to the margins' columns say; all rows of a cell have their weight d
/// changed by the same factor g. The variance of an estimate is that of its residuals (Deville & Särndal, JASA 87
/// (1992) 376–382; Särndal, Swensson & Wretman 1992, chapters 6 and 7): with w = g·d, z the linearized value of a
/// row and x the indicators of its categories,
///
/// e = z − b, b = x′B, B = (Σ d·x·x′)⁻¹ Σ d·x·z
///
/// and w·e takes the place of w·z in the design's variance. Rows outside a domain have z = 0 but a residual −b.
///
/// A class, so that every copy of a design shares the tables.
package final class Calibration: Sendable {
  /// A combination of answers to the margins' columns.
  package struct Cell: Sendable {
    package var answers: [String]
    /// Σd before weighting.
    package var sumOfWeights: DoubleDouble
    /// g.
    package var change: DoubleDouble
    /// The cell's category in each margin, numbered through all margins.
    package var categories: [Int]

    package init(
      answers: [String], sumOfWeights: DoubleDouble, change: DoubleDouble, categories: [Int]
    ) {
      self.answers = answers
      self.sumOfWeights = sumOfWeights
      self.change = change
      self.categories = categories
    }
  }

  package let columns: [String]
  /// In the order of their answers: the order of rows must not show in a result.
  package let cells: [Cell]
  /// What every estimate says about its weights.
  package let notes: [Note]
  private let categoryCount: Int
  /// The normal equations; `nil` with one margin, whose categories share no row.
  private let regression: SemidefiniteSystem?
  private let places: [[String]: Int32]

  /// Categories that margins may have where there are several: their regression is solved in the cube of it.
  package static let mostCategories = 1000

  /// A calibration with `margins` margins of `categoryCount` categories in all. Errors: `limitExceeded` for too
  /// many categories; `invalidDesign` where weights are so uneven that the regression cannot be solved.
  package init(
    columns: [String], cells: [Cell], margins: Int, categoryCount: Int, notes: [Note]
  ) throws(SurveyStatsError) {
    self.columns = columns
    self.cells = cells
    self.notes = notes
    self.categoryCount = categoryCount
    var places: [[String]: Int32] = [:]
    for (place, cell) in cells.enumerated() { places[cell.answers] = Int32(truncatingIfNeeded: place) }
    self.places = places
    if margins == 1 {
      regression = nil
      return
    }
    if categoryCount > Self.mostCategories {
      throw SurveyStatsError(
        .limitExceeded,
        "the margins have \(categoryCount) categories, more than the limit of \(Self.mostCategories); merge categories, or weight to one variable",
        chinese: "母體類別共 \(categoryCount) 個，超過上限 \(Self.mostCategories)；請合併類別，或僅以一個變項加權"
      )
    }
    var matrix = [DoubleDouble](repeating: .zero, count: categoryCount * categoryCount)
    for cell in cells {
      for a in cell.categories {
        for b in cell.categories { matrix[a * categoryCount + b] += cell.sumOfWeights }
      }
    }
    guard let system = SemidefiniteSystem(matrix, order: categoryCount) else {
      throw SurveyStatsError(
        .invalidDesign,
        "the weights differ so much between categories of the margins that no standard error can be computed; merge categories",
        chinese: "各類別之權數相差過大，無法計算標準誤；請合併類別"
      )
    }
    regression = system
  }

  /// The cell of a row with these answers.
  func place(of answers: [String]) -> Int32? { places[answers] }

  /// b of every cell, from Σ w·z of every cell (calibrated weights).
  func fitted(_ sums: [DoubleDouble]) -> [DoubleDouble] {
    let designSums = zip(sums, cells).map { $0 / $1.change }
    guard let regression else { return zip(designSums, cells).map { $0 / $1.sumOfWeights } }
    var right = [DoubleDouble](repeating: .zero, count: categoryCount)
    for (sum, cell) in zip(designSums, cells) {
      for category in cell.categories { right[category] += sum }
    }
    let coefficients = regression.solve(right)
    return cells.map { cell in cell.categories.reduce(.zero) { $0 + coefficients[$1] } }
  }
}
