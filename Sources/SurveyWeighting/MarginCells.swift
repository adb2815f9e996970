import SurveyDesign
import SurveyNumerics
import SurveyTable

/// The sample's cells with the categories of the margins they belong to.
struct MarginCells {
  struct Category {
    var variable: Int
    var name: String
    /// The population count to reach.
    var target: DoubleDouble
  }

  /// The columns of all margins, each once.
  let columns: [String]
  /// The margins' names.
  let variables: [String]
  let cells: [DesignTotals.AnswerCell]
  let categories: [Category]
  /// For each cell its category in each margin.
  let categoriesOfCell: [[Int]]
  /// Answers that were matched to categories spelled otherwise.
  let notes: [Note]

  /// Sample size of a category below which weights become unstable, by a common rule of thumb.
  static let fewRows = 5

  /// Finds each cell's category. Errors (`invalidDesign`) name the category and what to do: one that has members in
  /// the population and none in the sample, one that has none in the population but some in the sample, and an
  /// answer of the sample that no category names.
  init(
    _ cells: [DesignTotals.AnswerCell], columns: [String], margins: PopulationMargins, data: String
  ) throws(SurveyStatsError) {
    self.cells = cells
    self.columns = columns
    variables = margins.variables.map(\.name)
    var categories: [Category] = []
    var notes: [Note] = []
    var categoriesOfCell = [[Int]](repeating: [], count: cells.count)
    for (index, variable) in margins.variables.enumerated() {
      let places = variable.columns.map { columns.firstIndex(of: $0) ?? 0 }
      let first = categories.count
      for category in variable.categories {
        categories.append(
          Category(variable: index, name: category.name, target: DoubleDouble(category.count)))
      }
      var rows = [Int](repeating: 0, count: variable.categories.count)
      var unknown: [[String]: Int] = [:]
      func answer(_ cell: DesignTotals.AnswerCell) -> String {
        places.map { cell.answers[$0] }.joined(separator: MatchedAnswers.separator)
      }
      let matched = MatchedAnswers(
        Array(Set(cells.map(answer))).sorted(),
        to: variable.categories.map { $0.answers.joined(separator: MatchedAnswers.separator) },
        columns: places.count)
      notes += matched.notes(variable.name)
      for (cell, found) in cells.enumerated() {
        let answers = places.map { found.answers[$0] }
        if let category = matched.categories[answer(found)] {
          categoriesOfCell[cell].append(first + category)
          rows[category] += found.rows
        } else {
          unknown[answers, default: 0] += found.rows
        }
      }
      if !unknown.isEmpty { throw Self.unknownAnswers(unknown, variable, data) }
      for (category, count) in zip(variable.categories, rows) {
        if count == 0, category.count > 0 { throw Self.emptyCategory(category, variable, data) }
        if count > 0, category.count == 0 {
          throw SurveyStatsError(
            .invalidDesign,
            "the margins say that nobody of the population is '\(category.name)' (\(variable.name)), but \(counted(count, "row")) of \(data) \(agreeing(count, "is", "are")); correct the count, or merge the category with another",
            chinese: "母體檔中「\(variable.name)」之「\(category.name)」為 0 人，但 \(data) 有 \(count) 筆；請更正人數，或與其他類別合併"
          )
        }
      }
    }
    // A category without people and without rows has nothing to fit.
    let kept = categories.indices.filter { categories[$0].target.high > 0 }
    let place = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element, $0.offset) })
    self.categories = kept.map { categories[$0] }
    self.notes = notes
    self.categoriesOfCell = categoriesOfCell.map { $0.compactMap { place[$0] } }
  }

  private init(_ other: MarginCells, categories: [Category]) {
    columns = other.columns
    variables = other.variables
    cells = other.cells
    notes = other.notes
    categoriesOfCell = other.categoriesOfCell
    self.categories = categories
  }

  private static func unknownAnswers(
    _ unknown: [[String]: Int], _ variable: PopulationMargins.Variable, _ data: String
  ) -> SurveyStatsError {
    let names = variable.categories.map(\.name)
    let found = unknown.map { (name: $0.key.joined(separator: ":"), rows: $0.value) }
      .sorted { ($1.rows, $0.name) < ($0.rows, $1.name) }
    let list = found.prefix(5).map { entry in
      "'\(entry.name)' (\(counted(entry.rows, "row"))"
        + (nearestName(to: entry.name, among: names).map { "; the nearest category is '\($0)'" } ?? "") + ")"
    }
    let chinese = found.prefix(5).map { entry in
      "「\(entry.name)」\(entry.rows) 筆"
        + (nearestName(to: entry.name, among: names).map { "（最接近之類別為「\($0)」）" } ?? "")
    }
    return SurveyStatsError(
      .invalidDesign,
      "\(data), column '\(variable.name)': the margins have no category for \(list.joined(separator: ", "))\(found.count > 5 ? ", …" : ""); spell answers and categories alike, add the category, or leave the cell empty where it is no answer",
      chinese:
        "\(data)「\(variable.name)」欄：母體檔中沒有下列類別：\(chinese.joined(separator: "、"))\(found.count > 5 ? "…" : "")；請統一資料與母體檔之寫法、於母體檔補上該類別，或將未作答者留空"
    )
  }

  private static func emptyCategory(
    _ category: PopulationMargins.Category, _ variable: PopulationMargins.Variable, _ data: String
  ) -> SurveyStatsError {
    SurveyStatsError(
      .invalidDesign,
      "\(data) has no row of positive weight with '\(category.name)' in '\(variable.name)', which \(shortestText(category.count)) of the population have; no weight can stand for them: merge the category with a neighbour in the margins and in the data",
      chinese:
        "\(data) 沒有「\(variable.name)」為「\(category.name)」之樣本，而母體有 \(shortestText(category.count)) 人，無法加權；請於母體檔及資料中將此類別與相近類別合併"
    )
  }

  /// With all margins scaled to one total: that of the first, or `total` where it is given. Totals that differ by
  /// more than rounding of published counts are returned.
  func scaled(to total: DoubleDouble?) -> (cells: MarginCells, isUneven: Bool, totals: [Double]) {
    var totals = [DoubleDouble](repeating: .zero, count: variables.count)
    for category in categories { totals[category.variable] += category.target }
    let wanted = total ?? totals.first ?? .zero
    var scaled = categories
    for index in scaled.indices {
      scaled[index].target = scaled[index].target * wanted / totals[scaled[index].variable]
    }
    let first = totals.first?.rounded ?? 0
    let isUneven = totals.contains { ($0.rounded - first).magnitude > 1e-6 * first }
    return (MarginCells(self, categories: scaled), isUneven, totals.map(\.rounded))
  }

  /// Sums over the cells of each category of a number for each cell.
  func sums(_ numbers: [DoubleDouble]) -> [DoubleDouble] {
    var sums = [DoubleDouble](repeating: .zero, count: categories.count)
    for (cell, number) in numbers.enumerated() {
      for category in categoriesOfCell[cell] { sums[category] += number }
    }
    return sums
  }
}
