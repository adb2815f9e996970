import SurveyTable

/// The strata and sampled units of a pass as they are met, with the population size each row claims.
struct UnitRegistry {
  /// What is known of a stratum while rows come in.
  struct StratumRecord {
    var code: Int32
    var rows = 0
    var units = 0
    /// The stratum's value in the fpc column; every row must repeat it.
    var fpc: Double?
  }

  private(set) var strata: [StratumRecord] = []
  /// (stratum, cluster code) of each unit; empty where the rows are the units.
  private(set) var units = KeyTable()
  private var stratumOfCode: [Int32] = []

  /// The number of the stratum with this text code, new or old.
  @inline(__always)
  mutating func stratum(code: Int32) -> Int32 {
    let index = Int(code)
    if index < stratumOfCode.count, stratumOfCode[index] >= 0 { return stratumOfCode[index] }
    while stratumOfCode.count <= index { stratumOfCode.append(-1) }
    let stratum = Int32(truncatingIfNeeded: strata.count)
    stratumOfCode[index] = stratum
    strata.append(StratumRecord(code: code))
    return stratum
  }

  /// The stratum of each row by its code, none of them negative; every row is counted.
  mutating func strata(of codes: [Int32]) -> [Int32] {
    var places = [Int32](repeating: 0, count: codes.count)
    var row = 0
    while row < codes.count {
      // Held for as many rows as are known already.
      row = stratumOfCode.withUnsafeBufferPointer { known in
        strata.withUnsafeMutableBufferPointer { strata in
          for row in row..<codes.count {
            let code = Int(codes[row])
            guard code < known.count, known[code] >= 0 else { return row }
            places[row] = known[code]
            strata[Int(known[code])].rows &+= 1
          }
          return codes.count
        }
      }
      if row < codes.count { _ = stratum(code: codes[row]) }
    }
    return places
  }

  /// The unit of each row; no cluster's code is negative.
  mutating func units(strata places: [Int32], clusters: [Int32]) -> [Int32] {
    let before = units.count
    let numbers = units.indices(of: places, clusters)
    for unit in before..<units.count { strata[Int(units.pair(at: unit).0)].units += 1 }
    return numbers
  }

  @inline(__always)
  mutating func unit(stratum: Int32, cluster: Int32) -> Int32 {
    let before = units.count
    let unit = units.index(of: stratum, cluster)
    if units.count != before { strata[Int(stratum)].units += 1 }
    return unit
  }

  /// Takes the strata and units of another registry over, whose codes `strata` and `clusters` translate; says what
  /// number each has here, or `nil` where both know different population sizes of a stratum.
  mutating func add(
    _ other: UnitRegistry, strata codes: [Int32], clusters: [Int32]
  ) -> (strata: [Int32], units: [Int32])? {
    var places: [Int32] = []
    for record in other.strata {
      let place = stratum(code: codes.isEmpty ? record.code : codes[Int(record.code)])
      strata[Int(place)].rows += record.rows
      if let fpc = record.fpc, contradiction(stratum: place, fpc: fpc) != nil { return nil }
      places.append(place)
    }
    var unitPlaces: [Int32] = []
    for index in 0..<other.units.count {
      let (stratum, cluster) = other.units.pair(at: index)
      unitPlaces.append(unit(stratum: places[Int(stratum)], cluster: clusters[Int(cluster)]))
    }
    return (places, unitPlaces)
  }

  /// Takes a stratum with its rows over from a state.
  mutating func restore(stratum code: Int32, rows: Int, fpc: Double?) {
    let place = Int(stratum(code: code))
    strata[place].rows = rows
    strata[place].fpc = fpc
  }

  /// Counts rows where there is one stratum.
  mutating func countRows(_ count: Int) { strata[Int(stratum(code: 0))].rows += count }

  /// Records a row's fpc value; the old value where it contradicts.
  mutating func contradiction(stratum: Int32, fpc: Double) -> Double? {
    if let known = strata[Int(stratum)].fpc { return known == fpc ? nil : known }
    strata[Int(stratum)].fpc = fpc
    return nil
  }
}
