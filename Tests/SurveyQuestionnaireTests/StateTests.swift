import SurveyDesign
import SurveyInference
import SurveyInput
import SurveyStats
import SurveyTable
import Testing

/// States: totals that merge in any order to the digits of one reading.
@Suite("States")
struct StateTests {
  private static let header = "id,stratum,cluster,w,N,q1,q2,q3,地區,year"

  /// Lines of a table; weights and answers of many sizes, groups spelled in several ways.
  private static func lines(_ count: Int) -> [String] {
    var state: UInt64 = 42
    func random(_ n: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % n
    }
    let places = ["東區", "西區", "２區", "2區", "北 區", "北區", ""]
    return (1...count).map { id in
      let stratum = random(4)
      return [
        "\(id)", "s\(stratum)", "\(stratum * 10 + random(5))",
        random(90) == 0 ? "1e9" : random(50) == 0 ? "3e-9" : "\(random(2000)).\(random(999_999))",
        "\(50 + stratum)",
        random(20) == 0 ? "" : "\(1 + random(5))", random(30) == 0 ? "9" : "\(1 + random(5))",
        random(40) == 0 ? "\(random(1_000_000)).125" : "\(random(5) - 2)", places[random(places.count)],
        "\(111 + random(2))",
      ].joined(separator: ",")
    }
  }

  private static func data(_ lines: some Sequence<String>, missing: String = "9") throws -> SurveyData {
    let text = ([header] + lines).joined(separator: "\n") + "\n"
    return try SurveyData(
      csv: Array(text.utf8), name: "f.csv",
      options: CSVOptions(missing: try MissingCodesByColumn(parsing: missing)))
  }

  private static let designs: [@Sendable (inout SurveyRequest) -> Void] = [
    {
      $0.weights = "w"
      $0.strata = "stratum"
      $0.cluster = "cluster"
    },
    {
      $0.strata = "stratum"
      $0.fpc = "N"
      $0.cluster = "cluster"
    },
    {
      $0.weights = "w"
      $0.strata = "stratum"
    },
    { _ in },
    {
      $0.weights = "w"
      $0.strata = "stratum"
      $0.cluster = "cluster"
      $0.replicates = try? Replicates(.bootstrap, count: 40, seed: 7)
    },
    {
      $0.strata = "stratum"
      $0.fpc = "N"
      $0.cluster = "cluster"
      $0.replicates = try? Replicates(.jkn, aboutEstimate: true)
    },
  ]

  private static var requests: [SurveyRequest] {
    var requests: [SurveyRequest] = []
    for design in designs {
      func add(
        _ statistic: SurveyRequest.Statistic, _ items: [String], _ change: (inout SurveyRequest) -> Void
      ) {
        var request = SurveyRequest(statistic, items: items)
        design(&request)
        change(&request)
        requests.append(request)
      }
      add(.mean, ["q1", "q2", "q3"]) { _ in }
      add(.mean, ["q1", "q3"]) {
        $0.by = ["地區", "year"]
        $0.condition = "q2 >= 2 && !(q1 == 3)"
        $0.covariance = true
      }
      add(.total, ["q1", "q2"]) {
        $0.designEffect = .withoutReplacement
        $0.degreesOfFreedom = .infinite
        $0.confidence = 0.9
      }
      add(.proportion, ["q1", "地區"]) {
        $0.by = ["year"]
        $0.covariance = true
      }
      add(.contrast, []) {
        $0.expression = "r = (q1 - q2) / q2"
        $0.by = ["地區"]
      }
      add(.growth, ["q1", "q2"]) {
        $0.period = "year"
        $0.from = "111"
        $0.to = "112"
        $0.method = .fieller
      }
      // Without clusters the rows are read twice; replicates are made of other totals.
      if requests.last?.cluster != nil, requests.last?.replicates == nil {
        add(.reliability, ["q1", "q2", "q3"]) { _ in }
        add(.reliability, ["q1", "q2"]) {
          $0.by = ["地區"]
          $0.condition = "q1 > 1"
          $0.covariance = true
        }
      }
    }
    return requests
  }

  private static func single(_ request: SurveyRequest, _ data: SurveyData) throws -> String {
    try request.estimates(request.design(over: data)).rendered(as: .json)
  }

  @Test("states of any cut, merged in any order, are one reading to the last byte", arguments: requests)
  func merged(_ request: SurveyRequest) throws {
    let lines = Self.lines(300)
    let expected = try Self.single(request, try Self.data(lines))
    var generator = SystemRandomNumberGenerator()
    var seen: Set<[UInt8]> = []
    for parts in [1, 2, 3, 7, 40] {
      // Parts of random rows, some of them empty.
      var rows = [[String]](repeating: [], count: parts)
      for line in lines { rows[Int.random(in: 0..<parts)].append(line) }
      if parts == 40 { rows += [[], [], []] }
      var states = try rows.map { part in
        let state = try SurveyState(request)
        if !part.isEmpty { try state.update(with: try Self.data(part)) }
        return try SurveyState(bytes: state.bytes)
      }
      states.shuffle(using: &generator)
      // A tree of merges.
      while states.count > 1 {
        let other = states.removeLast()
        try states[Int.random(in: states.indices)].merge(other)
      }
      #expect(try states[0].estimates().rendered(as: .json) == expected, "\(parts) parts")
      #expect(states[0].rowCount == 300)
      seen.insert(states[0].bytes)
      #expect(try SurveyState(bytes: states[0].bytes).bytes == states[0].bytes)
    }
    #expect(seen.count == 1)
  }

