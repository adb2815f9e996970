import SurveyTable

extension Note {
  /// A note of reading, which names options of the command line, with the keys of plan files in their place.
  var inWordsOfPlans: Note {
    func said(_ text: String) -> String {
      var text = Substring(text)
      var result = ""
      while let place = text.firstRange(of: "--") {
        result += text[..<place.lowerBound]
        text = text[place.upperBound...]
        let name = text.prefix { $0.isASCII && ($0.isLetter || $0 == "-") }
        text = text[name.endIndex...]
        switch name {
        case "keep-total-rows": result += "totals: keep"
        case "header-rows":
          let number = text.drop { $0 == " " }.prefix(while: \.isWholeNumber)
          result += "header_rows: \(number)"
          text = number.isEmpty ? text : text[number.endIndex...]
        default: result += String(name.map { $0 == "-" ? "_" : $0 })
        }
      }
      return result + text
    }
    return Note(code: code, english: said(english), chinese: said(chinese), unknownAnswers: unknownAnswers)
  }

  static func noRecords(_ dataset: String, _ condition: String?) -> Note {
    Note(
      code: "no_records",
      english: "'\(dataset)' has no record of the year\(condition.map { " with \($0)" } ?? "").",
      chinese: "「\(dataset)」本年度無\(condition.map { "符合 \($0) 之" } ?? "")紀錄。")
  }

  static func zeroDenominator(_ what: String) -> Note {
    Note(
      code: "zero_denominator", english: "The denominator (\(what)) is 0: the share cannot be computed.",
      chinese: "分母（\(what)）為 0，無法計算。")
  }

  static func pointsScaled(_ name: Wording, said: Double, full: Double) -> Note {
    let (said, full) = (
      shortestText((said * 1e6).rounded() / 1e6), shortestText((full * 1e6).rounded() / 1e6)
    )
    return Note(
      code: "points_scaled",
      english: "The points below \(name.english) add up to \(said), not to \(full), and were scaled.",
      chinese: "「\(name.chinese)」以下之配分合計 \(said) 分，與配分 \(full) 分不符，已按比例換算。")
  }

  static let zeroPrior = Note(
    code: "growth_over_zero", english: "Cannot be computed: last year's value is 0.", chinese: "無法計算（上年度為 0）。"
  )

  static let bothZero = Note(
    code: "growth_zero_to_zero", english: "Both years are 0: unchanged.", chinese: "兩年度皆為 0，持平。")

  static let newThisYear = Note(
    code: "growth_new", english: "New this year: last year's value is 0.", chinese: "新增（上年度為 0）。")

  static let noPrior = Note(
    code: "growth_no_prior", english: "There is no value of last year.", chinese: "無上年度資料。")

  static let negativePrior = Note(
    code: "growth_negative_prior", english: "Cannot be computed: last year's value is negative.",
    chinese: "無法計算（上年度為負值）。")

  static let scaleChangedBetweenYears = Note(
    code: "scale_changed",
    english:
      "The scale changed between the years, so that no growth rate is given; 'comparable: true' in the plan compares top2 or score-of-range.",
    chinese: "兩年量表不同，不計算成長率；計畫檔可註明 comparable: true，以滿意比例或 0–100 全距分數比較。")

  static func notYet(_ what: Wording) -> Note {
    Note(
      code: "not_available",
      english: "\(what.english) is not computed by this version; no value is made up.",
      chinese: "本版尚未計算\(what.chinese)，不以其他數值代替。")
  }

  static func outsideUnits(_ names: [String], _ list: String) -> Note {
    let shown = names.prefix(5)
    return Note(
      code: "units_outside_plan",
      english:
        "Units that the plan's list '\(list)' does not have were left out: \(shown.joined(separator: ", "))\(names.count > 5 ? ", …" : "").",
      chinese: "下列單位不在計畫之「\(list)」名單，未納入：\(shown.joined(separator: "、"))\(names.count > 5 ? "…" : "")。")
  }

  static func failingUnits(_ names: [String], of all: Int) -> Note {
    let shown = names.prefix(8)
    return Note(
      code: "units_failing",
      english:
        "\(names.count) of \(all) \(agreeing(names.count, "does", "do")) not reach the target: \(shown.joined(separator: ", "))\(names.count > 8 ? ", …" : "").",
      chinese: "\(all) 項中有 \(names.count) 項未達目標：\(shown.joined(separator: "、"))\(names.count > 8 ? "…" : "")。"
    )
  }

  static func closedPeriods(_ count: Int) -> Note {
    Note(
      code: "periods_closed",
      english:
        "\(count) \(count == 1 ? "period" : "periods") in which the office was closed every day \(count == 1 ? "is" : "are") not judged.",
      chinese: "有 \(count) 期全期未開放上班，不予計列。")
  }

