import SurveyInference
import SurveyTable

/// A summary as people read it: headed parts of sentences and tables.
struct SummaryPage {
  struct Part {
    var heading: String
    var sentences: [String] = []
    var tables: [PlainTable] = []
  }

  /// Headed parts below a title.
  struct Document {
    var title: String
    var parts: [Part]
    var language: Language

    var text: String {
      let words = SummaryWords(language)
      var text = "\(title)\n\(String(repeating: "=", count: displayWidth(title)))\n"
      for (number, part) in parts.enumerated() {
        text += "\n\(words.numbered(number + 1, part.heading))\n"
        for sentence in part.sentences { text += "\(sentence)\n" }
        for table in part.tables { text += "\n" + table.text }
      }
      return text
    }

    var markdown: String {
      let words = SummaryWords(language)
      var text = "# \(title)\n"
      for (number, part) in parts.enumerated() {
        text += "\n## \(words.numbered(number + 1, part.heading))\n"
        for sentence in part.sentences { text += "\n\(markdownCell(sentence))\n" }
        for table in part.tables { text += "\n" + table.markdown }
      }
      return text
    }
  }

  let estimates: Estimates
  let words: SummaryWords
  let labels: Labels
  let language: Language
  private(set) var parts: [Part] = []
  /// The rows of each section, in their order.
  private let sections: [String: [EstimateRow]]

  init(_ estimates: Estimates, _ language: Language) {
    self.estimates = estimates
    words = SummaryWords(language)
    labels = Labels(language)
    self.language = language
    sections = Dictionary(grouping: estimates.rows) { $0.section ?? "" }
    let sampling = SamplePage(estimates, language)
    parts = [
      sampling.sample, sampling.fit,
      reliability(), distribution(), items(), scored("constructs", words.constructs), overall(), groups(),
      growth(),
    ].compactMap { $0 }
  }

  var document: Document { Document(title: words.title, parts: parts, language: language) }

  // MARK: looking up rows

  func rows(_ section: String, _ statistic: String? = nil) -> [EstimateRow] {
    let all = sections[section] ?? []
    guard let statistic else { return all }
    return all.filter { $0.statistic == statistic }
  }

  private func row(
    _ section: String, _ statistic: String, like other: EstimateRow, base: String? = nil
  ) -> EstimateRow? {
    sections[section]?.first {
      $0.statistic == statistic && $0.term == other.term && $0.group == other.group
        && (statistic == "top2" || $0.method == other.method) && (base == nil || $0.base == base)
    }
  }

  func name(_ term: String) -> String {
    term == SummaryMaker.allItemsTerm ? words.allItems : estimates.termLabels[term] ?? term
  }

  func number(_ value: Double?, _ decimals: Int) -> String {
    value.map { withMinusSign(fixedText($0, decimals: decimals)) } ?? labels.undefined
  }

  func share(_ value: Double?) -> String { value.map { percentText($0) } ?? labels.undefined }

  func interval(_ row: EstimateRow?, _ text: (Double?) -> String) -> String {
    guard let row, row.confidenceLow != nil, row.confidenceHigh != nil else { return labels.undefined }
    return intervalText(text(row.confidenceLow), text(row.confidenceHigh), language)
  }

  func column(_ title: String, _ cells: [String], isNumber: Bool = true) -> PlainColumn {
    PlainColumn(title: title, isNumber: isNumber, cells: cells)
  }

  /// Intervals and verdicts are those of random samples; of other people's answers they would claim too much.
  var isInferential: Bool { estimates.inference.isAllowed }

  /// What the positive answers of a term say.
  func positive(of term: String) -> PositiveAnswers {
    guard let scale = estimates.termScales[term] else { return .satisfied }
    if let scores = scale.positiveScores {
      // Up to five points are the codes of the usual labels; ten points are marks.
      return scale.maximum - scale.minimum <= 4 ? .satisfied : .numbers(scores.lowerBound, scores.upperBound)
    }
    if scale.name.hasPrefix("agreement") { return .agreeing }
    if scale.name.hasPrefix("importance") { return .important }
    return ["yes-no", "mark"].contains(scale.name) ? .various : .satisfied
  }

