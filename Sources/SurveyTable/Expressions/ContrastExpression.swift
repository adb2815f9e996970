#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An arithmetic expression over the estimates of columns, with its exact first derivatives.
///
/// ```
/// growth = (api00 - api99) / api99        log(b) - log(a)        100 * `整體 滿意度` / 5
/// ```
/// `+ - * / ^`, parentheses, numbers, and the functions `log` (natural), `exp`, `sqrt`, `abs`. Derivatives
/// come from forward-mode differentiation: each step carries its value and its gradient, so that there is no
/// step size and no rounding beyond that of the steps themselves (Griewank & Walther, Evaluating
/// Derivatives, 2nd ed. 2008, chapter 3).
package struct ContrastExpression: Sendable, Hashable {
  package indirect enum Node: Sendable, Hashable {
    case number(Double)
    case column(Int)
    case negated(Node)
    case add(Node, Node)
    case subtract(Node, Node)
    case multiply(Node, Node)
    case divide(Node, Node)
    case power(Node, Node)
    case function(Function, Node)
  }

  package enum Function: String, Sendable, Hashable, CaseIterable {
    case log, exp, sqrt, abs
  }

  package let root: Node
  /// Columns in the order in which the expression first names them.
  package let columns: [String]
  /// The name before `=`, or the expression as typed.
  package let term: String

  /// Errors: `invalidExpression` with the character where reading stopped; `limitExceeded` for nesting.
  package init(parsing source: String, limits: ResourceLimits = .standard) throws(SurveyStatsError) {
    var parser = ContrastExpressionParser(
      lexer: try ExpressionLexer(source), depthLimit: limits.expressionDepth)
    let (name, node) = try parser.parseAll()
    root = node
    columns = parser.columns
    term = name ?? source.trimmingSpaces()
    if columns.isEmpty {
      throw SurveyStatsError(
        .invalidExpression, "the expression '\(source)' names no column",
        chinese: "運算式「\(source)」未含任何欄位（expression）")
    }
  }

  /// The value at the point `values` (one number for each of ``columns``) and the gradient there. Outside
  /// the domain of a function both hold NaN or infinities; the caller decides what that means.
  package func evaluate(at values: [Double]) -> (value: Double, gradient: [Double]) {
    Self.evaluate(root, values)
  }

  private static func evaluate(_ node: Node, _ x: [Double]) -> (value: Double, gradient: [Double]) {
    switch node {
    case .number(let number):
      return (number, [Double](repeating: 0, count: x.count))
    case .column(let index):
      var gradient = [Double](repeating: 0, count: x.count)
      gradient[index] = 1
      return (x[index], gradient)
    case .negated(let inner):
      let (a, da) = evaluate(inner, x)
      return (-a, da.map { -$0 })
    case .add(let left, let right):
      let ((a, da), (b, db)) = (evaluate(left, x), evaluate(right, x))
      return (a + b, zip(da, db).map { $0 + $1 })
    case .subtract(let left, let right):
      let ((a, da), (b, db)) = (evaluate(left, x), evaluate(right, x))
      return (a - b, zip(da, db).map { $0 - $1 })
    case .multiply(let left, let right):
      let ((a, da), (b, db)) = (evaluate(left, x), evaluate(right, x))
      return (a * b, zip(da, db).map { $0 * b + a * $1 })
    case .divide(let left, let right):
      let ((a, da), (b, db)) = (evaluate(left, x), evaluate(right, x))
      let quotient = a / b
      return (quotient, zip(da, db).map { ($0 - quotient * $1) / b })
    case .power(let left, let right):
      let ((a, da), (b, db)) = (evaluate(left, x), evaluate(right, x))
      let value = pow(a, b)
      // A constant exponent must not ask for log(a), which a negative base does not have.
      let constantExponent = db.allSatisfy { $0 == 0 }
      let byBase = b == 0 ? 0 : b * pow(a, b - 1)
      let byExponent = constantExponent ? 0 : value * naturalLogarithm(a)
      return (value, zip(da, db).map { $0 * byBase + (constantExponent ? 0 : $1 * byExponent) })
    case .function(let function, let inner):
      let (a, da) = evaluate(inner, x)
      let (value, slope): (Double, Double) =
        switch function {
        case .log: (naturalLogarithm(a), 1 / a)
        case .exp: (exponential(a), exponential(a))
        case .sqrt: (a.squareRoot(), 0.5 / a.squareRoot())
        case .abs: (Swift.abs(a), a == 0 ? .nan : (a < 0 ? -1 : 1))
        }
      return (value, da.map { $0 == 0 ? 0 : $0 * slope })
    }
  }
}

