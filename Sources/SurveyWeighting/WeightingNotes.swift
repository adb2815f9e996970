import SurveyTable

/// What weighting decided, and what must be known of it.
extension Note {
  /// How the weights were made; every estimate from them says so.
  static func weighted(_ summary: WeightingSummary) -> Note {
    let names = summary.margins.joined(separator: ", ")
    let chineseNames = summary.margins.map { "「\($0)」" }.joined(separator: "、")
    var range = "\(rounded(summary.smallestChange))–\(rounded(summary.largestChange))"
    var chineseRange = range
    let mean = summary.meanChange
    if (mean - 1).magnitude > 0.1 {
      let relative = "\(rounded(summary.smallestChange / mean))–\(rounded(summary.largestChange / mean))"
      range += " (\(relative) times their mean)"
      chineseRange += "，為平均之 \(relative) 倍"
    }
    let rounds = summary.iterations
    switch summary.method {
    case .postStratification:
      return Note(
        code: "post_stratified",
        english:
          "The sample is post-stratified to the population's counts of \(names); weights were multiplied by \(range), and standard errors are those of the residuals.",
        chinese: "樣本已依母體之\(chineseNames)分布事後分層加權（權數調整倍數 \(chineseRange)），標準誤以殘差計算。")
    case .raking:
      return Note(
        code: "raked",
        english:
          "The sample is raked to the population's counts of \(names) in \(rounds) \(rounds == 1 ? "round" : "rounds"); weights were multiplied by \(range), and standard errors are those of the residuals.",
        chinese: "樣本已依母體之\(chineseNames)分布以多變項反覆加權法（raking）加權（\(rounds) 輪收斂，權數調整倍數 \(chineseRange)），標準誤以殘差計算。"
      )
    }
  }

  static func marginsRescaled(_ margins: PopulationMargins, totals: [Double], keepsTotal: Bool) -> Note {
    let list = zip(margins.variables, totals).map { "\($0.name) \(shortestText($1))" }.joined(separator: ", ")
    let english = keepsTotal ? "the sample's sum of weights" : "that of the first"
    let chinese = keepsTotal ? "樣本權數總和" : "第一個變項的總數"
    return Note(
      code: "margins_rescaled",
      english: "The margins count different totals (\(list)); all were scaled to \(english).",
      chinese: "各加權變項的母體總數不一致（\(list)），均已換算為\(chinese)。")
  }

  /// Counts that sum to 1 or 100 are shares as a rule.
  static func looksLikeShares(_ total: Double) -> Note? {
    guard (total - 1).magnitude < 0.02 || (total - 100).magnitude < 0.5 else { return nil }
    return Note(
      code: "margins_look_like_shares",
      english:
        "The margins sum to \(shortestText(total)) and so do the weights now; if they are shares, keep the sample's total (keep-total), or estimated totals are not the population's.",
      chinese:
        "母體分布的總和為 \(shortestText(total))，加權後的權數總和亦同；若所給為比例或百分比，請保留樣本權數總和（keep-total），否則總計估計值不代表母體。")
  }

  static func fewRows(_ categories: [WeightedCategory], fewer limit: Int) -> Note? {
    let few = categories.filter { $0.count < limit }
    if few.isEmpty { return nil }
    let list =
      few.prefix(5).map { "\($0.variable)=\($0.category) (\($0.count))" }.joined(separator: ", ")
      + (few.count > 5 ? ", …" : "")
    return Note(
      code: "few_rows_in_category",
      english:
        "Fewer than \(limit) rows stand for a category of the margins: \(list). Their weights rest on these few; consider merging the category.",
      chinese: "下列加權類別的樣本不足 \(limit) 筆：\(list.replacing(", ", with: "、"))，權數僅由少數樣本決定，建議與相鄰類別合併。")
  }

  /// Three significant digits are enough for a sentence.
  private static func rounded(_ value: Double) -> String {
    guard value.isFinite, value > 0, value < 1e9 else { return shortestText(value) }
    var scale = 1.0
    while value * scale < 100, scale < 1e15 { scale *= 10 }
    return shortestText((value * scale).rounded() / scale)
  }
}
