/// A condition on rows, as `--where` takes it: which rows belong to the domain.
///
/// ```
/// ell > 10 && awards == "Yes"      stype in ("E", "H")      !(`Q 3` <= 2) || 區 == '信義區'
/// ```
/// A number compares as a number and needs cells that are numbers; quoted text compares as text and only
/// with `==`, `!=` and `in`. Two columns compare as numbers. A comparison with a missing answer is false,
/// also under `!=`. Rows outside the domain stay in the design.
package struct DomainExpression: Sendable, Hashable {
  package indirect enum Node: Sendable, Hashable {
    case compareNumbers(Operand, Comparison, Operand)
    case matchesText(column: String, anyOf: [String], negated: Bool)
    case matchesNumber(column: String, anyOf: [Double])
    case not(Node)
    case and(Node, Node)
    case or(Node, Node)
  }

  package enum Operand: Sendable, Hashable {
    case column(String)
    case number(Double)
  }

  package enum Comparison: String, Sendable, Hashable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  package let root: Node
  package let source: String

  /// Errors: `invalidExpression` with the character where reading stopped; `limitExceeded` for nesting.
  package init(parsing source: String, limits: ResourceLimits = .standard) throws(SurveyStatsError) {
    var parser = DomainExpressionParser(
      lexer: try ExpressionLexer(source), depthLimit: limits.expressionDepth)
    root = try parser.parseAll()
    self.source = source
  }

  /// The columns it names, each once.
  package var columns: [String] {
    var found: [String] = []
    func add(_ name: String) { if !found.contains(name) { found.append(name) } }
    func walk(_ node: Node) {
      switch node {
      case .compareNumbers(let a, _, let b):
        for case .column(let name) in [a, b] { add(name) }
      case .matchesText(let column, _, _), .matchesNumber(let column, _): add(column)
      case .not(let inner): walk(inner)
      case .and(let a, let b), .or(let a, let b):
        walk(a)
        walk(b)
      }
    }
    walk(root)
    return found
  }
}

private struct DomainExpressionParser {
  var lexer: ExpressionLexer
  let depthLimit: Int
  var depth = 0

  mutating func parseAll() throws(SurveyStatsError) -> DomainExpression.Node {
    let node = try disjunction()
    if lexer.token != .end {
      throw lexer.failure(
        "expected &&, || or the end",
        "此處應為 &&、|| 或結尾；文字請加引號，含空格或符號之欄名請以反引號（`）括住")
    }
    return node
  }

  private mutating func enter() throws(SurveyStatsError) {
    depth += 1
    if depth > depthLimit {
      throw SurveyStatsError(
        .limitExceeded, "the expression is longer or nests deeper than the limit of \(depthLimit) steps",
        chinese: "條件過長或層數超過 \(depthLimit)")
    }
  }

  // The tree of a long chain is as deep as the chain is long, so that links count as depth too.
  private mutating func disjunction() throws(SurveyStatsError) -> DomainExpression.Node {
    let outer = depth
    defer { depth = outer }
    try enter()
    var node = try conjunction()
    while lexer.token == .symbol("||") {
      try enter()
      try lexer.advance()
      node = .or(node, try conjunction())
    }
    return node
  }

  private mutating func conjunction() throws(SurveyStatsError) -> DomainExpression.Node {
    let outer = depth
    defer { depth = outer }
    var node = try negation()
    while lexer.token == .symbol("&&") {
      try enter()
      try lexer.advance()
      node = .and(node, try negation())
    }
    return node
  }

  private mutating func negation() throws(SurveyStatsError) -> DomainExpression.Node {
    let outer = depth
    defer { depth = outer }
    if lexer.token == .symbol("!") {
      try enter()
      try lexer.advance()
      return .not(try negation())
    }
    if lexer.token == .symbol("(") {
      try lexer.advance()
      let node = try disjunction()
      guard lexer.token == .symbol(")") else {
        throw lexer.failure(
          "expected ')'",
          "此處應為右括號 )")
      }
      try lexer.advance()
      return node
    }
    return try comparison()
  }

