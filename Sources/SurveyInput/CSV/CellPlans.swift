import CSurveyShims
import SurveyTable

/// The plans of all columns of a pass and the memory they write to.
final class CellPlans {
  let plans: UnsafeMutablePointer<CellPlan>
  /// Rows that are parsed before they go to the batch; few where there are many columns, so that the
  /// memory between parser and batch stays in the cache.
  let blockRows: Int
  let requests: [ColumnRequest]
  /// Columns read ahead, by request, that hold something else than was expected.
  private(set) var spoiled: Set<Int> = []
  private(set) var dictionaries: [TextDictionary?] = []
  /// Numbers of this record in full-width digits; the parser takes the count over when the record is complete.
  private(set) var fullWidthCells = 0
  /// The last of them: several requests may read one cell.
  private var fullWidthCell: UnsafePointer<UInt8>?

  /// How many columns from each on are of the same easy kind: small answers, texts, or such that nobody wants.
  let runs: UnsafeMutablePointer<Int>
  private let planCount: Int
  private let columnCount: Int
  private let memory: UnsafeMutableRawPointer
  /// Small numbers of the block's rows, `answersInRow` bytes each; see ``CellPlan/answers``.
  private let answers: UnsafeMutablePointer<Int8>
  private let answersInRow: Int
  /// By place in a row of `answers`: the plan whose numbers stand there.
  private var plansOfAnswers: [Int] = []
  private let missingTexts: [[[UInt8]]]
  private var generations: [Int] = []
  private var unescaped: UnsafeMutablePointer<UInt8>
  private var unescapedCapacity = 1024

  /// The last `aheadCount` requests are those of passes to come.
  init(
    _ requests: [ColumnRequest], aheadCount: Int = 0, columnCount: Int, batch: ColumnBatch,
    limits: ResourceLimits
  ) throws(SurveyStatsError) {
    self.requests = requests
    let perCell = MemoryLayout<Double>.size + 1
    blockRows = max(16, min(256, (1 << 20) / (perCell * max(1, requests.count))))
    let texts = requests.count { $0.reading != .number }
    // Where there are few text columns, one entry for each of some thousand clusters.
    let memoEntries = requests.count > 1000 ? 8 : texts > 8 || requests.count > 100 ? 64 : 2048

    // 64 bytes between the columns: buffers a power of two apart would share cache lines' sets.
    let valuesBytes = blockRows * MemoryLayout<Double>.stride
    let entriesBytes = memoEntries * MemoryLayout<TextMemo.Entry>.stride
    let singleBytes = 256 * MemoryLayout<Int32>.stride
    let requestBytes = valuesBytes + entriesBytes + singleBytes + blockRows + 64
    let stride = (requestBytes + 63) & ~63
    let (needed, overflow) = stride.multipliedReportingOverflow(by: requests.count + 1)
    // Answers are stored sixteen at a time, and turned into columns sixteen by sixteen.
    let tile = Int(SURVEY_TILE)
    answersInRow = (requests.count / tile + 2) * tile
    let answerBytes = answersInRow * (blockRows + tile)
    try limits.checkMemory(
      bytes: overflow ? Int.max : needed.addingClamped(answerBytes), for: "reading \(requests.count) columns")
    memory = .allocate(byteCount: needed, alignment: 64)
    answers = .allocate(capacity: answerBytes)
    answers.initialize(repeating: 0, count: answerBytes)
    missingTexts = requests.map { $0.missing.texts.map { Array($0.utf8) } }
    self.columnCount = columnCount
    planCount = columnCount + requests.count
    plans = .allocate(capacity: planCount)
    runs = .allocate(capacity: columnCount)
    unescaped = .allocate(capacity: unescapedCapacity + TextBuffer.slack)

    func plan(at index: Int) -> CellPlan {
      let base = memory + index * stride
      let values = base.bindMemory(to: Double.self, capacity: blockRows)
      let entries = (base + valuesBytes).bindMemory(to: TextMemo.Entry.self, capacity: memoEntries)
      let single = (base + valuesBytes + entriesBytes).bindMemory(to: Int32.self, capacity: 256)
      let valid = (base + valuesBytes + entriesBytes + singleBytes).bindMemory(
        to: UInt8.self, capacity: blockRows)
      // Codes stand where a number column has its values.
      let codes = UnsafeMutableRawPointer(values).assumingMemoryBound(to: Int32.self)
      return CellPlan(
        values: values, valid: valid, codes: codes,
        memo: TextMemo(single: single, entries: entries, mask: memoEntries - 1),
        answers: answers, answersInRow: answersInRow)
    }

    // Columns that nobody asked for share the memory behind the last request, and write nothing.
    plans.initialize(repeating: plan(at: requests.count), count: planCount)
    for (slot, request) in requests.enumerated() {
      var new = plan(at: slot)
      new.memo.clear()
      new.isNumber = request.reading == .number
      new.isVerbatim = request.reading == .verbatim
      new.isAhead = slot >= requests.count - aheadCount
      new.isSmall = new.isNumber
      new.kind = new.isNumber ? .answer : .text
      new.hasMissing = !request.missing.isEmpty
      for digit in 0...9 where request.missing.numbers.contains(Double(digit)) {
        new.missingDigits |= 1 << UInt16(digit)
      }
      for text in missingTexts[slot] where text.count == 1 {
        let digit = text[0] &- UInt8(ascii: "0")
        if digit < 10 { new.missingDigits |= 1 << UInt16(digit) }
      }
      new.slot = slot
      if plans[request.column].kind == .skip {
        plans[request.column] = new
      } else {
        new.next = plans[request.column].next
        plans[columnCount + slot] = new
        plans[request.column].next = columnCount + slot
        plans[request.column].kind = .several
      }
      if case .codes(let column) = batch.columns[slot] {
        dictionaries.append(column.dictionary)
        generations.append(column.dictionary.generation)
      } else {
        dictionaries.append(nil)
        generations.append(0)
      }
    }
    placeAnswers()
    measureRuns()
  }

