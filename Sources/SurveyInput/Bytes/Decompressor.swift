import SurveyTable

/// How a file is compressed.
typealias Compression = SurveyData.Dialect.Compression

/// Undoes the compression of one member (gzip) or frame (Zstandard) after another, each with its own checksum.
protocol Decompressor: AnyObject {
  /// Takes bytes of the file from `input`, writes content into `output`, as much as fits.
  func decompress(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Decompressed

  /// Makes ready for the next member.
  func beginMember()
}

/// What one call of a decompressor did.
struct Decompressed {
  enum Stop {
    /// The input is used up or the output is full.
    case unfinished
    /// The member is whole and its checksum right; what follows in the input belongs to the next.
    case memberEnded
    case failed(DecompressionFault)
  }

  /// Bytes of the input that are done with.
  var taken: Int
  /// Bytes of content that were written.
  var written: Int
  var stop: Stop
}

/// Why compressed bytes have no content.
enum DecompressionFault: Sendable, Hashable {
  /// The file ends within a member.
  case cutShort
  /// Bytes that no compressor writes.
  case damaged
  /// The content is not that which was compressed.
  case wrongChecksum
  /// What stands behind the last member is no further member.
  case trailingBytes
  /// It must be held in more memory than is given to one file.
  case windowTooLarge
  /// It was compressed with a dictionary that is not in the file.
  case needsDictionary
  case outOfMemory
}

extension DecompressionFault {
  /// The error on the file called `name`; `offset` counts the bytes of the file as it is, compressed, from 0.
  func error(_ name: String, _ compression: Compression, at offset: Int) -> SurveyStatsError {
    let format = compression.rawValue
    let remedy = "; copy or download it again, and check it with \(format) -t"
    let chineseRemedy = "；請重新複製或下載，並以 \(format) -t 檢查"
    let (code, english, chinese): (SurveyStatsError.Code, String, String) =
      switch self {
      case .cutShort:
        (
          .malformedData,
          "the \(format) file is cut short: it ends at byte \(offset), before its content does\(remedy)",
          "\(format) 壓縮檔不完整，內容未結束即止於位元組位移 \(offset)\(chineseRemedy)"
        )
      case .damaged:
        (
          .malformedData, "the \(format) file is damaged at byte \(offset) or soon behind it\(remedy)",
          "\(format) 壓縮檔於位元組位移 \(offset) 附近損毀\(chineseRemedy)"
        )
      case .wrongChecksum:
        (
          .malformedData,
          "a checksum of the \(format) file, at byte \(offset) or soon behind it, is wrong: the content is not what was compressed\(remedy)",
          "\(format) 壓縮檔於位元組位移 \(offset) 附近之檢查碼不符，內容已損毀\(chineseRemedy)"
        )
      case .trailingBytes:
        (
          .malformedData,
          "at byte \(offset), behind the end of the \(format) file, stands something that is not \(format); remove it, or copy or download the file again",
          "\(format) 壓縮內容結束後，自位元組位移 \(offset) 起為非 \(format) 之資料；請移除，或重新複製、下載"
        )
      case .windowTooLarge:
        (
          .limitExceeded,
          "the frame at byte \(offset) was compressed with a window of more than \(ZstandardDecompressor.largestWindow >> 20) MiB; decompress the file first, or compress it without --long",
          "位元組位移 \(offset) 起之資料以超過 \(ZstandardDecompressor.largestWindow >> 20) MiB 之視窗壓縮；請先解壓縮，或壓縮時不使用 --long"
        )
      case .needsDictionary:
        (
          .unsupported,
          "the \(format) file needs at byte \(offset) a dictionary that is not part of it; decompress it first",
          "\(format) 壓縮檔於位元組位移 \(offset) 起須另有字典方能解壓縮；請先解壓縮"
        )
      case .outOfMemory:
        (
          .limitExceeded, "there is not enough memory to decompress the \(format) file",
          "記憶體不足，無法解壓縮 \(format) 檔"
        )
      }
    return SurveyStatsError(code, "\(name): \(english)", chinese: "\(name)：\(chinese)")
  }
}
