import SurveyTable

/// What a look at the beginning of a file found out.
struct CSVOpening {
  var layout: CSVLayout
  var dialect: SurveyData.Dialect
  var notes: [Note]
}

extension CSVOpening {
  /// Reads the first buffer, and more where the header is longer: byte order mark, delimiter, names.
  init(
    _ origin: any ByteOrigin, name: String, options: CSVOptions, bufferBytes: Int
  ) throws(SurveyStatsError) {
    try options.check()
    let source = try origin.open(at: 0)
    var look = Look(
      name: name, options: options, source: source, bufferBytes: max(Look.sampleBytes, bufferBytes))
    try look.readOn()
    try look.refuseOtherEncodings()
    if look.bytes.isEmpty { throw look.emptyFile() }
    let (delimiter, header) = try look.findHeader()
    if header.cells.isEmpty { throw look.emptyFile() }

    var names: HeaderNames
    let headerRows = options.headerRows ?? 1
    if headerRows == 0 {
      names = HeaderNames(columnCount: header.cells.count)
    } else {
      names = HeaderNames(header.cells.map { String(decoding: $0, as: UTF8.self) })
    }
    notes = names.notes
    if options.delimiter == nil, delimiter != UInt8(ascii: ",") { notes.append(Self.note(found: delimiter)) }
    let hasHeader = headerRows != 0
    layout = CSVLayout(
      name: name, columnNames: names.names, delimiter: delimiter, limits: options.limits,
      dataStart: hasHeader ? header.end : look.markBytes,
      rowsBefore: hasHeader ? header.rowsBefore + 1 : 0,
      linesBefore: hasHeader ? header.linesBefore + header.lines : 0,
      blankLinesBefore: hasHeader ? header.rowsBefore : 0)
    dialect = SurveyData.Dialect(
      encoding: "utf-8", byteOrderMark: look.markBytes > 0,
      delimiter: String(UnicodeScalar(delimiter)), lineEnding: look.lineEnding, headerRows: headerRows)
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

/// The first bytes of a file, and what they say.
private struct Look {
  /// Enough to tell UTF-16 by its NUL bytes.
  static let sampleBytes = 1024

  let name: String
  let options: CSVOptions
  let source: any ByteSource
  var bufferBytes: Int
  var bytes: [UInt8] = []
  var isEnded = false
  var markBytes = 0

  init(name: String, options: CSVOptions, source: any ByteSource, bufferBytes: Int) {
    self.name = name
    self.options = options
    self.source = source
    self.bufferBytes = bufferBytes
  }

  func emptyFile() -> SurveyStatsError {
    SurveyStatsError(.emptyData, "\(name) is empty: there is no header and no row")
  }

  /// Reads as much again as there is, at least one buffer.
  mutating func readOn() throws(SurveyStatsError) {
    let wanted = max(bufferBytes, bytes.count)
    try options.limits.checkMemory(bytes: bytes.count.addingClamped(wanted), for: "the header of \(name)")
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: wanted, alignment: 16)
    defer { piece.deallocate() }
    let count = try source.fill(piece)
    bytes.append(contentsOf: piece[..<count])
    if count == 0 { isEnded = true }
  }

  /// UTF-16 and UTF-32 would look like NUL bytes between letters.
  mutating func refuseOtherEncodings() throws(SurveyStatsError) {
    var found: String?
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      markBytes = 3
    } else if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      found = "UTF-32"
    } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      found = "UTF-16"
    } else {
      var zeros = (even: 0, odd: 0)
      let sample = bytes.prefix(Self.sampleBytes)
      for (index, byte) in sample.enumerated() where byte == 0 {
        if index & 1 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
      }
      let most = max(zeros.even, zeros.odd)
      if most >= 2, min(zeros.even, zeros.odd) == 0, most * 10 >= sample.count { found = "UTF-16" }
    }
    if let found {
      throw SurveyStatsError(
        .unsupported,
        "\(name) is \(found) text, which this version does not read; save it as UTF-8 (in Excel: CSV UTF-8)")
    }
  }

  /// The delimiter that was asked for, or the one that cuts the header into most cells.
  mutating func findHeader() throws(SurveyStatsError) -> (UInt8, HeaderSplitter.Header) {
    let asked = try options.delimiterByte()
    let candidates = asked.map { [$0] } ?? Array(",;\t|".utf8)
    while true {
      let checked = bytes.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { validateText($0, count: bytes.count) }
          ?? ValidatedText(good: 0, isBroken: false)
      }
      let isBroken = checked.isBroken || (isEnded && checked.good < bytes.count)
      let ending: TextEnding = isBroken ? .broken : isEnded ? .final : .more
      var best: (delimiter: UInt8, header: HeaderSplitter.Header)?
      var failure: SurveyStatsError?
      var unfinished: (layout: CSVLayout, place: CellPlace)?
      for delimiter in candidates {
        let layout = CSVLayout(
          name: name, columnNames: [], delimiter: delimiter, limits: options.limits, dataStart: 0,
          rowsBefore: 0, linesBefore: 0, blankLinesBefore: 0)
        let outcome = bytes.withUnsafeBufferPointer { bytes in
          HeaderSplitter(
            text: UnsafeBufferPointer(rebasing: bytes[..<checked.good]), ending: ending, layout: layout
          ).split(from: markBytes)
        }
        switch outcome {
        case .complete(let header):
          if header.cells.count > best?.header.cells.count ?? -1 { best = (delimiter, header) }
        case .failed(let error):
          failure = failure ?? error
        case .unfinished(_, let place):
          unfinished = unfinished ?? (layout, place)
        }
      }
      if let unfinished {
        if ending == .more {
          try readOn()
          continue
        }
        throw unfinished.layout.brokenText(
          at: unfinished.place, byte: bytes[checked.good], offset: checked.good)
      }
      if let best, failure == nil || best.header.cells.count > 1 { return best }
      throw failure ?? emptyFile()
    }
  }

  /// The line ends outside quotes in what was read at opening.
  var lineEnding: String {
    var counts = (lf: 0, crlf: 0, cr: 0)
    var isQuoted = false
    var index = markBytes
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A {
        counts.lf += 1
      } else if byte == 0x0D {
        if index < bytes.count, bytes[index] == 0x0A {
          counts.crlf += 1
          index += 1
        } else if index < bytes.count || isEnded {
          counts.cr += 1
        }
      }
    }
    switch (counts.lf > 0, counts.crlf > 0, counts.cr > 0) {
    case (_, false, false): return "lf"
    case (false, true, false): return "crlf"
    case (false, false, true): return "cr"
    default: return "mixed"
    }
  }
}
