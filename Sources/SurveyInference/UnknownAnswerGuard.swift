import SurveyTable

/// Keeps periods apart of which one was read with answers missing that its scale does not know: their estimates
/// speak of different people (last year's 普通 left out raises last year's share of 滿意).
struct UnknownAnswerGuard {
  /// The largest share of an item's answers that may be unknown.
  static let largestShare = 0.05

  private var columns: [(name: String, share: Double)] = []

  /// `notes` are those of each reading; of a column that several speak of, the largest share counts.
  init(_ notes: [[Note]]) {
    for unknown in notes.joined().compactMap(\.unknownAnswers) where unknown.share > Self.largestShare {
      if let known = columns.firstIndex(where: { $0.name == unknown.column }) {
        columns[known].share = max(columns[known].share, unknown.share)
      } else {
        columns.append((unknown.column, unknown.share))
      }
    }
  }

  /// Whether one of these items was read so, which make up a row.
  func refuses(_ items: [String]) -> Bool { items.contains { item in columns.contains { $0.name == item } } }

  var notes: [Note] {
    if columns.isEmpty { return [] }
    func percent(_ share: Double) -> String { shortestText((share * 1000).rounded() / 10) }
    let more = columns.count > 5
    let english = columns.prefix(5).map { "'\($0.name)' (\(percent($0.share)) %)" }.joined(separator: ", ")
    let chinese = columns.prefix(5).map { "「\($0.name)」（\(percent($0.share))%）" }.joined(separator: "、")
    return [
      Note(
        code: "growth_unknown_answers",
        english:
          "No growth, because more than 5 % of the answers of a period are not on the item's scale: \(english)\(more ? ", …" : ""). Name the scale that these answers are on, or say in a codebook what they mean; the same holds for whatever contains these items.",
        chinese:
          "某期答案超過 5% 不在題項之量表內，不計算成長率：\(chinese)\(more ? "…" : "")。請指定相符之量表，或於編碼簿說明其意義；包含該題項之構面及平均亦同。")
    ]
  }
}
