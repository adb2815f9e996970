import SurveyTable

extension Note {
  static let census = Note(
    code: "no_margin_of_error_census",
    english:
      "A census asks everybody: it has no sampling error, and no margin of error is given; where estimates carry standard errors and intervals, these are those of a sample and do not apply.",
    chinese: "本調查為普查，無抽樣誤差，不列抽樣誤差；如輸出中另有標準誤與信賴區間，係以樣本計算，普查不適用。")

  static let marginNeedsRandomSample = Note(
    code: "margin_needs_random_sample",
    english:
      "The margin of error holds only for a random sample; say how respondents were chosen (sampling).",
    chinese: "抽樣誤差僅適用於隨機抽樣；請說明抽樣方式（sampling）。")

  static let noMargin = Note(
    code: "no_margin_of_error_non_probability",
    english:
      "Respondents were not chosen at random, so that no sampling error can be inferred; none is given.",
    chinese: "非隨機抽樣，不宜推論抽樣誤差。")

  static let nominalMargin = Note(
    code: "nominal_margin_of_error",
    english:
      "Respondents were not chosen at random: the margin of error is nominal, that of a random sample of this size, and says nothing about this one.",
    chinese: "非隨機抽樣，不宜推論抽樣誤差；所列為同樣本數之隨機樣本的名目抽樣誤差，僅供參考。")

  static let marginWithoutDesign = Note(
    code: "margin_without_design",
    english:
      "The margin of error and the intervals are those of a simple random sample, since no strata or clusters are named; with clusters they are wider as a rule. Name the design (strata, cluster).",
    chinese: "未指定分層或集群，抽樣誤差與信賴區間均以簡單隨機抽樣計算；集群抽樣之誤差通常較大，請指定抽樣設計之欄位（strata、cluster）。")

  static let marginWithoutClusters = Note(
    code: "margin_without_design",
    english:
      "The margin of error is that of a simple random sample and leaves the clusters out; the intervals of the estimates have them.",
    chinese: "抽樣誤差以簡單隨機抽樣計算，未計入集群效應；各估計值之信賴區間已依集群計算。")

  /// The codes of notes that judge a test of fit by its p value.
  static let verdictsOfFit: Set<String> = ["no_difference_from_population", "differs_from_population"]

  /// What a sample size rests on: without it nobody can sign the number.
  static func premises(
    margin: Double, proportion: Double, population: Double?, designEffect: Double?, responseRate: Double?,
    confidence: Double
  ) -> Note {
    // Hundredths and their decimals as they were typed: 100 × 0.035 is 3.5000000000000004.
    func percent(_ share: Double) -> String { shortestText((share * 1e12).rounded() / 1e10) }
    func grouped(_ population: Double) -> String {
      let text = shortestText(population)
      guard text.allSatisfy(\.isWholeNumber) else { return text }
      return String(
        text.enumerated().flatMap { index, digit -> [Character] in
          index > 0 && (text.count - index) % 3 == 0 ? [",", digit] : [digit]
        })
    }
    var english = [
      "confidence level \(percent(confidence))%", "margin of error ±\(percent(margin)) points",
      "expected share \(percent(proportion))%",
      population.map { "population \(grouped($0))" } ?? "population large, no finite correction",
    ]
    var chinese = [
      "信心水準 \(percent(confidence))%", "抽樣誤差 ±\(percent(margin)) 個百分點", "預期比例 \(percent(proportion))%",
      population.map { "母體數 \(grouped($0))" } ?? "母體視為無限大",
    ]
    if let designEffect {
      english.append("design effect \(shortestText(designEffect))")
      chinese.append("設計效應 \(shortestText(designEffect))")
    }
    if let responseRate {
      english.append("response rate \(percent(responseRate))%")
      chinese.append("預期回收率 \(percent(responseRate))%")
    }
    return Note(
      code: "sample_size_premises",
      english: "For \(english.joined(separator: ", ")). Each step goes on from the unrounded number.",
      chinese: "計算條件：\(chinese.joined(separator: "，"))。各步驟以未進位之數值接續計算。")
  }

