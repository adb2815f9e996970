import CSurveyShims
import SurveyInference

extension Estimates {
  /// The rows as an Arrow C stream of one record batch: the columns of the CSV, texts as `utf8`, numbers as `float64`
  /// and counts as `int64`, null where a value is undefined or does not apply. A grouping column that has a name
  /// of ours is called `group.name`.
  ///
  /// The stream has copies of its own: it stays good when the estimates are gone, and its consumer releases it.
  ///
  /// - Parameter arrowStream: the address of a `struct ArrowArrayStream`, which is overwritten (Apache Arrow, "The
  ///   Arrow C stream interface").
  public func exportArrowStream(to arrowStream: UnsafeMutableRawPointer) {
    let columns = resultColumns
    let own = Set(columns.filter { !$0.isGroup }.map(\.name))
    let exported = columns.map { column in
      ExportedColumn(
        column, name: column.isGroup && own.contains(column.name) ? "group." + column.name : column.name)
    }
    arrowStream.initializeMemory(
      as: ArrowArrayStream.self, to: ExportedTable(exported, rows: rows.count).makeStream())
  }
}

/// What a stream keeps between its callbacks.
private final class ExportedTable {
  let columns: [ExportedColumn]
  let rows: Int
  var isGiven = false

  init(_ columns: [ExportedColumn], rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  func makeStream() -> ArrowArrayStream {
    var stream = ArrowArrayStream()
    stream.private_data = Unmanaged.passRetained(self).toOpaque()
    stream.get_schema = { stream, out in
      guard let table = ExportedTable.of(stream), let out else { return invalidArgument }
      out.initialize(to: makeSchema(table.columns))
      return 0
    }
    stream.get_next = { stream, out in
      guard let table = ExportedTable.of(stream), let out else { return invalidArgument }
      // The end of a stream is an array without a release callback.
      out.initialize(to: table.isGiven ? ArrowArray() : makeArray(table.columns, rows: table.rows))
      table.isGiven = true
      return 0
    }
    stream.get_last_error = { _ in nil }
    stream.release = { stream in
      guard let stream, let data = stream.pointee.private_data else { return }
      stream.pointee.release = nil
      stream.pointee.private_data = nil
      Unmanaged<ExportedTable>.fromOpaque(data).release()
    }
    return stream
  }

  static func of(_ stream: UnsafeMutablePointer<ArrowArrayStream>?) -> ExportedTable? {
    stream?.pointee.private_data.map { Unmanaged<ExportedTable>.fromOpaque($0).takeUnretainedValue() }
  }
}

/// EINVAL: the interface's callbacks answer with numbers of errno.
private let invalidArgument: Int32 = 22
