/// The first bytes that are neither; `nil` where none was seen.
struct EncodingEvidence: Sendable, Hashable {
  var notUTF8: Int?
  var notCP950: Int?
}

/// UTF-8 or CP950? Decided once, on a fixed stretch of the file that begins with its first byte beyond
/// ASCII, so that it depends neither on how the file came in pieces nor on which pass asks.
struct EncodingGuess: Sendable, Hashable {
  /// Bytes that are looked at: some thousand answers, and little to hold for a pipe.
  static let stretch = 64 * 1024

  var encoding: TextEncoding
  /// Counted from the beginning of the stretch.
  var evidence = EncodingEvidence()

  /// `isLast` says that the file ends with the stretch.
  init(_ stretch: UnsafeBufferPointer<UInt8>, isLast: Bool) {
    guard let start = stretch.baseAddress, stretch.count > 0 else {
      encoding = .utf8
      return
    }
    let utf8 = validateText(start, count: stretch.count)
    if !utf8.isBroken, !isLast || utf8.good == stretch.count {
      encoding = .utf8
      return
    }
    evidence.notUTF8 = utf8.good
    evidence.notCP950 = Self.firstNotCP950(stretch, isLast: isLast)
    if let notCP950 = evidence.notCP950 {
      // Neither: the one that goes further is what the file was meant to be.
      encoding = notCP950 > utf8.good ? .cp950 : .utf8
      return
    }
    // Big5 does not look like several characters of three bytes by chance; UTF-8 with one damaged byte does,
    // and read as CP950 all of it would be wrong.
    let threeByteLeads = stretch[..<utf8.good].reduce(0) { $0 + ($1 & 0xF0 == 0xE0 ? 1 : 0) }
    encoding = threeByteLeads >= 4 ? .utf8 : .cp950
  }

  private static func firstNotCP950(_ stretch: UnsafeBufferPointer<UInt8>, isLast: Bool) -> Int? {
    var decoder = TextDecoder(encoding: .cp950)
    var read = 0
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4096) { room in
      while true {
        let run = decoder.decode(UnsafeBufferPointer(rebasing: stretch[read...]), into: room)
        read += run.read
        switch run.stop {
        case .broken: return read
        case .needsRoom: continue
        case .needsInput: return isLast && read < stretch.count ? read : nil
        }
      }
    }
  }
}
