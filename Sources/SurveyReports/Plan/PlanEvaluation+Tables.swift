import SurveyPlans
import SurveyTable

/// The formats that a plan's report is written in.
public enum PlanReportFormat: String, Sendable, Hashable, CaseIterable {
  /// The verdicts in a terminal.
  case text
  /// One row for each indicator, comma, UTF-8.
  case csv
  /// `survey-stats/evaluation@1`.
  case json
  case markdown
  /// The official document in one file.
  case html
  /// The same as an editable OpenDocument text, and the figures as a spreadsheet: bytes, not text.
  case odt
  case ods
}

extension PlanEvaluation {
  /// This evaluation as a document in UTF-8 or, for `odt` and `ods`, packed.
  ///
  /// Errors: `limitExceeded` where there is not enough memory to pack it.
  public func document(
    as format: PlanReportFormat, language: Language? = nil
  ) throws(SurveyStatsError) -> [UInt8] {
    switch format {
    case .odt: try odt(language: language)
    case .ods: try ods(language: language)
    default: Array(try rendered(as: format, language: language).utf8)
    }
  }

  /// This evaluation as text. Errors: `invalidArgument` for `odt` and `ods`, which are no text.
  public func rendered(
    as format: PlanReportFormat, language: Language? = nil
  ) throws(SurveyStatsError) -> String {
    let language = language ?? plan.report.language
    switch format {
    case .text: return page(language, isMarkdown: false)
    case .markdown: return page(language, isMarkdown: true)
    case .csv: return csv(language)
    case .json: return json(language)
    case .html: return html(language: language)
    case .odt, .ods:
      throw SurveyStatsError(
        .invalidArgument, "\(format.rawValue) is a packed file and no text; ask for its bytes")
    }
  }

  // MARK: CSV

  /// Names of the columns never change with the language.
  private func csv(_ language: Language) -> String {
    var lines = [
      [
        "path", "id", "label", "kind", "status", "value", "unit", "n", "numerator", "denominator",
        "std_error",
        "conf_low", "conf_high", "p_value", "previous", "difference", "growth", "target", "points",
        "full_points",
        "owner", "reason", "inventory",
      ].joined(separator: ",")
    ]
    func add(_ node: NodeResult, _ path: String) {
      let own = path + (node.node.number ?? node.node.label)
      for result in node.indicators {
        let owners = (result.indicator.owners.isEmpty ? node.node.owners : result.indicator.owners).map(
          ownerName)
        let done = plan.doneWords(result)?.text(in: language)
        let cells: [String] = [
          own, result.indicator.id, result.indicator.label, result.indicator.kind.name.rawValue,
          result.status.rawValue, done ?? csvNumber(result.value),
          done == nil ? result.indicator.unit ?? "" : "", "\(result.count)",
          csvNumber(result.numerator), csvNumber(result.denominator), csvNumber(result.standardError),
          csvNumber(result.confidenceLow), csvNumber(result.confidenceHigh), csvNumber(result.pValue),
          csvNumber(result.previous), csvNumber(result.difference), csvNumber(result.growth),
          result.target?.text(in: language) ?? "", csvNumber(result.points), csvNumber(result.fullPoints),
          owners.joined(separator: " "), result.reason?.text(in: language) ?? "",
          result.indicator.inventory.joined(separator: " "),
        ]
        lines.append(cells.map(csvCell).joined(separator: ","))
      }
      for child in node.children { add(child, own + "/") }
    }
    for node in nodes { add(node, "") }
    return lines.joined(separator: "\r\n") + "\r\n"
  }

  func ownerName(_ id: String) -> String { plan.owners.first { $0.id == id }?.name ?? id }

  // MARK: page

