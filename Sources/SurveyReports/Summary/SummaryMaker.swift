import SurveyDesign
import SurveyInference
import SurveyInput
import SurveyQuestionnaire
import SurveySampling
import SurveyTable

/// Puts the parts of a summary together.
struct SummaryMaker {
  let design: SampleDesign
  let options: SummaryOptions
  /// Items of the scale, without the overall item.
  private(set) var items: [String] = []
  /// Those of `items` that at least half of the respondents answered: a scale of all items is made of them.
  let scaleItems: [String]
  let constructs: [Construct]
  let overallItem: String?
  /// The column of a respondent's mean over all items; `nil` where their scales cannot be averaged.
  let allItems: String?
  /// How many gave each answer of the items asked for.
  let frequencies: Estimates
  var result: Estimates

  /// How rows call all items together.
  static let allItemsTerm = "all_items"
  private static let allItemsColumn = "\u{1E}all items"

  init(_ design: SampleDesign, _ options: SummaryOptions) throws(SurveyStatsError) {
    self.options = options
    let data = design.data
    var asked = options.items
    if asked.isEmpty {
      asked = data.constructs.flatMap(\.items)
      if asked.isEmpty {
        // A codebook may name scales and no constructs; ticks and yes or no are no satisfaction.
        asked = data.columnNames.filter { name in
          data.scales[name].map { $0.blankScore == nil && $0.name != "yes-no" } ?? false
        }
      }
      asked += [data.overallItem].compactMap { $0 }
    }
    var named: Set<String> = []
    asked = asked.flatMap(data.scoredItems).filter { named.insert($0).inserted }
    if asked.isEmpty {
      try data.requireRows(run: options.estimates.run)
      throw SurveyStatsError(
        .invalidArgument,
        "\(data.name): no item is named; name the satisfaction questions (items), or give a codebook with constructs (codebook)",
        chinese: "\(data.name)：找不到滿意度題項，請指定題項（items），或提供含構面（constructs）之編碼簿（codebook）")
    }
    for item in asked {
      _ = try data.position(of: item, as: "items")
      if data.scales[item] == nil {
        try data.requireRows(run: options.estimates.run)
        let strangers = try data.strangers(in: item, run: options.estimates.run)
        throw SurveyStatsError(
          .invalidArgument,
          "\(data.name), column '\(item)': its answers are on no known scale: \(strangers.english); leave it out of the items (items), name its scale (scale), or declare one in a codebook (codebook)",
          chinese:
            "\(data.name)「\(item)」欄：答案不屬於任何已知量表，\(strangers.chinese)；請自題項（items）中刪除此欄、指定其量表（scale），或於編碼簿（codebook）自訂量表"
        )
      }
    }
    let whole = asked.count > 1 ? data.overallItem(among: asked) : nil
    overallItem = whole
    let scale = asked.filter { $0 != whole }
    frequencies = try design.frequency(
      ColumnList(scale + [whole].compactMap { $0 }), where: options.condition, blank: options.blank,
      options.estimates)
    let answered = Self.answered(scale, frequencies)
    items = scale
    scaleItems = answered
    constructs = data.constructs.filter { construct in construct.items.allSatisfy(asked.contains) }
    result = Estimates(command: "summary", confidence: options.estimates.confidence, rows: [])
    if let whole, data.overallItem == nil { result.notes.append(.overallItem(whole)) }
    if answered.count < scale.count {
      result.notes.append(.mostlyUnanswered(scale.filter { !answered.contains($0) }))
    }
    let ranges = Set(scaleItems.compactMap { data.scales[$0].map { [$0.minimum, $0.maximum] } })
    if scaleItems.count > 1, ranges.count == 1 {
      allItems = Self.allItemsColumn
      let all = Construct(name: Self.allItemsColumn, items: scaleItems)
      self.design = design.over(try data.adding([all]))
    } else {
      allItems = nil
      self.design = design
      if ranges.count > 1 { result.notes.append(.mixedScales) }
    }
    for name in asked + constructs.map(\.name) { result.termScales[name] = self.design.commonScale(of: name) }
    if let allItems { result.termScales[Self.allItemsTerm] = self.design.commonScale(of: allItems) }
    for name in asked + constructs.map(\.name) where data.label(of: name) != name {
      result.termLabels[name] = data.label(of: name)
    }
  }