  /// The same for a column of several terms.
  func positive(of terms: [String]) -> PositiveAnswers {
    let all = Set(terms.map { positive(of: $0) })
    return all.count == 1 ? all.first ?? .satisfied : .various
  }

  /// Which codes are positive where codes stand for the usual labels.
  private func positiveNumbers(of means: [EstimateRow]) -> [ClosedRange<Double>] {
    var ranges: [ClosedRange<Double>] = []
    for row in means where positive(of: row.term) == .satisfied {
      if let scores = estimates.termScales[row.term]?.positiveScores, !ranges.contains(scores) {
        ranges.append(scores)
      }
    }
    return ranges
  }

  private var intervalTitle: String { labels.interval(percentLabel(estimates.confidence)) }

  // MARK: parts

  private func reliability() -> Part? {
    let alphas = rows("reliability", "alpha")
    if alphas.isEmpty { return nil }
    var part = Part(heading: words.reliability)
    if let whole = alphas.first, let alpha = whole.estimate {
      part.sentences.append(
        words.alpha(
          name(whole.term), alpha: number(alpha, 3), n: groupedText(whole.count),
          interval: isInferential ? "\(intervalTitle) \(interval(whole) { number($0, 3) })" : nil))
    }
    if alphas.count > 1 {
      let standardized = alphas.map { row("reliability", "alpha_standardized", like: $0) }
      let intervals = column(intervalTitle, alphas.map { interval($0) { number($0, 3) } })
      part.tables.append(
        PlainTable(
          columns: [
            column(words.scale, alphas.map { name($0.term) }, isNumber: false),
            column(labels.alpha, alphas.map { number($0.estimate, 3) }),
          ] + (isInferential ? [intervals] : []) + [
            column(labels.standardizedAlpha, standardized.map { number($0?.estimate, 3) }),
            column("n", alphas.map { groupedText($0.count) }),
          ]))
    }
    return part
  }

  /// One line for each item, one column for each answer; items with the same answers share a table.
  private func distribution() -> Part? {
    let shares = rows("frequencies", "proportion")
    var tables: [(levels: [String], terms: [String])] = []
    // Rows come item by item.
    let firsts = shares.indices.filter { $0 == 0 || shares[$0].term != shares[$0 - 1].term }
    let terms = firsts.map { shares[$0].term }
    let sharesOfTerm = Dictionary(grouping: shares, by: \.term)
    for term in terms {
      let levels = (sharesOfTerm[term] ?? []).filter { $0.base == "valid" }.compactMap(\.level)
      if let known = tables.firstIndex(where: { $0.levels == levels }) {
        tables[known].terms.append(term)
      } else {
        tables.append((levels, [term]))
      }
    }
    // More than a dozen answers make no line.
    let fitting = tables.filter { $0.levels.count <= 12 && !$0.levels.isEmpty }
    if fitting.isEmpty { return nil }
    var part = Part(heading: words.distribution, sentences: [words.distributionBase])
    for (levels, terms) in fitting {
      let own = terms.map { sharesOfTerm[$0] ?? [] }
      var columns = [column(labels.item, terms.map(name), isNumber: false)]
      for level in levels {
        columns.append(
          column(
            level, own.map { rows in share(rows.first { $0.level == level && $0.base == "valid" }?.estimate) }
          ))
      }
      columns.append(
        column(
          words.noAnswer,
          own.map { rows in
            let valid = Set(rows.filter { $0.base == "valid" }.compactMap(\.level))
            let others = rows.filter { $0.base == "all" && !valid.contains($0.level ?? "") }
            return share(others.compactMap(\.estimate).reduce(0, +))
          }))
      columns.append(
        column("n", own.map { rows in groupedText(rows.first { $0.base == "valid" }?.count ?? 0) }))
      part.tables.append(PlainTable(columns: columns))
    }
    return part
  }

  private func scoreColumns(_ section: String, _ means: [EstimateRow]) -> [PlainColumn] {
    let shares = means.map { row(section, "top2", like: $0, base: "valid") }
    var columns = [column(labels.statistic("mean"), means.map { number($0.estimate, 2) })]
    if isInferential {
      columns.append(column(labels.standardError, means.map { number($0.standardError, 3) }))
    }
    columns += [
      column(words.scoreOfMax, means.map { number(row(section, "score-of-max", like: $0)?.estimate, 1) }),
      column(words.positiveShare(positive(of: means.map(\.term))), shares.map { share($0?.estimate) }),
    ]
    if isInferential { columns.append(column(intervalTitle, shares.map { interval($0, share) })) }
    let ofAll = means.map { row(section, "top2", like: $0, base: "all") }
    if ofAll.contains(where: { $0 != nil }) {
      columns.append(column(words.topTwoOfAll, ofAll.map { share($0?.estimate) }))
    }
    columns.append(column("n", means.map { groupedText($0.count) }))
    return columns
  }

