import SurveyPlans
import SurveyTable

/// What the columns of a detail table are, as far as a picture needs to know it: names at the left, then numbers, among
/// them the one that the table is about.
struct DetailReading {
  let table: DetailTable
  /// The columns of names that the rows begin with.
  let nameCount: Int
  /// The column that a picture shows.
  let valueColumn: Int?

  init(_ table: DetailTable, of result: IndicatorResult) {
    self.table = table
    let names = table.columns.prefix { $0.format == .text }.count
    nameCount = names
    let numbers = table.columns.indices.filter { $0 >= names && table.columns[$0].format != .text }
    let english = numbers.map { (column: $0, name: table.columns[$0].name.english) }
    func called(_ name: String) -> Int? { english.first { $0.name == name }?.column }
    // A table of times has several statistics; the indicator says which one counts.
    if case .duration(let duration) = result.indicator.kind,
      let own = called(Self.statistic(duration.statistic))
    {
      valueColumn = own
    } else if case .count = result.indicator.kind {
      // Records and what they add up to are two things: a sum is drawn, not how many rows it was made of.
      valueColumn = called("count") ?? called("records")
    } else {
      valueColumn =
        numbers.first { column in table.rows.contains { $0.failing.contains(column) } }
        ?? called("value") ?? called("place")
        ?? numbers.first { table.columns[$0].format == result.format && result.format != .count }
        ?? numbers.first { Self.isDecimal(table.columns[$0].format) } ?? numbers.first
    }
  }

  private static func statistic(_ statistic: IndicatorKind.Duration.Statistic) -> String {
    switch statistic {
    case .mean: "mean"
    case .median: "median"
    case .p90: "90 % within"
    }
  }

  private static func isDecimal(_ format: DetailTable.Format) -> Bool {
    if case .number = format { return true }
    return false
  }

  /// What every value of the drawn column should reach; the lines of a test's points are none of its pass rate.
  var lines: [ChartLine] {
    let failing = table.columns.indices.first { column in table.rows.contains { $0.failing.contains(column) }
    }
    let own = failing ?? column(["mean"], ["平均分數"]) ?? valueColumn
    return own == valueColumn ? table.lines : []
  }

  /// The first column of numbers whose name begins with one of these, in either language.
  func column(_ english: [String], _ chinese: [String]) -> Int? {
    table.columns.indices.first { index in
      let column = table.columns[index]
      guard column.format != .text else { return false }
      return english.contains(column.name.english.lowercased())
        || chinese.contains { column.name.chinese == $0 || column.name.chinese.hasSuffix($0) }
    }
  }

  func number(_ row: DetailTable.Row, _ column: Int?) -> Double? {
    guard let column, row.cells.indices.contains(column), case .number(let value) = row.cells[column] else {
      return nil
    }
    return value
  }

  /// The rows of a picture. A total that is the sum of the others would press them against the axis.
  func drawnRows(_ column: Int?) -> [DetailTable.Row] {
    let most = table.rows.filter { !$0.isTotal }.compactMap { number($0, column)?.magnitude }.max() ?? 0
    return table.rows.filter { row in !row.isTotal || (number(row, column)?.magnitude ?? 0) <= 1.5 * most }
  }

  /// Shares of single things, each there or not: a bar says no more than the word beside it.
  var isYesOrNo: Bool {
    guard let valueColumn, table.columns[valueColumn].format == .percent else { return false }
    return table.rows.allSatisfy { row in
      row.isTotal || number(row, valueColumn).map { $0 == 0 || $0 == 1 } ?? true
    }
  }

  func isHidden(_ row: DetailTable.Row, _ column: Int?) -> Bool {
    guard let column, row.cells.indices.contains(column), case .hidden = row.cells[column] else {
      return false
    }
    return true
  }

  func name(_ row: DetailTable.Row, _ language: Language) -> String {
    var parts: [String] = []
    for cell in row.cells.prefix(nameCount) {
      if case .words(let words) = cell, !words.chinese.isEmpty { parts.append(words.text(in: language)) }
    }
    return parts.joined(separator: "　")
  }

  /// Base sizes that stand before the value: `n = 120`, or part and whole of a share.
  func remark(_ row: DetailTable.Row, _ figures: ReportFigures) -> String {
    if let part = number(row, column(["part"], ["分子"])), let whole = number(row, column(["whole"], ["分母"])) {
      return "\(figures.count(part))/\(figures.count(whole))"
    }
    guard let value = valueColumn,
      let base = table.columns.indices.first(where: { $0 < value && table.columns[$0].format == .count }),
      let count = number(row, base)
    else { return "" }
    // People who live somewhere are no sample of it.
    let name = table.columns[base].name
    if name.english == "residents" { return "\(name.text(in: figures.language)) \(figures.count(count))" }
    return "n = \(figures.count(count))"
  }
}

extension DetailTable.Column {
  /// Whether the column holds p values, which are never shown as 0.
  var isProbability: Bool { name.english.hasPrefix("p (") }
}

extension DetailTable {
  var lines: [ChartLine] {
    [
      target.map { ChartLine(meaning: .target, value: $0) },
      passLine.map { ChartLine(meaning: .pass, value: $0) },
    ]
    .compactMap { $0 }
  }
}
