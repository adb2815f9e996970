import SurveyStats
import SurveyTable
import Testing

/// What has no replicates says so: a standard error from elsewhere would be taken for theirs.
@Suite struct ReplicateErrorTests {
  private static func failure(_ body: () throws -> Void) -> SurveyStatsError? {
    do {
      try body()
      return nil
    } catch { return error as? SurveyStatsError }
  }

  @Test("numbers that do not go with a kind are refused")
  func numbers() {
    let wrong: [() throws -> Replicates] = [
      { try Replicates(.jk1, count: 5) }, { try Replicates(.brr, seed: 5) }, { try Replicates(.fay) },
      { try Replicates(.fay, fayRho: 1) }, { try Replicates(.fay, fayRho: .nan) },
      { try Replicates(.fay, fayRho: -0.1) }, { try Replicates(.brr, fayRho: 0.3) },
      { try Replicates(.bootstrap, count: 1) }, { try Replicates(.bootstrap, count: 1_000_001) },
      { try Replicates(.bootstrap, seed: 0) }, { try Replicates(.bootstrap, seed: .max) },
    ]
    for make in wrong { #expect(Self.failure { _ = try make() }?.code == .invalidArgument) }
  }

  @Test("strata that half samples cannot take are named with their units")
  func unpaired() throws {
    let sample = ReplicateSample(sizes: [2, 3, 2])
    let error = Self.failure { _ = try sample.design(try Replicates(.brr)).mean("y") }
    #expect(error?.code == .invalidDesign)
    #expect(error?.message.contains("stratum 's1' has 3") == true)
    #expect(error?.chinese?.contains("分層「s1」有 3 個") == true)
    #expect(Self.failure { _ = try sample.design(try Replicates(.jk1)).mean("y") }?.code == .invalidDesign)
  }

  @Test("a lonely stratum stops replicates or has factor 1, as the design says")
  func lonely() throws {
    let sample = ReplicateSample(sizes: [2, 1, 2])
    for kind in [Replicates.Kind.jkn, .brr, .bootstrap] {
      let replicates = try Replicates(kind)
      func code(_ treatment: LonelyUnits) -> SurveyStatsError.Code? {
        Self.failure { _ = try sample.design(replicates, lonely: treatment).total("y") }?.code
      }
      #expect(code(.fail) == .lonelyUnit)
      #expect(code(.adjust) == .unsupported && code(.average) == .unsupported)
      #expect(code(.remove) == nil && code(.certainty) == nil)
      #expect(code(.collapse) == (kind == .brr ? .invalidDesign : nil))
    }
    let plain = try sample.design(nil, lonely: .certainty).total("y")
    let halves = try sample.design(try Replicates(.brr), lonely: .certainty).total("y")
    #expect(isClose(plain.rows[0].standardError, halves.rows[0].standardError, 1e-12))
    #expect(halves.notes.filter { $0.code != "replicates" } == plain.notes)
  }

  @Test("a census has no variance in any replicate")
  func census() throws {
    let sample = ReplicateSample(sizes: [2, 2], populations: [2, 2])
    for kind in [Replicates.Kind.jkn, .brr, .bootstrap] {
      let row = try sample.design(try Replicates(kind), fpc: true).mean("y").rows[0]
      #expect(row.standardError == 0)
    }
  }

  @Test("rows that are the units, fitted weights and statistics without replicates are refused")
  func refused() throws {
    let sample = ReplicateSample(sizes: [3, 3])
    let replicates = try Replicates(.jkn)
    let elements = try SampleDesign(try sample.data(), weights: "w", strata: "h", replicates: replicates)
    let error = Self.failure { _ = try elements.mean("y") }
    #expect(error?.code == .unsupported && error?.message.contains("cluster") == true)
    let design = try sample.design(replicates)
    let margins = PopulationMargins(variables: [
      PopulationMargins.Variable(
        columns: ["g"],
        categories: ["a", "b", "c"].map { PopulationMargins.Category(answers: [$0], count: 1) })
    ])
    let refusals: [() throws -> Void] = [
      { _ = try design.reliability(["y", "x"]) }, { _ = try design.validity() },
      { _ = try design.summary(SummaryOptions(items: ["y"])) },
      { _ = try design.raked(to: margins) }, { _ = try design.postStratified(to: margins) },
      {
        _ = try sample.design(nil).raked(to: margins, keepsTotal: true).design.growth(
          "y", period: "t", from: "1", to: "2", GrowthOptions(method: .bootstrap))
      },
    ]
    let plain = try sample.design(nil)
    var byBootstrap = SummaryOptions(items: ["y"])
    byBootstrap.growth.method = .bootstrap
    let ofSummary = Self.failure { _ = try plain.summary(byBootstrap, since: plain) }
    #expect(ofSummary?.code == .unsupported && ofSummary?.message.contains("replicates") == true)
    for refusal in refusals { #expect(Self.failure(refusal)?.code == .unsupported) }
  }

  @Test("more replicates than memory holds are refused before they are made")
  func memory() throws {
    let sample = ReplicateSample(sizes: [30, 30])
    let design = try SampleDesign(
      try sample.data(memory: 10_000_000), weights: "w", strata: "h", cluster: "c",
      replicates: try Replicates(.bootstrap, count: 1_000_000))
    #expect(Self.failure { _ = try design.mean("y") }?.code == .limitExceeded)
  }
}
