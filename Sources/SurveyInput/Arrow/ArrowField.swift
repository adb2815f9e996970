import CSurveyShims
import SurveyTable

/// One column of an Arrow table as its schema describes it.
struct ArrowField: Sendable, Hashable {
  /// Empty where the schema has none.
  var name: String
  /// The format string, for messages.
  var format: String
  /// The type of the values; of a dictionary-encoded column that of its indices.
  var type: ArrowType
  /// The type of the dictionary's values.
  var values: ArrowType?

  /// What a column holds of which no answer can be made.
  var refusal: (what: String, chinese: String, remedy: ArrowType.Remedy)? {
    if case .unreadable(let what, let chinese, let remedy) = values ?? type { return (what, chinese, remedy) }
    return nil
  }
}

extension ArrowField {
  /// The columns of a table; a schema is outside data, and every count and pointer in it is checked.
  ///
  /// The caller keeps `schema` and releases it. Errors: `malformedData` where the schema contradicts itself,
  /// `unsupported` where it describes no table, `limitExceeded` for too many columns.
  static func columns(
    of schema: ArrowSchema, table: String, limits: ResourceLimits
  ) throws(SurveyStatsError) -> [ArrowField] {
    let format = try text(schema.format, "format", table: table)
    guard let format else { throw malformed(table, "the schema has no format") }
    if format != "+s" {
      throw SurveyStatsError(
        .unsupported,
        "\(table): the Arrow data is a single column (format '\(printable(format))'), not a table; put it into a table or a record batch, a struct of columns",
        chinese: "\(table)：Arrow 資料只有單一欄位（格式「\(printable(format))」），不是表格；請先放入表格")
    }
    guard let count = Int(exactly: schema.n_children), count >= 0 else {
      throw malformed(table, "the schema has \(schema.n_children) columns")
    }
    if count > limits.columns {
      throw SurveyStatsError(
        .limitExceeded, "\(table): \(count) columns, more than the limit of \(limits.columns)",
        chinese: "\(table)：共 \(count) 欄，超過上限 \(limits.columns)")
    }
    var fields: [ArrowField] = []
    for index in 0..<count {
      guard let child = schema.children?[index] else {
        throw malformed(table, "the schema has no column \(index + 1), although it says it has \(count)")
      }
      fields.append(try field(child.pointee, number: index + 1, table: table))
    }
    return fields
  }

  private static func field(
    _ schema: ArrowSchema, number: Int, table: String
  ) throws(SurveyStatsError) -> ArrowField {
    guard let format = try text(schema.format, "format", table: table) else {
      throw malformed(table, "column \(number) of the schema has no format")
    }
    let name = try text(schema.name, "name", table: table) ?? ""
    if name.utf8.contains(0) { throw malformed(table, "the name of column \(number) holds a NUL") }
    var field = ArrowField(name: name, format: format, type: ArrowType(format: format))
    guard let dictionary = schema.dictionary?.pointee else { return field }
    guard field.type.isInteger else {
      throw malformed(
        table,
        "column \(number) has a dictionary, but its indices are no integers (format '\(printable(format))')")
    }
    guard let inner = try text(dictionary.format, "format", table: table) else {
      throw malformed(table, "the dictionary of column \(number) has no format")
    }
    field.format = inner
    field.values =
      dictionary.dictionary == nil
      ? ArrowType(format: inner)
      : .unreadable(what: "dictionaries of dictionaries", chinese: "巢狀字典", remedy: .decode)
    return field
  }

  private static func text(
    _ pointer: UnsafePointer<CChar>?, _ what: String, table: String
  ) throws(SurveyStatsError) -> String? {
    guard let pointer else { return nil }
    guard let text = String(validatingCString: pointer) else {
      throw SurveyStatsError(.badEncoding, "\(table): a \(what) in the Arrow schema is not UTF-8")
    }
    return text
  }

  private static func malformed(_ table: String, _ what: String) -> SurveyStatsError {
    SurveyStatsError(
      .malformedData, "\(table): \(what); the program that made the Arrow data is at fault",
      chinese: "\(table)：Arrow 綱要有誤（\(what)），問題出在產生資料的程式")
  }
}

extension ArrowSchema {
  /// Runs the producer's release callback, once: it marks the struct as released.
  mutating func releaseOnce() {
    guard let callback = release else { return }
    callback(&self)
    release = nil
  }
}
