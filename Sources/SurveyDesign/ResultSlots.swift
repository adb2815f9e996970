/// A place for each of several results, which threads fill side by side: every place is set by one of them, before all are
/// read.
final class ResultSlots<Value>: @unchecked Sendable {
  private let slots: UnsafeMutableBufferPointer<Value?>

  init(_ count: Int) {
    slots = .allocate(capacity: count)
    slots.initialize(repeating: nil)
  }

  deinit {
    slots.deinitialize()
    slots.deallocate()
  }

  func set(_ index: Int, _ value: Value) { slots[index] = value }

  /// What was set, in the order of places.
  var all: [Value] { slots.compactMap { $0 } }
}
