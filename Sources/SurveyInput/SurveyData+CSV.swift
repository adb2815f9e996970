import SurveyTable

extension SurveyData {
  /// A CSV file: UTF-8 with or without byte order mark, cells quoted as in RFC 4180, any line end.
  ///
  /// Only the beginning is read now; each pass over the data reads the file again through a small buffer
  /// and refuses a file that changed since. `-` is standard input. A pipe of up to 8 MiB is kept and can be read again
  /// and again, a longer one once.
  ///
  /// A file compressed by gzip (RFC 1952) or Zstandard (RFC 8878), whatever its name, is read as its content, piece by
  /// piece: rows and bytes in messages are those of the content, save where the compressed file itself is damaged. It
  /// may have several members. One that was cut off exactly behind a member cannot be told from a whole one.
  ///
  ///     let data = try SurveyData(csvFile: "export.csv", options: CSVOptions(missing: MissingCodesByColumn(parsing: "9")))
  ///     print(data.columnNames, data.notes)
  ///
  /// Errors: `inputOutput`, `emptyData` for a file without a header, `badEncoding`, `malformedData` (also for a
  /// compressed file that is cut short or damaged),
  /// `unknownColumn` where `missing` names a column that is not there, `unsupported`, `invalidArgument`,
  /// `limitExceeded`.
  public convenience init(csvFile path: String, options: CSVOptions = .init()) throws(SurveyStatsError) {
    let name = path == "-" ? "stdin" : path
    try self.init(origin: byteOrigin(path: path, name: name), name: name, options: options)
  }

  /// The same, called `name`, with what reading decided put in other words.
  package convenience init(
    csvFile path: String, named name: String, options: CSVOptions, notes: (Note) -> Note
  ) throws(SurveyStatsError) {
    try self.init(origin: byteOrigin(path: path, name: name), name: name, options: options, notes: notes)
  }

  /// The same for bytes in memory, compressed or not; `name` is what messages call them.
  public convenience init(
    csv bytes: [UInt8], name: String = "memory", options: CSVOptions = .init()
  ) throws(SurveyStatsError) {
    try self.init(origin: MemoryBytes(bytes), name: name, options: options)
  }

  /// The same for any origin of bytes. `bufferBytes` is how much is read at a time, `chunkBytes` how much of a file a
  /// thread takes before it asks for more: large beside the few thousand bytes that finding a record's beginning takes,
  /// small beside a file that is worth a second thread.
  package convenience init(
    origin: any ByteOrigin, name: String, options: CSVOptions, bufferBytes: Int = 256 * 1024,
    chunkBytes: Int = 2 << 20, notes: (Note) -> Note = { $0 }
  ) throws(SurveyStatsError) {
    let origin = try content(of: origin, name: name)
    let opening = try CSVOpening(origin, name: name, options: options, bufferBytes: bufferBytes)
    let layout = opening.layout
    for named in options.missing.byColumn.keys.sorted() where !layout.columnNames.contains(named) {
      let nearest = nearestName(to: named, among: layout.columnNames)
      let near = nearest.map { "; the nearest is '\($0)'" } ?? ""
      throw SurveyStatsError(
        .unknownColumn, "\(name) has no column '\(named)', for which missing codes are given\(near)",
        chinese: "\(name) 沒有「\(named)」欄，無法指定其未答代碼（missing）\(nearest.map { "；是否為「\($0)」？" } ?? "")")
    }
    let kept = (
      whole: KeptColumns(partCount: 1),
      chunked: KeptColumns(partCount: FileChunks.count(layout, length: origin.length ?? 0, chunkBytes))
    )
    self.init(
      name: name, columnNames: layout.columnNames, notes: opening.notes.map(notes), missing: options.missing,
      limits: options.limits, dialect: opening.dialect, columnLabels: opening.labels
    ) { () throws(SurveyStatsError) in
      CSVSource(layout, origin: origin, bufferBytes: bufferBytes, chunkBytes: chunkBytes, kept: kept)
    }
  }
}

func byteOrigin(path: String, name: String) throws(SurveyStatsError) -> any ByteOrigin {
  let isStandardInput = path == "-"
  let descriptor =
    isStandardInput ? FileDescriptor(standardInputNamed: name) : try FileDescriptor(path: path, name: name)
  let status = try descriptor.status()
  switch FileKind(status) {
  case .folder:
    throw SurveyStatsError(.inputOutput, "cannot read \(name): it is a folder", chinese: "無法讀取 \(name)：它是資料夾")
  case .file where isStandardInput:
    return FileBytes(standardInput: descriptor, name: name, status: status)
  case .file:
    return FileBytes(path: path, name: name, status: status)
  case .stream:
    return PipeBytes(descriptor, name: name)
  }
}
