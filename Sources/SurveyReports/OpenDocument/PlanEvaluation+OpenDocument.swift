import SurveyPlans
import SurveyTable

extension PlanEvaluation {
  /// The report as an OpenDocument text, the format in which Taiwanese agencies publish what may be edited.
  ///
  /// Errors: `limitExceeded` where there is not enough memory to pack it.
  public func odt(
    language: Language? = nil, years: Plan.Report.Years? = nil
  ) throws(SurveyStatsError) -> [UInt8] {
    let page = ReportPage(self, language: language, years: years)
    return try TextDocument(page.markup(), title: page.title, language: page.language).bytes()
  }

  /// The figures as an OpenDocument spreadsheet: the indicators, every table behind them, decisions and files.
  ///
  /// Errors: as ``odt(language:years:)``.
  public func ods(
    language: Language? = nil, years: Plan.Report.Years? = nil
  ) throws(SurveyStatsError) -> [UInt8] {
    let page = ReportPage(self, language: language, years: years)
    var sheet = Spreadsheet(title: page.title, language: page.language)
    sheet.add(page.say("指標", "Indicators"), indicatorRows(page))
    var heads: Set<Int> = []
    let details = detailRows(page, heads: &heads)
    sheet.add(page.say("明細", "Details"), details, heads: heads)
    sheet.add(
      page.say("未明定事項", "Decisions"),
      [
        [
          page.say("代碼", "code"), page.say("事項", "question"), page.say("處理方式", "choice"),
          page.say("計畫指定", "stated"), page.say("相關指標", "indicators"),
        ].map { .text($0) }
      ]
        + decisions.map { decision in
          [
            decision.code, decision.question.text(in: page.language), decision.choice.text(in: page.language),
            decision.isStated ? page.say("是", "yes") : "", decision.indicators.joined(separator: " "),
          ].map { .text($0) }
        })
    sheet.add(
      page.say("資料來源", "Records"),
      [
        [
          page.say("資料", "dataset"), page.say("年度", "year"), page.say("檔案", "file"), page.say("筆數", "rows"),
          page.say("編碼", "encoding"), "SHA-256",
        ].map { .text($0) }
      ]
        + datasets.map { use in
          [
            .text(use.label),
            .text(use.isPrior ? page.say("上年度", "last year") : page.say("本年度", "this year")),
            .text(use.file), .number(Double(use.rows), .count), .text(use.encoding), .text(use.hash),
          ]
        })
    return try sheet.bytes()
  }

  private func indicatorRows(_ page: ReportPage) -> [[Spreadsheet.Cell]] {
    let titles = [
      page.say("編號", "no"), page.say("層級", "place"), page.say("指標", "indicator"), page.say("目標值", "target"),
      page.say("實際值", "value"), page.say("單位", "unit"), page.say("分子", "numerator"),
      page.say("分母", "denominator"), "n",
      page.say("標準誤", "standard error"), page.say("信賴區間下限", "low"), page.say("信賴區間上限", "high"),
      page.say("上年度", "last year"), page.say("差距", "difference"), page.say("成長率", "growth"),
      page.say("達成情形", "status"), page.say("得分", "points"), page.say("配分", "full points"),
      page.say("承辦單位", "owner"), page.say("說明", "remark"),
    ]
    var rows: [[Spreadsheet.Cell]] = [titles.map { .text($0) }]
    func number(_ value: Double?, _ format: DetailTable.Format) -> Spreadsheet.Cell {
      value.map { .number($0, format) } ?? .empty
    }
    func add(_ node: NodeResult, _ place: String, _ path: String) {
      let own = path.isEmpty ? node.node.label : path + "／" + node.node.label
      for result in node.indicators {
        let owners = result.indicator.owners.isEmpty ? node.node.owners : result.indicator.owners
        let isShare = result.format == .percent || result.format == .growth
        let error: DetailTable.Format = isShare ? .percent : .number(decimals: 3)
        let done = plan.doneWords(result)?.text(in: page.language)
        rows.append([
          .text(place), .text(own), .text(result.indicator.label),
          .text(result.target?.text(in: page.language) ?? ""),
          done.map { .text($0) } ?? number(result.value, result.format),
          .text(done == nil ? result.indicator.unit ?? "" : ""),
          number(result.numerator, .number(decimals: 2)), number(result.denominator, .number(decimals: 2)),
          result.count > 0 ? .number(Double(result.count), .count) : .empty,
          number(result.standardError, error),
          number(result.confidenceLow, result.format), number(result.confidenceHigh, result.format),
          number(result.previous, result.format),
          number(result.difference, isShare ? .points : result.format),
          number(result.growth, .growth), .text(result.status.label.text(in: page.language)),
          number(result.points, .number(decimals: 2)), number(result.fullPoints, .number(decimals: 2)),
          .text(page.owners(owners)),
          .text(
            ([result.reason?.text(in: page.language), result.indicator.remark] as [String?]).compactMap { $0 }
              .joined(separator: " ")),
        ])
      }
      for child in node.children {
        add(child, (place.isEmpty ? "" : place + " ") + (child.node.number ?? ""), own)
      }
    }
    for node in nodes { add(node, node.node.number ?? "", "") }
    return rows
  }

  private func detailRows(_ page: ReportPage, heads: inout Set<Int>) -> [[Spreadsheet.Cell]] {
    var rows: [[Spreadsheet.Cell]] = []
    for result in indicators {
      for table in result.tables {
        rows.append([.text("\(result.indicator.label)：\(table.title.text(in: page.language))")])
        heads.insert(rows.count)
        rows.append(table.columns.map { .text($0.name.text(in: page.language)) })
        for row in table.rows {
          rows.append(
            zip(row.cells, table.columns).map { cell, column in
              switch cell {
              case .words(let words): .text(words.text(in: page.language))
              case .number(let value): .number(value, column.format)
              case .empty: .empty
              case .hidden(let complementary): .text(complementary ? "＊＊" : "＊")
              }
            })
        }
        rows.append([])
      }
    }
    return rows
  }
}
