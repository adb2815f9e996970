/// A table of answers: a CSV file, bytes or columns in memory.
///
/// A value of this type is immutable and may be used from several threads at once. A file is not kept in
/// memory: each estimate reads the columns it needs, and only those, in one pass.
public final class SurveyData: Sendable {
  /// The columns in file order, made unique (`name`, `name.2`).
  public let columnNames: [String]
  /// The full text of a column's question where its name is a code; empty where no column has one.
  public let columnLabels: [String?]
  /// What messages call this data: the file's name, `stdin`, `memory`.
  public let name: String
  /// What opening the data decided by itself.
  public let notes: [Note]
  /// Answers that count as missing besides blank and `NA`, for items only.
  public let missing: MissingCodesByColumn
  public let limits: ResourceLimits
  /// How the bytes were read, as `describe` tells it; `nil` for columns in memory.
  public let dialect: Dialect?

  /// How the bytes of a table were read.
  public struct Dialect: Sendable, Hashable {
    public var encoding: String
    public var byteOrderMark: Bool
    public var delimiter: String
    public var lineEnding: String
    public var headerRows: Int
    /// The survey tool that wrote the file, where its columns show it.
    public var tool: String?
    /// How the file is compressed whose content this is; `nil` where it is not.
    public var compression: Compression?

    public enum Compression: String, Sendable, Hashable, CaseIterable {
      case gzip
      case zstd
    }

    public init(
      encoding: String, byteOrderMark: Bool, delimiter: String, lineEnding: String, headerRows: Int,
      tool: String? = nil, compression: Compression? = nil
    ) {
      self.encoding = encoding
      self.byteOrderMark = byteOrderMark
      self.delimiter = delimiter
      self.lineEnding = lineEnding
      self.headerRows = headerRows
      self.tool = tool
      self.compression = compression
    }
  }

  /// What the answers of a column mean, where that was said or found out. Such a column may be used where
  /// numbers are wanted; its scores are read then.
  public let scales: [String: AnswerScale]
  /// Scores made of several items of a row; each is a column as well.
  public let constructs: [Construct]
  /// The item that asks for satisfaction as a whole.
  public let overallItem: String?
  /// The options of columns whose cells hold several answers, where a codebook lists them.
  package let choices: [String: ChoiceList]
  /// Whether a row stands for several respondents, as ``repeated(by:)`` reads it.
  package let isTally: Bool
  /// How many of `columnNames`, from the first, the file itself has; the others are made of them.
  package let fileColumnCount: Int
  /// Columns that the source has and no answer can be made of, and why: what asking for one of them throws.
  package let unreadable: [String: SurveyStatsError]

  private let open: @Sendable () throws(SurveyStatsError) -> any BatchSource
  private let positions: [String: Int]

