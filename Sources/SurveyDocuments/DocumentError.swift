/// Why a document cannot be read: where, what was expected, and what to do about it.
///
/// The room cannot know the error type of the rooms above; they map this one to theirs.
package struct DocumentError: Error, Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// The bytes are not UTF-8.
    case encoding
    /// The bytes are not YAML or JSON, or use a part of YAML that is not read.
    case syntax
    /// The document is well formed and says something that its reader does not understand.
    case content
    /// A bound on size or nesting is passed.
    case limit
  }

  package var kind: Kind
  /// English; names the document, the line and the column.
  package var message: String
  /// The same in Traditional Chinese, as far as there is one.
  package var chinese: String?
  /// What is wrong without the place, for lists that give the place themselves.
  package var words: String
  package var chineseWords: String?
  /// From 1.
  package var line: Int
  package var column: Int

  init(
    _ kind: Kind, _ message: String, chinese: String?, words: String, chineseWords: String?, line: Int,
    column: Int
  ) {
    self.kind = kind
    self.message = message
    self.chinese = chinese
    self.words = words
    self.chineseWords = chineseWords
    self.line = line
    self.column = column
  }
}

extension DocumentError {
  /// Adds to the Chinese words.
  mutating func addChinese(_ advice: String) {
    chinese? += advice
    chineseWords? += advice
  }
}

extension DocumentError: CustomStringConvertible {
  package var description: String { message }
}

/// What a document may ask of this process.
package struct DocumentLimits: Sendable, Hashable {
  /// Bytes in the document.
  package var bytes: Int
  /// Lists and mappings inside one another, at most 1000 whatever is set: trees are taken down level by level.
  package var depth: Int
  /// Values in the whole document.
  package var nodes: Int
  /// Bytes in one key or scalar.
  package var scalarBytes: Int

  package init(
    bytes: Int = 16 << 20, depth: Int = 64, nodes: Int = 1_000_000, scalarBytes: Int = 1 << 20
  ) {
    self.bytes = bytes
    self.depth = min(depth, 1000)
    self.nodes = nodes
    self.scalarBytes = scalarBytes
  }

  package static let standard = DocumentLimits()
}

/// A line and a column, from 1.
struct DocumentPlace: Hashable {
  var line: Int
  var column: Int

  static let start = DocumentPlace(line: 1, column: 1)
}

extension DocumentOrigin {
  func error(
    _ kind: DocumentError.Kind, at place: DocumentPlace, _ message: String, chinese: String? = nil
  ) -> DocumentError {
    let (format, chineseFormat) =
      kind == .syntax
      ? (" (read as \(self.format.rawValue))", "（以 \(self.format.rawValue) 讀取）") : ("", "")
    let said = chinese ?? self.chinese(kind)
    return DocumentError(
      kind, "\(name) line \(place.line), column \(place.column)\(format): \(message)",
      chinese: said.map { "\(name) 第 \(place.line) 行第 \(place.column) 字\(chineseFormat)：\($0)" },
      words: message, chineseWords: said, line: place.line, column: place.column)
  }

  /// What can be said in Chinese of every error of a kind: where it is, and what is usually wrong there.
  private func chinese(_ kind: DocumentError.Kind) -> String? {
    switch kind {
    case .syntax where format == .json: "JSON 格式有誤；請檢查此處之引號、逗號及括號"
    case .syntax: "YAML 格式有誤；請檢查此處之縮排（同層對齊，不可用 Tab）、冒號（半形，其後空一格）及引號"
    case .limit: "文件過大或層數過多，無法讀取；請精簡後再試"
    case .encoding: "檔案不是 UTF-8 編碼；請另存為 UTF-8"
    case .content: nil
    }
  }
}

/// At most 40 characters of a text from outside, with control characters escaped, so that a message stays one
/// short line.
func shown(_ text: some StringProtocol) -> String {
  var result = ""
  for (count, scalar) in text.unicodeScalars.enumerated() {
    if count == 40 { return result + "…" }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate:
      result += scalar == "\n" ? "\\n" : "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
