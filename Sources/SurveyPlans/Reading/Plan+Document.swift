import SurveyDocuments
import SurveyInput
import SurveyTable

extension Plan {
  /// The name that a plan file carries in `schema`.
  public static let schema = "survey-stats/plan@1"

  /// A plan file, YAML or JSON in UTF-8 (`docs/plan-format.md`), as it is or compressed by gzip or Zstandard. Its paths
  /// start from the folder it lies in.
  ///
  /// Errors: `malformedData` with line and column: what stands there, what was expected, and the nearest right
  /// word; where several entries cannot be read, a line for each, at the place of the first. `badEncoding`,
  /// `inputOutput`, `limitExceeded`; `unsupported` for an archive, a workbook, and what is compressed in another way.
  public init(file path: String) throws(SurveyStatsError) {
    let (bytes, name, folder) = try PlanReader.file(path)
    try self.init(document: bytes, name: name, folder: folder)
  }

  /// The same from bytes; `name` is what messages call them, `folder` where their paths start.
  public init(document bytes: [UInt8], name: String, folder: String = "") throws(SurveyStatsError) {
    let bytes = try wholeContent(of: bytes, name: name, limit: DocumentLimits.standard.bytes)
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
  let errors = PlanErrors()
  /// What the plan may refer to, also what could not be read itself; `nil` where not even the ids are known.
  var ownerIDs: [String]? = []
  var unitNames: [String]? = []
  var datasetIDs: [String]? = []
  var surveyIDs: [String]? = []

  /// The bytes of a plan file, what messages call it, and where its paths start.
  static func file(
    _ path: String
  ) throws(SurveyStatsError) -> (bytes: [UInt8], name: String, folder: String) {
    let bytes = try wholeFile(path: path, limit: DocumentLimits.standard.bytes)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return (bytes, path == "-" ? "stdin" : path, folder)
  }

  static func read(_ document: DocumentNode, folder: String) throws(DocumentError) -> Plan {
    let (plan, errors) = readAll(document, folder: folder)
    if let error = PlanErrors.together(errors) { throw error }
    guard let plan else { throw document.error("the plan cannot be read", chinese: "計畫檔無法讀取") }
    return plan
  }

  /// The plan and all that is wrong with it, in the order of the file. A plan with errors is a draft: what could be
  /// read of it, and anything in the place of what could not.
  static func readAll(
    _ document: DocumentNode, folder: String
  ) -> (plan: Plan?, errors: [DocumentError]) {
    var reader = PlanReader()
    let plan = reader.errors.keep(try reader.plan(document, folder))
    return (plan, reader.errors.inOrder)
  }

  private mutating func plan(_ document: DocumentNode, _ folder: String) throws(DocumentError) -> Plan {
    let object = errors.corrected(
      try document.object(expecting: "the plan"),
      allowed: [
        "schema", "id", "title", "agency", "year", "term", "as_of", "basis", "document", "levels", "owners",
        "units", "opening", "suppress_below", "assumptions", "scoring", "datasets", "surveys", "nodes",
        "report",
      ])
    let schema = try object.required("schema")
    if try schema.text(expecting: "'schema'") != Plan.schema {
      throw schema.error(
        "this is not a plan that this version reads; its schema must be \(Plan.schema)",
        chinese: "此檔不是本版可讀之計畫檔；「schema」須為 \(Plan.schema)")
    }
    let title = (errors.keep(try object.text("id")), errors.keep(try object.text("title")))
    let agency = errors.keep(try self.agency(try object.required("agency")))
    let year = errors.keep(try self.year(try object.required("year"))) ?? 2000
    let term =
      errors.keep(try self.term(object, year: year))
      ?? (CalendarDay.firstDay(of: year), CalendarDay.lastDay(of: year))
    let asOf = errors.keep(try object.optionalDay("as_of")) ?? nil
    levels = errors.keep(try object.texts("levels")) ?? []
    readOwners(object)
    readUnits(object)
    let opening = errors.keep(try openingDays(object)) ?? OpeningDays()
    let (assumptions, scoring) = assumptionsAndScoring(object)
    datasetIDs = readList(object, "datasets") { (reader, node) throws(DocumentError) in
      try reader.addDataset(node)
    }
    surveyIDs = readList(object, "surveys") { (reader, node) throws(DocumentError) in
      try reader.addSurvey(node)
    }
    var nodes: [PlanNode] = []
    for node in errors.keep(try object.list("nodes")) ?? [] {
      if let one = errors.keep(try self.node(node, depth: 0)) ?? nil { nodes.append(one) }
    }
    // Days that count as working days are said to be such wherever they show (U15).
    if assumptions.days == .working { nodes = nodes.map(\.countingWorkingDays) }
    let report = self.report(object)
    nodes = nodes.map { $0.namingRates(in: report.language) }
    let plan = Plan(
      id: title.0 ?? "", title: title.1 ?? "", agency: agency ?? Plan.Agency(name: ""), year: year,
      termFrom: term.0, termTo: term.1, asOf: asOf ?? term.1,
      basis: errors.keep(try object.texts("basis")) ?? [],
      document: errors.keep(try object.optionalText("document")) ?? nil, levels: levels, owners: owners,
      units: units, opening: opening,
      suppressBelow: (errors.keep(try object.optionalInteger("suppress_below", in: 0...1_000_000)) ?? nil)
        ?? 5,
      assumptions: assumptions, scoring: scoring, datasets: datasets, surveys: surveys, nodes: nodes,
      report: report, folder: folder)
    for reference in growthReferences { _ = errors.keep(try checkGrowth(reference, plan)) }
    return plan
  }

  /// Reads a list whose entries have ids that others refer to, and gives the ids.
  private mutating func readList(
    _ plan: DocumentObject, _ key: String,
    _ read: (inout PlanReader, DocumentNode) throws(DocumentError) -> Void
  ) -> [String]? {
    guard let nodes = errors.keep(try plan.optionalList(key)) else { return nil }
    var ids: [String]? = []
    for node in nodes {
      _ = errors.keep(try read(&self, node))
      // An entry that could not be read is there all the same: to refer to it is no error of its own.
      if let object = try? node.object(expecting: "an entry"), let id = try? object.text("id") {
        ids?.append(id)
      } else {
        ids = nil
      }
    }
    return ids
  }

  /// Growth is of what has a value of two years, and not of another growth.
  private func checkGrowth(
    _ reference: (indicator: String, of: String, node: DocumentNode), _ plan: Plan
  ) throws(DocumentError) {
    try reference.node.requireKnown(
      reference.of, among: indicatorPlaces.keys.sorted(), as: .ofIndicator)
    // An indicator that could not be read is there, but nobody knows what it is.
    guard let of = plan.indicators.first(where: { $0.id == reference.of }) else { return }
    switch of.kind {
    case .score, .share, .count, .test, .accuracy, .duration, .overdue, .cost, .checklist, .rubric: break
    case .growth:
      throw reference.node.error(
        reference.of == reference.indicator
          ? "'\(reference.of)' is its own growth; name the indicator whose growth it is"
          : "growth of a growth rate ('\(reference.of)') has no meaning; name the indicator that grows",
        chinese: reference.of == reference.indicator
          ? "「\(reference.of)」不能是自己的成長率；請填入要計算成長率之指標"
          : "「\(reference.of)」本身即為成長率，不能再計算成長率；請填入原指標")
    default:
      throw reference.node.error(
        "'\(reference.of)' is of kind \(of.kind.name.rawValue), which has no value of two years; growth is of score, share, count, test, accuracy, duration, overdue, cost, checklist or rubric",
        chinese:
          "「\(reference.of)」之類型為 \(of.kind.name.rawValue)，沒有兩年之數值；可計算成長率之類型為 score、share、count、test、accuracy、duration、overdue、cost、checklist、rubric"
      )
    }
  }
}
