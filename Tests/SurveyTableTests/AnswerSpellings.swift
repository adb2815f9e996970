import SurveyTable

/// A spelling that files hold, and what it means on a scale; no role where it means nothing there.
struct AnswerSpelling: Sendable {
  var text: String
  var score: Double?
  var role: AnswerScale.Role?

  init(_ text: String, _ score: Double?, _ role: AnswerScale.Role?) {
    self.text = text
    self.score = score
    self.role = role
  }
}

private func spelled(
  _ score: Double?, _ role: AnswerScale.Role?, _ texts: [String]
) -> [AnswerSpelling] { texts.map { AnswerSpelling($0, score, role) } }

/// Five points: wordings of published questionnaires, numbers before and behind labels, full width, English.
let satisfactionSpellings: [AnswerSpelling] =
  spelled(
    5, .positive,
    [
      "非常滿意", "很滿意", "極滿意", "十分滿意", "極為滿意", "完全滿意", "非常 滿意", "非常　滿意", " 非常滿意\t", "非常\n滿意", "非常\u{200B}滿意",
      "非常\u{A0}滿意", "5.非常滿意", "5. 非常滿意", "5、非常滿意", "5:非常滿意", "5：非常滿意", "5=非常滿意", "5-非常滿意", "5_非常滿意", "5 非常滿意",
      "5非常滿意", "５非常滿意", "５．非常滿意", "(5)非常滿意", "(5) 非常滿意", "（5）非常滿意", "（５）非常滿意", "[5]非常滿意", "【5】非常滿意",
      "5(非常滿意)", "5（非常滿意）", "5分 非常滿意", "5分(非常滿意)", "(5分)非常滿意", "非常滿意(5)", "非常滿意（5）", "非常滿意（５分）", "非常滿意5",
      "非常滿意 5分",
      "非常滿意-5", "非常滿意=5", "1.非常滿意", "01.非常滿意", "5", "５", "5.0", "5分", "５分", " 5 ", "(5)", "（５）",
      "very satisfied",
      "Very Satisfied", "VERY SATISFIED", "Extremely satisfied", "completely satisfied", "5 - Very satisfied",
      "5=Very satisfied", "Ｖｅｒｙ　ｓａｔｉｓｆｉｅｄ",
    ])
  + spelled(
    4, .positive,
    [
      "滿意", "還算滿意", "尚滿意", "大致滿意", "4.滿意", "(4)滿意", "滿意(4)", "４", "4", "satisfied", "Somewhat satisfied",
      "4. Fairly satisfied", "還算 滿意", "2.滿意",
    ])
  + spelled(
    3, .neutral,
    [
      "普通", "尚可", "一般", "3.普通", "(3)普通", "普通（3）", "３", "3", "neutral", "Neither satisfied nor dissatisfied",
      "還好",
      "3 - Neutral",
    ])
  + spelled(
    2, .negative,
    [
      "不滿意", "不太滿意", "有點不滿意", "不甚滿意", "2.不滿意", "(2)不太滿意", "不滿意(2)", "２", "2", "dissatisfied",
      "Somewhat dissatisfied", "unsatisfied", "not satisfied",
    ])
  + spelled(
    1, .negative,
    [
      "非常不滿意", "很不滿意", "極不滿意", "十分不滿意", "1.非常不滿意", "(1)很不滿意", "非常不滿意（１）", "１", "1", "very dissatisfied",
      "Extremely dissatisfied", "not at all satisfied", "5.非常不滿意",
    ])
  + spelled(
    nil, .noOpinion,
    [
      "無意見", "沒意見", "沒有意見", "不知道", "不知道/無意見", "不知道／無意見", "不知道∕無意見", "無意見/不知道", "不知道、無意見", "很難說", "看情形",
      "9.無意見",
      "(6)不知道/無意見", "0.不知道/無意見", "無意見(98)", "Don't know", "no opinion", "Not sure",
    ])
  + spelled(
    nil, .refused, ["拒答", "拒絕回答", "未填答", "未作答", "95.拒答", "Refused", "Prefer not to say"])
  + spelled(
    nil, .notApplicable,
    ["未使用過/不適用", "未使用過", "不適用", "未使用", "7.未使用過", "不適用／未使用過", "N/A", "n/a", "Not applicable", "Never used"])
  // Nearly right is not right: these are counted and shown, never guessed.
  + spelled(
    nil, nil,
    [
      "非常滿義", "滿意度", "5.5", "5.5非常滿意", "非常滿意5.5", "滿", "意", "不", "非常", "6", "0", "-1", "55", "１０", "6分",
      "(6)",
      "滿意嗎", "不是很滿意嗎", "很同意", "非常重要", "5555.非常滿意", "5 星", "☺", "()", ".", "( )非常滿意", "滿意、不滿意", "OK", "是",
      "非常滿意 非常滿意", "satisfying", "very", "5/5",
    ])

