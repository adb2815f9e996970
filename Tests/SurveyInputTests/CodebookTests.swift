import SurveyInput
import SurveyTable
import Testing

@Suite("codebooks") struct CodebookTests {
  private static let document = """
    schema: survey-stats/codebook@1
    missing: [9, 不知道]
    overall: 整體
    columns:
      - name: 您對洽公環境的滿意程度
        id: 環境
        label: 洽公環境整潔舒適
        scale: satisfaction-5
      - name: 您對動線的滿意程度
        id: 動線
        scale: satisfaction-5
        missing: 8
      - {name: 等候時間, id: 等候, scale: 等候, reversed: true}
      - {name: 整體, scale: rating-10}
      - {name: 得知管道, choices: [網站, "電話, 傳真"], separator: ";"}
    constructs:
      - {name: 洽公環境, items: [環境, 動線], weight: 2.5, minimum_answered: 2}
    scales:
      - name: 等候
        options:
          - {label: 很久, score: 3, role: negative, aliases: [久, 太久], code: L}
          - {label: 還好, score: 2}
          - {label: 很快, score: 1, role: positive}
          - {label: 沒等, role: na}
    """

  private func codebook(_ text: String = document) throws -> Codebook {
    try Codebook(document: Array(text.utf8), name: "book")
  }

