/// Σw², Σw²y and Σw²y² by row of cells, for designs whose rows are the sampled units.
///
/// Answers are few different whole numbers as a rule. Then Σw² is kept for each answer, one addition a row, and
/// the three moments follow from it exactly when they are read. Other answers take the general road. Both
/// are exact as far as the answer's road goes, and an answer's road depends on nothing but the answer, so that
/// the order of rows cannot show.
package struct SecondMoments: Sendable {
  /// Σw² in one column for each small answer met.
  private var byAnswer = ExactSumBank(columns: 0)
  private var answers: [Int] = []
  /// The column of answer a at place a + `largestAnswer`, -1 where it was not met.
  private var columnOfAnswer = [Int32](repeating: -1, count: 2 * SecondMoments.largestAnswer + 1)
  /// The three moments of all other answers.
  private var others = ExactSumBank(columns: 3)

  /// Small answers are whole numbers up to this magnitude: 5 points, 10 points, percent.
  private static let largestAnswer = 100

  package init() {}

  package func bytes(rows: Int) -> Int {
    ExactSumBank.bytes(rows: rows, columns: byAnswer.columns + 3)
  }

  package mutating func ensureRows(_ count: Int) {
    byAnswer.ensureRows(count)
    others.ensureRows(count)
  }

  /// Adds the rows that have a cell and an answer.
  package mutating func add(_ values: [Double], valid: [UInt8], cells: [Int32], weights: RowWeights) {
    var columns = [Int32](repeating: -1, count: cells.count)
    for row in cells.indices where cells[row] >= 0 && valid[row] != 0 {
      let value = values[row]
      if value.magnitude <= Double(Self.largestAnswer), value == value.rounded(.towardZero) {
        columns[row] = column(of: Int(value))
      } else {
        addOther(value, weights.values[row], cell: Int(cells[row]))
      }
    }
    byAnswer.ensureColumns(answers.count)
    byAnswer.addSquares(to: columns, cells: cells, weights: weights)
  }

  /// The same for small answers, −128 where there is none.
  package mutating func add(answers: [Int8], cells: [Int32], weights: RowWeights) {
    var columns = [Int32](repeating: -1, count: cells.count)
    for row in cells.indices where cells[row] >= 0 && answers[row] != .min {
      let answer = Int(answers[row])
      if answer.magnitude <= UInt(Self.largestAnswer) {
        columns[row] = column(of: answer)
      } else {
        addOther(Double(answer), weights.values[row], cell: Int(cells[row]))
      }
    }
    byAnswer.ensureColumns(self.answers.count)
    byAnswer.addSquares(to: columns, cells: cells, weights: weights)
  }

  private mutating func addOther(_ value: Double, _ weight: Double, cell: Int) {
    let product = DoubleDouble.exactProduct(weight, value)
    others.addProduct(weight, weight, row: cell, column: 0)
    others.add(product * weight, row: cell, column: 1)
    others.add(product * product, row: cell, column: 2)
  }

  /// Adds the moments of others: their row r to row `places[r]`; see ``ExactSumBank/add(_:rows:columns:)``.
  package mutating func add(_ other: SecondMoments, rows places: [Int32]) {
    let columns = other.answers.map { Int(column(of: $0)) }
    byAnswer.ensureColumns(answers.count)
    byAnswer.add(other.byAnswer, rows: places, columns: columns)
    others.add(other.others, rows: places)
  }

  private mutating func column(of answer: Int) -> Int32 {
    let place = answer + Self.largestAnswer
    if columnOfAnswer[place] < 0 {
      columnOfAnswer[place] = Int32(truncatingIfNeeded: answers.count)
      answers.append(answer)
    }
    return columnOfAnswer[place]
  }

  /// Σw² (power 0), Σw²y (1) or Σw²y² (2) of a cell, rounded once to about 106 bits where all answers are
  /// small.
  package func value(row: Int, power: Int) -> DoubleDouble {
    var sum = SuperAccumulator()
    for (column, answer) in answers.enumerated() {
      let factor = power == 0 ? 1 : power == 1 ? answer : answer * answer
      byAnswer.add(row: row, column: column, times: factor, to: &sum)
    }
    others.add(row: row, column: power, times: 1, to: &sum)
    return sum.value
  }
}
