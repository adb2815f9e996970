import CSurveyShims
import SurveyTable

/// Some rows of an Arrow table, in the producer's memory. The producer's release callback runs once, when the
/// chunk goes.
///
/// `@unchecked Sendable`: nothing in an array changes between its making and its release, so that several
/// threads may read it.
final class ArrowChunk: @unchecked Sendable {
  let rows: Int
  /// Counted from 1, for messages.
  let number: Int
  private var array: ArrowArray
  private let table: String

  /// Takes over an array of `columnCount` columns.
  ///
  /// Errors: `malformedData` where the counts of the array contradict each other or the schema.
  init(
    taking array: ArrowArray, number: Int, columnCount: Int, table: String
  ) throws(SurveyStatsError) {
    self.array = array
    self.number = number
    self.table = table
    rows = Int(clamping: array.length)
    try checkShape(array, "the table")
    if array.n_buffers != 1 {
      throw fault("the table has \(counted(Int(clamping: array.n_buffers), "buffer")) instead of 1")
    }
    if array.buffers == nil { throw fault("the table has no list of buffers") }
    if array.n_children != Int64(columnCount) {
      throw fault("the table has \(array.n_children) columns, its schema \(columnCount)")
    }
    if columnCount > 0, array.children == nil { throw fault("the table has no list of columns") }
  }

  deinit {
    if let callback = array.release { callback(&array) }
  }

  /// The column at that position of the schema, checked as far as counts go.
  func column(_ index: Int, _ field: ArrowField) throws(SurveyStatsError) -> ArrowColumn {
    let what = "column '\(field.name)'"
    guard let child = array.children?[index]?.pointee else { throw fault("\(what) is missing") }
    if child.release == nil { throw fault("\(what) was released") }
    try checkShape(child, what)
    // The rows of the table are those of its columns behind the table's own offset.
    let before = Int(array.offset)
    if child.length < Int64(before + rows) {
      throw fault(
        "\(what) has \(counted(Int(clamping: child.length), "value")) for rows \(before + 1) to \(before + rows)"
      )
    }
    var column = try plain(child, field.type, start: Int(child.offset) + before, rows: rows, what)
    column.tableValidity = try validity(of: array, "the table")
    column.tableStart = before
    if let values = field.values {
      guard let dictionary = child.dictionary?.pointee else { throw fault("\(what) has no dictionary") }
      try checkShape(dictionary, "the dictionary of \(what)")
      column.dictionary = [
        try plain(
          dictionary, values, start: Int(dictionary.offset), rows: Int(dictionary.length),
          "the dictionary of \(what)")
      ]
    } else if child.dictionary != nil {
      throw fault("\(what) has a dictionary, which its schema does not say")
    }
    return column
  }

  private func plain(
    _ array: ArrowArray, _ type: ArrowType, start: Int, rows: Int, _ what: String
  ) throws(SurveyStatsError) -> ArrowColumn {
    var column = ArrowColumn(type: type, rows: rows, start: start)
    let expected: Int64
    switch type {
    case .null:
      // The specification gives it no buffer, older producers give it one.
      return column
    case .text: expected = 3
    case .textView: expected = max(3, array.n_buffers)
    default: expected = 2
    }
    if array.n_buffers != expected {
      throw fault(
        "\(what) has \(counted(Int(clamping: array.n_buffers), "buffer")) instead of \(expected)")
    }
    guard let buffers = array.buffers else { throw fault("\(what) has no list of buffers") }
    column.validity = try validity(of: array, what)
    column.values = buffers[1]
    if rows > 0, column.values == nil {
      throw fault("\(what) has \(counted(Int(clamping: rows), "value")) and no buffer of them")
    }
    switch type {
    case .text:
      column.bytes = buffers[2]
    case .textView:
      let count = Int(array.n_buffers) - 3
      column.viewBuffers = UnsafeBufferPointer(start: buffers + 2, count: count)
      guard let sizes = buffers[2 + count] else {
        if count > 0 { throw fault("\(what) has no sizes of its \(counted(Int(clamping: count), "buffer"))") }
        break
      }
      column.viewSizes = sizes
    default: break
    }
    return column
  }

  /// The validity bitmap; `nil` where every value is there.
  private func validity(
    of array: ArrowArray, _ what: String
  ) throws(SurveyStatsError) -> UnsafePointer<UInt8>? {
    if array.null_count == 0 { return nil }
    guard let bits = array.buffers?[0] else {
      if array.null_count > 0 {
        throw fault("\(what) has \(array.null_count) missing values and no bitmap of them")
      }
      return nil
    }
    return bits.assumingMemoryBound(to: UInt8.self)
  }

  /// Length, offset and counts, so that no later sum of them can overflow.
  private func checkShape(_ array: ArrowArray, _ what: String) throws(SurveyStatsError) {
    // Values of 16 bytes: more than this no address space holds.
    let most = Int64(1) << 43
    if array.length < 0 || array.length > most { throw fault("\(what) has \(array.length) values") }
    if array.offset < 0 || array.offset > most { throw fault("\(what) begins at value \(array.offset)") }
    if array.null_count < -1 || array.null_count > array.length {
      throw fault("\(what) has \(array.null_count) missing values of \(array.length)")
    }
    if array.n_buffers < 0 || array.n_buffers > 1 << 31 {
      throw fault("\(what) has \(array.n_buffers) buffers")
    }
  }

  private func fault(_ what: String) -> SurveyStatsError {
    SurveyStatsError(
      .malformedData,
      "\(table), chunk \(number) of the Arrow data: \(what); the program that made it is at fault",
      chinese: "\(table) Arrow 資料第 \(number) 段有誤（\(what)），問題出在產生資料的程式")
  }
}
