/// A batch's numbers: in a byte each as long as all numbers of the pass were small whole ones, as answers are; else as
/// doubles with a byte of validity.
///
/// ```
/// answers   4    5    −128   2          isSmall: −128 is a missing answer
/// values    4.0  5.0  0.0    2.0        valid 1 1 0 1: the same for whoever needs doubles
/// ```
/// A missing value is stored as 0, so that arithmetic on it is harmless. A pass that has met another number stays
/// with doubles: which of the two a column has is a matter of speed alone, since sums are exact.
package final class NumberColumn {
  /// The numbers of a small column; ``missing`` is a missing answer.
  package private(set) var answers: [Int8] = []
  /// Whether the numbers are in ``answers``.
  package private(set) var isSmall = true
  private var doubles: [Double] = []
  private var validity: [UInt8] = []
  /// Whether a small column's doubles are made.
  private var isConverted = true

  /// What stands for a missing answer in ``answers``.
  package static var missing: Int8 { .min }

  package init() { answers.reserveCapacity(ColumnBatch.capacity) }

  package var count: Int { isSmall ? answers.count : doubles.count }

  /// The numbers, 0 where there is none.
  package var values: [Double] {
    get {
      convert()
      return doubles
    }
    _modify {
      widen()
      yield &doubles
    }
  }

  /// 1 where there is a number, else 0.
  package var valid: [UInt8] {
    get {
      convert()
      return validity
    }
    _modify {
      widen()
      yield &validity
    }
  }

  /// The byte for a number that is small and whole.
  @inline(__always)
  package static func small(_ number: Double) -> Int8? {
    guard number.magnitude <= 127 else { return nil }
    let answer = Int8(number)
    // A negative zero is written as such and not a whole number like any other.
    return Double(answer) == number && (answer != 0 || number.sign == .plus) ? answer : nil
  }

  @inline(__always)
  package func append(_ value: Double) {
    if isSmall {
      if let answer = Self.small(value) {
        append(answer: answer)
        return
      }
      widen()
    }
    doubles.append(value)
    validity.append(1)
  }

  @inline(__always)
  package func appendMissing() {
    if isSmall {
      append(answer: Self.missing)
    } else {
      doubles.append(0)
      validity.append(0)
    }
  }

  @inline(__always)
  private func append(answer: Int8) {
    isConverted = false
    answers.append(answer)
  }

  /// Appends small numbers, ``missing`` among them.
  package func append(answers others: UnsafeBufferPointer<Int8>) {
    if isSmall {
      isConverted = false
      answers.append(contentsOf: others)
    } else {
      for answer in others {
        doubles.append(answer == Self.missing ? 0 : Double(answer))
        validity.append(answer == Self.missing ? 0 : 1)
      }
    }
  }

  /// Appends for each code its answer, one of `answers`, and `blank` for −1.
  package func append(codes: [Int32], answers: [Int8], blank: Int8) {
    // The blank stands before all others, so that every code is one look.
    let table = [blank] + answers
    let made = [Int8](unsafeUninitializedCapacity: codes.count) { made, count in
      table.withUnsafeBufferPointer { table in
        codes.withUnsafeBufferPointer { codes in
          for row in codes.indices {
            let place = Int(codes[row]) &+ 1
            made[row] = UInt(bitPattern: place) < UInt(bitPattern: table.count) ? table[place] : blank
          }
        }
      }
      count = codes.count
    }
    made.withUnsafeBufferPointer { append(answers: $0) }
  }

  /// Appends numbers with their validity, 0 where there is none.
  package func append(_ values: UnsafeBufferPointer<Double>, valid: UnsafeBufferPointer<UInt8>) {
    widen()
    doubles.append(contentsOf: values)
    validity.append(contentsOf: valid)
  }

  /// Appends what `number` gives for each of so many rows; NaN is a missing one.
  @inline(__always)
  package func append(rows: Int, _ number: (Int) -> Double) {
    var row = 0
    // Small until the first number that is not, as when numbers are appended one by one.
    if isSmall {
      var isOver = false
      let small = [Int8](unsafeUninitializedCapacity: rows) { small, count in
        while row < rows {
          let value = number(row)
          if value.isNaN {
            small[row] = Self.missing
          } else if let answer = Self.small(value) {
            small[row] = answer
          } else {
            isOver = true
            break
          }
          row += 1
        }
        count = row
      }
      small.withUnsafeBufferPointer { append(answers: $0) }
      if !isOver { return }
      widen()
    }
    let first = row
    var isThere: [UInt8] = []
    let made = [Double](unsafeUninitializedCapacity: rows - first) { made, count in
      isThere = [UInt8](unsafeUninitializedCapacity: rows - first) { isThere, count in
        for row in first..<rows {
          let value = number(row)
          made[row - first] = value.isNaN ? 0 : value
          isThere[row - first] = value.isNaN ? 0 : 1
        }
        count = rows - first
      }
      count = rows - first
    }
    doubles += made
    validity += isThere
  }

  /// Appends `count` copies of a row of another column.
  package func append(_ other: NumberColumn, row: Int, count: Int) {
    if isSmall, other.isSmall {
      isConverted = false
      answers.append(contentsOf: repeatElement(other.answers[row], count: count))
      return
    }
    let (value, isThere) = (other.values[row], other.valid[row])
    widen()
    doubles.append(contentsOf: repeatElement(value, count: count))
    validity.append(contentsOf: repeatElement(isThere, count: count))
  }

  /// Takes over the rows of another column in the place of its own.
  package func copy(_ other: NumberColumn) {
    removeAll()
    if other.isSmall {
      other.answers.withUnsafeBufferPointer { append(answers: $0) }
    } else {
      widen()
      doubles = other.doubles
      validity = other.validity
    }
  }

  package func removeAll() {
    answers.removeAll(keepingCapacity: true)
    doubles.removeAll(keepingCapacity: true)
    validity.removeAll(keepingCapacity: true)
    isConverted = true
  }

  private func convert() {
    if isConverted || !isSmall { return }
    isConverted = true
    doubles = answers.map { $0 == Self.missing ? 0 : Double($0) }
    validity = answers.map { $0 == Self.missing ? 0 : 1 }
  }

  private func widen() {
    if !isSmall { return }
    convert()
    isSmall = false
    answers.removeAll()
    doubles.reserveCapacity(ColumnBatch.capacity)
    validity.reserveCapacity(ColumnBatch.capacity)
  }
}
