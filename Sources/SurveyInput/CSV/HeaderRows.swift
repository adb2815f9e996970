import SurveyTable

/// One to three header rows, and the names and labels they make.
///
/// ```
/// Qualtrics            Q1               names     SurveyMonkey   滿意度   (blank)
///                      How was it?      labels                   櫃台     網路
///                      {"ImportId":…}                            ─▶ 滿意度 [櫃台], 滿意度 [網路]
/// ```
struct HeaderRows {
  enum Kind {
    /// The first row alone, or whatever rows follow it and are passed over.
    case names
    /// Codes, then the texts of the questions.
    case codesAndTexts
    /// Questions over the first of their options, then the options.
    case questionsAndOptions
  }

  let rows: [[String]]
  let kind: Kind

  /// `rows` are as many as were asked for.
  init(asked rows: [[String]]) {
    self.rows = rows
    if rows.count == 2 {
      kind = Self.isLegacyQualtrics(rows) ? .codesAndTexts : .questionsAndOptions
    } else {
      kind = rows.count > 2 ? .codesAndTexts : .names
    }
  }

  /// `rows` are the first three of the file; only sure signs make more than one of them a header.
  init(found rows: [[String]]) {
    if Self.isQualtrics(rows) {
      self.init(asked: rows)
    } else if Self.isLegacyQualtrics(rows) || Self.isSurveyMonkey(rows) {
      self.init(asked: Array(rows.prefix(2)))
    } else {
      self.init(asked: Array(rows.prefix(1)))
    }
  }

  /// The third row holds `{"ImportId":"QID1"}` and the like in every cell.
  private static func isQualtrics(_ rows: [[String]]) -> Bool {
    guard rows.count >= 3, rows[2].count == rows[0].count, rows[1].count == rows[0].count else {
      return false
    }
    let cells = rows[2].filter { !$0.isEmpty }
    return !cells.isEmpty && cells.allSatisfy { $0.hasPrefix("{\"ImportId\":") && $0.hasSuffix("}") }
  }

  private static func isLegacyQualtrics(_ rows: [[String]]) -> Bool {
    rows.count >= 2 && rows[1].count == rows[0].count && rows[0].starts(with: ["V1", "V2", "V3"])
      && rows[1].starts(with: ["ResponseID", "ResponseSet"])
  }

  /// Columns of its own over blanks, and the word that stands below a question without options.
  private static func isSurveyMonkey(_ rows: [[String]]) -> Bool {
    guard rows.count >= 2, rows[1].count == rows[0].count, rows[0].count > 2 else { return false }
    return ["Respondent ID", "RespondentID"].contains(rows[0][0])
      && ["Collector ID", "CollectorID"].contains(rows[0][1]) && rows[1][0].isEmpty && rows[1][1].isEmpty
      && rows[1].contains { noOptions.contains($0) }
  }

  private static let noOptions: Set<String> = ["Response", "Open-Ended Response"]

  var names: [String] {
    guard kind == .questionsAndOptions, rows.count > 1 else { return rows.first ?? [] }
    var question = ""
    return rows[0].indices.map { index in
      if !rows[0][index].isEmpty { question = rows[0][index] }
      let option = index < rows[1].count ? rows[1][index] : ""
      if rows[0][index].isEmpty, option.isEmpty { return "" }
      if option.isEmpty || Self.noOptions.contains(option) || option == question { return question }
      return question.isEmpty ? option : "\(question) [\(option)]"
    }
  }

  /// The texts of the questions where the names are codes.
  var labels: [String?] {
    guard kind == .codesAndTexts, rows.count > 1 else { return [] }
    return rows[0].indices.map { index in
      index < rows[1].count && !rows[1][index].isEmpty ? rows[1][index] : nil
    }
  }

  var note: Note {
    let (english, chinese) =
      kind == .codesAndTexts
      ? ("codes, which became the names, above the texts of the questions", "代碼（作為欄名）及題目文字")
      : ("questions above their options", "題目及其選項")
    return Note(
      code: "header_rows_detected",
      english: "\(rows.count) header rows were found: \(english); say --header-rows 1 if that is wrong.",
      chinese: "偵測到 \(rows.count) 列標題：\(chinese)；若有誤請以 --header-rows 1 指定。")
  }
}