  @Test("a state takes table after table")
  func updates() throws {
    let lines = Self.lines(120)
    var request = SurveyRequest(.mean, items: ["q1"])
    request.cluster = "cluster"
    let state = try SurveyState(request)
    for start in stride(from: 0, to: 120, by: 17) {
      try state.update(with: try Self.data(lines[start..<min(start + 17, 120)]))
    }
    #expect(try state.estimates().rendered(as: .json) == Self.single(request, try Self.data(lines)))
  }

  private static func code(_ body: () throws -> Void) -> SurveyStatsError.Code? {
    do {
      try body()
      return nil
    } catch { return (error as? SurveyStatsError)?.code }
  }

  @Test("what does not belong together is refused, and the state stays as it was")
  func refused() throws {
    let lines = Self.lines(60)
    var request = SurveyRequest(.mean, items: ["q1"])
    request.strata = "stratum"
    request.fpc = "N"
    let state = try SurveyState(request)
    #expect(Self.code { _ = try state.estimates() } == .emptyData)
    try state.update(with: try Self.data(lines))
    let before = state.bytes
    // Another request.
    let other = try SurveyState(SurveyRequest(.total, items: ["q1"]))
    #expect(Self.code { try state.merge(other) } == .invalidArgument)
    // Other missing codes.
    #expect(Self.code { try state.update(with: try Self.data(lines, missing: "8")) } == .invalidArgument)
    // Another population of a stratum.
    let changed = lines.map { $0.replacing(",50,", with: ",51,") }
    #expect(Self.code { try state.update(with: try Self.data(changed)) } == .invalidDesign)
    // A row that is broken.
    #expect(Self.code { try state.update(with: try Self.data(["1,s1"])) } == .malformedData)
    #expect(Self.code { _ = try SurveyState(SurveyRequest(.growth, items: ["q1"])) } == .invalidArgument)
    #expect(state.bytes == before)
  }

  @Test("a request and its JSON are one")
  func json() throws {
    for request in Self.requests {
      #expect(try SurveyRequest(json: request.json) == request)
    }
    #expect(Self.code { _ = try SurveyRequest(json: #"{"statistic": "means"}"#) } == .malformedData)
    #expect(
      Self.code { _ = try SurveyRequest(json: #"{"statistic": "mean", "item": ["q1"]}"#) } == .malformedData)
    for (statistic, member) in [
      ("mean", #""levels": ["1"]"#), ("total", #""interval": "wald""#), ("mean", #""of": "total""#),
      ("growth", #""levels": ["1"]"#), ("contrast", #""method": "log""#),
      ("mean", #""expression": "r = a / b""#),
      ("reliability", #""period": "year""#), ("proportion", #""from": "1""#), ("total", #""id": "x""#),
    ] {
      let error = #expect(throws: SurveyStatsError.self) {
        _ = try SurveyRequest(json: #"{"statistic": "\#(statistic)", \#(member)}"#)
      }
      #expect(error?.message.contains("and the statistic is \(statistic)") == true)
    }
    // What a state is made of can be read back.
    var stray = SurveyRequest(.mean, items: ["q1"])
    stray.levels = ["5"]
    #expect(Self.code { _ = try SurveyState(stray) } == .malformedData)
    for replicates in [
      #"{"type": "fay"}"#, #"{"count": 5}"#, #"{"type": "bootstrap", "count": 1.5}"#, #"{"type": "sdr"}"#,
      #"{"type": "bootstrap", "seed": 1e300}"#, #"{"type": "jk1", "count": 9}"#,
      #"{"type": "jkn", "rho": 1}"#,
    ] {
      let request = #"{"statistic": "mean", "items": ["q1"], "design": {"replicates": "# + replicates + "}}"
      #expect(Self.code { _ = try SurveyRequest(json: request) } == .malformedData)
    }
  }

  @Test("truncated, changed and hostile bytes are refused and never trap")
  func hostile() throws {
    var request = SurveyRequest(.proportion, items: ["q1"])
    request.cluster = "cluster"
    request.by = ["地區"]
    let state = try SurveyState(request)
    try state.update(with: try Self.data(Self.lines(40)))
    let bytes = state.bytes
    for length in 0..<bytes.count {
      #expect(Self.code { _ = try SurveyState(bytes: Array(bytes[..<length])) } == .malformedData)
    }
    // With the hash made right again every part must defend itself.
    var refused = 0
    for place in 12..<(bytes.count - 8) {
      for value in [0, 1, 0x7F, 0xFF] as [UInt8] where bytes[place] != value {
        var changed = Array(bytes[..<(bytes.count - 8)])
        changed[place] = value
        let hash = fowlerNollVo(changed)
        for shift in stride(from: 0, to: 64, by: 8) {
          changed.append(UInt8(truncatingIfNeeded: hash >> UInt64(shift)))
        }
        do {
          let read = try SurveyState(bytes: changed)
          // What is read is a state: it is written as it was read, and answers or refuses.
          #expect(read.bytes == changed)
          _ = try? read.estimates()
        } catch { refused += 1 }
      }
    }
    #expect(refused > bytes.count)
  }
}
