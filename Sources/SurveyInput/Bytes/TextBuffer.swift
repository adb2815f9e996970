import SurveyTable

/// A window over validated text that slides along a source.
///
/// ```
/// bytes ──▶ │ read before │ whole records │ part of a record │ NUL NUL … │
///           0             start                              end         capacity + slack
/// ```
/// Everything before `end` is UTF-8 without NUL; behind it stand NUL bytes, so that a scanner needs no
/// length to stop at. Text that cannot be UTF-8 ends the window for good (`broken`).
final class TextBuffer {
  /// Bytes that scanners may read behind the last one.
  static let slack = 64
  static let standardCapacity = 256 * 1024

  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var start = 0
  private(set) var end = 0
  /// Where in the whole input the byte at 0 of the window stands.
  private(set) var position: Int
  /// The source has nothing more.
  private(set) var isEnded = false
  /// The byte at `end` of the window cannot be text.
  private(set) var broken: UInt8?

  private var capacity: Int
  /// The first bytes of a character whose rest is still to come.
  private var unfinished: [UInt8] = []
  private let source: any ByteSource
  private let limits: ResourceLimits

  init(_ source: any ByteSource, position: Int, capacity: Int, limits: ResourceLimits) {
    self.source = source
    self.position = position
    self.capacity = max(1, capacity)
    self.limits = limits
    bytes = .allocate(capacity: self.capacity + Self.slack)
    bytes.initialize(repeating: 0, count: self.capacity + Self.slack)
  }

  deinit { bytes.deallocate() }

  /// What follows the text in the window.
  var ending: TextEnding { broken != nil ? .broken : isEnded ? .final : .more }

  /// What has been given to the reader, counted from the beginning of the input.
  var consumedPosition: Int { position.addingClamped(start) }

  func consume(to pointer: UnsafePointer<UInt8>) {
    start = min(max(start, pointer - UnsafePointer(bytes)), end)
  }

  /// Moves what is unread to the front and reads on; the window grows where a record fills it.
  func refill() throws(SurveyStatsError) {
    if isEnded || broken != nil { return }
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
    if checked.isBroken || (isEnded && end < loaded) { broken = bytes[end] }
    unfinished = broken == nil ? (end..<loaded).map { bytes[$0] } : []
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
