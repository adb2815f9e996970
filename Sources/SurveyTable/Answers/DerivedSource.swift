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
  let own = ColumnBatch()
  var works: [Work] = []
  /// What the answers in inner columns mean, each column once for a scale, however many columns are made of it.
  private var meanings: [(slot: Int, codes: AnswerCodes)] = []
  /// The inner columns by slot.
  private var readNames: [String] = []
  /// The same under the names that a codebook gives them.
  private var ownNames: [String] = []

  /// How one requested column is made.
  struct Work {
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
