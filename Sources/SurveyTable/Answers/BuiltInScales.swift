// The scales that service questionnaires use. Labels and variants were collected from published questionnaires
// of Taiwanese agencies and from the English forms of survey tools.

extension AnswerScale {
  /// Scales that need no codebook: `satisfaction-5`, `satisfaction-4`, `agreement-5`, `agreement-4`,
  /// `importance-5`, `importance-4`, `yes-no`, `mark` (an option that is ticked or not), and `rating-4`, `rating-5`, `rating-7`, `rating-10`, `rating-0-10`,
  /// `rating-100` for bare numbers.
  public static let builtIn: [AnswerScale] =
    [Family.satisfaction, .agreement, .importance].flatMap { [$0.fivePoints, $0.fourPoints] }
    + [yesNo, mark] + [(1, 4), (1, 5), (1, 7), (1, 10), (0, 10), (0, 100)].map { rating(from: $0, to: $1) }

  public static func builtIn(named name: String) -> AnswerScale? { builtIn.first { $0.name == name } }

  /// Bare numbers from `low` to `high`, the highest being the best.
  public static func rating(from low: Int, to high: Int) -> AnswerScale {
    let name = low == 0 ? (high == 100 ? "rating-100" : "rating-0-\(high)") : "rating-\(high)"
    return AnswerScale(
      name: name, options: unsubstantive, minimum: Double(low), maximum: Double(high), acceptsNumbers: true)
  }

  /// One column for each option of a question: a tick where it was chosen, a blank where it was not.
  private static let mark: AnswerScale = {
    var scale = AnswerScale(
      name: "mark",
      options: [
        Option(
          "○", score: 1, role: .positive, code: "1",
          aliases: ["◯", "〇", "●", "✓", "✔", "☑", "■", "v", "x", "y"]),
        Option("×", score: 0, role: .negative, code: "0", aliases: ["☐", "□", "n"]),
      ], minimum: 0, maximum: 1)
    scale.blankScore = 0
    return scale
  }()

  private static let yesNo = AnswerScale(
    name: "yes-no",
    options: [
      Option(
        "是", score: 1, role: .positive, code: "1",
        aliases: ["有", "會", "對", "願意", "知道", "yes", "y", "true"]),
      Option(
        "否", score: 0, role: .negative, code: "0",
        aliases: ["沒有", "無", "不會", "不是", "不對", "不願意", "no", "n", "false"]),
    ] + unsubstantive.filter { !$0.aliases.contains("don't know") } + [
      Option("無意見", role: .noOpinion, aliases: ["沒意見", "不確定", "不清楚", "don't know", "not sure"])
    ],
    minimum: 0, maximum: 1)

  /// Answers without a score, the same in every scale.
  private static let unsubstantive = [
    Option(
      "無意見", role: .noOpinion,
      aliases: [
        "沒意見", "沒有意見", "不知道", "不知道/無意見", "無意見/不知道", "不清楚", "不確定", "看情形", "很難說", "未表態",
        "不知道、無意見", "don't know", "dont know", "do not know", "no opinion", "not sure", "unsure",
      ]),
    Option(
      "拒答", role: .refused,
      aliases: [
        "拒絕回答", "未填答", "未作答", "未回答", "未填", "不願回答", "refused", "prefer not to say",
        "prefer not to answer", "no answer",
      ]),
    Option(
      "不適用", role: .notApplicable,
      aliases: [
        "未使用過", "未使用", "沒使用過", "未使用過/不適用", "不適用/未使用過", "未接受服務", "未接受過服務", "未曾使用", "未洽辦",
        "not applicable", "n/a", "never used", "did not use", "have not used",
      ]),
  ]

  /// One word asked for in degrees.
  private struct Family {
    var name: String
    /// The word (滿意), its English adjective and the English negative.
    var word: String
    var english: (yes: [String], no: [String])

    static let satisfaction = Family(
      name: "satisfaction", word: "滿意",
      english: (["satisfied"], ["dissatisfied", "unsatisfied", "not satisfied"]))
    static let agreement = Family(
      name: "agreement", word: "同意", english: (["agree"], ["disagree"]))
    static let importance = Family(
      name: "importance", word: "重要", english: (["important"], ["unimportant", "not important"]))

    private func spelled(_ prefixes: [String]) -> [String] { prefixes.map { $0 + word } }

    private func english(_ degrees: [String], _ words: [String]) -> [String] {
      words.flatMap { word in degrees.map { $0.isEmpty ? word : "\($0) \(word)" } }
    }

    private static let most = ["very", "extremely", "completely", "strongly", "highly"]
    private static let some = ["", "somewhat", "fairly", "mostly", "rather", "quite"]

    private func options(scores: [Double], neutral: Bool) -> [Option] {
      var substantive = [
        Option(
          "非常" + word, score: scores[0], role: .positive, code: code(scores[0]),
          aliases: spelled(["很", "極", "極為", "十分", "完全", "非常非常", "非常地"]) + english(Self.most, english.yes)),
        Option(
          word, score: scores[1], role: .positive, code: code(scores[1]),
          aliases: spelled(["還算", "尚", "大致", "還", "尚稱", "有點", "有些", "算是", "普遍", "大部分"])
            + english(Self.some, english.yes)),
      ]
      if neutral {
        substantive.append(
          Option(
            "普通", score: scores[2], role: .neutral, code: code(scores[2]),
            aliases: [
              "尚可", "一般", "還好", "中立", "中等", "沒有特別感覺", "neutral", "average", "fair",
              "neither", "moderately \(english.yes[0])",
            ]
              + english.yes.flatMap { yes in
                english.no.flatMap { no in
                  ["neither \(yes) nor \(no)", "neither \(no) nor \(yes)", "neither \(yes) or \(no)"]
                }
              }))
      }
      let last = Array(scores.suffix(2))
      substantive += [
        Option(
          "不" + word, score: last[0], role: .negative, code: code(last[0]),
          aliases: ["不太" + word, "有點不" + word, "有些不" + word, "不甚" + word, "不怎麼" + word, "略不" + word]
            + english(Self.some, english.no) + english(["slightly"], english.yes)),
        Option(
          "非常不" + word, score: last[1], role: .negative, code: code(last[1]),
          aliases: ["很不" + word, "極不" + word, "極為不" + word, "十分不" + word, "完全不" + word, "一點也不" + word]
            + english(Self.most, english.no) + english(["not at all"], english.yes)),
      ]
      return substantive + AnswerScale.unsubstantive
    }

    private func code(_ score: Double) -> String { shortestText(score) }

    var fivePoints: AnswerScale {
      AnswerScale(
        name: name + "-5", options: options(scores: [5, 4, 3, 2, 1], neutral: true), minimum: 1, maximum: 5)
    }

    /// Without a middle, as telephone polls ask.
    var fourPoints: AnswerScale {
      AnswerScale(
        name: name + "-4", options: options(scores: [4, 3, 2, 1], neutral: false), minimum: 1, maximum: 4)
    }
  }
}
