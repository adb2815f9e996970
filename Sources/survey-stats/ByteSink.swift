import Glibc
import SurveyStats

/// Bytes on their way to a file or a pipe, gathered so that few calls are made.
struct ByteSink {
  let descriptor: Int32
  let name: String
  private var waiting: [UInt8] = []

  private static let capacity = 1 << 18

  init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  mutating func write(_ text: String) throws(SurveyStatsError) { try write(Array(text.utf8)) }

  mutating func write(_ bytes: [UInt8]) throws(SurveyStatsError) {
    waiting += bytes
    if waiting.count >= Self.capacity { try flush() }
  }

  mutating func flush() throws(SurveyStatsError) {
    var offset = 0
    while offset < waiting.count {
      let count = waiting.withUnsafeBytes { buffer in
        write(buffer.baseAddress.map { $0 + offset }, waiting.count - offset)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw Output.failure(name, "cannot be written")
      }
      offset += count
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private func write(_ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    switch descriptor {
    case STDOUT_FILENO:
      // Results on the terminal take the place of what was said on the way to them.
      Watch.shared.withoutLine(forGood: isatty(STDOUT_FILENO) == 1) {}
      return Glibc.write(descriptor, bytes, count)
    case STDERR_FILENO: return Watch.shared.withoutLine { Glibc.write(descriptor, bytes, count) }
    default: return Glibc.write(descriptor, bytes, count)
    }
  }
}
