import CSurveyShims
import SurveyTable

/// How often the rows of an Arrow stream can be read. Some statistics need several passes.
public enum ArrowPasses: Sendable, Hashable, CaseIterable {
  /// As often as wanted: all chunks are read at once and kept, in the producer's memory and without a copy.
  case keep
  /// Once: for data larger than memory. One chunk is held at a time; a second pass is refused.
  case once
  /// As often as wanted, one chunk at a time: each call of the stream's `get_schema` begins its rows anew, which
  /// the specification does not ask of streams and whoever makes this one promises.
  case again
}

extension SurveyData {
  /// A table from an Arrow C stream, which is taken over: its release callback runs once, whatever happens.
  ///
  /// Numbers, booleans, text in every layout, dictionaries, dates, times and decimals are read where they lie; the
  /// rules are those of columns in memory: NaN, `NA`, blank and null are missing answers, a number as a key is its
  /// shortest text (113.0 is `113`), a whole number all its digits, a date `2024-05-04`. Columns of lists, structs,
  /// bytes and other things that are no answers are left out with a note, and asking for one is an error.
  ///
  /// - Parameters:
  ///   - arrowStream: the address of a `struct ArrowArrayStream` (Apache Arrow, "The Arrow C stream interface").
  ///   - passes: how often the rows will be read.
  ///   - run: to watch and cancel the reading of what is kept.
  ///
  /// Errors: `invalidArgument` for a stream that was released; `inputOutput` with the stream's own words;
  /// `malformedData` where the data contradict themselves; `unsupported` where they are no table;
  /// `unknownColumn` for missing codes of a column that is not there; `limitExceeded`; `cancelled`.
  public convenience init(
    arrowStream: UnsafeMutableRawPointer, passes: ArrowPasses = .keep, name: String = "memory",
    missing: MissingCodesByColumn = .none, limits: ResourceLimits = .standard, run: RunControl? = nil
  ) throws(SurveyStatsError) {
    let stream = try ArrowStream(
      taking: arrowStream.assumingMemoryBound(to: ArrowArrayStream.self), name: name)
    let columns = ArrowColumns(try stream.columns(limits: limits), table: name)
    if passes != .keep {
      try self.init(columns, missing: missing, limits: limits, stream: stream, beginsAgain: passes == .again)
      return
    }
    var chunks: [ArrowChunk] = []
    run?.begin(totalBytes: 0)
    while let array = try stream.next() {
      chunks.append(
        try ArrowChunk(
          taking: array, number: chunks.count + 1, columnCount: columns.fields.count, table: name))
      try run?.advance(rows: chunks[chunks.count - 1].rows, bytes: 0)
    }
    try self.init(columns, missing: missing, limits: limits, chunks: chunks)
  }

  /// A table from one Arrow C array, a struct of columns, and its schema. Both are taken over as a stream is.
  ///
  /// - Parameters:
  ///   - arrowSchema: the address of a `struct ArrowSchema`.
  ///   - arrowArray: the address of a `struct ArrowArray`.
  ///
  /// Errors: as for a stream.
  public convenience init(
    arrowSchema: UnsafeMutableRawPointer, arrowArray: UnsafeMutableRawPointer, name: String = "memory",
    missing: MissingCodesByColumn = .none, limits: ResourceLimits = .standard
  ) throws(SurveyStatsError) {
    let givenSchema = arrowSchema.assumingMemoryBound(to: ArrowSchema.self)
    let givenArray = arrowArray.assumingMemoryBound(to: ArrowArray.self)
    var schema = givenSchema.pointee
    var array = givenArray.pointee
    givenSchema.pointee.release = nil
    givenArray.pointee.release = nil
    defer { schema.releaseOnce() }
    let columns: ArrowColumns
    do throws(SurveyStatsError) {
      if schema.release == nil || array.release == nil {
        throw SurveyStatsError(
          .invalidArgument, "\(name): the Arrow array or its schema was released before; make a new one",
          chinese: "\(name)：Arrow 陣列或其綱要已被釋放，請重新產生")
      }
      columns = ArrowColumns(try ArrowField.columns(of: schema, table: name, limits: limits), table: name)
    } catch {
      if let callback = array.release { callback(&array) }
      throw error
    }
    let chunk = try ArrowChunk(taking: array, number: 1, columnCount: columns.fields.count, table: name)
    try self.init(columns, missing: missing, limits: limits, chunks: [chunk])
  }