  /// Items with at least half as many valid answers as the item with the most.
  private static func answered(_ items: [String], _ frequencies: Estimates) -> [String] {
    if items.count < 3 { return items }
    var counts: [String: Int] = [:]
    for row in frequencies.rows where row.base == AnswerBase.valid.rawValue {
      counts[row.term] = max(counts[row.term] ?? 0, row.count)
    }
    let most = items.map { counts[$0] ?? 0 }.max() ?? 0
    return items.filter { (counts[$0] ?? 0).addingClamped(counts[$0] ?? 0) >= most }
  }

  /// A note with the column of all items called as the page calls it.
  private static func naming(_ note: Note) -> Note {
    guard note.english.contains(allItemsColumn) else { return note }
    return Note(
      code: note.code,
      english: note.english.replacing(allItemsColumn, with: SummaryWords(.english).allItems),
      chinese: note.chinese.replacing(allItemsColumn, with: SummaryWords(.traditionalChinese).allItems),
      unknownAnswers: note.unknownAnswers)
  }

  /// Adds a part's rows under a section, and its notes that are new.
  mutating func add(_ part: Estimates, section: String, _ change: (inout EstimateRow) -> Void = { _ in }) {
    for row in part.rows {
      var row = row
      row.section = section
      if row.term == Self.allItemsColumn { row.term = Self.allItemsTerm }
      change(&row)
      result.rows.append(row)
    }
    for note in part.notes.map(Self.naming) where !result.notes.contains(note) {
      // The items' note says it of all scores.
      if note.code == "positive_numbers", section != "items" { continue }
      result.notes.append(note)
    }
  }

  /// A note where rows are copies of others.
  mutating func addRepeats(in data: SurveyData) throws(SurveyStatsError) {
    // A tally stands for as many equal rows as it counts.
    if data.isTally { return }
    // As a rule no two records agree even in the items and the first column.
    if try !data.mayRepeatRecords(comparing: items, run: options.estimates.run) { return }
    if let note = RepeatedRows.note(try data.describe(run: options.estimates.run)) {
      result.notes.append(note)
    }
  }

  mutating func addSample() throws(SurveyStatsError) {
    if design.data.isTally, !options.by.isEmpty { result.notes.append(.talliedGroups(options.by.names)) }
    guard let facts = options.facts else { return }
    let asked = items + [overallItem].compactMap { $0 }
    add(
      try design.validity(facts, items: ColumnList(asked), where: options.condition, options.estimates),
      section: "sample"
    ) { if $0.term != "sample" { $0.section = "validity" } }
  }

  // MARK: reliability

  mutating func addReliability() throws(SurveyStatsError) {
    var scales: [(name: String, items: [String])] = []
    if scaleItems.count > 1 { scales.append((Self.allItemsTerm, scaleItems)) }
    for construct in constructs where construct.items.count > 1 && construct.items != scaleItems {
      scales.append((construct.name, construct.items))
    }
    for (name, own) in scales {
      let isWhole = name == Self.allItemsTerm
      let part = try design.reliability(
        ColumnList(own), ofItems: isWhole ? [.itemTotalCorrelation, .alphaIfDropped] : [],
        where: options.condition, options.estimates)
      let scaleTerm = own.joined(separator: ",")
      var kept = part
      // Of the parts, the note that says how many rows count is the whole's.
      if !isWhole { kept.notes = part.notes.filter { $0.code == "reversed_item" } }
      add(kept, section: "reliability") { if $0.term == scaleTerm { $0.term = name } }
    }
  }
}
