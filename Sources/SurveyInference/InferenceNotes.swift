import SurveyTable

/// Notes about rows, gathered so that a table of a thousand rows has a handful of notes.
struct InferenceNotes {
  /// Rows of other statistics than the one that was asked for are called by it.
  let command: String
  private var undefinedRows: [Name] = []
  private var rowsWithoutDF: [Name] = []
  private var boundaryRows: [Name] = []
  private var boundaryMethod = ""
  private var replicatedRows: [Name] = []
  private var unlimitedRows: [Name] = []
  private var largestRows: [Name] = []

  /// What a note calls a row.
  private struct Name: Hashable {
    var english: String
    var chinese: String
  }

  mutating func undefined(_ row: EstimateRow) { add(row, to: \.undefinedRows) }
  mutating func noDegreesOfFreedom(_ row: EstimateRow) { add(row, to: \.rowsWithoutDF) }
  /// Of `count` replicates, `undefined` do not have the row's statistic.
  mutating func undefinedReplicates(_ row: EstimateRow, _ undefined: Int, of count: Int) {
    add(row, to: \.replicatedRows, " (\(undefined)/\(count))")
  }
  mutating func kornGraubardInstead(_ row: EstimateRow, of method: ProportionInterval) {
    add(row, to: \.boundaryRows)
    boundaryMethod = method.rawValue
  }

  /// A quantile's interval has no lower or no upper limit.
  mutating func noQuantileLimit(_ row: EstimateRow) { add(row, to: \.unlimitedRows) }
  /// The quantile is the largest answer, so that the share at or below it does not vary.
  mutating func quantileIsLargest(_ row: EstimateRow) { add(row, to: \.largestRows) }

  init(command: String) { self.command = command }

  /// Rows of one name, such as shares of several bases, are named once.
  private mutating func add(_ row: EstimateRow, to rows: WritableKeyPath<Self, [Name]>, _ more: String = "") {
    let parts =
      [row.term] + row.group.map(\.value) + (row.level.map { [$0] } ?? [])
      + (row.probability.map { [shortestText($0)] } ?? [])
    let isAsked = row.statistic == command
    let name = Name(
      english: ((isAsked ? [] : [row.statistic]) + parts).joined(separator: " / ") + more,
      chinese: ((isAsked ? [] : [Self.chinese(row.statistic)]) + parts).joined(separator: "／") + more)
    if self[keyPath: rows].last != name { self[keyPath: rows].append(name) }
  }

  private static func chinese(_ statistic: String) -> String {
    [
      "mean": "平均數", "total": "總計", "proportion": "百分比", "count": "人數", "top2": "正向答案比例",
      "score-of-max": "百分制分數（÷最高分）", "score-of-range": "百分制分數（0–100 全距）", "difference": "差異", "growth": "成長率",
      "contrast": "運算結果",
    ][statistic] ?? statistic
  }

  private func list(_ rows: [Name], in language: Language) -> String {
    firstOf(rows.map { language == .english ? $0.english : $0.chinese }, in: language)
  }

