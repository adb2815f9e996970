import SurveyDocuments
import SurveyInput
import SurveyTable

extension Plan {
  /// The name that a plan file carries in `schema`.
  public static let schema = "survey-stats/plan@1"

  /// A plan file, YAML or JSON in UTF-8 (`docs/plan-format.md`). Its paths start from the folder it lies in.
  ///
  /// Errors: `malformedData` with line and column: what stands there, what was expected, and the nearest right
  /// word; where several entries cannot be read, a line for each, at the place of the first. `badEncoding`,
  /// `inputOutput`, `limitExceeded`.
  public init(file path: String) throws(SurveyStatsError) {
    let bytes = try wholeFile(path: path, limit: DocumentLimits.standard.bytes)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    try self.init(document: bytes, name: path == "-" ? "stdin" : path, folder: folder)
  }

  /// The same from bytes; `name` is what messages call them, `folder` where their paths start.
  public init(document bytes: [UInt8], name: String, folder: String = "") throws(SurveyStatsError) {
    do throws(DocumentError) {
      self = try PlanReader.read(try parseDocument(bytes, name: name), folder: folder)
    } catch {
      throw SurveyStatsError(error)
    }
  }
}

/// Reads the parts of a plan in the order in which they refer to each other.
struct PlanReader {
  var owners: [Plan.Owner] = []
  var units: [Plan.UnitList] = []
  var datasets: [Dataset] = []
  var surveys: [PlanSurvey] = []
  /// Where indicators stand, to say which id is taken and what `of` may mean.
  var indicatorPlaces: [String: DocumentNode] = [:]
  /// `of` of growth indicators, checked when all are known.
  var growthReferences: [(indicator: String, of: String, node: DocumentNode)] = []
  var levels: [String] = []

  /// What cannot be read, where reading went on.
  var errors: [DocumentError] = []
  var unreadDatasets: [String] = []
  var unreadSurveys: [String] = []

  static func read(_ document: DocumentNode, folder: String) throws(DocumentError) -> Plan {
    var reader = PlanReader()
    do throws(DocumentError) {
      let plan = try reader.plan(document, folder)
      if reader.errors.isEmpty { return plan }
    } catch {
      reader.errors.append(error)
    }
    guard let error = together(reader.errors) else {
      throw document.error("the plan cannot be read")
    }
    throw error
  }

  private mutating func plan(_ document: DocumentNode, _ folder: String) throws(DocumentError) -> Plan {
    let object = try document.object(expecting: "the plan")
    try finish(
      object,
      allowed: [
        "schema", "id", "title", "agency", "year", "term", "as_of", "basis", "document", "levels", "owners",
        "units", "opening", "suppress_below", "assumptions", "scoring", "datasets", "surveys", "nodes",
        "report",
      ])
    let schema = try object.required("schema")
    if try schema.text(expecting: "'schema'") != Plan.schema {
      throw schema.error("this is not a plan that this version reads; its schema must be \(Plan.schema)")
    }
    levels = try object.texts("levels")
    owners = try ownerList(object)
    units = try unitLists(object)
    for node in try object.optionalList("datasets") {
      do throws(DocumentError) {
        try addDataset(node)
      } catch {
        guard let id = Self.id(of: node) else { throw error }
        errors.append(error)
        unreadDatasets.append(id)
      }
    }
    for node in try object.optionalList("surveys") {
      do throws(DocumentError) {
        try addSurvey(node)
      } catch {
        guard let id = Self.id(of: node) else { throw error }
        errors.append(error)
        unreadSurveys.append(id)
      }
    }
    var nodes: [PlanNode] = []
    for node in try object.list("nodes") {
      attempt { (reader) throws(DocumentError) in nodes.append(try reader.node(node, depth: 0)) }
    }
    let year = try year(try object.required("year"))
    let agency = try agency(try object.required("agency"))
    let (from, to) = try term(object, year: year)
    let asOf = try object.optionalDay("as_of") ?? to
    let opening = try openingDays(object)
    var scoring = Plan.Scoring(total: nil, missing: .renormalise)
    let assumptions = try assumptions(object, scoring: &scoring)
    // Days that count as working days are said to be such wherever they show (U15).
    if assumptions.days == .working { nodes = nodes.map(\.countingWorkingDays) }
    let plan = Plan(
      id: try object.text("id"), title: try object.text("title"), agency: agency, year: year, termFrom: from,
      termTo: to, asOf: asOf, basis: try object.texts("basis"), document: try object.optionalText("document"),
      levels: levels, owners: owners, units: units, opening: opening,
      suppressBelow: try object.optionalInteger("suppress_below", in: 0...1_000_000) ?? 5,
      assumptions: assumptions, scoring: scoring, datasets: datasets, surveys: surveys,
      nodes: nodes, report: try report(object), folder: folder)
    for reference in growthReferences {
      attempt { (reader) throws(DocumentError) in try reader.checkGrowth(reference, plan) }
    }
    return plan
  }

