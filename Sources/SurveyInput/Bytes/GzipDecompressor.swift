import CZlib

/// gzip (RFC 1952) by zlib. It holds a window of 32 KiB and checks CRC and length of each member.
final class GzipDecompressor: Decompressor {
  private var stream = z_stream()
  private var isReady: Bool

  /// 15 bits of window, the most there are, and 16 for gzip's frame around the deflated data and no other.
  private static let windowBits: Int32 = 15 + 16

  init() {
    isReady =
      inflateInit2_(&stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit { inflateEnd(&stream) }

  func beginMember() { isReady = isReady && inflateReset(&stream) == Z_OK }

  func decompress(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Decompressed {
    if !isReady { return Decompressed(taken: 0, written: 0, stop: .failed(.outOfMemory)) }
    // zlib counts in 32 bits; what does not fit is left for the next call.
    let offered = min(input.count, 1 << 30)
    let room = min(output.count, 1 << 30)
    // zlib only reads what it is given, though its type does not say so.
    stream.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.avail_in = UInt32(offered)
    stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = UInt32(room)
    let status = inflate(&stream, Z_NO_FLUSH)
    let stop: Decompressed.Stop =
      switch status {
      // Without input or room there is nothing to do, which is no fault.
      case Z_OK, Z_BUF_ERROR: .unfinished
      case Z_STREAM_END: .memberEnded
      case Z_MEM_ERROR: .failed(.outOfMemory)
      case Z_DATA_ERROR where hasWrongCheck: .failed(.wrongChecksum)
      default: .failed(.damaged)
      }
    return Decompressed(
      taken: offered - Int(stream.avail_in), written: room - Int(stream.avail_out), stop: stop)
  }

  /// zlib tells what is wrong with the data in words only: "incorrect data check", "incorrect length check".
  private var hasWrongCheck: Bool {
    stream.msg.map { String(cString: $0).hasSuffix(" check") } ?? false
  }
}
