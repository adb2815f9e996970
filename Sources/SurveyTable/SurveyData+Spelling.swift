extension SurveyData {
  /// The same data with its columns named as those of another survey where only the spelling differs: full-width
  /// signs, spaces, capitals. A form that is typed again next year writes `整體而言,` for `整體而言，`.
  ///
  /// A column is renamed where exactly one of either side folds to one text and the other survey's name is not there
  /// already; a note says which. Columns in `except` keep their names.
  public func spelled(like other: SurveyData, except: Set<String> = []) -> SurveyData {
    let wanted = other.columnNames.prefix(other.fileColumnCount)
    let exact = Set(wanted)
    let own = columnNames.prefix(fileColumnCount).filter { !exact.contains($0) && !except.contains($0) }
    let absent = wanted.filter { position(ifPresent: $0) == nil }
    let foldedOwn = Dictionary(grouping: own, by: foldedForMatching)
    var names: [String: String] = [:]
    for (folded, spellings) in Dictionary(grouping: absent, by: foldedForMatching) {
      if spellings.count == 1, let same = foldedOwn[folded], same.count == 1 { names[same[0]] = spellings[0] }
    }
    if names.isEmpty { return self }
    func renamed(_ name: String) -> String { names[name] ?? name }
    var codes = missing
    for (old, new) in names {
      if let own = codes.byColumn.removeValue(forKey: old) { codes.byColumn[new] = own }
    }
    return changed(
      columnNames: columnNames.map(renamed),
      notes: [.spelledAlike(columnNames.compactMap { old in names[old].map { (old, $0) } })], missing: codes,
      scales: Dictionary(uniqueKeysWithValues: scales.map { (renamed($0.key), $0.value) }),
      constructs: constructs.map { construct in
        var construct = construct
        construct.items = construct.items.map(renamed)
        return construct
      }, overallItem: overallItem.map(renamed),
      choices: Dictionary(uniqueKeysWithValues: choices.map { (renamed($0.key), $0.value) }))
  }
}

extension Note {
  fileprivate static func spelledAlike(_ pairs: [(old: String, new: String)]) -> Note {
    let more = pairs.count > 5
    return Note(
      code: "columns_matched_by_spelling",
      english:
        "\(counted(pairs.count, "column")) \(agreeing(pairs.count, "was taken for that of the other survey although it is", "were taken for those of the other survey although they are")) spelled differently: \(pairs.prefix(5).map { "'\($0.old)' for '\($0.new)'" }.joined(separator: "; "))\(more ? "; …" : "").",
      chinese:
        "\(pairs.count) 個欄位僅書寫方式不同（全半形、空格等），視為同一題：\(pairs.prefix(5).map { "「\($0.old)」即「\($0.new)」" }.joined(separator: "；"))\(more ? "；…" : "")。"
    )
  }
}
