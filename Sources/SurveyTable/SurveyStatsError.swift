/// Why something has no answer: what went wrong, where in the data, and what to do about it.
///
/// Every throwing function of the library throws this type and nothing else.
public struct SurveyStatsError: Error, Sendable, Hashable {
  /// The kinds of failure, with the numbers that the C interface returns as a status.
  public enum Code: Int32, Sendable, Hashable, CaseIterable {
    /// An argument is missing, contradicts another, or is outside its range.
    case invalidArgument = 1
    /// The data has no column of that name.
    case unknownColumn = 2
    /// The file cannot be opened, read or written.
    case inputOutput = 3
    /// The bytes are not a table: a ragged row, an open quote, a cell that is not a number.
    case malformedData = 4
    /// The bytes are not text in the expected encoding.
    case badEncoding = 5
    /// A weight, stratum, cluster or population count that no sampling design can have.
    case invalidDesign = 6
    /// A stratum holds one sampled unit and the request did not say how to treat it.
    case lonelyUnit = 7
    /// There is no row to compute from.
    case emptyData = 8
    /// A length, a size or a memory bound was passed.
    case limitExceeded = 9
    /// The run was cancelled by its owner.
    case cancelled = 10
    /// An expression cannot be read.
    case invalidExpression = 11
    /// A meaningful request that this version does not answer.
    case unsupported = 12
    /// The source can be read once and has been, or it changed since it was opened.
    case sourceChanged = 13
  }

  public var code: Code
  /// One or two sentences in English that say what is wrong and what to do; they name the file, row and
  /// column where there is one.
  public var message: String
  /// The same in Traditional Chinese, for the errors that people meet most; `nil` for others.
  public var chinese: String?
  /// The record's number as a spreadsheet shows it (the header is row 1); for columns from memory the
  /// value's position from 1. `nil` where no row is to blame.
  public var row: Int?
  /// The column's number from 1, or `nil` where no column is to blame.
  public var column: Int?

  public init(
    _ code: Code, _ message: String, chinese: String? = nil, row: Int? = nil, column: Int? = nil
  ) {
    self.code = code
    self.message = message
    self.chinese = chinese
    self.row = row
    self.column = column
  }
}

extension SurveyStatsError {
  /// The message in that language as far as there is one, else in English.
  public func text(in language: Language) -> String {
    language == .traditionalChinese ? chinese ?? message : message
  }
}

extension SurveyStatsError: CustomStringConvertible {
  public var description: String { message }
}

extension SurveyStatsError.Code {
  /// The stable name of the code, as JSON and Python show it.
  public var name: String {
    switch self {
    case .invalidArgument: "invalid_argument"
    case .unknownColumn: "unknown_column"
    case .inputOutput: "io"
    case .malformedData: "malformed_data"
    case .badEncoding: "bad_encoding"
    case .invalidDesign: "invalid_design"
    case .lonelyUnit: "lonely_psu"
    case .emptyData: "empty_data"
    case .limitExceeded: "limit_exceeded"
    case .cancelled: "cancelled"
    case .invalidExpression: "invalid_expression"
    case .unsupported: "unsupported"
    case .sourceChanged: "source_changed"
    }
  }
}