  private func page(_ language: Language, isMarkdown: Bool) -> String {
    let figures = IndicatorFigures(plan, language)
    let isChinese = language == .traditionalChinese
    func heading(_ text: String, _ depth: Int) -> String {
      isMarkdown ? String(repeating: "#", count: depth) + " " + markdownCell(text) + "\n\n" : text + "\n"
    }
    var text = heading(plan.title, 1)
    text +=
      isChinese
      ? "\(plan.agency.name)　\(figures.year(plan.year))　評核日 \(figures.day(asOf))\n"
      : "\(plan.agency.name), \(figures.year(plan.year)), as of \(figures.day(asOf))\n"
    text += "\n" + statusSentence(language) + "\n"
    if let score { text += scoreSentence(score, figures) + "\n" }
    for note in notes { text += note.text(in: language) + "\n" }
    func add(_ node: NodeResult, _ depth: Int) {
      let title = [node.node.number, node.node.label].compactMap { $0 }.joined(separator: " ")
      let points = node.score.map { score in
        // Of points that nothing can show none were lost.
        let reached = score.missingPoints < score.fullPoints ? fixedText(score.points, decimals: 2) : "–"
        let full = fixedText(score.fullPoints, decimals: 2)
        return isChinese ? "（\(reached)／\(full) 分）" : " (\(reached) of \(full) points)"
      }
      text += "\n" + heading(title + (points ?? ""), min(6, depth + 1))
      if !node.indicators.isEmpty {
        let table = Self.table(node.indicators, figures)
        text += isMarkdown ? table.markdown : table.text
      }
      for result in node.indicators { text += reasons(result, language) }
      for child in node.children { add(child, depth + 1) }
    }
    for node in nodes { add(node, 1) }
    text += "\n" + heading(isChinese ? "計畫未明定事項之處理" : "What the plan leaves open", 2)
    for decision in decisions {
      text +=
        "- \(decision.code) \(decision.question.text(in: language))\(isChinese ? "：" : ": ")\(decision.choice.text(in: language))\n"
    }
    text += "\n" + heading(isChinese ? "資料來源" : "Records", 2)
    for use in datasets {
      text +=
        "- \(use.label)\(use.isPrior ? (isChinese ? "（上年度）" : " (last year)") : "")\(isChinese ? "：" : ": ")\(use.file), \(groupedText(use.rows)) \(isChinese ? "筆" : "rows"), SHA-256 \(use.hash)\n"
    }
    return text
  }

  func statusSentence(_ language: Language) -> String {
    let counts = IndicatorStatus.allCases.compactMap { status -> String? in
      let count = indicators.count { $0.status == status }
      if count == 0 { return nil }
      return language == .english
        ? "\(count) \(status.label.english)" : "\(status.label.chinese) \(count) 項"
    }
    return language == .english
      ? "\(counted(indicators.count, "indicator")): \(counts.joined(separator: ", "))."
      : "共 \(indicators.count) 項指標：\(counts.joined(separator: "、"))。"
  }

  private func scoreSentence(_ score: ScoreResult, _ figures: IndicatorFigures) -> String {
    func two(_ value: Double) -> String { fixedText(value, decimals: 2) }
    var interval: String?
    if let low = score.confidenceLow, let high = score.confidenceHigh {
      interval = intervalText(two(low), two(high), figures.language)
    }
    if figures.language == .english {
      var text = "\(two(score.points)) of \(two(score.fullPoints)) points"
      if let interval { text += " (\(percentLabel(plan.assumptions.level)) interval \(interval))" }
      return text + "."
    }
    var text = "得分 \(two(score.points)) 分，滿分 \(two(score.fullPoints)) 分"
    if let interval { text += "（\(percentLabel(plan.assumptions.level)) 信賴區間 \(interval)）" }
    return text + "。"
  }

  private func reasons(_ result: IndicatorResult, _ language: Language) -> String {
    let notes = ([result.reason].compactMap { $0 } + result.notes).filter {
      $0.code != "margin_needs_random_sample"
    }
    var seen: Set<Note> = []
    return notes.filter { seen.insert($0).inserted }.map {
      "  - \(result.indicator.label)\(language == .english ? ": " : "：")\(oneLine($0.text(in: language)))\n"
    }.joined()
  }

  private static func table(_ results: [IndicatorResult], _ figures: IndicatorFigures) -> PlainTable {
    let isChinese = figures.language == .traditionalChinese
    func column(
      _ english: String, _ chinese: String, isNumber: Bool = true, _ cell: (IndicatorResult) -> String
    ) -> PlainColumn {
      PlainColumn(title: isChinese ? chinese : english, isNumber: isNumber, cells: results.map(cell))
    }
    var columns = [
      column("indicator", "指標", isNumber: false) { $0.indicator.label },
      column("target", "目標值", isNumber: false) { $0.target?.text(in: figures.language) ?? "" },
      column("value", "實際值") { figures.value($0) },
      column("n", "n") { $0.count > 0 ? groupedText($0.count) : "" },
      column("interval", "信賴區間") { figures.interval($0) },
      column("last year", "上年度") { figures.text($0.previous, $0.format) },
      column("change", "增減") { figures.difference($0) },
      column("status", "達成情形", isNumber: false) { $0.status.label.text(in: figures.language) },
      column("points", "得分") { result in
        guard let full = result.fullPoints else { return "" }
        return "\(result.points.map { fixedText($0, decimals: 2) } ?? "–")/\(fixedText(full, decimals: 2))"
      },
    ]
    columns.removeAll { column in column.cells.allSatisfy(\.isEmpty) }
    return PlainTable(columns: columns)
  }
}
