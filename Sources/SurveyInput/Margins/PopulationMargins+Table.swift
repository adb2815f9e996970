import SurveyTable

/// How a variable of the margins is counted out of a table of the population.
public struct MarginSpecification: Sendable, Hashable {
  public enum Counting: Sendable, Hashable {
    /// Categories are the answers of one column, and another holds the counts to add up.
    case key(String, count: String)
    /// Each category is a column of counts.
    case columns([Category])
  }

  public struct Category: Sendable, Hashable {
    public var name: String
    public var column: String
  }

  /// The survey's column.
  public var variable: String
  public var counting: Counting

  /// Reads `district=site_id/people_total` (answers of one column, counts of another) or
  /// `sex=男:male,女:female` (a category of the survey and the column that counts it).
  ///
  /// Errors: `invalidArgument`.
  public init(parsing text: String) throws(SurveyStatsError) {
    let wrong = SurveyStatsError(
      .invalidArgument,
      "'\(text)' does not say how to count margins; write COLUMN=KEY/COUNT (district=site_id/people_total) or COLUMN=CATEGORY:COUNT,… (sex=男:male,女:female)",
      chinese: "「\(text)」無法說明如何計數（margins-from）；請寫為 欄位=類別欄/人數欄（如 行政區=區別/人口數），或 欄位=類別:人數欄,…（如 性別=男:男,女:女）"
    )
    guard let equals = text.firstIndex(of: "=") else { throw wrong }
    variable = text[..<equals].trimmingSpaces()
    let body = text[text.index(after: equals)...]
    if variable.isEmpty { throw wrong }
    if let slash = body.lastIndex(of: "/"), !body.contains(":") {
      let (key, count) = (body[..<slash].trimmingSpaces(), body[body.index(after: slash)...].trimmingSpaces())
      if key.isEmpty || count.isEmpty { throw wrong }
      counting = .key(key, count: count)
      return
    }
    var categories: [Category] = []
    for part in body.split(separator: ",") {
      guard let colon = part.lastIndex(of: ":") else { throw wrong }
      let category = Category(
        name: part[..<colon].trimmingSpaces(), column: part[part.index(after: colon)...].trimmingSpaces())
      if category.name.isEmpty || category.column.isEmpty { throw wrong }
      categories.append(category)
    }
    if categories.count < 2 { throw wrong }
    counting = .columns(categories)
  }
}

extension PopulationMargins {
  /// Margins from a file: a CSV of variable, category and count, or, where `specifications` say how to count them,
  /// any table of the population. A table whose name ends in `.json` (compressed `.json.gz` or `.json.zst`) is an array of
  /// objects, another a CSV.
  ///
  /// Errors: `invalidArgument` for a JSON table or a `condition` without specifications; those of
  /// `init(csvFile:options:)` and of `init(table:_:where:)`.
  public init(
    file path: String, _ specifications: [MarginSpecification] = [], where condition: String? = nil
  ) throws(SurveyStatsError) {
    let isJSON = Self.isJSON(path)
    if specifications.isEmpty {
      if isJSON {
        throw SurveyStatsError(
          .invalidArgument,
          "\(path): say how to count margins out of this table, for instance district=site_id/people_total",
          chinese: "\(path)：請說明如何由此表計數（margins-from），例如 行政區=區別/人口數")
      }
      if condition != nil {
        throw SurveyStatsError(
          .invalidArgument,
          "\(path): a condition chooses rows of a table that margins are counted out of; say how to count them, for instance district=site_id/people_total",
          chinese: "\(path)：條件（margins-where）僅能用於由統計表計數之情形；請同時指定計數方式（margins-from），例如 行政區=區別/人口數"
        )
      }
      try self.init(csvFile: path)
      return
    }
    let table = isJSON ? try SurveyData(jsonFile: path) : try SurveyData(csvFile: path)
    try self.init(table: table, specifications, where: condition)
  }

  /// Whether a file's name says that it is JSON, as it is or compressed.
  package static func isJSON(_ path: String) -> Bool {
    [".json", ".json.gz", ".json.zst"].contains { path.hasSuffix($0) }
  }

  /// Margins counted out of a table of the population, such as the townships of the Ministry of the Interior's open
  /// data: for each specification the counts of the rows that meet `condition`.
  ///
  /// Rows whose key says that they are a total (總計, 合計, …) are left out, and so are counts that the table says
  /// are not available (`…`, `-`). Errors: `unknownColumn`, `malformedData`
  /// for counts that are no numbers or negative, `emptyData` where no row meets the condition.
  public init(
    table: SurveyData, _ specifications: [MarginSpecification], where condition: String? = nil
  ) throws(SurveyStatsError) {
    self.init(variables: [])
    for specification in specifications {
      variables.append(try Self.counted(table, specification, condition))
    }
    self = try checked()
  }

  /// How tables of the population name their year or month, folded for matching.
  private static let periods: Set<String> = [
    "statisticyyy", "statisticyyymm", "統計年", "統計年月", "統計年度", "統計期", "年度", "年", "年月", "資料年月", "year",
  ]

  private static let totals: Set<String> = ["總計", "合計", "小計", "總和", "total", "grandtotal", "sum"]

  /// How official statistics write that there is no number.
  private static let unavailable: Set<String> = ["…", "...", "‥", "—", "－", "-", "－－", "x"]

