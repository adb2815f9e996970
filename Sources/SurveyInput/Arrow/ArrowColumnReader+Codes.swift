import CSurveyShims
import SurveyTable

extension ArrowColumnReader {
  func appendCodes(
    _ source: ArrowColumn, _ rows: Range<Int>, _ target: CodeColumn, _ scratch: ArrowScratch
  ) throws(ArrowColumn.Fault) {
    scratch.spreadValidity(of: source, rows)
    let dictionary = target.dictionary
    if !source.dictionary.isEmpty {
      try translate(source, rows, dictionary, scratch)
    } else {
      switch source.type {
      case .text: try findTexts(source, rows, dictionary, scratch)
      case .textView: try findViews(source, rows, dictionary, scratch)
      case .null: scratch.codes.update(repeating: -1, count: rows.count)
      default:
        switch source.type.width {
        case 1: try findNumbers(UInt8.self, source, rows, dictionary, scratch)
        case 2: try findNumbers(UInt16.self, source, rows, dictionary, scratch)
        case 4: try findNumbers(UInt32.self, source, rows, dictionary, scratch)
        case 8: try findNumbers(UInt64.self, source, rows, dictionary, scratch)
        default: try findCells(source, rows, dictionary, scratch)
        }
      }
    }
    target.codes.append(contentsOf: UnsafeBufferPointer(start: scratch.codes, count: rows.count))
  }

  /// A dictionary's indices by the codes of its values.
  private func translate(
    _ source: ArrowColumn, _ rows: Range<Int>, _ dictionary: TextDictionary, _ scratch: ArrowScratch
  ) throws(ArrowColumn.Fault) {
    guard let values = source.dictionary.first else { return }
    let (out, valid) = (scratch.codes, scratch.valid)
    // In a local of its own: an array of a class is checked at every use.
    var known = codes
    codes = []
    defer { codes = known }
    for index in 0..<rows.count {
      if valid[index] == 0 {
        out[index] = -1
        continue
      }
      scratch.row = index
      let place = try Self.checked(source.integer(rows.lowerBound &+ index), of: known.count)
      if known[place] == Self.unknown { known[place] = try code(try values.cell(place), dictionary) }
      out[index] = known[place]
    }
  }

  /// Numbers, dates and times by their bits.
  @inline(__always)
  private func findNumbers<Bits: FixedWidthInteger & UnsignedInteger>(
    _ type: Bits.Type, _ source: ArrowColumn, _ rows: Range<Int>, _ dictionary: TextDictionary,
    _ scratch: ArrowScratch
  ) throws(ArrowColumn.Fault) {
    guard let start = source.pointer(rows.lowerBound, width: MemoryLayout<Bits>.size) else { return }
    let (out, valid) = (scratch.codes, scratch.valid)
    var (entries, shift) = (memo.entries, memo.shift)
    let small = memo.small
    var index = -1
    // Where keys are known and small, many are looked up at a time; tried again a while after it came to nothing.
    var nextTry = 0
    while index + 1 < rows.count {
      index += 1
      if index >= nextTry, MemoryLayout<Bits>.size == 8 {
        let found = survey_look_up_keys(
          start + index * 8, valid + index, rows.count - index, small, Int(ArrowMemo.smallCount),
          ArrowMemo.unknown, out + index)
        index += found
        nextTry = index + 64
        if index == rows.count { return }
      }
      if index & 63 == 0 {
        survey_fetch_ahead(start + index * MemoryLayout<Bits>.size, 64 * MemoryLayout<Bits>.size)
      }
      if valid[index] == 0 {
        out[index] = -1
        continue
      }
      let bits = UInt64(start.loadUnaligned(fromByteOffset: index &* MemoryLayout<Bits>.size, as: Bits.self))
      if bits < ArrowMemo.smallCount {
        if small[Int(bits)] == ArrowMemo.unknown {
          scratch.row = index
          small[Int(bits)] = try code(try source.cell(rows.lowerBound + index), dictionary)
        }
        out[index] = small[Int(bits)]
        continue
      }
      let entry = entries + ArrowMemo.slot(bits, 0, shift)
      if entry.pointee.low == bits, entry.pointee.length == ArrowMemo.number {
        out[index] = entry.pointee.code
        continue
      }
      scratch.row = index
      out[index] = try code(try source.cell(rows.lowerBound + index), dictionary)
      memo.remember(bits, 0, ArrowMemo.number, out[index])
      (entries, shift) = (memo.entries, memo.shift)
    }
  }

