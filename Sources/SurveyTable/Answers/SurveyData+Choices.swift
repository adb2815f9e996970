extension SurveyData {
  /// The options of those `items` whose cells hold several answers each: as the codebook lists them, else as the
  /// answers show. Reads the data once where an item is on no scale. Items on a scale have one answer.
  package func multipleChoices(
    of items: [String], run: RunControl? = nil
  ) throws(SurveyStatsError) -> (lists: [String: ChoiceList], notes: [Note]) {
    let open = items.filter { scales[$0] == nil && (position(ifPresent: $0) ?? .max) < fileColumnCount }
    if open.isEmpty { return ([:], []) }
    var lists: [String: ChoiceList] = [:]
    var notes: [Note] = []
    for (item, counts) in try answerCounts(of: open, limit: max(limits.levels, 0), run: run) {
      if let list = choices[item] {
        var unknown: [String: Int] = [:]
        for (text, count) in counts {
          for piece in Set(list.read(text).unknown) {
            unknown[piece] = (unknown[piece] ?? 0).addingClamped(count)
          }
        }
        if !unknown.isEmpty { notes.append(.unknownChoices(unknown, column: item)) }
      } else if let found = ChoiceDetection(counts), !counts.allSatisfy({ parseDate($0.text) != nil }) {
        lists[item] = ChoiceList(options: found.options.map(\.text), separator: found.separator.text)
      }
    }
    for item in open where choices[item] != nil { lists[item] = choices[item] }
    let several = items.filter { lists[$0] != nil }
    if !several.isEmpty { notes.insert(.multipleAnswers(several), at: 0) }
    return (lists, notes)
  }
}

extension Note {
  fileprivate static func multipleAnswers(_ items: [String]) -> Note {
    let shown = items.prefix(5).map { "'\($0)'" }.joined(separator: ", ") + (items.count > 5 ? ", …" : "")
    let zh = items.prefix(5).map { "「\($0)」" }.joined(separator: "、") + (items.count > 5 ? "…" : "")
    return Note(
      code: "multiple_answers",
      english:
        "Cells of \(shown) hold several answers each. Every option counts the respondents who chose it; valid shares are of those who chose any, so that they may add up to more than 100 %. Options that hold the separator themselves must be listed in a codebook (choices).",
      chinese:
        "\(zh)為複選題，各選項以勾選人數計，有效百分比以有作答者為母數，合計可能超過 100%；選項文字本身若含分隔字元，須以編碼簿（choices）列出選項。")
  }

  fileprivate static func unknownChoices(_ unknown: [String: Int], column: String) -> Note {
    let ordered = unknown.sorted { a, b in
      a.value != b.value ? a.value > b.value : a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
    }
    let english = ordered.prefix(5).map { "'\($0.key.prefix(40))' (\($0.value))" }.joined(separator: "; ")
    let chinese = ordered.prefix(5).map { "「\($0.key.prefix(40))」\($0.value) 筆" }.joined(separator: "；")
    let more = ordered.count > 5
    return Note(
      code: "unknown_choices",
      english:
        "Column '\(column)': answers that are none of the choices in the codebook are not listed: \(english)\(more ? "; …" : "").",
      chinese: "「\(column)」有不在編碼簿選項內的答案，未列出：\(chinese)\(more ? "；…" : "")。")
  }
}
