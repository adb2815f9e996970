import SurveyTable

/// Reads the content of compressed bytes in order, through a buffer of its own.
///
/// The end of the content is given only where every member was whole, its checksum right, and nothing else stood
/// behind: a damaged file ends in an error, never as a shorter one.
final class CompressedByteSource: ByteSource {
  /// The file's own bytes, of which the content's number is not known.
  let totalBytes: Int
  var filePosition: Int? { position }

  private let file: any ByteSource
  private let compression: Compression
  private let name: String
  private let decompressor: any Decompressor
  /// Content still to be passed over.
  private var skipping: Int
  /// Bytes of the file that were read and not decompressed yet, and where the first of them stands in the file.
  private var input: [UInt8]
  private var start = 0
  private var end = 0
  private var position = 0
  private var isFileEnded = false
  private var state = State.between

  private enum State {
    /// Where a member may begin.
    case between
    case inMember
    /// Behind the last member of a gzip file, where tapes and disks are filled up with zeros.
    case padding
    case ended
  }

  private static let inputBytes = 128 * 1024

  init(_ file: any ByteSource, _ compression: Compression, name: String, skipping: Int) {
    self.file = file
    self.compression = compression
    self.name = name
    self.skipping = skipping
    totalBytes = file.totalBytes
    input = [UInt8](repeating: 0, count: Self.inputBytes)
    decompressor =
      switch compression {
      case .gzip: GzipDecompressor()
      case .zstd: ZstandardDecompressor()
      }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
    if skipping > 0 { try skip() }
    return try readContent(into: buffer)
  }

  private func skip() throws(SurveyStatsError) {
    let passed = UnsafeMutableRawBufferPointer.allocate(byteCount: min(skipping, 1 << 16), alignment: 16)
    defer { passed.deallocate() }
    while skipping > 0 {
      let room = UnsafeMutableRawBufferPointer(rebasing: passed[..<min(skipping, passed.count)])
      let count = try readContent(into: room)
      if count == 0 { break }
      skipping -= count
    }
    skipping = 0
  }

  private func readContent(into buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
    if buffer.isEmpty { return 0 }
    while true {
      switch state {
      case .ended: return 0
      case .padding: try passPadding()
      case .between: try beginMember()
      case .inMember:
        if start == end, !isFileEnded { try load() }
        let step = input.withUnsafeBytes { bytes in
          decompressor.decompress(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), into: buffer)
        }
        take(step.taken)
        switch step.stop {
        case .failed(let fault): throw error(fault)
        case .memberEnded: state = .between
        case .unfinished:
          // At the end of the file the decompressor may still hold content, but not for ever.
          if step.written == 0, step.taken == 0, start == end, isFileEnded { throw error(.cutShort) }
          if step.written == 0, step.taken == 0, start < end { throw error(.damaged) }
        }
        if step.written > 0 { return step.written }
      }
    }
  }

  /// Looks at what stands behind a member, or at the beginning of the file.
  private func beginMember() throws(SurveyStatsError) {
    while end - start < 4, !isFileEnded { try load() }
    let next = input[start..<end].prefix(4)
    if next.isEmpty {
      state = .ended
    } else if compression.beginsMember(next) {
      decompressor.beginMember()
      state = .inMember
    } else if next.count < 4, compression.mayBegin(next) {
      take(next.count)
      throw error(.cutShort)
    } else if compression == .gzip, next.first == 0 {
      state = .padding
    } else {
      throw error(.trailingBytes)
    }
  }

  private func passPadding() throws(SurveyStatsError) {
    if start == end { try load() }
    let zeros = input[start..<end].prefix { $0 == 0 }.count
    take(zeros)
    if start < end { throw error(.trailingBytes) }
    if isFileEnded { state = .ended }
  }

  private func take(_ count: Int) {
    start += min(count, end - start)
    position = position.addingClamped(count)
  }

  /// Moves what is left to the front and reads on.
  private func load() throws(SurveyStatsError) {
    if isFileEnded { return }
    let (kept, old) = (end - start, start)
    var count = 0
    var failure: SurveyStatsError?
    input.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      base.copyMemory(from: base + old, byteCount: kept)
      do throws(SurveyStatsError) {
        count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[kept...]))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    start = 0
    end = kept + min(count, input.count - kept)
    if count == 0 { isFileEnded = true }
  }

  private func error(_ fault: DecompressionFault) -> SurveyStatsError {
    fault.error(name, compression, at: position)
  }
}
