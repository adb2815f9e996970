import SurveyTable
import Synchronization

/// A pipe, a terminal, a socket: bytes that come once.
///
/// What opening the table reads is kept, and the first pass begins with it; a second pass has nothing left
/// to read.
package final class PipeBytes: ByteOrigin {
  private enum Stage { case untouched, opening, spent }

  private struct State {
    var stage = Stage.untouched
    var kept: [UInt8] = []
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
    let bytes = try PipeByteSource(descriptor, replaying: [], keep: nil).beginning(count)
    state.withLock { if $0.stage == .untouched { $0.kept.append(contentsOf: bytes) } }
    return bytes
  }

  package func open(at offset: Int) throws(SurveyStatsError) -> any ByteSource {
    let (before, kept) = state.withLock { state in
      let before = state.stage
      let kept = state.kept
      state.stage = before == .untouched ? .opening : .spent
      if before != .untouched { state.kept = [] }
      return (before, kept)
    }
    switch before {
    case .untouched:
      return PipeByteSource(descriptor, replaying: kept[...]) { [self] bytes in
        state.withLock { $0.kept.append(contentsOf: bytes) }
      }
    case .opening:
      return PipeByteSource(descriptor, replaying: kept[min(max(0, offset), kept.count)...], keep: nil)
    case .spent:
      throw SurveyStatsError(
        .sourceChanged,
        "\(name) is a pipe, which can be read once, and it has been; save it to a file to ask more of it",
        chinese: "\(name) 為管線，僅能讀取一次；請先存成檔案")
    }
  }
}

private final class PipeByteSource: ByteSource {
  let totalBytes = 0
  private let descriptor: FileDescriptor
  private var replay: ArraySlice<UInt8>
  private let keep: ((UnsafeRawBufferPointer) -> Void)?

  init(
    _ descriptor: FileDescriptor, replaying replay: ArraySlice<UInt8>,
    keep: ((UnsafeRawBufferPointer) -> Void)?
  ) {
    self.descriptor = descriptor
    self.replay = replay
    self.keep = keep
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
    if !replay.isEmpty {
      let count = min(replay.count, buffer.count)
      replay.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      replay = replay.dropFirst(count)
      if replay.isEmpty { replay = [] }
      return count
    }
    let count = try descriptor.read(into: buffer)
    keep?(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    return count
  }
}
