import SurveyTable

/// The numbers that answers are reported by.
public enum ScoreKind: Sendable, Hashable {
  /// The mean of the scores as the scale has them.
  case mean
  /// 100 · mean / highest score: what agencies print (5, 4, 3, 2, 1 points as 100, 80, 60, 40, 20).
  case scoreOfMax
  /// 100 · (mean − lowest) / (highest − lowest): the same points as 100, 75, 50, 25, 0.
  case scoreOfRange
  /// The share of positive answers in the base; for a construct the mean of the respondents' shares.
  case topTwo(AnswerBase)

  /// As results call it.
  public var name: String {
    switch self {
    case .mean: "mean"
    case .scoreOfMax: "score-of-max"
    case .scoreOfRange: "score-of-range"
    case .topTwo: "top2"
    }
  }

  /// Whether it is the mean in another unit.
  var isRescaledMean: Bool { self == .scoreOfMax || self == .scoreOfRange }

  /// The kinds that need a column of their own, each once: the scores from 0 to 100 follow from the mean.
  static func withColumns(_ kinds: [ScoreKind]) -> [ScoreKind] {
    var own: [ScoreKind] = []
    for kind in kinds.map({ $0.isRescaledMean ? .mean : $0 }) where !own.contains(kind) { own.append(kind) }
    return own
  }

  var base: AnswerBase? { if case .topTwo(let base) = self { base } else { nil } }

  /// The name of the column that holds it for an item, and back: columns that no file can have.
  func column(of item: String) -> String { "\(item)\u{1F}\(name)\u{1F}\(base?.rawValue ?? "")" }

  static func item(of column: String) -> String {
    column.split(separator: "\u{1F}", omittingEmptySubsequences: false).first.map(String.init) ?? column
  }

  static func base(of column: String) -> String? {
    let parts = column.split(separator: "\u{1F}", omittingEmptySubsequences: false)
    return parts.count == 3 && !parts[2].isEmpty ? String(parts[2]) : nil
  }

  static func name(of column: String) -> String {
    let parts = column.split(separator: "\u{1F}", omittingEmptySubsequences: false)
    return parts.count == 3 ? String(parts[1]) : "mean"
  }
}
