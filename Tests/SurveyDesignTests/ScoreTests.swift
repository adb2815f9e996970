import SurveyStats
import Testing

/// Small tables whose scores are worked out by hand.
@Suite struct ScoreTests {
  /// Eight answers: 5 4 4 2 1, no opinion, never used, blank.
  static let answers: [String?] = ["非常滿意", "滿意", "4.滿意", "不滿意", "很不滿意", "無意見", "未使用過", nil]

  static func scale(_ name: String) throws -> AnswerScale { try #require(AnswerScale.builtIn(named: name)) }

  static func data(_ columns: (String, [String?])..., scale name: String = "satisfaction-5") throws
    -> SurveyData
  {
    let data = try SurveyData(columns: columns.map { SurveyColumn(name: $0.0, texts: $0.1) })
    let scale = try scale(name)
    return try data.scored(by: Dictionary(uniqueKeysWithValues: columns.map { ($0.0, scale) }))
  }

  static let kinds: [ScoreKind] = [
    .mean, .scoreOfMax, .scoreOfRange, .topTwo(.valid), .topTwo(.users), .topTwo(.all),
  ]

  @Test("mean, both scores and the top two of every base") func byHand() throws {
    let design = try SampleDesign(try Self.data(("q", Self.answers)))
    let rows = try design.score("q", as: Self.kinds).rows
    #expect(
      rows.map(\.statistic) == ["mean", "score-of-max", "score-of-range", "top2", "top2", "top2"])
    #expect(rows.map(\.base) == [nil, nil, nil, "valid", "users", "all"])
    #expect(rows.allSatisfy { $0.term == "q" && $0.level == nil })
    // 16 points of 5 answers; 3 of 5 valid ones are positive, 3 of 7 users, 3 of 8 rows.
    let expected = [3.2, 64, 55, 3.0 / 5, 3.0 / 7, 3.0 / 8]
    for (row, value) in zip(rows, expected) {
      #expect(abs((row.estimate ?? .nan) - value) < 1e-12)
    }
    #expect(rows.map(\.count) == [5, 5, 5, 5, 7, 8])
    #expect(rows.map(\.missingCount) == [3, 3, 3, 3, 1, 0])
    // Rows without a valid answer stay in the sample of 8: V = 8/7 · Σe² / m², m being those in the base.
    // Deviations from 3.2 are 1.8 .8 .8 −1.2 −2.2, their squares 10.8; those of a share p sum to m p (1 − p).
    let mean = (8.0 / 7 * 10.8 / 25).squareRoot()
    let errors = [
      mean, 20 * mean, 25 * mean, (8.0 / 7 * 1.2 / 25).squareRoot(), (8.0 / 7 * 12.0 / 7 / 49).squareRoot(),
      (8.0 / 7 * 15.0 / 8 / 64).squareRoot(),
    ]
    for (row, error) in zip(rows, errors) { #expect(abs((row.standardError ?? .nan) - error) < 1e-12) }
  }

  @Test("a reversed scale turns means and top boxes round") func reversed() throws {
    let data = try SurveyData(columns: [SurveyColumn(name: "q", texts: Self.answers)])
      .scored(by: ["q": try Self.scale("satisfaction-5").reversed()])
    let rows = try SampleDesign(data).score("q", as: Self.kinds).rows
    let expected = [2.8, 56, 45, 2.0 / 5, 2.0 / 7, 2.0 / 8]
    for (row, value) in zip(rows, expected) { #expect(abs((row.estimate ?? .nan) - value) < 1e-12) }
  }

  @Test("weights and groups") func groups() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "q", texts: ["非常滿意", "滿意", "普通", "不滿意"]),
      SurveyColumn(name: "g", texts: ["甲", "甲", "乙", "乙"]),
      SurveyColumn(name: "w", values: .float64([1, 3, 2, 2])),
    ]).scored(by: ["q": try Self.scale("satisfaction-5")])
    let rows = try SampleDesign(data, weights: "w").score("q", as: [.mean, .topTwo(.valid)], by: "g").rows
    func row(_ statistic: String, _ group: String) -> Double? {
      rows.first { $0.statistic == statistic && $0.group.first?.value == group }?.estimate
    }
    #expect(row("mean", "甲") == 4.25 && row("mean", "乙") == 2.5)
    #expect(row("top2", "甲") == 1 && row("top2", "乙") == 0)
  }

  @Test("a construct's score is the mean of respondents' means, its minimum holds for every kind")
  func constructs() throws {
    let data = try Self.data(
      ("a", ["非常滿意", "滿意", "普通", nil]), ("b", ["滿意", "無意見", "非常滿意", "拒答"])
    ).adding([
      Construct(name: "k", items: ["a", "b"]), Construct(name: "k2", items: ["a", "b"], minimumAnswered: 2),
    ])
    let rows = try SampleDesign(data).score(
      ["k", "k2"], as: [.mean, .scoreOfMax, .scoreOfRange, .topTwo(.valid)]
    ).rows
    // k: 4.5, 4, 4 over three; k2: 4.5 and 4 over two. Positive: 1, 1, ½ and 1, ½.
    let expected = [12.5 / 3, 250.0 / 3, 950.0 / 12, 2.5 / 3, 4.25, 85, 81.25, 0.75]
    for (row, value) in zip(rows, expected) { #expect(abs((row.estimate ?? .nan) - value) < 1e-12) }
    #expect(rows.map(\.count) == [3, 3, 3, 3, 2, 2, 2, 2])
  }

  @Test("what has no score is refused with what to do") func refused() throws {
    let plain = try SampleDesign(try SurveyData(columns: [SurveyColumn(name: "q", values: .int8([1, 5]))]))
    #expect(try plain.score("q", as: [.mean]).rows.first?.estimate == 3)
    for kind in Self.kinds.dropFirst() {
      do {
        _ = try plain.score("q", as: [kind])
        Issue.record("\(kind) without a scale")
      } catch {
        #expect(error.code == .invalidArgument && error.message.contains("the scale of 'q' is not known"))
      }
    }
    for (items, kinds) in [(ColumnList([]), [ScoreKind.mean]), ("q", [])] {
      do {
        _ = try plain.score(items, as: kinds)
        Issue.record("nothing was asked and answered")
      } catch {
        #expect(error.code == .invalidArgument)
      }
    }
    do {
      _ = try plain.score("r", as: [.mean])
      Issue.record("no such column")
    } catch {
      #expect(error.code == .unknownColumn)
    }
  }

  @Test("a scale whose best score is 0 has no score of its maximum") func zero() throws {
    let scale = AnswerScale(
      name: "deficits",
      options: [
        .init("無", score: 0, role: .positive), .init("少", score: -1, role: .neutral),
        .init("多", score: -2, role: .negative),
      ], minimum: -2, maximum: 0)
    let data = try SurveyData(columns: [SurveyColumn(name: "q", texts: ["無", "少", "多", "多"])])
      .scored(by: ["q": scale])
    let design = try SampleDesign(data)
    #expect(try design.score("q", as: [.scoreOfRange]).rows.first?.estimate == 37.5)
    do {
      _ = try design.score("q", as: [.scoreOfMax])
      Issue.record("divided by 0")
    } catch {
      #expect(error.code == .invalidArgument && error.message.contains("ask for score-of-range"))
    }
  }
}
