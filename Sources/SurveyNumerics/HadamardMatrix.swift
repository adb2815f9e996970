/// A square of +1 and −1 whose rows are orthogonal, and so are its columns: H·Hᵀ = nI.
///
/// Made by Paley's two constructions over the residues of a prime (Journal of Mathematics and Physics 12, 1933, 311–320)
/// and by Sylvester's doubling (1867). The first row and the first column are all +1, so that every other column holds
/// as many +1 as −1.
package struct HadamardMatrix: Sendable {
  package let order: Int
  /// Row by row.
  private let signs: [Int8]

  package subscript(row: Int, column: Int) -> Int8 { signs[row * order + column] }

  /// The smallest order of at least `minimum` that these constructions reach; up to 88 that is every multiple of 4
  /// but 52. `nil` for one that has no place in memory.
  package static func order(atLeast minimum: Int) -> Int? {
    if minimum <= 2 { return max(minimum, 1) }
    // The next power of 2 is always one.
    guard minimum <= 1 << 30 else { return nil }
    var order = (minimum + 3) / 4 * 4
    while !isConstructible(order) { order += 4 }
    return order
  }

  /// The matrix of an order that ``order(atLeast:)`` gave; `nil` for any other.
  package init?(order: Int) {
    guard order >= 1, Self.isConstructible(order) else { return nil }
    self.order = order
    signs = Self.normalized(Self.made(order), order)
  }

  private static func isConstructible(_ order: Int) -> Bool {
    if order == 1 || order == 2 { return true }
    if order % 4 != 0 { return false }
    return isPaleyFirst(order) || isPaleySecond(order) || isConstructible(order / 2)
  }

  /// Order q + 1 with q a prime that leaves 3 when divided by 4.
  private static func isPaleyFirst(_ order: Int) -> Bool { order % 4 == 0 && isPrime(order - 1) }

  /// Order 2(q + 1) with q a prime that leaves 1 when divided by 4.
  private static func isPaleySecond(_ order: Int) -> Bool {
    order % 4 == 0 && (order / 2 - 1) % 4 == 1 && isPrime(order / 2 - 1)
  }

  private static func isPrime(_ number: Int) -> Bool {
    if number < 2 { return false }
    var divisor = 2
    while divisor <= number / divisor {
      if number % divisor == 0 { return false }
      divisor += 1
    }
    return true
  }

  private static func made(_ order: Int) -> [Int8] {
    if order == 1 { return [1] }
    if isPaleyFirst(order) { return paleyFirst(order) }
    if isPaleySecond(order) { return paleySecond(order) }
    let half = order / 2
    let part = made(half)
    return square(order) { row, column in
      let sign = part[row % half * half + column % half]
      return row >= half && column >= half ? -sign : sign
    }
  }

  /// I + S with S skew: its border is +1 above and −1 to the left, inside are the residues of j − i.
  private static func paleyFirst(_ order: Int) -> [Int8] {
    let prime = order - 1
    let residue = residues(prime)
    return square(order) { row, column in
      if row == column { return 1 }
      if row == 0 { return 1 }
      if column == 0 { return -1 }
      return residue[(column - row + prime) % prime]
    }
  }

  /// The symmetric conference matrix with 0 replaced by [1 −1; −1 −1] and ±1 by ±[1 1; 1 −1].
  private static func paleySecond(_ order: Int) -> [Int8] {
    let prime = order / 2 - 1
    let residue = residues(prime)
    return square(order) { row, column in
      let (i, j) = (row / 2, column / 2)
      let isLast = row % 2 == 1 && column % 2 == 1
      if i == j { return row % 2 == 0 && column % 2 == 0 ? 1 : -1 }
      let sign = i == 0 || j == 0 ? 1 : residue[(j - i + prime) % prime]
      return isLast ? -sign : sign
    }
  }

  /// For each number below a prime: 0 for 0, 1 where it is a square, else −1.
  private static func residues(_ prime: Int) -> [Int8] {
    var residue = [Int8](repeating: -1, count: prime)
    residue[0] = 0
    for root in 1..<prime { residue[root * root % prime] = 1 }
    return residue
  }

  private static func square(_ order: Int, _ sign: (_ row: Int, _ column: Int) -> Int8) -> [Int8] {
    var signs = [Int8](repeating: 1, count: order * order)
    for row in 0..<order {
      for column in 0..<order { signs[row * order + column] = sign(row, column) }
    }
    return signs
  }

  /// Rows and columns multiplied by −1 until the first of each is all +1.
  private static func normalized(_ signs: [Int8], _ order: Int) -> [Int8] {
    let first = signs[0]
    let isNormal = (0..<order).allSatisfy { signs[$0] == 1 && signs[$0 * order] == 1 }
    if isNormal { return signs }
    return square(order) { row, column in
      signs[row * order + column] * signs[row * order] * signs[column] * first
    }
  }
}
