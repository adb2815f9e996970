import SurveyTable

/// What a summary decided.
extension Note {
  static func mostlyUnanswered(_ names: [String]) -> Note {
    Note(
      code: "items_mostly_unanswered",
      english:
        "Fewer than half answered \(shown(names)): shown by itself and left out of the scale of all items, which only counts people who answer every item.",
      chinese: "\(shown(names, chinese: true)) 作答人數不到一半，單獨列示，不併入全部題項之平均與信度。")
  }

  static let mixedScales = Note(
    code: "mixed_scales",
    english: "The items are on scales of different ranges: no mean over all of them is given.",
    chinese: "題項量表全距不同，不計算全部題項之平均。")

  static func withoutScoreOfMax(_ names: [String]) -> Note {
    Note(
      code: "score_of_max_undefined",
      english:
        "The highest score of \(shown(names)) is not above 0, and score-of-max divides by it: it is not defined; score-of-range is.",
      chinese:
        "\(names.prefix(5).map { "「\($0)」" }.joined(separator: "、"))之最高分不大於 0，無法作為百分制分數（score-of-max）之除數，故無該分數，可參考 score-of-range。"
    )
  }

  static func overallItem(_ name: String) -> Note {
    Note(
      code: "overall_item_found",
      english:
        "'\(name)' was taken for the question on satisfaction as a whole and is not part of the scale of all items; a codebook can say otherwise.",
      chinese: "「\(name)」視為整體滿意度題，不併入全部題項之平均與信度；可在編碼簿另行指定。")
  }

  private static func shown(_ names: [String], chinese: Bool = false) -> String {
    let visible = names.map { $0.hasPrefix("\u{1E}") ? (chinese ? "全部題項" : "all items") : $0 }
    return visible.prefix(5).joined(separator: chinese ? "、" : ", ")
      + (names.count > 5 ? (chinese ? "…" : ", …") : "")
  }

  static func withoutPrior(_ names: [String], _ nearest: [String: String]) -> Note {
    let near = names.filter { nearest[$0] != nil }.prefix(5)
    let english = near.map { "'\(nearest[$0] ?? "")' comes nearest to '\($0)'" }.joined(separator: "; ")
    let chinese = near.map { "「\(nearest[$0] ?? "")」最接近「\($0)」" }.joined(separator: "；")
    return Note(
      code: "growth_no_prior",
      english: "The earlier survey did not ask: \(shown(names)). They have no growth rate."
        + (near.isEmpty
          ? ""
          : " Of its columns, \(english); name them alike if they ask the same, or give each file a codebook with the same ids (--prior-codebook)."),
      chinese: "無前次資料，無法計算成長率：\(shown(names, chinese: true))。"
        + (near.isEmpty ? "" : "前次欄位中\(chinese)；如為同一題，請統一欄名，或以編碼簿給予相同代碼（前次檔案用 --prior-codebook）。"))
  }

  static func talliedGroups(_ columns: [String]) -> Note {
    Note(
      code: "tally_groups_added",
      english:
        "The tally is grouped by \(columns.joined(separator: ", ")): the sample is the sum of all groups. If the groups are questions that the same people answered, ask for one at a time with a condition (--where).",
      chinese:
        "統計表依「\(columns.joined(separator: "」、「"))」分組，樣本數為各組人數之合計；若各組為同一批受訪者回答之不同題目，請以條件（--where）逐題計算。")
  }

  static func scalesChanged(_ names: [String]) -> Note {
    Note(
      code: "scale_changed",
      english:
        "The scale changed between the surveys, so that no growth rate is given: \(shown(names)). If you hold the scales comparable, ask for growth of score-of-range or top2 with comparable.",
      chinese:
        "兩次調查量表不同，不計算成長率：\(shown(names, chinese: true))。如認定可比較，請另以 growth 計算 score-of-range 或 top2，並指定 --comparable。"
    )
  }
}
