/// A column that lives in memory, as an app or a Python program hands it over.
public struct SurveyColumn: Sendable {
  public enum Values: Sendable {
    case float64([Double])
    case float32([Float])
    case int64([Int64])
    case int32([Int32])
    case int16([Int16])
    case int8([Int8])
    case uint8([UInt8])
    case bool([Bool])
    /// Texts by position in `labels`; a code outside `labels` (-1) is a missing answer.
    case codes([Int32], labels: [String])
  }

  public var name: String
  public var values: Values
  /// One byte for each value, 0 where the answer is missing; `nil` where all are there. A NaN is a missing
  /// answer too, and so is the text `NA` and the empty text.
  public var validity: [UInt8]?

  public init(name: String, values: Values, validity: [UInt8]? = nil) {
    self.name = name
    self.values = values
    self.validity = validity
  }

  /// Texts, with `nil` for missing answers.
  public init(name: String, texts: [String?]) {
    let dictionary = TextDictionary()
    let codes = texts.map { text in text.map { dictionary.code(of: $0) } ?? -1 }
    let labels = (0..<Int32(truncatingIfNeeded: dictionary.count)).map { dictionary[$0] }
    self.init(name: name, values: .codes(codes, labels: labels))
  }

  public var count: Int {
    switch values {
    case .float64(let v): v.count
    case .float32(let v): v.count
    case .int64(let v): v.count
    case .int32(let v): v.count
    case .int16(let v): v.count
    case .int8(let v): v.count
    case .uint8(let v): v.count
    case .bool(let v): v.count
    case .codes(let v, _): v.count
    }
  }
}

extension SurveyData {
  /// A table of columns in memory, all of one length and with different names.
  ///
  /// Errors: `invalidArgument` where lengths differ or a name is empty or repeated; `limitExceeded`.
  public convenience init(
    columns: [SurveyColumn], name: String = "memory", missing: MissingCodesByColumn = .none,
    limits: ResourceLimits = .standard
  ) throws(SurveyStatsError) {
    if columns.count > limits.columns {
      throw SurveyStatsError(
        .limitExceeded, "\(name): \(columns.count) columns, more than the limit of \(limits.columns)",
        chinese: "\(name)：共 \(columns.count) 欄，超過上限 \(limits.columns)")
    }
    var names: Set<String> = []
    let rows = columns.first?.count ?? 0
    for (index, column) in columns.enumerated() {
      if column.name.isEmpty {
        throw SurveyStatsError(
          .invalidArgument, "\(name): column \(index + 1) has no name", column: index + 1)
      }
      if !names.insert(column.name).inserted {
        throw SurveyStatsError(
          .invalidArgument, "\(name): two columns are called '\(column.name)'", column: index + 1)
      }
      if column.count != rows {
        throw SurveyStatsError(
          .invalidArgument,
          "\(name): column '\(column.name)' has \(counted(column.count, "value")), the first column \(rows)",
          column: index + 1)
      }
      if let validity = column.validity, validity.count != rows {
        throw SurveyStatsError(
          .invalidArgument,
          "\(name): the validity of column '\(column.name)' has \(validity.count) bytes for \(rows) values",
          column: index + 1)
      }
    }
    for named in missing.byColumn.keys.sorted() where !names.contains(named) {
      let near = nearestName(to: named, among: columns.map(\.name)).map { "; the nearest is '\($0)'" } ?? ""
      throw SurveyStatsError(
        .unknownColumn, "\(name) has no column '\(named)', for which missing codes are given\(near)")
    }
    self.init(
      name: name, columnNames: columns.map(\.name), missing: missing, limits: limits
    ) { () throws(SurveyStatsError) in
      MemorySource(columns: columns, name: name, rowCount: rows)
    }
  }
}
