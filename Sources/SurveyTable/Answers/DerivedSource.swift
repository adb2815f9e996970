/// Reads scores for answers and makes columns of columns, a batch at a time, over another source.
final class DerivedSource: BatchSource {
  let columnNames: [String]
  private(set) var passNotes: [Note] = []
  private let inner: any BatchSource
  private let innerCount: Int
  private let scales: [Int: ScaleReader]
  private let derived: [(column: DerivedColumn, inputs: [ColumnRequest], readers: [ScaleReader?])]
  private let data: String
  /// Whether this is a part of a pass, of which only the whole can tell what is known of its answers.
  private let isShare: Bool
  private let own = ColumnBatch()
  private var works: [Work] = []
  /// What the answers in inner columns mean, each column once for a scale, however many columns are made of it.
  private var meanings: [(slot: Int, codes: AnswerCodes)] = []
  /// The inner columns by slot.
  private var readNames: [String] = []
  /// The same under the names that a codebook gives them.
  private var ownNames: [String] = []

  /// How one requested column is made.
  private struct Work {
    enum Kind {
      /// The inner column itself.
      case same
      case score
      case derived(DerivedColumn.Function)
    }
    var kind: Kind
    /// Columns of the inner batch.
    var slots: [Int]
    /// For each slot, what its answers mean, where it is read as text; works share it.
    var codes: [AnswerCodes?]
    /// Answers of `label` and `choice` columns by the inner code.
    var translation: [Int32] = []
  }

  init(
    _ inner: any BatchSource, names: [String], scales: [Int: ScaleReader],
    derived: [(DerivedColumn, [ColumnRequest], [ScaleReader?])], data: String, isShare: Bool = false
  ) {
    self.isShare = isShare
    self.inner = inner
    innerCount = inner.columnNames.count
    columnNames = names
    self.scales = scales
    self.derived = derived
    self.data = data
  }

  func keepColumns(bytes: Int) { inner.keepColumns(bytes: bytes) }

  func expectColumns(_ requests: [ColumnRequest]) {
    inner.expectColumns(
      requests.filter { $0.column < innerCount && ($0.reading != .number || scales[$0.column] == nil) })
  }

  var canBeginAgain: Bool { inner.canBeginAgain }

  func shares(_ count: Int) -> SharedPass? {
    guard var pass = inner.shares(count) else { return nil }
    let sources = pass.sources.map {
      DerivedSource($0, names: columnNames, scales: scales, derived: derived, data: data, isShare: true)
    }
    let joined = pass.join
    pass.sources = sources
    pass.join = {
      guard let notes = joined(), let first = sources.first else { return nil }
      for other in sources.dropFirst() { first.take(other) }
      // What is wrong with the whole is told by a reading in order.
      return try? first.notes(behind: notes)
    }
    return pass
  }

  /// Counts the answers of another part of the rows.
  private func take(_ other: DerivedSource) {
    // A part that nobody began has no rows.
    for (own, theirs) in zip(meanings, other.meanings) { own.codes.add(theirs.codes) }
  }

  func begin(
    _ requests: [ColumnRequest], into batch: ColumnBatch, run: RunControl?
  ) throws(SurveyStatsError) {
    var wanted: [ColumnRequest] = []
    var places: [ColumnRequest: Int] = [:]
    works = []
    meanings = []
    passNotes = []
    for request in requests {
      guard columnNames.indices.contains(request.column) else {
        throw SurveyStatsError(
          .invalidArgument, "\(data) has no column number \(request.column.addingClamped(1))")
      }
      var (kind, inputs, readers) = (Work.Kind.same, [request], [ScaleReader?.none])
      if request.column >= innerCount {
        let made = derived[request.column - innerCount]
        (kind, inputs, readers) = (.derived(made.column.function), made.inputs, made.readers)
      } else if request.reading == .number, let reader = scales[request.column] {
        kind = .score
        inputs = [ColumnRequest(column: request.column, reading: .text, missing: request.missing)]
        readers = [reader]
      }
      var slots: [Int] = []
      for input in inputs {
        // A column that is handed on stands alone: whoever gets it may empty its dictionary.
        let isAlone = if case .same = kind { true } else { false }
        if !isAlone, let known = places[input] {
          slots.append(known)
        } else {
          if !isAlone { places[input] = wanted.count }
          slots.append(wanted.count)
          wanted.append(input)
        }
      }
      let codes = zip(slots, readers).map { slot, reader in
        wanted[slot].reading == .text ? reader.map { meaning(of: slot, $0) } : nil
      }
      works.append(Work(kind: kind, slots: slots, codes: codes))
    }
    readNames = wanted.map { inner.columnNames[$0.column] }
    ownNames = wanted.map { columnNames[$0.column] }
    try inner.begin(wanted, into: own, run: run)
    batch.prepare(for: requests)
    for (index, work) in works.enumerated() {
      if case .same = work.kind { batch.columns[index] = own.columns[work.slots[0]] }
    }
  }

