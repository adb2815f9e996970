// What is said of answers that a scale does not know, or knows by other words.

extension DerivedSource {
  static func chineseList(
    _ unknown: [(text: String, count: Int)], _ reader: ScaleReader
  ) -> String {
    unknown.prefix(5).map { entry in
      let near = reader.nearestLabel(to: entry.text).map { "，最接近「\($0)」" } ?? ""
      return "「\(entry.text.prefix(40))」（\(entry.count) 筆\(near)）"
    }.joined(separator: "、") + (unknown.count > 5 ? "…" : "")
  }

  static func list(_ unknown: [(text: String, count: Int)], _ reader: ScaleReader) -> String {
    unknown.prefix(5).map { entry in
      let near = reader.nearestLabel(to: entry.text).map { ", nearest '\($0)'" } ?? ""
      return "'\(entry.text.prefix(40))' (\(entry.count)\(near))"
    }.joined(separator: "; ") + (unknown.count > 5 ? "; …" : "")
  }
}

extension Note {
  static func unknownAnswers(
    _ unknown: [(text: String, count: Int)], column: String, _ reader: ScaleReader,
    _ evidence: Note.UnknownAnswers
  ) -> Note? {
    if unknown.isEmpty { return nil }
    let total = unknown.reduce(0) { $0 + $1.count }
    let shown = unknown.prefix(5).map { entry in
      let near = reader.nearestLabel(to: entry.text).map { "，最接近「\($0)」" } ?? ""
      return "「\(entry.text.prefix(40))」\(entry.count) 筆\(near)"
    }.joined(separator: "；")
    return Note(
      code: "unknown_answers",
      english:
        "Column '\(column)': \(counted(total, "answer")) \(agreeing(total, "is", "are")) not on the scale \(reader.scale.fullName) and \(agreeing(total, "counts", "count")) as missing: \(DerivedSource.list(unknown, reader)). A codebook can say what they mean.",
      chinese:
        "「\(column)」有 \(total) 筆答案不在\(reader.scale.chineseName)內，視為未答：\(shown)\(unknown.count > 5 ? "；…" : "")。可在編碼簿說明其意義。",
      unknownAnswers: evidence)
  }

  static func synonyms(
    _ synonyms: [(text: String, count: Int, label: String)], column: String
  ) -> Note? {
    if synonyms.isEmpty { return nil }
    let shown = synonyms.prefix(5)
    return Note(
      code: "answers_taken_as",
      english:
        "Column '\(column)': \(shown.map { "'\($0.text.prefix(40))' (\($0.count)) was taken as '\($0.label)'" }.joined(separator: ", "))\(synonyms.count > 5 ? ", …" : ""); a codebook can say otherwise.",
      chinese:
        "「\(column)」：\(shown.map { "「\($0.text.prefix(40))」\($0.count) 筆視為「\($0.label)」" }.joined(separator: "、"))\(synonyms.count > 5 ? "…" : "")；如有不符，請於編碼簿另行指定。"
    )
  }

  static func fontVariants(_ texts: Set<String>, column: String) -> Note? {
    if texts.isEmpty { return nil }
    let shown = texts.sorted().prefix(5)
    return Note(
      code: "font_variants_folded",
      english:
        "Column '\(column)': characters that PDF fonts exchange were matched to the usual ones: \(shown.map { "'\($0.prefix(40))'" }.joined(separator: ", ")).",
      chinese: "「\(column)」含 PDF 字型替換字，比對時視同常用字：\(shown.map { "「\($0.prefix(40))」" }.joined())。")
  }
}
