import SurveyDocuments
import SurveyInput
import SurveySampling
import SurveyTable

extension PlanReader {
  mutating func addDataset(_ node: DocumentNode) throws(DocumentError) {
    let before = errors.count
    let object = errors.corrected(
      try node.object(expecting: "a dataset"),
      allowed: [
        "id", "label", "role", "file", "files", "prior", "prior_files", "columns", "date", "encoding",
        "delimiter", "header_rows", "missing", "totals",
      ])
    let id = try object.text("id")
    if datasets.contains(where: { $0.id == id }) {
      throw node.error("the dataset '\(id)' is there twice", chinese: "資料集「\(id)」重複出現")
    }
    let role = errors.keep(
      try object.required("role").choice(Dataset.Role.self, expecting: "'role' of the dataset"))
    let files = errors.keep(try object.texts("file") + object.texts("files"))
    if files?.isEmpty == true {
      errors.add(
        node.error(
          "the dataset '\(id)' has no 'file'; name the file that holds its records",
          chinese: "資料集「\(id)」沒有「file」；請填入資料檔名稱"))
    }
    let encoding = (errors.keep(try object.optionalText("encoding")) ?? nil) ?? "auto"
    if let named = object.optional("encoding") {
      do throws(SurveyStatsError) {
        try CSVOptions(encoding: encoding).check()
      } catch {
        errors.add(named.error(error.message, chinese: error.chinese))
      }
    }
    enum Totals: String, CaseIterable { case keep, drop }
    let dataset = Dataset(
      id: id, label: (errors.keep(try object.optionalText("label")) ?? nil) ?? id, role: role ?? .events,
      files: files ?? [],
      priorFiles: errors.keep(try object.texts("prior") + object.texts("prior_files")) ?? [],
      columns: errors.keep(try columnNames(object)) ?? [],
      date: errors.keep(try object.optionalText("date")) ?? nil, encoding: encoding,
      delimiter: errors.keep(try object.optionalText("delimiter")) ?? nil,
      headerRows: errors.keep(try object.optionalInteger("header_rows", in: 0...3)) ?? nil,
      missing: errors.keep(try object.texts("missing")) ?? [],
      keepsTotalRows: (errors.keep(try object.optionalChoice("totals", Totals.self)) ?? nil) == .keep,
      line: node.line, places: Self.places(in: node, files: ["file", "files", "prior", "prior_files"]))
    if errors.count == before { datasets.append(dataset) }
  }

  private func columnNames(_ dataset: DocumentObject) throws(DocumentError) -> [Dataset.ColumnName] {
    var columns: [Dataset.ColumnName] = []
    for entry in try dataset.optionalObject("columns")?.entries ?? [] {
      columns.append(
        Dataset.ColumnName(
          name: entry.key, header: try entry.value.text(expecting: "the header of column '\(entry.key)'")))
    }
    return columns
  }

  /// Where an entry and its texts stand; `files` are the keys of paths.
  static func places(in node: DocumentNode, files keys: [String] = []) -> PlanPlaces {
    func texts(_ node: DocumentNode) -> [PlanPlace] {
      switch node.content {
      case .null: []
      case .scalar(let scalar): [PlanPlace(text: scalar.text, line: node.line, column: node.column)]
      case .sequence(let nodes): nodes.flatMap(texts)
      case .mapping(let entries): entries.flatMap { texts($0.value) }
      }
    }
    var files: [PlanPlace] = []
    if case .mapping(let entries) = node.content {
      files = entries.filter { keys.contains($0.key) }.flatMap { texts($0.value) }
    }
    return PlanPlaces(column: node.column, texts: texts(node), files: files)
  }

