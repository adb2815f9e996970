import SurveyDesign
import SurveyInference
import SurveyTable

// The chapter of growth since an earlier survey.

extension SummaryMaker {
  mutating func addGrowth(since prior: SampleDesign) throws(SurveyStatsError) {
    let prior = prior.spelled(like: design)
    let names = [overallItem].compactMap { $0 } + constructs.map(\.name) + items
    let asked = (items + [overallItem].compactMap { $0 }).filter {
      prior.data.position(ifPresent: $0) != nil && prior.data.scales[$0] != nil
    }
    if asked.isEmpty {
      result.notes.append(.withoutPrior(names, nearest(to: names, in: prior.data)))
      return
    }
    let earlier = try SummaryMaker(prior, SummaryOptions(items: asked))
    var shared = names.filter {
      prior.data.position(ifPresent: $0) != nil
        && (prior.data.scales[$0] != nil || prior.data.constructs.map(\.name).contains($0))
    }
    let absent = names.filter { !shared.contains($0) }
    if !absent.isEmpty { result.notes.append(.withoutPrior(absent, nearest(to: absent, in: prior.data))) }
    // All items together are the same measure only where they are the same items.
    if let allItems, earlier.allItems != nil, earlier.scaleItems == scaleItems {
      shared.insert(allItems, at: overallItem.map(shared.contains) ?? false ? 1 : 0)
    }
    let changed = design.changedScales(of: shared, since: earlier.design).map(\.item)
    if !changed.isEmpty { result.notes.append(.scalesChanged(changed)) }
    shared.removeAll { changed.contains($0) }
    if shared.isEmpty { return }
    for statistic in [GrowthStatistic.mean, .topTwo] {
      var growth = options.growth
      growth.statistic = statistic
      growth.estimates = options.estimates
      var part = try design.growth(
        ColumnList(shared), since: earlier.design, from: options.periods.from, to: options.periods.to,
        where: options.condition, growth)
      // Estimates of both years without a comparison were refused; side by side they would be one.
      let refused = Set(
        Dictionary(grouping: part.rows, by: \.term).filter { _, rows in
          rows.contains { $0.statistic == "difference" && $0.estimate == nil }
            && rows.filter { $0.period != nil }.allSatisfy { $0.estimate != nil }
        }.keys)
      part.rows.removeAll { refused.contains($0.term) }
      add(part, section: "growth") { $0.method = statistic.rawValue }
    }
  }

  /// Of columns that the earlier survey lacks, the one of its columns that comes nearest to each.
  private func nearest(to absent: [String], in prior: SurveyData) -> [String: String] {
    let others = prior.columnNames.filter { design.data.position(ifPresent: $0) == nil }
    var found: [String: String] = [:]
    for name in absent {
      if let near = nearestName(to: name, among: others) {
        found[name] = near
      } else if name == overallItem, let other = prior.overallItem(among: others) {
        found[name] = other
      }
    }
    return found
  }
}
