import CSurveyShims
import SurveyTable

// Numbers straight from the producer's buffers into a batch: one function for each layout, and one for each that
// stores small numbers in a byte.

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

/// `count` integers in a byte each; false where one that is there needs more, or is what stands for a missing answer.
/// Without a branch on what a row holds, so that it is done many rows at a time.
@inline(__always)
func storeSmallIntegers<Value: FixedWidthInteger>(
  _ type: Value.Type, _ source: UnsafeRawPointer, _ count: Int, _ valid: UnsafePointer<UInt8>,
  into answers: UnsafeMutablePointer<Int8>
) -> Bool {
  var outside: UInt8 = 0
  for index in 0..<count {
    let value = source.loadUnaligned(fromByteOffset: index &* MemoryLayout<Value>.stride, as: Value.self)
    let byte = Int8(truncatingIfNeeded: value)
    let isThere = valid[index]
    outside |= (Value(truncatingIfNeeded: byte) != value ? 1 : 0) & isThere
    // The upper half of the numbers without a sign would come back negative.
    outside |= (byte < (Value.isSigned ? -127 : 0) ? 1 : 0) & isThere
    answers[index] = isThere != 0 ? byte : .min
  }
  return outside == 0
}

/// The same for floating-point numbers: whole ones, as a frame has them that holds missing answers as NaN.
@inline(__always)
func storeSmallFloats<Value: BitwiseCopyable>(
  _ source: UnsafeRawPointer, _ count: Int, _ valid: UnsafePointer<UInt8>,
  into answers: UnsafeMutablePointer<Int8>, _ widen: (Value) -> Double
) -> Bool {
  var outside: UInt8 = 0
  // A few first: a column of weights is none of answers, and is left at once.
  for part in [0..<min(count, 16), min(count, 16)..<count] {
    for index in part {
      let value = widen(
        source.loadUnaligned(fromByteOffset: index &* MemoryLayout<Value>.stride, as: Value.self))
      // Beside 1.5·2^52 a small whole number stands in the lowest bits, in two's complement.
      let byte = Int8(truncatingIfNeeded: (value + 6_755_399_441_055_744).bitPattern)
      let isThere = valid[index] & (value == value ? 1 : 0)
      // By their bits: a negative zero is no whole number like any other.
      outside |= (Double(byte).bitPattern != value.bitPattern ? 1 : 0) & isThere
      outside |= (byte == .min ? 1 : 0) & isThere
      answers[index] = isThere != 0 ? byte : .min
    }
    if outside != 0 { return false }
  }
  return true
}

extension ArrowColumn {
  /// The same as ``storeAnswers(_:_:_:into:)`` for signed integers with at most one bitmap, straight from its bits; false
  /// also where the processor or the layout asks for that one.
  func storeSmall(_ rows: Range<Int>, into answers: UnsafeMutablePointer<Int8>) -> Bool {
    guard type == .int8 || type == .int32 || type == .int64, validity == nil || tableValidity == nil,
      let width = type.width, let source = pointer(rows.lowerBound, width: width)
    else { return false }
    let first = (validity != nil ? start : tableStart) &+ rows.lowerBound
    return survey_store_small(source, width, rows.count, validity ?? tableValidity, first, answers) != 0
  }

  /// Stores the rows from `row` on in a byte each, of a type that `isNumbersSideBySide`; false where they are not all
  /// small whole numbers or missing.
  func storeAnswers(
    _ row: Int, _ count: Int, _ valid: UnsafePointer<UInt8>, into answers: UnsafeMutablePointer<Int8>
  ) -> Bool {
    guard let source = pointer(row, width: type.width ?? 0) else {
      // The type of nothing.
      answers.update(repeating: NumberColumn.missing, count: count)
      return true
    }
    switch type {
    case .int8: return storeSmallIntegers(Int8.self, source, count, valid, into: answers)
    case .int16: return storeSmallIntegers(Int16.self, source, count, valid, into: answers)
    case .int32: return storeSmallIntegers(Int32.self, source, count, valid, into: answers)
    case .int64: return storeSmallIntegers(Int64.self, source, count, valid, into: answers)
    case .uint8: return storeSmallIntegers(UInt8.self, source, count, valid, into: answers)
    case .uint16: return storeSmallIntegers(UInt16.self, source, count, valid, into: answers)
    case .uint32: return storeSmallIntegers(UInt32.self, source, count, valid, into: answers)
    case .uint64: return storeSmallIntegers(UInt64.self, source, count, valid, into: answers)
    case .float32:
      return storeSmallFloats(source, count, valid, into: answers) { (value: Float) in Double(value) }
    case .float64:
      return storeSmallFloats(source, count, valid, into: answers) { (value: Double) in value }
    case .boolean:
      for index in 0..<count {
        answers[index] = valid[index] == 0 ? NumberColumn.missing : integer(row + index) != 0 ? 1 : 0
      }
      return true
    default: return false
    }
  }

  /// Stores the rows from `row` on of a type that `isNumbersSideBySide`. `valid` holds which rows are there, and is
  /// changed where a NaN is not. Returns whether a number is infinite.
  func storeNumbers(
    _ row: Int, _ count: Int, _ valid: UnsafeMutablePointer<UInt8>, into values: UnsafeMutablePointer<Double>
  ) -> Bool {
    guard let source = pointer(row, width: type.width ?? 0) else { return false }
    survey_fetch_ahead(source, count &* (type.width ?? 0))
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
