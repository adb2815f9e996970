import SurveyStats
import Testing

@Suite("several answers in a cell") struct MultipleAnswerTests {
  private static let column = SurveyColumn(
    name: "管道", texts: ["網路, 臨櫃", "臨櫃", "網路,臨櫃, 電話", nil, "電話", "臨櫃、電話", "網路", nil, "電話, 網路", "臨櫃"])

  /// `level statistic base estimate of n`.
  private func lines(_ estimates: Estimates) -> [String] {
    estimates.rows.map { row in
      let value = ((row.estimate ?? .nan) * 10_000).rounded() / 10_000
      return "\(row.level ?? "-") \(row.statistic)\(row.base.map { "/" + $0 } ?? "") \(value) of \(row.count)"
    }
  }

  private static let byHand: Set<String> = [
    "網路 count 4.0 of 10", "網路 proportion/all 0.4 of 10", "網路 proportion/valid 0.5 of 8",
    "臨櫃 count 5.0 of 10", "臨櫃 proportion/all 0.5 of 10", "臨櫃 proportion/valid 0.625 of 8",
    "電話 count 4.0 of 10", "電話 proportion/all 0.4 of 10", "電話 proportion/valid 0.5 of 8",
    "(blank) count 2.0 of 10", "(blank) proportion/all 0.2 of 10",
  ]

  @Test("options are counted, not combinations of them, and valid shares exceed 100 % with a note")
  func found() throws {
    let table = try SampleDesign(SurveyData(columns: [Self.column])).frequency("管道")
    #expect(Set(lines(table)) == Self.byHand)
    #expect(table.notes.contains { $0.code == "multiple_answers" && $0.chinese.contains("可能超過 100%") })
  }

  @Test("a codebook's choices keep an option whole that holds the separator, in its order") func codebook()
    throws
  {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "管道", texts: ["電話, 傳真, 網路", "網路", "電話, 傳真", "其他：朋友", nil])
    ])
    let codebook = Codebook(columns: [.init(name: "管道", choices: ["網路", "電話, 傳真"])])
    let table = try SampleDesign(data.described(by: codebook)).frequency("管道")
    #expect(
      lines(table) == [
        "網路 count 2.0 of 5", "網路 proportion/all 0.4 of 5", "網路 proportion/valid 0.5 of 4",
        "電話, 傳真 count 2.0 of 5", "電話, 傳真 proportion/all 0.4 of 5", "電話, 傳真 proportion/valid 0.5 of 4",
        "(blank) count 1.0 of 5", "(blank) proportion/all 0.2 of 5",
      ])
    #expect(table.notes.contains { $0.code == "unknown_choices" && $0.english.contains("'其他:朋友' (1)") })
  }

  @Test("groups, weights and items with one answer beside it, in the order asked for") func groups() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "管道", texts: ["網路, 臨櫃", "臨櫃", "網路, 臨櫃", "網路"]),
      SurveyColumn(name: "q", texts: ["滿意", "普通", "滿意", "滿意"]),
      SurveyColumn(name: "g", texts: ["甲", "甲", "乙", "乙"]),
      SurveyColumn(name: "w", values: .float64([3, 1, 1, 1])),
    ]).described(by: Codebook(columns: [.init(name: "管道", choices: ["網路", "臨櫃"])]))
    let table = try SampleDesign(data, weights: "w").frequency(["管道", "q"], by: "g")
    #expect(Array(table.rows.map(\.term).prefix(12)) == Array(repeating: "管道", count: 12))
    #expect(table.rows.last?.term == "q")
    func share(_ group: String, _ level: String) -> Double? {
      table.rows.first { $0.base == "valid" && $0.group.map(\.value) == [group] && $0.level == level }?
        .estimate
    }
    // 3 of 4 by weight in 甲 chose 網路, all chose 臨櫃; 2 of 2 and 1 of 2 in 乙.
    #expect(share("甲", "網路") == 0.75 && share("甲", "臨櫃") == 1)
    #expect(share("乙", "網路") == 1 && share("乙", "臨櫃") == 0.5)
  }

  @Test("a draft of a codebook lists the options, and reads back to the same table") func draft() throws {
    let data = try SurveyData(columns: [Self.column])
    let draft = try Codebook.drafted(for: data)
    #expect(Set(draft.columns[0].choices) == ["網路", "臨櫃", "電話"])
    let read = try Codebook(document: Array(draft.yaml.utf8), name: "draft")
    #expect(Set(lines(try SampleDesign(data.described(by: read)).frequency("管道"))) == Self.byHand)
  }

  @Test("one answer with a comma in it is no list, nor are times") func single() throws {
    let data = try SurveyData(columns: [
      SurveyColumn(name: "q", texts: ["是, 很好", "否", "否", "是, 很好"]),
      SurveyColumn(name: "t", texts: ["2014/9/14 上午 9:00:20", "2014/9/15 上午 9:00:20", nil, nil]),
    ])
    #expect(try !SampleDesign(data).frequency(["q", "t"]).notes.contains { $0.code == "multiple_answers" })
  }
}