  /// Releases a stream that nobody took over; nothing where somebody did.
  package static func releaseArrowStream(_ arrowStream: UnsafeMutableRawPointer) {
    let stream = arrowStream.assumingMemoryBound(to: ArrowArrayStream.self)
    if let callback = stream.pointee.release { callback(stream) }
    stream.pointee.release = nil
  }

  /// The same for an array and its schema.
  package static func releaseArrow(schema: UnsafeMutableRawPointer?, array: UnsafeMutableRawPointer?) {
    schema?.assumingMemoryBound(to: ArrowSchema.self).pointee.releaseOnce()
    guard let array = array?.assumingMemoryBound(to: ArrowArray.self) else { return }
    if let callback = array.pointee.release { callback(array) }
    array.pointee.release = nil
  }

  private convenience init(
    _ columns: ArrowColumns, missing: MissingCodesByColumn, limits: ResourceLimits, chunks: [ArrowChunk] = [],
    stream: ArrowStream? = nil, beginsAgain: Bool = false
  ) throws(SurveyStatsError) {
    for named in missing.byColumn.keys.sorted() where !columns.names.contains(named) {
      let near = nearestName(to: named, among: columns.names).map { "; the nearest is '\($0)'" } ?? ""
      throw SurveyStatsError(
        .unknownColumn,
        "\(columns.table) has no column '\(named)', for which missing codes are given\(near)")
    }
    let table = ArrowTable(
      name: columns.table, fields: columns.fields, positions: columns.positions, columnNames: columns.names,
      limits: limits, chunks: chunks, stream: stream, beginsAgain: beginsAgain)
    self.init(
      name: columns.table, columnNames: columns.names, notes: columns.notes, missing: missing, limits: limits,
      unreadable: columns.refusals
    ) { () throws(SurveyStatsError) in
      ArrowSource(table)
    }
  }
}

/// The columns of an Arrow table as a dataset has them: without those that hold no answers.
struct ArrowColumns {
  let table: String
  let fields: [ArrowField]
  private(set) var positions: [Int] = []
  private(set) var names: [String] = []
  private(set) var refusals: [String: SurveyStatsError] = [:]
  private(set) var notes: [Note]

  init(_ fields: [ArrowField], table: String) {
    self.table = table
    self.fields = fields
    let header = HeaderNames(fields.map(\.name))
    notes = header.notes
    for (index, name) in header.names.enumerated() {
      guard let refusal = fields[index].refusal else {
        positions.append(index)
        names.append(name)
        continue
      }
      let format = printable(fields[index].format)
      refusals[name] = SurveyStatsError(
        .unsupported,
        "\(table): column '\(name)' holds \(refusal.what) (Arrow format '\(format)'), which are no answers; \(refusal.remedy.english)",
        chinese:
          "\(table)「\(name)」欄的內容為\(refusal.chinese)（Arrow 格式「\(format)」），不是答案；\(refusal.remedy.chinese)")
    }
    if refusals.isEmpty { return }
    let left = header.names.filter { refusals[$0] != nil }
    let listed = left.prefix(5).map { "'\(printable($0))'" }.joined(separator: ", ")
    let chinese = left.prefix(5).map { "「\(printable($0))」" }.joined(separator: "、")
    notes.append(
      Note(
        code: "columns_left_out",
        english:
          "\(counted(left.count, "column")) \(agreeing(left.count, "holds", "hold")) lists, structs, bytes or other things that are no answers, and \(agreeing(left.count, "is", "are")) left out: \(listed)\(left.count > 5 ? ", …" : "").",
        chinese: "\(left.count) 個欄位的內容為清單、結構、位元組等，不是答案，已略過：\(chinese)\(left.count > 5 ? "…" : "")。"))
  }
}
