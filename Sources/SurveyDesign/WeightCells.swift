import SurveyNumerics
import SurveyTable

/// Σw and Σw² by unit and cell of the margins, over all rows of positive weight: what residuals need of the rows
/// outside a domain, and what finding the weights begins with.
///
/// Under a calibration the cells are its own and rows without an answer to a margin belong to none; without one
/// every combination of answers that is met is a cell.
struct WeightCells {
  private let calibration: Calibration?
  private let columns: [String]
  private(set) var combinations: AnswerCombinations
  /// For each combination the calibration's cell.
  private var places: [Int32] = []
  /// (unit, or stratum where rows are the units; cell) to a row of `sums`; cell −1 has the rows without an answer.
  private(set) var keys = KeyTable()
  private(set) var sums = ExactSumBank(columns: 2)
  /// Rows by row of `sums`.
  private(set) var rows: [Int] = []
  private(set) var rowsWithoutCell = 0
  private(set) var dictionaries: [TextDictionary] = []

  init(columns: [String], calibration: Calibration?) {
    self.columns = columns
    self.calibration = calibration
    combinations = AnswerCombinations(columns: columns.count, foldsSpellings: false)
  }

  var byteCount: Int { ExactSumBank.bytes(rows: keys.count, columns: 2) }

  /// Numbers the cell of each row; −1 for a row of weight 0 or without an answer.
  mutating func places(
    _ answers: [CodeColumn], weights: [Double], data: SurveyData
  ) throws(SurveyStatsError) -> [Int32] {
    if dictionaries.isEmpty { dictionaries = answers.map(\.dictionary) }
    var cells: [Int32] = weights.map { $0 == 0 ? -1 : 0 }
    rowsWithoutCell += combinations.number(&cells, answers)
    guard let calibration else { return cells }
    while places.count < combinations.count {
      let answers = texts(of: places.count)
      guard let place = calibration.place(of: answers) else {
        throw SurveyStatsError(
          .sourceChanged,
          "\(data.name): no row answered \(columns.joined(separator: ":")) with '\(answers.joined(separator: ":"))' when the weights were made; the file changed, so weight it again",
          chinese:
            "\(data.name)：加權時沒有「\(columns.joined(separator: ":"))」為「\(answers.joined(separator: ":"))」之資料；檔案可能已變更，請重新加權"
        )
      }
      places.append(place)
    }
    for row in cells.indices where cells[row] >= 0 { cells[row] = places[Int(cells[row])] }
    return cells
  }

  /// Adds the rows of positive weight to the sums of their unit (`groups`) and cell.
  mutating func add(_ cells: [Int32], groups: [Int32], weights: [Double]) {
    for row in cells.indices where weights[row] > 0 {
      let index = Int(keys.index(of: groups[row], cells[row]))
      sums.ensureRows(index + 1)
      while rows.count <= index { rows.append(0) }
      rows[index] += 1
      sums.add(weights[row], row: index, column: 0)
      sums.addProduct(weights[row], weights[row], row: index, column: 1)
    }
  }

  /// Takes the sums of others over, whose units or strata `groups` translates; `nil` where one has a cell that the
  /// calibration does not know. Says what number each cell has here.
  mutating func add(_ other: WeightCells, groups: [Int32]) -> [Int32]? {
    if other.dictionaries.isEmpty { return [] }
    if dictionaries.isEmpty { dictionaries = other.dictionaries.map { _ in TextDictionary() } }
    let codes = zip(other.dictionaries, dictionaries).map { $0.codes(in: $1) }
    let met = combinations.add(other.combinations, codes: codes, dictionaries)
    rowsWithoutCell += other.rowsWithoutCell
    if let calibration {
      while places.count < combinations.count {
        guard let place = calibration.place(of: texts(of: places.count)) else { return nil }
        places.append(place)
      }
    }
    // Cells of a calibration have the same numbers everywhere; combinations those of whoever met them.
    func own(_ cell: Int32) -> Int32 { cell < 0 || calibration != nil ? cell : met[Int(cell)] }
    var rowPlaces: [Int32] = []
    for index in 0..<other.keys.count {
      let (group, cell) = other.keys.pair(at: index)
      let place = keys.index(of: groups[Int(group)], own(cell))
      while rows.count <= Int(place) { rows.append(0) }
      rows[Int(place)] += other.rows[index]
      rowPlaces.append(place)
    }
    sums.ensureRows(keys.count)
    sums.add(other.sums, rows: rowPlaces)
    return calibration == nil ? met : []
  }

  func texts(of combination: Int) -> [String] {
    combinations.texts(of: combination, dictionaries)
  }
}
