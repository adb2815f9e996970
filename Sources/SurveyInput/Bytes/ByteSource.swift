import SurveyTable

/// Bytes in order, once: what a reader reads from.
package protocol ByteSource: AnyObject {
  /// Bytes from the first to the last of the whole input, or 0 where nobody knows.
  var totalBytes: Int { get }

  /// Puts the next bytes into `buffer` and says how many; 0 only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int
}

/// Where bytes come from: it gives out a source for each pass.
///
/// Opening a table asks for one source to look at the header; every pass asks for another. An origin that
/// can be read once (a pipe) serves these two and throws `sourceChanged` from then on.
package protocol ByteOrigin: Sendable {
  /// Bytes of the whole input where any part of it can be read again and beside others; `nil` for a pipe.
  var length: Int? { get }

  /// A source that begins `offset` bytes into the input.
  func open(at offset: Int) throws(SurveyStatsError) -> any ByteSource
}

extension ByteSource {
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
