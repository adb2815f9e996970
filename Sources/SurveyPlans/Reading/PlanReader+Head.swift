import SurveyDocuments
import SurveyTable

/// What stands in a plan beside its records and its hierarchy.
extension PlanReader {
  func year(_ node: DocumentNode) throws(DocumentError) -> Int {
    let object = errors.corrected(try node.object(expecting: "'year'"), allowed: ["roc", "ce"])
    let roc = try object.optionalInteger("roc", in: 1...8088)
    let ce = try object.optionalInteger("ce", in: 1912...9999)
    if let roc, let ce, ce != roc + 1911 {
      throw node.error(
        "the years do not agree: ROC \(roc) is \(roc + 1911), not \(ce)",
        chinese: "年度不一致：民國 \(roc) 年為西元 \(roc + 1911) 年，而非 \(ce) 年")
    }
    guard let year = ce ?? roc.map({ $0 + 1911 }) else {
      throw node.error(
        "'year' needs roc (105) or ce (2016), or both", chinese: "「year」須有 roc（民國，如 105）或 ce（西元，如 2016）")
    }
    return year
  }

  func agency(_ node: DocumentNode) throws(DocumentError) -> Plan.Agency {
    let object = errors.corrected(
      try node.object(expecting: "'agency'"), allowed: ["name", "code", "group", "category"])
    return Plan.Agency(
      name: try object.text("name"), code: try object.optionalText("code"),
      group: try object.optionalText("group"),
      category: try object.optionalChoice("category", Plan.Agency.Category.self))
  }

  func term(
    _ plan: DocumentObject, year: Int
  ) throws(DocumentError) -> (CalendarDay, CalendarDay) {
    guard let node = plan.optional("term") else {
      return (CalendarDay.firstDay(of: year), CalendarDay.lastDay(of: year))
    }
    let object = errors.corrected(try node.object(expecting: "'term'"), allowed: ["from", "to"])
    let from = try object.required("from").day(expecting: "'from' of the term")
    let to = try object.required("to").day(expecting: "'to' of the term")
    if to < from {
      throw node.error(
        "the term ends (\(to.isoText)) before it begins (\(from.isoText))",
        chinese: "期間之結束（\(to.isoText)）早於開始（\(from.isoText)）")
    }
    return (from, to)
  }

  /// Owners, and their ids also where an owner cannot be read.
  mutating func readOwners(_ plan: DocumentObject) {
    guard let nodes = errors.keep(try plan.optionalList("owners")) else {
      ownerIDs = nil
      return
    }
    for node in nodes { _ = errors.keep(try addOwner(node)) }
  }

  private mutating func addOwner(_ node: DocumentNode) throws(DocumentError) {
    guard let object = errors.keep(try node.object(expecting: "an owner")) else {
      ownerIDs = nil
      return
    }
    let owner = errors.corrected(object, allowed: ["id", "name"])
    guard let id = errors.keep(try owner.text("id")) else {
      ownerIDs = nil
      return
    }
    ownerIDs?.append(id)
    if owners.contains(where: { $0.id == id }) {
      throw node.error("the owner '\(id)' is there twice", chinese: "負責單位「\(id)」重複出現")
    }
    owners.append(Plan.Owner(id: id, name: try owner.optionalText("name") ?? id))
  }

  /// Lists of units, and their names also where a list cannot be read.
  mutating func readUnits(_ plan: DocumentObject) {
    guard let object = errors.keep(try plan.optionalObject("units")) else {
      unitNames = nil
      return
    }
    for entry in object?.entries ?? [] {
      unitNames?.append(entry.key)
      if let list = errors.keep(try unitList(entry)) { units.append(list) }
    }
  }

  private func unitList(_ entry: DocumentEntry) throws(DocumentError) -> Plan.UnitList {
    let before = errors.count
    var units: [Plan.Unit] = []
    for node in try entry.value.sequence(expecting: "the units of '\(entry.key)'") {
      guard let unit = errors.keep(try self.unit(node, of: entry.key)) else { continue }
      if units.contains(where: { $0.id == unit.id }) {
        throw node.error(
          "the unit '\(unit.id)' of '\(entry.key)' is there twice",
          chinese: "「\(entry.key)」之單位「\(unit.id)」重複出現")
      }
      units.append(unit)
    }
    if units.isEmpty, errors.count == before {
      throw entry.value.error(
        "the list of units '\(entry.key)' is empty; leave it out", chinese: "單位清單「\(entry.key)」沒有內容；請刪除此鍵")
    }
    return Plan.UnitList(name: entry.key, units: units)
  }

  private func unit(_ node: DocumentNode, of list: String) throws(DocumentError) -> Plan.Unit {
    if case .scalar(let scalar) = node.content { return Plan.Unit(id: scalar.text, name: scalar.text) }
    let object = errors.corrected(
      try node.object(expecting: "a unit of '\(list)'"), allowed: ["id", "name", "population"])
    let id = try object.text("id")
    let unit = Plan.Unit(
      id: id, name: try object.optionalText("name") ?? id, population: try object.optionalNumber("population")
    )
    if let population = unit.population, !(population > 0) {
      throw node.error(
        "the population of '\(id)' must be greater than 0", chinese: "「\(id)」之人口數須大於 0")
    }
    return unit
  }

