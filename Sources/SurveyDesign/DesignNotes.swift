import SurveyTable

/// What the design decided where the user did not.
extension Note {
  static func zeroWeights(_ rows: Int) -> Note {
    Note(
      code: "zero_weights",
      english:
        "\(counted(rows, "row")) \(agreeing(rows, "has weight 0: it stays a unit of the design and is", "have weight 0: they stay units of the design and are")) counted neither in n nor in any estimate.",
      chinese: "有 \(rows) 筆資料的權數為 0：仍保留為抽樣設計中的單位，但不計入樣本數與任何估計值。")
  }

  /// Pairs of a spelling and the one that is shown.
  static func spellings(_ pairs: [(String, String)], by column: String) -> Note {
    func list(_ separator: String) -> String {
      pairs.prefix(8).map { "\($0.0) → \($0.1)" }.joined(separator: separator) + (pairs.count > 8 ? "…" : "")
    }
    return Note(
      code: "groups_merged_by_spelling",
      english: "'\(column)': answers that only differ in spelling are one group: \(list(", ")).",
      chinese: "「\(column)」：下列答案僅寫法不同，已併為同一組：\(list("、"))。")
  }

  static func rowsWithoutGroup(_ rows: Int, by: [String]) -> Note {
    let names = by.joined(separator: ", ")
    let chineseNames = by.map { "「\($0)」" }.joined(separator: "、")
    return Note(
      code: "missing_group",
      english:
        "\(counted(rows, "row")) \(agreeing(rows, "has", "have")) no answer in \(names) and \(agreeing(rows, "belongs to no group; it stays", "belong to no group; they stay")) in the design.",
      chinese: "有 \(rows) 筆資料未填答分組變項\(chineseNames)，不屬於任何一組，但仍保留在抽樣設計中。")
  }

  static func membersByMissingAnswer(_ rows: Int) -> Note {
    Note(
      code: "negation_of_missing",
      english:
        "\(counted(rows, "row")) \(agreeing(rows, "is", "are")) in the domain only because a negation (!) holds where an answer is missing; add a comparison of that column to leave them out.",
      chinese: "有 \(rows) 筆資料因該欄未填答、否定條件（!）成立而納入；若要排除，請另加該欄的比較條件。")
  }

  static var impliedWeights: Note {
    Note(
      code: "weights_from_population",
      english:
        "No weights were given: each row is weighted N/n, the population size over the sample size of its stratum.",
      chinese: "未指定權數：每筆資料以 N/n（該層母體數除以樣本數）加權。")
  }

  static func fractions(column: String) -> Note {
    Note(
      code: "fpc_fractions",
      english: "'\(column)' holds values of at most 1 and was read as sampling fractions.",
      chinese: "「\(column)」的值均不大於 1，視為抽樣比例。")
  }

  static func census(column: String) -> Note {
    Note(
      code: "fpc_census",
      english: "'\(column)' is 1 everywhere and was read as a census: there is no sampling error.",
      chinese: "「\(column)」的值全為 1，視為普查，沒有抽樣誤差。")
  }

  package static func rowsWithoutMargin(_ rows: Int, columns: [String]) -> Note {
    let names = columns.joined(separator: ", ")
    let chineseNames = columns.map { "「\($0)」" }.joined(separator: "、")
    return Note(
      code: "missing_margin",
      english:
        "\(counted(rows, "row")) \(agreeing(rows, "has", "have")) no answer in \(names), to which the sample is weighted: \(agreeing(rows, "its weight is 0; it stays a unit of the design and is", "their weight is 0; they stay units of the design and are")) counted in no estimate.",
      chinese: "有 \(rows) 筆資料未填答加權變項\(chineseNames)，其權數為 0：仍保留為抽樣設計中的單位，但不計入任何估計值。")
  }

  package static func circular(_ columns: [String]) -> Note {
    let names = columns.joined(separator: ", ")
    let chineseNames = columns.map { "「\($0)」" }.joined(separator: "、")
    return Note(
      code: "circular_check",
      english:
        "The sample was weighted to the population's counts of \(names): that they agree now is by construction and proves nothing about the sample.",
      chinese: "樣本已依母體之\(chineseNames)分布加權：加權後的分布與母體一致是加權的必然結果，不能據以證明樣本具有代表性。")
  }

  static func collapsed(_ names: [String]) -> Note {
    Note(
      code: "lonely_psu_collapsed",
      english: "Strata with one sampled unit were merged with a neighbour: \(names.joined(separator: "; ")).",
      chinese: "僅有一個抽樣單位的層已與相鄰的層合併：\(names.joined(separator: "；"))。")
  }

  static func lonely(_ names: [String], treatment: LonelyUnits) -> Note {
    let list = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    let (english, chinese): (String, String) =
      switch treatment {
      case .adjust: ("centred at the mean of all units", "以全體單位的平均數為中心計算變異")
      case .average: ("given the average variance of the other strata", "以其他層的平均變異數代替")
      default: ("counted as having no variance", "變異數以 0 計")
      }
    if names == [""] {
      return Note(
        code: "lonely_psu_\(treatment.rawValue)",
        english: "The sample has one sampled unit and was \(english).", chinese: "樣本僅有一個抽樣單位，\(chinese)。")
    }
    return Note(
      code: "lonely_psu_\(treatment.rawValue)",
      english: names.count == 1
        ? "Stratum \(list) has one sampled unit and was \(english)."
        : "\(names.count) strata have one sampled unit (\(list)) and were \(english).",
      chinese: "有 \(names.count) 個層僅有一個抽樣單位（\(list.replacing(", ", with: "、"))），\(chinese)。")
  }
}
