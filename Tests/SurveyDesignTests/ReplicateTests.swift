import SurveyDesign
import SurveyStats
import Testing

/// What replicates must give by their theory; R's numbers are in `cases-replicates.json`.
@Suite struct ReplicateTests {
  private static let exact: [(name: String, replicates: Replicates, sizes: [Int])] = {
    func made(_ kind: Replicates.Kind, rho: Double? = nil, about: Bool) -> Replicates? {
      try? Replicates(kind, fayRho: rho, aboutEstimate: about)
    }
    var all: [(String, Replicates?, [Int])] = []
    for about in [false, true] {
      all.append(("jk1 \(about)", made(.jk1, about: about), [7]))
      all.append(("brr \(about)", made(.brr, about: about), [2, 2, 2, 2, 2]))
      all.append(("fay \(about)", made(.fay, rho: 0.3, about: about), [Int](repeating: 2, count: 9)))
    }
    all.append(("jkn", made(.jkn, about: true), [2, 3, 5, 4]))
    return all.compactMap { name, replicates, sizes in replicates.map { (name, $0, sizes) } }
  }()

  @Test(
    "a total has exactly the variance of its design, finite populations included",
    arguments: exact.indices, [false, true])
  func totals(_ place: Int, _ fpc: Bool) throws {
    let (_, replicates, sizes) = Self.exact[place]
    let sample = ReplicateSample(sizes: sizes, populations: sizes.enumerated().map { $1 + 3 * $0 + 2 })
    let options = EstimateOptions(covariance: true)
    let plain = try sample.design(nil, fpc: fpc).total(["y", "x"], by: "g", options)
    let replicated = try sample.design(replicates, fpc: fpc).total(["y", "x"], by: "g", options)
    for (a, b) in zip(plain.rows, replicated.rows) {
      #expect(a.estimate == b.estimate && a.degreesOfFreedom == b.degreesOfFreedom)
      #expect(isClose(a.standardError, b.standardError, 1e-11))
    }
    let (first, second) = (plain.covariance ?? [], replicated.covariance ?? [])
    for i in first.indices {
      for j in first.indices {
        let scale = (first[i][i] * first[j][j]).squareRoot()
        #expect((first[i][j] - second[i][j]).magnitude <= 1e-11 * scale)
      }
    }
  }

  @Test("a bootstrap's factors have mean 1 and variance 1 − f, and those of a stratum add up to its units")
  func factorMoments() throws {
    for fpc in [false, true] {
      let sample = ReplicateSample(sizes: [3, 5, 2], populations: [6, 20, 3])
      let replicates = try Replicates(.bootstrap, count: 20_000, seed: 9)
      let design = try sample.design(replicates, fpc: fpc)
      let totals = try design.totals(TotalsRequest(terms: [.numbers("y")]))
      let factors = try ReplicateFactors(totals, design)
      #expect(factors.count == 20_000)
      for (units, unsampled) in [(0..<3, 0.5), (3..<8, 0.75), (8..<10, 1.0 / 3)] {
        let variance = fpc ? unsampled : 1
        for replicate in 0..<100 {
          let sum = units.reduce(0) { $0 + factors.factor(replicate: replicate, unit: $1) }
          #expect(isClose(sum, Double(units.count)))
          #expect(units.allSatisfy { factors.factor(replicate: replicate, unit: $0) >= 0 })
        }
        for unit in units {
          let own = (0..<20_000).map { factors.factor(replicate: $0, unit: unit) }
          let mean = own.reduce(0, +) / 20_000
          let spread = own.reduce(0) { $0 + ($1 - 1) * ($1 - 1) } / 20_000
          // Five standard errors of the draws.
          #expect((mean - 1).magnitude < 5 * (variance / 20_000).squareRoot())
          #expect((spread - variance).magnitude < 0.06 * variance)
        }
      }
    }
  }

  @Test("a bootstrap's variance of a total is the design's but for the draws")
  func bootstrapOfTotals() throws {
    for fpc in [false, true] {
      let sample = ReplicateSample(sizes: [6, 4, 9], populations: [12, 9, 30])
      let replicates = try Replicates(.bootstrap, count: 20_000, seed: 4)
      let plain = try sample.design(nil, fpc: fpc).total(["y", "x"])
      let drawn = try sample.design(replicates, fpc: fpc).total(["y", "x"])
      // The relative standard error of a variance of R normal draws is √(2/R); of its root, half of it.
      for (a, b) in zip(plain.rows, drawn.rows) {
        #expect(isClose(a.standardError, b.standardError, 5 * (0.5 / 20_000).squareRoot()))
      }
      // A mean of many units is nearly linear.
      let (c, d) = (
        try sample.design(nil, fpc: fpc).mean("y").rows[0],
        try sample.design(replicates, fpc: fpc).mean("y").rows[0]
      )
      #expect(isClose(c.standardError, d.standardError, 0.1) && c.standardError != d.standardError)
    }
  }

  @Test("a common level of a billion costs the standard error of a mean no digits")
  func largeLevel() throws {
    let sample = ReplicateSample(sizes: [4, 4])
    var shifted = sample
    shifted.answer = sample.answer.map { $0 + 1e9 }
    for replicates in [try Replicates(.jkn), try Replicates(.bootstrap, count: 50, seed: 1)] {
      let (a, b) = (try sample.design(replicates).mean("y"), try shifted.design(replicates).mean("y"))
      #expect(isClose(a.rows[0].standardError, b.rows[0].standardError, 1e-13))
    }
  }

