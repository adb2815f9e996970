// Columns of numbers made of answers.

extension DerivedSource {
  func derive(_ index: Int, _ function: DerivedColumn.Function, _ result: NumberColumn) {
    let work = works[index]
    switch function {
    case .mean(_, let minimumAnswered):
      let inputs = work.slots.compactMap(numbers)
      if inputs.allSatisfy(\.isSmall) {
        smallMeans(inputs, minimumAnswered, result)
        return
      }
      let columns = inputs.map { (values: $0.values, isThere: $0.valid) }
      result.append(rows: own.rowCount) { row in
        var (sum, count) = (0.0, 0)
        for column in columns where column.isThere[row] != 0 {
          sum += column.values[row]
          count += 1
        }
        return count >= minimumAnswered ? sum / Double(count) : .nan
      }
    case .percentOfMaximum(_, let maximum):
      transform(work, result) { 100 * $0 / maximum }
    case .percentOfRange(_, let minimum, let maximum):
      transform(work, result) { 100 * ($0 - minimum) / (maximum - minimum) }
    case .positiveShare(_, let base, let minimumAnswered):
      positiveShares(work, base, minimumAnswered, result)
    case .choice(_, let option, let list):
      choices(index, option, list) {
        if let chosen = $0 { result.append(chosen ? 1 : 0) } else { result.appendMissing() }
      }
    case .chosen(_, let option, let list, let base):
      choices(index, option, list, blank: base == .all ? option == nil : nil) {
        if let chosen = $0 { result.append(chosen ? 1 : 0) } else { result.appendMissing() }
      }
    case .answered:
      answered(work.slots.compactMap(codes), result)
    case .label, .joined:
      for _ in 0..<own.rowCount { result.appendMissing() }
    }
  }

  func numbers(_ slot: Int) -> NumberColumn? {
    if case .numbers(let column) = own.columns[slot] { column } else { nil }
  }

  func codes(_ slot: Int) -> CodeColumn? {
    if case .codes(let column) = own.columns[slot] { column } else { nil }
  }

  /// 1 for each row with an answer in one of the columns; for each row where there are none.
  private func answered(_ columns: [CodeColumn], _ result: NumberColumn) {
    // A code with its sign bit set is no answer: the bit that all of them have in common.
    var missing = [Int32](repeating: columns.isEmpty ? 0 : -1, count: own.rowCount)
    missing.withUnsafeMutableBufferPointer { missing in
      for column in columns {
        column.codes.withUnsafeBufferPointer { codes in
          for row in 0..<min(codes.count, missing.count) { missing[row] &= codes[row] }
        }
      }
    }
    let answers = missing.map { $0 < 0 ? NumberColumn.missing : 1 }
    answers.withUnsafeBufferPointer { result.append(answers: $0) }
  }

  /// Means of small answers, whose sums are whole numbers.
  private func smallMeans(_ columns: [NumberColumn], _ minimumAnswered: Int, _ result: NumberColumn) {
    if columns.count == 1, minimumAnswered == 1 {
      columns[0].answers.withUnsafeBufferPointer { result.append(answers: $0) }
      return
    }
    var sums = [Int32](repeating: 0, count: own.rowCount)
    var counts = sums
    sums.withUnsafeMutableBufferPointer { sums in
      counts.withUnsafeMutableBufferPointer { counts in
        for column in columns {
          column.answers.withUnsafeBufferPointer { answers in
            // Without a branch, so that several rows are added at a time.
            for row in 0..<min(answers.count, sums.count) {
              let isThere = answers[row] != NumberColumn.missing
              sums[row] &+= isThere ? Int32(answers[row]) : 0
              counts[row] &+= isThere ? 1 : 0
            }
          }
        }
      }
    }
    result.append(rows: sums.count) { row in
      Int(counts[row]) >= minimumAnswered ? Double(sums[row]) / Double(counts[row]) : .nan
    }
  }

