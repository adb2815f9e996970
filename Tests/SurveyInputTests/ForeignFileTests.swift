import SurveyInput
import SurveyTable
import Testing

/// Files that hold no text, made by the programs whose formats they are (`Tests/Compressed/make-files.sh`).
@Suite("files that are compressed in another way, or archives") struct ForeignFileTests {
  @Test(
    "each is called what it is, with what to do, as a table and as a document",
    arguments: [
      ("answers.csv.xz", "compressed by xz", "xz -d", "xz 壓縮檔"),
      ("answers.csv.bz2", "compressed by bzip2", "bzip2 -d", "bzip2 壓縮檔"),
      ("nothing.csv.bz2", "compressed by bzip2", "bzip2 -d", "bzip2 壓縮檔"),
      ("answers.csv.lz4", "compressed by lz4", "lz4 -d", "lz4 壓縮檔"),
      ("answers.csv.gz.gz", "compressed twice", "decompress it once", "重複壓縮"),
      ("answers.csv.gz.zst", "compressed twice", "decompress it once", "重複壓縮"),
      ("answers.zip", "ZIP archive that begins with 'answers.csv'", "unpack it", "首個檔案為「answers.csv」"),
      ("answers.tar.gz", "tar archive that begins with 'answers.csv'", "unpack it", "tar 封存檔"),
    ])
  func refused(_ file: String, _ what: String, _ remedy: String, _ chinese: String) throws {
    let path = compressedFolder + "refused/" + file
    let bytes = try fileBytes("refused/" + file)
    let attempts: [() throws -> Void] = [
      { _ = try SurveyData(csvFile: path) }, { _ = try SurveyData(csv: bytes) },
      { _ = try Codebook(file: path) }, { _ = try Codebook(document: bytes, name: "c") },
      { _ = try SurveyData(jsonFile: path) }, { _ = try PopulationMargins(file: path) },
    ]
    for attempt in attempts {
      let error = try #require(throws: SurveyStatsError.self) { try attempt() }
      #expect(error.code == .unsupported)
      #expect(error.message.contains(what) && error.message.contains(remedy), "\(error.message)")
      #expect(error.chinese?.contains(chinese) == true)
    }
  }

  @Test(
    "of a ZIP file the first name tells a workbook from an archive",
    arguments: [
      ("[Content_Types].xml", true), ("_rels/.rels", true), ("xl/workbook.xml", true), ("mimetype", true),
      ("wxl/answers.csv", false), ("答案.csv", false),
    ])
  func workbooks(_ name: String, _ isWorkbook: Bool) {
    let name = Array(name.utf8)
    let header: [UInt8] = [0x50, 0x4B, 3, 4, 20, 0, 0, 8, 8, 0] + [UInt8](repeating: 0, count: 16)
    let bytes = header + [UInt8(name.count), 0, 0, 0] + name + [1, 2, 3]
    let message = readingError(of: bytes)?.message ?? ""
    #expect(message.contains("Excel") == isWorkbook && message.contains("ZIP"), "\(message)")
    // The names in ZIP files of a Chinese Windows are no UTF-8.
    let big5 = header + [4, 0, 0, 0, 0xB5, 0xAA, 0xAE, 0xD7, 1]
    #expect(readingError(of: big5)?.message.contains("is a ZIP archive, which is not read") == true)
    #expect(readingError(of: [0x50, 0x4B, 5, 6, 0, 0])?.message.contains("ZIP archive") == true)
  }

  @Test(
    "a text that begins with the same letters is a text", arguments: ["BZh9", "PK", "7z", "Rar!", "ustar"])
  func texts(_ word: String) throws {
    #expect(try table(of: "\(word),q\n1,2\n").columns == [["1"], ["2"]])
    let long = String(repeating: "a", count: 256) + ",ustar,q\n1,2,3\n"
    #expect(try table(of: long).columns == [["1"], ["2"], ["3"]])
  }

  @Test("codebooks, margins and tables of the population may be compressed", arguments: ["gz", "zst"])
  func documents(_ suffix: String) throws {
    let codebook = try Codebook(file: compressedFolder + "codebook.yaml." + suffix)
    let bytes = try fileBytes("codebook.yaml." + suffix)
    #expect(codebook.columns.map(\.label) == ["等候"])
    #expect(try Codebook(document: bytes, name: codebook.name) == codebook)
    let cut = try #require(throws: SurveyStatsError.self) {
      try Codebook(document: Array(bytes.dropLast(9)), name: "c.yaml")
    }
    #expect(cut.code == .malformedData && cut.message.contains("cut short"), "\(cut.message)")
    #expect(PopulationMargins.isJSON("people.json." + suffix))
    #expect(!PopulationMargins.isJSON("people.csv." + suffix))
  }
}
