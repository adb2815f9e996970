import SurveyPlans
import SurveyTable

extension ReportPage {
  /// The plan as it was written, floor by floor, with what became of each promise.
  func planChapter(_ placed: [PlacedIndicator]) -> Markup {
    let hasPoints = evaluation.score != nil || evaluation.indicators.contains { $0.fullPoints != nil }
    var titles: [(text: String, isNumber: Bool)] = [
      (say("編號", "No."), false),
      (
        say(
          plan.levels.isEmpty ? "項目／指標" : list(plan.levels), plan.levels.isEmpty ? "Item" : list(plan.levels)),
        false
      ),
      (say("目標值", "Target"), false), (say("實際值", "Value"), true), (say("上年度", "Last year"), true),
      (say("增減／成長率", "Change, growth"), true), (say("狀態", "Status"), false),
    ]
    if hasPoints { titles.append((say("得分／配分", "Points"), true)) }
    titles += [(say("承辦單位", "Owner"), false), (say("佐證", "Evidence"), false)]
    var anchors = placed[...]
    return table(
      say("計畫執行成果", "What became of the plan"), classes: hasPoints ? "data plan points" : "data plan"
    ) {
      element("colgroup") {
        for part in ["no", "item", "target", "value", "before", "change", "state"] {
          element("col", .classes("c-" + part))
        }
        if hasPoints { element("col", .classes("c-points")) }
        for part in ["owner", "proof"] { element("col", .classes("c-" + part)) }
      }
      headRow(titles)
      for node in evaluation.nodes {
        element("tbody") { rows(of: node, depth: 0, columns: titles.count, hasPoints: hasPoints, &anchors) }
      }
      if let score = evaluation.score {
        element("tbody", .classes("total")) {
          element("tr", .classes("total")) {
            element("th", .init("scope", "row"), .init("colspan", "7")) { say("總計", "Total") }
            element("td", .classes("num")) { points(score.points, score.fullPoints) }
            element("td", .init("colspan", "2")) {
              figures.interval(score.confidenceLow, score.confidenceHigh, .number(decimals: 1))
                .map { say("\(level) 信賴區間 ", "\(level) interval ") + $0 } ?? ""
            }
          }
        }
      }
    }
  }

  private func points(_ points: Double?, _ full: Double?) -> String {
    guard (points ?? 0) != 0 || (full ?? 0) != 0 else { return "" }
    return figures.number(points, decimals: 1) + "／"
      + (full.map { figures.number($0, decimals: pointDecimals($0)) } ?? ReportFigures.none)
  }

  private func rows(
    of node: PlanEvaluation.NodeResult, depth: Int, columns: Int, hasPoints: Bool,
    _ anchors: inout ArraySlice<PlacedIndicator>
  ) -> Markup {
    var result = nodeRow(node, depth: depth, columns: columns, hasPoints: hasPoints)
    var above = node.node.owners
    for _ in node.indicators {
      guard let placed = anchors.popFirst() else { break }
      result += indicatorRow(
        placed, depth: depth + 1, hasPoints: hasPoints, sameOwners: placed.owners == above && !above.isEmpty)
      above = placed.owners
    }
    for child in node.children {
      result += rows(of: child, depth: depth + 1, columns: columns, hasPoints: hasPoints, &anchors)
    }
    return result
  }

  private func nodeRow(
    _ node: PlanEvaluation.NodeResult, depth: Int, columns: Int, hasPoints: Bool
  ) -> Markup {
    let own = node.node
    let details = [
      own.due.map { say("期限：", "due: ") + $0 }, source(own.source).map { say("出處：", "source: ") + $0 },
    ].compactMap { $0 }
    return element("tr", .classes("node", "depth\(min(depth, 4))")) {
      element("td", .classes("no"), languageOf(own.number ?? "")) { own.number ?? "" }
      element(
        "th", .init("scope", depth == 0 ? "rowgroup" : "row"), .init("colspan", "6")
      ) {
        if let level = node.level { element("span", .classes("level"), languageOf(level)) { level } }
        name(own.label)
        if let text = own.text { small([text]) }
        if let note = own.note { small([note]) }
        small(details.isEmpty ? [] : [details.joined(separator: say("；", "; "))])
      }
      if hasPoints {
        element("td", .classes("num")) {
          // Points that nothing below can show are not 0 of them.
          points(
            node.score.flatMap { $0.missingPoints < $0.fullPoints ? $0.points : nil }, node.score?.fullPoints)
        }
      }
      element("td", languageOf(owners(own.owners))) { owners(own.owners) }
      element("td") {}
    }
  }

  private func indicatorRow(
    _ placed: PlacedIndicator, depth: Int, hasPoints: Bool, sameOwners: Bool
  ) -> Markup {
    let result = placed.result
    let indicator = result.indicator
    let (format, unit) = previousFormat(result)
    return element("tr", .classes("leaf", "depth\(min(depth, 4))")) {
      element("td", .classes("no"), .init("id", "p-\(placed.anchor)")) {}
      element("th", .init("scope", "row")) {
        element("a", .init("href", "#\(placed.anchor)"), languageOf(indicator.label)) { indicator.label }
        small(
          [
            indicator.frequency.map { say("頻率：", "how often: ") + $0 },
            source(indicator.source).map { say("出處：", "source: ") + $0 },
          ].compactMap { $0 })
      }
      element("td") { result.target.map { name($0.text(in: language)) } ?? Markup(ReportFigures.none) }
      element("td", .classes("num")) {
        element("span", .classes("value")) { name(value(result)) }
        small(basis(result))
      }
      element("td", .classes("num")) { name(previous(result)) }
      element("td", .classes("num")) {
        if isGrowth(result) {
          name(figures.signedDifference(difference(result), format, unit: unit))
        } else if difference(result) != nil || result.growth != nil {
          if difference(result) != nil {
            name(figures.signedDifference(difference(result), format, unit: unit))
          }
          small([result.growth.map(figures.rate)].compactMap { $0 })
        } else {
          ReportFigures.none
        }
      }
      element("td") {
        status(result.status)
        if let reason = result.reason { small([reason.text(in: language)]) }
      }
      if hasPoints { element("td", .classes("num")) { points(result.points, result.fullPoints) } }
      if sameOwners {
        element("td") { say("同上", "as above") }
      } else {
        element("td", languageOf(owners(placed.owners))) { owners(placed.owners) }
      }
      element("td", .classes("evidence")) { small(evidence(result)) }
    }
  }
}
