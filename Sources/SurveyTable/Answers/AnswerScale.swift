/// What the answers to a question mean: a score for each, and the part each plays in a result.
///
/// ```swift
/// let scale = AnswerScale.builtIn(named: "satisfaction-5")!
/// scale.options.map(\.label)   // 非常滿意, 滿意, 普通, 不滿意, 非常不滿意, 無意見, …
/// ```
/// Scores rise with what the question asks for; a scale whose higher answer is the worse one is ``reversed()``.
public struct AnswerScale: Sendable, Hashable {
  /// The part an answer plays.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Counts for the top-two box.
    case positive
    case neutral
    case negative
    /// An answer without an opinion: 無意見, 不知道.
    case noOpinion = "noopinion"
    case refused
    /// The question does not concern the respondent: 未使用過, 不適用.
    case notApplicable = "na"

    /// Whether the answer says something about the question.
    public var isSubstantive: Bool {
      switch self {
      case .positive, .neutral, .negative: true
      case .noOpinion, .refused, .notApplicable: false
      }
    }
  }

  public struct Option: Sendable, Hashable {
    /// As results show it.
    public var label: String
    /// Other spellings that files hold.
    public var aliases: [String]
    /// The number or letter that stands for the answer in files, where there is one.
    public var code: String?
    /// `nil` for answers that are not substantive.
    public var score: Double?
    public var role: Role

    public init(
      _ label: String, score: Double? = nil, role: Role, code: String? = nil, aliases: [String] = []
    ) {
      self.label = label
      self.aliases = aliases
      self.code = code
      self.score = score
      self.role = role
    }
  }

  public var name: String
  /// In the order in which tables show them.
  public var options: [Option]
  public var minimum: Double
  public var maximum: Double
  /// Whether any number from `minimum` to `maximum` is an answer, besides the options.
  public var acceptsNumbers: Bool
  /// The score of a blank, where a blank is an answer: an option that was not ticked.
  public var blankScore: Double?
  /// On a scale of numbers the lowest score that counts as positive, where it is not the upper two.
  public var positiveFrom: Double?
  /// Whether the file's numbers run the other way: a bare number x is the score minimum + maximum − x.
  public private(set) var isReversed = false

  public init(
    name: String, options: [Option], minimum: Double, maximum: Double, acceptsNumbers: Bool = false
  ) {
    self.name = name
    self.options = options
    self.minimum = minimum
    self.maximum = maximum
    self.acceptsNumbers = acceptsNumbers
  }

  /// The same answers with the best last: scores mirrored between minimum and maximum, positive and negative
  /// exchanged. For statements that complain (「等候時間太長」) and for files that write 1 for the best answer.
  public func reversed() -> AnswerScale {
    var mirrored = self
    mirrored.isReversed.toggle()
    mirrored.options = options.map { option in
      var option = option
      option.score = option.score.map { minimum + maximum - $0 }
      switch option.role {
      case .positive: option.role = .negative
      case .negative: option.role = .positive
      default: break
      }
      return option
    }
    return mirrored
  }

  /// The largest score, so that no sum or product of scores leaves what a Double holds exactly.
  package static let largestScore = 1e15

  /// Errors: `invalidArgument` where scores are not finite, too large or outside of the range.
  package func requireUsableScores() throws(SurveyStatsError) {
    guard minimum < maximum, abs(minimum) <= Self.largestScore, abs(maximum) <= Self.largestScore else {
      throw SurveyStatsError(
        .invalidArgument,
        "scale '\(name)': its minimum must be smaller than its maximum, both numbers of at most 1e15",
        chinese: "量表「\(name)」：最低分須小於最高分，且均不超過 1e15")
    }
    for option in options {
      if let score = option.score, !(score >= minimum && score <= maximum) {
        throw SurveyStatsError(
          .invalidArgument,
          "scale '\(name)': the score \(shortestText(score)) of '\(option.label)' lies outside of \(shortestText(minimum)) to \(shortestText(maximum))",
          chinese:
            "量表「\(name)」：「\(option.label)」之分數 \(shortestText(score)) 不在 \(shortestText(minimum)) 至 \(shortestText(maximum)) 之間"
        )
      }
    }
  }

  /// The name as `--scale` takes it.
  public var fullName: String { nameWithCut + (isReversed ? ":reversed" : "") }

  /// The name as a codebook has it, where `reversed` stands by itself.
  package var nameWithCut: String { name + (positiveFrom.map { ":\(shortestText($0))+" } ?? "") }

  /// What a sentence calls the scale, with the name that options take: `五點滿意度量表（satisfaction-5）`.
  package var chineseName: String {
    let points = ["5": "五", "4": "四"][String(name.last ?? " ")]
    let families = ["satisfaction": "滿意度", "agreement": "同意度", "importance": "重要度"]
    if let points, let family = families[String(name.dropLast(2))] {
      return "\(points)點\(family)量表（\(fullName)）"
    }
    if name == "yes-no" { return "是非題（\(fullName)）" }
    if name == "mark" { return "勾選題（\(fullName)）" }
    if acceptsNumbers, name.hasPrefix("rating") {
      return "\(shortestText(minimum))–\(shortestText(maximum)) 分量表（\(fullName)）"
    }
    return "量表「\(fullName)」"
  }

  /// On a scale of numbers, the scores that count as positive.
  package var positiveScores: ClosedRange<Double>? {
    guard acceptsNumbers else { return nil }
    let lowest = positiveFrom ?? maximum - 1
    return lowest <= maximum ? lowest...maximum : nil
  }

  /// The part that a score plays where no option says it: the upper two whole numbers above the middle are
  /// positive, the lower two below it negative; `positiveFrom` says it otherwise.
  package func role(ofScore score: Double) -> Role {
    let middle = (minimum + maximum) / 2
    if let positiveFrom {
      if score >= positiveFrom { return .positive }
    } else if score >= maximum - 1, score > middle {
      return .positive
    }
    if score <= minimum + 1, score < middle { return .negative }
    return .neutral
  }

  /// Whether scores of the two scales may be compared as they stand: the same range, the same scores positive and,
  /// where both have labels, as many substantive answers.
  public func isComparable(to other: AnswerScale) -> Bool {
    guard minimum == other.minimum, maximum == other.maximum, positiveFrom == other.positiveFrom else {
      return false
    }
    if acceptsNumbers || other.acceptsNumbers { return true }
    return options.count { $0.score != nil } == other.options.count { $0.score != nil }
  }
}

/// Which respondents a share is a share of.
public enum AnswerBase: String, Sendable, Hashable, CaseIterable {
  /// Those with a substantive answer.
  case valid
  /// Everybody but those whom the question does not concern: no opinion, refusals and blanks count.
  case users
  /// Every row of the domain.
  case all
}
