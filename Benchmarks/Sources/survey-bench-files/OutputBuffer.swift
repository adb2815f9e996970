import Glibc

/// Bytes on their way to a file. A megabyte is gathered first: ten million rows are a gigabyte of small cells, and an
/// array that grows cell by cell takes most of a minute for them.
struct OutputBuffer {
  private static let size = 1 << 20
  private let file: UnsafeMutablePointer<FILE>
  private let start = UnsafeMutablePointer<UInt8>.allocate(capacity: OutputBuffer.size)
  private var count = 0
  private(set) var failed = false

  init(_ file: UnsafeMutablePointer<FILE>) {
    self.file = file
  }

  mutating func put(_ byte: UInt8) {
    if count == Self.size { flush() }
    start[count] = byte
    count += 1
  }

  mutating func put(_ bytes: [UInt8]) {
    for byte in bytes { put(byte) }
  }

  mutating func flush() {
    if fwrite(start, 1, count, file) != count { failed = true }
    count = 0
  }
}
