import SurveyTable

// Numbers straight from the producer's buffers into a batch: one function for each layout.

/// `count` integers that lie side by side. `valid` says which of them are there; what is missing becomes 0.
@inline(__always)
func storeIntegers<Value: FixedWidthInteger>(
  _ type: Value.Type, _ source: UnsafeRawPointer, _ count: Int, _ valid: UnsafePointer<UInt8>,
  into values: UnsafeMutablePointer<Double>
) {
  for index in 0..<count {
    let value = source.loadUnaligned(fromByteOffset: index &* MemoryLayout<Value>.stride, as: Value.self)
    values[index] = valid[index] != 0 ? Double(value) : 0
  }
}

/// `count` floating-point numbers; NaN is a missing answer, and `valid` is told so. Returns whether one is infinite.
@inline(__always)
func storeFloats<Value: BitwiseCopyable>(
  _ source: UnsafeRawPointer, _ count: Int, _ valid: UnsafeMutablePointer<UInt8>,
  into values: UnsafeMutablePointer<Double>, _ widen: (Value) -> Double
) -> Bool {
  var odd: UInt8 = 0
  for index in 0..<count {
    let value = widen(
      source.loadUnaligned(fromByteOffset: index &* MemoryLayout<Value>.stride, as: Value.self))
    let isThere = valid[index] != 0 && !value.isNaN
    values[index] = isThere ? value : 0
    valid[index] = isThere ? 1 : 0
    odd |= isThere && value.magnitude == .infinity ? 1 : 0
  }
  return odd != 0
}

extension ArrowColumn {
  /// Stores the rows from `row` on of a type that `isNumbersSideBySide`. `valid` holds which rows are there, and is
  /// changed where a NaN is not. Returns whether a number is infinite.
  func storeNumbers(
    _ row: Int, _ count: Int, _ valid: UnsafeMutablePointer<UInt8>, into values: UnsafeMutablePointer<Double>
  ) -> Bool {
    guard let source = pointer(row, width: type.width ?? 0) else { return false }
    switch type {
    case .int8: storeIntegers(Int8.self, source, count, valid, into: values)
    case .int16: storeIntegers(Int16.self, source, count, valid, into: values)
    case .int32: storeIntegers(Int32.self, source, count, valid, into: values)
    case .int64: storeIntegers(Int64.self, source, count, valid, into: values)
    case .uint8: storeIntegers(UInt8.self, source, count, valid, into: values)
    case .uint16: storeIntegers(UInt16.self, source, count, valid, into: values)
    case .uint32: storeIntegers(UInt32.self, source, count, valid, into: values)
    case .uint64: storeIntegers(UInt64.self, source, count, valid, into: values)
    case .float16:
      return storeFloats(source, count, valid, into: values) { (value: UInt16) in halfPrecision(value) }
    case .float32:
      return storeFloats(source, count, valid, into: values) { (value: Float) in Double(value) }
    case .float64:
      return storeFloats(source, count, valid, into: values) { (value: Double) in value }
    case .boolean:
      for index in 0..<count {
        values[index] = valid[index] != 0 && integer(row + index) != 0 ? 1 : 0
      }
    default: break
    }
    return false
  }
}
