import SurveyTable

extension Note {
  /// `byte` is the first that is not UTF-8.
  static func detectedCP950(at byte: Int) -> Note {
    Note(
      code: "encoding_detected",
      english:
        "Byte \(byte) is not UTF-8, so the file was read as CP950 (Big5 as Windows writes it); name another encoding with --encoding if texts look wrong.",
      chinese: "位元組位移 \(byte) 不是 UTF-8，因此以 CP950（Windows 的 Big5）讀取；若文字不對，請以 --encoding 指定編碼。")
  }

  static func detectedUTF16(_ encoding: TextEncoding, byMark: Bool) -> Note {
    Note(
      code: "encoding_detected",
      english:
        "The file was read as \(encoding.name), as its \(byMark ? "byte order mark shows" : "NUL bytes show").",
      chinese: "依\(byMark ? "位元組順序標記（BOM）" : "NUL 位元組的位置")判斷，以 \(encoding.name) 讀取。")
  }

  static func privateUse(_ count: Int) -> Note {
    Note(
      code: "private_use_characters",
      english:
        "\(count == 1 ? "1 user-defined character was" : "\(count) user-defined characters were") read into Unicode's private use area; other computers may show something else.",
      chinese: "有 \(count) 個造字字元，已對應到 Unicode 私用區；在其他電腦上可能顯示不同。")
  }
}

extension TextSource {
  /// What is to be said when all text has been given: what this pass found out, not what opening did.
  var notes: [Note] {
    var notes: [Note] = []
    if let byte = decidedForCP950 { notes.append(.detectedCP950(at: byte)) }
    if privateUse > 0 { notes.append(.privateUse(privateUse)) }
    return notes
  }
}
