import CSurveyShims

/// Counts what a consumer was given and what it released.
final class Ledger {
  var schemasMade = 0
  var arraysMade = 0
  var schemas = 0
  var arrays = 0
  var streams = 0
}

/// A column written down by hand: an array and its schema.
struct HandMade {
  var format: String?
  var name: String? = "x"
  var length = 0
  var nulls = -1
  var offset = 0
  var buffers: [[UInt8]?] = []
  var children: [HandMade] = []
  var dictionary: [HandMade] = []
  /// What the counts are said to be, where that is not what they are.
  var saidBuffers: Int64?
  var saidChildren: Int64?
  var hasChildList = true
  var hasBufferList = true
}

func bytes<Value: BitwiseCopyable>(_ values: [Value]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }

/// Bits, the first in the lowest place.
func bits(_ flags: [Int]) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: (flags.count + 7) / 8)
  for (index, flag) in flags.enumerated() where flag != 0 { bytes[index / 8] |= 1 << UInt8(index % 8) }
  return bytes
}

extension HandMade {
  /// Numbers, with a bitmap where `valid` is given.
  init<Value: BitwiseCopyable>(
    _ format: String, _ values: [Value], valid: [Int]? = nil, name: String = "x", offset: Int = 0
  ) {
    self.init(
      format: format, name: name, length: values.count - offset, nulls: valid == nil ? 0 : -1, offset: offset,
      buffers: [valid.map(bits), bytes(values)])
  }

  /// Texts with offsets of four or eight bytes.
  init(texts: [String?], large: Bool = false, name: String = "x", offset: Int = 0) {
    var ends = [0]
    var content: [UInt8] = []
    for text in texts {
      content += Array((text ?? "").utf8)
      ends.append(content.count)
    }
    self.init(
      format: large ? "U" : "u", name: name, length: texts.count - offset, offset: offset,
      buffers: [
        bits(texts.map { $0 == nil ? 0 : 1 }), large ? bytes(ends) : bytes(ends.map { Int32($0) }), content,
      ])
  }

  /// Texts as views; long ones go to two buffers in turn.
  init(views texts: [String?], name: String = "x", offset: Int = 0) {
    var content: [[UInt8]] = [[], []]
    var views: [UInt8] = []
    for text in texts {
      let utf8 = Array((text ?? "").utf8)
      if utf8.count <= 12 {
        // What stands behind a short text is not part of it.
        views += bytes([Int32(utf8.count)]) + utf8 + [UInt8](repeating: 0, count: 12 - utf8.count)
      } else {
        let buffer = views.count / 16 % 2
        views +=
          bytes([Int32(utf8.count)]) + utf8.prefix(4) + bytes([Int32(buffer), Int32(content[buffer].count)])
        content[buffer] += utf8
      }
    }
    self.init(
      format: "vu", name: name, length: texts.count - offset, offset: offset,
      buffers: [
        bits(texts.map { $0 == nil ? 0 : 1 }), views, content[0], content[1], bytes(content.map(\.count)),
      ])
  }

  /// Indices into `values`.
  init<Index: BitwiseCopyable>(
    _ format: String, indices: [Index], valid: [Int]? = nil, of values: HandMade, name: String = "x"
  ) {
    self.init(format, indices, valid: valid, name: name)
    dictionary = [values]
  }

  static func table(_ columns: [HandMade], rows: Int, offset: Int = 0, valid: [Int]? = nil) -> HandMade {
    HandMade(
      format: "+s", name: "", length: rows, nulls: valid == nil ? 0 : -1, offset: offset,
      buffers: [valid.map(bits)], children: columns)
  }

  var schema: HandMade {
    var copy = self
    copy.buffers = []
    return copy
  }
}

// MARK: Memory

private final class SchemaOwner {
  let ledger: Ledger?
  var texts: [UnsafeMutablePointer<CChar>] = []
  var children: [UnsafeMutablePointer<ArrowSchema>?] = []
  var list: UnsafeMutablePointer<UnsafeMutablePointer<ArrowSchema>?>?

  init(_ ledger: Ledger?) { self.ledger = ledger }

  func text(_ text: String?) -> UnsafePointer<CChar>? {
    guard let text else { return nil }
    let utf8 = Array(text.utf8CString)
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: utf8.count)
    copy.initialize(from: utf8, count: utf8.count)
    texts.append(copy)
    return UnsafePointer(copy)
  }

  deinit {
    for text in texts { text.deallocate() }
    list?.deallocate()
    for child in children {
      if let release = child?.pointee.release { release(child) }
      child?.deallocate()
    }
    ledger?.schemas += 1
  }
}

private final class ArrayOwner {
  let ledger: Ledger?
  var memory: [UnsafeMutableRawPointer] = []
  var buffers: UnsafeMutablePointer<UnsafeRawPointer?>?
  var children: [UnsafeMutablePointer<ArrowArray>?] = []
  var list: UnsafeMutablePointer<UnsafeMutablePointer<ArrowArray>?>?

  init(_ ledger: Ledger?) { self.ledger = ledger }

  deinit {
    for buffer in memory { buffer.deallocate() }
    buffers?.deallocate()
    list?.deallocate()
    for child in children {
      if let release = child?.pointee.release { release(child) }
      child?.deallocate()
    }
    ledger?.arrays += 1
  }
}