  @Test("everything a codebook says is read") func reads() throws {
    let book = try codebook()
    #expect(book.name == "book" && book.overall == "整體")
    #expect(book.missing.texts == ["9", "不知道"] && book.missing.numbers == [9])
    #expect(book.columns.map(\.name) == ["您對洽公環境的滿意程度", "您對動線的滿意程度", "等候時間", "整體", "得知管道"])
    #expect(book.columns.map(\.id) == ["環境", "動線", "等候", nil, nil])
    #expect(
      book.columns.map { $0.scale?.fullName } == [
        "satisfaction-5", "satisfaction-5", "等候:reversed", "rating-10", nil,
      ])
    #expect(book.columns[1].missing?.texts == ["8"] && book.columns[0].missing == nil)
    #expect(book.columns[4].choices == ["網站", "電話, 傳真"] && book.columns[4].separator == ";")
    #expect(
      book.constructs == [
        Construct(name: "洽公環境", items: ["環境", "動線"], weight: 2.5, minimumAnswered: 2)
      ])
    let scale = try #require(book.scales.first)
    #expect(scale.minimum == 1 && scale.maximum == 3 && !scale.isReversed)
    #expect(scale.options.map(\.role) == [.negative, .neutral, .positive, .notApplicable])
    #expect(scale.options.map(\.code) == ["L", "2", "1", nil])
    #expect(book.columns[2].scale?.options.map(\.score) == [1, 2, 3, nil])
  }

  @Test("JSON and a file without a schema are read too") func json() throws {
    let book = try codebook(#"{"columns": [{"name": "q", "scale": "yes-no"}], "overall": "q"}"#)
    #expect(book.columns.first?.scale?.name == "yes-no" && book.overall == "q")
    #expect(try codebook("columns: []\n") == Codebook(name: "book"))
  }

  @Test("writing and reading back changes nothing") func roundTrip() throws {
    let book = try codebook()
    #expect(try codebook(book.yaml) == book)
    // Two answers of one score share the code that goes without saying.
    let equal = try codebook(
      "scales:\n  - {name: s, options: [{label: a, score: 2}, {label: b, score: 1}, {label: c, score: 1}]}\n")
    #expect(try codebook(equal.yaml) == equal)
  }

  private static let export = """
    "您對洽公環境的滿意程度",您對動線的滿意程度,等候時間,整體,得知管道,意見
    非常滿意,普通,很久,10,電話；傳真,好
    滿意,8,太久,9,"電話, 傳真;網站",
    不知道,不滿意,很快,1,網站,
    非常滿意,9,沒等,7,,

    """

  @Test("columns, missing codes, scales, choices and constructs of a file") func described() throws {
    let plain = try SurveyData(csv: Array(Self.export.utf8), name: "f.csv")
    let data = try plain.described(by: codebook())
    #expect(
      data.columnNames == ["環境", "動線", "等候", "整體", "得知管道", "意見", "得知管道 [網站]", "得知管道 [電話, 傳真]", "洽公環境"])
    #expect(data.label(of: "環境") == "洽公環境整潔舒適" && data.label(of: "動線") == "您對動線的滿意程度")
    #expect(data.overallItem == "整體" && data.constructs.map(\.weight) == [2.5])
    let names = ["環境", "動線", "等候", "整體", "洽公環境", "得知管道 [網站]", "得知管道 [電話, 傳真]"]
    let read = try readTable(
      data,
      try names.map {
        ColumnRequest(
          column: try data.position(of: $0, as: "test"), reading: .number,
          missing: data.missing.codes(for: $0))
      })
    #expect(
      read.columns == [
        ["5", "4", nil, "5"], ["3", nil, "2", nil], ["1", "1", "3", nil], ["10", nil, "1", "7"],
        ["4", nil, nil, nil], ["0", "1", "1", nil], ["0", "1", "0", nil],
      ])
  }

  @Test("headers are found folded, columns that the file lacks are a note") func folded() throws {
    let text = "您對 洽公環境 的滿意程度,您對動線的滿意程度,等候時間,整　體\n滿意,滿意,很快,7\n"
    let data = try SurveyData(csv: Array(text.utf8), name: "f.csv").described(
      by: codebook(Self.document.replacing("overall: 整體\n", with: "")))
    #expect(data.columnNames.prefix(4) == ["環境", "動線", "等候", "整　體"])
    #expect(data.notes.filter { $0.code == "codebook_columns_absent" }.count == 1)
    #expect(data.notes.contains { $0.chinese.contains("「得知管道」") })
  }

  @Test("missing codes of the command line add to those of the codebook") func missingCodes() throws {
    let text = "a,b\n5,5\n9,9\n8,8\n7,7\n"
    let book = try codebook(
      "missing: 9\ncolumns:\n  - {name: a, id: x, scale: rating-10, missing: 8}\n  - {name: b, scale: rating-10}\n"
    )
    let options = CSVOptions(missing: try MissingCodesByColumn(parsing: "a=7;b=5"))
    let data = try SurveyData(csv: Array(text.utf8), name: "f.csv", options: options).described(by: book)
    let requests = try ["x", "b"].map {
      ColumnRequest(
        column: try data.position(of: $0, as: "test"), reading: .number, missing: data.missing.codes(for: $0))
    }
    #expect(try readTable(data, requests).columns == [["5", nil, nil, nil], [nil, nil, "8", "7"]])
  }

  @Test("a codebook that does not fit its table") func misfits() throws {
    let data = try SurveyData(csv: Array("a,b\n滿意,1\n".utf8), name: "f.csv")
    for (text, code, words) in [
      (
        "columns:\n  - {name: a, id: b}\n", SurveyStatsError.Code.invalidArgument,
        "name of another column of f.csv"
      ),
      ("constructs:\n  - {name: k, items: [c]}\n", .unknownColumn, "construct of book"),
      ("overall: c\n", .unknownColumn, "overall item of book"),
      ("constructs:\n  - {name: b, items: [a]}\n", .invalidArgument, "has this name already"),
      (
        "columns: [{name: a, scale: satisfaction-5}, {name: b, scale: rating-10}]\nconstructs: [{name: k, items: [a, b]}]\n",
        .invalidArgument, "give its items one scale"
      ),
      ("columns:\n  - {name: a, id: x}\n  - {name: 'A', id: y}\n", .invalidArgument, "both describe"),
    ] {
      do {
        _ = try data.described(by: codebook(text))
        Issue.record("accepted \(text)")
      } catch let error as SurveyStatsError {
        #expect(error.code == code)
        #expect(error.message.contains(words), "\(error.message)")
      }
    }
  }

  @Test("a draft of any headers reads back as the same scales") func drafted() throws {
    let header =
      "\"問題 \"\"一\"\"\",a\\b [甲],a\\b [乙],x: y,#z,\"two\nlines\",整體滿意度,- q,😀,tab\there"
    let text = header + "\n滿意,5,4,是,非常同意,1,普通,1,u,2\n普通,1,2,否,同意,9,滿意,10,v,1\n"
    let data = try SurveyData(csv: Array(text.utf8), name: "f.csv")
    let draft = try Codebook.drafted(for: data)
    #expect(draft.overall == "整體滿意度")
    #expect(draft.constructs.map(\.items) == [[#"a\b [甲]"#, #"a\b [乙]"#]])
    let read = try codebook(draft.yaml)
    #expect(read.columns.map(\.name) == data.columnNames)
    #expect(read.columns.map { $0.scale?.fullName } == draft.columns.map { $0.scale?.fullName })
    #expect(read.constructs == draft.constructs && read.overall == draft.overall)
    let found = try data.detectScales(of: data.columnNames).scales
    #expect(try data.described(by: read).scales == found)
    #expect(found.count == 9)
  }

  @Test("ages and row numbers are not drafted as ratings from 0 to 100") func ages() throws {
    let data = try SurveyData(csv: Array("no,age,q\n1,28,5\n60,71,1\n".utf8), name: "f.csv")
    #expect(
      try data.detectScales(of: ["no", "age"]).scales.mapValues(\.name) == [
        "no": "rating-100", "age": "rating-100",
      ])
    #expect(try Codebook.drafted(for: data).columns.map { $0.scale?.name } == [nil, nil, "rating-5"])
  }

  @Test("control characters in a header do not make a draft that cannot be read") func controls() throws {
    for scalar: Unicode.Scalar in [
      "\u{1}", "\u{7F}", "\u{85}", "\u{2028}", "\u{9F}", "\u{2029}", "\u{FEFF}", "\u{FFFD}", "\u{FFFE}",
      "\u{FFFF}", "\u{E000}", "\u{1FFFE}",
    ] {
      let data = try SurveyData(
        columns: [SurveyColumn(name: "q\(Character(scalar))x", texts: ["滿意", "普通"])])
      let draft = try Codebook.drafted(for: data)
      #expect(try codebook(draft.yaml).columns.map(\.name) == data.columnNames, "U+\(scalar.value)")
    }
  }
}
