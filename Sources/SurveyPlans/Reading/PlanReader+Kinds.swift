import SurveyDocuments

/// Reads what a kind of indicator needs, and gives the keys that it may have.
extension PlanReader {
  func kind(_ name: IndicatorKind.Name, _ object: DocumentObject) throws(DocumentError) -> IndicatorKind {
    switch name {
    case .score: .score(try score(object))
    case .growth: .growth(of: try object.text("of"))
    case .share: .share(try share(object))
    case .count: .count(try count(object))
    case .frequency: .frequency(try frequency(object))
    case .duration: .duration(try duration(object))
    case .overdue: .overdue(try overdue(object))
    case .test: .test(try test(object))
    case .accuracy: .accuracy(try accuracy(object))
    case .distribution: .distribution(try distribution(object))
    case .checklist: .checklist(try checklist(object))
    case .change: .change(try change(object))
    case .cost: .cost(try cost(object))
    case .rubric: .rubric(try rubric(object))
    case .deadline: .deadline(try deadline(object))
    case .ranking: .ranking(try ranking(object))
    case .reliability: .reliability(try surveyItems(object))
    case .representativeness: .representativeness(try surveyItems(object))
    case .marginOfError: .marginOfError(try surveyItems(object))
    case .validity: .validity(try surveyItems(object))
    case .check: .check(isMet: try object.boolean("met", default: true))
    case .text: .text
    }
  }

  /// The keys of a kind besides those that every indicator may have. They are known before the kind is read, so that a
  /// misspelt key is named as such and not as another one that is missing.
  static func keys(of name: IndicatorKind.Name) -> [String] {
    switch name {
    case .score: ["survey", "item", "items", "construct", "overall", "statistic", "base", "where", "by"]
    case .growth: ["of"]
    case .share: rowKeys + ["numerator", "denominator", "numerator_sum", "denominator_sum", "measure"]
    case .count: rowKeys + ["sum", "distinct", "average_over"]
    case .frequency: rowKeys + ["date", "per", "at_least", "sum", "units", "total_at_least", "opening_days"]
    case .duration: rowKeys + ["from", "to", "elapsed", "time_unit", "statistic", "compare", "measure"]
    case .overdue: rowKeys + ["from", "to", "due", "limit", "time_unit", "told", "measure"]
    case .test: rowKeys + ["components", "total", "max", "pass", "date", "average", "measure"]
    case .accuracy: rowKeys + ["correct", "correct_sum", "asked_sum"]
    case .distribution: ["dataset", "where", "by", "month", "rate_per", "units", "area"]
    case .checklist: rowKeys + ["result", "item", "met", "not_applicable"]
    case .change: rowKeys + ["before", "after", "weight_by", "item", "measure"]
    case .cost:
      rowKeys + ["cost", "beneficiaries", "item", "exception", "reason", "hours_saved", "wage", "measure"]
    case .rubric: rowKeys + ["score", "max", "assessor", "assessors"]
    case .deadline: rowKeys + ["due", "done", "date"]
    case .ranking: rowKeys + ["unit_column", "group", "score", "assessor", "own"]
    case .reliability, .validity: ["survey", "items", "construct"]
    case .representativeness, .marginOfError: ["survey"]
    case .check: ["met"]
    case .text: []
    }
  }

  private static let rowKeys = ["dataset", "where", "by"]

