import SurveyTable

/// The beginning of a file as UTF-8, and what it says.
struct FileLook {
  /// Enough to tell UTF-16 by its NUL bytes.
  private static let sampleBytes = 1024

  let name: String
  let options: CSVOptions
  let text: TextSource
  /// Behind the byte order mark.
  var bytes: [UInt8] = []
  var isEnded = false
  let markBytes: Int
  private let bufferBytes: Int
  private let encodingNote: Note?

  /// Reads a sample to see what encoding the text has.
  init(
    _ source: any ByteSource, name: String, options: CSVOptions, bufferBytes: Int
  ) throws(SurveyStatsError) {
    self.name = name
    self.options = options
    self.bufferBytes = max(Self.sampleBytes, bufferBytes)
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.sampleBytes, alignment: 16)
    defer { room.deallocate() }
    let count = try source.fill(room)
    let sample = Array(room[..<count])
    if let foreign = ForeignFile(beginning: sample) { throw foreign.error(name, isTable: true) }
    let mark = ByteOrderMark(sample)
    let (encoding, note) = try Self.encoding(EncodingChoice(options.encoding), mark, sample, name)
    encodingNote = note
    markBytes = mark.length
    text = TextSource(
      PrefixedBytes(sample[mark.length...], then: source), encoding: encoding, position: mark.length)
  }

  private static func encoding(
    _ choice: EncodingChoice, _ mark: ByteOrderMark, _ sample: [UInt8], _ name: String
  ) throws(SurveyStatsError) -> (TextEncoding, Note?) {
    if mark == .utf32 {
      throw SurveyStatsError(
        .unsupported,
        "\(name) is UTF-32 text, which is not read; save it as UTF-8 (in Excel: CSV UTF-8)",
        chinese: "\(name) 為 UTF-32 編碼，無法讀取；請另存為 UTF-8（Excel：CSV UTF-8）")
    }
    let nuls = mark == .none ? utf16ByItsNULs(sample) : nil
    switch choice {
    case .auto:
      let found = mark.encoding ?? nuls ?? .undecided
      return (found, found.isDecoded ? .detectedUTF16(found, byMark: mark != .none) : nil)
    case .utf16:
      if let found = mark.encoding ?? nuls, found.isDecoded { return (found, nil) }
      throw SurveyStatsError(
        .badEncoding,
        mark == .utf8
          ? "\(name) begins with the byte order mark of utf-8, so it is not UTF-16; leave out --encoding"
          : "\(name) shows neither a byte order mark nor the NUL bytes of UTF-16; leave out --encoding, or give utf-16le or utf-16be",
        chinese: mark == .utf8
          ? "\(name) 之位元組順序記號為 UTF-8，並非 UTF-16；請勿指定編碼（encoding）"
          : "\(name) 無 UTF-16 之位元組順序記號；請勿指定編碼（encoding），或改為 utf-16le、utf-16be"
      )
    case .fixed(let encoding):
      if let marked = mark.encoding, marked != encoding {
        throw SurveyStatsError(
          .badEncoding,
          "\(name) begins with the byte order mark of \(marked.rawValue), so it is not \(encoding.rawValue); leave out --encoding",
          chinese: "\(name) 之位元組順序記號為 \(marked.rawValue)，而非 \(encoding.rawValue)；請勿指定編碼（encoding）"
        )
      }
      return (encoding, nil)
    }
  }

  /// What was decided about the encoding so far.
  var notes: [Note] {
    if let encodingNote { return [encodingNote] }
    return text.decidedForCP950.map { [.detectedCP950(at: $0)] } ?? []
  }

  /// Why there is no header: the first byte is not of the encoding, or there is none.
  func emptyFile() -> SurveyStatsError {
    if let fault = checkedText().fault {
      let layout = CSVLayout(
        name: name, columnNames: [], delimiter: UInt8(ascii: ","), limits: options.limits)
      return layout.brokenText(at: CellPlace(row: 1, line: 1, column: 0), fault)
    }
    return SurveyStatsError(
      .emptyData, "\(name) is empty: there is no header and no row", chinese: "\(name) 是空檔，沒有標題列也沒有資料")
  }

  /// Reads as much again as there is, at least one buffer.
  mutating func readOn() throws(SurveyStatsError) {
    let wanted = max(bufferBytes, bytes.count)
    try options.limits.checkMemory(bytes: bytes.count.addingClamped(wanted), for: "the header of \(name)")
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: wanted, alignment: 16)
    defer { piece.deallocate() }
    let count = try text.fill(piece)
    bytes.append(contentsOf: piece[..<count])
    if count == 0 { isEnded = true }
  }

  /// The delimiter that was asked for, or the one that cuts the header into most cells.
  mutating func findHeader() throws(SurveyStatsError) -> (UInt8, HeaderSplitter.Header) {
    let asked = try options.delimiterByte()
    let candidates = asked.map { [$0] } ?? Array(",;\t|".utf8)
    while true {
      let (good, fault) = checkedText()
      let ending: TextEnding = fault != nil ? .broken : isEnded ? .final : .more
      var best: (delimiter: UInt8, header: HeaderSplitter.Header)?
      var failure: SurveyStatsError?
      var unfinished: (layout: CSVLayout, place: CellPlace)?
      for delimiter in candidates {
        let layout = CSVLayout(
          name: name, columnNames: [], delimiter: delimiter, limits: options.limits)
        let outcome = bytes.withUnsafeBufferPointer { bytes in
          HeaderSplitter(
            text: UnsafeBufferPointer(rebasing: bytes[..<good]), ending: ending, layout: layout
          ).split(from: 0)
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
        if let fault { throw unfinished.layout.brokenText(at: unfinished.place, fault) }
        try readOn()
        continue
      }
      if let best, failure == nil || best.header.cells.count > 1 { return best }
      throw failure ?? emptyFile()
    }
  }

  /// Adds the records that follow, up to `count` in all; asked for by the user they must be there and have
  /// as many cells as the first, otherwise what cannot be read is left to the pass and its messages.
  mutating func readRecords(
    _ count: Int, after records: inout [HeaderSplitter.Header], _ delimiter: UInt8
  ) throws(SurveyStatsError) {
    let isAsked = options.headerRows != nil
    let layout = CSVLayout(name: name, columnNames: [], delimiter: delimiter, limits: options.limits)
    while records.count < count, let last = records.last {
      let (good, fault) = checkedText()
      let ending: TextEnding = fault != nil ? .broken : isEnded ? .final : .more
      let outcome = bytes.withUnsafeBufferPointer { bytes in
        HeaderSplitter(text: UnsafeBufferPointer(rebasing: bytes[..<good]), ending: ending, layout: layout)
          .split(from: last.end)
      }
      switch outcome {
      case .complete(let record):
        let isRow = record.cells.count == records[0].cells.count
        if isRow { records.append(record) }
        if isRow { continue }
        if !isAsked { return }
        throw SurveyStatsError(
          .malformedData,
          "\(name): header row \(records.count + 1) has \(record.cells.count) cells, not \(records[0].cells.count) as the first; check --header-rows",
          chinese:
            "\(name)：第 \(records.count + 1) 列標題有 \(record.cells.count) 格，與第一列之 \(records[0].cells.count) 格不同；請檢查標題列數（header-rows）"
        )
      case .failed(let error):
        if isAsked { throw error }
        return
      case .unfinished(_, let place):
        if fault == nil, !isEnded {
          try readOn()
        } else if isAsked, let fault {
          throw layout.brokenText(at: place, fault)
        } else {
          return
        }
      }
    }
  }

  /// How much of the text is good, and what stands there if it is not the end of what was read.
  private func checkedText() -> (good: Int, fault: TextFault?) {
    let checked = bytes.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { validateText($0, count: bytes.count) }
        ?? ValidatedText(good: 0, isBroken: false)
    }
    if checked.isBroken || (isEnded && checked.good < bytes.count) {
      let offset = markBytes.addingClamped(checked.good)
      return (checked.good, text.fault(notUTF8: bytes[checked.good], at: offset))
    }
    return (checked.good, checked.good == bytes.count ? text.fault : nil)
  }

  /// The line ends outside quotes in what was read at opening.
  var lineEnding: String {
    var counts = (lf: 0, crlf: 0, cr: 0)
    var isQuoted = false
    bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        // Quotes and line ends are the least of the bytes.
        if byte > UInt8(ascii: "\"") { continue }
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
    }
    switch (counts.lf > 0, counts.crlf > 0, counts.cr > 0) {
    case (_, false, false): return "lf"
    case (false, true, false): return "crlf"
    case (false, false, true): return "cr"
    default: return "mixed"
    }
  }
}
