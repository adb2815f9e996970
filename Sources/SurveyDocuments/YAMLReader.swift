import CYaml

/// Reads YAML from text that is UTF-8, event by event as libyaml tells them.
final class YAMLReader {
  private let text: UnsafeBufferPointer<UInt8>
  private let origin: DocumentOrigin
  private var tree: TreeBuilder
  // The parser keeps pointers into itself, so it must not move.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private var event = yaml_event_t()
  private var end = DocumentPlace.start

  init(_ text: UnsafeBufferPointer<UInt8>, origin: DocumentOrigin, limits: DocumentLimits)
    throws(DocumentError)
  {
    // libyaml insists on text.
    guard let start = text.baseAddress, !text.isEmpty else {
      throw origin.error(.syntax, at: .start, "the document is empty", chinese: "檔案沒有內容")
    }
    self.text = text
    self.origin = origin
    tree = TreeBuilder(origin: origin, limits: limits)
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else {
      throw origin.error(.limit, at: .start, "there is not enough memory to read the document")
    }
    yaml_parser_set_input_string(parser, start, text.count)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    yaml_event_delete(&event)
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  func read() throws(DocumentError) -> DocumentNode {
    end = try placeOfEnd()
    var documents = 0
    while true {
      try nextEvent()
      let place = place(event.start_mark)
      switch event.type {
      case YAML_DOCUMENT_START_EVENT:
        documents += 1
        if documents > 1 {
          throw origin.error(
            .syntax, at: place, "a second document begins here; put each document into a file of its own",
            chinese: "此處開始第二份文件（---）；每份文件請各存一檔")
        }
      case YAML_STREAM_END_EVENT:
        if let root = tree.root { return root }
        throw origin.error(.syntax, at: place, "the document is empty", chinese: "檔案沒有內容")
      case YAML_ALIAS_EVENT:
        let name = string(event.data.alias.anchor)
        throw origin.error(
          .syntax, at: place,
          "'*\(shown(name))' is an alias, which is not read; write the value out, or quote it if the asterisk belongs to the text",
          chinese: "「*\(shown(name))」是別名（alias），本程式不讀取；請直接寫出其內容，若星號屬於文字請加引號")
      case YAML_SCALAR_EVENT:
        try scalar(at: place)
      case YAML_SEQUENCE_START_EVENT:
        let start = event.data.sequence_start
        try begin(mapping: false, anchor: start.anchor, tag: start.tag, at: place)
      case YAML_MAPPING_START_EVENT:
        let start = event.data.mapping_start
        try begin(mapping: true, anchor: start.anchor, tag: start.tag, at: place)
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
        tree.end()
      default:
        break
      }
    }
  }

  private func nextEvent() throws(DocumentError) {
    yaml_event_delete(&event)
    event = yaml_event_t()
    if yaml_parser_parse(parser, &event) == 1 { return }
    throw YAMLProblem(parser, text: text, end: end).error(origin)
  }

  private func begin(
    mapping isMapping: Bool, anchor: UnsafeMutablePointer<yaml_char_t>?,
    tag: UnsafeMutablePointer<yaml_char_t>?, at place: DocumentPlace
  ) throws(DocumentError) {
    try refuse(anchor: anchor, at: place)
    if tree.expectsKey {
      throw origin.error(
        .syntax, at: place,
        "a \(isMapping ? "mapping" : "list") cannot be a key; write a word before ':', in quotes if it begins with [ or {"
      )
    }
    if let tag {
      let name = string(tag)
      guard name == "!" || name == (isMapping ? YAMLTag.mapping : YAMLTag.sequence) else {
        throw unknownTag(name, at: place)
      }
    }
    try tree.begin(mapping: isMapping, at: place)
  }

  private func scalar(at place: DocumentPlace) throws(DocumentError) {
    let data = event.data.scalar
    try refuse(anchor: data.anchor, at: place)
    let text = String(
      decoding: UnsafeBufferPointer(start: data.value, count: data.value == nil ? 0 : data.length),
      as: UTF8.self)
    let isPlain = data.style == YAML_PLAIN_SCALAR_STYLE
    if tree.expectsKey {
      if text.isEmpty, isPlain {
        throw origin.error(
          .syntax, at: place, "a key is expected before ':'; quote a text that begins with ':'")
      }
      if let tag = data.tag, ![YAMLTag.text, "!"].contains(string(tag)) {
        throw unknownTag(string(tag), at: place)
      }
      return try tree.key(text, at: place)
    }
    try tree.add(try content(text, isPlain: isPlain, tag: data.tag.map { string($0) }, at: place), at: place)
  }

  private func content(
    _ text: String, isPlain: Bool, tag: String?, at place: DocumentPlace
  ) throws(DocumentError) -> DocumentNode.Content {
    let isNothing = ["", "~", "null", "Null", "NULL"].contains(text)
    switch tag {
    case nil:
      if isPlain, isNothing { return .null }
      return .scalar(DocumentScalar(text: text, isQuoted: !isPlain))
    case YAMLTag.text, "!":
      return .scalar(DocumentScalar(text: text, isQuoted: true))
    case YAMLTag.null where isNothing:
      return .null
    case YAMLTag.integer where ScalarGrammar.isInteger(text),
      YAMLTag.number where ScalarGrammar.isNumber(text),
      YAMLTag.boolean where ScalarGrammar.boolean(text) != nil:
      return .scalar(DocumentScalar(text: text, isQuoted: false))
    case let tag?:
      if [YAMLTag.null, YAMLTag.integer, YAMLTag.number, YAMLTag.boolean].contains(tag) {
        throw origin.error(
          .syntax, at: place,
          "'\(shown(text))' is not what its tag !!\(tag.dropFirst(YAMLTag.prefix.count)) says; remove the tag"
        )
      }
      throw unknownTag(tag, at: place)
    }
  }

  private func refuse(anchor: UnsafeMutablePointer<yaml_char_t>?, at place: DocumentPlace)
    throws(DocumentError)
  {
    guard let anchor else { return }
    throw origin.error(
      .syntax, at: place,
      "'&\(shown(string(anchor)))' is an anchor, which is not read; remove it, or quote the text if '&' belongs to it",
      chinese: "「&\(shown(string(anchor)))」是錨點（anchor），本程式不讀取；請刪除，若 & 屬於文字請加引號")
  }

  private func unknownTag(_ tag: String, at place: DocumentPlace) -> DocumentError {
    origin.error(
      .syntax, at: place,
      "the tag '\(shown(tag))' has no meaning here; remove it, or quote the text if '!' belongs to it",
      chinese: "標籤「\(shown(tag))」在此無意義；請刪除，若 ! 屬於文字請加引號")
  }

  private func place(_ mark: yaml_mark_t) -> DocumentPlace { DocumentPlace(mark, end: end) }

  private func string(_ characters: UnsafeMutablePointer<yaml_char_t>?) -> String {
    characters.map { String(cString: $0) } ?? ""
  }

  /// Where the text ends, and an error where a character stands that YAML does not allow: libyaml tells such
  /// a character by its offset alone and only when it comes to it.
  private func placeOfEnd() throws(DocumentError) -> DocumentPlace {
    var place = DocumentPlace.start
    var wasReturn = false
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x0A, 0x0D, 0x85, 0x2028, 0x2029:
        if scalar != "\n" || !wasReturn { place.line += 1 }
        place.column = 1
      case 0x09, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF:
        place.column += 1
      default:
        throw origin.error(
          .syntax, at: place,
          "the character U+\(String(scalar.value, radix: 16, uppercase: true)) may not stand in YAML; remove it, or write it as \"\\u…\" in double quotes"
        )
      }
      wasReturn = scalar == "\r"
    }
    return place
  }
}

enum YAMLTag {
  static let prefix = "tag:yaml.org,2002:"
  static let text = prefix + "str"
  static let null = prefix + "null"
  static let integer = prefix + "int"
  static let number = prefix + "float"
  static let boolean = prefix + "bool"
  static let mapping = prefix + "map"
  static let sequence = prefix + "seq"
}

extension DocumentPlace {
  /// libyaml counts from 0, and at the end of a text without a line end it counts one more line.
  init(_ mark: yaml_mark_t, end: DocumentPlace) {
    self.init(line: mark.line.addingOne, column: mark.column.addingOne)
    if line > end.line { self = end }
  }
}

extension Int {
  var addingOne: Int { self == .max ? self : self + 1 }
}
