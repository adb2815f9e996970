import CSurveyShims
import SurveyTable

/// The bytes of a file as UTF-8.
///
/// ```
///                      ┌ utf8       ─▶ as they are, checked by the reader
/// file ─▶ undecided ─▶ ┤
///         (ASCII)      └ cp950 …    ─▶ decoded, up to the first byte that is no character (`fault`)
/// ```
/// Text must be made into UTF-8 before it is parsed: the second byte of a Big5 character can be `|`, `\` or
/// a letter, and every other byte of UTF-16 can be a line end.
final class TextSource {
  let totalBytes: Int
  /// Never `undecided` once a byte beyond ASCII has come.
  private(set) var encoding: TextEncoding
  /// What the encoding was decided by, now or at opening.
  private(set) var evidence: EncodingEvidence
  /// What stands behind the last text given, where that is no character.
  var fault: TextFault? { pending.isEmpty ? rawFault : nil }

  private let source: any ByteSource
  private var decoder: TextDecoder
  private let isDecidedBefore: Bool
  /// Text still to be passed over: a header that an earlier pass read.
  private var skipping: Int
  /// Bytes of the file that were read and not given yet, and where the first of them stands in the file.
  private var raw: [UInt8] = []
  private var rawStart = 0
  private var rawEnd = 0
  private var rawPosition: Int
  private var isInputEnded = false
  private var rawFault: TextFault?
  /// Text that did not fit into the reader's room.
  private var pending: ArraySlice<UInt8> = []

  private static let rawBytes = EncodingGuess.stretch

  init(
    _ source: any ByteSource, encoding: TextEncoding, position: Int, skipping: Int = 0,
    evidence: EncodingEvidence = .init()
  ) {
    self.source = source
    self.encoding = encoding
    self.skipping = skipping
    self.evidence = evidence
    totalBytes = source.totalBytes
    isDecidedBefore = encoding != .undecided
    rawPosition = position
    decoder = TextDecoder(encoding: encoding)
  }

  /// How far the file has been read for the text that was given; `nil` where text and file have the same positions.
  var filePosition: Int? { source.filePosition ?? (encoding.isDecoded ? rawPosition : nil) }
  /// Where in the file it was decided, in this pass, that it is CP950.
  var decidedForCP950: Int? {
    isDecidedBefore || encoding != .cp950 ? nil : evidence.notUTF8
  }
  var privateUse: Int { decoder.privateUse }

