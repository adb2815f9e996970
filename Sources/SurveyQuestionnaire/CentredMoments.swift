import SurveyDesign
import SurveyNumerics

/// Weighted sums of deviations from a scale's means, and of their products, for several groups of rows side by side.
///
/// With d = x − m they follow from the sums of answers and products as Σwd_i = Σwx_i − m_i Σw and
/// Σwd_i d_j = Σwx_i x_j − m_i Σwx_j − m_j Σwd_i, in double-double precision, so that a large common level of the answers
/// costs no digits.
struct CentredMoments {
  let weights: DoubleDoubleColumn
  /// Σwd_i of each item.
  private(set) var sums: [DoubleDoubleColumn] = []
  /// Σwd_i² of each item.
  private(set) var squares: [DoubleDoubleColumn] = []
  /// For each item Σwd_i Σ_j d_j, the item itself among them.
  private(set) var withAll: [DoubleDoubleColumn]
  /// Σwd_i² over all items, and Σw(Σd_i)².
  private(set) var sumOfSquares: DoubleDoubleColumn
  private(set) var squareOfSum: DoubleDoubleColumn
  /// Σ over pairs i < j of `coefficient(i, j)` Σwd_i d_j.
  private(set) var form: DoubleDoubleColumn

  /// `read` gives the columns of a ``TotalsTerm/products(_:)``.
  init(means: [DoubleDouble], coefficient: (Int, Int) -> Double, _ read: (Int) -> DoubleDoubleColumn) {
    let items = means.count
    weights = read(0)
    let none = DoubleDoubleColumn(count: weights.count)
    withAll = [DoubleDoubleColumn](repeating: none, count: items)
    (sumOfSquares, squareOfSum, form) = (none, none, none)
    let raw = (0..<items).map { read(1 + $0) }
    for i in 0..<items {
      sums.append(raw[i])
      sums[i].add(weights, times: -means[i])
    }
    for i in 0..<items {
      for j in i..<items {
        var product = read(TotalsTerm.productColumn(i, j, of: items))
        product.add(raw[j], times: -means[i])
        product.add(sums[i], times: -means[j])
        withAll[i].add(product, times: DoubleDouble(1))
        if i == j {
          sumOfSquares.add(product, times: DoubleDouble(1))
          squares.append(product)
        } else {
          withAll[j].add(product, times: DoubleDouble(1))
          form.add(product, times: DoubleDouble(coefficient(i, j)))
        }
      }
      squareOfSum.add(withAll[i], times: DoubleDouble(1))
    }
  }
}
