import SurveyTable

/// A window over validated text that slides along a source.
///
/// ```
/// bytes ──▶ │ read before │ whole records │ part of a record │ NUL NUL … │
///           0             start                              end         capacity + slack
/// ```
/// Everything before `end` is UTF-8 without NUL; behind it stand NUL bytes, so that a scanner needs no
/// length to stop at. A byte that cannot be text ends the window for good (`fault`).
final class TextBuffer {
  /// Bytes that scanners may read behind the last one.
  static let slack = 64
  static let standardCapacity = 256 * 1024

  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var start = 0
  private(set) var end = 0
  /// Where in the whole text the byte at 0 of the window stands; in a UTF-8 file this is the place in the file.
  private(set) var position: Int
  /// The source has nothing more.
  private(set) var isEnded = false
  /// What stands behind the text of the window, where that cannot be text.
  private(set) var fault: TextFault?

  private var capacity: Int
  /// The first bytes of a character whose rest is still to come.
  private var unfinished: [UInt8] = []
  private let source: TextSource
  private let limits: ResourceLimits

  init(_ source: TextSource, position: Int, capacity: Int, limits: ResourceLimits) {
    self.source = source
    self.position = position
    self.capacity = max(1, capacity)
    self.limits = limits
    bytes = .allocate(capacity: self.capacity + Self.slack)
    bytes.initialize(repeating: 0, count: self.capacity + Self.slack)
  }

  deinit { bytes.deallocate() }

  /// What follows the text in the window.
  var ending: TextEnding { fault != nil ? .broken : isEnded ? .final : .more }

  /// What has been given to the reader, counted from the beginning of the text.
  var consumedPosition: Int { position.addingClamped(start) }
  /// How far the file has been read for it.
  var filePosition: Int { source.filePosition ?? consumedPosition }

  var encoding: String { source.encoding.name }
  /// What is to be said of the encoding when the pass has ended.
  var notes: [Note] { source.notes }

  func consume(to pointer: UnsafePointer<UInt8>) {
    start = min(max(start, pointer - UnsafePointer(bytes)), end)
  }

  /// Moves what is unread to the front and reads on; the window grows where a record fills it.
  func refill() throws(SurveyStatsError) {
    if isEnded || fault != nil { return }
    if start > 0 {
      bytes.update(from: bytes + start, count: end - start)
      position = position.addingClamped(start)
      end -= start
      start = 0
    }
    if end + unfinished.count >= capacity { try grow() }
    var loaded = end
    for byte in unfinished {
      bytes[loaded] = byte
      loaded += 1
    }
    let count = try source.fill(
      UnsafeMutableRawBufferPointer(start: bytes + loaded, count: capacity - loaded))
    loaded += count
    isEnded = count == 0
    let checked = validateText(bytes + end, count: loaded - end)
    end += checked.good
    if checked.isBroken || (isEnded && end < loaded) {
      fault = source.fault(notUTF8: bytes[end], at: position.addingClamped(end))
    } else if end == loaded {
      fault = source.fault
    }
    unfinished = fault == nil ? (end..<loaded).map { bytes[$0] } : []
    (bytes + end).update(repeating: 0, count: Self.slack)
  }

  private func grow() throws(SurveyStatsError) {
    let size = capacity.addingClamped(capacity)
    try limits.checkMemory(bytes: size, for: "one record")
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: size + Self.slack)
    larger.initialize(repeating: 0, count: size + Self.slack)
    larger.update(from: bytes, count: end)
    bytes.deallocate()
    bytes = larger
    capacity = size
  }
}
