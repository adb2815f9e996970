/// A domain expression bound to the columns of a pass: batches in, a byte of membership for each row out.
package struct DomainFilter {
  private indirect enum Step {
    case compareColumns(Int, DomainExpression.Comparison, Int)
    case compareConstant(Int, DomainExpression.Comparison, Double)
    case constant(Bool)
    case matchesText(Int, memo: TextMemo, negated: Bool)
    case matchesNumber(Int, Set<Double>)
    case not(Step)
    case and(Step, Step)
    case or(Step, Step)
  }

  /// Which codes of a growing dictionary are among the wanted texts: 0 unknown yet, 1 no, 2 yes.
  private final class TextMemo {
    let wanted: Set<String>
    var known: [UInt8] = []
    init(_ texts: [String]) { wanted = Set(texts.map { $0.trimmingSpaces() }) }

    func matches(_ code: Int32, _ dictionary: TextDictionary) -> Bool {
      let index = Int(code)
      while known.count <= index {
        known.append(wanted.contains(dictionary[Int32(truncatingIfNeeded: known.count)]) ? 2 : 1)
      }
      return known[index] == 2
    }
  }

  private let root: Step
  /// Whether the condition negates anything: only then can a missing answer make it true.
  package let hasNegation: Bool

  /// Binds `expression`; `slot` gives the batch position of a column in a reading, adding it to the pass's
  /// requests where it is not there yet.
  package init(
    _ expression: DomainExpression,
    slot: (String, ColumnRequest.Reading) throws(SurveyStatsError) -> Int
  ) throws(SurveyStatsError) {
    root = try Self.bind(expression.root, slot)
    hasNegation = expression.root.hasNegation
  }

  private static func bind(
    _ node: DomainExpression.Node,
    _ slot: (String, ColumnRequest.Reading) throws(SurveyStatsError) -> Int
  ) throws(SurveyStatsError) -> Step {
    switch node {
    case .compareNumbers(.column(let a), let comparison, .column(let b)):
      return .compareColumns(try slot(a, .number), comparison, try slot(b, .number))
    case .compareNumbers(.column(let a), let comparison, .number(let b)):
      return .compareConstant(try slot(a, .number), comparison, b)
    case .compareNumbers(.number(let a), let comparison, .column(let b)):
      return .compareConstant(try slot(b, .number), comparison.mirrored, a)
    case .compareNumbers(.number(let a), let comparison, .number(let b)):
      return .constant(comparison.holds(a, b))
    case .matchesText(let column, let texts, let negated):
      return .matchesText(try slot(column, .text), memo: TextMemo(texts), negated: negated)
    case .matchesNumber(let column, let numbers):
      return .matchesNumber(try slot(column, .number), Set(numbers))
    case .not(let inner): return .not(try bind(inner, slot))
    case .and(let a, let b): return .and(try bind(a, slot), try bind(b, slot))
    case .or(let a, let b): return .or(try bind(a, slot), try bind(b, slot))
    }
  }

  /// 1 for each row of `batch` that belongs to the domain.
  package func membership(in batch: ColumnBatch) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: batch.rowCount)
    evaluate(root, batch, into: &result)
    return result
  }

  /// How many rows belong to the domain only because a negation holds where an answer is missing: those that
  /// three-valued logic (Kleene 1952) would leave undecided.
  package func membersByMissingAnswer(in batch: ColumnBatch, members: [UInt8]) -> Int {
    let decided = kleene(root, batch)
    return members.indices.reduce(0) { $0 + (members[$1] == 1 && decided[$1] == .unknown ? 1 : 0) }
  }

  private enum Truth: UInt8 {
    case no, yes, unknown
  }

  private func kleene(_ step: Step, _ batch: ColumnBatch) -> [Truth] {
    func compared(_ slots: [Int]) -> [Truth] {
      var result = [UInt8](repeating: 0, count: batch.rowCount)
      evaluate(step, batch, into: &result)
      return result.indices.map { row in
        let isMissing = slots.contains { slot in
          switch batch.columns[slot] {
          case .numbers(let column): column.valid[row] == 0
          case .codes(let column): column.codes[row] < 0
          }
        }
        return isMissing ? .unknown : result[row] == 1 ? .yes : .no
      }
    }
    switch step {
    case .constant(let value): return [Truth](repeating: value ? .yes : .no, count: batch.rowCount)
    case .compareColumns(let a, _, let b): return compared([a, b])
    case .compareConstant(let a, _, _), .matchesNumber(let a, _): return compared([a])
    case .matchesText(let a, _, _): return compared([a])
    case .not(let inner):
      return kleene(inner, batch).map { $0 == .unknown ? .unknown : $0 == .yes ? .no : .yes }
    case .and(let a, let b):
      return zip(kleene(a, batch), kleene(b, batch)).map { x, y in
        x == .no || y == .no ? .no : x == .yes && y == .yes ? .yes : .unknown
      }
    case .or(let a, let b):
      return zip(kleene(a, batch), kleene(b, batch)).map { x, y in
        x == .yes || y == .yes ? .yes : x == .no && y == .no ? .no : .unknown
      }
    }
  }

  private func evaluate(_ step: Step, _ batch: ColumnBatch, into result: inout [UInt8]) {
    switch step {
    case .constant(let value):
      for row in result.indices { result[row] = value ? 1 : 0 }
    case .compareColumns(let a, let comparison, let b):
      guard case .numbers(let left) = batch.columns[a], case .numbers(let right) = batch.columns[b] else {
        return
      }
      let (x, y, isThere) = (left.values, right.values, (left.valid, right.valid))
      for row in result.indices {
        result[row] = isThere.0[row] & isThere.1[row] & (comparison.holds(x[row], y[row]) ? 1 : 0)
      }
    case .compareConstant(let a, let comparison, let constant):
      guard case .numbers(let column) = batch.columns[a] else { return }
      let (values, isThere) = (column.values, column.valid)
      for row in result.indices {
        result[row] = isThere[row] & (comparison.holds(values[row], constant) ? 1 : 0)
      }
    case .matchesNumber(let a, let wanted):
      guard case .numbers(let column) = batch.columns[a] else { return }
      let (values, isThere) = (column.values, column.valid)
      for row in result.indices { result[row] = isThere[row] & (wanted.contains(values[row]) ? 1 : 0) }
    case .matchesText(let a, let memo, let negated):
      guard case .codes(let column) = batch.columns[a] else { return }
      for row in result.indices {
        let code = column.codes[row]
        result[row] = code >= 0 && memo.matches(code, column.dictionary) != negated ? 1 : 0
      }
    case .not(let inner):
      evaluate(inner, batch, into: &result)
      for row in result.indices { result[row] ^= 1 }
    case .and(let a, let b):
      var other = result
      evaluate(a, batch, into: &result)
      evaluate(b, batch, into: &other)
      for row in result.indices { result[row] &= other[row] }
    case .or(let a, let b):
      var other = result
      evaluate(a, batch, into: &result)
      evaluate(b, batch, into: &other)
      for row in result.indices { result[row] |= other[row] }
    }
  }
}

extension DomainExpression.Comparison {
  @inline(__always)
  func holds(_ a: Double, _ b: Double) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }

  var mirrored: Self {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}

extension DomainExpression.Node {
  var hasNegation: Bool {
    switch self {
    case .not: true
    case .and(let a, let b), .or(let a, let b): a.hasNegation || b.hasNegation
    default: false
    }
  }
}
