import SurveyTable

// From a cell's bytes to a number or a code: everything but the one-digit answers, which the parser stores
// by itself.

extension CellPlans {
  /// Stores the cell `text` of row `row` for every request on its column; false where one of them wants a
  /// number and there is none.
  func store(_ text: UnsafeBufferPointer<UInt8>, _ plan: UnsafeMutablePointer<CellPlan>, _ row: Int) -> Bool {
    guard let base = text.baseAddress else { return true }
    var start = base
    var count = text.count
    while count > 0, isBlank(start[0]) {
      start += 1
      count -= 1
    }
    while count > 0, isBlank(start[count - 1]) { count -= 1 }
    if count > 1, mayBeWideBlank(start[0]) || mayEndWideBlank(start[count - 1]) {
      trimWide(&start, &count)
    }
    let trimmed = UnsafeBufferPointer(start: start, count: count)

    var isStored = true
    var plan = plan
    while true {
      if plan.pointee.isVerbatim, !text.isEmpty {
        storeText(text, plan, row)
      } else if count == 0 {
        plan.pointee.setMissing(row)
      } else if plan.pointee.isNumber {
        if !storeNumber(trimmed, plan, row) {
          if plan.pointee.isAhead { spoil(plan, row: row) } else { isStored = false }
        }
      } else {
        storeText(trimmed, plan, row)
      }
      if plan.pointee.next < 0 { return isStored }
      plan = plans + plan.pointee.next
    }
  }

  func storeMissing(_ plan: UnsafeMutablePointer<CellPlan>, _ row: Int) {
    var plan = plan
    plan.pointee.setMissing(row)
    while plan.pointee.next >= 0 {
      plan = plans + plan.pointee.next
      plan.pointee.setMissing(row)
    }
  }

  @inline(__always)
  private func storeNumber(
    _ text: UnsafeBufferPointer<UInt8>, _ plan: UnsafeMutablePointer<CellPlan>, _ row: Int
  ) -> Bool {
    let first = text[0]
    if first &- UInt8(ascii: "0") < 10 || first == UInt8(ascii: ".") || first == UInt8(ascii: "-")
      || first == UInt8(ascii: "+")
    {
      if let number = shortInteger(text) ?? parseNumber(UnsafeRawBufferPointer(text)) {
        if plan.pointee.hasMissing, isMissingCode(number, text, plan.pointee.slot) {
          plan.pointee.setMissing(row)
        } else {
          setNumber(number, plan, row)
        }
        return true
      }
    }
    if code(of: text, plan, orMissingOnly: true) == -1 {
      plan.pointee.setMissing(row)
      return true
    }
    return storeWrittenNumber(text, plan, row)
  }

  /// The number in full-width digits or behind an apostrophe; what is missing has been told from it before.
  @inline(never)
  private func storeWrittenNumber(
    _ text: UnsafeBufferPointer<UInt8>, _ plan: UnsafeMutablePointer<CellPlan>, _ row: Int
  ) -> Bool {
    guard let written = parseWrittenNumber(UnsafeRawBufferPointer(text)) else { return false }
    if written.isFullWidth {
      // The note on such digits belongs to the pass that asks for the column.
      if plan.pointee.isAhead { return false }
      countFullWidth(text)
    }
    setNumber(written.value, plan, row)
    return true
  }

  @inline(__always)
  func setNumber(_ number: Double, _ plan: UnsafeMutablePointer<CellPlan>, _ row: Int) {
    if plan.pointee.isSmall {
      if let answer = NumberColumn.small(number) {
        plan.pointee.setAnswer(answer, row)
        return
      }
      widen(plan, rows: row)
    }
    plan.pointee.setNumber(number, row)
  }

  @inline(__always)
  private func storeText(
    _ text: UnsafeBufferPointer<UInt8>, _ plan: UnsafeMutablePointer<CellPlan>, _ row: Int
  ) {
    plan.pointee.codes[row] = code(of: text, plan, orMissingOnly: false)
  }

  /// The code of a text that is not blank: -1 where it is missing; what is not missing has a code in a text
  /// column and is `unknown` in a number column.
  @inline(__always)
  private func code(
    of text: UnsafeBufferPointer<UInt8>, _ plan: UnsafeMutablePointer<CellPlan>, orMissingOnly: Bool
  ) -> Int32 {
    let memo = plan.pointee.memo
    if text.count == 1 {
      let known = memo.single[Int(text[0])]
      if known != TextMemo.unknown { return known }
    }
    guard text.count <= TextMemo.longest, let base = text.baseAddress else {
      return look(up: text, plan, orMissingOnly: orMissingOnly)
    }
    let words = TextMemo.words(base, text.count)
    let entry = memo.entry(words)
    if entry.pointee.low == words.low, entry.pointee.high == words.high { return entry.pointee.code }
    let code = look(up: text, plan, orMissingOnly: orMissingOnly)
    if text.count == 1 { memo.single[Int(text[0])] = code }
    memo.remember(words, code: code)
    return code
  }

  @inline(never)
  private func look(
    up text: UnsafeBufferPointer<UInt8>, _ plan: UnsafeMutablePointer<CellPlan>, orMissingOnly: Bool
  ) -> Int32 {
    let slot = plan.pointee.slot
    if isMissing(text, slot) { return -1 }
    if orMissingOnly { return TextMemo.unknown }
    return dictionaries[slot]?.code(of: UnsafeRawBufferPointer(text)) ?? -1
  }
}

// Here as well as in SurveyTable: a call into another module for each byte would cost more than the test.
@inline(__always)
private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

/// Whether U+3000 (E3 80 80) or U+00A0 (C2 A0) may begin with this byte.
@inline(__always)
private func mayBeWideBlank(_ byte: UInt8) -> Bool { byte == 0xE3 || byte == 0xC2 }

/// The same for their last byte.
@inline(__always)
private func mayEndWideBlank(_ byte: UInt8) -> Bool { byte == 0x80 || byte == 0xA0 }

/// Takes away the blanks at both ends where ideographic or no-break spaces are among them.
@inline(never)
private func trimWide(_ start: inout UnsafePointer<UInt8>, _ count: inout Int) {
  while count > 0 {
    if isBlank(start[0]) {
      start += 1
      count -= 1
    } else if count > 2, start[0] == 0xE3, start[1] == 0x80, start[2] == 0x80 {
      start += 3
      count -= 3
    } else if count > 1, start[0] == 0xC2, start[1] == 0xA0 {
      start += 2
      count -= 2
    } else {
      break
    }
  }
  while count > 0 {
    if isBlank(start[count - 1]) {
      count -= 1
    } else if count > 2, start[count - 1] == 0x80, start[count - 2] == 0x80, start[count - 3] == 0xE3 {
      count -= 3
    } else if count > 1, start[count - 1] == 0xA0, start[count - 2] == 0xC2 {
      count -= 2
    } else {
      break
    }
  }
}

/// Up to fifteen digits and nothing else: the bulk of numbers in answers.
@inline(__always)
private func shortInteger(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
  if text.count > 15 { return nil }
  var value: Int64 = 0
  for byte in text {
    let digit = byte &- UInt8(ascii: "0")
    if digit >= 10 { return nil }
    value = value &* 10 &+ Int64(digit)
  }
  return Double(value)
}
