import SurveyTable

extension ReplicateFactors {
  /// Strata with one unit that has factor 1 in every replicate, as `remove` and `certainty` ask.
  static func lonely(
    _ totals: DesignTotals, _ design: SampleDesign, _ kind: Replicates.Kind
  ) throws(SurveyStatsError) -> [Int] {
    let alone = totals.strata.indices.filter { totals.strata[$0].units == 1 && !totals.strata[$0].isCensus }
    guard let first = alone.first else { return [] }
    let stratum = totals.strata[first].words
    switch design.lonelyUnits {
    case .remove, .certainty, .collapse: return alone
    case .fail:
      throw SurveyStatsError(
        .lonelyUnit,
        "\(design.data.name): \(stratum.english) has one sampled unit and therefore no replicate without it; say how to treat it (lonely-psu): remove, certainty or collapse",
        chinese:
          "\(design.data.name)：\(stratum.chinese)僅有一個抽樣單位，無法產生複本；請指定處理方式（lonely-psu）：remove、certainty 或 collapse"
      )
    case .adjust, .average:
      throw SurveyStatsError(
        .unsupported,
        "lonely-psu \(design.lonelyUnits.rawValue) has no replicates, and \(stratum.english) has one sampled unit; take remove, certainty or collapse",
        chinese:
          "lonely-psu \(design.lonelyUnits.rawValue) 無對應之複本，而\(stratum.chinese)僅有一個抽樣單位；請改用 remove、certainty 或 collapse"
      )
    }
  }

  static func strataUnderJK1(_ data: String) -> SurveyStatsError {
    SurveyStatsError(
      .invalidDesign, "\(data): jk1 is for a sample without strata; with strata ask for jkn",
      chinese: "\(data)：jk1 僅適用於未分層之樣本；分層樣本請用 jkn")
  }

  static func notPaired(
    _ strata: [DesignTotals.Stratum], _ kind: Replicates.Kind, _ data: String
  ) -> SurveyStatsError {
    func list(_ separator: String, _ word: (DesignTotals.Stratum) -> String) -> String {
      strata.prefix(5).map(word).joined(separator: separator)
        + (strata.count > 5 ? "\(separator)… (\(strata.count))" : "")
    }
    let english = list(", ") { "\($0.words.english) has \($0.units)" }
    let chinese = list("、") { "\($0.words.chinese)有 \($0.units) 個" }
    return SurveyStatsError(
      .invalidDesign,
      "\(data): \(kind.rawValue) needs exactly two units in every stratum, but \(english); take jkn or bootstrap",
      chinese: "\(data)：\(kind.rawValue) 須每層恰有兩個抽樣單位，但\(chinese)；請改用 jkn 或 bootstrap")
  }

  package static var calibrated: SurveyStatsError {
    SurveyStatsError(
      .unsupported,
      "weights that fit margins have no replicates: each replicate would have to be fitted again; leave out the replicates (replicate-type) or the margins",
      chinese: "依母體加權之權數無法產生複本（各複本須重新加權）；請勿同時指定 replicate-type 與母體分布")
  }

  static var tooMany: SurveyStatsError {
    SurveyStatsError(
      .limitExceeded, "there are more replicates and units than memory can hold; ask for fewer replicates",
      chinese: "複本數與抽樣單位數過多，超過記憶體上限；請減少複本數（replicates）")
  }

  static func notes(_ replicates: Replicates, _ lonely: [String], _ treatment: LonelyUnits) -> [Note] {
    var notes: [Note] = []
    if !lonely.isEmpty { notes.append(.lonely(lonely, treatment: treatment)) }
    if replicates.kind == .bootstrap, replicates.seed == nil {
      notes.append(
        Note(
          code: "default_seed",
          english:
            "No seed was given: the \(replicates.count) bootstrap replicates were drawn with seed \(Replicates.defaultSeed), and will be the same next time.",
          chinese: "未指定種子（seed）：\(replicates.count) 個拔靴複本以種子 \(Replicates.defaultSeed) 抽取，再次執行結果相同。"))
    }
    return notes
  }
}
