/// What is known of a questionnaire besides its answers: what columns ask, what their answers mean, which items
/// make a score together.
public struct Codebook: Sendable, Hashable {
  public struct Column: Sendable, Hashable {
    /// As the file's header has it.
    public var name: String
    /// A short name by which commands and results call the column instead.
    public var id: String?
    /// The question, as reports show it.
    public var label: String?
    /// Scale of the answers.
    public var scale: AnswerScale?
    /// Codes that stand for no answer, besides the codebook's own.
    public var missing: MissingCodes?
    /// Options of a cell that holds several answers; each becomes a column `name [option]` of 1 and 0.
    public var choices: [String]
    /// What stands between the answers of such a cell.
    public var separator: String

    public init(
      name: String, id: String? = nil, label: String? = nil, scale: AnswerScale? = nil,
      missing: MissingCodes? = nil, choices: [String] = [], separator: String = ","
    ) {
      self.name = name
      self.id = id
      self.label = label
      self.scale = scale
      self.missing = missing
      self.choices = choices
      self.separator = separator
    }
  }

  /// What messages call it: the file's name.
  public var name: String
  public var columns: [Column]
  public var scales: [AnswerScale]
  public var constructs: [Construct]
  /// The item that asks for satisfaction as a whole.
  public var overall: String?
  /// Sentences for whoever checks a drafted codebook; written as comments.
  public var remarks: [String] = []
  /// Codes that stand for no answer in every item.
  public var missing: MissingCodes

  public init(
    name: String = "codebook", columns: [Column] = [], scales: [AnswerScale] = [],
    constructs: [Construct] = [], overall: String? = nil, missing: MissingCodes = .none
  ) {
    self.name = name
    self.columns = columns
    self.scales = scales
    self.constructs = constructs
    self.overall = overall
    self.missing = missing
  }
}