  var list: [Note] {
    var notes: [Note] = []
    if !undefinedRows.isEmpty {
      let rows = undefinedRows
      notes.append(
        Note(
          code: "undefined_estimate",
          english:
            "No estimate, because there is no valid answer or the value is not defined there: \(list(rows, in: .english)).",
          chinese: "無法計算（沒有有效答案，或該值沒有定義）：\(list(rows, in: .traditionalChinese))。"))
    }
    if !rowsWithoutDF.isEmpty {
      let rows = rowsWithoutDF
      notes.append(
        Note(
          code: "no_degrees_of_freedom",
          english:
            "No interval, because too few units answered to estimate a variance: \(list(rows, in: .english)).",
          chinese: "單位數過少，無法估計變異數，故無信賴區間：\(list(rows, in: .traditionalChinese))。"))
    }
    if !unlimitedRows.isEmpty {
      let rows = unlimitedRows
      notes.append(
        Note(
          code: "quantile_without_limit",
          english:
            "The interval reaches beyond the answers of the sample, so that a limit and the standard error are not defined: \(list(rows, in: .english)).",
          chinese: "信賴區間超出樣本答案之範圍，故缺一端之界限及標準誤：\(list(rows, in: .traditionalChinese))。"))
    }
    if !largestRows.isEmpty {
      let rows = largestRows
      notes.append(
        Note(
          code: "quantile_is_largest",
          english:
            "The quantile is the largest answer that anybody gave; everybody is at or below it, so that an interval says nothing of how sure it is: \(list(rows, in: .english)).",
          chinese: "分位數即為最大之答案，所有答案均不大於該值，其信賴區間無法反映抽樣誤差：\(list(rows, in: .traditionalChinese))。"))
    }
    if !replicatedRows.isEmpty {
      let rows = replicatedRows
      notes.append(
        Note(
          code: "replicates_undefined",
          english:
            "Some replicates hold nobody of the domain or leave the value undefined there; they were left out, and fewer than two leave no standard error (undefined/all): \(list(rows, in: .english)).",
          chinese:
            "部分複本中該群體無人或該值沒有定義，已予排除；所餘不足兩個時無標準誤（排除數/全部）：\(list(rows, in: .traditionalChinese))。"))
    }
    if !boundaryRows.isEmpty {
      let rows = boundaryRows
      notes.append(
        Note(
          code: "korn_graubard_at_boundary",
          english:
            "The proportion is 0 or 1, where the \(boundaryMethod) interval does not exist; the Korn–Graubard interval stands instead: \(list(rows, in: .english)).",
          chinese:
            "比例為 0 或 1 時 \(boundaryMethod) 區間不存在，改用 Korn–Graubard 區間：\(list(rows, in: .traditionalChinese))。"
        ))
    }
    return notes
  }

  /// A result without rows says why.
  static let noRows = Note(
    code: "no_rows",
    english:
      "There is nothing to estimate: nobody belongs to the condition and the groups (where, by), or nobody answered.",
    chinese: "無可估計之結果：無人符合條件與分組（where、by），或均未作答。")

  static func spelledApart(_ answers: [(item: String, answers: [String])]) -> Note {
    func list(_ open: String, _ close: String, _ colon: String, _ between: String) -> String {
      answers.prefix(5).map { item, own in
        "\(open)\(item)\(close)\(colon)"
          + own.prefix(5).map { "\(open)\($0)\(close)" }.joined(separator: " / ")
      }.joined(separator: between) + (answers.count > 5 ? "\(between)… (\(answers.count))" : "")
    }
    return Note(
      code: "answers_spelled_apart",
      english:
        "Some answers only differ in blanks or the width of their characters and are counted apart; make them one in the file if they are: \(list("'", "'", ": ", "; ")).",
      chinese: "部分答案僅有空白或全形半形之差異，分別計算；如屬同一答案，請於檔案中統一寫法：\(list("「", "」", "：", "；"))。")
  }

  /// How many gave an answer is not how much they weigh.
  static let zeroWeightsCounted = Note(
    code: "zero_weights_counted",
    english: "The counts of answers are of all respondents, those of weight 0 among them.",
    chinese: "各答案之人數為全體受訪者，含權數為 0 者。")

  /// Notes on parts of a result, each once; that a part has no rows is none of the whole's concern where others have.
  static func together(_ notes: [Note], of rows: [EstimateRow]) -> [Note] {
    var all: [Note] = []
    for note in notes where !all.contains(note) && (note != noRows || rows.isEmpty) { all.append(note) }
    return all
  }

  static func designEffectReplace(_ terms: [String]) -> Note {
    let names = terms
    return Note(
      code: "deff_with_replacement",
      english:
        "The weights sum to no more than the number of answers, so that the design effect leaves out 1 − n/Σw: \(firstOf(names, in: .english)).",
      chinese: "權數總和不大於有效樣本數，設計效應未計入 1 − n/Σw：\(firstOf(names, in: .traditionalChinese))。")
  }
}
