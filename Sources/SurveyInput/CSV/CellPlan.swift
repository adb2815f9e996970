import SurveyTable

/// What the parser does with the cells of one column, in plain memory so that the inner loop touches
/// neither a reference count nor an array.
struct CellPlan {
  enum Kind: UInt8 {
    /// Nobody asked for the column.
    case skip
    /// A number column that met nothing but small whole numbers.
    case answer
    case number
    case text
    /// Several requests read the column.
    case several
  }

  var kind = Kind.skip
  var isNumber = false
  /// Whether a number column's cells are in `answers`, ``NumberColumn/missing`` for none; else in `values` and `valid`.
  var isSmall = false
  /// Whether the cell is kept with its spaces and `NA` is an answer like any other.
  var isVerbatim = false
  /// Whether nobody asked for the column yet: a cell that is no number is then no error, and the column is not kept.
  var isAhead = false
  /// Whether codes besides blank and `NA` are missing.
  var hasMissing = false
  /// Bit d is set where the answer d is missing.
  var missingDigits: UInt16 = 0
  /// The request, and the plan of the next request on the same column, or -1.
  var slot = -1
  var next = -1

  // The cells of some hundred rows, before they go to the batch; used according to `isNumber`.
  var values: UnsafeMutablePointer<Double>
  var valid: UnsafeMutablePointer<UInt8>
  var codes: UnsafeMutablePointer<Int32>
  var memo: TextMemo
  /// Small numbers of all columns stand side by side, row by row `answersInRow` bytes apart: a run of them is stored at
  /// once.
  var answers: UnsafeMutablePointer<Int8>
  var answersInRow: Int

  /// Stores a one-digit answer in a small column.
  @inline(__always)
  func setDigit(_ digit: UInt8, _ row: Int) {
    let isMissing = missingDigits &>> UInt16(truncatingIfNeeded: digit) & 1 != 0
    setAnswer(isMissing ? NumberColumn.missing : Int8(truncatingIfNeeded: digit), row)
  }

  /// Whether any number is stored as it stands, for the one request on the column.
  @inline(__always)
  var isShortNumber: Bool { (kind == .number || kind == .answer) && !hasMissing }

  @inline(__always)
  func setAnswer(_ answer: Int8, _ row: Int) { answers[row &* answersInRow] = answer }

  /// Stores a number; a small column that meets another number is to be widened first.
  @inline(__always)
  func setNumber(_ number: Double, _ row: Int) {
    values[row] = number
    valid[row] = 1
  }

  /// Turns the first `rows` small numbers of the block, and all that follow, into doubles.
  mutating func widen(_ rows: Int) {
    for row in 0..<rows {
      let answer = answers[row &* answersInRow]
      values[row] = answer == NumberColumn.missing ? 0 : Double(answer)
      valid[row] = answer == NumberColumn.missing ? 0 : 1
    }
    isSmall = false
    if kind == .answer { kind = .number }
  }

  @inline(__always)
  func setMissing(_ row: Int) {
    if isSmall {
      setAnswer(NumberColumn.missing, row)
    } else if isNumber {
      values[row] = 0
      valid[row] = 0
    } else {
      codes[row] = -1
    }
  }
}

/// The codes of texts met lately: answers repeat, and a look here is cheaper than one into the dictionary.
struct TextMemo {
  struct Entry {
    /// 0 where the entry is free.
    var low: UInt64 = 0
    var high: UInt64 = 0
    var code: Int32 = 0
  }

  /// No code is known; -1 is a missing answer.
  static let unknown: Int32 = -2
  static let longest = 16

  /// Codes of texts of one byte, by that byte.
  let single: UnsafeMutablePointer<Int32>
  let entries: UnsafeMutablePointer<Entry>
  /// The number of entries is `mask` + 1, a power of two.
  let mask: Int

  func clear() {
    single.update(repeating: Self.unknown, count: 256)
    entries.update(repeating: Entry(), count: mask + 1)
  }

  /// `text` of 1 to 16 bytes as two words; 16 bytes must be readable.
  @inline(__always)
  static func words(_ text: UnsafePointer<UInt8>, _ count: Int) -> (low: UInt64, high: UInt64) {
    let raw = UnsafeRawPointer(text)
    let low = raw.loadUnaligned(as: UInt64.self)
    if count <= 8 { return (low & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 - 8 * count)), 0) }
    let high = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    return (low, high & (UInt64.max &>> UInt64(truncatingIfNeeded: 128 - 8 * count)))
  }

  /// The entry that holds these words, which tell a text's length as well since texts hold no NUL; else one that holds
  /// other words or none.
  @inline(__always)
  func entry(_ words: (low: UInt64, high: UInt64)) -> UnsafeMutablePointer<Entry> {
    let place = place(words)
    let first = entries + place
    if first.pointee.low == words.low, first.pointee.high == words.high { return first }
    return entries + (place ^ 1)
  }

  /// Remembers a text in the first of its two places; what stood there moves to the other.
  func remember(_ words: (low: UInt64, high: UInt64), code: Int32) {
    let place = place(words)
    entries[place ^ 1] = entries[place]
    entries[place] = Entry(low: words.low, high: words.high, code: code)
  }

  @inline(__always)
  private func place(_ words: (low: UInt64, high: UInt64)) -> Int {
    let mixed = (words.low ^ (words.high &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
    return Int(truncatingIfNeeded: mixed &>> 40) & mask
  }
}
