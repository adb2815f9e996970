/// A value of a YAML or JSON document with the place where it stands.
///
/// ```
/// title: 滿意度調查         mapping ─▶ "title"  scalar 滿意度調查   line 1, column 8
/// scale: [5, 4, 3]                    "scale"  sequence          line 2, column 8
/// note:                               "note"   null
/// ```
/// Scalars keep their text as written, so that a label such as `1010101`, `NO` or `112/5/4` stays as typed;
/// what it means is decided by whoever reads it and knows what he wants.
package struct DocumentNode: Sendable {
  package enum Content: Sendable {
    /// YAML: nothing, `~` or `null` without quotes; JSON: `null`.
    case null
    case scalar(DocumentScalar)
    case sequence([DocumentNode])
    /// In the order of the file; no two keys are equal.
    case mapping([DocumentEntry])
  }

  package var content: Content
  /// From 1; columns count characters (Unicode scalars).
  package var line: Int
  package var column: Int
  /// The document that messages name.
  package let origin: DocumentOrigin

  package init(_ content: Content, line: Int, column: Int, origin: DocumentOrigin) {
    self.content = content
    self.line = line
    self.column = column
    self.origin = origin
  }
}

/// A text as written.
package struct DocumentScalar: Sendable, Hashable {
  package var text: String
  /// Whether it stood in quotes, was a block of text, or carries the tag `!!str`: then it is never a number, a
  /// boolean or nothing.
  package var isQuoted: Bool

  package init(text: String, isQuoted: Bool) {
    self.text = text
    self.isQuoted = isQuoted
  }
}

/// A key and its value.
package struct DocumentEntry: Sendable {
  package var key: String
  package var line: Int
  package var column: Int
  package var value: DocumentNode

  package init(key: String, line: Int, column: Int, value: DocumentNode) {
    self.key = key
    self.line = line
    self.column = column
    self.value = value
  }
}

/// The document a node belongs to; all its nodes share one.
package final class DocumentOrigin: Sendable {
  package enum Format: String, Sendable, Hashable {
    case yaml = "YAML"
    case json = "JSON"
  }

  /// What messages call the document: the file's name, `stdin`.
  package let name: String
  package let format: Format

  package init(name: String, format: Format) {
    self.name = name
    self.format = format
  }
}