  /// A number with thousands separators, 53,519; a comma elsewhere is no part of a count.
  private static func grouped(_ text: String) -> Double? {
    let groups = text.split(separator: ",", omittingEmptySubsequences: false)
    guard groups.count > 1, (1...3).contains(groups[0].utf8.count),
      groups.dropFirst().allSatisfy({ $0.utf8.count == 3 })
    else { return nil }
    return parseNumber(groups.joined())
  }

  private static func counted(
    _ table: SurveyData, _ specification: MarginSpecification, _ condition: String?
  ) throws(SurveyStatsError) -> Variable {
    var requests: [ColumnRequest] = []
    func request(_ name: String, _ reading: ColumnRequest.Reading) throws(SurveyStatsError) -> Int {
      requests.append(ColumnRequest(column: try table.position(of: name, as: "margins"), reading: reading))
      return requests.count - 1
    }
    var key: Int?
    var counts: [(category: String?, slot: Int)] = []
    switch specification.counting {
    case .key(let column, let count):
      key = try request(column, .text)
      counts = [(nil, try request(count, .text))]
    case .columns(let categories):
      for category in categories { counts.append((category.name, try request(category.column, .text))) }
    }
    let period = table.columnNames.first {
      periods.contains(foldedForMatching($0).filter { $0 != "_" && $0 != " " })
    }
    let periodSlot: Int? = if let period { try request(period, .text) } else { nil }
    var periodsMet: [String] = []
    var filter: DomainFilter?
    if let condition {
      let expression = try DomainExpression(parsing: condition, limits: table.limits)
      filter = try DomainFilter(expression) { (name, reading) throws(SurveyStatsError) in
        try request(name, reading)
      }
    }
    let source = try table.makeSource()
    let batch = ColumnBatch()
    try source.begin(requests, into: batch, run: nil)
    var order: [String] = []
    var sums: [String: Double] = [:]
    while try source.next(into: batch) {
      let member = filter?.membership(in: batch)
      for row in 0..<batch.rowCount where member?[row] ?? 1 == 1 {
        func text(_ slot: Int) -> String? {
          guard case .codes(let codes) = batch.columns[slot], codes.codes[row] >= 0 else { return nil }
          return codes.dictionary[codes.codes[row]].trimmingSpaces()
        }
        // Open data often repeats its fields' names, in Chinese, in the first row below the header.
        if batch.firstRow + row <= 2,
          counts.allSatisfy({
            text($0.slot).map { parseNumber($0) == nil && !$0.contains(where: \.isNumber) } ?? true
          })
        {
          continue
        }
        if let periodSlot, let period = text(periodSlot), !periodsMet.contains(period) {
          periodsMet.append(period)
        }
        var keyText: String?
        if let key, case .codes(let codes) = batch.columns[key] {
          if codes.codes[row] < 0 { continue }
          let text = codes.dictionary[codes.codes[row]].trimmingSpaces()
          if totals.contains(foldedForMatching(text)) { continue }
          keyText = text
        }
        for (category, slot) in counts {
          guard case .codes(let codes) = batch.columns[slot], codes.codes[row] >= 0,
            let name = category ?? keyText
          else { continue }
          let text = codes.dictionary[codes.codes[row]].trimmingSpaces()
          if unavailable.contains(text) { continue }
          guard let count = parseNumber(text) ?? grouped(text), count >= 0 else {
            throw SurveyStatsError(
              .malformedData,
              "\(table.name) row \(batch.firstRow + row), column '\(table.columnNames[requests[slot].column])': '\(text.prefix(40))' is not a population count; counts are numbers of at least 0",
              chinese:
                "\(table.name) 第 \(batch.firstRow + row) 列「\(table.columnNames[requests[slot].column])」欄：「\(text.prefix(40))」不是人數；人數須為 0 以上之數字",
              row: batch.firstRow + row, column: requests[slot].column + 1)
          }
          if sums[name] == nil { order.append(name) }
          sums[name, default: 0] += count
        }
      }
    }
    if let period, periodsMet.count > 1 {
      let met = periodsMet.prefix(4).map { "'\($0)'" }.joined(separator: ", ")
      throw SurveyStatsError(
        .invalidArgument,
        "\(table.name), column '\(period)': the table counts the population at \(periodsMet.count) times (\(met)\(periodsMet.count > 4 ? ", …" : "")), which would be added up; choose one with a condition (margins-where), such as `\(period)` == \"\(periodsMet.last ?? "")\"",
        chinese:
          "\(table.name)「\(period)」欄：此表含 \(periodsMet.count) 期人口數（\(periodsMet.prefix(4).joined(separator: "、"))\(periodsMet.count > 4 ? "…" : "")），將被重複加總；請以條件（margins-where）擇一，例如 `\(period)` == \"\(periodsMet.last ?? "")\""
      )
    }
    if order.isEmpty {
      throw SurveyStatsError(
        .emptyData,
        "\(table.name): no row\(condition.map { " with \($0)" } ?? "") counts anybody for '\(specification.variable)'",
        chinese:
          "\(table.name)：\(condition.map { "符合 \($0) 之資料中，" } ?? "")沒有「\(specification.variable)」之人數；請檢查計數方式（margins-from）或條件（margins-where）"
      )
    }
    return Variable(
      columns: [specification.variable],
      categories: order.map { Category(answers: [$0], count: sums[$0] ?? 0) })
  }
}
