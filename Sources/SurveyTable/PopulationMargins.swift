/// How many members of the population give each answer: what a sample is compared with and weighted to.
///
/// A variable may be one column (`sex`) or, for joint counts, several (`sex:age`), whose categories then are
/// joined the same way (`F:20-29`).
public struct PopulationMargins: Sendable, Hashable {
  public struct Variable: Sendable, Hashable {
    /// The columns whose answers are counted; one, or several for joint counts.
    public var columns: [String]
    public var categories: [Category]

    public init(columns: [String], categories: [Category]) {
      self.columns = columns
      self.categories = categories
    }

    /// As a margins file writes it: `sex`, `sex:age`.
    public var name: String { columns.joined(separator: ":") }
    public var total: Double { categories.reduce(0) { $0 + $1.count } }
  }

  public struct Category: Sendable, Hashable {
    /// One answer for each column.
    public var answers: [String]
    /// Members of the population; any positive scale, since samples are compared by shares.
    public var count: Double

    public init(answers: [String], count: Double) {
      self.answers = answers
      self.count = count
    }

    public var name: String { answers.joined(separator: ":") }
  }

  public var variables: [Variable]

  public init(variables: [Variable]) { self.variables = variables }
}
