import SurveyTable

/// What a look at the beginning of a file found out.
struct CSVOpening {
  var layout: CSVLayout
  var dialect: SurveyData.Dialect
  var notes: [Note]
  /// The texts of questions, by column; empty where there are none.
  var labels: [String?]
}

extension CSVOpening {
  /// Reads the first buffer, and more where the header is longer: byte order mark, delimiter, names.
  init(
    _ origin: any ByteOrigin, name: String, options: CSVOptions, bufferBytes: Int
  ) throws(SurveyStatsError) {
    try options.check()
    var look = try FileLook(try origin.open(at: 0), name: name, options: options, bufferBytes: bufferBytes)
    try look.readOn()
    if look.bytes.isEmpty { throw look.emptyFile() }
    let (delimiter, first) = try look.findHeader()
    var header = first
    if header.cells.isEmpty { throw look.emptyFile() }

    var names: HeaderNames
    var headerRows = 0

    notes = look.notes
    if options.headerRows == 0 {
      names = HeaderNames(columnCount: header.cells.count)
      labels = []
    } else {
      var records = [header]
      try look.readRecords(options.headerRows ?? 3, after: &records, delimiter)
      let texts = records.map { record in record.cells.map { String(decoding: $0, as: UTF8.self) } }
      let rows = options.headerRows == nil ? HeaderRows(found: texts) : HeaderRows(asked: texts)
      if options.headerRows == nil {
        if rows.rows.count > 1 {
          notes.append(rows.note)
        } else if let note = HeaderOfAnswers.note(texts[0]) {
          notes.append(note)
        }
      }
      names = HeaderNames(rows.names)
      labels = rows.labels
      headerRows = rows.rows.count
      for record in records[1..<headerRows] { header.join(record) }
    }
    notes += names.notes
    if options.delimiter == nil, delimiter != UInt8(ascii: ",") { notes.append(Self.note(found: delimiter)) }
    let hasHeader = headerRows != 0
    let textStart = hasHeader ? header.end : 0
    let encoding = look.text.encoding
    layout = CSVLayout(
      name: name, columnNames: names.names, delimiter: delimiter, limits: options.limits,
      fileStart: look.markBytes.addingClamped(encoding.isDecoded ? 0 : textStart),
      skippedText: encoding.isDecoded ? textStart : 0, encoding: encoding, evidence: look.text.evidence,
      rowsBefore: hasHeader ? header.rowsBefore + headerRows : 0,
      linesBefore: hasHeader ? header.linesBefore + header.lines : 0,
      blankLinesBefore: hasHeader ? header.rowsBefore : 0, keepsTotalRows: options.keepTotalRows)
    dialect = SurveyData.Dialect(
      encoding: encoding.name, byteOrderMark: look.markBytes > 0,
      delimiter: String(UnicodeScalar(delimiter)), lineEnding: look.lineEnding, headerRows: headerRows,
      tool: exportingTool(columnNames: names.names),
      compression: (origin as? CompressedBytes)?.compression)
  }

  private static func note(found delimiter: UInt8) -> Note {
    let (english, chinese) =
      switch delimiter {
      case UInt8(ascii: ";"): ("semicolon", "分號")
      case UInt8(ascii: "\t"): ("tab", "定位字元（Tab）")
      default: ("'\(String(UnicodeScalar(delimiter)))'", "「\(String(UnicodeScalar(delimiter)))」")
      }
    return Note(
      code: "delimiter_detected",
      english: "Columns are separated by \(english), as the header shows.",
      chinese: "依標題列判斷，欄位以\(chinese)分隔。")
  }
}
