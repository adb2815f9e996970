import SurveyTable

/// Bytes in order, once: what a reader reads from.
package protocol ByteSource: AnyObject {
  /// Bytes from the first to the last of the whole input, or 0 where nobody knows.
  var totalBytes: Int { get }

  /// How far of these the input has been read, where it is not read byte for byte: it is compressed. Else `nil`.
  var filePosition: Int? { get }

  /// Puts the next bytes into `buffer` and says how many; 0 only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int
}

/// Where bytes come from: it gives out a source for each pass.
///
/// Opening a table asks for one source to look at the header; every pass asks for another. An origin that
/// can be read once (a long pipe) serves these two and throws `sourceChanged` from then on.
package protocol ByteOrigin: Sendable {
  /// Bytes of the whole input where any part of it can be read again and beside others; `nil` for a pipe.
  var length: Int? { get }

  /// About how many bytes a second pass reads; `nil` where there is none, as of a pipe.
  var repeatableBytes: Int? { get }

  /// The first `count` bytes, or all where there are fewer; an origin that can be read once gives them out again.
  func beginning(_ count: Int) throws(SurveyStatsError) -> [UInt8]

  /// A source that begins `offset` bytes into the input.
  func open(at offset: Int) throws(SurveyStatsError) -> any ByteSource
}

extension ByteOrigin {
  package var repeatableBytes: Int? { length }

  package func beginning(_ count: Int) throws(SurveyStatsError) -> [UInt8] {
    try open(at: 0).beginning(count)
  }
}

extension ByteSource {
  package var filePosition: Int? { nil }

  /// The next `count` bytes, or all where there are fewer.
  func beginning(_ count: Int) throws(SurveyStatsError) -> [UInt8] {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, count), alignment: 16)
    defer { room.deallocate() }
    return Array(room[..<(try fill(UnsafeMutableRawBufferPointer(rebasing: room[..<count])))])
  }

  /// Reads until `buffer` is full or the input ends, so that what follows does not depend on how a pipe
  /// was cut into pieces.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      if count <= 0 { break }
      filled += min(count, buffer.count - filled)
    }
    return filled
  }
}