  static func emptyCategories(_ variable: String, _ categories: [(name: String, share: Double)]) -> Note {
    // To twelve digits first: half of a tenth may have come out of a division just below itself.
    func percent(_ share: Double) -> String {
      shortestText(((share * 1e12).rounded() / 1e9).rounded() / 10) + "%"
    }
    func list(_ before: String, _ after: String) -> [String] {
      categories.map { "\(before)\($0.name)\(after) (\(percent($0.share)))" }
    }
    return Note(
      code: "empty_category",
      english:
        "'\(variable)': nobody of the sample is in \(firstOf(list("'", "'"), in: .english)) of the population; the test counts that as a difference. If they were not asked, take them out of the margins.",
      chinese:
        "「\(variable)」：樣本中無人屬於母體類別\(firstOf(list("「", "」"), in: .traditionalChinese))，檢定已計入此差異；若不在調查對象內，請自母體資料中刪除。"
    )
  }

  static func subgroup(_ condition: String) -> Note {
    Note(
      code: "subgroup",
      english:
        "The sample is the subgroup of \(condition); rates of return are those of all questionnaires and are not given for it.",
      chinese: "樣本為符合 \(condition) 之次群體；有效回收率為全體問卷之比率，次群體不予列示。")
  }

  static func answersOutsideMargins(
    _ variable: String, _ answers: [(text: String, count: Int)], known: [String]
  ) -> Note {
    let total = answers.reduce(0) { $0 + $1.count }
    func near(_ text: String) -> String? { nearestName(to: text, among: known) }
    let english = answers.prefix(5).map { entry in
      "'\(entry.text.prefix(40))' (\(entry.count)\(near(entry.text).map { ", nearest '\($0)'" } ?? ""))"
    }.joined(separator: "; ")
    let chinese = answers.prefix(5).map { entry in
      "「\(entry.text.prefix(40))」\(entry.count) 筆\(near(entry.text).map { "，最接近「\($0)」" } ?? "")"
    }.joined(separator: "；")
    return Note(
      code: "answers_outside_margins",
      english:
        "'\(variable)': \(counted(total, "answer")) \(agreeing(total, "is", "are")) no category of the margins and \(agreeing(total, "is", "are")) left out of the test: \(english).",
      chinese: "「\(variable)」有 \(total) 筆答案不在母體類別中，未納入檢定：\(chinese)。")
  }

  static func smallExpectedCounts(_ variable: String, _ categories: Int) -> Note {
    Note(
      code: "small_expected_counts",
      english:
        "'\(variable)': \(counted(categories, "category", plural: "categories")) \(agreeing(categories, "expects", "expect")) fewer than 5 respondents; the test is rough, merge small categories.",
      chinese: "「\(variable)」有 \(categories) 個類別期望人數小於 5，檢定結果僅供參考，建議合併類別。")
  }

  static func fit(_ variable: String, _ p: Double, alpha: Double, isWeighted: Bool) -> Note {
    if p > alpha {
      return Note(
        code: "no_difference_from_population",
        english:
          "'\(variable)': no difference between sample and population was found. That does not prove that the sample represents the population.",
        chinese: "「\(variable)」：未發現樣本與母體有顯著差異（未達顯著並不等於證明樣本具代表性）。")
    }
    return Note(
      code: "differs_from_population",
      english:
        "'\(variable)': the sample differs from the population; \(isWeighted ? "its weights were fitted to the margins" : "weight it to the margins (poststratify, rake)").",
      chinese: "「\(variable)」：樣本與母體有顯著差異，\(isWeighted ? "已依母體結構加權" : "建議依母體結構加權（事後分層或多變項反覆加權法（raking））")。")
  }

  static func sharesFixedByDesign(_ variable: String) -> Note {
    Note(
      code: "shares_fixed_by_design",
      english: "'\(variable)': the design fixes these shares, so that there is no chance to test.",
      chinese: "「\(variable)」：抽樣設計已固定各類比例，無從檢定。")
  }

  static func circularFit(_ variable: String) -> Note {
    Note(
      code: "circular_check",
      english:
        "'\(variable)': the test is of the sample before weighting. The weights were fitted to these margins, so that agreement afterwards is by construction and proves nothing.",
      chinese: "「\(variable)」：檢定對象為加權前之樣本；權數即依此母體結構調整，加權後相符屬必然，不能作為代表性之證明。")
  }
}