  /// Fills `buffer`, or as much as there is before the end or the fault.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
    try skip()
    return try fillText(buffer)
  }

  private func skip() throws(SurveyStatsError) {
    if skipping == 0 { return }
    let passed = UnsafeMutableRawBufferPointer.allocate(byteCount: min(skipping, 1 << 16), alignment: 16)
    defer { passed.deallocate() }
    while skipping > 0 {
      let count = try fillText(
        UnsafeMutableRawBufferPointer(rebasing: passed[..<min(skipping, passed.count)]))
      if count == 0 { break }
      skipping -= count
    }
    skipping = 0
  }

  private func fillText(_ buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count =
        switch encoding {
        case .utf8: try readPlain(room)
        case .undecided: try readASCII(room)
        default: try readDecoded(room)
        }
      if count == 0 { break }
      filled += min(count, room.count)
    }
    return filled
  }

  private func readPlain(_ room: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
    if rawStart == rawEnd { return try source.read(into: room) }
    let count = min(rawEnd - rawStart, room.count)
    raw.withUnsafeBytes {
      room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[rawStart..<rawStart + count]))
    }
    drop(count)
    return count
  }

  /// ASCII goes through; at the first other byte the encoding is decided.
  private func readASCII(_ room: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
    let count = min(try source.read(into: room), room.count)
    guard count > 0, let bytes = room.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    let ascii = survey_scan_ascii(bytes, count)
    rawPosition = rawPosition.addingClamped(ascii)
    if ascii == count { return count }
    raw = Array(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(start: bytes, count: count)[ascii...]))
    rawStart = 0
    rawEnd = raw.count
    try load()
    let stretch = raw[..<min(rawEnd, EncodingGuess.stretch)]
    let guess = stretch.withUnsafeBufferPointer {
      EncodingGuess($0, isLast: isInputEnded && stretch.count == rawEnd)
    }
    encoding = guess.encoding
    evidence.notUTF8 = guess.evidence.notUTF8.map { $0.addingClamped(rawPosition) }
    evidence.notCP950 = guess.evidence.notCP950.map { $0.addingClamped(rawPosition) }
    decoder = TextDecoder(encoding: encoding)
    if ascii > 0 { return ascii }
    return encoding == .utf8 ? try readPlain(room) : try readDecoded(room)
  }

  private func readDecoded(_ room: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
    while rawFault == nil || !pending.isEmpty {
      if !pending.isEmpty {
        let count = min(pending.count, room.count)
        pending.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        pending = pending.dropFirst(count)
        return count
      }
      let run: DecodedRun
      let written: Int
      if room.count >= TextDecoder.longestCharacter {
        run = room.withMemoryRebound(to: UInt8.self) { decode(into: $0) }
        written = run.written
      } else {
        var small: [UInt8] = []
        run = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { output in
          let run = decode(into: output)
          small = Array(output[..<run.written])
          return run
        }
        pending = small[...]
        written = 0
      }
      switch run.stop {
      case .needsRoom: break
      case .broken: fail()
      case .needsInput:
        if written == 0, pending.isEmpty {
          if isInputEnded {
            if rawStart == rawEnd { return 0 }
            fail()
          } else {
            try load()
          }
        }
      }
      if written > 0 { return written }
    }
    return 0
  }

  private func decode(into output: UnsafeMutableBufferPointer<UInt8>) -> DecodedRun {
    let (start, end) = (rawStart, rawEnd)
    let run = raw.withUnsafeBufferPointer {
      decoder.decode(UnsafeBufferPointer(rebasing: $0[start..<end]), into: output)
    }
    drop(run.read)
    return run
  }

  private func fail() {
    let byte = rawStart < rawEnd ? raw[rawStart] : 0
    let isUTF16 = encoding == .utf16LittleEndian || encoding == .utf16BigEndian
    let isNUL = isUTF16 ? raw[rawStart..<rawEnd].prefix(2).elementsEqual([0, 0]) : byte == 0
    var reason = TextFault.Reason.not(encoding)
    if isNUL { reason = .nul } else if let notUTF8 = evidence.notUTF8 { reason = .notCP950(utf8: notUTF8) }
    rawFault = TextFault(byte: byte, offset: rawPosition, reason: reason)
  }

  /// A byte that the reader found not to be UTF-8, in a source that is not decoded.
  func fault(notUTF8 byte: UInt8, at offset: Int) -> TextFault {
    var reason = TextFault.Reason.notUTF8
    if byte == 0 { reason = .nul } else if let cp950 = evidence.notCP950 { reason = .neither(cp950: cp950) }
    return TextFault(byte: byte, offset: offset, reason: reason)
  }

  private func drop(_ count: Int) {
    rawStart += count
    rawPosition = rawPosition.addingClamped(count)
  }

  /// Moves what is left to the front and reads on.
  private func load() throws(SurveyStatsError) {
    let kept = rawEnd - rawStart
    if kept < Self.rawBytes {
      if raw.count < Self.rawBytes { raw += [UInt8](repeating: 0, count: Self.rawBytes - raw.count) }
      let (start, room) = (rawStart, Self.rawBytes)
      var count = 0
      var failure: SurveyStatsError?
      raw.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        base.copyMemory(from: base + start, byteCount: kept)
        do throws(SurveyStatsError) {
          count = try source.fill(UnsafeMutableRawBufferPointer(rebasing: bytes[kept..<room]))
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      rawStart = 0
      rawEnd = kept + count
      if rawEnd < room { isInputEnded = true }
    }
  }
}
