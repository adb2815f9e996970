import SurveyTable
import Testing

@Suite("constructs and made columns") struct ConstructTests {
  private static let five = AnswerScale.builtIn(named: "satisfaction-5") ?? .rating(from: 1, to: 5)

  /// Three items; by hand: row 1 all, row 2 two of three, row 3 one, row 4 none.
  private func data() throws -> SurveyData {
    try table(
      ("a", ["5", "4", "2", nil]), ("b", ["4", "無意見", "未使用過", "拒答"]), ("c", ["3", "1", nil, "不知道"])
    ).scored(by: ["a": Self.five, "b": Self.five, "c": Self.five])
  }

  @Test("a construct is the mean of the answered items, from a minimum on") func means() throws {
    let data = try data().adding([
      Construct(name: "k1", items: ["a", "b", "c"]),
      Construct(name: "k2", items: ["a", "b", "c"], minimumAnswered: 2),
      Construct(name: "k3", items: ["a", "b", "c"], minimumAnswered: 3),
    ])
    #expect(
      try numbers(data, ["k1", "k2", "k3"]).columns == [
        [4, 2.5, 2, nil], [4, 2.5, nil, nil], [4, nil, nil, nil],
      ])
    #expect(data.constructs.map(\.name) == ["k1", "k2", "k3"])
    #expect(try texts(data, ["k1"]) == [["4", "2.5", "2", nil]])
    #expect(data.scoredItems(of: "k2") == ["a", "b", "c"] && data.scoredItems(of: "a") == ["a"])
  }

  @Test("positive shares by base: valid answers, users, everybody") func shares() throws {
    let items = ["a", "b", "c"]
    func share(_ base: AnswerBase, _ least: Int = 1) -> DerivedColumn {
      DerivedColumn(
        name: "\(base)\(least)", function: .positiveShare(items, base: base, minimumAnswered: least))
    }
    let data = try data().adding([share(.valid), share(.valid, 2), share(.users), share(.all, 3)])
    // Row 1: 5 4 3. Row 2: 4, no opinion, 1. Row 3: 2, not applicable, blank. Row 4: blank, refused, don't know.
    let third = 1.0 / 3
    let expected: [[Double?]] = [
      [2 * third, 0.5, 0, nil], [2 * third, 0.5, nil, nil], [2 * third, third, 0, 0],
      [2 * third, third, 0, 0],
    ]
    #expect(try numbers(data, ["valid1", "valid2", "users1", "all3"]).columns == expected)
  }

  @Test("unknown answers count in the bases that count blanks, never as positive") func unknown() throws {
    let data = try table(("q", ["滿意", "非常滿義", "未使用過"])).scored(by: ["q": Self.five]).adding(
      [AnswerBase.valid, .users, .all].map {
        DerivedColumn(
          name: $0.rawValue, function: .positiveShare(["q"], base: $0, minimumAnswered: 1))
      })
    #expect(
      try numbers(data, ["valid", "users", "all"]).columns == [[1, nil, nil], [1, 0, nil], [1, 0, 0]])
  }

  @Test("both scores from 0 to 100") func scores() throws {
    let data = try data().adding([
      DerivedColumn(name: "max", function: .percentOfMaximum("a", maximum: 5)),
      DerivedColumn(name: "range", function: .percentOfRange("a", minimum: 1, maximum: 5)),
    ])
    #expect(try numbers(data, ["max", "range"]).columns == [[100, 80, 40, nil], [100, 75, 25, nil]])
  }

  @Test("labels are the scale's, by base") func labels() throws {
    let data = try table(("q", ["5.非常滿意", "很滿意", "沒意見", "未使用過", nil, "貓"]))
      .scored(by: ["q": Self.five]).adding(
        [AnswerBase.valid, .users, .all].map {
          DerivedColumn(name: $0.rawValue, function: .label("q", base: $0, blank: "-"))
        })
    #expect(
      try texts(data, ["valid", "users", "all"]) == [
        ["非常滿意", "非常滿意", nil, nil, nil, nil], ["非常滿意", "非常滿意", "無意見", nil, "-", "貓"],
        ["非常滿意", "非常滿意", "無意見", "不適用", "-", "貓"],
      ])
  }

  @Test("what no construct can be is refused") func refused() throws {
    let data = try data().adding([Construct(name: "k", items: ["a"])])
    let mixed = try table(("a", ["5"]), ("z", ["10"])).scored(by: [
      "a": Self.five, "z": .rating(from: 1, to: 10),
    ])
    for (table, construct, code, words) in [
      (data, Construct(name: "x", items: []), SurveyStatsError.Code.invalidArgument, "names no item"),
      (data, Construct(name: "a", items: ["b"]), .invalidArgument, "has this name already"),
      (data, Construct(name: "k", items: ["b"]), .invalidArgument, "has this name already"),
      (data, Construct(name: "x", items: ["d"]), .unknownColumn, "construct 'x'"),
      (data, Construct(name: "x", items: ["a", "b", "a"]), .invalidArgument, "names 'a' twice"),
      (data, Construct(name: "x", items: ["a"], weight: 0), .invalidArgument, "positive number, not 0"),
      (data, Construct(name: "x", items: ["a"], weight: -.infinity), .invalidArgument, "positive number"),
      (data, Construct(name: "x", items: ["a"], weight: .nan), .invalidArgument, "positive number"),
      (
        mixed, Construct(name: "x", items: ["a", "z"]), .invalidArgument,
        "'a' runs from 1 to 5 and 'z' from 1 to 10"
      ),
    ] {
      let error = failure { _ = try table.adding([construct]) }
      #expect(error?.code == code)
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "no error")")
    }
    let twice = failure {
      _ = try data.adding([Construct(name: "x", items: ["a"]), Construct(name: "x", items: ["b"])])
    }
    #expect(twice?.code == .invalidArgument)
  }
}

