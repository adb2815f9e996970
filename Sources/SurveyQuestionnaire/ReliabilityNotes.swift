import SurveyInference
import SurveyTable

/// Notes about a scale, gathered over its groups so that each says its piece once.
struct ReliabilityNotes {
  var used = 0
  var leftOut = 0
  var usesFeldt = false
  var hasTwoItems = false
  private var constant: [String] = []
  private var reversed: [String] = []

  mutating func add(
    _ statistics: ScaleStatistics, items: [String], group: [EstimateRow.GroupValue]
  ) {
    let place = group.isEmpty ? "" : " (" + group.map(\.value).joined(separator: " / ") + ")"
    constant += statistics.constantItems.map { items[$0] + place }
    reversed += statistics.reversedItems.map { items[$0] + place }
  }

  var list: [Note] {
    var notes = [
      Note(
        code: "listwise",
        english:
          "Only rows with an answer to every item count (listwise): \(used) used, \(leftOut) left out.",
        chinese: "僅計入每一題都有作答的資料（完整排除法，listwise）：採用 \(used) 筆，排除 \(leftOut) 筆。")
    ]
    if usesFeldt {
      notes.append(
        Note(
          code: "feldt_interval",
          english:
            "The limits of alpha and alpha_if_dropped are Feldt's (F distribution, n − 1 and (n − 1)(k − 1) degrees of freedom), which suppose normal answers; their std_error is linearized and does not.",
          chinese:
            "α 與刪題後 α 的信賴區間採 Feldt 法（F 分配，自由度 n − 1 與 (n − 1)(k − 1)），假設作答呈常態分配；標準誤以線性化計算，不需此假設。"
        ))
    }
    if !reversed.isEmpty {
      let items = reversed
      notes.append(
        Note(
          code: "reversed_item",
          english:
            "These items correlate negatively with the sum of the others and seem to run the other way; recode them if so: \(firstOf(items, in: .english)).",
          chinese: "下列題項與其餘題項總和呈負相關，可能為反向題，若是請先反向計分：\(firstOf(items, in: .traditionalChinese))。"))
    }
    if !constant.isEmpty {
      let items = constant
      notes.append(
        Note(
          code: "constant_item",
          english:
            "These items have the same answer in every row, so that they correlate with nothing: \(firstOf(items, in: .english)).",
          chinese: "下列題項的答案全部相同，無法計算相關：\(firstOf(items, in: .traditionalChinese))。"))
    }
    if hasTwoItems {
      notes.append(
        Note(
          code: "two_items",
          english:
            "The scale has two items: without one of them there is no alpha, and alpha_if_dropped is undefined.",
          chinese: "量表僅有兩題，刪除一題後無法計算 α，故刪題後 α 沒有定義。"))
    }
    return notes
  }
}