  private func findTexts(
    _ source: ArrowColumn, _ rows: Range<Int>, _ dictionary: TextDictionary, _ scratch: ArrowScratch
  ) throws(ArrowColumn.Fault) {
    for index in 0..<rows.count {
      if scratch.valid[index] == 0 {
        scratch.codes[index] = -1
        continue
      }
      scratch.row = index
      scratch.codes[index] = try code(try source.text(rows.lowerBound &+ index), dictionary)
    }
  }

  /// Views: a short text by the 16 bytes of the view itself.
  private func findViews(
    _ source: ArrowColumn, _ rows: Range<Int>, _ dictionary: TextDictionary, _ scratch: ArrowScratch
  ) throws(ArrowColumn.Fault) {
    guard let start = source.pointer(rows.lowerBound, width: 16) else { return }
    let (out, valid) = (scratch.codes, scratch.valid)
    var (entries, shift) = (memo.entries, memo.shift)
    for index in 0..<rows.count {
      if index & 63 == 0 { survey_fetch_ahead(start + index * 16, 64 * 16) }
      if valid[index] == 0 {
        out[index] = -1
        continue
      }
      let low = start.loadUnaligned(fromByteOffset: index &* 16, as: UInt64.self)
      let high = start.loadUnaligned(fromByteOffset: index &* 16 &+ 8, as: UInt64.self)
      let entry = entries + ArrowMemo.slot(low, high, shift)
      // What stands behind a short text may be anything: then the same text has several entries, all of them right.
      if entry.pointee.low == low, entry.pointee.high == high, entry.pointee.length == ArrowMemo.view {
        out[index] = entry.pointee.code
        continue
      }
      scratch.row = index
      let text = try source.text(rows.lowerBound &+ index)
      if text.count > 12 {
        out[index] = try code(text, dictionary)
      } else {
        out[index] = try code(.text(text), dictionary)
        memo.remember(low, high, ArrowMemo.view, out[index])
      }
      (entries, shift) = (memo.entries, memo.shift)
    }
  }

  /// Booleans and wide decimals, which are rarely keys.
  private func findCells(
    _ source: ArrowColumn, _ rows: Range<Int>, _ dictionary: TextDictionary, _ scratch: ArrowScratch
  ) throws(ArrowColumn.Fault) {
    for index in 0..<rows.count {
      scratch.row = index
      scratch.codes[index] = try code(try source.cell(rows.lowerBound + index), dictionary)
    }
  }

  @inline(__always)
  private func code(
    _ text: UnsafeRawBufferPointer, _ dictionary: TextDictionary
  ) throws(ArrowColumn.Fault) -> Int32 {
    if let known = memo.code(of: text) { return known }
    let code = try code(.text(text), dictionary)
    memo.remember(text, code)
    return code
  }

  private func code(
    _ cell: ArrowCell, _ dictionary: TextDictionary
  ) throws(ArrowColumn.Fault) -> Int32 {
    switch cell {
    case .missing: return -1
    case .number(let value, let text):
      if missing.contains(value) { return -1 }
      if !value.isFinite { throw ArrowColumn.Fault(what: " is infinite") }
      return dictionary.code(of: text ?? shortestText(value))
    case .words(let words): return dictionary.code(of: words)
    case .text(let bytes):
      let text = trimmed(try bounded(bytes))
      if missing.contains(text) { return -1 }
      let known = dictionary.count
      let code = dictionary.code(of: text)
      if Int(code) == known { try check(text) }
      return code
    }
  }

  /// Refuses a text that cannot stand in a result; each different text is looked at once.
  private func check(_ text: UnsafeRawBufferPointer) throws(ArrowColumn.Fault) {
    if text.contains(0) { throw ArrowColumn.Fault(what: " holds a NUL, which no text does") }
    if String(validating: text, as: UTF8.self) == nil {
      throw ArrowColumn.Fault(code: .badEncoding, what: " is not UTF-8")
    }
  }
}