  @Test("threads and the order of rows do not change a digit, nor does asking for covariances")
  func invariance() throws {
    let sample = ReplicateSample(sizes: [8, 30, 4], rows: 6)
    let rows = Array(sample.stratum.indices)
    let kinds = [
      try Replicates(.bootstrap, count: 300, seed: 2), try Replicates(.jkn),
    ]
    for replicates in kinds {
      func answers(_ design: SampleDesign, _ covariance: Bool = true) throws -> [Estimates] {
        let options = EstimateOptions(covariance: covariance)
        return [
          try design.mean(["y", "x"], by: "g", where: "y > 10", options),
          try design.total(["y", "x"], options),
          try design.proportion(["g", "t"], options), try design.contrast("y / x", by: "g", options),
          try design.growth(
            ["y", "x"], period: "t", from: "1", to: "2", by: "g",
            GrowthOptions(
              method: replicates.kind == .bootstrap ? .bootstrap : .log, estimates: options)),
        ]
      }
      let expected = try answers(try sample.design(replicates, threads: 1))
      for threads in [2, 3, 7] {
        #expect(try answers(try sample.design(replicates, threads: threads)) == expected)
        let mixed = rows.map { ($0 * 7919 + threads) % rows.count }
        if Set(mixed).count == rows.count {
          #expect(try answers(try sample.design(replicates, order: mixed, threads: threads)) == expected)
        }
      }
      #expect(try answers(try sample.design(replicates, order: rows.reversed())) == expected)
      #expect(try answers(try sample.design(replicates), false).map(\.rows) == expected.map(\.rows))
    }
  }

  @Test("a seed repeats its draws, another seed does not, and no seed is told in a note")
  func seeds() throws {
    let sample = ReplicateSample(sizes: [5, 5])
    func error(_ seed: Int?) throws -> Estimates {
      try sample.design(try Replicates(.bootstrap, count: 100, seed: seed)).mean("y")
    }
    #expect(try error(1) == error(1))
    #expect(try error(1).rows != error(2).rows)
    #expect(try error(nil).rows == error(Replicates.defaultSeed).rows)
    #expect(try error(nil).notes.map(\.code) == ["replicates", "default_seed"])
    #expect(try error(1).notes.map(\.code) == ["replicates"])
  }

  @Test(
    "a result says which replicates made it, how many, and where its degrees of freedom come from",
    arguments: [
      ("jk1", "4 jackknife replicates (jk1", "4 個刀切法複本"),
      ("jkn", "4 jackknife replicates (jkn", "4 個刀切法複本"),
      ("brr", "4 balanced half samples (brr", "4 個平衡半樣本"),
      ("fay", "4 balanced half samples (fay, rho 0.25)", "rho 為 0.25"),
      ("bootstrap", "50 bootstrap replicates (Rao and Wu, seed 3)", "種子 3"),
    ])
  func kinds(_ name: String, _ english: String, _ chinese: String) throws {
    let kind = try #require(Replicates.Kind(rawValue: name))
    let isBootstrap = kind == .bootstrap
    let sample = ReplicateSample(sizes: kind == .jk1 ? [4] : [2, 2])
    func note(_ aboutEstimate: Bool) throws -> Note {
      let replicates = try Replicates(
        kind, count: isBootstrap ? 50 : nil, seed: isBootstrap ? 3 : nil, fayRho: kind == .fay ? 0.25 : nil,
        aboutEstimate: aboutEstimate)
      let notes = try sample.design(replicates).mean("y").notes.filter { $0.code == "replicates" }
      #expect(notes.count == 1)
      return try #require(notes.first)
    }
    let own = try note(false)
    #expect(own.english.contains(english) && own.chinese.contains(chinese), "\(own)")
    #expect(own.english.contains("their mean") && own.english.contains("clusters less the strata"))
    #expect(own.english.contains("at most 49") == isBootstrap)
    #expect(try note(true).english.contains("from the estimate"))
  }

  @Test("few bootstrap replicates leave few degrees of freedom")
  func degreesOfFreedom() throws {
    let sample = ReplicateSample(sizes: [9, 9])
    func df(_ count: Int) throws -> Double? {
      try sample.design(try Replicates(.bootstrap, count: count, seed: 1)).mean("y").rows[0].degreesOfFreedom
    }
    #expect(try df(4) == 3 && df(500) == 16)
  }

  @Test("a domain that a replicate leaves without anybody is left out of it, with a note that counts")
  func undefined() throws {
    var sample = ReplicateSample(sizes: [6])
    sample.group = sample.cluster.map { $0 == "c0" || $0 == "c1" ? "a" : "b" }
    let jackknife = try sample.design(try Replicates(.jk1)).mean("y", by: "g")
    #expect(!jackknife.notes.contains { $0.code == "replicates_undefined" })
    sample.group = sample.cluster.map { $0 == "c0" ? "a" : "b" }
    let alone = try sample.design(try Replicates(.jk1)).mean("y", by: "g")
    let note = try #require(alone.notes.first { $0.code == "replicates_undefined" })
    #expect(note.english.contains("y / a (1/6)") && note.chinese.contains("y／a (1/6)"))
    #expect(alone.rows[1].standardError != nil)
    // A total has a value there: 0.
    #expect(
      !(try sample.design(try Replicates(.jk1)).total("y", by: "g")).notes.contains {
        $0.code == "replicates_undefined"
      })
    // Half samples of one stratum: R = 2, and one of them has nobody of a.
    let pair = ReplicateSample(sizes: [2])
    var halves = pair
    halves.group = pair.cluster.map { $0 == "c0" ? "a" : "b" }
    let none = try halves.design(try Replicates(.brr)).mean("y", by: "g")
    #expect(none.rows.allSatisfy { $0.standardError == nil && $0.estimate != nil && $0.confidenceLow == nil })
  }
}
