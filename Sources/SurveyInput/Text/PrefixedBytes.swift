import SurveyTable

/// Bytes that were read already, then the rest of their source.
final class PrefixedBytes: ByteSource {
  private var prefix: ArraySlice<UInt8>
  private let source: any ByteSource

  init(_ prefix: ArraySlice<UInt8>, then source: any ByteSource) {
    self.prefix = prefix
    self.source = source
  }

  var totalBytes: Int { source.totalBytes }
  var filePosition: Int? { source.filePosition }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
    if prefix.isEmpty { return try source.read(into: buffer) }
    let count = min(prefix.count, buffer.count)
    prefix.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    prefix = prefix.dropFirst(count)
    return count
  }
}