  private func items() -> Part? {
    let means = rows("items", "mean")
    if means.isEmpty { return nil }
    var columns = [column(labels.item, means.map { name($0.term) }, isNumber: false)]
    columns += scoreColumns("items", means)
    let correlations = means.map { row("reliability", "item_total_correlation", like: $0) }
    if correlations.contains(where: { $0 != nil }) {
      columns.append(column(labels.itemTotal, correlations.map { number($0?.estimate, 3) }))
      columns.append(
        column(
          labels.alphaIfDropped,
          means.map { number(row("reliability", "alpha_if_dropped", like: $0)?.estimate, 3) }))
    }
    // Where one question is all there is, its sentence is the result.
    var sentences: [String] = []
    if means.count == 1, let only = means.first, rows("overall", "mean").isEmpty,
      let top = row("items", "top2", like: only, base: "valid")
    {
      sentences.append(
        words.satisfaction(
          name(only.term), positive(of: only.term), share: share(top.estimate),
          interval: isInferential ? "\(intervalTitle) \(interval(top, share))" : nil,
          mean: number(only.estimate, 2),
          score: number(row("items", "score-of-max", like: only)?.estimate, 1)))
    }
    return Part(
      heading: words.items,
      sentences: sentences + [
        words.scoreWording(means.map { positive(of: $0.term) }, numbers: positiveNumbers(of: means))
      ],
      tables: [PlainTable(columns: columns)])
  }

  private func scored(_ section: String, _ heading: String) -> Part? {
    let means = rows(section, "mean")
    if means.isEmpty { return nil }
    return Part(
      heading: heading,
      tables: [
        PlainTable(
          columns: [column(words.construct, means.map { name($0.term) }, isNumber: false)]
            + scoreColumns(section, means))
      ])
  }

  private func overall() -> Part? {
    let means = rows("overall", "mean")
    if means.isEmpty { return nil }
    var part = Part(heading: words.overall)
    if let first = means.first, let top = row("overall", "top2", like: first, base: "valid") {
      part.sentences.append(
        words.satisfaction(
          name(first.term), positive(of: first.term), share: share(top.estimate),
          interval: isInferential ? "\(intervalTitle) \(interval(top, share))" : nil,
          mean: number(first.estimate, 2),
          score: number(row("overall", "score-of-max", like: first)?.estimate, 1)))
    }
    let titles = means.map { row in
      row.method == "item" ? name(row.term) : words.average(row.method ?? "")
    }
    // The top-two share of all items belongs to the respondents' means.
    var columns = scoreColumns("overall", means)
    let topTwo = words.positiveShare(positive(of: means.map(\.term)))
    for index in columns.indices
    where [topTwo, intervalTitle, words.topTwoOfAll].contains(columns[index].title) {
      for (place, row) in means.enumerated() where row.method == "item-mean" || row.method == "construct-mean"
      {
        columns[index].cells[place] = ""
      }
    }
    part.tables.append(PlainTable(columns: [column(words.measure, titles, isNumber: false)] + columns))
    return part
  }

  private func groups() -> Part? {
    let means = rows("groups", "mean")
    if means.isEmpty { return nil }
    var columns = (means.first?.group ?? []).map { group in
      column(
        group.column, means.map { row in row.group.first { $0.column == group.column }?.value ?? "" },
        isNumber: false)
    }
    columns.append(column(words.measure, means.map { name($0.term) }, isNumber: false))
    columns += scoreColumns("groups", means)
    return Part(heading: words.groups, tables: [PlainTable(columns: columns)])
  }
}

/// `1,099`: groups of three digits, as officials write counts.
func groupedText(_ count: Int) -> String {
  let digits = Array(String(count.magnitude))
  var text = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return count < 0 ? "-" + text : text
}
