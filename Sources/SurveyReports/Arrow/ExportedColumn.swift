import SurveyInference

/// One column in the buffers of the Arrow columnar format. Immutable: whatever array shows it keeps it alive.
final class ExportedColumn {
  let name: String
  let format: String
  let rows: Int
  let missing: Int
  /// Validity, then values, or offsets and bytes.
  let buffers: [UnsafeMutableRawPointer]

  init(_ column: ResultColumn, name: String) {
    self.name = name
    switch column.values {
    case .texts(let texts):
      // A result has far less than 2 GB of text, but what would not fit must not wrap.
      let bytes = texts.map { $0.map { Array($0.utf8) } ?? [] }
      var ends: [Int64] = [0]
      for text in bytes { ends.append(ends[ends.count - 1] + Int64(text.count)) }
      let isLarge = ends[ends.count - 1] > Int64(Int32.max)
      format = isLarge ? "U" : "u"
      rows = texts.count
      missing = texts.count { $0 == nil }
      buffers = [
        Self.bitmap(texts.map { $0 != nil }),
        isLarge ? Self.buffer(ends) : Self.buffer(ends.map { Int32(truncatingIfNeeded: $0) }),
        Self.buffer(bytes.flatMap { $0 }),
      ]
    case .numbers(let numbers):
      let isThere = numbers.map { $0?.isFinite ?? false }
      format = "g"
      rows = numbers.count
      missing = isThere.count { !$0 }
      buffers = [
        Self.bitmap(isThere), Self.buffer(zip(numbers, isThere).map { $1 ? $0 ?? 0 : 0 }),
      ]
    case .counts(let counts):
      format = "l"
      rows = counts.count
      missing = 0
      buffers = [Self.bitmap(counts.map { _ in true }), Self.buffer(counts.map { Int64($0) })]
    }
  }

  deinit {
    for buffer in buffers { buffer.deallocate() }
  }

  private static func bitmap(_ flags: [Bool]) -> UnsafeMutableRawPointer {
    var bytes = [UInt8](repeating: 0, count: (flags.count + 7) / 8)
    for (index, flag) in flags.enumerated() where flag { bytes[index / 8] |= 1 << UInt8(index % 8) }
    return buffer(bytes)
  }

  /// A copy, aligned as the format recommends.
  private static func buffer<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafeMutableRawPointer {
    let count = values.count * MemoryLayout<Value>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(64, count), alignment: 64)
    values.withUnsafeBytes {
      memory.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(memory), byteCount: count)
    }
    return memory
  }
}
