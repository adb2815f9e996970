// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

// Text that handles hand out: NUL-terminated copies that live as long as the handle.
import CSurveyStats
import SurveyStats

/// Gathers texts, each kept once, before their addresses are fixed.
struct TextCollection {
  fileprivate var bytes: [UInt8] = []
  private var offsets: [Spelling: Int] = [:]

  /// Texts are the same where their bytes are; `String` also takes composed and decomposed letters for equal.
  private struct Spelling: Hashable {
    let text: String

    static func == (a: Spelling, b: Spelling) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }
    func hash(into hasher: inout Hasher) { for byte in text.utf8 { hasher.combine(byte) } }
  }

  /// Where `text` will stand in the finished `FixedTexts`.
  mutating func add(_ text: String) -> Int {
    if let offset = offsets[Spelling(text: text)] { return offset }
    let offset = bytes.count
    bytes.append(contentsOf: text.utf8)
    bytes.append(0)
    offsets[Spelling(text: text)] = offset
    return offset
  }

  /// The same for text that may be missing; negative, which has no address, where it is.
  mutating func add(_ text: String?) -> Int { text.map { add($0) } ?? -1 }
}

/// Immutable after `init`, and therefore safe to share although it holds a pointer.
final class FixedTexts: @unchecked Sendable {
  private let base: UnsafeMutableBufferPointer<CChar>
  let byteCount: Int

  init(_ collection: TextCollection) {
    byteCount = collection.bytes.count
    base = .allocate(capacity: collection.bytes.count)
    for (index, byte) in collection.bytes.enumerated() {
      base.initializeElement(at: index, to: CChar(bitPattern: byte))
    }
  }

  deinit { base.deallocate() }

  /// The text at an offset that `TextCollection.add` gave.
  func pointer(_ offset: Int) -> UnsafePointer<CChar>? {
    guard let start = base.baseAddress, offset >= 0, offset < byteCount else { return nil }
    return UnsafePointer(start + offset)
  }
}

/// Notes as a handle hands them out.
struct HandedNotes: Sendable {
  private struct Offsets: Sendable {
    var code: Int
    var english: Int
    var chinese: Int
  }
  private let offsets: [Offsets]

  init(_ notes: [Note], _ texts: inout TextCollection) {
    var offsets: [Offsets] = []
    for note in notes {
      offsets.append(
        Offsets(
          code: texts.add(note.code), english: texts.add(note.english), chinese: texts.add(note.chinese)))
    }
    self.offsets = offsets
  }

  var count: Int64 { Int64(offsets.count) }

  /// Fills the out parameters of a `_note` function.
  func hand(
    _ index: Int64, _ languageConstant: Int32, _ texts: FixedTexts,
    _ outCode: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ outText: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) throws(SurveyStatsError) {
    try hand(index, in: try language(languageConstant), texts, outCode, outText)
  }

  func hand(
    _ index: Int64, in language: Language, _ texts: FixedTexts,
    _ outCode: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ outText: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) throws(SurveyStatsError) {
    let note = offsets[try position(index, of: offsets.count, "note")]
    outCode?.pointee = texts.pointer(note.code)
    outText?.pointee = texts.pointer(language == .english ? note.english : note.chinese)
  }
}

/// A rendered text, or the bytes of a packed file.
final class TextHandle: Sendable {
  let texts: FixedTexts

  init(_ text: String) {
    var collection = TextCollection()
    _ = collection.add(text)
    texts = FixedTexts(collection)
  }

  init(bytes: [UInt8]) {
    var collection = TextCollection()
    collection.bytes = bytes + [0]
    texts = FixedTexts(collection)
  }
}

@c @implementation
public func surveystats_text_data(_ text: OpaquePointer?) -> UnsafePointer<CChar>? {
  object(text, as: TextHandle.self)?.texts.pointer(0)
}

@c @implementation
public func surveystats_text_length(_ text: OpaquePointer?) -> Int64 {
  guard let text = object(text, as: TextHandle.self) else { return 0 }
  return Int64(text.texts.byteCount - 1)
}

@c @implementation
public func surveystats_text_destroy(_ text: OpaquePointer?) { release(text, as: TextHandle.self) }