  /// Gives every column of numbers its place in a row of small ones: side by side where the columns are.
  ///
  /// A run of answers is stored sixteen at a time and writes over what stands behind it, which is stored later. Further
  /// requests on a column are stored with that column, so they stand before all columns.
  private func placeAnswers() {
    for index in Array(columnCount..<planCount) + Array(0..<columnCount)
    where plans[index].isNumber && plans[index].slot >= 0 {
      plans[index].answers = answers + plansOfAnswers.count
      plansOfAnswers.append(index)
    }
  }

  private func measureRuns() {
    var run = 0
    for column in stride(from: columnCount - 1, through: 0, by: -1) {
      let kind = plans[column].kind
      let isEasy = kind == .skip || kind == .answer || kind == .text
      let isSame =
        column + 1 < columnCount && plans[column + 1].kind == kind
        && plans[column + 1].missingDigits == plans[column].missingDigits
      run = isEasy ? (isSame ? run : 0) + 1 : 0
      // One answer or text alone is stored as quickly.
      runs[column] = kind != .skip && run == 1 ? 0 : run
    }
  }

  func spoil(_ plan: UnsafeMutablePointer<CellPlan>, row: Int) {
    spoiled.insert(plan.pointee.slot)
    plan.pointee.setMissing(row)
  }

  /// Reads ahead no more, as far as nobody else wants the columns.
  func stopReadingAhead() {
    for index in 0..<columnCount where plans[index].isAhead && plans[index].kind != .several {
      plans[index].kind = .skip
      plans[index].slot = -1
    }
    measureRuns()
  }

  /// Goes on with doubles in a number column whose next number, in row `rows` of the block, is not small.
  @inline(never)
  func widen(_ plan: UnsafeMutablePointer<CellPlan>, rows: Int) {
    plan.pointee.widen(rows)
    measureRuns()
  }

  deinit {
    plans.deallocate()
    runs.deallocate()
    memory.deallocate()
    answers.deallocate()
    unescaped.deallocate()
  }

  /// Forgets codes of dictionaries that were emptied since the last batch.
  func checkDictionaries() {
    for slot in dictionaries.indices {
      guard let dictionary = dictionaries[slot], dictionary.generation != generations[slot] else { continue }
      generations[slot] = dictionary.generation
      for index in 0..<planCount where plans[index].slot == slot { plans[index].memo.clear() }
    }
  }

