import SurveyTable

/// What a file is that holds no text that could be read, by its first bytes; its name says nothing.
///
/// ```
/// FD 37 7A 58 5A 00        xz        https://tukaani.org/xz/xz-file-format.txt
/// 42 5A 68 '1'…'9' π       bzip2     π as 31 41 59 26 53 59, or √π of an empty file
/// 04 22 4D 18              lz4       1F 9D  compress
/// 50 4B 03 04 | 05 06      ZIP       APPNOTE 4.3.7 and 4.3.16; workbooks are ZIP files, too
/// 37 7A BC AF 27 1C        7z        52 61 72 21 1A 07  RAR        "ustar" at 257  tar
/// ```
enum ForeignFile: Hashable {
  /// Compressed in another way than by gzip or zstd, and the command that undoes it.
  case compressed(format: String, command: String)
  /// The content of a compressed file is compressed again.
  case compressedTwice(Compression)
  /// Several files in one; `first` is the name of the first where it is known.
  case archive(format: String, first: String?)
  /// A workbook of Excel or OpenDocument, which is a ZIP file.
  case workbook
  /// A workbook as Excel wrote it until 2003.
  case oldWorkbook

  /// How many bytes tell.
  static let bytes = 512

  /// `sample` is the beginning of the content: what gzip or zstd had compressed is decompressed already. `nil` for
  /// what may be text.
  init?(beginning sample: some RandomAccessCollection<UInt8>) {
    let sample = Array(sample.prefix(Self.bytes))
    func begins(_ mark: [UInt8]) -> Bool { sample.starts(with: mark) }
    if begins([0x50, 0x4B, 0x03, 0x04]) {
      self = Self.zip(sample)
    } else if begins([0x50, 0x4B, 0x05, 0x06]) || begins([0x50, 0x4B, 0x07, 0x08]) {
      self = .archive(format: "ZIP", first: nil)
    } else if begins([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      self = .oldWorkbook
    } else if begins([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
      self = .compressed(format: "xz", command: "xz -d")
    } else if Self.isBzip2(sample) {
      self = .compressed(format: "bzip2", command: "bzip2 -d")
    } else if begins([0x04, 0x22, 0x4D, 0x18]) {
      self = .compressed(format: "lz4", command: "lz4 -d")
    } else if begins([0x1F, 0x9D]) {
      self = .compressed(format: "compress", command: "gzip -d")
    } else if begins([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) {
      self = .archive(format: "7z", first: nil)
    } else if begins([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07]) {
      self = .archive(format: "RAR", first: nil)
    } else if Self.isTar(sample) {
      self = .archive(format: "tar", first: Self.text(sample.prefix { $0 != 0 }))
    } else if let compression = Compression(beginning: Array(sample.prefix(4))) {
      self = .compressedTwice(compression)
    } else {
      return nil
    }
  }

  private static func isBzip2(_ sample: [UInt8]) -> Bool {
    guard sample.count >= 10, sample.starts(with: [0x42, 0x5A, 0x68]),
      (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(sample[3])
    else { return false }
    let mark = sample[4..<10]
    return mark.elementsEqual([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
      || mark.elementsEqual([0x17, 0x72, 0x45, 0x38, 0x50, 0x90])
  }

  /// The word may stand at this place of a text, too; a text has no NUL before it.
  private static func isTar(_ sample: [UInt8]) -> Bool {
    sample.count >= 262 && sample[257..<262].elementsEqual("ustar".utf8) && sample[..<257].contains(0)
  }

  /// A ZIP file begins with the header of its first file: at 26 the length of the name that begins at 30. A file that
  /// is cut off before that is taken for a workbook, which most of these are.
  private static func zip(_ sample: [UInt8]) -> Self {
    guard sample.count > 30 else { return .workbook }
    let length = Int(sample[26]) | Int(sample[27]) << 8
    let name = text(sample[30...].prefix(length))
    let parts = [
      "[Content_Types].xml", "_rels/", "docProps/", "xl/", "customXml/", "mimetype", "META-INF/",
    ]
    if let name, parts.contains(where: name.hasPrefix) { return .workbook }
    return .archive(format: "ZIP", first: name)
  }

  /// A name that is no UTF-8, as of the ZIP files of a Chinese Windows, is not shown.
  private static func text(_ bytes: some Collection<UInt8>) -> String? {
    String(validating: bytes, as: UTF8.self).flatMap { $0.isEmpty ? nil : printable($0) }
  }
}

extension ForeignFile {
  /// The error on the file called `name`. Of workbooks and of archives the reader of tables says more than others.
  func error(_ name: String, isTable: Bool) -> SurveyStatsError {
    let (english, chinese): (String, String) =
      switch self {
      case .compressed(let format, let command):
        (
          "is compressed by \(format), which is not read; decompress it first (\(command)), or compress it by gzip (.gz) or zstd (.zst) instead",
          "為 \(format) 壓縮檔，無法直接讀取；請先解壓縮（\(command)），或改以 gzip（.gz）、zstd（.zst）壓縮"
        )
      case .compressedTwice(let compression):
        (
          "is compressed twice: what it holds is a \(compression.rawValue) file; decompress it once and name what comes out",
          "經重複壓縮，解壓縮後之內容仍為 \(compression.rawValue) 壓縮檔；請先解壓縮一次，再指定所得之檔案"
        )
      case .archive(let format, let first):
        (
          "is a \(format) archive\(first.map { " that begins with '\($0)'" } ?? ""), which is not read; unpack it first and name the file in it",
          "為 \(format) 封存檔\(first.map { "（首個檔案為「\($0)」）" } ?? "")，無法直接讀取；請先解壓縮，再指定其中之檔案"
        )
      case .workbook, .oldWorkbook:
        workbookWords(isTable: isTable)
      }
    return SurveyStatsError(
      .unsupported, "\(name) \(english)", chinese: "\(name) \(chinese)")
  }

  private func workbookWords(isTable: Bool) -> (english: String, chinese: String) {
    let what =
      self == .oldWorkbook
      ? "an old Excel workbook (.xls)" : "an Excel or OpenDocument workbook (a ZIP file)"
    return isTable
      ? (
        "is \(what), not CSV; open it and save the sheet with the answers as 'CSV UTF-8 (comma delimited)'",
        "為 Excel 或 OpenDocument 活頁簿，並非 CSV；請以試算表軟體開啟，將資料所在之工作表另存為「CSV UTF-8（逗號分隔）」後再試"
      )
      : (
        "is \(what), not text; write what it holds to a text file, and name that",
        "為 Excel 或 OpenDocument 活頁簿，並非文字檔；請將內容存成文字檔後再指定"
      )
  }
}