  package init(
    name: String, columnNames: [String], notes: [Note] = [], missing: MissingCodesByColumn = .none,
    limits: ResourceLimits = .standard, dialect: Dialect? = nil, columnLabels: [String?] = [],
    scales: [String: AnswerScale] = [:], constructs: [Construct] = [], overallItem: String? = nil,
    choices: [String: ChoiceList] = [:], isTally: Bool = false, fileColumnCount: Int? = nil,
    unreadable: [String: SurveyStatsError] = [:],
    open: @escaping @Sendable () throws(SurveyStatsError) -> any BatchSource
  ) {
    self.name = name
    self.columnNames = columnNames
    self.notes = notes
    self.missing = missing
    self.limits = limits
    self.dialect = dialect
    self.columnLabels = columnLabels
    self.scales = scales
    self.constructs = constructs
    self.overallItem = overallItem
    self.choices = choices
    self.isTally = isTally
    self.fileColumnCount = fileColumnCount ?? columnNames.count
    self.unreadable = unreadable
    self.open = open
    positions = Dictionary(
      columnNames.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// A new source for one pass.
  package func makeSource() throws(SurveyStatsError) -> any BatchSource { try open() }

  /// Says which columns are going to be read, as numbers or as texts: a file that is read before may give them on the
  /// way. Names of no column are passed over.
  package func expectColumns(numbers: [String], texts: [String]) {
    let requests =
      numbers.compactMap { positions[$0].map { ColumnRequest(column: $0, reading: .number) } }
      + texts.compactMap { positions[$0].map { ColumnRequest(column: $0, reading: .text) } }
    // What is wrong with the source is told by the pass that needs it.
    if !requests.isEmpty, let source = try? makeSource() { source.expectColumns(requests) }
  }

  /// The position of a column, or an error that names the nearest column there is.
  package func position(
    of column: String, as role: String, chinese chineseRole: String? = nil
  ) throws(SurveyStatsError) -> Int {
    if let position = positions[column] { return position }
    if let refusal = unreadable[column] { throw refusal }
    var message = "\(name) has no column '\(column)' (\(role))"
    var chinese = "\(name) 沒有「\(column)」欄（\(chineseRole ?? role)）"
    if let meant = columnsMeant(by: column) {
      message += meant.english
      chinese += meant.chinese
    } else {
      message += "; its columns are \(columnNames.prefix(12).map { "'\($0)'" }.joined(separator: ", "))"
      chinese += "；檔案的欄位有\(columnNames.prefix(12).map { "「\($0)」" }.joined(separator: "、"))"
      if columnNames.count > 12 {
        message += ", …"
        chinese += "…"
      }
    }
    throw SurveyStatsError(.unknownColumn, message, chinese: chinese)
  }

  /// What a reader should see for a column: its question where the name is a code, else the name.
  public func label(of column: String) -> String {
    if let construct = constructs.first(where: { $0.name == column }) { return construct.label }
    guard let position = positions[column], position < columnLabels.count,
      let label = columnLabels[position], !label.isEmpty
    else { return column }
    return label
  }

  /// The item that asks for satisfaction as a whole, by its name or question: the one item that speaks of it.
  package func overallItem(among items: [String]) -> String? {
    if let overallItem { return items.contains(overallItem) ? overallItem : nil }
    let asking = items.filter { item in
      let text = foldedForMatching(item + label(of: item))
      return text.contains("整體滿意") || text.contains("整體而言") || text.contains("整體服務滿意")
        || text.contains("overallsatisf") || text.contains("satisfiedoverall")
        || [item, label(of: item)].contains { name in
          Self.overallNames.contains(String(foldedForMatching(name).drop { $0.isASCII }))
        }
    }
    return asking.count == 1 ? asking[0] : nil
  }

  /// What a question on everything is called in short, behind a number such as Q4.
  private static let overallNames: Set<String> = [
    "整體", "整體評價", "整體感受", "整體印象", "整體滿意", "整體分數", "總體滿意度", "總滿意度", "總體評價",
  ]

  /// The same data under changes; what is not named stays.
  package func changed(
    columnNames: [String]? = nil, columnLabels: [String?]? = nil, notes: [Note] = [],
    missing: MissingCodesByColumn? = nil, scales: [String: AnswerScale]? = nil,
    constructs: [Construct]? = nil, overallItem: String? = nil, choices: [String: ChoiceList]? = nil,
    isTally: Bool? = nil, fileColumnCount: Int? = nil,
    open: (@Sendable () throws(SurveyStatsError) -> any BatchSource)? = nil
  ) -> SurveyData {
    SurveyData(
      name: name, columnNames: columnNames ?? self.columnNames,
      notes: self.notes + notes.filter { !self.notes.contains($0) }, missing: missing ?? self.missing,
      limits: limits, dialect: dialect, columnLabels: columnLabels ?? self.columnLabels,
      scales: scales ?? self.scales, constructs: constructs ?? self.constructs,
      overallItem: overallItem ?? self.overallItem, choices: choices ?? self.choices,
      isTally: isTally ?? self.isTally,
      fileColumnCount: fileColumnCount ?? self.fileColumnCount, unreadable: unreadable,
      open: open ?? self.open)
  }

  package func position(ifPresent column: String) -> Int? { positions[column] }
}