  static func totalsMissed(_ periods: [(name: Wording, total: Double)], _ wanted: Double) -> Note {
    let shown = periods.prefix(6)
    let more = periods.count > 6
    return Note(
      code: "totals_missed",
      english:
        "The total of all units misses \(shortestText(wanted)) in \(shown.map { "\($0.name.english) (\(shortestText($0.total)))" }.joined(separator: ", "))\(more ? ", …" : "").",
      chinese:
        "全體合計未達 \(shortestText(wanted))：\(shown.map { "\($0.name.chinese) \(shortestText($0.total))" }.joined(separator: "、"))\(more ? "…" : "")。"
    )
  }

  static func partialPeriod(_ period: Wording, included: Bool) -> Note {
    Note(
      code: "partial_period",
      english:
        "The period \(period.english) had not ended on the day of the evaluation and is \(included ? "judged as it is" : "not judged").",
      chinese: "評核日時「\(period.chinese)」尚未結束，\(included ? "仍予計列" : "不予計列")。")
  }

  static let sampleCannotTell = Note(
    code: "sample_cannot_tell",
    english: "The target lies within the error of the sample: it can be called neither met nor missed.",
    chinese: "目標值在抽樣誤差範圍內，樣本不足以判定是否達成。")

  static func openCases(_ overdue: Int, _ waiting: Int) -> Note {
    Note(
      code: "open_cases",
      english:
        "Cases not closed on the day of the evaluation: \(groupedDigits(String(overdue))) past their limit (counted as overdue), \(groupedDigits(String(waiting))) within it (not counted).",
      chinese:
        "評核日尚未結案：逾期 \(groupedDigits(String(overdue))) 件（計入逾期）、未到期 \(groupedDigits(String(waiting))) 件（不計）。")
  }

  static func missingCells(_ column: String, _ rows: Int) -> Note {
    Note(
      code: "cells_missing",
      english:
        "\(groupedDigits(String(rows))) \(agreeing(rows, "record", "records")) without '\(column)' \(agreeing(rows, "was", "were")) left out.",
      chinese: "「\(column)」空白 \(groupedDigits(String(rows))) 筆，未納入計算。")
  }

  static func itemsNotApplicable(_ items: Int) -> Note {
    Note(
      code: "items_not_applicable",
      english:
        "\(counted(items, "item")) \(agreeing(items, "does not apply and is", "do not apply and are")) not in the base.",
      chinese: "不適用 \(items) 項，不列入分母。")
  }

  static func negativeDurations(_ rows: Int) -> Note {
    Note(
      code: "negative_duration",
      english:
        "\(groupedDigits(String(rows))) \(agreeing(rows, "record ends before it begins and was left out; correct it", "records end before they begin and were left out; correct them")).",
      chinese: "有 \(groupedDigits(String(rows))) 筆結束早於開始，未納入計算，請更正。")
  }

  static func missingAssessors(_ met: Int, _ wanted: Int) -> Note {
    Note(
      code: "assessors_missing",
      english: "Points of \(met) of \(wanted) assessors; the mean is of those there are.",
      chinese: "應有 \(wanted) 位評核委員，實有 \(met) 位；以現有評分平均。")
  }

  static func outOfRange(_ column: String, _ maximum: String) -> Note {
    Note(
      code: "points_out_of_range", english: "'\(column)' holds points below 0 or above \(maximum).",
      chinese: "「\(column)」有小於 0 或大於 \(maximum) 之分數。")
  }

  static func exceptionsWithReason(_ names: [String]) -> Note {
    Note(
      code: "cost_exceptions",
      english: "Above the limit, with a written reason: \(names.joined(separator: ", ")).",
      chinese: "超過標準但已敘明理由：\(names.joined(separator: "、"))。")
  }

  static func exceptionsWithoutReason(_ names: [String]) -> Note {
    Note(
      code: "cost_without_reason",
      english: "Above the limit without a written reason: \(names.joined(separator: ", ")).",
      chinese: "超過標準且未敘明理由：\(names.joined(separator: "、"))。")
  }

  static func suppressed(_ below: Int) -> Note {
    Note(
      code: "suppressed",
      english: "Groups of fewer than \(below) people are not shown, nor what they would follow from.",
      chinese: "人數少於 \(below) 之組別不予顯示，可由其推算之數值亦不顯示。")
  }

  static let nonRandomVerdict = Note(
    code: "verdict_without_inference",
    english:
      "Respondents were not drawn at random: the target is compared with the sample's value itself.",
    chinese: "非隨機抽樣，不宜推論，僅以樣本數值與目標值比較。")

  /// What may be one questionnaire handed in twice is flagged and stays (U22).
  static func repeatedRecords(_ count: Int) -> Note {
    Note(
      code: "repeated_records",
      english:
        "\(counted(count, "questionnaire")) \(agreeing(count, "repeats another one to the letter and was kept. See whether it was", "repeat another one to the letter; they were kept. See whether they were")) handed in twice.",
      chinese: "有 \(count) 份問卷與其他問卷內容完全相同，仍予計列，請查明是否重複填答。")
  }
}
