import Foundation
import Testing

@testable import SurveyTable

@Suite struct ContrastExpressionTests {
  /// Expressions over (a, b) with their values and derivatives worked out by hand.
  static let cases: [(String, @Sendable (Double, Double) -> (Double, Double, Double))] = [
    ("(b - a) / a", { a, b in (b / a - 1, -b / (a * a), 1 / a) }),
    ("a * b", { a, b in (a * b, b, a) }),
    ("-a^2 + b", { a, b in (b - a * a, -2 * a, 1) }),
    ("a^b", { a, b in (pow(a, b), b * pow(a, b - 1), pow(a, b) * log(a)) }),
    ("2^-b * a", { a, b in (pow(2, -b) * a, pow(2, -b), -a * pow(2, -b) * log(2)) }),
    ("log(b) - log(a)", { a, b in (log(b / a), -1 / a, 1 / b) }),
    ("exp(a / 10) + sqrt(b)", { a, b in (exp(a / 10) + sqrt(b), exp(a / 10) / 10, 0.5 / sqrt(b)) }),
    ("abs(a - b)", { a, b in (abs(a - b), a < b ? -1 : 1, a < b ? 1 : -1) }),
    ("100 * b / 5 - +a", { a, b in (20 * b - a, -1, 20) }),
    ("a - b - a", { a, b in (-b, 0, -1) }), ("a / b / a", { a, b in (1 / b, 0, -1 / (b * b)) }),
    ("b + 0 * a ^ 2 ^ 3", { a, b in (b, 0, 1) }),
  ]

  @Test("value and derivatives are exact", arguments: cases.indices)
  func derivatives(_ index: Int) throws {
    let (text, byHand) = Self.cases[index]
    // Columns are numbered as the expression names them.
    let expression = try ContrastExpression(parsing: text)
    for (a, b) in [(3.0, 4.0), (0.7, 2.5), (624.6, 656.5)] {
      let point = expression.columns.map { $0 == "a" ? a : b }
      let (value, gradient) = expression.evaluate(at: point)
      let (wanted, byA, byB) = byHand(a, b)
      if wanted.isFinite { #expect(close(value, wanted)) }
      for (name, slope) in zip(expression.columns, gradient) where wanted.isFinite {
        #expect(close(slope, name == "a" ? byA : byB), "\(text) by \(name) at \(a), \(b)")
      }
    }
  }

  private func close(_ a: Double, _ b: Double) -> Bool {
    abs(a - b) <= 4e-15 * max(abs(a), abs(b)) + 1e-14
  }

  @Test("the term is the name before = or the text itself") func terms() throws {
    #expect(try ContrastExpression(parsing: "growth = b / a - 1").term == "growth")
    #expect(try ContrastExpression(parsing: " b / a - 1 ").term == "b / a - 1")
    #expect(try ContrastExpression(parsing: "`成長 率` = `整體 滿意` / a").columns == ["整體 滿意", "a"])
  }

  @Test("outside the domain of a function nothing is made up") func undefined() throws {
    let (value, _) = try ContrastExpression(parsing: "log(a)").evaluate(at: [-1])
    #expect(value.isNaN)
    let (quotient, _) = try ContrastExpression(parsing: "1 / a").evaluate(at: [0])
    #expect(!quotient.isFinite)
  }

  @Test(
    "what is no expression is refused",
    arguments: ["1 + 2", "", "a +", "foo(a)", "a b", "(a", "a)", "'a' + 1", "a == b", "a = b = c", "log a"])
  func refused(_ text: String) {
    do {
      _ = try ContrastExpression(parsing: text)
      Issue.record("'\(text)' was read")
    } catch {
      #expect(error.code == .invalidExpression)
    }
  }
}
