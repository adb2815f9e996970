import SurveyTable

/// What a text or a dictionary's value means as a number.
struct ArrowNumber {
  enum Meaning: UInt8 { case unknown, missing, number, fullWidthNumber }
  let value: Double
  let meaning: Meaning
  /// The number in a byte, where it fits; what stands for a missing answer where there is none.
  let answer: Int8
  let isSmall: Bool

  static let unknown = ArrowNumber(.unknown)
  static let missing = ArrowNumber(.missing)

  init(_ meaning: Meaning, _ value: Double = 0) {
    self.meaning = meaning
    self.value = value
    let small = meaning == .missing ? NumberColumn.missing : NumberColumn.small(value)
    answer = small ?? 0
    isSmall = small != nil
  }
}

extension ArrowColumnReader {
  /// Numbers that lie side by side, straight into the batch.
  func appendPlainNumbers(
    _ source: ArrowColumn, _ rows: Range<Int>, _ target: NumberColumn, _ scratch: ArrowScratch
  ) throws(ArrowColumn.Fault) {
    let (values, valid) = (scratch.values, scratch.valid)
    var isStored = target.isSmall && source.storeSmall(rows, into: scratch.answers)
    if !isStored {
      scratch.spreadValidity(of: source, rows)
      isStored =
        target.isSmall && source.storeAnswers(rows.lowerBound, rows.count, valid, into: scratch.answers)
    }
    if isStored {
      for code in missing.small {
        for index in 0..<rows.count where scratch.answers[index] == code {
          scratch.answers[index] = NumberColumn.missing
        }
      }
      target.append(answers: UnsafeBufferPointer(start: scratch.answers, count: rows.count))
      return
    }
    let isInfinite = source.storeNumbers(rows.lowerBound, rows.count, valid, into: values)
    for code in missing.numbers {
      for index in 0..<rows.count where values[index] == code {
        values[index] = 0
        valid[index] = 0
      }
    }
    target.append(
      UnsafeBufferPointer(start: values, count: rows.count),
      valid: UnsafeBufferPointer(start: valid, count: rows.count))
    if !isInfinite { return }
    for row in rows {
      if source.isThere(row), source.float(row).isInfinite { throw ArrowColumn.Fault(what: " is infinite") }
      scratch.row += 1
    }
  }

  /// Numbers out of dictionaries, texts and decimals.
  func appendNumbers(
    _ source: ArrowColumn, _ rows: Range<Int>, _ target: NumberColumn, _ scratch: ArrowScratch
  ) throws(ArrowColumn.Fault) {
    scratch.spreadValidity(of: source, rows)
    let (values, valid) = (scratch.values, scratch.valid)
    // In a local of its own: an array of a class is checked at every use.
    var known = numbers
    numbers = []
    defer { numbers = known }
    var isSmall = target.isSmall
    for index in 0..<rows.count {
      values[index] = 0
      scratch.answers[index] = NumberColumn.missing
      if valid[index] == 0 { continue }
      scratch.row = index
      let number = try number(source, rows.lowerBound &+ index, &known)
      values[index] = number.value
      scratch.answers[index] = number.answer
      isSmall = isSmall && number.isSmall
      if number.meaning == .missing { valid[index] = 0 }
      if number.meaning == .fullWidthNumber { fullWidthCells += 1 }
    }
    if isSmall {
      target.append(answers: UnsafeBufferPointer(start: scratch.answers, count: rows.count))
    } else {
      target.append(
        UnsafeBufferPointer(start: values, count: rows.count),
        valid: UnsafeBufferPointer(start: valid, count: rows.count))
    }
  }

  @inline(__always)
  private func number(
    _ source: ArrowColumn, _ row: Int, _ numbers: inout [ArrowNumber]
  ) throws(ArrowColumn.Fault) -> ArrowNumber {
    if !source.dictionary.isEmpty {
      let index = try Self.checked(source.integer(row), of: numbers.count)
      if numbers[index].meaning == .unknown {
        numbers[index] = try meaning(try source.dictionary[0].cell(index))
      }
      return numbers[index]
    }
    switch source.type {
    case .text, .textView: break
    default: return try meaning(try source.cell(row))
    }
    let text = try source.text(row)
    if let known = memo.code(of: text) { return numbers[Int(known)] }
    let number = try meaning(.text(text))
    // Texts that hardly repeat must not fill memory.
    if numbers.count >= 1 << 16 {
      numbers.removeAll(keepingCapacity: true)
      memo.removeAll()
    }
    memo.remember(text, Int32(truncatingIfNeeded: numbers.count))
    numbers.append(number)
    return number
  }

  private func meaning(_ cell: ArrowCell) throws(ArrowColumn.Fault) -> ArrowNumber {
    let none = ArrowNumber.missing
    switch cell {
    case .missing: return none
    case .number(let value, _):
      if missing.contains(value) { return none }
      if !value.isFinite { throw ArrowColumn.Fault(what: " is infinite") }
      return ArrowNumber(.number, value)
    case .words(let words): throw ArrowColumn.Fault(what: ": \(SurveyStatsError.notANumber(words).english)")
    case .text(let bytes):
      let text = trimmed(try bounded(bytes))
      if missing.contains(text) { return none }
      if let number = parseNumber(text) { return ArrowNumber(.number, number) }
      if let written = parseWrittenNumber(text) {
        return ArrowNumber(written.isFullWidth ? .fullWidthNumber : .number, written.value)
      }
      let shown = String(decoding: text.prefix(160), as: UTF8.self).prefix(40)
      throw ArrowColumn.Fault(what: ": \(SurveyStatsError.notANumber(shown).english)")
    }
  }
}