extension HandMade {
  func makeSchema(_ ledger: Ledger? = nil) -> ArrowSchema {
    let owner = SchemaOwner(ledger)
    ledger?.schemasMade += 1
    var schema = ArrowSchema()
    schema.format = owner.text(format)
    schema.name = owner.text(name)
    schema.flags = 2
    for child in children {
      let place = UnsafeMutablePointer<ArrowSchema>.allocate(capacity: 1)
      place.initialize(to: child.makeSchema())
      owner.children.append(place)
    }
    schema.n_children = saidChildren ?? Int64(children.count)
    if !children.isEmpty, hasChildList {
      let list = UnsafeMutablePointer<UnsafeMutablePointer<ArrowSchema>?>.allocate(capacity: children.count)
      list.initialize(from: owner.children, count: children.count)
      owner.list = list
      schema.children = list
    }
    if let values = dictionary.first {
      let place = UnsafeMutablePointer<ArrowSchema>.allocate(capacity: 1)
      place.initialize(to: values.makeSchema())
      owner.children.append(place)
      schema.dictionary = place
    }
    schema.private_data = Unmanaged.passRetained(owner).toOpaque()
    schema.release = { schema in
      guard let data = schema?.pointee.private_data else { return }
      schema?.pointee.release = nil
      Unmanaged<SchemaOwner>.fromOpaque(data).release()
    }
    return schema
  }

  func makeArray(_ ledger: Ledger? = nil) -> ArrowArray {
    let owner = ArrayOwner(ledger)
    ledger?.arraysMade += 1
    var array = ArrowArray()
    array.length = Int64(length)
    array.null_count = Int64(nulls)
    array.offset = Int64(offset)
    array.n_buffers = saidBuffers ?? Int64(buffers.count)
    if hasBufferList {
      let list = UnsafeMutablePointer<UnsafeRawPointer?>.allocate(capacity: max(1, buffers.count))
      for (index, buffer) in buffers.enumerated() {
        guard let buffer else {
          (list + index).initialize(to: nil)
          continue
        }
        // Exactly as large as it is, so that a checker of memory sees a read beyond.
        let copy = UnsafeMutableRawPointer.allocate(byteCount: buffer.count, alignment: 8)
        copy.copyMemory(from: buffer, byteCount: buffer.count)
        owner.memory.append(copy)
        (list + index).initialize(to: UnsafeRawPointer(copy))
      }
      owner.buffers = list
      array.buffers = list
    }
    for child in children {
      let place = UnsafeMutablePointer<ArrowArray>.allocate(capacity: 1)
      place.initialize(to: child.makeArray())
      owner.children.append(place)
    }
    array.n_children = saidChildren ?? Int64(children.count)
    if !children.isEmpty, hasChildList {
      let list = UnsafeMutablePointer<UnsafeMutablePointer<ArrowArray>?>.allocate(capacity: children.count)
      list.initialize(from: owner.children, count: children.count)
      owner.list = list
      array.children = list
    }
    if let values = dictionary.first {
      let place = UnsafeMutablePointer<ArrowArray>.allocate(capacity: 1)
      place.initialize(to: values.makeArray())
      owner.children.append(place)
      array.dictionary = place
    }
    array.private_data = Unmanaged.passRetained(owner).toOpaque()
    array.release = { array in
      guard let data = array?.pointee.private_data else { return }
      array?.pointee.release = nil
      Unmanaged<ArrayOwner>.fromOpaque(data).release()
    }
    return array
  }
}

/// A stream of hand-made chunks; `failsAt` is the chunk that cannot be given.
final class HandMadeStream {
  var schema: HandMade
  let chunks: [HandMade]
  let ledger: Ledger?
  var failsAt: Int?
  var hasLostItsLast = false
  var next = 0
  private let message: UnsafeMutablePointer<CChar>

  init(_ chunks: [HandMade], schema: HandMade? = nil, ledger: Ledger? = nil, failsAt: Int? = nil) {
    self.chunks = chunks
    self.schema = schema ?? chunks.first?.schema ?? .table([], rows: 0)
    self.ledger = ledger
    self.failsAt = failsAt
    let text = Array("the disk is full".utf8CString)
    message = .allocate(capacity: text.count)
    message.initialize(from: text, count: text.count)
  }

  deinit {
    message.deallocate()
    ledger?.streams += 1
  }

  /// A stream that begins again with each call of `get_schema`.
  func make() -> ArrowArrayStream {
    var stream = ArrowArrayStream()
    stream.private_data = Unmanaged.passRetained(self).toOpaque()
    stream.get_schema = { stream, out in
      guard let own = HandMadeStream.of(stream) else { return 22 }
      own.next = 0
      out?.pointee = own.schema.makeSchema(own.ledger)
      return 0
    }
    stream.get_next = { stream, out in
      guard let own = HandMadeStream.of(stream) else { return 22 }
      if own.next == own.failsAt { return 28 }
      if own.next == own.chunks.count - (own.hasLostItsLast ? 1 : 0) {
        out?.pointee = ArrowArray()
      } else {
        out?.pointee = own.chunks[own.next].makeArray(own.ledger)
        own.next += 1
      }
      return 0
    }
    stream.get_last_error = { stream in HandMadeStream.of(stream).map { UnsafePointer($0.message) } }
    stream.release = { stream in
      guard let data = stream?.pointee.private_data else { return }
      stream?.pointee.release = nil
      Unmanaged<HandMadeStream>.fromOpaque(data).release()
    }
    return stream
  }

  private static func of(_ stream: UnsafeMutablePointer<ArrowArrayStream>?) -> HandMadeStream? {
    stream?.pointee.private_data.map { Unmanaged<HandMadeStream>.fromOpaque($0).takeUnretainedValue() }
  }
}
