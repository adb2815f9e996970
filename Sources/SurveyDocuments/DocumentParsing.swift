/// Reads a document that is JSON or YAML: JSON where its first character is `{` or `[` and it parses as
/// JSON, else YAML (of which `{…}` is a notation too). A byte order mark of UTF-8 is skipped.
///
/// Not read, with an error that says so: anchors and aliases (a few lines of which can stand for billions of
/// values), tags beyond those of YAML's core schema, several documents in one file, keys that are no scalars,
/// and equal keys in one mapping.
///
/// `name` is what messages call the document. Errors: `DocumentError`, of which the message says whether the
/// document was read as YAML or JSON.
package func parseDocument(
  _ bytes: [UInt8], name: String, limits: DocumentLimits = .standard
) throws(DocumentError) -> DocumentNode {
  let text = bytes.dropFirst(byteOrderMarkLength(bytes))
  let first = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
  guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
    return try parseYAML(bytes, name: name, limits: limits)
  }
  let asJSON: DocumentError
  do throws(DocumentError) {
    return try parseJSON(bytes, name: name, limits: limits)
  } catch {
    if error.kind != .syntax { throw error }
    asJSON = error
  }
  do throws(DocumentError) {
    return try parseYAML(bytes, name: name, limits: limits)
  } catch {
    // The notation that understood more is the one that was meant.
    throw (error.line, error.column) > (asJSON.line, asJSON.column) ? error : asJSON
  }
}

/// Reads YAML 1.1 or 1.2 with the core schema.
package func parseYAML(
  _ bytes: [UInt8], name: String, limits: DocumentLimits = .standard
) throws(DocumentError) -> DocumentNode {
  let origin = DocumentOrigin(name: name, format: .yaml)
  try check(bytes, origin, limits)
  let text = bytes[byteOrderMarkLength(bytes)...]
  return try text.withUnsafeBufferPointer { (text) throws(DocumentError) in
    try YAMLReader(text, origin: origin, limits: limits).read()
  }
}

/// Reads JSON as RFC 8259 defines it, and nothing that is only nearly JSON.
package func parseJSON(
  _ bytes: [UInt8], name: String, limits: DocumentLimits = .standard
) throws(DocumentError) -> DocumentNode {
  let origin = DocumentOrigin(name: name, format: .json)
  try check(bytes, origin, limits)
  let text = bytes[byteOrderMarkLength(bytes)...]
  return try text.withUnsafeBufferPointer { (text) throws(DocumentError) in
    var reader = JSONReader(text, origin: origin, limits: limits)
    return try reader.read()
  }
}

private func byteOrderMarkLength(_ bytes: [UInt8]) -> Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

/// Size and encoding.
private func check(
  _ bytes: [UInt8], _ origin: DocumentOrigin, _ limits: DocumentLimits
) throws(DocumentError) {
  if bytes.count > limits.bytes {
    throw origin.error(
      .limit, at: .start, "the document has \(bytes.count) bytes, more than the limit of \(limits.bytes)")
  }
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    throw origin.error(
      .encoding, at: .start, "the file is UTF-16 or UTF-32; save it as UTF-8",
      chinese: "檔案為 UTF-16 或 UTF-32 編碼；請另存為 UTF-8")
  }
  if let fault = firstFault(in: bytes) {
    let place = place(at: fault, in: bytes)
    throw origin.error(
      .encoding, at: place,
      "the byte 0x\(String(bytes[fault], radix: 16, uppercase: true)) is not UTF-8; save the file as UTF-8 (in Excel and Notepad it may be Big5)",
      chinese: "位元組 0x\(String(bytes[fault], radix: 16, uppercase: true)) 不是 UTF-8（檔案可能為 Big5）；請另存為 UTF-8")
  }
}

/// The offset of the first byte that cannot be UTF-8.
private func firstFault(in bytes: [UInt8]) -> Int? {
  var parser = Unicode.UTF8.ForwardParser()
  var iterator = bytes.makeIterator()
  var offset = 0
  while true {
    switch parser.parseScalar(from: &iterator) {
    case .valid(let scalar): offset += scalar.count
    case .emptyInput: return nil
    case .error: return offset
    }
  }
}

/// Line and column of the byte at `offset`; everything before is UTF-8. A byte order mark has no column.
private func place(at offset: Int, in bytes: [UInt8]) -> DocumentPlace {
  var place = DocumentPlace.start
  var wasReturn = false
  for byte in bytes[byteOrderMarkLength(bytes)..<max(offset, byteOrderMarkLength(bytes))] {
    if byte == 0x0A || byte == 0x0D {
      if byte == 0x0D || !wasReturn { place.line += 1 }
      place.column = 1
    } else if byte & 0xC0 != 0x80 {
      place.column += 1
    }
    wasReturn = byte == 0x0D
  }
  return place
}