private struct ContrastExpressionParser {
  var lexer: ExpressionLexer
  let depthLimit: Int
  var depth = 0
  var columns: [String] = []

  mutating func parseAll() throws(SurveyStatsError) -> (name: String?, node: ContrastExpression.Node) {
    var name: String?
    // `name = …`: look one token ahead by reading the name and, without `=`, starting over.
    if case .name(let candidate) = lexer.token {
      let start = lexer
      try lexer.advance()
      if lexer.token == .symbol("=") {
        name = candidate
        try lexer.advance()
      } else {
        lexer = start
      }
    }
    let node = try sum()
    if lexer.token != .end {
      throw lexer.failure(
        "expected an operator or the end",
        "此處應為運算符號或結尾；含空格或符號之欄名請以反引號（`）括住")
    }
    return (name, node)
  }

  private mutating func enter() throws(SurveyStatsError) {
    depth += 1
    if depth > depthLimit {
      throw SurveyStatsError(
        .limitExceeded, "the expression is longer or nests deeper than the limit of \(depthLimit) steps",
        chinese: "運算式過長或層數超過 \(depthLimit)")
    }
  }

  private mutating func sum() throws(SurveyStatsError) -> ContrastExpression.Node {
    let outer = depth
    defer { depth = outer }
    try enter()
    var node = try product()
    while case .symbol(let symbol) = lexer.token, symbol == "+" || symbol == "-" {
      try enter()
      try lexer.advance()
      let right = try product()
      node = symbol == "+" ? .add(node, right) : .subtract(node, right)
    }
    return node
  }

  private mutating func product() throws(SurveyStatsError) -> ContrastExpression.Node {
    let outer = depth
    defer { depth = outer }
    var node = try unary()
    while case .symbol(let symbol) = lexer.token, symbol == "*" || symbol == "/" {
      try enter()
      try lexer.advance()
      let right = try unary()
      node = symbol == "*" ? .multiply(node, right) : .divide(node, right)
    }
    return node
  }

  /// `-a^2` is `-(a^2)`, as in R.
  private mutating func unary() throws(SurveyStatsError) -> ContrastExpression.Node {
    let outer = depth
    defer { depth = outer }
    if case .symbol(let symbol) = lexer.token, symbol == "-" || symbol == "+" {
      try enter()
      try lexer.advance()
      let inner = try unary()
      return symbol == "-" ? .negated(inner) : inner
    }
    return try power()
  }

  private mutating func power() throws(SurveyStatsError) -> ContrastExpression.Node {
    let base = try primary()
    if lexer.token == .symbol("^") {
      try enter()
      try lexer.advance()
      return .power(base, try unary())
    }
    return base
  }

  private mutating func primary() throws(SurveyStatsError) -> ContrastExpression.Node {
    switch lexer.token {
    case .number(let number):
      try lexer.advance()
      return .number(number)
    case .name(let name):
      try lexer.advance()
      if lexer.token == .symbol("(") {
        guard let function = ContrastExpression.Function(rawValue: name) else {
          throw lexer.failure(
            "'\(name)' is not a function; there are log, exp, sqrt and abs",
            "沒有「\(name)」這個函數；可用 log、exp、sqrt、abs")
        }
        try lexer.advance()
        let inner = try sum()
        guard lexer.token == .symbol(")") else { throw lexer.failure("expected ')'", "此處應為右括號 )") }
        try lexer.advance()
        return .function(function, inner)
      }
      if let index = columns.firstIndex(of: name) { return .column(index) }
      columns.append(name)
      return .column(columns.count - 1)
    case .symbol("("):
      try lexer.advance()
      let node = try sum()
      guard lexer.token == .symbol(")") else { throw lexer.failure("expected ')'", "此處應為右括號 )") }
      try lexer.advance()
      return node
    case .text:
      throw lexer.failure(
        "quotes hold text; a column's name with spaces stands in backticks",
        "引號內為文字；含空格之欄名請以反引號（`）括住")
    default:
      throw lexer.failure(
        "expected a number, a column or '('",
        "此處應為數字、欄名或左括號 (")
    }
  }
}

// Inside the type these names are those of its cases.
private func naturalLogarithm(_ x: Double) -> Double { log(x) }
private func exponential(_ x: Double) -> Double { exp(x) }
