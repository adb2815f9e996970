import SurveyDocuments
import SurveyTable

extension SurveyData {
  /// A table from a JSON array of flat objects, as open data is published: a row for each object, a column for each
  /// name. An object without a name has a missing value there; numbers keep their text.
  ///
  /// Errors: `malformedData` with line and column for anything but an array of objects with plain values;
  /// `emptyData` for an empty array; `limitExceeded`; for a file `inputOutput`. A file compressed by gzip or Zstandard is
  /// read as its content.
  public convenience init(jsonFile path: String) throws(SurveyStatsError) {
    let bytes = try wholeFile(path: path, limit: DocumentLimits.standard.bytes)
    try self.init(json: bytes, name: path == "-" ? "stdin" : path)
  }

  /// The same for bytes in memory; `name` is what messages call them.
  public convenience init(json bytes: [UInt8], name: String) throws(SurveyStatsError) {
    let bytes = try wholeContent(of: bytes, name: name, limit: DocumentLimits.standard.bytes)
    let columns: [SurveyColumn]
    do throws(DocumentError) {
      columns = try Self.columns(try parseJSON(bytes, name: name))
    } catch {
      throw SurveyStatsError(error)
    }
    if columns.isEmpty {
      throw SurveyStatsError(
        .emptyData, "\(name) holds no row",
        chinese: "\(name) 沒有任何資料列")
    }
    try self.init(columns: columns, name: name)
  }

  private static func columns(_ document: DocumentNode) throws(DocumentError) -> [SurveyColumn] {
    let rows = try document.sequence(expecting: "the table, an array of objects,")
    var names: [String] = []
    var places: [String: Int] = [:]
    var texts: [[String?]] = []
    for (index, row) in rows.enumerated() {
      for entry in try row.mapping(expecting: "a row, an object of names and values,") {
        let place: Int
        if let known = places[entry.key] {
          place = known
        } else {
          place = names.count
          places[entry.key] = place
          names.append(entry.key)
          texts.append([])
        }
        while texts[place].count < index { texts[place].append(nil) }
        texts[place].append(
          entry.value.isNull ? nil : try entry.value.text(expecting: "the value of '\(entry.key)'"))
      }
    }
    return names.enumerated().map { place, name in
      let padding = [String?](repeating: nil, count: rows.count - texts[place].count)
      return SurveyColumn(name: name, texts: texts[place] + padding)
    }
  }
}