  /// Appends what a function makes of small answers, where that is small as well.
  private func transformSmall(
    _ column: NumberColumn, _ result: NumberColumn, _ function: (Double) -> Double
  ) -> Bool {
    guard column.isSmall, result.isSmall else { return false }
    // What each byte becomes, where it is known.
    let unknown = Int16.max
    var made = [Int16](repeating: unknown, count: 256)
    made[Int(UInt8(bitPattern: NumberColumn.missing))] = Int16(NumberColumn.missing)
    let answers = column.answers
    var isSmall = true
    let transformed = [Int8](unsafeUninitializedCapacity: answers.count) { transformed, count in
      made.withUnsafeMutableBufferPointer { made in
        answers.withUnsafeBufferPointer { answers in
          for row in answers.indices {
            let place = Int(UInt8(bitPattern: answers[row]))
            if made[place] == unknown {
              guard let answer = NumberColumn.small(function(Double(answers[row]))) else {
                isSmall = false
                return
              }
              made[place] = Int16(answer)
            }
            transformed[row] = Int8(truncatingIfNeeded: made[place])
          }
          count = answers.count
        }
      }
    }
    if isSmall { transformed.withUnsafeBufferPointer { result.append(answers: $0) } }
    return isSmall
  }

  private func transform(_ work: Work, _ result: NumberColumn, _ function: (Double) -> Double) {
    guard let column = numbers(work.slots[0]) else { return }
    if transformSmall(column, result, function) { return }
    let (values, isThere) = (column.values, column.valid)
    result.append(rows: own.rowCount) { row in isThere[row] == 0 ? .nan : function(values[row]) }
  }

  private func positiveShares(
    _ work: Work, _ base: AnswerBase, _ minimumAnswered: Int, _ result: NumberColumn
  ) {
    // Bases that count blanks take everybody in; the minimum is one of valid answers.
    let least = base == .valid ? max(1, minimumAnswered) : 1
    if work.slots.count == 1, least == 1, case .codes(let codes) = own.columns[work.slots[0]],
      let meaning = work.codes[0]
    {
      func share(_ answer: AnswerCodes.Meaning?) -> Int8 {
        Self.isInBase(answer, base) ? (answer == .positive ? 1 : 0) : NumberColumn.missing
      }
      let blank = share(meaning.blank)
      result.append(codes: codes.codes, answers: meaning.meanings.map(share), blank: blank)
      return
    }
    // Counted answers in the lower half of a number, positive ones in the upper.
    var sums = [Int64](repeating: 0, count: own.rowCount)
    for (place, slot) in work.slots.enumerated() {
      guard case .codes(let codes) = own.columns[slot], let meaning = work.codes[place] else { continue }
      func counts(_ answer: AnswerCodes.Meaning?) -> Int64 {
        Self.isInBase(answer, base) ? 1 + (answer == .positive ? 1 << 32 : 0) : 0
      }
      // The blank stands before all others.
      let known = [counts(meaning.blank)] + meaning.meanings.map(counts)
      sums.withUnsafeMutableBufferPointer { sums in
        known.withUnsafeBufferPointer { known in
          codes.codes.withUnsafeBufferPointer { codes in
            for row in 0..<min(sums.count, codes.count) { sums[row] &+= known[Int(codes[row]) &+ 1] }
          }
        }
      }
    }
    result.append(rows: sums.count) { row in
      let counted = Int32(truncatingIfNeeded: sums[row])
      return counted < least ? .nan : Double(sums[row] >> 32) / Double(counted)
    }
  }

  /// Whether an answer (`nil` for a blank) belongs to the base.
  static func isInBase(_ answer: AnswerCodes.Meaning?, _ base: AnswerBase) -> Bool {
    switch base {
    case .valid: answer?.isSubstantive ?? false
    case .users: answer != .notApplicable
    case .all: true
    }
  }
}
