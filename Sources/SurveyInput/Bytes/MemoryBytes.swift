import SurveyTable

/// Bytes that an app already holds.
package struct MemoryBytes: ByteOrigin {
  let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var length: Int? { bytes.count }

  package func open(at offset: Int) throws(SurveyStatsError) -> any ByteSource {
    MemoryByteSource(bytes, offset: min(max(0, offset), bytes.count))
  }
}

private final class MemoryByteSource: ByteSource {
  private let bytes: [UInt8]
  private var offset: Int

  init(_ bytes: [UInt8], offset: Int) {
    self.bytes = bytes
    self.offset = offset
  }

  var totalBytes: Int { bytes.count }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
    let count = min(buffer.count, bytes.count - offset)
    bytes.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count]))
    }
    offset += count
    return count
  }
}
