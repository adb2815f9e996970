/// A byte of a file that cannot be text, and what the file was taken for.
struct TextFault: Sendable, Hashable {
  enum Reason: Sendable, Hashable {
    case nul
    case notUTF8
    /// Neither UTF-8 nor, from this byte on, CP950.
    case neither(cp950: Int)
    /// Not CP950, for which the file was taken because this byte is not UTF-8.
    case notCP950(utf8: Int)
    /// Not the encoding that was asked for or that a byte order mark promised.
    case not(TextEncoding)
  }

  var byte: UInt8
  /// From the beginning of the file.
  var offset: Int
  var reason: Reason
}

extension TextFault {
  /// What to say behind file, row and column.
  var message: String {
    let hex = String(byte, radix: 16, uppercase: true)
    let this = "byte \(offset) (0x\(byte < 16 ? "0" : "")\(hex))"
    let remedy =
      "save the file as UTF-8 (in Excel: CSV UTF-8), or name its encoding with --encoding, such as cp950"
    switch reason {
    case .nul:
      return
        "byte \(offset) is NUL, which no text holds; save the file as UTF-8 text from the program that made it"
    case .notUTF8:
      return "\(this) is not UTF-8; \(remedy)"
    case .neither(let cp950):
      return "\(this) is not UTF-8, and byte \(cp950) is not CP950 (Big5) either; \(remedy)"
    case .notCP950(let utf8):
      return
        "\(this) is not CP950 (Big5), for which the file was taken because byte \(utf8) is not UTF-8; \(remedy)"
    case .not(let encoding):
      switch encoding {
      case .utf16LittleEndian, .utf16BigEndian:
        return
          "\(this) begins no character of \(encoding.name): half a surrogate pair or half a unit; \(remedy)"
      case .cp950:
        return
          "\(this) begins no character of cp950; leave out --encoding, or try big5-hkscs for files from Hong Kong"
      default:
        return "\(this) begins no character of \(encoding.name); leave out --encoding, or name another"
      }
    }
  }
}

extension TextFault {
  /// The message in Chinese.
  var chinese: String {
    let hex = String(byte, radix: 16, uppercase: true)
    let this = "位元組位移 \(offset)（0x\(byte < 16 ? "0" : "")\(hex)）"
    let remedy = "請另存為 UTF-8（Excel：CSV UTF-8），或以 --encoding 指定編碼，如 cp950"
    switch reason {
    case .nul: return "位元組位移 \(offset) 為 NUL，不是文字檔；請由原程式另存為 UTF-8 文字檔"
    case .notUTF8: return "\(this)不是 UTF-8；\(remedy)"
    case .neither(let cp950): return "\(this)不是 UTF-8，位元組位移 \(cp950) 也不是 CP950（Big5）；\(remedy)"
    case .notCP950(let utf8):
      return "\(this)不是 CP950（Big5）；因位元組位移 \(utf8) 不是 UTF-8 而視為 CP950；\(remedy)"
    case .not(let encoding): return "\(this)不是 \(encoding.name) 的字元；請勿指定 --encoding，或改用其他編碼"
    }
  }
}