  func countFullWidth(_ cell: UnsafeBufferPointer<UInt8>) {
    if cell.baseAddress != fullWidthCell { fullWidthCells += 1 }
    fullWidthCell = cell.baseAddress
  }

  func forgetFullWidth() {
    fullWidthCells = 0
    fullWidthCell = nil
  }

  var dictionaryBytes: Int { dictionaries.reduce(0) { $0.addingClamped($1?.byteCount ?? 0) } }

  /// Appends the first `rows` rows of the block to `batch`.
  func flush(_ rows: Int, into batch: ColumnBatch) {
    if rows == 0 { return }
    turnAnswers(rows)
    for index in 0..<planCount where plans[index].slot >= 0 {
      let plan = plans[index]
      switch batch.columns[plan.slot] {
      case .numbers(let column):
        if plan.isSmall {
          // They were turned to where wide columns have their validity.
          let answers = UnsafeMutableRawPointer(plan.valid).assumingMemoryBound(to: Int8.self)
          column.append(answers: UnsafeBufferPointer(start: answers, count: rows))
        } else {
          column.append(
            UnsafeBufferPointer(start: plan.values, count: rows),
            valid: UnsafeBufferPointer(start: plan.valid, count: rows))
        }
      case .codes(let column):
        column.codes.append(contentsOf: UnsafeBufferPointer(start: plan.codes, count: rows))
      }
    }
    batch.rowCount += rows
  }

  /// Turns the rows of small numbers into columns.
  private func turnAnswers(_ rows: Int) {
    let tile = Int(SURVEY_TILE)
    for first in stride(from: 0, to: plansOfAnswers.count, by: tile) {
      var columns = [UnsafeMutablePointer<Int8>?](repeating: nil, count: tile)
      var isNeeded = false
      for place in first..<min(first + tile, plansOfAnswers.count) {
        let plan = plans[plansOfAnswers[place]]
        guard plan.isSmall else { continue }
        columns[place - first] = UnsafeMutableRawPointer(plan.valid).assumingMemoryBound(to: Int8.self)
        isNeeded = true
      }
      if isNeeded { survey_answers_to_columns(answers + first, answersInRow, rows, columns, tile) }
    }
  }

  /// A quoted cell's content without its doubled quotes. The memory is good until the next call.
  func unescape(_ cell: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    if cell.count > unescapedCapacity {
      unescaped.deallocate()
      unescapedCapacity = cell.count * 2
      unescaped = .allocate(capacity: unescapedCapacity + TextBuffer.slack)
    }
    var count = 0
    var index = 0
    while index < cell.count {
      unescaped[count] = cell[index]
      count += 1
      index += cell[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    (unescaped + count).update(repeating: 0, count: TextBuffer.slack)
    return UnsafeBufferPointer(start: unescaped, count: count)
  }

  /// Whether a text that is not blank stands for no answer.
  func isMissing(_ text: UnsafeBufferPointer<UInt8>, _ slot: Int) -> Bool {
    if requests[slot].reading == .verbatim { return false }
    if text.count == 2, text[0] == UInt8(ascii: "N"), text[1] == UInt8(ascii: "A") { return true }
    if isMissingText(text, slot) { return true }
    let numbers = requests[slot].missing.numbers
    if numbers.isEmpty { return false }
    let raw = UnsafeRawBufferPointer(text)
    guard let number = parseNumber(raw) ?? parseWrittenNumber(raw)?.value else { return false }
    return numbers.contains(number)
  }

  /// The same for a text that is `number`.
  func isMissingCode(_ number: Double, _ text: UnsafeBufferPointer<UInt8>, _ slot: Int) -> Bool {
    requests[slot].missing.numbers.contains(number) || isMissingText(text, slot)
  }

  private func isMissingText(_ text: UnsafeBufferPointer<UInt8>, _ slot: Int) -> Bool {
    for code in missingTexts[slot] where code.count == text.count && code.elementsEqual(text) { return true }
    return false
  }
}
