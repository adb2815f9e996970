import SurveyTable

/// One column of a chunk: where its values lie. Valid as long as the chunk is held.
///
/// ```
/// validity  1 0 1 1 …      one bit for each value, from bit `start`; nil: all are there
/// values    numbers, offsets, views or bits, from value `start`
/// bytes     of texts with offsets; views have buffers of their own
/// ```
/// The C interface does not say how many bytes a buffer has: that a buffer holds what its array's counts and
/// offsets ask of it is the producer's promise. Everything that the counts, offsets, indices and sizes say of
/// one another is checked.
struct ArrowColumn {
  let type: ArrowType
  let rows: Int
  /// The position of row 0 in the buffers.
  let start: Int
  var validity: UnsafePointer<UInt8>?
  var values: UnsafeRawPointer?
  var bytes: UnsafeRawPointer?
  var viewBuffers = UnsafeBufferPointer<UnsafeRawPointer?>(start: nil, count: 0)
  /// The length of each view buffer, as 64-bit numbers.
  var viewSizes: UnsafeRawPointer?
  /// The validity of the table's rows, which a column's cells need as well.
  var tableValidity: UnsafePointer<UInt8>?
  var tableStart = 0
  /// The values that indices stand for: one column, or none.
  var dictionary: [ArrowColumn] = []

  init(type: ArrowType, rows: Int, start: Int) {
    self.type = type
    self.rows = rows
    self.start = start
  }

  /// What a cell should hold and does not, as the end of a message.
  struct Fault: Error {
    var code: SurveyStatsError.Code = .malformedData
    var what: String
  }

  @inline(__always)
  func isThere(_ row: Int) -> Bool {
    if let validity, !bit(validity, start + row) { return false }
    if let tableValidity, !bit(tableValidity, tableStart + row) { return false }
    return true
  }

  @inline(__always)
  func bit(_ bits: UnsafePointer<UInt8>, _ position: Int) -> Bool {
    bits[position >> 3] >> UInt8(truncatingIfNeeded: position & 7) & 1 != 0
  }

  /// The buffer of values from `row` on; there are values where there are rows.
  @inline(__always)
  func pointer(_ row: Int, width: Int) -> UnsafeRawPointer? {
    values.map { $0 + (start + row) &* width }
  }

  /// The whole number in `row` as 64 bits; a number without a sign is not negative beyond 2^63 but that bit pattern.
  @inline(__always)
  func integer(_ row: Int) -> Int64 {
    guard let values else { return 0 }
    let place = start + row
    switch type {
    case .int8: return Int64(values.load(fromByteOffset: place, as: Int8.self))
    case .uint8: return Int64(values.load(fromByteOffset: place, as: UInt8.self))
    case .int16: return Int64(values.loadUnaligned(fromByteOffset: place &* 2, as: Int16.self))
    case .uint16, .float16: return Int64(values.loadUnaligned(fromByteOffset: place &* 2, as: UInt16.self))
    case .int32, .days, .time(4, _), .decimal(4, _):
      return Int64(values.loadUnaligned(fromByteOffset: place &* 4, as: Int32.self))
    case .uint32: return Int64(values.loadUnaligned(fromByteOffset: place &* 4, as: UInt32.self))
    case .boolean: return bit(values.assumingMemoryBound(to: UInt8.self), place) ? 1 : 0
    default: return values.loadUnaligned(fromByteOffset: place &* 8, as: Int64.self)
    }
  }

  /// The text in `row`, in the producer's memory.
  @inline(__always)
  func text(_ row: Int) throws(Fault) -> UnsafeRawBufferPointer {
    guard let values else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let place = start + row
    let (from, to): (Int, Int)
    switch type {
    case .text(offsetBytes: 4):
      from = Int(values.loadUnaligned(fromByteOffset: place &* 4, as: Int32.self))
      to = Int(values.loadUnaligned(fromByteOffset: place &* 4 &+ 4, as: Int32.self))
    case .text:
      from = values.loadUnaligned(fromByteOffset: place &* 8, as: Int.self)
      to = values.loadUnaligned(fromByteOffset: place &* 8 &+ 8, as: Int.self)
    default:
      return try view(values + place &* 16)
    }
    guard from >= 0, to >= from, to < 1 << 47 else {
      throw Fault(what: ": its text lies from byte \(from) to byte \(to)")
    }
    guard let bytes else {
      if to == from { return UnsafeRawBufferPointer(start: nil, count: 0) }
      throw Fault(what: ": its text has \(to - from) bytes and no buffer")
    }
    return UnsafeRawBufferPointer(start: bytes + from, count: to - from)
  }

  /// A view: 4 bytes of length, then up to 12 bytes of text, or 4 bytes of prefix, the buffer and the offset in it.
  private func view(_ view: UnsafeRawPointer) throws(Fault) -> UnsafeRawBufferPointer {
    let length = Int(view.loadUnaligned(as: Int32.self))
    if length < 0 { throw Fault(what: ": its text has a length of \(length)") }
    if length <= 12 { return UnsafeRawBufferPointer(start: view + 4, count: length) }
    let buffer = Int(view.loadUnaligned(fromByteOffset: 8, as: Int32.self))
    let offset = Int(view.loadUnaligned(fromByteOffset: 12, as: Int32.self))
    guard viewBuffers.indices.contains(buffer), let viewSizes else {
      throw Fault(what: ": its text lies in buffer \(buffer) of \(viewBuffers.count)")
    }
    let size = viewSizes.loadUnaligned(fromByteOffset: buffer &* 8, as: Int.self)
    guard offset >= 0, offset + length <= size, let start = viewBuffers[buffer] else {
      throw Fault(
        what: ": its text lies from byte \(offset) to byte \(offset + length) of a buffer of \(size)")
    }
    return UnsafeRawBufferPointer(start: start + offset, count: length)
  }
}
