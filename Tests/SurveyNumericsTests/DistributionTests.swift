import Foundation
import Testing

@testable import SurveyNumerics

/// Values of R's distribution functions (`Tests/Reference/distributions.R`), checked there with 50 digits.
@Suite struct DistributionTests {
  struct Row: Decodable, Sendable {
    var function: String
    var arguments: [Double]
    var value: Double
  }

  static let rows: [Row] = {
    struct Document: Decodable { var rows: [Row] }
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/distributions.json")
    guard let data = try? Data(contentsOf: file) else { return [] }
    return (try? JSONDecoder().decode(Document.self, from: data))?.rows ?? []
  }()

  @Test(
    "agrees with R at 1e-12",
    arguments: ["qt", "pt", "qnorm", "pnorm", "qbeta", "pbeta", "pchisq_upper", "pf_upper"])
  func agreesWithR(_ name: String) {
    let own = Self.rows.filter { $0.function == name }
    #expect(own.count >= 9)
    var worst = 0.0
    for row in own {
      let a = row.arguments
      let ours =
        switch name {
        case "qt": studentQuantile(a[0], degreesOfFreedom: a[1])
        case "pt": studentCDF(a[0], degreesOfFreedom: a[1])
        case "qnorm": studentQuantile(a[0], degreesOfFreedom: .infinity)
        case "pnorm": studentCDF(a[0], degreesOfFreedom: .infinity)
        case "qbeta": betaQuantile(a[0], a[1], a[2])
        case "pchisq_upper": chiSquareUpperTail(a[0], degreesOfFreedom: a[1])
        case "pf_upper": fisherUpperTail(a[0], numerator: a[1], denominator: a[2])
        default: betaCDF(a[0], a[1], a[2])
        }
      let error = row.value == 0 ? ours.magnitude : ((ours - row.value) / row.value).magnitude
      worst = max(worst, error)
      if !(error <= 1e-12) { Issue.record("\(name) \(a): \(ours), R has \(row.value), off by \(error)") }
    }
  }

  @Test("an F test with infinitely many degrees of freedom is a chi-square test") func limitOfF() {
    #expect(
      fisherUpperTail(1.5, numerator: 4, denominator: .infinity) == chiSquareUpperTail(6, degreesOfFreedom: 4)
    )
    #expect(fisherUpperTail(0, numerator: 4, denominator: 9) == 1)
    #expect(chiSquareUpperTail(0, degreesOfFreedom: 4) == 1)
    #expect(chiSquareUpperTail(.infinity, degreesOfFreedom: 4) == 0)
    #expect(chiSquareUpperTail(1, degreesOfFreedom: 0).isNaN)
    #expect(fisherUpperTail(1, numerator: 0, denominator: 9).isNaN)
  }

  @Test(
    "quantiles of millions of degrees of freedom are found, and at once", arguments: [3e5, 3e6, 3e8, 2e9])
  func manyDegrees(_ d: Double) {
    for p in [0.005, 0.025, 0.3, 0.975] {
      for (d1, d2) in [(d, d), (d, 14 * d), (14 * d, d), (d, 3)] {
        let (f, other) = (
          fisherQuantile(p, numerator: d1, denominator: d2),
          fisherQuantile(1 - p, numerator: d2, denominator: d1)
        )
        #expect((f * other - 1).magnitude <= 1e-12)
        // log F is normal but for terms of the order of 1/d: Fisher's z.
        if d2 == 3 { continue }
        let normal = studentQuantile(p, degreesOfFreedom: .infinity) * (2 / d1 + 2 / d2).squareRoot()
        #expect((log(f) - normal).magnitude <= 10 / min(d1, d2))
      }
      let x = betaQuantile(p, d, 3 * d)
      #expect((betaCDF(x, d, 3 * d) - p).magnitude <= 1e-9)
    }
  }

  @Test("what has no quantile is not a number") func domains() {
    #expect(studentQuantile(0.5, degreesOfFreedom: -1).isNaN)
    #expect(studentQuantile(0, degreesOfFreedom: 5).isNaN)
    #expect(studentQuantile(.nan, degreesOfFreedom: 5).isNaN)
    #expect(betaQuantile(0.3, 0, 1).isNaN)
    #expect(betaQuantile(0, 2, 3) == 0)
    #expect(betaQuantile(1, 2, 3) == 1)
  }
}
