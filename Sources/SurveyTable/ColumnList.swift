/// One column or several, written as a literal: `"q1"` or `["q1", "q2"]`.
public struct ColumnList: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  public var names: [String]

  public init(_ names: [String]) { self.names = names }
  public init(_ name: String) { names = [name] }
  public init(stringLiteral value: String) { names = [value] }
  public init(arrayLiteral elements: String...) { names = elements }

  public var isEmpty: Bool { names.isEmpty }
}