  private func year(_ node: DocumentNode) throws(DocumentError) -> Int {
    let object = try node.object(expecting: "'year'")
    try object.finish(allowed: ["roc", "ce"])
    let roc = try object.optionalInteger("roc", in: 1...8088)
    let ce = try object.optionalInteger("ce", in: 1912...9999)
    if let roc, let ce, ce != roc + 1911 {
      throw node.error("the years do not agree: ROC \(roc) is \(roc + 1911), not \(ce)")
    }
    guard let year = ce ?? roc.map({ $0 + 1911 }) else {
      throw node.error("'year' needs roc (105) or ce (2016), or both")
    }
    return year
  }

  private func agency(_ node: DocumentNode) throws(DocumentError) -> Plan.Agency {
    let object = try node.object(expecting: "'agency'")
    try object.finish(allowed: ["name", "code", "group", "category"])
    return Plan.Agency(
      name: try object.text("name"), code: try object.optionalText("code"),
      group: try object.optionalText("group"),
      category: try object.optionalChoice("category", Plan.Agency.Category.self))
  }

  private func term(
    _ plan: DocumentObject, year: Int
  ) throws(DocumentError) -> (CalendarDay, CalendarDay) {
    guard let node = plan.optional("term") else {
      return (CalendarDay.firstDay(of: year), CalendarDay.lastDay(of: year))
    }
    let object = try node.object(expecting: "'term'")
    try object.finish(allowed: ["from", "to"])
    let from = try object.required("from").day(expecting: "'from' of the term")
    let to = try object.required("to").day(expecting: "'to' of the term")
    if to < from { throw node.error("the term ends (\(to.isoText)) before it begins (\(from.isoText))") }
    return (from, to)
  }

  private func ownerList(_ plan: DocumentObject) throws(DocumentError) -> [Plan.Owner] {
    var owners: [Plan.Owner] = []
    for node in try plan.optionalList("owners") {
      let object = try node.object(expecting: "an owner")
      try object.finish(allowed: ["id", "name"])
      let id = try object.text("id")
      if owners.contains(where: { $0.id == id }) { throw node.error("the owner '\(id)' is there twice") }
      owners.append(Plan.Owner(id: id, name: try object.optionalText("name") ?? id))
    }
    return owners
  }

  private func unitLists(_ plan: DocumentObject) throws(DocumentError) -> [Plan.UnitList] {
    guard let object = try plan.optionalObject("units") else { return [] }
    var lists: [Plan.UnitList] = []
    for entry in object.entries {
      var units: [Plan.Unit] = []
      for node in try entry.value.sequence(expecting: "the units of '\(entry.key)'") {
        var unit: Plan.Unit
        if case .scalar(let scalar) = node.content {
          unit = Plan.Unit(id: scalar.text, name: scalar.text)
        } else {
          let object = try node.object(expecting: "a unit of '\(entry.key)'")
          try object.finish(allowed: ["id", "name", "population"])
          let id = try object.text("id")
          unit = Plan.Unit(
            id: id, name: try object.optionalText("name") ?? id,
            population: try object.optionalNumber("population"))
          if let population = unit.population, !(population > 0) {
            throw node.error("the population of '\(id)' must be greater than 0")
          }
        }
        if units.contains(where: { $0.id == unit.id }) {
          throw node.error("the unit '\(unit.id)' of '\(entry.key)' is there twice")
        }
        units.append(unit)
      }
      if units.isEmpty { throw entry.value.error("the list of units '\(entry.key)' is empty; leave it out") }
      lists.append(Plan.UnitList(name: entry.key, units: units))
    }
    return lists
  }