  /// What the answers in an inner column mean on a scale.
  private func meaning(of slot: Int, _ reader: ScaleReader) -> AnswerCodes {
    if let known = meanings.first(where: { $0.slot == slot && $0.codes.reader.scale == reader.scale }) {
      return known.codes
    }
    let codes = AnswerCodes(reader)
    meanings.append((slot, codes))
    return codes
  }

  func next(into batch: ColumnBatch) throws(SurveyStatsError) -> Bool {
    for (index, column) in batch.columns.enumerated() {
      if case .same = works[index].kind { continue }
      switch column {
      case .numbers(let numbers): numbers.removeAll()
      case .codes(let codes): codes.removeAll()
      }
    }
    guard try inner.next(into: own) else {
      batch.rowCount = 0
      if !isShare { passNotes = try notes(behind: inner.passNotes) }
      return false
    }
    batch.rowCount = own.rowCount
    batch.firstRow = own.firstRow
    for (slot, meaning) in meanings {
      guard case .codes(let codes) = own.columns[slot] else { continue }
      meaning.learn(codes.dictionary)
      meaning.count(codes.codes)
    }
    for index in works.indices { make(index, batch.columns[index]) }
    return true
  }

  private func make(_ index: Int, _ column: BatchColumn) {
    switch (works[index].kind, column) {
    case (.same, _): break
    case (.score, .numbers(let numbers)): score(index, numbers)
    case (.derived(let function), .numbers(let numbers)): derive(index, function, numbers)
    case (.derived(let function), .codes(let codes)): derive(index, function, codes)
    case (.score, .codes): break
    }
  }

  private func score(_ index: Int, _ numbers: NumberColumn) {
    guard case .codes(let codes) = own.columns[works[index].slots[0]], let meaning = works[index].codes[0]
    else { return }
    let blank = meaning.reader.scale.blankScore ?? .nan
    if let answers = meaning.answers,
      let blank = blank.isNaN ? NumberColumn.missing : NumberColumn.small(blank)
    {
      numbers.append(codes: codes.codes, answers: answers, blank: blank)
      return
    }
    let scores = meaning.scores
    for code in codes.codes {
      let score = code < 0 ? blank : scores[Int(code)]
      if score.isNaN { numbers.appendMissing() } else { numbers.append(score) }
    }
  }

