import SurveyTable
import Testing

@Suite("answers as scores") struct ScoredDataTests {
  private static let five = AnswerScale.builtIn(named: "satisfaction-5") ?? .rating(from: 1, to: 5)

  @Test("scores are read for labels; blanks, no opinion and missing codes have none") func scores() throws {
    let data = try table(
      ("q", ["非常滿意", "4.滿意", "３", "無意見", nil, "未使用過", "普通", "拒答", "88"]), missing: "88,普通"
    ).scored(by: ["q": Self.five])
    let read = try numbers(data, ["q"])
    #expect(read.columns == [[5, 4, 3, nil, nil, nil, nil, nil, nil]])
    #expect(read.notes.isEmpty)
    // As text the answers stay what they are.
    #expect(try texts(data, ["q"])[0][1] == "4.滿意")
  }

  @Test("unknown answers are counted, the most frequent first, with the nearest label") func unknown() throws
  {
    let data = try table(
      ("q", ["滿意", "非常滿義", "OK", "非常滿義", nil])
    ).scored(by: ["q": Self.five])
    let read = try numbers(data, ["q"])
    #expect(read.columns == [[4, nil, nil, nil, nil]])
    #expect(read.notes.map(\.code) == ["unknown_answers"])
    let note = try #require(read.notes.first)
    #expect(
      note.english.contains("3 answers are not on the scale satisfaction-5")
        && note.english.contains("'非常滿義' (2, nearest '非常滿意'); 'OK' (1)"))
    #expect(note.chinese.contains("「非常滿義」2 筆，最接近「非常滿意」"))
    #expect(
      try #require(note.english.range(of: "非常滿義")).lowerBound < note.english.range(of: "OK")!.lowerBound)
  }

  @Test("a column read below for scores and above for labels has one note") func oneNote() throws {
    let data = try table(("q", ["滿意", "非常滿義"])).scored(by: ["q": Self.five]).adding([
      DerivedColumn(name: "m", function: .mean(["q"], minimumAnswered: 1)),
      DerivedColumn(name: "top", function: .positiveShare(["q"], base: .valid, minimumAnswered: 1)),
    ])
    let read = try numbers(data, ["q", "m", "top"])
    #expect(read.columns == [[4, nil], [4, nil], [1, nil]])
    #expect(read.notes.map(\.code) == ["unknown_answers"])
  }

  @Test("a column of which no answer is known is an error that shows them") func nothing() throws {
    let data = try table(("q", ["同意", "非常同意", nil])).scored(by: ["q": Self.five])
    let error = failure { _ = try numbers(data, ["q"]) }
    #expect(error?.code == .malformedData)
    #expect(error?.message.contains("t, column 'q': no answer is on the scale satisfaction-5") == true)
    #expect(error?.message.contains("'同意' (1") == true)
    // Nothing but blanks is no contradiction.
    let blank = try table(("q", [nil, ""])).scored(by: ["q": Self.five])
    #expect(try numbers(blank, ["q"]).columns == [[nil, nil]])
    // An answer without an opinion is known.
    let silent = try table(("q", ["無意見", "x"])).scored(by: ["q": Self.five])
    #expect(try numbers(silent, ["q"]).columns == [[nil, nil]])
  }

  @Test("characters of PDF fonts are matched and told") func fonts() throws {
    let scale = AnswerScale(
      name: "x",
      options: [.init("平台", score: 2, role: .positive), .init("其他", score: 1, role: .negative)],
      minimum: 1, maximum: 2)
    let read = try numbers(try table(("q", ["帄台", "平台", "其他"])).scored(by: ["q": scale]), ["q"])
    #expect(read.columns == [[2, 2, 1]])
    #expect(read.notes.map(\.code) == ["font_variants_folded"])
  }

  @Test("requests: by name over all, codebook scales stay, constructs stand for their items") func requests()
    throws
  {
    let data = try table(("a", ["1", "5"]), ("b", ["滿意", "普通"]), ("c", ["1", "5"]), ("d", ["u", "v"]))
    let request = try ScaleRequest(parsing: "auto;c=rating-10:reversed")
    let scored = try data.scored(["a", "b", "c", "d", "a"], by: request)
    #expect(
      scored.scales.mapValues(\.fullName) == [
        "a": "rating-5", "b": "satisfaction-5", "c": "rating-10:reversed",
      ])
    #expect(scored.notes.count { $0.english.contains("a were taken") } == 1)
    #expect(!scored.notes.contains { $0.english.contains("a, a") })
    #expect(try numbers(scored, ["c"]).columns == [[10, 6]])
    let fixed = try data.scored(by: ["a": .rating(from: 1, to: 7)]).scored(["a"], by: request)
    #expect(fixed.scales["a"]?.name == "rating-7")
    #expect(
      failure { _ = try data.scored(["a"], by: ScaleRequest(parsing: "e=auto")) }?.code == .unknownColumn)
    #expect(failure { _ = try data.scored(by: ["bb": Self.five]) }?.code == .unknownColumn)
  }

  @Test("numbers in memory are answers like texts") func memory() throws {
    let data = try SurveyData(columns: [SurveyColumn(name: "q", values: .int8([5, 1, 3]))])
      .scored(by: ["q": Self.five.reversed()])
    #expect(try numbers(data, ["q"]).columns == [[1, 5, 3]])
  }

  @Test("scores are the same over several batches") func batches() throws {
    let labels = ["非常滿意", "滿意", "普通", "不滿意", "非常不滿意", "貓"]
    let answers = (0..<10_000).map { labels[($0 * 7 + $0 / 4096) % 6] }
    let read = try numbers(try table(("q", answers)).scored(by: ["q": Self.five]), ["q"])
    #expect(
      read.columns[0]
        == answers.map { label in labels.firstIndex(of: label).flatMap { $0 == 5 ? nil : Double(5 - $0) } })
    let unknown = answers.count { $0 == "貓" }
    #expect(read.notes.first?.english.contains("\(unknown) answers are not on the scale") == true)
  }
}
