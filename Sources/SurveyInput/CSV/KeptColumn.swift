import SurveyTable

/// The cells of one column in a part of a file, as small as they are: answers and codes of few texts in a byte each.
struct KeptColumn {
  private enum Width {
    case byte
    case word
    case long
    /// Numbers that are not small whole ones.
    case double
  }

  private var width = Width.byte
  private var bytes: [Int8] = []
  private var words: [Int16] = []
  private var longs: [Int32] = []
  private var values: [Double] = []
  private var valid: [UInt8] = []
  /// The texts that codes stand for; `nil` for numbers.
  private(set) var texts: TextDictionary?

  init() {}

  var count: Int { max(bytes.count, words.count, longs.count, values.count) }

  var byteCount: Int {
    bytes.count + words.count * 2 + longs.count * 4 + values.count * 9 + (texts?.byteCount ?? 0)
  }

  /// Adds the numbers of a batch.
  mutating func add(_ column: NumberColumn) {
    if column.isSmall, width == .byte {
      bytes += column.answers
      return
    }
    if width == .byte {
      width = .double
      values = bytes.map { $0 == NumberColumn.missing ? 0 : Double($0) }
      valid = bytes.map { $0 == NumberColumn.missing ? 0 : 1 }
      bytes = []
    }
    values += column.values
    valid += column.valid
  }

  /// Adds the codes of a batch. False where codes of earlier batches have lost their texts.
  mutating func add(_ column: CodeColumn) -> Bool {
    if column.dictionary.generation != 0 { return false }
    texts = column.dictionary
    switch column.dictionary.count {
    case ...Int(Int8.max): break
    case ...Int(Int16.max):
      if width == .byte {
        words = bytes.map(Int16.init)
        (width, bytes) = (.word, [])
      }
    default:
      if width != .long {
        longs = width == .byte ? bytes.map(Int32.init) : words.map(Int32.init)
        (width, bytes, words) = (.long, [], [])
      }
    }
    switch width {
    case .byte: bytes += column.codes.lazy.map { Int8(truncatingIfNeeded: $0) }
    case .word: words += column.codes.lazy.map { Int16(truncatingIfNeeded: $0) }
    default: longs += column.codes
    }
    return true
  }

  /// Lets nobody who goes on with the pass's dictionary change the texts.
  mutating func seal(_ copies: inout [ObjectIdentifier: TextDictionary]) {
    guard let own = texts else { return }
    let copy = copies[ObjectIdentifier(own)] ?? TextDictionary(copying: own)
    copies[ObjectIdentifier(own)] = copy
    texts = copy
  }

  /// Appends these rows to a batch.
  func append(_ rows: Range<Int>, to column: NumberColumn) {
    if width == .byte {
      bytes.withUnsafeBufferPointer { column.append(answers: UnsafeBufferPointer(rebasing: $0[rows])) }
      return
    }
    values.withUnsafeBufferPointer { values in
      valid.withUnsafeBufferPointer { valid in
        column.append(
          UnsafeBufferPointer(rebasing: values[rows]), valid: UnsafeBufferPointer(rebasing: valid[rows]))
      }
    }
  }

  func append(_ rows: Range<Int>, to column: CodeColumn, _ translation: inout CodeTranslation) {
    guard let texts else { return }
    translation.begin(texts, column.dictionary)
    switch width {
    case .byte: bytes.withUnsafeBufferPointer { translation.append($0, rows, to: column) }
    case .word: words.withUnsafeBufferPointer { translation.append($0, rows, to: column) }
    default: longs.withUnsafeBufferPointer { translation.append($0, rows, to: column) }
    }
  }
}

/// What kept codes are in the dictionary of a pass, which numbers its texts anew.
struct CodeTranslation {
  private var texts: TextDictionary?
  private var generation = 0
  private var codes: [Int32] = []
  private var isWhole = false

  private static let unknown: Int32 = -2
  private static let fewTexts = 64

  /// Begins with texts, unless the last ones were the same.
  mutating func begin(_ texts: TextDictionary, _ dictionary: TextDictionary) {
    if texts === self.texts, generation == dictionary.generation { return }
    self.texts = texts
    generation = dictionary.generation
    codes = [Int32](repeating: Self.unknown, count: texts.count)
    isWhole = false
    // A few texts are all looked up at once, and their rows then without a question.
    if texts.count <= Self.fewTexts {
      for code in codes.indices {
        codes[code] = texts.withBytes(of: Int32(code)) { dictionary.code(of: $0) }
      }
      isWhole = true
    }
  }

  @inline(__always)
  fileprivate mutating func append<Code: FixedWidthInteger>(
    _ kept: UnsafeBufferPointer<Code>, _ rows: Range<Int>, to column: CodeColumn
  ) {
    if isWhole {
      // The blank stands before all others.
      let table = [-1] + codes
      let made = [Int32](unsafeUninitializedCapacity: rows.count) { made, count in
        table.withUnsafeBufferPointer { table in
          for place in 0..<rows.count {
            made[place] = table[Int(kept[rows.lowerBound &+ place]) &+ 1]
          }
        }
        count = rows.count
      }
      if column.codes.isEmpty { column.codes = made } else { column.codes += made }
      return
    }
    let start = column.codes.count
    column.codes.append(contentsOf: repeatElement(-1, count: rows.count))
    column.codes.withUnsafeMutableBufferPointer { result in
      codes.withUnsafeMutableBufferPointer { codes in
        var place = start
        for row in rows {
          let code = Int(kept[row])
          if code >= 0 {
            if codes[code] == Self.unknown {
              codes[code] = texts?.withBytes(of: Int32(code)) { column.dictionary.code(of: $0) } ?? -1
            }
            result[place] = codes[code]
          }
          place &+= 1
        }
      }
    }
  }
}
