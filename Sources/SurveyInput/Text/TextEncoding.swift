import SurveyTable

/// How the bytes of a file stand for characters.
enum TextEncoding: String, Sendable, Hashable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  /// Big5 as Windows writes it: with the ETEN characters, the euro sign and user-defined characters.
  case cp950
  case hkscs = "big5-hkscs"
  /// ASCII so far; the first other byte and what follows it decide between UTF-8 and CP950.
  case undecided

  /// What a description calls it: ASCII is UTF-8.
  var name: String { self == .undecided ? Self.utf8.rawValue : rawValue }

  /// Whether text has to be made into UTF-8 before it is parsed.
  var isDecoded: Bool { self != .utf8 && self != .undecided }
}

/// What `--encoding` asks for.
enum EncodingChoice: Hashable {
  case auto
  /// UTF-16 of whichever byte order the file shows.
  case utf16
  case fixed(TextEncoding)

  init(_ name: String) throws(SurveyStatsError) {
    switch name.lowercased() {
    case "auto": self = .auto
    case "utf-8", "utf8": self = .fixed(.utf8)
    case "utf-16", "utf16": self = .utf16
    case "utf-16le", "utf16le": self = .fixed(.utf16LittleEndian)
    case "utf-16be", "utf16be": self = .fixed(.utf16BigEndian)
    case "cp950", "ms950", "windows-950", "big5": self = .fixed(.cp950)
    case "big5-hkscs", "big5hkscs": self = .fixed(.hkscs)
    case let other where Self.known.contains(other):
      throw SurveyStatsError(
        .unsupported, "the encoding '\(name)' is not read, only \(Self.list); save the file as UTF-8",
        chinese: "不支援編碼（encoding）「\(name)」，僅能讀取 \(Self.chineseList)；請另存為 UTF-8")
    default:
      throw SurveyStatsError(
        .invalidArgument, "'\(printable(name))' is not the name of an encoding; give \(Self.list)",
        chinese: "「\(printable(name))」不是編碼名稱（encoding）；可用 \(Self.chineseList)")
    }
  }

  private static let list = "auto, utf-8, utf-16, utf-16le, utf-16be, cp950 (big5) or big5-hkscs"
  private static let chineseList = "auto、utf-8、utf-16、utf-16le、utf-16be、cp950（big5）、big5-hkscs"

  /// Names that mean something, so that nobody looks for a slip of the pen.
  private static let known: Set<String> = [
    "utf-32", "utf32", "gb18030", "gbk", "gb2312", "ascii", "us-ascii", "latin1", "iso-8859-1",
    "windows-1252", "cp1252", "shift_jis", "euc-jp", "euc-kr", "euc-tw",
  ]
}

/// The mark that may stand at the beginning of a file.
enum ByteOrderMark {
  case none, utf8, utf16LittleEndian, utf16BigEndian, utf32

  init(_ bytes: some Collection<UInt8>) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      self = .utf8
    } else if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      self = .utf32
    } else if bytes.starts(with: [0xFF, 0xFE]) {
      self = .utf16LittleEndian
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      self = .utf16BigEndian
    } else {
      self = .none
    }
  }

  var length: Int {
    switch self {
    case .none: 0
    case .utf8: 3
    case .utf16LittleEndian, .utf16BigEndian: 2
    case .utf32: 4
    }
  }

  var encoding: TextEncoding? {
    switch self {
    case .none, .utf32: nil
    case .utf8: .utf8
    case .utf16LittleEndian: .utf16LittleEndian
    case .utf16BigEndian: .utf16BigEndian
    }
  }
}

/// UTF-16 without a mark shows NUL bytes at every other place: half of each delimiter, digit and line end. A
/// few characters (一, U+4E00) have one at the other place.
func utf16ByItsNULs(_ sample: some Collection<UInt8>) -> TextEncoding? {
  var zeros = (even: 0, odd: 0)
  for (index, byte) in sample.enumerated() where byte == 0 {
    if index & 1 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
  }
  let most = max(zeros.even, zeros.odd)
  if most < 2 || min(zeros.even, zeros.odd) * 3 > most || most * 10 < sample.count { return nil }
  return zeros.odd > zeros.even ? .utf16LittleEndian : .utf16BigEndian
}
