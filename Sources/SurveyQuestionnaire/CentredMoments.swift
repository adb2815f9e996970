import SurveyDesign
import SurveyNumerics

/// Weighted sums of some rows' deviations from a scale's means, and of their products.
///
/// With d = x − m they follow from the sums of answers and products as Σwd_i = Σwx_i − m_i Σw and
/// Σwd_i d_j = Σwx_i x_j − m_i Σwx_j − m_j Σwx_i + m_i m_j Σw, in double-double precision, so that a large common level of
/// the answers costs no digits.
struct CentredMoments {
  let weights: DoubleDouble
  /// Of each item.
  let sums: [DoubleDouble]
  /// The upper triangle, row by row.
  private var products: [DoubleDouble]
  /// For each item the sum of its products with all items.
  private(set) var withAll: [DoubleDouble]
  /// Σwd_i² over all items, and Σw(Σd_i)².
  private(set) var sumOfSquares = DoubleDouble.zero
  private(set) var squareOfSum = DoubleDouble.zero

  /// `columns` are those of a ``TotalsTerm/products(_:)``.
  init(_ columns: [DoubleDouble], means: [DoubleDouble]) {
    let items = means.count
    let weights = columns[0]
    self.weights = weights
    let sums = (0..<items).map { columns[1 + $0] - means[$0] * weights }
    self.sums = sums
    products = []
    products.reserveCapacity(items * (items + 1) / 2)
    withAll = [DoubleDouble](repeating: .zero, count: items)
    for i in 0..<items {
      for j in i..<items {
        // x_i x_j = d_i d_j + m_i x_j + m_j d_i.
        let raw = columns[TotalsTerm.productColumn(i, j, of: items)]
        let product = raw - means[i] * columns[1 + j] - means[j] * sums[i]
        products.append(product)
        withAll[i] += product
        if i == j {
          sumOfSquares += product
        } else {
          withAll[j] += product
        }
      }
      squareOfSum += withAll[i]
    }
  }

  /// Σwd_i d_j for i ≤ j.
  func product(_ i: Int, _ j: Int) -> DoubleDouble { products[i * sums.count - i * (i - 1) / 2 + j - i] }
}