  mutating func addSurvey(_ node: DocumentNode) throws(DocumentError) {
    let before = errors.count
    let inline = ["columns", "scales", "constructs", "overall", "missing"]
    let object = errors.corrected(
      try node.object(expecting: "a survey"),
      allowed: [
        "id", "label", "dataset", "codebook", "prior_codebook", "sampling", "issued", "returned",
        "population",
        "prior_issued", "prior_returned", "prior_population", "margins", "weighting", "weights", "strata",
        "cluster", "fpc", "respondent", "shared_clusters", "comparable", "mode", "fieldwork",
        "target_population",
      ] + inline)
    let id = try object.text("id")
    if surveys.contains(where: { $0.id == id }) {
      throw node.error("the survey '\(id)' is there twice", chinese: "調查「\(id)」重複出現")
    }
    func text(_ key: String) -> String? { errors.keep(try object.optionalText(key)) ?? nil }
    let dataset = errors.keep(try self.dataset(of: object))
    let codebook = errors.keep(try self.codebook(object, id, inline: inline))
    let weighting =
      (errors.keep(try object.optionalChoice("weighting", PlanSurvey.Weighting.self)) ?? nil) ?? .none
    let margins = text("margins")
    if weighting != .none, margins == nil {
      errors.add(
        node.error(
          "the survey '\(id)' is weighted to the population; name the file of its margins",
          chinese: "調查「\(id)」依母體加權，須有「margins」（母體結構檔）"))
    }
    let fieldwork = errors.keep(try self.fieldwork(object))
    let counts = 1...1_000_000_000
    func count(_ key: String) -> Int? { errors.keep(try object.optionalInteger(key, in: counts)) ?? nil }
    func flag(_ key: String) -> Bool { errors.keep(try object.boolean(key, default: false)) ?? false }
    let survey =
      PlanSurvey(
        id: id, label: text("label") ?? id, dataset: dataset ?? "", codebook: codebook ?? .none,
        priorCodebook: text("prior_codebook").map { .file($0) },
        sampling: errors.keep(try object.optionalChoice("sampling", SamplingKind.self)) ?? nil,
        current: .init(
          issued: count("issued"),
          returned: count("returned"),
          population: count("population").map(Double.init)),
        prior: .init(
          issued: count("prior_issued"),
          returned: count("prior_returned"),
          population: count("prior_population").map(Double.init)),
        margins: margins, weighting: weighting, weights: text("weights"),
        strata: text("strata"), cluster: text("cluster"),
        fpc: text("fpc"), respondent: text("respondent"),
        sharedClusters: flag("shared_clusters"),
        isComparable: flag("comparable"), mode: text("mode"),
        fieldworkFrom: fieldwork?.from, fieldworkTo: fieldwork?.to,
        targetPopulation: text("target_population"), line: node.line,
        places: Self.places(in: node, files: ["codebook", "prior_codebook", "margins"]))
    if errors.count == before { surveys.append(survey) }
  }

  private func dataset(of survey: DocumentObject) throws(DocumentError) -> String {
    let id = try survey.reference("dataset", to: datasetIDs, as: .ofDataset)
    if let named = datasets.first(where: { $0.id == id }), !named.role.isQuestionnaire {
      throw try survey.required("dataset").error(
        "the dataset '\(id)' has the role \(named.role.rawValue); a survey reads one of role survey or staff_survey",
        chinese: "資料集「\(id)」之 role 為 \(named.role.rawValue)；調查須讀取 role 為 survey 或 staff_survey 之資料集")
    }
    return id
  }

  private func codebook(
    _ survey: DocumentObject, _ id: String, inline: [String]
  ) throws(DocumentError) -> PlanSurvey.CodebookSource {
    let own = survey.entries.filter { inline.contains($0.key) && !$0.value.isNull }
    if let path = try survey.optionalText("codebook") {
      if let first = own.first {
        throw first.value.error(
          "the survey has a codebook file already; '\(first.key)' belongs into it",
          chinese: "本調查已有編碼簿檔；「\(first.key)」請寫入該檔")
      }
      return .file(path)
    }
    if own.isEmpty { return .none }
    let node = survey.node
    return .inline(
      try Codebook.read(
        DocumentNode(.mapping(own), line: node.line, column: node.column, origin: node.origin),
        name: "the codebook of survey '\(id)'"))
  }

  private func fieldwork(
    _ survey: DocumentObject
  ) throws(DocumentError) -> (from: CalendarDay?, to: CalendarDay?) {
    guard let found = try survey.optionalObject("fieldwork") else { return (nil, nil) }
    let dates = errors.corrected(found, allowed: ["from", "to"])
    return (try dates.optionalDay("from"), try dates.optionalDay("to"))
  }
}