  private func rows(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Rows {
    IndicatorKind.Rows(
      dataset: try object.reference("dataset", to: datasetIDs, as: .ofDataset),
      condition: try object.condition("where"), by: try object.optionalText("by"))
  }

  private func surveyReference(_ object: DocumentObject) throws(DocumentError) -> String {
    try object.reference("survey", to: surveyIDs, as: .ofSurvey)
  }

  private func surveyItems(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.SurveyItems {
    IndicatorKind.SurveyItems(
      survey: try surveyReference(object), items: try object.texts("items"),
      construct: try object.optionalText("construct"))
  }

  private func score(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Score {
    let items = try object.texts("item") + object.texts("items")
    let construct = try object.optionalText("construct")
    let isOverall = try object.boolean("overall", default: false)
    let subject: IndicatorKind.Score.Subject
    switch (items.isEmpty, construct, isOverall) {
    case (false, nil, false): subject = .items(items)
    case (true, let construct?, false): subject = .construct(construct)
    case (true, nil, true): subject = .overall
    default:
      throw object.node.error(
        "\(object.what) needs one of item, items, construct or overall: true",
        chinese: "須指定 item、items、construct 或 overall: true 其中之一")
    }
    return IndicatorKind.Score(
      survey: try surveyReference(object), subject: subject,
      statistic: try object.optionalChoice("statistic", IndicatorKind.Score.Statistic.self) ?? .topTwo,
      base: try object.optionalChoice("base", IndicatorKind.Score.Base.self) ?? .valid,
      condition: try object.condition("where"), by: try object.optionalText("by"))
  }

  private func share(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Share {
    let parts: IndicatorKind.Share.Parts
    let numerator = try object.condition("numerator")
    let denominator = try object.condition("denominator")
    let (part, whole) = (try object.optionalText("numerator_sum"), try object.optionalText("denominator_sum"))
    switch (numerator, part, whole) {
    case (let numerator?, nil, nil): parts = .rows(of: numerator, among: denominator)
    case (nil, let part?, let whole?) where denominator == nil: parts = .sums(part, of: whole)
    default:
      throw object.node.error(
        "\(object.what) needs a condition 'numerator' (and 'denominator', where it is not of all rows), or the columns 'numerator_sum' and 'denominator_sum'",
        chinese: "須有條件「numerator」（分母非全部列時另加「denominator」），或欄位「numerator_sum」及「denominator_sum」")
    }
    return IndicatorKind.Share(
      rows: try rows(object), parts: parts,
      measure: try object.optionalChoice("measure", IndicatorKind.Share.Measure.self) ?? .pooled)
  }

  private func count(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Count {
    var what = IndicatorKind.Count.What.rows
    if let sum = try object.optionalText("sum") { what = .sum(sum) }
    if let distinct = object.optional("distinct") {
      if what != .rows {
        throw distinct.error(
          "\(object.what) counts a sum or distinct values, not both",
          chinese: "「sum」與「distinct」僅能擇一")
      }
      what = .distinct(try distinct.text(expecting: "'distinct'"))
    }
    return IndicatorKind.Count(
      rows: try rows(object), what: what, averageOver: try object.optionalText("average_over"))
  }

  private func frequency(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Frequency {
    let result = IndicatorKind.Frequency(
      rows: try rows(object), date: try object.text("date"),
      per: try object.required("per").choice(IndicatorKind.Frequency.Period.self, expecting: "'per'"),
      atLeast: try object.optionalNumber("at_least") ?? 1, sum: try object.optionalText("sum"),
      units: try object.optionalText("units"), totalAtLeast: try object.optionalNumber("total_at_least"),
      onOpeningDays: try object.boolean("opening_days", default: false))
    if let node = object.optional("units"), let name = result.units {
      try node.requireKnown(name, among: unitNames, as: .ofUnitList)
      if result.rows.by == nil {
        throw node.error(
          "'units' needs 'by', the column that names the unit", chinese: "「units」須搭配「by」（單位名稱所在欄位）")
      }
    }
    if result.onOpeningDays, result.per != .day {
      throw object.node.error(
        "'opening_days' counts days; it needs 'per: day'", chinese: "「opening_days」以日計算，須搭配「per: day」")
    }
    if !(result.atLeast > 0) {
      throw object.node.error("'at_least' must be greater than 0", chinese: "「at_least」須大於 0")
    }
    return result
  }

  private func timeUnit(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.TimeUnit? {
    try object.optionalChoice("time_unit", IndicatorKind.TimeUnit.self)
  }

  private func duration(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Duration {
    let time: IndicatorKind.Duration.Time
    switch (
      try object.optionalText("from"), try object.optionalText("to"), try object.optionalText("elapsed")
    ) {
    case (let from?, let to?, nil): time = .between(from, to)
    case (nil, nil, let elapsed?): time = .elapsed(elapsed)
    default:
      throw object.node.error(
        "\(object.what) needs the columns 'from' and 'to', or the column 'elapsed'",
        chinese: "須有欄位「from」及「to」，或欄位「elapsed」")
    }
    var comparison: IndicatorKind.Duration.Comparison?
    if let node = object.optional("compare") {
      if case .scalar(let scalar) = node.content {
        guard scalar.text == "prior" else {
          throw node.unexpected(
            "'compare'", "prior, or column, before and after", chinese: " prior，或 column、before、after 三鍵")
        }
        comparison = .prior
      } else {
        let phases = try node.object(expecting: "'compare'")
        try phases.finish(allowed: ["column", "before", "after", "by"])
        comparison = .phases(
          column: try phases.text("column"), before: try phases.text("before"),
          after: try phases.text("after"),
          by: try phases.optionalText("by"))
      }
    }
    let measure = try object.optionalChoice("measure", IndicatorKind.Duration.Measure.self)
    if measure == .reduction, comparison == nil {
      throw object.node.error(
        "a reduction needs 'compare', what it is compared with", chinese: "計算縮減須有「compare」（比較對象）")
    }
    return IndicatorKind.Duration(
      rows: try rows(object), time: time, unit: try timeUnit(object) ?? .day,
      statistic: try object.optionalChoice("statistic", IndicatorKind.Duration.Statistic.self) ?? .median,
      comparison: comparison, measure: measure ?? (comparison == nil ? .level : .reduction))
  }

  private func overdue(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Overdue {
    let limit: IndicatorKind.Overdue.Limit
    let unit = try timeUnit(object) ?? .day
    if let due = try object.optionalText("due") {
      if let other = object.optional("limit") {
        throw other.error("the limit is 'due' or 'limit', not both", chinese: "期限以「due」或「limit」擇一表示")
      }
      limit = .due(due)
    } else {
      let node = try object.required("limit")
      if case .scalar(let scalar) = node.content, !scalar.isQuoted, let number = Double(scalar.text) {
        if !(number >= 0 && number < 1e9) {
          throw node.error("the limit must be 0 or more", chinese: "期限須為 0 以上之數字")
        }
        limit = .number(number, unit)
      } else {
        limit = .column(try node.text(expecting: "'limit'"), unit)
      }
    }
    let measure = try object.optionalChoice("measure", IndicatorKind.Overdue.Measure.self) ?? .overdue
    let told = try object.condition("told")
    if measure == .told, told == nil {
      throw object.node.error(
        "the share of those who were told needs 'told', the condition that holds for them",
        chinese: "計算已告知比率須有「told」（已告知之條件）")
    }
    return IndicatorKind.Overdue(
      rows: try rows(object), from: try object.text("from"), to: try object.text("to"), limit: limit,
      told: told, measure: measure)
  }

  private func test(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Test {
    var components: [IndicatorKind.Test.Component] = []
    for node in try object.optionalList("components") {
      let part = try node.object(expecting: "a component")
      try part.finish(allowed: ["column", "max", "factor"])
      let component = IndicatorKind.Test.Component(
        column: try part.text("column"), maximum: try part.number("max"),
        factor: try part.number("factor", default: 1))
      if !(component.maximum > 0 && component.factor > 0) {
        throw node.error(
          "'max' and 'factor' of a component must be greater than 0", chinese: "各分項之「max」及「factor」須大於 0")
      }
      components.append(component)
    }
    if let total = try object.optionalText("total") {
      if !components.isEmpty {
        throw object.node.error(
          "\(object.what) has components or a total, not both", chinese: "「components」與「total」僅能擇一")
      }
      let maximum = try object.number("max", default: 100)
      if !(maximum > 0) {
        throw object.node.error("'max' must be greater than 0", chinese: "「max」須大於 0")
      }
      components = [.init(column: total, maximum: maximum, factor: 1)]
    }
    if components.isEmpty {
      throw object.node.error(
        "\(object.what) needs 'components' or the column 'total'", chinese: "須有「components」或欄位「total」")
    }
    let measure = try object.optionalChoice("measure", IndicatorKind.Test.Measure.self) ?? .mean
    let pass = try object.optionalNumber("pass")
    if measure == .passRate, pass == nil {
      throw object.node.error("a pass rate needs 'pass', the line", chinese: "計算及格率須有「pass」（及格線）")
    }
    return IndicatorKind.Test(
      rows: try rows(object), components: components, pass: pass, date: try object.optionalText("date"),
      average: try object.optionalChoice("average", Assumptions.TestAverage.self), measure: measure)
  }

  private func accuracy(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Accuracy {
    let parts: IndicatorKind.Accuracy.Parts
    switch (
      try object.condition("correct"), try object.optionalText("correct_sum"),
      try object.optionalText("asked_sum")
    ) {
    case (let correct?, nil, nil): parts = .rows(correct: correct)
    case (nil, let correct?, let asked?): parts = .sums(correct: correct, asked: asked)
    default:
      throw object.node.error(
        "\(object.what) needs the condition 'correct', or the columns 'correct_sum' and 'asked_sum'",
        chinese: "須有條件「correct」，或欄位「correct_sum」及「asked_sum」")
    }
    return IndicatorKind.Accuracy(rows: try rows(object), parts: parts)
  }

  private func distribution(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Distribution {
    let rows = try object.reference("dataset", to: datasetIDs, as: .ofDataset)
    let result = IndicatorKind.Distribution(
      dataset: rows, condition: try object.condition("where"), by: try object.texts("by"),
      month: try object.optionalText("month"), ratePer: try object.optionalNumber("rate_per"),
      units: try object.optionalText("units"), area: try object.optionalText("area"))
    if result.by.isEmpty {
      throw object.node.error("\(object.what) needs 'by', the columns to count by", chinese: "須有「by」（分類欄位）")
    }
    if let rate = result.ratePer {
      if !(rate > 0) {
        throw object.node.error("'rate_per' must be greater than 0", chinese: "「rate_per」須大於 0")
      }
      guard let name = result.units, result.area != nil else {
        throw object.node.error(
          "a rate needs 'units' (a list with populations) and 'area' (the column of the unit)",
          chinese: "計算比率須有「units」（附人口數之單位清單）及「area」（單位所在欄位）")
      }
      let node = try object.required("units")
      try node.requireKnown(name, among: unitNames, as: .ofUnitList)
      if let unit = units.first(where: { $0.name == name })?.units.first(where: { $0.population == nil }) {
        throw node.error(
          "the unit '\(unit.id)' of '\(name)' has no population; a rate needs one",
          chinese: "「\(name)」之單位「\(unit.id)」沒有人口數（population），無法計算比率")
      }
    }
    return result
  }

  private func checklist(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Checklist {
    let met = try object.texts("met")
    let none = try object.texts("not_applicable")
    return IndicatorKind.Checklist(
      rows: try rows(object), result: try object.text("result"), item: try object.optionalText("item"),
      met: met.isEmpty ? ["符合"] : met, notApplicable: none.isEmpty ? ["不適用"] : none)
  }

  private func change(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Change {
    IndicatorKind.Change(
      rows: try rows(object), before: try object.text("before"), after: try object.text("after"),
      weight: try object.optionalText("weight_by"), item: try object.optionalText("item"),
      measure: try object.optionalChoice("measure", IndicatorKind.Change.Measure.self) ?? .reduction)
  }

  private func cost(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Cost {
    let result = IndicatorKind.Cost(
      rows: try rows(object), cost: try object.texts("cost"),
      beneficiaries: try object.optionalText("beneficiaries"), item: try object.optionalText("item"),
      exception: try object.condition("exception"), reason: try object.optionalText("reason"),
      hoursSaved: try object.optionalText("hours_saved"), wage: try object.optionalNumber("wage"),
      measure: try object.optionalChoice("measure", IndicatorKind.Cost.Measure.self) ?? .perBeneficiary)
    if result.cost.isEmpty {
      throw object.node.error("\(object.what) needs 'cost', the columns of money", chinese: "須有「cost」（經費欄位）")
    }
    if result.measure == .perBeneficiary, result.beneficiaries == nil {
      throw object.node.error(
        "the cost per beneficiary needs 'beneficiaries', the column of their number",
        chinese: "計算每人次成本須有「beneficiaries」（受益人次欄位）")
    }
    if result.measure == .benefitRatio, result.hoursSaved == nil || result.wage == nil {
      throw object.node.error(
        "a benefit ratio needs 'hours_saved' (a column) and 'wage' (money per hour)",
        chinese: "計算效益比須有「hours_saved」（節省時數欄位）及「wage」（每小時工資）")
    }
    if result.exception != nil, result.reason == nil {
      throw object.node.error(
        "an exception needs 'reason', the column that gives it in writing",
        chinese: "有例外條件（exception）時須有「reason」（書面理由欄位）")
    }
    return result
  }

  private func rubric(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Rubric {
    IndicatorKind.Rubric(
      rows: try rows(object), score: try object.text("score"), maximum: try positive(object, "max"),
      assessor: try object.optionalText("assessor"),
      assessors: try object.optionalInteger("assessors", in: 1...1000))
  }

  private func deadline(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Deadline {
    var result = IndicatorKind.Deadline(
      due: try object.required("due").day(expecting: "'due' of \(object.what)"),
      done: try object.optionalDay("done"), rows: nil, date: nil)
    if let node = object.optional("dataset") {
      if result.done != nil {
        throw node.error(
          "\(object.what) has 'done' or a dataset, not both", chinese: "「done」與「dataset」僅能擇一")
      }
      result.rows = try rows(object)
      result.date = try object.text("date")
    }
    return result
  }

  private func ranking(_ object: DocumentObject) throws(DocumentError) -> IndicatorKind.Ranking {
    IndicatorKind.Ranking(
      rows: try rows(object), unit: try object.text("unit_column"), group: try object.text("group"),
      score: try object.text("score"), assessor: try object.optionalText("assessor"),
      own: try object.optionalText("own"))
  }
}