  private func derive(_ index: Int, _ function: DerivedColumn.Function, _ result: NumberColumn) {
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

  private func numbers(_ slot: Int) -> NumberColumn? {
    if case .numbers(let column) = own.columns[slot] { column } else { nil }
  }

  private func codes(_ slot: Int) -> CodeColumn? {
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
  private static func isInBase(_ answer: AnswerCodes.Meaning?, _ base: AnswerBase) -> Bool {
    switch base {
    case .valid: answer?.isSubstantive ?? false
    case .users: answer != .notApplicable
    case .all: true
    }
  }

  private func derive(_ index: Int, _ function: DerivedColumn.Function, _ result: CodeColumn) {
    if case .joined(_, let allowed) = function {
      let columns = works[index].slots.compactMap(codes)
      for row in 0..<own.rowCount {
        var parts: [String] = []
        for column in columns where column.codes[row] >= 0 {
          parts.append(column.dictionary[column.codes[row]])
        }
        let text = parts.joined(separator: ":")
        let isKnown = parts.count == columns.count && allowed?.contains(text) ?? true
        result.codes.append(isKnown ? result.dictionary.code(of: text) : -1)
      }
      return
    }
    guard case .codes(let codes) = own.columns[works[index].slots[0]] else {
      // Numbers made for a reading as text: groups of scores.
      let made = NumberColumn()
      derive(index, function, made)
      for row in made.values.indices {
        result.codes.append(
          made.valid[row] == 0 ? -1 : result.dictionary.code(of: shortestText(made.values[row])))
      }
      return
    }
    switch function {
    case .label(_, let base, let blank):
      var blankCode = Self.isInBase(nil, base) ? result.dictionary.code(of: blank) : -1
      // Where a blank is an answer – a box that was not ticked – it stands under that answer's name.
      if let scale = works[index].codes[0]?.reader.scale, let score = scale.blankScore,
        let option = scale.options.first(where: { $0.score == score })
      {
        blankCode = result.dictionary.code(of: option.label)
      }
      guard let meaning = works[index].codes[0] else {
        // Without a scale an answer is its own label.
        while works[index].translation.count < codes.dictionary.count {
          let text = codes.dictionary[Int32(truncatingIfNeeded: works[index].translation.count)]
          works[index].translation.append(result.dictionary.code(of: text))
        }
        translate(codes.codes, works[index].translation, blankCode, result)
        return
      }
      while works[index].translation.count < meaning.meanings.count {
        let code = works[index].translation.count
        works[index].translation.append(
          Self.isInBase(meaning.meanings[code], base) ? result.dictionary.code(of: meaning.labels[code]) : -1)
      }
      translate(codes.codes, works[index].translation, blankCode, result)
    case .choice(_, let option, let list):
      let (yes, no) = (result.dictionary.code(of: "1"), result.dictionary.code(of: "0"))
      choices(index, option, list) { result.codes.append($0.map { $0 ? yes : no } ?? -1) }
    case .chosen(_, let option, let list, let base):
      let (yes, no) = (result.dictionary.code(of: "1"), result.dictionary.code(of: "0"))
      choices(index, option, list, blank: base == .all ? option == nil : nil) {
        result.codes.append($0.map { $0 ? yes : no } ?? -1)
      }
    default:
      let made = NumberColumn()
      derive(index, function, made)
      for row in made.values.indices {
        result.codes.append(
          made.valid[row] == 0 ? -1 : result.dictionary.code(of: shortestText(made.values[row])))
      }
    }
  }

  private func translate(_ codes: [Int32], _ translation: [Int32], _ blank: Int32, _ result: CodeColumn) {
    // The blank stands before all others.
    let table = [blank] + translation
    let made = [Int32](unsafeUninitializedCapacity: codes.count) { made, count in
      table.withUnsafeBufferPointer { table in
        codes.withUnsafeBufferPointer { codes in
          for row in codes.indices { made[row] = table[Int(codes[row]) &+ 1] }
        }
      }
      count = codes.count
    }
    if result.codes.isEmpty { result.codes = made } else { result.codes += made }
  }

  /// Whether each row's cell names the option; `blank` is what a blank cell says, `nil` that it says nothing.
  private func choices(
    _ index: Int, _ option: String?, _ list: ChoiceList, blank: Bool? = nil, _ take: (Bool?) -> Void
  ) {
    guard case .codes(let codes) = own.columns[works[index].slots[0]] else { return }
    while works[index].translation.count < codes.dictionary.count {
      let text = codes.dictionary[Int32(truncatingIfNeeded: works[index].translation.count)]
      let isNamed = option.map(list.options(in: text).contains) ?? false
      works[index].translation.append(isNamed ? 1 : 0)
    }
    for code in codes.codes { take(code < 0 ? blank : works[index].translation[Int(code)] == 1) }
  }

  /// Notes of the whole pass; a column of which nothing could be read is an error.
  private func notes(behind innerNotes: [Note]) throws(SurveyStatsError) -> [Note] {
    var passNotes = innerNotes
    // A column read for its scores below and for its labels here has one note, not two.
    var seen = Set(passNotes.map(\.english))
    for (slot, codes) in meanings {
      let column = readNames[slot]
      let unknown = codes.unknown
      if codes.knowsNothing {
        throw SurveyStatsError(
          .malformedData,
          "\(data), column '\(column)': no answer is on the scale \(codes.reader.scale.fullName); the file has \(Self.list(unknown, codes.reader)). Name another scale, or declare this one in a codebook",
          chinese:
            "\(data)「\(column)」欄：沒有任何答案屬於量表 \(codes.reader.scale.fullName)，檔案中有\(Self.chineseList(unknown, codes.reader))；請改用其他量表（scale），或於編碼簿自訂量表"
        )
      }
      let evidence = Note.UnknownAnswers(column: ownNames[slot], share: codes.unknownShare)
      if let note = Note.unknownAnswers(unknown, column: column, codes.reader, evidence),
        seen.insert(note.english).inserted
      {
        passNotes.append(note)
      }
      if let note = Note.synonyms(codes.synonyms, column: column), seen.insert(note.english).inserted {
        passNotes.append(note)
      }
      if let note = Note.fontVariants(codes.variants, column: column), seen.insert(note.english).inserted {
        passNotes.append(note)
      }
    }
    return passNotes
  }
}
