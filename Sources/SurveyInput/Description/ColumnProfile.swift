import SurveyTable

/// What is known of one column so far. Different texts are held up to a bound; beyond it only what needs no
/// memory is kept.
struct ColumnProfile {
  /// The most answers that a description lists.
  static let listed = 12
  /// Texts with more characters than this are free text.
  static let longestAnswer = 60

  private let levels: Int
  /// How often each code of the dictionary came, while all texts are held.
  private var counts: [Int] = []
  /// A hash of each text of the dictionary, the same for a text whatever its code.
  private var hashes: [UInt64] = []
  private var hasMore = false
  private var dictionary: TextDictionary?

  private var valid = 0
  private var missing = 0
  private var hasText = false
  private var hasFraction = false
  private var isLong = false
  private var isMarks = true
  private var dates = DateProfile()
  /// Codes of numbers in full-width digits, while all texts are held.
  private var fullWidthCodes: [Int] = []
  /// Whether there is a number that a plain keyboard writes otherwise.
  private var hasOtherSpellings = false
  private var minimum = Double.infinity
  private var maximum = -Double.infinity

  init(levels: Int) { self.levels = max(0, levels) }

  /// Counts the rows of a batch and mixes each row's answer into its hash.
  mutating func add(_ column: CodeColumn, mixingInto rowHashes: inout [UInt64]) {
    look(at: column.dictionary)
    for (row, code) in column.codes.enumerated() where row < rowHashes.count {
      var answer: UInt64 = 0x2545_F491_4F6C_DD1D
      let index = Int(code)
      if hashes.indices.contains(index) {
        answer = hashes[index]
        if !hasMore { counts[index] += 1 }
        valid += 1
      } else {
        missing += 1
      }
      rowHashes[row] = mixed(rowHashes[row] &* 0x9E37_79B9_7F4A_7C15 &+ answer)
    }
    if hasMore || hashes.count > levels {
      // From here on the texts of one batch are all that is held.
      hasMore = true
      counts = []
      fullWidthCodes = []
      hashes.removeAll(keepingCapacity: true)
      column.dictionary.removeAll()
    }
    dictionary = column.dictionary
  }

  /// Learns what is new in the dictionary.
  private mutating func look(at dictionary: TextDictionary) {
    for code in hashes.count..<max(hashes.count, dictionary.count) {
      dictionary.withBytes(of: Int32(truncatingIfNeeded: code)) { text in
        hashes.append(hash(text))
        if !hasMore { counts.append(0) }
        let plain = parseNumber(text)
        let written = plain == nil ? parseWrittenNumber(text) : nil
        if written != nil { hasOtherSpellings = true }
        if written?.isFullWidth == true, !hasMore { fullWidthCodes.append(code) }
        if let number = plain ?? written?.value {
          if number != number.rounded() { hasFraction = true }
          minimum = min(minimum, number)
          maximum = max(maximum, number)
        } else {
          hasText = true
        }
        if isMarks { isMarks = TickMark.isMark(text) }
        dates.add(text)
        if !isLong, text.count > Self.longestAnswer {
          isLong = String(decoding: text, as: UTF8.self).count > Self.longestAnswer
        }
      }
    }
  }

  func column(name: String, position: Int) -> DataDescription.Column {
    let dates = valid == 0 ? nil : self.dates.dates(of: name)
    let selection = valid == 0 || !hasText || dates != nil || isMarks ? nil : self.selection
    let kind: DataDescription.Column.Kind =
      valid == 0
      ? .empty
      : dates != nil
        ? .date
        : isMarks ? .mark : selection != nil ? .multiple : hasText ? .text : hasFraction ? .number : .integer
    let isNumeric = kind == .integer || kind == .number
    return DataDescription.Column(
      name: name, position: position, kind: kind, valid: valid, missing: missing,
      distinct: hasMore ? levels : distinct, hasMoreDistinct: hasMore,
      minimum: isNumeric ? minimum : nil, maximum: isNumeric ? maximum : nil,
      answers: kind == .date || kind == .multiple ? [] : answers, dates: dates, selection: selection)
  }

  private var selection: DataDescription.Column.Selection? {
    guard let dictionary, !hasMore else { return nil }
    let texts = counts.indices.map { dictionary[Int32(truncatingIfNeeded: $0)] }
    return DataDescription.Column.Selection(of: texts, counts: counts)
  }

  /// Different answers: in a column of numbers ９ is the same as 9.
  private var distinct: Int { hasText || !hasOtherSpellings ? counts.count : answersByText.count }

  /// How often each answer was given, numbers as a plain keyboard writes them; nothing where not all texts are held.
  private var answersByText: [(text: String, count: Int)] {
    guard let dictionary, !hasMore else { return [] }
    var places: [String: Int] = [:]
    var answers: [(text: String, count: Int)] = []
    for (code, count) in counts.enumerated() {
      var text = dictionary[Int32(truncatingIfNeeded: code)]
      if !hasText, parseNumber(text) == nil, let written = parseWrittenNumber(text) {
        text = shortestText(written.value)
      }
      if let place = places[text] {
        answers[place].count += count
      } else {
        places[text] = answers.count
        answers.append((text, count))
      }
    }
    return answers
  }

  /// Rows with a number in full-width digits, in a column of numbers; 0 where not all texts are held.
  var fullWidthCells: Int { hasText ? 0 : fullWidthCodes.reduce(0) { $0 + counts[$1] } }

  private var answers: [DataDescription.Column.Answer] {
    guard !hasMore, !isLong, counts.count <= 4 * Self.listed else { return [] }
    let answers = answersByText
    guard answers.count <= Self.listed, answers.count * 2 <= valid || isOnScale(answers) else { return [] }
    return sortedKeyOrder(answers.map(\.text)).map {
      DataDescription.Column.Answer(text: answers[$0].text, count: answers[$0].count)
    }
  }

  /// Whether all answers are labels of one scale: they tell nobody apart, however few rows there are, as in a tally
  /// with a row for each answer.
  private func isOnScale(_ answers: [(text: String, count: Int)]) -> Bool {
    guard hasText, answers.count > 1,
      let scale = ScaleDetection(of: [""], answers: ["": answers]).scales[""], !scale.acceptsNumbers
    else { return false }
    let reader = ScaleReader.reader(of: scale)
    return answers.allSatisfy { reader.answer($0.text) != nil }
  }
}

/// FNV-1a, a byte at a time: each different text is hashed once.
private func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
  var state: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in text { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  return mixed(state)
}

/// The finalizer of splitmix64: every bit of the input reaches every bit of the result.
@inline(__always)
func mixed(_ value: UInt64) -> UInt64 {
  var value = value
  value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
  value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
  return value ^ (value >> 31)
}
