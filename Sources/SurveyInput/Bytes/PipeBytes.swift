import SurveyTable
import Synchronization

/// A pipe, a terminal, a socket: bytes that come once.
///
/// What was read is kept as long as it is little, so that a short table can be asked again and again. Of a longer one
/// only what its opening reads is kept; the first pass begins with it, and a second pass has nothing left to read.
package final class PipeBytes: ByteOrigin {
  /// What is kept of a pipe at most, once its opening is over.
  package static let mostKept = 8 << 20

  private struct State {
    /// The beginning of the pipe; all that was read of it while nothing is lost.
    var kept: [UInt8] = []
    var readBytes = 0
    var isOver = false
    /// The first source is that of the opening.
    var sources = 0

    var isLost: Bool { kept.count < readBytes }
  }

  private let descriptor: FileDescriptor
  private let name: String
  private let state = Mutex(State())

  init(_ descriptor: FileDescriptor, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  package var length: Int? { nil }

  /// Read before the table is opened, whose opening begins with these bytes.
  package func beginning(_ count: Int) throws(SurveyStatsError) -> [UInt8] {
    try PipeByteSource(self, at: 0).beginning(count)
  }

  package func open(at offset: Int) throws(SurveyStatsError) -> any ByteSource {
    let isLost = state.withLock { state in
      state.sources += 1
      return state.isLost
    }
    if isLost { throw spent() }
    return PipeByteSource(self, at: max(0, offset))
  }

  private func spent() -> SurveyStatsError {
    SurveyStatsError(
      .sourceChanged,
      "\(name) is a pipe of more than \(Self.mostKept >> 20) MiB, which can be read once, and it has been; save it to a file to ask more of it",
      chinese: "\(name) 為超過 \(Self.mostKept >> 20) MiB 之管線，僅能讀取一次；請先存成檔案")
  }

  /// Bytes from `position` on; 0 at the end.
  fileprivate func read(
    into buffer: UnsafeMutableRawBufferPointer, at position: Int
  ) throws(SurveyStatsError) -> Int {
    let (known, isOver, isLost) = state.withLock { state -> (Int, Bool, Bool) in
      let count = min(max(0, state.kept.count - position), buffer.count)
      if count > 0 {
        state.kept.withUnsafeBytes {
          buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<(position + count)]))
        }
      }
      return (count, state.isOver, position != state.readBytes)
    }
    if known > 0 { return known }
    if isLost { throw spent() }
    if isOver { return 0 }
    let count = try descriptor.read(into: buffer)
    state.withLock { state in
      if count == 0 { state.isOver = true }
      // The opening's bytes are needed once more, however many they are.
      let fits = state.sources < 2 || state.kept.count + count <= Self.mostKept
      if fits, !state.isLost {
        state.kept.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      } else {
        state.kept = []
      }
      state.readBytes += count
    }
    return count
  }
}

private final class PipeByteSource: ByteSource {
  let totalBytes = 0
  private let pipe: PipeBytes
  private var position: Int

  init(_ pipe: PipeBytes, at position: Int) {
    self.pipe = pipe
    self.position = position
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
    let count = try pipe.read(into: buffer, at: position)
    position += count
    return count
  }
}
