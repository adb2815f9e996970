import SurveyDesign
import SurveyInput
import SurveyStats
import SurveyTable
import Testing

/// Several threads read one file: who reads what, and where the file is cut, must not show in a digit.
@Suite("Threads")
struct ThreadsTests {
  // MARK: files

  /// Rows whose answers are small, wide, missing and spelled in several ways; weights of very different sizes.
  private static func rows(_ count: Int, comment: (Int) -> String) -> String {
    var text = "id,stratum,cluster,w,q1,q2,q3,big,地區,comment,channel\r\n"
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func random(_ n: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % n
    }
    let places = ["東區", "西區", "２區", "2區", "北 區", "北區", ""]
    for id in 1...count {
      let stratum = random(4)
      let fields = [
        "\(id)", "s\(stratum)", "\(stratum * 10 + random(5))",
        random(90) == 0 ? "1e9" : random(50) == 0 ? "3e-9" : "\(random(2000)).\(random(999_999))",
        random(20) == 0 ? "" : "\(1 + random(5))", random(30) == 0 ? "9" : "\"\(1 + random(5))\"",
        "\(random(5) - 2)", random(100) == 0 ? "123.456" : "\(random(130))", places[random(places.count)],
        comment(id), random(3) == 0 ? "\"a, b\"" : "web",
      ]
      text += fields.joined(separator: ",") + (random(3) == 0 ? "\n" : "\r\n")
    }
    return text
  }

  private static let plain = rows(400) { "note \($0)" }
  /// Cells with line breaks behind which text stands that looks like a record.
  private static let deceptive = rows(400) { id in
    id % 7 == 0 ? "\"x\n1,s1,11,2,3,4,1,5,東區,y,web\r\n2,s1,11,2,3,4,1,5,東區,y,web\n\"" : "n"
  }

  private static func data(_ text: String, threads: Int, chunkBytes: Int) throws -> SurveyData {
    var options = CSVOptions(missing: try MissingCodesByColumn(parsing: "9"))
    options.limits.threads = threads
    return try SurveyData(
      origin: MemoryBytes(Array(text.utf8)), name: "f.csv", options: options, bufferBytes: 4096,
      chunkBytes: chunkBytes)
  }

  // MARK: statistics

  private static func everything(_ data: SurveyData) throws -> String {
    let items: ColumnList = ["q1", "q2", "q3", "big"]
    var covariance = EstimateOptions()
    covariance.covariance = true
    var effect = EstimateOptions()
    effect.designEffect = .withoutReplacement
    let clusters = try SampleDesign(data, weights: "w", strata: "stratum", cluster: "cluster")
    let elements = try SampleDesign(data, weights: "w", strata: "stratum")
    var results: [Estimates] = []
    for design in [clusters, elements] {
      results += [
        try design.mean(items), try design.mean(items, by: ["地區", "channel"], where: "q3 >= 0", covariance),
        try design.total(items, by: "channel", effect),
        try design.proportion(["q1", "channel"], by: "地區"),
        try design.contrast("r = q1 / q2 - 1", by: "channel"),
        try design.quantile(
          ["q1", "big"], probabilities: [0.1, 0.5, 0.9], rule: .hf8, interval: .score, by: "地區"),
        try design.quantile(["w", "big"], interval: .beta, where: "q3 >= 0"),
        try design.reliability(["q1", "q2", "q3"], by: "地區"),
        try design.growth("q1", period: "channel", from: "web", to: "a, b"),
        try design.frequency(["q1", "地區"]),
      ]
    }
    let margins = try PopulationMargins(
      csv: Array("variable,category,count\nchannel,web,300\nchannel,\"a, b\",100\n".utf8))
    results.append(
      try SampleDesign(data, strata: "stratum").raked(to: margins).design.mean(items, by: "stratum"))
    results.append(try SampleDesign(data).raked(to: margins).design.quantile("w", rule: .hf5, by: "stratum"))
    results.append(try SampleDesign(data).mean(items))
    return results.map { $0.rendered(as: .json, language: .traditionalChinese) }.joined(separator: "\n")
  }

  @Test("every thread count and chunk size gives the same bytes", arguments: [true, false])
  func sameBytes(_ isPlain: Bool) throws {
    let text = isPlain ? Self.plain : Self.deceptive
    let expected = try Self.everything(try Self.data(text, threads: 1, chunkBytes: .max))
    #expect(expected.contains("groups_merged_by_spelling"))
    for threads in [1, 2, 3, 7] {
      for chunkBytes in [60, 1000, 7000, text.utf8.count / 2 + 1, Int.max / 4] {
        let found = try Self.everything(try Self.data(text, threads: threads, chunkBytes: chunkBytes))
        #expect(found == expected, "\(threads) threads, chunks of \(chunkBytes) bytes")
      }
    }
  }

  @Test("threads do read a plain file side by side, and in order what cannot be cut")
  func shares() throws {
    func join(_ text: String, _ chunkBytes: Int) throws -> Bool? {
      let source = try Self.data(text, threads: 3, chunkBytes: chunkBytes).makeSource()
      guard let pass = source.shares(3) else { return nil }
      #expect(pass.sources.count == 3)
      var rows = 0
      for share in pass.sources {
        let batch = ColumnBatch()
        do throws(SurveyStatsError) {
          try share.begin([ColumnRequest(column: 0, reading: .text)], into: batch, run: nil)
          while try share.next(into: batch) { rows += batch.rowCount }
        } catch {
          // A share that began within a quoted cell: the rows are read again, in order.
          return false
        }
      }
      let isWhole = pass.join() != nil
      if isWhole { #expect(rows == 400) }
      return isWhole
    }
    #expect(try join(Self.plain, 1000) == true)
    #expect(try join(Self.plain, 61) == true)
    #expect(try join(Self.deceptive, 200) == false)
    #expect(try join(Self.plain, 1 << 40) == nil)
  }

  @Test("what is wrong is told with the row that a reading in order names")
  func errors() throws {
    for (broken, code) in [
      ("7,s1,1,1,x,1,1,1,東區,n,web\n", SurveyStatsError.Code.malformedData), ("7,s1\n", .malformedData),
    ] {
      let text = Self.plain + broken + Self.rows(100) { "n \($0)" }.drop { $0 != "\r\n" }.dropFirst()
      func error(_ threads: Int) -> SurveyStatsError? {
        do {
          _ = try SampleDesign(try Self.data(text, threads: threads, chunkBytes: 1000)).mean("q1")
          return nil
        } catch { return error as? SurveyStatsError }
      }
      let expected = try #require(error(1))
      #expect(expected.code == code && expected.row == 402)
      #expect(error(3) == expected)
    }
  }
}