  private func openingDays(_ plan: DocumentObject) throws(DocumentError) -> OpeningDays {
    guard let object = try plan.optionalObject("opening") else { return OpeningDays() }
    try object.finish(allowed: ["weekdays", "closed", "open"])
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

  private func assumptions(
    _ plan: DocumentObject, scoring: inout Plan.Scoring
  ) throws(DocumentError) -> Assumptions {
    var assumptions = Assumptions()
    if let object = try plan.optionalObject("assumptions") {
      try object.finish(allowed: [
        "zero_prior", "missing_points", "tolerance", "partial_periods", "days", "open_cases", "test_average",
        "partly_met", "level",
      ])
      assumptions.stated = Set(object.keys)
      if let choice = try object.optionalChoice("zero_prior", Assumptions.ZeroPrior.self) {
        assumptions.zeroPrior = choice
      }
      if let choice = try object.optionalChoice("missing_points", Plan.MissingPoints.self) {
        scoring.missing = choice
      }
      if let choice = try object.optionalChoice("partial_periods", Assumptions.PartialPeriods.self) {
        assumptions.partialPeriods = choice
      }
      if let choice = try object.optionalChoice("days", Assumptions.Days.self) { assumptions.days = choice }
      if let choice = try object.optionalChoice("open_cases", Assumptions.OpenCases.self) {
        assumptions.openCases = choice
      }
      if let choice = try object.optionalChoice("test_average", Assumptions.TestAverage.self) {
        assumptions.testAverage = choice
      }
      if let node = object.optional("tolerance") {
        assumptions.tolerance = try node.within(0...0.5, expecting: "'tolerance'")
      }
      if let node = object.optional("partly_met") {
        assumptions.partlyMet = try node.within(0...1, expecting: "'partly_met'")
      }
      if let node = object.optional("level") {
        assumptions.level = try node.within(0.5...0.9999, expecting: "'level'")
      }
    }
    if let object = try plan.optionalObject("scoring") {
      try object.finish(allowed: ["total", "missing"])
      scoring.total = try object.optionalNumber("total")
      if let total = scoring.total, !(total > 0) {
        throw object.node.error("'total' of the scoring must be greater than 0")
      }
      if let missing = try object.optionalChoice("missing", Plan.MissingPoints.self) {
        scoring.missing = missing
        assumptions.stated.insert("missing_points")
      }
    }
    return assumptions
  }

  private func report(_ plan: DocumentObject) throws(DocumentError) -> Plan.Report {
    var report = Plan.Report(
      language: .traditionalChinese, years: .republican, percentDecimals: 1, meanDecimals: 2)
    guard let object = try plan.optionalObject("report") else { return report }
    try object.finish(allowed: ["language", "calendar", "decimals"])
    report.language = try object.optionalChoice("language", Language.self) ?? .traditionalChinese
    report.years =
      try object.optionalChoice("calendar", Plan.Report.Years.self)
      ?? (report.language == .english ? .common : .republican)
    if let decimals = try object.optionalObject("decimals") {
      try decimals.finish(allowed: ["percent", "mean"])
      report.percentDecimals = try decimals.optionalInteger("percent", in: 0...6) ?? 1
      report.meanDecimals = try decimals.optionalInteger("mean", in: 0...6) ?? 2
    }
    return report
  }

  /// Growth is of what has a value of two years, and not of another growth.
  private func checkGrowth(
    _ reference: (indicator: String, of: String, node: DocumentNode), _ plan: Plan
  ) throws(DocumentError) {
    try reference.node.requireKnown(reference.of, among: indicatorPlaces.keys.sorted(), as: "indicator")
    // An indicator that could not be read is there, but nobody knows what it is.
    guard let of = plan.indicators.first(where: { $0.id == reference.of }) else { return }
    switch of.kind {
    case .score, .share, .count, .test, .accuracy, .duration, .overdue, .cost, .checklist, .rubric: break
    case .growth:
      throw reference.node.error(
        reference.of == reference.indicator
          ? "'\(reference.of)' is its own growth; name the indicator whose growth it is"
          : "growth of a growth rate ('\(reference.of)') has no meaning; name the indicator that grows")
    default:
      throw reference.node.error(
        "'\(reference.of)' is of kind \(of.kind.name.rawValue), which has no value of two years; growth is of score, share, count, test, accuracy, duration, overdue, cost, checklist or rubric"
      )
    }
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