let otherSpellings: [(scale: String, spelling: AnswerSpelling)] =
  [
    ("agreement-5", AnswerSpelling("非常同意", 5, .positive)),
    ("agreement-5", AnswerSpelling("很同意", 5, .positive)),
    ("agreement-5", AnswerSpelling("5.非常同意", 5, .positive)),
    ("agreement-5", AnswerSpelling("同意", 4, .positive)),
    ("agreement-5", AnswerSpelling("普通", 3, .neutral)),
    ("agreement-5", AnswerSpelling("不太同意", 2, .negative)),
    ("agreement-5", AnswerSpelling("非常不同意", 1, .negative)),
    ("agreement-5", AnswerSpelling("Strongly agree", 5, .positive)),
    ("agreement-5", AnswerSpelling("Strongly disagree", 1, .negative)),
    ("agreement-5", AnswerSpelling("Neither agree nor disagree", 3, .neutral)),
    ("agreement-5", AnswerSpelling("非常滿意", nil, nil)),
    ("agreement-4", AnswerSpelling("還算同意", 3, .positive)),
    ("agreement-4", AnswerSpelling("不太同意", 2, .negative)),
    ("importance-5", AnswerSpelling("很重要", 5, .positive)),
    ("importance-5", AnswerSpelling("非常重要", 5, .positive)),
    ("importance-5", AnswerSpelling("不重要", 2, .negative)),
    ("importance-5", AnswerSpelling("Very important", 5, .positive)),
    ("importance-4", AnswerSpelling("重要", 3, .positive)),
    ("importance-4", AnswerSpelling("Not at all important", 1, .negative)),
    ("satisfaction-4", AnswerSpelling("非常滿意", 4, .positive)),
    ("satisfaction-4", AnswerSpelling("還算滿意", 3, .positive)),
    ("satisfaction-4", AnswerSpelling("不太滿意", 2, .negative)),
    ("satisfaction-4", AnswerSpelling("非常不滿意", 1, .negative)),
    ("satisfaction-4", AnswerSpelling("5.非常滿意", 4, .positive)),
    ("satisfaction-4", AnswerSpelling("4", 4, .positive)),
    ("satisfaction-4", AnswerSpelling("普通", nil, nil)),
    ("satisfaction-4", AnswerSpelling("5", nil, nil)),
    ("satisfaction-4", AnswerSpelling("拒答", nil, .refused)),
    ("yes-no", AnswerSpelling("是", 1, .positive)),
    ("yes-no", AnswerSpelling("有", 1, .positive)),
    ("yes-no", AnswerSpelling("否", 0, .negative)),
    ("yes-no", AnswerSpelling("沒有", 0, .negative)),
    ("yes-no", AnswerSpelling("YES", 1, .positive)),
    ("yes-no", AnswerSpelling("1", 1, .positive)),
    ("yes-no", AnswerSpelling("0", 0, .negative)),
    ("yes-no", AnswerSpelling("2", nil, nil)),
    ("yes-no", AnswerSpelling("不確定", nil, .noOpinion)),
    ("yes-no", AnswerSpelling("拒答", nil, .refused)),
    ("rating-5", AnswerSpelling("5", 5, .positive)),
    ("rating-5", AnswerSpelling("4", 4, .positive)),
    ("rating-5", AnswerSpelling("3", 3, .neutral)),
    ("rating-5", AnswerSpelling("2", 2, .negative)),
    ("rating-5", AnswerSpelling("1", 1, .negative)),
    ("rating-5", AnswerSpelling("5.5", nil, nil)),
    ("rating-5", AnswerSpelling("6", nil, nil)),
    ("rating-5", AnswerSpelling("0", nil, nil)),
    ("rating-5", AnswerSpelling("無意見", nil, .noOpinion)),
    ("rating-5", AnswerSpelling("3.5", 3.5, .neutral)),
    ("rating-4", AnswerSpelling("3", 3, .positive)),
    ("rating-4", AnswerSpelling("2", 2, .negative)),
    ("rating-7", AnswerSpelling("6", 6, .positive)),
    ("rating-7", AnswerSpelling("5", 5, .neutral)),
    ("rating-7", AnswerSpelling("2", 2, .negative)),
    ("rating-10", AnswerSpelling("10分", 10, .positive)),
    ("rating-10", AnswerSpelling("１０", 10, .positive)),
    ("rating-10", AnswerSpelling("9", 9, .positive)),
    ("rating-10", AnswerSpelling("8", 8, .neutral)),
    ("rating-10", AnswerSpelling("2", 2, .negative)),
    ("rating-10", AnswerSpelling("0", nil, nil)),
    ("rating-10", AnswerSpelling("11", nil, nil)),
    ("rating-10", AnswerSpelling("10 非常好", 10, .positive)),
    ("rating-0-10", AnswerSpelling("0", 0, .negative)),
    ("rating-0-10", AnswerSpelling("10", 10, .positive)),
    ("rating-0-10", AnswerSpelling("-1", nil, nil)),
    ("rating-100", AnswerSpelling("100", 100, .positive)),
    ("rating-100", AnswerSpelling("87.5", 87.5, .neutral)),
    ("rating-100", AnswerSpelling("100.5", nil, nil)),
    ("rating-100", AnswerSpelling("1e300", nil, nil)),
  ]
