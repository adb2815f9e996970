import SurveyTable

extension SampleDesign {
  /// What several threads read of the rows; `nil` where only a pass in order can tell them, or what is wrong
  /// with them. Sums are exact and keys sorted by text, so that nobody can tell from a result who read what.
  func accumulate(
    _ request: TotalsRequest, _ shared: SharedPass, _ run: RunControl?
  ) throws(SurveyStatsError) -> (TotalsAccumulator, notes: [Note])? {
    let columns = try PassPlan(request, design: self).requests
    let read = try shared.read(columns, run: run, isFinal: \.isTooManyAtOnce) {
      (_) throws(SurveyStatsError) in
      try TotalsAccumulator(request, design: self)
    } add: { (accumulator, batch) throws(SurveyStatsError) in
      try accumulator.add(batch)
    } finish: { accumulator in
      accumulator.settle()
    }
    guard let (parts, notes) = read, var accumulator = parts.first else { return nil }
    for part in parts.dropFirst() where !accumulator.add(part) { return nil }
    try accumulator.bytesOfTotals()
    return (accumulator, data.notes + notes)
  }
}
