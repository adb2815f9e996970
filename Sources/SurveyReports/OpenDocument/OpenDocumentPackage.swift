import SurveyTable

/// The parts that every OpenDocument file has (OASIS OpenDocument 1.3, part 2: packages).
struct OpenDocumentPackage {
  enum Kind: String {
    case text = "application/vnd.oasis.opendocument.text"
    case spreadsheet = "application/vnd.oasis.opendocument.spreadsheet"
  }

  let kind: Kind
  var title: String
  var language: Language
  var content: String
  var styles: String
  /// Further files by their path in the package.
  var pictures: [(path: String, type: String, text: String)] = []

  static let namespaces = """
    xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
    xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" \
    xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" \
    xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" \
    xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" \
    xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" \
    xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" \
    xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" \
    xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" \
    xmlns:dc="http://purl.org/dc/elements/1.1/" \
    xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"
    """

  static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

  func bytes() throws(SurveyStatsError) -> [UInt8] {
    var archive = ZipArchive()
    archive.add("mimetype", kind.rawValue, isStored: true)
    archive.add("content.xml", Self.head + content)
    archive.add("styles.xml", Self.head + styles)
    archive.add(
      "meta.xml",
      Self.head
        + "<office:document-meta \(Self.namespaces)><office:meta><meta:generator>survey-stats/\(surveyStatsVersion)</meta:generator><dc:title>\(escapedForMarkup(title))</dc:title><dc:language>\(language.rawValue)</dc:language></office:meta></office:document-meta>\n"
    )
    for picture in pictures { archive.add(picture.path, picture.text) }
    archive.add("META-INF/manifest.xml", manifest)
    return try archive.finished()
  }

  private var manifest: String {
    var text =
      Self.head
      + "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\n"
    func entry(_ path: String, _ type: String) {
      text += "<manifest:file-entry manifest:full-path=\"\(path)\" manifest:media-type=\"\(type)\"/>\n"
    }
    entry("/", kind.rawValue)
    for part in ["content.xml", "styles.xml", "meta.xml"] { entry(part, "text/xml") }
    for picture in pictures { entry(picture.path, picture.type) }
    return text + "</manifest:manifest>\n"
  }

  /// Fonts and the default style that texts and sheets share.
  static func defaults(_ language: Language, paragraph: Bool) -> String {
    let (tongue, country) = language == .english ? ("en", "US") : ("zh", "TW")
    let family = paragraph ? "paragraph" : "table-cell"
    return """
      <office:font-face-decls><style:font-face style:name="Sans" svg:font-family="'Noto Sans CJK TC', 'Microsoft JhengHei', 'PingFang TC', sans-serif"/></office:font-face-decls>
      <office:styles><style:default-style style:family="\(family)"><style:text-properties style:font-name="Sans" style:font-name-asian="Sans" fo:font-size="10.5pt" style:font-size-asian="10.5pt" fo:language="\(tongue)" fo:country="\(country)" style:language-asian="zh" style:country-asian="TW"/></style:default-style>
      """
  }
}
