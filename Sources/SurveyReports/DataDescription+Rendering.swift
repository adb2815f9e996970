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
      ? "\(name)：\(rows) 筆資料、\(columnCount) 個欄位\n"
      : "\(name): \(counted(rows, "row")), \(counted(columnCount, "column"))\n"
    if let dialect {
      let mark = dialect.byteOrderMark ? (chinese ? "（含 BOM）" : " with BOM") : ""
      let delimiter = dialect.delimiter == "\t" ? "TAB" : dialect.delimiter
      text +=
        chinese
        ? "編碼 \(dialect.encoding)\(mark)，分隔字元「\(delimiter)」，換行 \(dialect.lineEnding)，標題列 \(dialect.headerRows)\n"
        : "encoding \(dialect.encoding)\(mark), delimiter '\(delimiter)', line ends \(dialect.lineEnding), header rows \(dialect.headerRows)\n"
      if let compression = dialect.compression?.rawValue {
        text +=
          chinese
          ? "檔案以 \(compression) 壓縮，以上及以下皆為其內容\n"
          : "the file is compressed (\(compression)); this is its content\n"
      }
      if let tool = dialect.tool { text += chinese ? "由 \(tool) 匯出\n" : "exported by \(tool)\n" }
    }
    if let repeatedRecords, repeatedRecords > 0 {
      text +=
        chinese
        ? "有 \(repeatedRecords) 筆資料與前面某筆完全相同\n"
        : "\(counted(repeatedRecords, "row")) \(agreeing(repeatedRecords, "repeats", "repeat")) an earlier row in every column\n"
    }
    for matrix in matrices {
      let (count, positions) = (matrix.columns.count, Self.ranges(matrix.columns))
      text +=
        chinese
        ? "矩陣題「\(matrix.stem)」：\(count) 個子題（第 \(positions) 欄）\n"
        : "matrix '\(matrix.stem)': \(counted(count, "sub-question")) (\(agreeing(count, "column", "columns")) \(positions))\n"
    }
    return text
  }

  /// `4–8, 10`
  private static func ranges(_ positions: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for position in positions {
      if let last = runs.last, last.upperBound + 1 == position {
        runs[runs.count - 1] = last.lowerBound...position
      } else {
        runs.append(position...position)
      }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
      .joined(separator: ", ")
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
      PlainColumn(title: labels.values, cells: columns.map { Self.values($0, language) }),
    ])
  }

  /// Answers with counts where they may be shown, else the range of numbers and dates.
  private static func values(_ column: Column, _ language: Language) -> String {
    let chinese = language == .traditionalChinese
    if let dates = column.dates {
      let era = dates.hasRepublicanYears ? (chinese ? "（含民國年）" : " (with ROC years)") : ""
      return "\(dates.earliest) – \(dates.latest)\(era)"
    }
    if column.kind == .mark {
      let rows = column.valid + column.missing
      return chinese ? "勾選 \(column.valid)／\(rows)" : "\(column.valid) of \(rows) marked"
    }
    if let selection = column.selection {
      let separator = selection.separator == .lineBreak && chinese ? "換行" : selection.separator.rawValue
      let count =
        chinese
        ? "\(selection.distinct) 個選項，以「\(separator)」分隔"
        : "\(counted(selection.distinct, "option")) separated by '\(separator)'"
      return ([count] + selection.options.map { "\($0.text) (\($0.count))" }).joined(separator: "  ")
    }
    if !column.answers.isEmpty {
      let scale = column.scale.map { "[\($0)]  " } ?? ""
      let answers = orderOnScale(column.answers.map(\.text))?.map { column.answers[$0] } ?? column.answers
      return scale + answers.map { "\($0.text) (\($0.count))" }.joined(separator: "  ")
    }
    guard let low = column.minimum, let high = column.maximum else {
      if column.kind == .empty { return "" }
      return chinese ? "（各列多不相同，未列出）" : "(mostly different in each row; not listed)"
    }
    return intervalText(shortestText(low), shortestText(high), language)
  }

  private func csv() -> String {
    var lines = [
      "position,name,kind,n,n_missing,distinct,more_distinct,minimum,maximum,earliest,latest,roc_years,separator,options,matrix,scale"
    ]
    var stems: [Int: String] = [:]
    for matrix in matrices { for position in matrix.columns { stems[position] = matrix.stem } }
    for column in columns {
      lines.append(
        [
          String(column.position), csvCell(column.name), column.kind.rawValue, String(column.valid),
          String(column.missing), String(column.distinct), column.hasMoreDistinct ? "true" : "false",
          csvNumber(column.minimum), csvNumber(column.maximum), column.dates?.earliest ?? "",
          column.dates?.latest ?? "", column.dates.map { $0.hasRepublicanYears ? "true" : "false" } ?? "",
          csvCell(column.selection?.separator.rawValue ?? ""),
          column.selection.map { String($0.distinct) } ?? "", csvCell(stems[column.position] ?? ""),
          column.scale ?? "",
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
            json.name("compression")
            if let compression = dialect.compression {
              json.string(compression.rawValue)
            } else {
              json.null()
            }
            if let tool = dialect.tool { json.member("tool", tool) }
          }
        }
      }
      json.member("repeated_rows", number: repeatedRecords.map(Double.init))
      json.member("columns") { json in
        json.array { json in for column in columns { Self.write(column, to: &json) } }
      }
      json.member("matrices") { json in
        json.array { json in
          for matrix in matrices {
            json.object { json in
              json.member("stem", matrix.stem)
              json.member("columns") {
                $0.array { json in for column in matrix.columns { json.integer(column) } }
              }
              json.member("sub_questions") {
                $0.array { json in for sub in matrix.subQuestions { json.string(sub) } }
              }
            }
          }
        }
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
      json.member("answers") { write(column.answers, to: &$0) }
      if let scale = column.scale { json.member("scale", scale) }
      if let dates = column.dates {
        json.member("earliest", dates.earliest)
        json.member("latest", dates.latest)
        json.name("roc_years")
        json.boolean(dates.hasRepublicanYears)
        json.name("day_month_ambiguous")
        json.boolean(dates.isDayMonthAmbiguous)
      }
      if let selection = column.selection {
        json.member("separator", selection.separator.rawValue)
        json.member("distinct_options", selection.distinct)
        json.member("options") { write(selection.options, to: &$0) }
      }
    }
  }

  private static func write(_ answers: [Column.Answer], to json: inout JSONWriter) {
    json.array { json in
      for answer in answers {
        json.object { json in
          json.member("level", answer.text)
          json.member("n", answer.count)
        }
      }
    }
  }
}
