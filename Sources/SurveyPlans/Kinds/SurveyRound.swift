import SurveyDesign
import SurveyInference
import SurveyInput
import SurveySampling
import SurveyTable
import SurveyWeighting

/// One year's questionnaires, described, scored and weighted.
final class SurveyRound {
  let survey: PlanSurvey
  let facts: SurveyFacts
  let design: SampleDesign
  /// Before weighting to the population.
  let unweighted: SampleDesign
  /// Items on a scale in the order of the file, without the overall item.
  let items: [String]
  let constructs: [String]
  let overall: String?
  /// Items that at least half as many answered as the one with the most: a scale of all items is made of them.
  let scaleItems: [String]
  let notes: [Note]
  let rows: Int

  var data: SurveyData { design.data }
  /// Whether an estimate has a sampling error that may be inferred from.
  var isInferential: Bool {
    switch survey.sampling {
    case .census: false
    case let kind?: kind.isRandom
    case nil: true
    }
  }

  init(
    _ survey: PlanSurvey, _ plan: Plan, _ open: OpenDataset, rows: Int, _ run: RunControl?
  ) throws(SurveyStatsError) {
    self.survey = survey
    self.rows = rows
    let isPrior = open.year == .prior
    if open.tables.count != 1 {
      throw SurveyStatsError(
        .unsupported,
        "survey '\(survey.id)' (line \(survey.line) of the plan): a questionnaire is one file; put the \(open.tables.count) files into one",
        chinese: "調查「\(survey.id)」（計畫檔第 \(survey.line) 行）：問卷須為單一檔案，請將 \(open.tables.count) 個檔案合併"
      )
    }
    var data = open.tables[0]
    if !open.dataset.columns.isEmpty {
      var names = data.columnNames
      for column in open.dataset.columns {
        let header = try open.header(column.name, in: data)
        if let place = data.position(ifPresent: header) { names[place] = column.name }
      }
      data = data.changed(columnNames: names)
    }
    var source = survey.codebook
    if isPrior, let own = survey.priorCodebook { source = own }
    let automatic = ScaleRequest(all: .detected)
    switch source {
    case .none: break
    case .file(let path):
      data = try data.described(by: try Codebook(file: plan.path(path)), scales: automatic, run: run)
    case .inline(let codebook): data = try data.described(by: codebook, scales: automatic, run: run)
    }
    var found = data.columnNames.filter { data.scales[$0] != nil }
    if found.isEmpty {
      found = try data.satisfactionItems(run: run)
      data = try data.scored(found, by: automatic, run: run)
    }
    let whole = data.overallItem(among: found)
    overall = whole
    items = found.filter { $0 != whole }
    constructs = data.constructs.map(\.name)
    let round = isPrior ? survey.prior : survey.current
    var margins: PopulationMargins?
    if let path = survey.margins { margins = try PopulationMargins(csvFile: plan.path(path)) }
    facts = SurveyFacts(
      issued: round.issued, returned: round.returned, population: round.population, sampling: survey.sampling,
      margins: margins)
    let isPlain =
      survey.weights == nil && survey.strata == nil && survey.cluster == nil && survey.fpc == nil
    // A known population shrinks the error of a plain random sample; weighted ones carry theirs in the weights.
    let entersPopulation =
      isPlain && survey.weighting == .none
      && survey.sampling.map { $0.isRandom && $0 != .cluster && $0 != .stratified } ?? false
    func list(_ column: String?) -> ColumnList { column.map { [$0] } ?? [] }
    var own = try SampleDesign(
      data, weights: survey.weights, strata: list(survey.strata), cluster: list(survey.cluster),
      fpc: list(survey.fpc), population: entersPopulation ? round.population : nil, lonelyUnits: .fail)
    unweighted = own
    if let margins {
      switch survey.weighting {
      case .none: break
      case .rake: own = try own.raked(to: margins, run: run).design
      case .poststratify: own = try own.postStratified(to: margins, run: run).design
      }
    }
    design = own
    notes = data.notes
    var counts: [EstimateRow] = []
    if items.count > 2 {
      var options = EstimateOptions()
      options.run = run
      counts = try SampleDesign(data).mean(ColumnList(items), options).rows
    }
    let most = counts.map(\.count).max() ?? 0
    scaleItems = counts.isEmpty ? items : counts.filter { $0.count * 2 >= most }.map(\.term)
  }

  /// The columns that a score is of, and the design that has them: an own construct where several items are averaged.
  func column(
    of subject: IndicatorKind.Score.Subject
  ) throws(SurveyStatsError) -> (name: String, design: SampleDesign) {
    switch subject {
    case .overall:
      guard let overall else {
        throw SurveyStatsError(
          .invalidArgument,
          "\(data.name): no item asks for satisfaction as a whole; name it as 'overall' in the codebook, or name items",
          chinese: "\(data.name)：找不到整體滿意度題；請於編碼簿以 overall 指定，或指定題項"
        )
      }
      return (overall, design)
    case .construct(let name):
      guard constructs.contains(name) else {
        let near = nearestName(to: name, among: constructs).map { "; the nearest is '\($0)'" } ?? ""
        throw SurveyStatsError(
          .unknownColumn,
          "\(data.name) has no construct '\(name)'\(near); a construct needs all of its items in the file",
          chinese: "\(data.name) 沒有構面「\(name)」；構面之各題均須在檔案中")
      }
      return (name, design)
    case .items(let names):
      for name in names {
        _ = try data.position(of: name, as: "items of the plan's score", chinese: "計畫所列題項")
      }
      if names.count == 1 { return (names[0], design) }
      let column = Self.ownConstruct(names)
      return (column, design.over(try data.adding([Construct(name: column, items: names)])))
    }
  }

  static func ownConstruct(_ names: [String]) -> String { "\u{1E}" + names.joined(separator: "+") }
}

/// Opens the surveys of a plan, each year once.
final class SurveyLibrary {
  let plan: Plan
  let records: RecordLibrary
  private var rounds: [String: SurveyRound] = [:]

  init(_ plan: Plan, _ records: RecordLibrary) {
    self.plan = plan
    self.records = records
  }

  /// `nil` where there is no round of last year.
  func round(_ id: String, _ year: RecordYear) throws(SurveyStatsError) -> SurveyRound? {
    let key = "\(year.rawValue) \(id)"
    if let round = rounds[key] { return round }
    guard let survey = plan.survey(id) else {
      throw SurveyStatsError(.invalidArgument, "the plan has no survey '\(id)'")
    }
    guard let open = try records.open(survey.dataset, year) else { return nil }
    let rows = records.uses.first { $0.id == survey.dataset && $0.isPrior == (year == .prior) }?.rows ?? 0
    do throws(SurveyStatsError) {
      let round = try SurveyRound(survey, plan, open, rows: rows, records.run)
      rounds[key] = round
      return round
    } catch {
      throw SurveyStatsError(
        error.code, "survey '\(id)' (line \(survey.line) of the plan): \(error.message)",
        chinese: "調查「\(id)」（計畫檔第 \(survey.line) 行）：\(error.chinese ?? error.message)", row: error.row,
        column: error.column)
    }
  }
}
