import SurveyDocuments
import SurveyInput
import SurveyTable

extension DataDescription {
  /// This description as a document. The language changes labels and notes, never names or numbers.
  public func rendered(as format: ReportFormat, language: Language = .english) -> String {
    switch format {
    case .text: heading(language) + "\n" + table(language).text + noteLines(notes, language)
    case .markdown: heading(language) + "\n" + table(language).markdown + markdownNotes(notes, language)
    case .csv: csv()
    case .json: json(language)
    }
  }

  private func heading(_ language: Language) -> String {
    let chinese = language == .traditionalChinese
    let columnCount = columns.count
    var text =
      chinese
      ? "\(name)：\(rows) 筆資料、\(columnCount) 個欄位\n" : "\(name): \(rows) rows, \(columnCount) columns\n"
    if let dialect {
      let mark = dialect.byteOrderMark ? (chinese ? "（含 BOM）" : " with BOM") : ""
      let delimiter = dialect.delimiter == "\t" ? "TAB" : dialect.delimiter
      text +=
        chinese
        ? "編碼 \(dialect.encoding)\(mark)，分隔字元「\(delimiter)」，換行 \(dialect.lineEnding)，標題列 \(dialect.headerRows)\n"
        : "encoding \(dialect.encoding)\(mark), delimiter '\(delimiter)', line ends \(dialect.lineEnding), header rows \(dialect.headerRows)\n"
      if let tool = dialect.tool { text += chinese ? "由 \(tool) 匯出\n" : "exported by \(tool)\n" }
    }
    if let repeatedRecords, repeatedRecords > 0 {
      text +=
        chinese
        ? "有 \(repeatedRecords) 筆資料與前面某筆完全相同\n"
        : "\(repeatedRecords) rows repeat an earlier row in every column\n"
    }
    return text
  }

  private func table(_ language: Language) -> PlainTable {
    let labels = Labels(language)
    return PlainTable(columns: [
      PlainColumn(title: "#", isNumber: true, cells: columns.map { String($0.position) }),
      PlainColumn(title: labels.column, cells: columns.map(\.name)),
      PlainColumn(title: labels.kind, cells: columns.map { labels.kind($0.kind.rawValue) }),
      PlainColumn(title: labels.valid, isNumber: true, cells: columns.map { String($0.valid) }),
      PlainColumn(title: labels.missing, isNumber: true, cells: columns.map { String($0.missing) }),
      PlainColumn(
        title: labels.distinct, isNumber: true,
        cells: columns.map { ($0.hasMoreDistinct ? "> " : "") + String($0.distinct) }),
      PlainColumn(title: labels.values, cells: columns.map(Self.values)),
    ])
  }

  /// Answers with counts where they may be shown, else the range of a number.
  private static func values(_ column: Column) -> String {
    if !column.answers.isEmpty {
      return column.answers.map { "\($0.text) (\($0.count))" }.joined(separator: "  ")
    }
    guard let low = column.minimum, let high = column.maximum else { return "" }
    return "\(shortestText(low)) – \(shortestText(high))"
  }

  private func csv() -> String {
    var lines = ["position,name,kind,n,n_missing,distinct,more_distinct,minimum,maximum"]
    for column in columns {
      lines.append(
        [
          String(column.position), csvCell(column.name), column.kind.rawValue, String(column.valid),
          String(column.missing), String(column.distinct), column.hasMoreDistinct ? "true" : "false",
          csvNumber(column.minimum), csvNumber(column.maximum),
        ].joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `survey-stats/description@1`.
  private func json(_ language: Language) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "survey-stats/description@1")
      json.member("name", name)
      json.member("rows", rows)
      if let dialect {
        json.member("dialect") { json in
          json.object { json in
            json.member("encoding", dialect.encoding)
            json.name("byte_order_mark")
            json.boolean(dialect.byteOrderMark)
            json.member("delimiter", dialect.delimiter)
            json.member("line_ending", dialect.lineEnding)
            json.member("header_rows", dialect.headerRows)
            if let tool = dialect.tool { json.member("tool", tool) }
          }
        }
      }
      json.member("repeated_rows", number: repeatedRecords.map(Double.init))
      json.member("columns") { json in
        json.array { json in for column in columns { Self.write(column, to: &json) } }
      }
      json.member("notes", notes, language)
    }
    return json.text + "\n"
  }

  private static func write(_ column: Column, to json: inout JSONWriter) {
    json.object { json in
      json.member("name", column.name)
      json.member("position", column.position)
      json.member("kind", column.kind.rawValue)
      json.member("n", column.valid)
      json.member("n_missing", column.missing)
      json.member("distinct", column.distinct)
      json.name("more_distinct")
      json.boolean(column.hasMoreDistinct)
      json.member("minimum", number: column.minimum)
      json.member("maximum", number: column.maximum)
      json.member("answers") { json in
        json.array { json in
          for answer in column.answers {
            json.object { json in
              json.member("level", answer.text)
              json.member("n", answer.count)
            }
          }
        }
      }
    }
  }
}
