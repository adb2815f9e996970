import SurveyTable
import Testing

@Suite("answer scales") struct AnswerScaleTests {
  private func meaning(_ text: String, _ scale: AnswerScale) -> [String] {
    let answer = ScaleReader(scale).answer(text)
    return [answer?.score.map { shortestText($0) } ?? "no score", answer?.role.rawValue ?? "unknown"]
  }

  private func expected(_ spelling: AnswerSpelling) -> [String] {
    [spelling.score.map { shortestText($0) } ?? "no score", spelling.role?.rawValue ?? "unknown"]
  }

  private func scale(_ name: String) throws -> AnswerScale {
    try #require(AnswerScale.builtIn(named: name))
  }

  @Test("satisfaction as questionnaires spell it") func satisfaction() throws {
    let scale = try scale("satisfaction-5")
    for spelling in satisfactionSpellings {
      #expect(meaning(spelling.text, scale) == expected(spelling), "'\(spelling.text)'")
    }
  }

  @Test("the other scales and numbers out of range") func others() throws {
    for (name, spelling) in otherSpellings {
      #expect(meaning(spelling.text, try scale(name)) == expected(spelling), "\(name): '\(spelling.text)'")
    }
  }

  @Test("no spelling of a built-in scale belongs to two of its answers", arguments: AnswerScale.builtIn)
  func unambiguous(_ scale: AnswerScale) {
    let reader = ScaleReader(scale)
    for option in scale.options {
      for spelling in [option.label] + option.aliases {
        #expect(reader.answer(spelling)?.label == option.label, "\(scale.name): '\(spelling)'")
      }
    }
  }

  @Test("built-in scales hold what their names say", arguments: AnswerScale.builtIn)
  func shape(_ scale: AnswerScale) throws {
    let scores = scale.options.compactMap(\.score)
    #expect(scores == scores.sorted(by: >))
    if !scores.isEmpty {
      #expect(scores.min() == scale.minimum && scores.max() == scale.maximum)
    } else {
      #expect(scale.acceptsNumbers)
    }
    #expect(Set(AnswerScale.builtIn.map(\.name)).count == AnswerScale.builtIn.count)
    #expect(AnswerScale.builtIn(named: scale.name) == scale)
    for option in scale.options {
      #expect(option.role.isSubstantive == (option.score != nil))
    }
    #expect(throws: Never.self) { try scale.requireUsableScores() }
  }

  @Test("a reversed scale mirrors scores, exchanges the top box and reads 1 as the best")
  func reversed() throws {
    let scale = try scale("satisfaction-5").reversed()
    #expect(scale.fullName == "satisfaction-5:reversed")
    #expect(meaning("非常滿意", scale) == ["1", "negative"])
    #expect(meaning("普通", scale) == ["3", "neutral"])
    #expect(meaning("很不滿意", scale) == ["5", "positive"])
    #expect(meaning("5", scale) == ["1", "negative"])
    #expect(meaning("無意見", scale) == ["no score", "noopinion"])
    let rating = AnswerScale.rating(from: 0, to: 10).reversed()
    #expect(meaning("0", rating) == ["10", "positive"])
    #expect(meaning("3.5", rating) == ["6.5", "neutral"])
    #expect(meaning("11", rating) == ["no score", "unknown"])
    #expect(scale.reversed() == AnswerScale.builtIn(named: "satisfaction-5"))
  }

  @Test("a built-in scale with an option code of letters reads the letter") func letters() {
    let scale = AnswerScale(
      name: "grades",
      options: [
        .init("優", score: 2, role: .positive, code: "A"), .init("劣", score: 1, role: .negative, code: "b"),
      ], minimum: 1, maximum: 2)
    #expect(meaning("a", scale) == ["2", "positive"])
    #expect(meaning("Ｂ", scale) == ["1", "negative"])
    #expect(meaning("2", scale) == ["no score", "unknown"])
  }

  @Test("scales are comparable where range and number of answers agree") func comparable() throws {
    let five = try scale("satisfaction-5")
    #expect(five.isComparable(to: try scale("agreement-5")))
    #expect(!five.isComparable(to: try scale("satisfaction-4")))
    #expect(five.isComparable(to: .rating(from: 1, to: 5)))
    #expect(!five.isComparable(to: .rating(from: 1, to: 10)))
    let three = AnswerScale(
      name: "x", options: [.init("好", score: 5, role: .positive), .init("壞", score: 1, role: .negative)],
      minimum: 1, maximum: 5)
    #expect(!five.isComparable(to: three))
  }

  @Test("scores that no number holds are refused before anything is read") func unusable() throws {
    let data = try SurveyData(columns: [SurveyColumn(name: "q", texts: ["好"])])
    func scale(_ score: Double, _ low: Double, _ high: Double) -> AnswerScale {
      AnswerScale(
        name: "x", options: [.init("好", score: score, role: .positive)], minimum: low, maximum: high)
    }
    for bad in [
      scale(.nan, 1, 5), scale(.infinity, 1, 5), scale(6, 1, 5), scale(3, 5, 1), scale(3, 3, 3),
      scale(3, .nan, 5), scale(3, 1, .infinity), scale(1e300, 1, 1e300), scale(0, -1e300, 5),
    ] {
      do {
        _ = try data.scored(by: ["q": bad])
        Issue.record("accepted \(bad.minimum) \(bad.maximum)")
      } catch {
        #expect(error.code == .invalidArgument && error.message.contains("scale 'x'"))
      }
    }
  }
}

@Suite("text folding") struct TextFoldingTests {
  @Test(
    "spellings of one word meet",
    arguments: [
      ("ＡＢＣ　１２３", "abc123"), ("Very  Satisfied", "verysatisfied"), ("（５）非常滿意", "(5)非常滿意"), ("服務帄台", "服務平台"),
      ("臺北市", "台北市"), ("考詴", "考試"), ("必頇", "必須"), ("成尌", "成就"), ("\u{FEFF}滿意\u{200B}", "滿意"),
      ("a\r\nb\tc", "abc"),
      ("不知道∕無意見", "不知道/無意見"), ("～！", "~!"), ("", ""), ("　\u{A0} ", ""), ("民眾", "民衆"), ("裡", "裏"),
    ])
  func meets(_ a: String, _ b: String) {
    #expect(foldedForMatching(a) == foldedForMatching(b))
    #expect(foldedForMatching(foldedForMatching(a)) == foldedForMatching(a))
  }

  @Test(
    "words that differ stay apart",
    arguments: [("滿意", "滿義"), ("不滿意", "滿意"), ("a", "á"), ("1", "l"), ("平", "坪"), ("、", ","), ("😀", "😁")])
  func differs(_ a: String, _ b: String) { #expect(foldedForMatching(a) != foldedForMatching(b)) }

  @Test("only exchanged characters deserve a note, not two right spellings") func variants() {
    #expect(hasFontVariant("服務帄台"))
    #expect(hasFontVariant("塡寫"))
    #expect(!hasFontVariant("臺北"))
    #expect(!hasFontVariant("非常　滿意"))
  }
}
