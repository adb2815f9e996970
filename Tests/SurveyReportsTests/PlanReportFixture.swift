import SurveyStats

@testable import SurveyPlans

/// An evaluation with every status, every role of table, hidden cells and names that try to be markup.
///
/// Values are written by hand: what is tested is how they are shown.
enum PlanReportFixture {
  /// A name that would break out of a page that forgets to escape it once.
  static let hostile = #"</td><script>alert("x")</script> & 'y' <b>"#
  static let longLabel =
    "案件處理流程主動回應程度：申請案件超過標準作業時間而未能於期限內辦結者，應主動以電話、簡訊或書面告知申請人辦理進度、遲延原因及預定完成日期之比率"

  static func plan() throws -> Plan {
    try Plan(document: Array(yaml.utf8), name: "plan.yaml")
  }

  static let yaml = #"""
    schema: survey-stats/plan@1
    id: fixture
    title: 某市中山區公所 105年度提升服務品質執行計畫
    agency: {name: 某市中山區公所, category: first_line, group: 區公所組}
    year: {roc: 105, ce: 2016}
    as_of: 2017-01-10
    basis: [行政院政府服務創新精進方案, 某市政府 105 年度提升服務品質實施計畫]
    document: 某市中山區公所 105年度提升服務品質執行計畫
    levels: [執行要項, 執行重點]
    owners: [{id: secretary, name: 秘書室}, {id: civil, name: 民政課}, {id: social, name: 社會課}]
    suppress_below: 5
    scoring: {total: 100, missing: renormalise}
    datasets:
      - {id: counter, label: 洽公民眾滿意度問卷, role: survey, file: counter.csv, prior: counter-104.csv}
      - {id: staff, label: 內部同仁問卷, role: staff_survey, file: staff.csv}
      - {id: cases, label: 申辦案件紀錄, role: cases, file: cases.csv, prior: cases-104.csv}
      - {id: complaints, label: 人民陳情紀錄, role: complaints, file: complaints.csv}
      - {id: calls, label: 電話禮貌測試紀錄, role: calls, file: calls.csv}
      - {id: reports, label: 里幹事查報紀錄, role: reports, file: reports.csv}
      - {id: events, label: 活動紀錄, role: events, file: events.csv}
      - {id: costs, label: 創新措施成本, role: cost, file: costs.csv}
      - {id: scores, label: 評審評分, role: scores, file: scores.csv}
    surveys:
      - {id: counter, label: 洽公民眾滿意度問卷調查, dataset: counter, sampling: systematic, issued: 500, returned: 480,
         population: 51230, weighting: rake, margins: population.csv, mode: counter, target_population: 本區年滿20歲之洽公民眾,
         fieldwork: {from: 2016-05-01, to: 2016-05-31}}
      - {id: staff, label: 內部同仁滿意度調查, dataset: staff, sampling: census}
    nodes:
      - no: 一
        label: 提升服務品質，深化服務績效
        points: 60
        owner: [secretary]
        due: 經常性辦理
        nodes:
          - no: (一)
            label: 顧客滿意情形
            text: 辦理民眾及同仁滿意度調查，並與上年度比較。
            source: {section: 肆一(一), page: 2}
            indicators:
              - {id: overall, label: 整體服務滿意度, kind: score, survey: counter, overall: true, target: {at_least: 80%}, points: 20, frequency: 每年至少 1 次}
              - {id: by-age, label: 高齡民眾滿意度, kind: score, survey: counter, overall: true, by: 年齡, target: {at_least: 90%}}
              - {id: overall-growth, label: 服務滿意度成長率, kind: growth, of: overall, target: {at_least: 0.05}}
              - {id: staff, label: 內部同仁滿意度, kind: score, survey: staff, overall: true}
              - {id: alpha, label: 問卷信度, kind: reliability, survey: counter, target: {at_least: 0.7}}
              - {id: fit, label: 樣本代表性, kind: representativeness, survey: counter}
              - {id: kmo, label: 建構效度, kind: validity, survey: counter}
          - no: (二)
            label: 電話服務品質
            owner: [civil]
            indicators:
              - {id: calls, label: 電話禮貌測試, kind: test, dataset: calls, total: 總分, max: 100, by: 課室, date: 日期, pass: 85, unit: 分, target: {at_least: 85}, points: 20}
              - {id: right, label: 服務人員回應問題正確率, kind: accuracy, dataset: calls, correct: '正確 == "是"', by: 課室, target: {at_least: 90%}}
      - no: 二
        label: 便捷服務程序
        points: 40
        owner: [civil]
        nodes:
          - no: (一)
            label: 案件處理
            indicators:
              - {id: online, label: 線上服務案件占比, kind: share, dataset: cases, numerator: '管道 == "線上"', by: 服務, target: {at_least: 30%}}
              - {id: online-growth, label: 線上服務案件成長率, kind: growth, of: online-count, direction: up}
              - {id: share-growth, label: 線上服務占比成長率, kind: growth, of: online}
              - {id: online-count, label: 使用線上服務案件數, kind: count, dataset: cases, where: '管道 == "線上"', unit: 件}
              - {id: time, label: 案件處理時間縮短, kind: duration, dataset: cases, from: 收件, to: 結案, compare: {column: 階段, before: 簡化前, after: 簡化後, by: 服務}, unit: 天, target: {at_least: 20%}}
              - {id: told, label: "LONG", kind: overdue, dataset: cases, from: 收件, to: 結案, limit: 7, told: '告知 == "是"', measure: told, target: {at_least: 100%}}
          - no: (二)
            label: 里幹事查報
            indicators:
              - {id: reports, label: 里幹事查報件數, kind: frequency, dataset: reports, date: 日期, per: month, by: 里, at_least: 8, total_at_least: 160, frequency: 每月}
              - {id: complaints, label: 陳情型態與地域分布, kind: distribution, dataset: complaints, by: [型態, 里], month: 日期}
              - {id: hostile, label: "HOSTILE", kind: count, dataset: events, unit: 人次, target: {about: 120}, remark: "HOSTILE", evidence: ["HOSTILE"]}
              - {id: people, label: 共餐人次, kind: count, dataset: events, sum: 人數, by: 據點, unit: 人次}
              - {id: docs, label: 書證謄本減量, kind: change, dataset: cases, before: 前, after: 後}
              - {id: cost, label: 每位受益人成本, kind: cost, dataset: costs, cost: [經費], beneficiaries: 人數, unit: 元}
              - {id: rank, label: 組內名次, kind: ranking, dataset: scores, unit_column: 機關, group: 組別, score: 分數}
              - {id: lift, label: 電梯定期檢測, kind: check, met: true}
              - {id: published, label: 執行計畫公布, kind: deadline, due: 2016-03-31, done: 2016-04-06, unit: 日}
              - {id: branch, label: 異地辦理, kind: text, status: not_applicable, reason: 本所無異地辦理業務, evidence: [區務會議紀錄]}
    report: {language: zh-TW, calendar: roc, decimals: {percent: 1, mean: 2}}
    """#
    .replacing("LONG", with: longLabel)
    .replacing("HOSTILE", with: #"</td><script>alert(\"x\")</script> & 'y' <b>"#)

  static func evaluation() throws -> PlanEvaluation {
    let plan = try plan()
    let results = PlanReportResults(plan)
    func filled(_ node: PlanNode, _ depth: Int) -> PlanEvaluation.NodeResult {
      PlanEvaluation.NodeResult(
        node: node, level: plan.levels.indices.contains(depth) ? plan.levels[depth] : nil,
        indicators: node.indicators.map(results.result),
        children: node.children.map { filled($0, depth + 1) },
        score: node.points.map { .init(points: $0 * 0.8, fullPoints: $0, missingPoints: 0) })
    }
    return PlanEvaluation(
      plan: plan, asOf: plan.asOf, nodes: plan.nodes.map { filled($0, 0) },
      surveys: plan.surveys.map { PlanReportSurvey(plan, $0).result },
      datasets: [
        .init(
          id: "counter", label: "洽公民眾滿意度問卷", file: "counter.csv", isPrior: false, rows: 473,
          hash: String(repeating: "0a1b2c3d", count: 8), encoding: "utf-8", notes: []),
        .init(
          id: "cases", label: hostile, file: "案件<紀錄>.csv", isPrior: true, rows: 12_345,
          hash: String(repeating: "f", count: 64), encoding: "cp950",
          notes: [Note(code: "x", english: "A note with <markup>.", chinese: "含有 <標記> 之說明。")]),
      ],
      decisions: [
        .init(
          code: "U13", question: .init(english: "What does “about 120” allow?", chinese: "「約 120 人次」容許多少誤差？"),
          choice: .init(english: "met from 10 % below", chinese: "達目標值之 90% 即為達成"), isStated: false,
          indicators: ["hostile"]),
        .init(
          code: "U21", question: .init(english: "Points of what cannot be computed", chinese: "無法計算之指標配分"),
          choice: .init(english: "the others stand for them", chinese: "由其他指標按比例分攤"), isStated: true,
          indicators: []),
      ],
      score: .init(
        points: 80.04, fullPoints: 100, missingPoints: 6, standardError: 1.3, confidenceLow: 77.45,
        confidenceHigh: 82.6),
      notes: [Note(code: "y", english: "A note on the plan.", chinese: "計畫之說明。")])
  }
}
