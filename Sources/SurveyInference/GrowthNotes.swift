import SurveyTable

/// Notes about rates that are undefined or need a word.
struct GrowthNotes {
  private var rows: [String: [String]] = [:]
  private var coincidingClusters = 0
  private var ids: (column: String, shared: Int, from: Int, to: Int)?
  private var years: [(asked: String, found: String)] = []
  private var percentiles: Note?

  private static func label(_ row: EstimateRow) -> String {
    ([row.term] + row.group.map(\.value) + (row.level.map { [$0] } ?? [])).joined(separator: " / ")
  }

  private mutating func add(_ code: String, _ row: EstimateRow) {
    rows[code, default: []].append(Self.label(row))
  }

  mutating func noPrior(_ row: EstimateRow) { add("growth_no_prior", row) }
  mutating func noCurrent(_ row: EstimateRow) { add("growth_no_current", row) }
  mutating func absentAnswer(_ row: EstimateRow) { add("absent_answer", row) }
  mutating func fromZero(_ row: EstimateRow, to value: Double) {
    add(value == 0 ? "growth_zero_to_zero" : "growth_from_zero", row)
  }
  mutating func negativeBase(_ row: EstimateRow) { add("growth_negative_base", row) }
  mutating func noLogarithm(_ row: EstimateRow) { add("growth_no_logarithm", row) }
  mutating func unbounded(_ row: EstimateRow) { add("fieller_unbounded", row) }
  mutating func fewReplicates(_ row: EstimateRow) { add("bootstrap_too_few", row) }
  /// Rates that are not finite are those of replicates in which the rate is not defined.
  mutating func undefinedReplicates(_ row: EstimateRow, _ rates: [Double], of count: Int) {
    var named = row
    named.term += " (\(rates.count { !$0.isFinite })/\(count))"
    add("growth_replicates_undefined", named)
  }
  /// Rates have percentile limits, other rows have not.
  mutating func percentileLimits(_ options: GrowthOptions) {
    let isShare = options.statistic == .proportion || options.statistic == .topTwo
    let interval = options.estimates.interval.rawValue
    percentiles = Note(
      code: "bootstrap_limits",
      english:
        "The limits of growth rates are percentiles of the bootstrap replicates; those of differences are t limits, and those of the two periods are \(isShare ? "'\(interval)'" : "t") limits.",
      chinese:
        "成長率之信賴界限為拔靴複本之百分位數；差異之信賴界限採 t 分配，各期估計值之信賴界限採 \(isShare ? "\(interval) 法" : "t 分配")。")
  }
  mutating func commonIds(_ column: String, shared: Int, from: Int, to: Int) {
    ids = (column, shared, from, to)
  }
  mutating func coinciding(_ clusters: Int) { coincidingClusters = clusters }
  mutating func yearMatched(_ asked: String, _ found: String) { years.append((asked, found)) }

  static func marginsOverPeriods(_ period: String, columns: [String]) -> Note {
    let names = columns.joined(separator: ", ")
    let chineseNames = columns.map { "「\($0)」" }.joined(separator: "、")
    return Note(
      code: "margins_over_periods",
      english:
        "The weights fit the population's counts of \(names) over all periods together, not in each; joint margins with '\(period)' (\(period):\(columns.first ?? "")) would fit each period.",
      chinese:
        "權數係將各期資料合併後依母體之\(chineseNames)分布調整，並非逐期調整；若要逐期符合母體，請使用含期別「\(period)」的聯合分布（如 \(period):\(columns.first ?? "")）。"
    )
  }

  private static let sentences: [(code: String, english: String, chinese: String)] = [
    (
      "growth_no_prior", "No growth rate, because the earlier period has no valid answer",
      "無前期資料，無法計算成長率"
    ),
    (
      "growth_no_current", "No growth rate, because the later period has no valid answer",
      "無本期資料，無法計算成長率"
    ),
    (
      "absent_answer",
      "Nobody of one period gave this answer: its share there is 0, with the Korn–Graubard interval where the one asked for does not exist",
      "該期無人選此答案，比例為 0（原區間不存在時採 Korn–Graubard 區間）"
    ),
    (
      "growth_from_zero", "No growth rate, because the earlier value is 0; the difference says what is new",
      "無法計算成長率（前期為 0，屬新增），請看差異值"
    ),
    (
      "growth_zero_to_zero", "No growth rate, because both values are 0: unchanged",
      "前期與本期均為 0（持平），無法計算成長率"
    ),
    (
      "growth_negative_base",
      "The earlier value is negative, so that the sign of the rate does not say the direction; see the difference",
      "前期為負值，成長率的正負號不代表增減方向，請看差異值"
    ),
    (
      "growth_no_logarithm", "No interval by the logarithm, because the ratio is not positive",
      "比值不為正，無法以對數法計算信賴區間"
    ),
    (
      "fieller_unbounded",
      "Fieller's interval is unbounded: the earlier value does not differ clearly from 0, and no finite interval holds the rate with this confidence",
      "Fieller 信賴區間無界：前期數值與 0 無明顯差異，無法以有限區間表示成長率"
    ),
    (
      "bootstrap_too_few",
      "No percentile interval, because there are fewer replicates than its tails take at this confidence",
      "複本數不足，無法於此信賴水準取百分位信賴區間"
    ),
    (
      "growth_replicates_undefined",
      "Some replicates leave the change undefined, because a period holds nobody or is 0 there; they were left out, and fewer than two leave no standard error (undefined/all)",
      "部分複本之某期無人或為 0，變化沒有定義，已予排除；所餘不足兩個時無標準誤（排除數/全部）"
    ),
  ]

  var list: [Note] {
    var notes: [Note] = []
    for year in years {
      notes.append(
        Note(
          code: "period_matched_as_year",
          english: "'\(year.asked)' was read as the year that the file calls '\(year.found)'.",
          chinese: "「\(year.asked)」即檔案中的「\(year.found)」。"))
    }
    if let ids, ids.shared < max(ids.from, ids.to) {
      notes.append(
        Note(
          code: ids.shared == 0 ? "no_common_ids" : "common_ids",
          english: ids.shared == 0
            ? "No answer of '\(ids.column)' occurs in both periods: nothing is matched, and the samples count as independent."
            : "\(ids.shared) of \(ids.from) and \(ids.to) ids in '\(ids.column)' \(agreeing(ids.shared, "occurs", "occur")) in both periods.",
          chinese: ids.shared == 0
            ? "「\(ids.column)」沒有任何代號同時出現在兩期：未能配對，視同獨立樣本。"
            : "「\(ids.column)」前期 \(ids.from) 個、後期 \(ids.to) 個代號中，有 \(ids.shared) 個兩期都出現。"))
    }
    if coincidingClusters > 0 {
      notes.append(
        Note(
          code: "clusters_coincide",
          english:
            "\(counted(coincidingClusters, "cluster")) \(agreeing(coincidingClusters, "has the same name in both files and was", "have the same name in both files and were")) taken as different ones; if they are the same, ask for shared clusters, or standard errors may be far too large.",
          chinese:
            "兩個檔案有 \(coincidingClusters) 個同名的抽樣單位，視為不同單位；若為相同單位，請指定共用集群（shared-clusters），否則標準誤可能過大。"))
    }
    if let percentiles { notes.append(percentiles) }
    for sentence in Self.sentences {
      guard let labels = rows[sentence.code] else { continue }
      notes.append(
        Note(
          code: sentence.code, english: "\(sentence.english): \(firstOf(labels, in: .english)).",
          chinese: "\(sentence.chinese)：\(firstOf(labels, in: .traditionalChinese))。"))
    }
    return notes
  }
}
