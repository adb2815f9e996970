import SurveyStats
import Testing

/// Every number that R computed is compared with ours; see `Tests/Reference/README.md`.
@Suite struct ReferenceTests {

  @Test("the references are there and hold at least ten thousand numbers")
  func referencesAreComplete() {
    let numbers = ReferenceCase.all.reduce(0) { sum, reference in
      sum + reference.rows.reduce(0) { $0 + $1.numbers.count }
        + (reference.covariance?.reduce(0) { $0 + $1.count } ?? 0)
    }
    #expect(ReferenceCase.all.count >= 550)
    #expect(numbers >= 10_000)
  }

  @Test("agrees with R", arguments: ReferenceCase.all.filter { !$0.needsSeveralStages })
  func agreesWithR(_ reference: ReferenceCase) throws {
    if let expected = reference.error {
      do {
        _ = try answer(reference)
        Issue.record("\(reference.id) should have failed with \(expected)")
      } catch let error as SurveyStatsError {
        #expect(error.code.name == expected)
      }
      return
    }
    let estimates = try answer(reference)
    for problem in differences(estimates, reference) { Issue.record("\(reference.id): \(problem)") }
  }

  @Test(
    "a design of several stages is refused, not estimated as one of fewer",
    arguments: ReferenceCase.all.filter(\.needsSeveralStages))
  func severalStagesAreRefused(_ reference: ReferenceCase) {
    do {
      _ = try answer(reference)
      Issue.record("\(reference.id) was answered")
    } catch let error as SurveyStatsError {
      #expect(error.code == .unsupported)
    } catch {
      Issue.record("\(reference.id): \(error)")
    }
  }
}

extension ReferenceCase {
  var needsSeveralStages: Bool {
    (request.cluster?.count ?? 0) > 1 || (request.fpc?.count ?? 0) > 1 || (request.strata?.count ?? 0) > 1
  }
}

/// What of `estimates` does not agree with the reference, in words.
func differences(_ estimates: Estimates, _ reference: ReferenceCase) -> [String] {
  var problems: [String] = []
  guard estimates.rows.count == reference.rows.count else {
    return ["\(estimates.rows.count) rows, the reference has \(reference.rows.count)"]
  }
  for (index, (row, expected)) in zip(estimates.rows, reference.rows).enumerated() {
    let label = "row \(index) \(row.term) \(row.group.map(\.value)) \(row.level ?? "")"
    let texts = [
      "statistic": row.statistic, "term": row.term, "level": row.level ?? "", "period": row.period ?? "",
      "period_from": row.periodFrom ?? "", "period_to": row.periodTo ?? "",
    ]
    for (key, text) in expected.texts where texts[key] != text {
      problems.append("\(label): \(key) is \(texts[key] ?? "none"), not \(text)")
    }
    let group = Dictionary(uniqueKeysWithValues: row.group.map { ($0.column, $0.value) })
    if group != expected.group { problems.append("\(label): group is not \(expected.group)") }
    let numbers: [String: Double?] = [
      "estimate": row.estimate, "std_error": row.standardError, "conf_low": row.confidenceLow,
      "conf_high": row.confidenceHigh, "n": Double(row.count), "n_missing": Double(row.missingCount),
      "df": row.degreesOfFreedom.flatMap { $0.isFinite ? $0 : nil }, "weighted_n": row.weightedCount,
      "deff": row.designEffect, "cv": row.coefficientOfVariation,
      "prob": row.probability,
    ]
    for (key, value) in expected.numbers {
      guard let ours = numbers[key] else {
        problems.append("\(label): no field \(key)")
        continue
      }
      guard let value else {
        if ours != nil { problems.append("\(label): \(key) is \(ours ?? 0), the reference has none") }
        continue
      }
      guard let ours else {
        problems.append("\(label): \(key) is undefined, the reference has \(value)")
        continue
      }
      var bound = reference.tolerance * value.magnitude
      // A standard error of 0 is hardly ever 0 in floating point; see the references' README.
      if value == 0, key == "std_error" { bound = 1e-12 * (row.estimate ?? 0).magnitude }
      if value == 0, key == "cv" { bound = 1e-12 }
      if !((ours - value).magnitude <= bound) {
        problems.append("\(label): \(key) is \(ours), the reference has \(value)")
      }
    }
  }
  if let expected = reference.covariance, let ours = estimates.covariance {
    for i in expected.indices {
      for j in expected[i].indices {
        guard let value = expected[i][j] else { continue }
        let scale = (ours[i][i] * ours[j][j]).squareRoot()
        if !((ours[i][j] - value).magnitude <= reference.tolerance * max(scale, value.magnitude)) {
          problems.append("covariance \(i), \(j) is \(ours[i][j]), the reference has \(value)")
        }
      }
    }
  } else if reference.covariance != nil {
    problems.append("no covariance")
  }
  return problems
}
