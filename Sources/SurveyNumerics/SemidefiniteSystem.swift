import CGSL

/// Systems A·x = b with one symmetric positive semidefinite A, which may be singular: the normal equations of a
/// regression whose columns say something twice, as the categories of two margins do (each set adds up to 1).
///
/// A is scaled to a unit diagonal and taken apart into eigenvectors; directions whose eigenvalue is 0 but for
/// rounding are left out. Any solution gives the same fitted values where b lies in the range of A, as the right
/// side of normal equations does. Residuals are formed in double-double precision and solved for again, so that
/// the solution is good beyond the digits of a Double (iterative refinement: Higham, Accuracy and Stability of
/// Numerical Algorithms, 2nd ed. 2002, chapter 12).
package struct SemidefiniteSystem: Sendable {
  package let order: Int
  private let matrix: [DoubleDouble]
  /// 1/√ of the diagonal.
  private let scale: [Double]
  /// The eigenvectors that are kept, one after another, each divided by the root of its eigenvalue.
  private let factors: [Double]

  /// Eigenvalues below this part of the largest are taken for 0. With a unit diagonal the largest lies between 1
  /// and the order.
  private static let negligible = 1e-12
  private static let refinements = 3

  /// The system of an n × n `matrix`, row by row; `nil` where it is no positive semidefinite matrix of finite
  /// numbers with a positive diagonal.
  package init?(_ matrix: [DoubleDouble], order n: Int) {
    guard n > 0, matrix.count == n * n else { return nil }
    let diagonal = (0..<n).map { matrix[$0 * n + $0].rounded }
    guard diagonal.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    order = n
    self.matrix = matrix
    let scale = diagonal.map { 1 / $0.squareRoot() }
    self.scale = scale
    var scaled = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<n {
        scaled[i * n + j] = i == j ? 1 : matrix[i * n + j].rounded * scale[i] * scale[j]
      }
    }
    guard scaled.allSatisfy(\.isFinite), let (values, vectors) = Self.eigen(&scaled, n) else { return nil }
    let largest = values.max() ?? 0
    guard (values.min() ?? 0) > -1e-8 * largest else { return nil }
    var factors: [Double] = []
    for (index, value) in values.enumerated() where value > Self.negligible * largest {
      let root = value.squareRoot()
      // GSL holds the eigenvectors in columns.
      for row in 0..<n { factors.append(vectors[row * n + index] / root) }
    }
    self.factors = factors
  }

  private static func eigen(_ matrix: inout [Double], _ n: Int) -> (values: [Double], vectors: [Double])? {
    var values = [Double](repeating: 0, count: n)
    var vectors = [Double](repeating: 0, count: n * n)
    let status = withoutHandler { () -> Int32 in
      guard let workspace = gsl_eigen_symmv_alloc(n) else { return -1 }
      defer { gsl_eigen_symmv_free(workspace) }
      return matrix.withUnsafeMutableBufferPointer { a in
        values.withUnsafeMutableBufferPointer { e in
          vectors.withUnsafeMutableBufferPointer { v in
            guard let a = a.baseAddress, let e = e.baseAddress, let v = v.baseAddress else { return -1 }
            var left = gsl_matrix_view_array(a, n, n)
            var right = gsl_matrix_view_array(v, n, n)
            var diagonal = gsl_vector_view_array(e, n)
            return gsl_eigen_symmv(&left.matrix, &diagonal.vector, &right.matrix, workspace)
          }
        }
      }
    }
    return status == 0 ? (values, vectors) : nil
  }

  /// A solution of A·x = b; of the nearest system that has one where b lies outside the range of A.
  package func solve(_ b: [DoubleDouble]) -> [DoubleDouble] {
    var solution = [DoubleDouble](repeating: .zero, count: order)
    guard b.count == order else { return solution }
    var residual = b
    for round in 0...Self.refinements {
      let step = approximation(residual.map(\.rounded))
      for i in 0..<order { solution[i] += DoubleDouble(step[i]) }
      if round < Self.refinements { residual = remainder(b, solution) }
    }
    return solution
  }

  /// b − A·x.
  private func remainder(_ b: [DoubleDouble], _ x: [DoubleDouble]) -> [DoubleDouble] {
    var result = b
    for i in 0..<order {
      var product = DoubleDouble.zero
      // Cells that no row falls into are 0.
      for j in 0..<order where matrix[i * order + j].high != 0 { product += matrix[i * order + j] * x[j] }
      result[i] = b[i] - product
    }
    return result
  }

  private func approximation(_ b: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: order)
    let scaled = (0..<order).map { b[$0] * scale[$0] }
    for start in stride(from: 0, to: factors.count, by: order) {
      var along = 0.0
      for i in 0..<order { along += factors[start + i] * scaled[i] }
      for i in 0..<order { result[i] += along * factors[start + i] }
    }
    for i in 0..<order { result[i] *= scale[i] }
    return result
  }
}