  private enum Literal {
    case column(String)
    case number(Double)
    case text(String)
  }

  private mutating func literal() throws(SurveyStatsError) -> Literal {
    switch lexer.token {
    case .name(let name):
      try lexer.advance()
      return .column(name)
    case .number(let number):
      try lexer.advance()
      return .number(number)
    case .text(let text):
      try lexer.advance()
      return .text(text)
    case .symbol("-"):
      try lexer.advance()
      guard case .number(let number) = lexer.token else {
        throw lexer.failure(
          "expected a number after '-'",
          "「-」之後應為數字")
      }
      try lexer.advance()
      return .number(-number)
    default:
      throw lexer.failure(
        "expected a column, a number or quoted text",
        "此處應為欄名、數字或加引號之文字")
    }
  }

  private mutating func comparison() throws(SurveyStatsError) -> DomainExpression.Node {
    let left = try literal()
    if case .column(let column) = left, lexer.token == .name("in") {
      try lexer.advance()
      return try membership(of: column)
    }
    guard case .symbol(let symbol) = lexer.token,
      let comparison = DomainExpression.Comparison(rawValue: symbol)
    else {
      throw lexer.failure(
        "expected a comparison: ==, !=, <, <=, >, >= or in (…)",
        "此處應為比較符號：==、!=、<、<=、>、>= 或 in (…)；相等請寫 ==")
    }
    try lexer.advance()
    let right = try literal()
    switch (left, right) {
    case (.column(let column), .text(let text)), (.text(let text), .column(let column)):
      guard comparison == .equal || comparison == .notEqual else {
        throw lexer.failure(
          "text has no order: use == or !=, or compare with a number without quotes",
          "文字無大小之分；請用 == 或 !=，若為數字請勿加引號")
      }
      return .matchesText(column: column, anyOf: [text], negated: comparison == .notEqual)
    case (.text, _), (_, .text):
      throw lexer.failure(
        "quoted text can only be compared with a column",
        "加引號之文字僅能與欄位比較")
    case (.column(let a), .column(let b)): return .compareNumbers(.column(a), comparison, .column(b))
    case (.column(let a), .number(let b)): return .compareNumbers(.column(a), comparison, .number(b))
    case (.number(let a), .column(let b)): return .compareNumbers(.number(a), comparison, .column(b))
    case (.number(let a), .number(let b)): return .compareNumbers(.number(a), comparison, .number(b))
    }
  }

  private mutating func membership(of column: String) throws(SurveyStatsError) -> DomainExpression.Node {
    guard lexer.token == .symbol("(") else {
      throw lexer.failure(
        "expected '(' after in",
        "in 之後應為左括號 (")
    }
    try lexer.advance()
    var texts: [String] = []
    var numbers: [Double] = []
    while true {
      switch try literal() {
      case .text(let text): texts.append(text)
      case .number(let number): numbers.append(number)
      case .column:
        throw lexer.failure(
          "a list holds numbers or quoted texts, not columns",
          "括號內僅能為數字或加引號之文字，不可為欄名")
      }
      if lexer.token == .symbol(",") {
        try lexer.advance()
        continue
      }
      guard lexer.token == .symbol(")") else {
        throw lexer.failure(
          "expected ',' or ')'",
          "此處應為逗號（半形）或右括號 )")
      }
      try lexer.advance()
      break
    }
    if !texts.isEmpty && !numbers.isEmpty {
      throw lexer.failure(
        "a list holds either numbers or quoted texts, not both",
        "括號內之數字與文字不可混用")
    }
    return texts.isEmpty
      ? .matchesNumber(column: column, anyOf: numbers)
      : .matchesText(column: column, anyOf: texts, negated: false)
  }
}
