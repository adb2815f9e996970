import CMinizip
import SurveyTable

/// A ZIP archive in memory, written by minizip. Times are fixed, so that equal content gives equal bytes.
struct ZipArchive {
  private let buffer = ZipBuffer()
  private let file: zipFile?
  private var failed = false

  init() {
    var functions = zlib_filefunc_def()
    functions.opaque = Unmanaged.passUnretained(buffer).toOpaque()
    functions.zopen_file = { opaque, _, _ in opaque }
    functions.zread_file = { _, _, _, _ in 0 }
    functions.zwrite_file = { opaque, _, bytes, count in
      guard let opaque, let bytes else { return 0 }
      Unmanaged<ZipBuffer>.fromOpaque(opaque).takeUnretainedValue().write(
        UnsafeRawBufferPointer(start: bytes, count: Int(count)))
      return count
    }
    functions.ztell_file = { opaque, _ in
      guard let opaque else { return -1 }
      return Unmanaged<ZipBuffer>.fromOpaque(opaque).takeUnretainedValue().position
    }
    functions.zseek_file = { opaque, _, offset, origin in
      guard let opaque, let offset = Int(exactly: offset) else { return -1 }
      return Unmanaged<ZipBuffer>.fromOpaque(opaque).takeUnretainedValue().seek(offset, origin) ? 0 : -1
    }
    functions.zclose_file = { _, _ in 0 }
    functions.zerror_file = { _, _ in 0 }
    file = zipOpen2("", APPEND_STATUS_CREATE, nil, &functions)
  }

  /// Adds a file; `isStored` leaves it uncompressed, as the `mimetype` of an OpenDocument must be.
  mutating func add(_ name: String, _ bytes: [UInt8], isStored: Bool = false) {
    var facts = zip_fileinfo()
    // The DOS date of 1980-01-01: an archive has no earlier one.
    facts.dosDate = 0x0021_0000
    let method = isStored ? 0 : Z_DEFLATED
    guard let file,
      zipOpenNewFileInZip(file, name, &facts, nil, 0, nil, 0, nil, method, Z_DEFAULT_COMPRESSION) == ZIP_OK
    else {
      failed = true
      return
    }
    let status = bytes.withUnsafeBytes {
      zipWriteInFileInZip(file, $0.baseAddress, UInt32(clamping: $0.count))
    }
    if status != ZIP_OK || zipCloseFileInZip(file) != ZIP_OK { failed = true }
  }

  mutating func add(_ name: String, _ text: String, isStored: Bool = false) {
    add(name, Array(text.utf8), isStored: isStored)
  }

  /// The bytes of the archive; nothing may be added afterwards.
  consuming func finished() throws(SurveyStatsError) -> [UInt8] {
    guard let file, zipClose(file, nil) == ZIP_OK, !failed else {
      throw SurveyStatsError(.limitExceeded, "the document could not be packed: there is not enough memory")
    }
    return buffer.bytes
  }
}

/// Where minizip writes: it goes back to fill in sizes.
private final class ZipBuffer {
  private(set) var bytes: [UInt8] = []
  private(set) var position = 0

  func write(_ piece: UnsafeRawBufferPointer) {
    let end = position + piece.count
    if end > bytes.count { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
    bytes.withUnsafeMutableBytes {
      $0.baseAddress.map {
        UnsafeMutableRawBufferPointer(start: $0 + position, count: piece.count).copyMemory(from: piece)
      }
    }
    position = end
  }

  func seek(_ offset: Int, _ origin: Int32) -> Bool {
    let start: Int
    switch origin {
    case ZLIB_FILEFUNC_SEEK_CUR: start = position
    case ZLIB_FILEFUNC_SEEK_END: start = bytes.count
    default: start = 0
    }
    guard start + offset >= 0, start + offset <= bytes.count else { return false }
    position = start + offset
    return true
  }
}