@Suite("cells of several answers") struct ChoiceListTests {
  private let list = ChoiceList(options: ["網站", "電話, 傳真", "電話", "里長, 里幹事", "Face Book"], separator: ",")

  @Test(
    "options may hold the separator, wherever they stand",
    arguments: [
      ("網站", ["網站"]), ("電話, 傳真", ["電話, 傳真"]), ("電話,傳真,網站", ["電話, 傳真", "網站"]),
      ("網站，電話，傳真", ["網站", "電話, 傳真"]), ("電話, 網站", ["電話", "網站"]),
      ("里長, 里幹事, 電話, 傳真, 電話", ["里長, 里幹事", "電話, 傳真", "電話"]), ("ＦＡＣＥＢＯＯＫ, 網 站", ["Face Book", "網站"]),
      ("網站,網站", ["網站"]), ("", []), (",,", []), ("網站\n電話", ["網站", "電話"]),
    ])
  func known(_ cell: String, _ options: [String]) {
    let read = list.read(cell)
    #expect(read.known == Set(options))
    #expect(read.unknown.isEmpty)
  }

  @Test(
    "what no option explains is told, and parts of words are no options",
    arguments: [
      ("網站, 其他：朋友", ["網站"], ["其他:朋友"]), ("電話亭", [], ["電話亭"]), ("傳真", [], ["傳真"]), ("里長, 網站", ["網站"], ["里長"]),
      ("新網站", [], ["新網站"]), ("電話, 傳真機", ["電話"], ["傳真機"]),
    ])
  func unknown(_ cell: String, _ options: [String], _ pieces: [String]) {
    let read = list.read(cell)
    #expect(read.known == Set(options))
    #expect(read.unknown == pieces)
  }

  @Test("other separators", arguments: [";", "、", "|", "\n", "; "]) func separators(_ separator: String) {
    let list = ChoiceList(options: ["甲", "乙"], separator: separator)
    #expect(list.options(in: "甲" + separator + "乙") == ["甲", "乙"])
    #expect(list.options(in: "甲乙").isEmpty)
  }

  @Test("a column for each option of a codebook's choices; a blank cell says nothing") func columns() throws {
    let codebook = Codebook(columns: [
      Codebook.Column(name: "得知 管道", id: "管道", choices: ["網站", "電話, 傳真"], separator: ",")
    ])
    let data = try table(("得知管道", ["電話, 傳真,網站", "網站", nil, "朋友"])).described(by: codebook)
    #expect(data.columnNames == ["管道", "管道 [網站]", "管道 [電話, 傳真]"])
    #expect(
      try numbers(data, ["管道 [網站]", "管道 [電話, 傳真]"]).columns == [[1, 1, nil, 0], [1, 0, nil, 0]])
    #expect(try texts(data, ["管道 [網站]"]) == [["1", "1", nil, "0"]])
  }
}
