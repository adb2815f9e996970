import CSurveyShims

// Schemas and arrays that somebody else releases. Each struct owns what it points to, so that a consumer may move a
// column out of its table and release both in any order, as the specification allows.

/// A table's schema: a struct of the columns.
func makeSchema(_ columns: [ExportedColumn]) -> ArrowSchema {
  schema(
    format: "+s", name: "", flags: 0,
    children: columns.map { column in
      schema(format: column.format, name: column.name, flags: 2, children: [])
    })
}

/// A table's only chunk.
func makeArray(_ columns: [ExportedColumn], rows: Int) -> ArrowArray {
  array(
    nil, rows: rows, missing: 0, buffers: [nil],
    children: columns.map { column in
      array(
        column, rows: rows, missing: column.missing, buffers: column.buffers.map { UnsafeRawPointer($0) },
        children: [])
    })
}

private final class SchemaParts {
  let format: UnsafeMutablePointer<CChar>
  let name: UnsafeMutablePointer<CChar>
  let children: PointerList<ArrowSchema>

  init(format: String, name: String, children: [ArrowSchema]) {
    self.format = copied(format)
    self.name = copied(name)
    self.children = PointerList(children)
  }

  deinit {
    for child in children.places {
      if let release = child.pointee.release { release(child) }
    }
    format.deallocate()
    name.deallocate()
  }
}

private func schema(format: String, name: String, flags: Int64, children: [ArrowSchema]) -> ArrowSchema {
  let parts = SchemaParts(format: format, name: name, children: children)
  var schema = ArrowSchema()
  schema.format = UnsafePointer(parts.format)
  schema.name = UnsafePointer(parts.name)
  schema.flags = flags
  schema.n_children = Int64(children.count)
  schema.children = parts.children.list
  schema.private_data = Unmanaged.passRetained(parts).toOpaque()
  schema.release = { schema in
    guard let schema, let data = schema.pointee.private_data else { return }
    schema.pointee.release = nil
    schema.pointee.private_data = nil
    Unmanaged<SchemaParts>.fromOpaque(data).release()
  }
  return schema
}

private final class ArrayParts {
  let column: ExportedColumn?
  let buffers: UnsafeMutablePointer<UnsafeRawPointer?>
  let children: PointerList<ArrowArray>

  init(_ column: ExportedColumn?, buffers: [UnsafeRawPointer?], children: [ArrowArray]) {
    self.column = column
    self.buffers = .allocate(capacity: max(1, buffers.count))
    self.buffers.initialize(from: buffers, count: buffers.count)
    self.children = PointerList(children)
  }

  deinit {
    for child in children.places {
      if let release = child.pointee.release { release(child) }
    }
    buffers.deallocate()
  }
}

private func array(
  _ column: ExportedColumn?, rows: Int, missing: Int, buffers: [UnsafeRawPointer?], children: [ArrowArray]
) -> ArrowArray {
  let parts = ArrayParts(column, buffers: buffers, children: children)
  var array = ArrowArray()
  array.length = Int64(rows)
  array.null_count = Int64(missing)
  array.n_buffers = Int64(buffers.count)
  array.buffers = parts.buffers
  array.n_children = Int64(children.count)
  array.children = parts.children.list
  array.private_data = Unmanaged.passRetained(parts).toOpaque()
  array.release = { array in
    guard let array, let data = array.pointee.private_data else { return }
    array.pointee.release = nil
    array.pointee.private_data = nil
    Unmanaged<ArrayParts>.fromOpaque(data).release()
  }
  return array
}

/// Structs in memory of their own, and the list of their addresses.
private final class PointerList<Struct> {
  let places: [UnsafeMutablePointer<Struct>]
  let list: UnsafeMutablePointer<UnsafeMutablePointer<Struct>?>?

  init(_ values: [Struct]) {
    places = values.map { value in
      let place = UnsafeMutablePointer<Struct>.allocate(capacity: 1)
      place.initialize(to: value)
      return place
    }
    if places.isEmpty {
      list = nil
    } else {
      let list = UnsafeMutablePointer<UnsafeMutablePointer<Struct>?>.allocate(capacity: places.count)
      for (index, place) in places.enumerated() { (list + index).initialize(to: place) }
      self.list = list
    }
  }

  deinit {
    for place in places { place.deallocate() }
    list?.deallocate()
  }
}

private func copied(_ text: String) -> UnsafeMutablePointer<CChar> {
  // A name with a NUL in it, which no column that was read has, ends there.
  let bytes = Array(text.utf8CString)
  let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
  copy.initialize(from: bytes, count: bytes.count)
  return copy
}
