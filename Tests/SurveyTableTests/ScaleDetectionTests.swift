import SurveyTable
import Testing

@Suite("finding scales") struct ScaleDetectionTests {
  private func detected(_ columns: (String, [String?])..., missing: String = "") throws -> [String: String] {
    let data = try SurveyData(
      columns: columns.map { SurveyColumn(name: $0.0, texts: $0.1) },
      missing: MissingCodesByColumn(parsing: missing))
    return try data.detectScales(of: columns.map(\.0)).scales.mapValues(\.fullName)
  }

  @Test("words with a middle are on five points, telephone words without one on four") func middle() throws {
    #expect(try detected(("q", ["滿意", "普通", "不滿意"])) == ["q": "satisfaction-5"])
    #expect(try detected(("q", ["非常滿意", "還算滿意", "不太滿意", "非常不滿意"])) == ["q": "satisfaction-4"])
    #expect(try detected(("q", ["非常滿意", "還算滿意", "普通", "不太滿意"])) == ["q": "satisfaction-5"])
    // Bare words alone: the scale that counters use.
    #expect(try detected(("q", ["非常滿意", "滿意", "不滿意"])) == ["q": "satisfaction-5"])
    #expect(
      try detected(("q", ["Somewhat satisfied", "Very dissatisfied"])) == ["q": "satisfaction-4"])
    #expect(try detected(("q", ["非常同意", "普通"])) == ["q": "agreement-5"])
    #expect(try detected(("q", ["重要", "很重要", "不重要"])) == ["q": "importance-5"])
    #expect(try detected(("q", ["是", "否", "否"])) == ["q": "yes-no"])
  }

  @Test("a middle answer on one item says that its sisters have one") func sisters() throws {
    #expect(
      try detected(("a", ["非常滿意", "還算滿意"]), ("b", ["還算滿意", "普通"])) == [
        "a": "satisfaction-5", "b": "satisfaction-5",
      ])
    #expect(
      try detected(("a", ["非常同意", "還算同意"]), ("b", ["還算滿意", "普通"])) == [
        "a": "agreement-4", "b": "satisfaction-5",
      ])
  }

  @Test(
    "whole numbers are on the smallest range that holds them",
    arguments: [
      (["1", "4"], "rating-4"), (["2", "5"], "rating-5"), (["1", "6"], "rating-7"),
      (["1", "8"], "rating-10"),
      (["0", "7"], "rating-0-10"), (["0", "11"], "rating-100"), (["60", "100"], "rating-100"),
      (["５", "１"], "rating-5"), (["3", "無意見", "5"], "rating-5"),
    ])
  func numbers(_ answers: [String], _ name: String) throws {
    #expect(try detected(("q", answers)) == ["q": name])
  }

  @Test(
    "these are on no scale",
    arguments: [
      ["0", "1", "1"], ["1", "1"], ["1", "101"], ["-1", "5"], ["1.5", "2"], ["很好", "謝謝", "希望改善"],
      ["無意見", "不知道"], ["女", "男"], ["2013/5/4 下午 3:21:10"], ["滿意度很好", "滿意嗎", "滿意"], [nil, nil],
    ] as [[String?]])
  func none(_ answers: [String?]) throws { #expect(try detected(("q", answers)) == [:]) }

  @Test("items of numbers share the widest scale of up to five points") func widest() throws {
    #expect(
      try detected(("a", ["1", "4"]), ("b", ["2", "5"]), ("c", ["1", "9"])) == [
        "a": "rating-5", "b": "rating-5", "c": "rating-10",
      ])
  }

  @Test("half of the answers must be known, and numbers beside labels do not count") func mixed() throws {
    #expect(try detected(("q", ["滿意", "滿意", "貓", "狗"])) == ["q": "satisfaction-5"])
    #expect(try detected(("q", ["滿意", "貓", "狗"])) == [:])
    #expect(try detected(("q", ["滿意", "普通", "5", "4"])) == ["q": "satisfaction-5"])
    #expect(try detected(("q", ["滿意", "5", "4"])) == [:])
  }

  @Test("missing codes and blanks say nothing about the scale") func missing() throws {
    // A 9 apart from 1 to 5 is a question to the user, not a scale.
    #expect(try detected(("q", ["1", "5", "9", nil, ""])) == [:])
    #expect(try detected(("q", ["1", "5", "7", "9", nil, ""])) == ["q": "rating-10"])
    #expect(try detected(("q", ["1", "5", "9", nil, ""]), missing: "9") == ["q": "rating-5"])
    #expect(try detected(("q", ["1", "5", "99"]), missing: "q=99") == ["q": "rating-5"])
  }

  @Test("more than 500 different answers are free text") func wide() throws {
    let many: [String?] = (1...501).map { "滿意\($0)個字" } + Array(repeating: "滿意", count: 2000)
    #expect(try detected(("q", many)) == [:])
  }

  @Test("one note a scale names at most three items") func notes() throws {
    let columns = (1...5).map { SurveyColumn(name: "q\($0)", texts: ["滿意", "普通"]) }
    let detection = try SurveyData(columns: columns + [SurveyColumn(name: "n", texts: ["1", "5"])])
      .detectScales(of: ["q1", "q2", "q3", "q4", "q5", "n"])
    #expect(detection.notes.map(\.code) == ["scale_detected", "scale_detected"])
    #expect(detection.notes[0].english.contains("q1, q2, q3, … (5)"))
    #expect(detection.notes[0].chinese.contains("等 5 題"))
    #expect(detection.notes[1].english.contains("the highest number being the best"))
  }
}

@Suite("naming scales") struct ScaleRequestTests {
  @Test("scales for all, for columns, with equals signs in headers") func parsing() throws {
    let request = try ScaleRequest(parsing: "auto; q1=satisfaction-5 ；a=b=rating-10:reversed")
    #expect(request.all == .detected)
    #expect(request.byColumn["q1"] == .scale(try #require(AnswerScale.builtIn(named: "satisfaction-5"))))
    #expect(request.byColumn["a=b"] == .scale(AnswerScale.rating(from: 1, to: 10).reversed()))
    #expect(request.byColumn.count == 2)
    #expect(try ScaleRequest(parsing: "") == ScaleRequest())
  }

  @Test("a codebook's own scale wins over a built-in one of its name") func own() throws {
    let own = AnswerScale(
      name: "rating-5", options: [.init("a", score: 1, role: .positive)], minimum: 0, maximum: 1)
    #expect(try ScaleRequest(parsing: "rating-5", own: [own]).all == .scale(own))
  }

  @Test(
    "what cannot be meant is answered with what could be",
    arguments: [
      ("satisfacton-5", "did you mean 'satisfaction-5'?"), ("satisfaction", "satisfaction-5"),
      ("q1=rating-6", "there is no scale 'rating-6'"), ("=rating-5", "must stand before '='"),
      ("q1=", "there is no scale ''"), ("rating-10:backwards", "there is no scale 'rating-10:backwards'"),
      ("完全不同的東西", "there is no scale '完全不同的東西'. Known are"), ("atuo", "did you mean 'auto'?"),
      ("auto:reversed", "there is no scale 'auto'"),
    ])
  func errors(_ text: String, _ words: String) {
    let error = failure { _ = try ScaleRequest(parsing: text) }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "no error")")
  }
}
