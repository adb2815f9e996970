import SurveyPlans
import SurveyTable

/// An indicator with its place in the plan and in the report.
struct PlacedIndicator {
  var result: IndicatorResult
  /// `一(二)2`: the numbers of its nodes from the top.
  var number: String
  var owners: [String]
  var due: String?
  /// The anchor of its section.
  var anchor: String
}

extension ReportPage {
  /// All indicators in the plan's order, with what they inherit from their nodes.
  func placedIndicators() -> [PlacedIndicator] {
    var placed: [PlacedIndicator] = []
    func walk(_ node: PlanEvaluation.NodeResult, _ path: String, _ owners: [String], _ due: String?) {
      let path = self.path(path, node.node.number)
      let owners = node.node.owners.isEmpty ? owners : node.node.owners
      let due = node.node.due ?? due
      for result in node.indicators {
        placed.append(
          PlacedIndicator(
            result: result, number: path,
            owners: result.indicator.owners.isEmpty ? owners : result.indicator.owners, due: due,
            anchor: "i\(placed.count + 1)"))
      }
      for child in node.children { walk(child, path, owners, due) }
    }
    for node in evaluation.nodes { walk(node, "", [], nil) }
    return placed
  }

  /// 一 and (二) make 一(二), 3 and 2 make 3.2; a number that holds its parent's stands by itself.
  private func path(_ parent: String, _ own: String?) -> String {
    guard let own, !own.isEmpty else { return parent }
    if parent.isEmpty || own.hasPrefix(parent) { return own }
    let isOpen = parent.last?.isNumber ?? false && own.first?.isNumber ?? false
    return parent + (isOpen ? "." : "") + own
  }

  /// The indicators of a chapter that have tables, a section each.
  func indicatorSections(_ placed: [PlacedIndicator]) -> Markup {
    placed.filter { !$0.result.tables.isEmpty }.reduce(into: Markup()) { $0 += section($1) }
  }

  /// Those without, as lines of one table.
  func indicatorLines(_ placed: [PlacedIndicator]) -> Markup {
    let own = placed.filter { $0.result.tables.isEmpty }
    return own.isEmpty ? Markup() : lines(own)
  }

  private func section(_ placed: PlacedIndicator) -> Markup {
    let result = placed.result
    var details = Markup()
    for table in result.tables { details += detail(table, of: result) }
    // Printers do not keep a heading, a sentence and a drawing together by wishes between neighbours alone: what begins
    // a section is one piece.
    let first = Markup(Array(details.pieces.prefix(1)))
    let isWhole = first.isFigure || first.rowCount <= 16
    return element("section", .classes("indicator"), .init("id", placed.anchor)) {
      element("div", .classes("keep", isWhole ? nil : "lead")) {
        element("h3") {
          if !placed.number.isEmpty {
            element("span", .classes("number"), languageOf(placed.number)) { placed.number }
            " "
          }
          name(result.indicator.label)
          " "
          status(result.status)
        }
        if let text = result.indicator.text { paragraph(text, classes: "quiet") }
        paragraph(sentence(result))
        if isWhole { first }
      }
      if isWhole { Markup(Array(details.pieces.dropFirst())) } else { details }
      notes(remarks(result))
    }
  }

  private func lines(_ placed: [PlacedIndicator]) -> Markup {
    let hasPrevious = placed.contains { previousValue($0.result) != nil }
    var titles: [(text: String, isNumber: Bool)] = [
      (say("編號", "No."), false), (say("指標", "Indicator"), false), (say("目標", "Target"), false),
      (say("實際值", "Value"), true),
    ]
    if hasPrevious { titles.append((say("上年度", "Last year"), true)) }
    titles += [(say("狀態", "Status"), false), (say("說明", "Remarks"), false)]
    return table(say("指標評核結果", "Indicators"), classes: "data lines results") {
      headRow(titles)
      element("tbody") {
        for placed in placed {
          let result = placed.result
          element("tr", .init("id", placed.anchor)) {
            element("td", languageOf(placed.number)) { placed.number }
            element("th", .init("scope", "row"), languageOf(result.indicator.label)) {
              result.indicator.label
            }
            targetCell(result)
            element("td", .classes("num")) {
              name(value(result))
              small(basis(result))
            }
            if hasPrevious {
              element("td", .classes("num")) {
                name(previous(result))
                small([result.growth.map(figures.rate)].compactMap { $0 })
              }
            }
            element("td") { status(result.status) }
            element("td") {
              for remark in ([result.indicator.text].compactMap { $0 } + remarks(result)) {
                element("span", .classes("line")) { name(remark) }
              }
            }
          }
        }
      }
    }
  }

  func targetCell(_ result: IndicatorResult) -> Markup {
    element("td", .classes("target")) {
      name(result.target?.text(in: language) ?? ReportFigures.none)
    }
  }

  /// Small lines below a value.
  func small(_ lines: [String]) -> Markup {
    var result = Markup()
    for line in lines { result += element("small") { name(line) } }
    return result
  }
}
