import SurveyTable

extension PlanNode {
  /// The node with the unit of each rate saying of how many residents it is: 0.11 件／千人 are no 0.11 件.
  func namingRates(in language: Language) -> PlanNode {
    var result = self
    result.indicators = indicators.map { $0.namingRate(in: language) }
    result.children = children.map { $0.namingRates(in: language) }
    return result
  }
}

extension Indicator {
  fileprivate func namingRate(in language: Language) -> Indicator {
    guard case .distribution(let distribution) = kind, let per = distribution.ratePer, let unit else {
      return self
    }
    var result = self
    result.unit =
      language == .english
      ? "\(unit) per \(shortestText(per)) residents" : "\(unit)／\(IndicatorKind.residents(per))"
    return result
  }
}

extension IndicatorKind {
  /// So many residents as people say it: 千人, 萬人.
  static func residents(_ count: Double) -> String {
    let words = [1000.0: "千人", 10_000: "萬人", 100_000: "十萬人"]
    return words[count] ?? "\(shortestText(count))人"
  }
}
