/// A table behind an indicator's value: by unit, by month, by procedure.
public struct DetailTable: Sendable, Hashable {
  /// What the rows are, from which a report chooses the picture that suits.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    /// A statistic for each unit, service, channel or group.
    case groups
    /// A statistic for each period, in time order.
    case periods
    /// Units down, periods or another dimension across: a heat table.
    case cross
    /// Before and after, a row for each procedure.
    case changes
    /// The parts of a test, with their full points.
    case components
    /// Places within a group.
    case ranking
    /// What the value was made of, in words and numbers.
    case facts
    /// What was done: projects, assessors, cases that need a word.
    case list
  }

  public enum Format: Sendable, Hashable {
    case text
    /// A whole number.
    case count
    case number(decimals: Int)
    /// A fraction, shown as a percentage.
    case percent
    /// A rate with its sign, a fraction shown as a percentage.
    case growth
    /// A difference of shares, a fraction shown in percentage points with its sign.
    case points
  }

  public struct Column: Sendable, Hashable {
    public var name: Wording
    public var format: Format

    public init(_ name: Wording, _ format: Format) {
      self.name = name
      self.format = format
    }
  }

  public enum Cell: Sendable, Hashable {
    case words(Wording)
    case number(Double)
    /// There is nothing, such as a quotient over zero.
    case empty
    /// Withheld, since too few people stand behind it; `complementary` where it would follow by subtraction.
    case hidden(complementary: Bool)

    /// A name out of a plan or a file, which is the same in both languages.
    public static func text(_ name: String) -> Cell { .words(Wording(name)) }

    public static func number(_ value: Double?) -> Cell {
      guard let value, value.isFinite else { return .empty }
      return .number(value)
    }
  }

  public struct Row: Sendable, Hashable {
    public var cells: [Cell]
    /// The row sums up the others.
    public var isTotal: Bool
    /// Columns whose cell misses the target.
    public var failing: Set<Int>

    public init(_ cells: [Cell], isTotal: Bool = false, failing: Set<Int> = []) {
      self.cells = cells
      self.isTotal = isTotal
      self.failing = failing
    }
  }

  public var role: Role
  public var title: Wording
  public var columns: [Column]
  public var rows: [Row]
  /// What every cell should reach, where the target is the same for all; of a test's means the target of the mean.
  public var target: Double?
  /// From where on a test counts as passed, of 100 points: another line than the target of the mean. Where there is
  /// one, the means that fall short of it are what fails.
  public var passLine: Double?

  public init(
    _ role: Role, title: Wording, columns: [Column], rows: [Row] = [], target: Double? = nil,
    passLine: Double? = nil
  ) {
    self.role = role
    self.title = title
    self.columns = columns
    self.rows = rows
    self.target = target
    self.passLine = passLine
  }
}