  func openingDays(_ plan: DocumentObject) throws(DocumentError) -> OpeningDays {
    guard let found = try plan.optionalObject("opening") else { return OpeningDays() }
    let object = errors.corrected(found, allowed: ["weekdays", "closed", "open"])
    var opening = OpeningDays()
    if object.optional("weekdays") != nil {
      opening.weekdays = []
      for node in try object.list("weekdays") {
        opening.weekdays.insert(try node.integer(expecting: "a weekday (1 Monday … 7 Sunday)", in: 1...7))
      }
    }
    opening.closed = try object.days("closed")
    opening.extra = try object.days("open")
    return opening
  }

  func assumptionsAndScoring(_ plan: DocumentObject) -> (Assumptions, Plan.Scoring) {
    var assumptions = Assumptions()
    var scoring = Plan.Scoring(total: nil, missing: .renormalise)
    if let object = errors.keep(try plan.optionalObject("assumptions")) ?? nil {
      read(
        errors.corrected(
          object,
          allowed: [
            "zero_prior", "missing_points", "tolerance", "partial_periods", "days", "open_cases",
            "test_average", "partly_met", "level",
          ]), to: &assumptions, &scoring)
    }
    if let found = errors.keep(try plan.optionalObject("scoring")) ?? nil {
      let object = errors.corrected(found, allowed: ["total", "missing"])
      scoring.total = errors.keep(try object.optionalNumber("total")) ?? nil
      if let total = scoring.total, !(total > 0) {
        errors.add(
          object.node.error(
            "'total' of the scoring must be greater than 0", chinese: "配分總分（total）須大於 0"))
      }
      if let missing = errors.keep(try object.optionalChoice("missing", Plan.MissingPoints.self)) ?? nil {
        scoring.missing = missing
        assumptions.stated.insert("missing_points")
      }
    }
    return (assumptions, scoring)
  }

  private func read(
    _ object: DocumentObject, to assumptions: inout Assumptions, _ scoring: inout Plan.Scoring
  ) {
    assumptions.stated = Set(object.keys)
    func choice<Choice: RawRepresentable & CaseIterable>(
      _ key: String, _ type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
      errors.keep(try object.optionalChoice(key, type)) ?? nil
    }
    func number(_ key: String, _ range: ClosedRange<Double>) -> Double? {
      guard let node = object.optional(key) else { return nil }
      return errors.keep(try node.within(range, expecting: "'\(key)'"))
    }
    assumptions.zeroPrior = choice("zero_prior", Assumptions.ZeroPrior.self) ?? assumptions.zeroPrior
    scoring.missing = choice("missing_points", Plan.MissingPoints.self) ?? scoring.missing
    assumptions.partialPeriods =
      choice("partial_periods", Assumptions.PartialPeriods.self) ?? assumptions.partialPeriods
    assumptions.days = choice("days", Assumptions.Days.self) ?? assumptions.days
    assumptions.openCases = choice("open_cases", Assumptions.OpenCases.self) ?? assumptions.openCases
    assumptions.testAverage = choice("test_average", Assumptions.TestAverage.self) ?? assumptions.testAverage
    assumptions.tolerance = number("tolerance", 0...0.5) ?? assumptions.tolerance
    assumptions.partlyMet = number("partly_met", 0...1) ?? assumptions.partlyMet
    assumptions.level = number("level", 0.5...0.9999) ?? assumptions.level
  }

  func report(_ plan: DocumentObject) -> Plan.Report {
    var report = Plan.Report(
      language: .traditionalChinese, years: .republican, percentDecimals: 1, meanDecimals: 2)
    guard let found = errors.keep(try plan.optionalObject("report")) ?? nil else { return report }
    let object = errors.corrected(found, allowed: ["language", "calendar", "decimals"])
    report.language =
      (errors.keep(try object.optionalChoice("language", Language.self)) ?? nil) ?? .traditionalChinese
    report.years =
      (errors.keep(try object.optionalChoice("calendar", Plan.Report.Years.self)) ?? nil)
      ?? (report.language == .english ? .common : .republican)
    if let found = errors.keep(try object.optionalObject("decimals")) ?? nil {
      let decimals = errors.corrected(found, allowed: ["percent", "mean"])
      report.percentDecimals = (errors.keep(try decimals.optionalInteger("percent", in: 0...6)) ?? nil) ?? 1
      report.meanDecimals = (errors.keep(try decimals.optionalInteger("mean", in: 0...6)) ?? nil) ?? 2
    }
    return report
  }
}

extension DocumentNode {
  /// A number or percentage within a range.
  func within(_ range: ClosedRange<Double>, expecting what: String) throws(DocumentError) -> Double {
    let value = try amount(expecting: what)
    if range.contains(value) { return value }
    throw unexpected(
      what, "a number from \(shortestText(range.lowerBound)) to \(shortestText(range.upperBound))")
  }
}