extension SurveyData {
  /// The same data as the codebook describes it: columns under their short names, questions, missing codes,
  /// scales and the columns of several choices; then the scales that `scales` names for `items` (or for all the
  /// codebook's items); then the constructs.
  ///
  /// Columns are found by their header, exactly or else folded (full width, spaces, characters of PDF fonts). A column
  /// of the codebook that the file lacks is a note, since one codebook serves several years, and so is a construct with
  /// such an item, which is left out; an item of a construct that nobody described is an error.
  public func described(
    by codebook: Codebook, scales request: ScaleRequest = ScaleRequest(), items: [String] = [],
    run: RunControl? = nil
  ) throws(SurveyStatsError) -> SurveyData {
    var names = columnNames
    var labels = columnLabels.isEmpty ? [String?](repeating: nil, count: columnNames.count) : columnLabels
    var codes = missing
    codes.all += codebook.missing
    for column in missing.byColumn.keys { codes.byColumn[column]? += codebook.missing }
    var scales: [String: AnswerScale] = [:]
    var choices: [DerivedColumn] = []
    var lists: [String: ChoiceList] = [:]
    var absent: [String] = []
    var taken: [Int: String] = [:]
    let folded = Dictionary(
      columnNames.enumerated().map { (foldedForMatching($0.element), $0.offset) },
      uniquingKeysWith: { first, _ in first })
    for column in codebook.columns {
      guard let place = position(ifPresent: column.name) ?? folded[foldedForMatching(column.name)] else {
        absent.append(column.name)
        continue
      }
      if let other = taken[place] {
        throw SurveyStatsError(
          .invalidArgument,
          "\(codebook.name): '\(other)' and '\(column.name)' both describe the column '\(columnNames[place])' of \(self.name); take one of them out",
          chinese:
            "\(codebook.name)：「\(other)」與「\(column.name)」指的都是 \(self.name) 之「\(columnNames[place])」欄；請刪除其中之一"
        )
      }
      taken[place] = column.name
      let name = column.id ?? columnNames[place]
      if name != columnNames[place], names.contains(name) {
        throw SurveyStatsError(
          .invalidArgument,
          "\(codebook.name): the id '\(name)' of column '\(column.name)' is the name of another column of \(self.name)",
          chinese: "\(codebook.name)：「\(column.name)」欄之 id「\(name)」與 \(self.name) 之另一欄同名；請另取"
        )
      }
      names[place] = name
      if let label = column.label {
        labels[place] = label
      } else if column.id != nil, labels[place] == nil {
        labels[place] = columnNames[place]
      }
      if column.missing != nil || missing.byColumn[columnNames[place]] != nil {
        codes.byColumn[name] = codes.codes(for: columnNames[place]) + (column.missing ?? .none)
      }
      if let scale = column.scale { scales[name] = scale }
      let list = ChoiceList(options: column.choices, separator: column.separator)
      if !column.choices.isEmpty { lists[name] = list }
      for option in column.choices {
        choices.append(
          DerivedColumn(
            name: "\(name) [\(option)]", function: .choice(name, option: option, among: list)))
      }
    }
    var notes: [Note] = []
    if !absent.isEmpty { notes.append(.absentColumns(absent, codebook: codebook.name, data: name)) }
    var described = changed(
      columnNames: names, columnLabels: labels, notes: notes, missing: codes, choices: lists)
    described = try described.scored(by: scales)
    // A column that the codebook describes and this file lacks was not asked in it; any other name is a slip.
    let unasked = Set(
      codebook.columns.filter { absent.contains($0.name) }.flatMap { [$0.name, $0.id ?? $0.name] })
    var constructs: [Construct] = []
    var incomplete: [String] = []
    for construct in codebook.constructs {
      for item in construct.items where !unasked.contains(item) {
        _ = try described.position(
          of: item, as: "construct of \(codebook.name)", chinese: "\(codebook.name) 之構面")
      }
      if unasked.isDisjoint(with: construct.items) {
        constructs.append(construct)
      } else {
        incomplete.append(construct.name)
      }
    }
    if !incomplete.isEmpty {
      described = described.changed(notes: [.incompleteConstructs(incomplete, data: name)])
    }
    let constructItems = constructs.flatMap(\.items)
    let ownItems = items.isEmpty ? constructItems + [codebook.overall].compactMap { $0 } : items
    let flat = ownItems.flatMap { item in
      constructs.first { $0.name == item }?.items ?? [item]
    }
    described = try described.scored(
      flat.filter { described.position(ifPresent: $0) != nil }, by: request, run: run)
    described = try described.adding(choices).adding(constructs)
    if let overall = codebook.overall, !unasked.contains(overall) {
      if described.position(ifPresent: overall) == nil {
        _ = try described.position(
          of: overall, as: "overall item of \(codebook.name)", chinese: "\(codebook.name) 之整體題")
      }
      described = described.changed(overallItem: overall)
    }
    return described
  }
}

extension Note {
  fileprivate static func incompleteConstructs(_ names: [String], data: String) -> Note {
    Note(
      code: "construct_incomplete",
      english:
        "\(data) lacks items of \(names.joined(separator: ", ")): left out, since a mean of other items is another measure.",
      chinese: "\(data) 缺少構面 \(names.joined(separator: "、")) 的部分題項，不計算該構面（題項不同即非同一測量）。")
  }

  fileprivate static func absentColumns(_ absent: [String], codebook: String, data: String) -> Note {
    let shown = absent.prefix(5)
    let more = absent.count > 5
    return Note(
      code: "codebook_columns_absent",
      english:
        "\(data) lacks \(absent.count) columns that \(codebook) describes: \(shown.map { "'\($0)'" }.joined(separator: ", "))\(more ? ", …" : "").",
      chinese:
        "\(data) 沒有編碼簿 \(codebook) 所列的 \(absent.count) 個欄位：\(shown.map { "「\($0)」" }.joined())\(more ? "…" : "")。"
    )
  }
}
