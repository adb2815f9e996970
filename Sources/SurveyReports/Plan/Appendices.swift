import SurveyPlans
import SurveyTable

extension ReportPage {
  /// How the cases were decided that the plan leaves open.
  func decisionsAppendix() -> Markup {
    if evaluation.decisions.isEmpty { return Markup() }
    return table(say("計畫未明定事項之處理", "Cases that the plan leaves open"), classes: "data lines decisions") {
      headRow([
        (say("代碼", "Code"), false), (say("事項", "Case"), false), (say("處理方式", "Decision"), false),
        (say("依據", "By"), false), (say("相關指標", "Indicators"), false),
      ])
      element("tbody") {
        for decision in evaluation.decisions {
          element("tr") {
            element("td") { decision.code }
            element("th", .init("scope", "row")) { name(decision.question.text(in: language)) }
            element("td") { name(decision.choice.text(in: language)) }
            element("td") { decision.isStated ? say("計畫檔", "plan") : say("預設", "default") }
            element("td") {
              name(
                decision.indicators.isEmpty
                  ? say("全計畫", "the whole plan") : some(decision.indicators.map(label)))
            }
          }
        }
      }
    }
  }

  /// The first names of a long list; the report has them all elsewhere.
  private func some(_ names: [String]) -> String {
    let count = names.count
    return list(Array(names.prefix(6))) + (count > 6 ? say(" 等 \(count) 項", " and \(count - 6) more") : "")
  }

  private func label(_ id: String) -> String {
    evaluation.indicators.first { $0.indicator.id == id }?.indicator.label ?? id
  }

  /// The files behind the figures: by its hash everybody can see that a file is still the same.
  func datasetsAppendix() -> Markup {
    if evaluation.datasets.isEmpty { return Markup() }
    var markup = table(say("資料來源", "Files"), classes: "data lines files") {
      headRow([
        (say("資料", "Records"), false), (say("年度", "Year"), false), (say("檔案", "File"), false),
        (say("筆數", "Rows"), true), (say("編碼", "Encoding"), false), ("SHA-256", false),
      ])
      element("tbody") {
        for use in evaluation.datasets {
          element("tr") {
            element("th", .init("scope", "row"), languageOf(use.label)) {
              use.label.isEmpty ? use.id : use.label
            }
            element("td") { use.isPrior ? say("上年度", "last year") : say("本年度", "this year") }
            element("td", languageOf(use.file)) { use.file }
            element("td", .classes("num")) { figures.count(use.rows) }
            element("td") { use.encoding }
            element("td") { element("code") { use.hash } }
          }
        }
      }
    }
    // What was found of several files is said once.
    var found: [(note: Note, files: [String])] = []
    for use in evaluation.datasets {
      for note in use.notes {
        if let known = found.firstIndex(where: { $0.note == note }) {
          if !found[known].files.contains(use.file) { found[known].files.append(use.file) }
        } else {
          found.append((note, [use.file]))
        }
      }
    }
    markup += notes(
      found.map { note, files in
        note.text(in: language) + say("（\(list(files))）", " (\(list(files)))")
      })
    return markup
  }

  /// Every indicator under the name by which the plan file and other outputs call it.
  func indicatorsAppendix(_ placed: [PlacedIndicator]) -> Markup {
    if placed.isEmpty { return Markup() }
    return table(say("指標代碼對照", "Indicators by their ids"), classes: "data lines") {
      headRow([
        (say("代碼", "Id"), false), (say("指標", "Indicator"), false), (say("編號", "No."), false),
        (say("衡量方式", "Kind"), false), (say("資料列（筆數）", "Records"), true),
      ])
      element("tbody") {
        for placed in placed {
          let result = placed.result
          element("tr") {
            element("td") { element("code") { result.indicator.id } }
            element("th", .init("scope", "row")) { link(result.indicator.label, placed.anchor) }
            element("td", languageOf(placed.number)) { placed.number }
            element("td") { kindName(result.indicator.kind.name) }
            element("td", .classes("num")) {
              result.count > 0 ? figures.count(result.count) : ReportFigures.none
            }
          }
        }
      }
    }
  }

  private func link(_ label: String, _ anchor: String) -> Markup {
    element("a", .init("href", "#\(anchor)"), languageOf(label)) { label }
  }

  private func kindName(_ kind: IndicatorKind.Name) -> String {
    switch kind {
    case .score: say("調查滿意度", "score")
    case .growth: say("成長率", "growth")
    case .share: say("占比", "share")
    case .count: say("計數", "count")
    case .frequency: say("頻率", "frequency")
    case .duration: say("處理時間", "duration")
    case .overdue: say("時限", "overdue")
    case .test: say("測試得分", "test")
    case .accuracy: say("正確率", "accuracy")
    case .distribution: say("分布", "distribution")
    case .checklist: say("檢核表", "checklist")
    case .change: say("前後比較", "change")
    case .cost: say("成本", "cost")
    case .rubric: say("評分", "rubric")
    case .deadline: say("期限", "deadline")
    case .ranking: say("名次", "ranking")
    case .reliability: say("信度", "reliability")
    case .representativeness: say("代表性", "representativeness")
    case .marginOfError: say("抽樣誤差", "margin of error")
    case .validity: say("效度", "validity")
    case .check: say("檢核", "check")
    case .text: say("文字說明", "words")
    }
  }

  /// The signs of the report, as statistical yearbooks list them.
  func conventions() -> Markup {
    let signs: [(String, String)] = [
      (ReportFigures.none, say("無數值或無法計算", "no figure, or it cannot be computed")),
      (
        "＊",
        say(
          "人數過少，為保護隱私不予列示（＊＊ 可由合計反推者一併不列示）",
          "withheld, since few people stand behind it (＊＊: since a total would give it away)")
      ),
      ("×", say("未達目標或標準", "misses the target")),
      ("pp", isChinese ? "" : "percentage points: the distance of two percentages"),
      ("n", say("有效回答或紀錄之數目", "number of valid answers or records")),
    ]
    return element("section", .classes("conventions")) {
      element("h4") { say("符號及說明", "Signs") }
      element("dl") {
        for (sign, words) in signs where !words.isEmpty {
          element("div") {
            element("dt") { sign }
            element("dd") { words }
          }
        }
      }
      element("p") {
        say(
          "數字均以未四捨五入之數值計算，列示時四捨五入，故細項之和與總數、兩數之差與所列之差未必相符。百分率之差以百分點表示，比率之變動以 % 表示。",
          "Figures are computed unrounded and shown rounded, half up; parts may not add up to totals, nor shown differences to those of shown figures. Distances of percentages are percentage points; relative change is in %."
        )
      }
    }
  }
}
