import SurveyTable

/// The content of a compressed file or pipe, read as if it were the file.
///
/// ```
/// file     │ member │ member │ … │      members (gzip) or frames (Zstandard), one after another
///              ▼        ▼      ▼
/// content  │ bytes of a CSV file …      decompressed piece by piece, from the beginning in each pass
/// ```
/// Content can only be reached from its beginning, so that no part of it is read beside another. A file that was
/// cut exactly between two members is a whole file: nothing in it says that there was more.
struct CompressedBytes: ByteOrigin {
  let compression: Compression
  private let file: any ByteOrigin
  private let name: String

  init(_ file: any ByteOrigin, _ compression: Compression, name: String) {
    self.file = file
    self.compression = compression
    self.name = name
  }

  var length: Int? { nil }

  /// Exports of surveys compress to about a quarter, or less.
  var repeatableBytes: Int? {
    file.repeatableBytes.map { bytes in
      let (product, overflow) = bytes.multipliedReportingOverflow(by: 4)
      return overflow ? .max : product
    }
  }

  func open(at offset: Int) throws(SurveyStatsError) -> any ByteSource {
    CompressedByteSource(try file.open(at: 0), compression, name: name, skipping: offset)
  }
}

/// The content of `origin` where it is compressed, which its first bytes say, not its name; else `origin` itself.
func content(of origin: any ByteOrigin, name: String) throws(SurveyStatsError) -> any ByteOrigin {
  guard let compression = Compression(beginning: try origin.beginning(4)) else { return origin }
  return CompressedBytes(origin, compression, name: name)
}

extension Compression {
  private static let gzipMark: [UInt8] = [0x1F, 0x8B]
  private static let zstandardMark: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

  /// What a file is compressed with by its first four bytes, or all where it has fewer: what was cut so short is
  /// taken for what it began to be where no text begins so.
  init?(beginning bytes: [UInt8]) {
    if Self.gzip.beginsMember(bytes) || bytes == [0x1F] {
      self = .gzip
    } else if Self.zstd.beginsMember(bytes)
      || (2...3).contains(bytes.count) && Self.zstandardMark.starts(with: bytes)
    {
      self = .zstd
    } else {
      return nil
    }
  }

  /// Whether a member begins so.
  func beginsMember(_ bytes: some Collection<UInt8>) -> Bool {
    switch self {
    case .gzip: return bytes.starts(with: Self.gzipMark)
    case .zstd:
      return bytes.starts(with: Self.zstandardMark) || bytes.count > 3 && Self.beginsSkippableFrame(bytes)
    }
  }

  /// Whether a member can begin with these bytes, which are all that is left of the file.
  func mayBegin(_ bytes: some Collection<UInt8>) -> Bool {
    switch self {
    case .gzip: Self.gzipMark.starts(with: bytes)
    case .zstd: Self.zstandardMark.starts(with: bytes) || Self.beginsSkippableFrame(bytes)
    }
  }

  /// Whether the first four bytes, or all, are of 0x184D2A50 to 0x184D2A5F, little-endian; parallel compressors begin
  /// a file so.
  private static func beginsSkippableFrame(_ bytes: some Collection<UInt8>) -> Bool {
    guard let first = bytes.first, first & 0xF0 == 0x50 else { return false }
    return [0x2A, 0x4D, 0x18].starts(with: bytes.dropFirst().prefix(3))
  }
}
