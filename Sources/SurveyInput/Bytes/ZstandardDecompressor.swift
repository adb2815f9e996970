import CZstd

/// Zstandard (RFC 8878) by libzstd. It holds the frame's window, at most ``largestWindow``, and checks the
/// checksum where the frame has one; skippable frames are passed over.
final class ZstandardDecompressor: Decompressor {
  /// Bytes of content that a frame may refer back to: what libzstd takes without being asked for more.
  static let largestWindow = 1 << 27

  private let context: OpaquePointer?

  init() {
    context = ZSTD_createDStream()
    if let context { ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27) }
  }

  deinit { ZSTD_freeDStream(context) }

  func beginMember() {
    if let context { ZSTD_DCtx_reset(context, ZSTD_reset_session_only) }
  }

  func decompress(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Decompressed {
    guard let context else { return Decompressed(taken: 0, written: 0, stop: .failed(.outOfMemory)) }
    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    let status = ZSTD_decompressStream(context, &target, &source)
    let stop: Decompressed.Stop =
      if ZSTD_isError(status) != 0 {
        .failed(Self.fault(ZSTD_getErrorCode(status)))
      } else {
        status == 0 ? .memberEnded : .unfinished
      }
    return Decompressed(taken: source.pos, written: target.pos, stop: stop)
  }

  private static func fault(_ code: ZSTD_ErrorCode) -> DecompressionFault {
    switch code {
    case ZSTD_error_checksum_wrong: .wrongChecksum
    case ZSTD_error_frameParameter_windowTooLarge: .windowTooLarge
    case ZSTD_error_dictionary_wrong, ZSTD_error_dictionary_corrupted: .needsDictionary
    case ZSTD_error_memory_allocation: .outOfMemory
    default: .damaged
    }
  }
}
