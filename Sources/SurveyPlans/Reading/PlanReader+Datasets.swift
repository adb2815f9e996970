import SurveyDocuments
import SurveyInput
import SurveySampling
import SurveyTable

extension PlanReader {
  mutating func addDataset(_ node: DocumentNode) throws(DocumentError) {
    let object = try node.object(expecting: "a dataset")
    try object.finish(allowed: [
      "id", "label", "role", "file", "files", "prior", "prior_files", "columns", "date", "encoding",
      "delimiter",
      "header_rows", "missing", "totals",
    ])
    let id = try object.text("id")
    if datasets.contains(where: { $0.id == id }) { throw node.error("the dataset '\(id)' is there twice") }
    var columns: [Dataset.ColumnName] = []
    if let names = try object.optionalObject("columns") {
      for entry in names.entries {
        columns.append(
          Dataset.ColumnName(
            name: entry.key, header: try entry.value.text(expecting: "the header of column '\(entry.key)'")))
      }
    }
    let files = try object.texts("file") + object.texts("files")
    if files.isEmpty {
      throw node.error("the dataset '\(id)' has no 'file'; name the file that holds its records")
    }
    let encoding = try object.optionalText("encoding") ?? "auto"
    if let named = object.optional("encoding") {
      do throws(SurveyStatsError) {
        try CSVOptions(encoding: encoding).check()
      } catch {
        throw named.error(error.message)
      }
    }
    enum Totals: String, CaseIterable { case keep, drop }
    datasets.append(
      Dataset(
        id: id, label: try object.optionalText("label") ?? id,
        role: try object.required("role").choice(Dataset.Role.self, expecting: "'role' of the dataset"),
        files: files, priorFiles: try object.texts("prior") + object.texts("prior_files"), columns: columns,
        date: try object.optionalText("date"), encoding: encoding,
        delimiter: try object.optionalText("delimiter"),
        headerRows: try object.optionalInteger("header_rows", in: 0...3),
        missing: try object.texts("missing"),
        keepsTotalRows: try object.optionalChoice("totals", Totals.self) == .keep, line: node.line))
  }

  mutating func addSurvey(_ node: DocumentNode) throws(DocumentError) {
    let object = try node.object(expecting: "a survey")
    let inline = ["columns", "scales", "constructs", "overall", "missing"]
    try object.finish(
      allowed: [
        "id", "label", "dataset", "codebook", "prior_codebook", "sampling", "issued", "returned",
        "population",
        "prior_issued", "prior_returned", "prior_population", "margins", "weighting", "weights", "strata",
        "cluster", "fpc", "respondent", "shared_clusters", "comparable", "mode", "fieldwork",
        "target_population",
      ] + inline)
    let id = try object.text("id")
    if surveys.contains(where: { $0.id == id }) { throw node.error("the survey '\(id)' is there twice") }
    let dataset = try object.reference("dataset", to: datasetIDs, as: "dataset")
    if let named = datasets.first(where: { $0.id == dataset }), !named.role.isQuestionnaire {
      throw try object.required("dataset").error(
        "the dataset '\(dataset)' has the role \(named.role.rawValue); a survey reads one of role survey or staff_survey"
      )
    }
    var codebook = PlanSurvey.CodebookSource.none
    let own = object.entries.filter { inline.contains($0.key) && !$0.value.isNull }
    if let path = try object.optionalText("codebook") {
      if let first = own.first {
        throw first.value.error("the survey has a codebook file already; '\(first.key)' belongs into it")
      }
      codebook = .file(path)
    } else if !own.isEmpty {
      codebook = .inline(
        try Codebook.read(
          DocumentNode(.mapping(own), line: node.line, column: node.column, origin: node.origin),
          name: "the codebook of survey '\(id)'"))
    }
    let weighting = try object.optionalChoice("weighting", PlanSurvey.Weighting.self) ?? .none
    let margins = try object.optionalText("margins")
    if weighting != .none, margins == nil {
      throw node.error("the survey '\(id)' is weighted to the population; name the file of its margins")
    }
    var fieldwork: (CalendarDay?, CalendarDay?) = (nil, nil)
    if let dates = try object.optionalObject("fieldwork") {
      try dates.finish(allowed: ["from", "to"])
      fieldwork = (try dates.optionalDay("from"), try dates.optionalDay("to"))
    }
    let counts = 1...1_000_000_000
    surveys.append(
      PlanSurvey(
        id: id, label: try object.optionalText("label") ?? id, dataset: dataset, codebook: codebook,
        priorCodebook: try object.optionalText("prior_codebook").map { .file($0) },
        sampling: try object.optionalChoice("sampling", SamplingKind.self),
        current: .init(
          issued: try object.optionalInteger("issued", in: counts),
          returned: try object.optionalInteger("returned", in: counts),
          population: try object.optionalInteger("population", in: counts).map(Double.init)),
        prior: .init(
          issued: try object.optionalInteger("prior_issued", in: counts),
          returned: try object.optionalInteger("prior_returned", in: counts),
          population: try object.optionalInteger("prior_population", in: counts).map(Double.init)),
        margins: margins, weighting: weighting, weights: try object.optionalText("weights"),
        strata: try object.optionalText("strata"), cluster: try object.optionalText("cluster"),
        fpc: try object.optionalText("fpc"), respondent: try object.optionalText("respondent"),
        sharedClusters: try object.boolean("shared_clusters", default: false),
        isComparable: try object.boolean("comparable", default: false), mode: try object.optionalText("mode"),
        fieldworkFrom: fieldwork.0, fieldworkTo: fieldwork.1,
        targetPopulation: try object.optionalText("target_population"), line: node.line))
  }
}
