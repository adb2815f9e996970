import SurveyStats

@testable import SurveyPlans

/// What the fixture's questionnaires found.
struct PlanReportSurvey {
  let result: PlanEvaluation.SurveyResult

  static let levels = ["非常滿意", "滿意", "普通", "不滿意", "非常不滿意"]

  init(_ plan: Plan, _ survey: PlanSurvey) {
    let isStaff = survey.id == "staff"
    let size = isStaff ? 36 : 473
    let items = isStaff ? ["s1", "s2"] : ["q1", "q2", "q3", "q4", "q5", "q6"]
    let constructs = isStaff ? [] : ["environment", "manners"]
    var labels = [
      "q1": "洽公環境整潔舒適", "q2": "服務標示清楚，動線及無障礙設施妥適，書寫桌椅與書表範例齊備", "q3": "服務人員親切有禮",
      "q4": "服務人員專業熟悉業務", "q5": "等候及辦理時間合理", "q6": "意見反映有回應 <重要>", "overall": "整體而言，您對本所的服務滿意嗎？",
      "environment": "洽公環境", "manners": "服務禮儀", "s1": "工作環境滿意", "s2": "升遷管道公平",
    ]
    if isStaff { labels["overall"] = "整體工作滿意度" }
    let parts = constructs + ["overall"]
    var scores: [EstimateRow] = []
    for (place, term) in (items + parts).enumerated() {
      // One of the staff's questions was answered by too few to be shown.
      let n = term == "s2" ? 3 : size - place * 2
      let share = 0.88 - Double(place) * 0.031
      scores += Self.scores(term, share, n)
    }
    var answers: [EstimateRow] = []
    for (place, term) in (items + ["overall"]).enumerated() { answers += Self.answers(term, place, size) }
    var own = PlanEvaluation.SurveyResult(
      survey: survey, items: items, constructs: constructs, overall: "overall", labels: labels, notes: [])
    own.scores = Estimates(command: "score", confidence: 0.95, rows: scores)
    own.answers = Estimates(command: "frequency", confidence: 0.95, rows: answers)
    if !isStaff {
      own.validity = Self.validity
      own.reliability = Self.reliability(items)
      own.growth = Self.growth(items + parts)
    }
    result = own
  }

  private static func row(
    _ statistic: String, _ term: String, _ estimate: Double?, _ n: Int, level: String? = nil,
    base: String? = nil,
    error: Double? = nil
  ) -> EstimateRow {
    var row = EstimateRow(statistic: statistic, term: term, level: level, estimate: estimate, count: n)
    row.base = base
    row.standardError = error
    if let estimate, let error {
      (row.confidenceLow, row.confidenceHigh) = (estimate - 1.96 * error, estimate + 1.96 * error)
    }
    return row
  }

  private static func scores(_ term: String, _ share: Double, _ n: Int) -> [EstimateRow] {
    let error = (share * (1 - share) / Double(n)).squareRoot()
    return [
      row("mean", term, 3 + share * 1.4, n, error: 0.0412),
      row("score-of-max", term, 60 + share * 28, n, error: 0.8),
      row("top2", term, share, n, base: "valid", error: error),
    ]
  }

  private static func answers(_ term: String, _ place: Int, _ size: Int) -> [EstimateRow] {
    let shares = [
      0.42 - Double(place) * 0.03, 0.46, 0.08 + Double(place) * 0.015, 0.03 + Double(place) * 0.01,
      0.01 + Double(place) * 0.005,
    ]
    let valid = Double(size - 9)
    var rows: [EstimateRow] = []
    for (level, share) in zip(levels, shares) {
      rows.append(row("count", term, (share * valid).rounded(), size, level: level))
      rows.append(row("proportion", term, share * valid / Double(size), size, level: level, base: "all"))
      rows.append(row("proportion", term, share, size - 9, level: level, base: "valid"))
    }
    for (level, count) in [("無意見", 6.0), ("", 3.0)] {
      rows.append(row("count", term, count, size, level: level))
      rows.append(row("proportion", term, count / Double(size), size, level: level, base: "all"))
    }
    return rows
  }

  private static var validity: Estimates {
    var rows = [
      row("issued", "sample", 500, 473), row("returned", "sample", 480, 473),
      row("valid", "sample", 473, 473),
      row("return_rate", "sample", 0.96, 473), row("valid_rate", "sample", 0.946, 473),
      row("margin_of_error", "sample", 0.0451, 473),
    ]
    rows[5].method = "kish-fpc"
    for (variable, categories) in [
      ("性別", [("男", 0.425, 0.492, -2.91), ("女", 0.575, 0.508, 2.91)]),
      (
        "年齡", [("20–39 歲", 0.32, 0.335, -0.69), ("40–64 歲", 0.53, 0.485, 1.96), ("65 歲以上", 0.15, 0.18, -1.7)]
      ),
    ] {
      var test = row("goodness_of_fit", variable, nil, 473)
      (test.statisticValue, test.degreesOfFreedom, test.pValue) = (8.47, 1, 0.0036)
      test.method = "pearson"
      rows += [test, row("effect_size", variable, 0.134, 473)]
      for (category, sample, population, residual) in categories {
        rows.append(row("sample_share", variable, sample, Int(sample * 473), level: category))
        rows.append(row("weighted_share", variable, population, Int(sample * 473), level: category))
        rows.append(row("population_share", variable, population, 473, level: category))
        rows.append(row("adjusted_residual", variable, residual, 473, level: category))
      }
    }
    return Estimates(
      command: "validity", confidence: 0.95, rows: rows,
      notes: [
        Note(
          code: "z", english: "'性別': the sample differs from the population.",
          chinese: "「性別」：樣本與母體有顯著差異，已依母體結構加權。")
      ])
  }

  private static func reliability(_ items: [String]) -> Estimates {
    let scale = items.joined(separator: ",")
    var rows = [
      row("alpha", scale, 0.9123, 455, error: 0.0061), row("alpha_standardized", scale, 0.9144, 455),
      row("alpha", "environment", 0.8012, 460, error: 0.0122),
    ]
    for item in items {
      rows += [
        row("mean", item, 4.1, 455), row("std_dev", item, 0.81, 455),
        row("item_total_correlation", item, 0.7215, 455),
        row("alpha_if_dropped", item, 0.8995, 455),
      ]
    }
    return Estimates(command: "reliability", confidence: 0.95, rows: rows)
  }

  private static func growth(_ terms: [String]) -> Estimates {
    var rows: [EstimateRow] = []
    for (place, term) in terms.enumerated() {
      let (before, after) = (0.83 - Double(place) * 0.02, 0.88 - Double(place) * 0.031)
      var (then, now) = (
        row("top2", term, before, 451, error: 0.018), row("top2", term, after, 473, error: 0.015)
      )
      (then.period, now.period) = ("prior", "current")
      var difference = row("difference", term, after - before, 473, error: 0.0234)
      var rate = row("growth", term, after / before - 1, 473, error: 0.0302)
      (difference.periodFrom, difference.periodTo) = ("prior", "current")
      (rate.periodFrom, rate.periodTo) = ("prior", "current")
      rows += [then, now, difference, rate]
    }
    return Estimates(command: "growth", confidence: 0.95, rows: rows)
  }
}
